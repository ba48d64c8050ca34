"""An answer reaches the field that its number asked for, and no other."""

from __future__ import annotations

import pytest

from catalogue.fields import CONTACT, COURSE
from catalogue.folding.answers import resolve_answers
from catalogue.normalizing.answer_values import normalize_field
from catalogue.records import AskedItem, MessageKind, NumberedAnswer, Origin, Value
from tests.support.statements import (
    answers,
    contact,
    course,
    entry,
    facts,
    file,
    folded,
    full_course,
    item,
    message,
    only,
    value,
)

ASSURANCES = ("learner_account", "assessment", "certificate", "advising")


def test_a_numbered_answer_fills_just_what_its_number_asked_for() -> None:
    first = message(0, full_course("Kế toán", delivery=None), full_course("Hàn", delivery=None))
    kt, han = folded(first).courses
    reply = message(
        1,
        kind=MessageKind.REPLY,
        asked=(item(1, han.id, "delivery"), item(2, kt.id, "delivery")),
        numbered=answers((1, "trực tuyến"), (2, "trực tiếp"), (9, "Phó phòng")),
    )
    state = folded(first, reply)
    assert [one.values["delivery"].value for one in state.courses] == ["in_person", "online"]
    assert only(state.unresolved).values["answer"].text == "Phó phòng"
    assert state.courses[0].message_ids == ("<0@cauvong.example>", "<1@cauvong.example>")
    assert state.courses[0].values["delivery"].origin.at == "đoạn 2"


def test_a_fee_answered_by_number_gives_its_sum_too() -> None:
    first = message(0, full_course("Kế toán", fee=None, fee_vnd=None))
    asked = (item(1, only(folded(first).courses).id, "fee"),)
    reply = message(1, kind=MessageKind.REPLY, asked=asked, numbered=answers((1, "1.200.000 đồng/khóa")))
    record = only(folded(first, reply).courses)
    assert (record.values["fee"].value, record.values["fee_vnd"].value) == ("paid", 1_200_000)


@pytest.mark.parametrize("text", ["Chưa có", "chưa có.", "Không có"])
def test_none_is_an_answer_to_a_question(text: str) -> None:
    first = message(0, full_course("Kế toán", url=None))
    record = only(folded(first).courses)
    assert record.missing == ("url",)
    reply = message(
        1, kind=MessageKind.REPLY, asked=(item(1, record.id, "url"),), numbered=answers((1, text))
    )
    assert only(folded(first, reply).courses).missing == ()


def test_an_answer_that_nobody_understands_stays_missing_and_is_shown() -> None:
    first = message(0, full_course("Kế toán", level=None))
    asked = (item(1, only(folded(first).courses).id, "level"),)
    reply = message(1, kind=MessageKind.REPLY, asked=asked, numbered=answers((1, "như trên")))
    record = only(folded(first, reply).courses)
    assert record.missing == ("level",)
    assert record.doubtful == ("level",)
    assert record.values["level"].text == "như trên"


def test_an_answer_for_all_courses_fills_only_those_that_lack_it() -> None:
    first = message(0, full_course("Kế toán"), *(full_course(t, url=None) for t in ("Hàn", "Tiện")))
    reply = message(
        1, kind=MessageKind.REPLY, asked=(item(1, "*", "url"),), numbered=answers((1, "https://b.example"))
    )
    urls = [one.values["url"].value for one in folded(first, reply).courses]
    assert urls == ["https://cauvong.example/khoa-hoc", "https://b.example", "https://b.example"]


def test_an_answer_for_all_courses_may_name_them_one_by_one() -> None:
    first = message(0, *(full_course(title, delivery=None) for title in ("Kế toán", "Hàn")))
    reply = message(
        1,
        kind=MessageKind.REPLY,
        asked=(item(1, "*", "delivery"),),
        numbered=answers((1, 'Khóa "Hàn": trực tiếp; Kế toán: trực tuyến')),
    )
    assert [one.values["delivery"].value for one in folded(first, reply).courses] == ["online", "in_person"]


def test_the_four_assurances_are_told_apart_in_one_answer() -> None:
    first = message(0, full_course("Kế toán"))
    reply = message(
        1,
        kind=MessageKind.REPLY,
        asked=(item(1, "*", *ASSURANCES),),
        numbered=answers((1, "Có cấp tài khoản, có cấp chứng nhận; không có nhân sự tư vấn")),
    )
    values = only(folded(first, reply).courses).values
    assert [values[key].value if key in values else None for key in ASSURANCES] == [True, None, True, False]
    yes = message(1, kind=MessageKind.REPLY, asked=reply.asked, numbered=answers((1, "Có")))
    values = only(folded(first, yes).courses).values
    assert [values[key].value for key in ASSURANCES] == [True] * 4


