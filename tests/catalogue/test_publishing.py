from dataclasses import replace
from typing import Any

import pytest

from catalogue.publishing import (
    Withheld,
    publish,
    released_contacts,
    without_persons,
)
from catalogue.records import Conflict, Decision, DecisionKind, Record
from tests.reports.samples import contact, course, unit, value


def reasons(record: Record, **rules: Any) -> tuple[str, ...]:
    refused = publish(unit(), [record], (), **({"in_person": False} | rules)).refused
    return tuple(why for one in refused for why in one.reasons)


def test_a_course_with_all_that_a_learner_must_know_is_published() -> None:
    shown = publish(unit(), [course(work_study=True), contact()], (), in_person=False)
    [one] = shown.courses
    assert (one.level, one.delivery, one.fee, one.fee_vnd) == ("elementary", "blended", "paid", 1500000)
    assert (one.work_study, one.promises) == (True, ("certificate",))
    assert not shown.refused
    assert not shown.contacts


@pytest.mark.parametrize("key", ["title", "content", "level", "delivery", "fee"])
def test_what_must_be_known_and_is_not_or_waits_for_a_yes_keeps_a_course_back(key: str) -> None:
    known = course()
    without = {name: one for name, one in known.values.items() if name != key}
    assert reasons(replace(known, values=without)) == (Withheld(f"no_{key}"),)
    doubted = value(known.values[key].value, doubt="ambiguous: may be otherwise")
    assert reasons(replace(known, values={**known.values, key: doubted})) == (Withheld.TO_CONFIRM,)
    torn = replace(known, conflicts=(Conflict(field=key, values=(known.values[key],) * 2),))
    assert reasons(torn) == (Withheld.TO_CONFIRM,)


def test_a_doubt_about_the_whole_no_school_and_teaching_on_site_keep_a_course_back() -> None:
    assert reasons(replace(course(), doubt="ocr: read from a scan")) == (Withheld.DOUBTED,)
    assert reasons(replace(course(), unit_id=None)) == (Withheld.NO_PROVIDER,)
    assert reasons(course(delivery="in_person")) == (Withheld.IN_PERSON,)
    assert reasons(course(delivery="in_person"), in_person=True) == ()


def test_what_is_not_needed_is_published_only_where_it_is_sure() -> None:
    shaky = course(
        fee_vnd=value(2000000, "2 triệu", doubt="open: at least"),
        url=value("https://cdb.example/lop", doubt="ambiguous: two"),
        duration=value("3", doubt="unit: none"),
        fee=value("paid", "từ 2 triệu"),
    )
    [one] = publish(unit(), [shaky], (), in_person=False).courses
    assert (one.fee, one.fee_vnd, one.fee_text, one.url, one.duration) == ("paid", None, "", "", "")


def test_a_fee_that_is_no_sum_of_the_whole_is_told_in_the_words_of_the_school() -> None:
    monthly = course(fee=value("paid", "500.000 đồng/tháng"), fee_vnd=None)
    [one] = publish(unit(), [monthly], (), in_person=False).courses
    assert (one.fee_vnd, one.fee_text) == (None, "500.000 đồng/tháng")
    [free] = publish(unit(), [course(fee="free", fee_vnd=0)], (), in_person=False).courses
    assert (free.fee, free.fee_vnd, free.fee_text) == ("free", None, "")


def test_persons_stay_out_of_every_text_until_they_are_released() -> None:
    told = course(
        content="Học nghề hàn. Liên hệ cô Nguyễn  Văn An, ĐT 0909.123.456 hoặc an@cdb.example",
        curriculum="Gọi (028) 3822 1418; học phí 1.500.000 - 2.000.000 đồng; ISO 9001:2015",
        url="https://zalo.me/0909123456",
    )
    [one] = publish(unit(), [told, contact()], (), in_person=False).courses
    assert one.content == "Học nghề hàn. Liên hệ cô […], ĐT […] hoặc […]"
    assert one.curriculum == "Gọi […]; học phí 1.500.000 - 2.000.000 đồng; ISO 9001:2015"
    assert one.url == ""
    shown = publish(unit(), [told, contact()], {"p1"}, in_person=False)
    assert [(one.name, one.phone) for one in shown.contacts] == [("Nguyễn Văn An", "+84909123456")]
    assert "Nguyễn" in shown.courses[0].content


@pytest.mark.parametrize(
    "text",
    ["5 mô đun: 01, 02, 03, 04, 05", "1.200.000đ/3 tháng", "từ 15/6/2025 đến 15/9/2025", "300 giờ; 45 tiết"],
)
def test_figures_that_are_no_telephone_numbers_stay(text: str) -> None:
    assert without_persons(text) == text


def test_the_last_word_on_a_contact_counts() -> None:
    def said(subject: str, value: str = "") -> Decision:
        return Decision(kind=DecisionKind.RELEASE, subject=subject, value=value)

    assert released_contacts([said("a"), said("b"), said("a", "off")]) == {"b"}