def test_a_contact_answered_in_one_line_or_under_several_numbers_is_one_new_contact() -> None:
    first = message(0, full_course("Kế toán"))
    fields = ("full_name", "position", "phone")
    in_one = message(
        1,
        kind=MessageKind.REPLY,
        asked=(item(5, "", *fields, kind=CONTACT),),
        numbered=answers((5, "Ông Nguyễn Văn An, Phó Trưởng phòng Đào tạo, ĐT: 0909 123 456")),
    )
    apart = message(
        1,
        kind=MessageKind.REPLY,
        asked=tuple(item(n, "", key, kind=CONTACT) for n, key in enumerate(fields, start=5)),
        numbered=answers((5, "Nguyễn Văn An"), (6, "Phó Trưởng phòng Đào tạo"), (7, "0909123456")),
    )
    for reply in (in_one, apart):
        assert facts(only(folded(first, reply).contacts)) == {
            "full_name": "Nguyễn Văn An", "position": "Phó Trưởng phòng Đào tạo", "phone": "+84909123456",
        }  # fmt: skip


def test_an_answer_corrects_a_name_that_was_asked_for() -> None:
    first = message(0, contact("Nguyễn Văn", position="Phó phòng", phone="+84909123456"))
    record = only(folded(first).contacts)
    reply = message(
        1,
        kind=MessageKind.REPLY,
        asked=(item(1, record.id, "full_name", kind=CONTACT),),
        numbered=answers((1, "Nguyễn Văn An")),
    )
    answered = only(folded(first, reply).contacts)
    assert (answered.id, answered.name) == (record.id, "Nguyễn Văn An")


def test_a_reply_in_own_words_fills_what_was_asked_and_shows_the_rest() -> None:
    first = message(0, full_course("Kế toán", delivery=None))
    name = only(folded(first).courses).id
    reply = message(
        1,
        course("Kế toán", delivery="online", fee_vnd=9_000_000, level="elementary", part=""),
        kind=MessageKind.REPLY,
        asked=(item(1, name, "delivery"),),
    )
    state = folded(first, reply)
    record = only(state.courses)
    assert (record.values["delivery"].value, record.values["fee_vnd"].value) == ("online", 1_500_000)
    assert set(only(state.unresolved).values) == {"title", "fee_vnd"}


def test_a_contact_in_own_words_is_taken_where_a_contact_was_asked_for() -> None:
    first = message(0, full_course("Kế toán"))
    reply = message(
        1,
        contact("Lê Thị Hoa", phone="+84909000001", part=""),
        kind=MessageKind.REPLY,
        asked=(item(1, "", "full_name", "phone", kind=CONTACT),),
    )
    assert only(folded(first, reply).contacts).name == "Lê Thị Hoa"


def test_a_workbook_sent_back_fills_the_gaps() -> None:
    first = message(0, full_course("Kế toán", url=None), parts=(file("ds.xlsx"),))
    back = message(
        1,
        course("Kế toán", url="https://a.example/kt", part="bo-sung.xlsx"),
        kind=MessageKind.REPLY,
        parts=(file("bo-sung.xlsx"),),
    )
    assert only(folded(first, back).courses).missing == ()


def test_an_answer_to_a_record_that_is_gone_is_shown() -> None:
    reply = message(
        1,
        kind=MessageKind.REPLY,
        asked=(item(1, "000000000000", "delivery"),),
        numbered=answers((1, "trực tuyến")),
    )
    state = folded(message(0, full_course("Kế toán")), reply)
    assert only(state.unresolved).values["delivery"].value == "online"


def test_an_answer_keeps_its_own_words_and_place() -> None:
    (given,) = answers((3, "trực tuyến"))
    found = resolve_answers([given], [item(3, "abc", "delivery")], {}, normalize_field)
    (fill,) = found.fills
    assert fill.record_id == "abc"
    assert fill.values["delivery"] == Value(
        value="online", text="trực tuyến", origin=given.origin, reason="answer"
    )


def test_an_answer_counts_as_one_even_where_nothing_normalizes_it() -> None:
    given = answers((1, "Chưa có"), (2, "như trên"))
    asked = [item(1, "abc", "curriculum"), item(2, "abc", "url")]
    none, unclear = resolve_answers(given, asked, {}, lambda *_: {}).fills
    assert none.values["curriculum"].answered
    assert unclear.values["url"].doubt


def test_an_answer_to_a_conflict_ends_it() -> None:
    first = message(0, course("Kế toán", fee_vnd=1), course("Kế toán", fee_vnd=2, part="b.docx"))
    name = only(folded(first).courses).id
    reply = message(
        1, kind=MessageKind.REPLY, asked=(item(1, name, "fee_vnd"),), numbered=answers((1, "2.000.000 đồng"))
    )
    record = only(folded(first, reply).courses)
    assert not record.conflicts
    assert record.values["fee_vnd"].value == 2_000_000


def test_an_answer_that_nobody_understands_lies_with_its_question_before_the_officer() -> None:
    first = message(0, full_course("Kế toán", level=None))
    asked = (item(1, only(folded(first).courses).id, "level"),)
    reply = message(1, kind=MessageKind.REPLY, asked=asked, new_text="Cái này anh hỏi khoa giúp em.")
    shown = only(folded(first, reply).unresolved)
    assert shown.values["answer"].text == "Cái này anh hỏi khoa giúp em"
    assert shown.values["question"].text == "câu 1: trình độ đào tạo"


def test_a_reply_that_all_was_sent_before_is_told_to_the_officer_whatever_it_answers() -> None:
    for text in ("Dạ danh sách đã gửi hôm trước rồi ạ.", "Trường đã gửi đầy đủ rồi."):
        reply = message(1, kind=MessageKind.REPLY, new_text=text)
        assert only(folded(message(0, full_course("Kế toán")), reply).unresolved).doubt.startswith("sent:")


def test_thanks_and_promises_trouble_nobody() -> None:
    first = message(0, full_course("Kế toán", level=None))
    asked = (item(1, only(folded(first).courses).id, "level"),)
    for text in ("Cảm ơn Sở, trường đã nhận được thư.", "Trường sẽ bổ sung trước ngày 30/5.", "Kính gửi Sở,"):
        reply = message(1, kind=MessageKind.REPLY, asked=asked, new_text=text)
        assert folded(first, reply).unresolved == ()


def test_numbered_answers_that_look_like_a_list_make_no_courses() -> None:
    lines = ((1, "trực tuyến"), (2, "Không"))
    told = tuple(
        NumberedAnswer(number=number, text=text, origin=Origin(row=3 + number)) for number, text in lines
    )
    looks = [
        entry(COURSE, {"title": text, "delivery": value("online", part="", row=4)}, part="", row=3 + number)
        for number, text in lines
    ]
    items = (
        AskedItem(number=1, kind=COURSE, record_id="*", fields=("delivery",), finding="missing"),
        AskedItem(number=2, kind=COURSE, record_id="*", fields=("certificate",), finding="missing"),
    )
    first = message(0, full_course("Kế toán", delivery=None))
    state = folded(first, message(1, *looks, asked=items, numbered=told))
    assert [one.name for one in state.courses] == ["Kế toán"]
    assert state.courses[0].values["delivery"].value == "online"


def test_a_telephone_number_under_the_assurances_assures_nothing() -> None:
    first = message(0, full_course("Kế toán"))
    said = "Số điện thoại của thầy Khôi là 0701 470 624."
    reply = message(
        1,
        kind=MessageKind.REPLY,
        asked=(item(4, "*", *ASSURANCES),),
        numbered=answers((4, said)),
    )
    state = folded(first, reply)
    assert not set(ASSURANCES) & set(state.courses[0].values)
    assert only(state.unresolved).values["answer"].text == said


@pytest.mark.parametrize(
    ("text", "stands"), [("Không ạ, do chưa đủ nhân sự", {False}), ("Không, chỉ cấp chứng chỉ", {True})]
)
def test_what_follows_a_no_makes_no_yes_of_it(text: str, stands: set[bool]) -> None:
    reply = message(
        1,
        kind=MessageKind.REPLY,
        asked=(item(4, "*", *ASSURANCES),),
        numbered=answers((4, text)),
    )
    values = folded(message(0, full_course("May")), reply).courses[0].values
    assert {values[key].value for key in ASSURANCES if key in values} == stands
