"""How two values of one field come to one: sameness, spelling, lists, parts of each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalogue.folding.values import agree, includes, is_blank, is_usable
from catalogue.records import DecisionKind, Entry
from tests.support.statements import contact, course, decision, facts, folded, message, only, value


@pytest.mark.parametrize(
    ("key", "one", "other", "same"),
    [
        ("title", "KẾ TOÁN", "Kế toán", True),
        ("duration", "3 tháng", "3  Tháng", True),
        ("content", "Một,  hai", "một, hai", True),
        ("content", "Một, hai", "Mot, hai", False),
        ("url", "https://a.example/", "https://a.example", True),
        ("url", "https://a.example/x-y", "https://a.example/x/y", False),
        ("images", ["a.jpg", "b.jpg"], ["b.jpg", "a.jpg"], True),
        ("fee_vnd", 1, 2, False),
        ("fee_vnd", 1, None, False),
    ],
)
def test_what_says_the_same(key: str, one: object, other: object, same: bool) -> None:  # noqa: FBT001
    assert agree(key, value(one), value(other)) is same  # type: ignore[arg-type]


def test_two_texts_without_value_agree_only_if_they_read_alike() -> None:
    told = value(None, text="theo quy định")
    assert agree("fee", told, value(None, text="Theo  quy định"))
    assert not agree("fee", told, value(None, text="liên hệ"))


@pytest.mark.parametrize("nothing", [value(None), value(""), value([], text=""), value(None, text=" ")])
def test_nothing_is_blank_and_settles_nothing(nothing: object) -> None:
    assert is_blank(nothing)  # type: ignore[arg-type]
    assert not is_usable(nothing)  # type: ignore[arg-type]


@pytest.mark.parametrize("something", [value(0), value(False), value(None, text="Chưa có", answered=True)])  # noqa: FBT003
def test_no_and_none_to_be_had_are_answers(something: object) -> None:
    assert not is_blank(something)  # type: ignore[arg-type]
    assert is_usable(something)  # type: ignore[arg-type]


def test_a_text_includes_its_short_form_by_whole_words() -> None:
    assert includes("position", value("Trưởng phòng Đào tạo"), value("trưởng phòng"))
    assert not includes("position", value("Trưởng phòng"), value("Trưởng ph"))
    assert not includes("url", value("https://a.example/b"), value("https://a.example"))


def test_a_short_form_in_the_same_message_is_no_conflict() -> None:
    state = folded(
        message(
            0,
            contact("Lê Thị Hoa", position="Trưởng phòng Đào tạo"),
            contact("Lê Thị Hoa", position="Trưởng phòng", part=""),
            contact("Lê Thị Hoa", position="Kế toán trưởng", part="b.docx"),
        )
    )
    record = only(state.contacts)
    assert [one.value for one in record.conflicts[0].values] == ["Trưởng phòng Đào tạo", "Kế toán trưởng"]


def test_a_title_typed_without_accents_does_not_replace_one_with_them() -> None:
    accented, bare = message(0, course("Kế toán")), message(1, course("Ke toan"))
    assert only(folded(accented, bare).courses).name == "Kế toán"
    later = only(folded(message(0, course("Ke toan")), message(1, course("Kế toán"))).courses)
    assert later.name == "Kế toán"
    assert [one.value for one in later.history["title"]] == ["Ke toan"]


def test_pictures_of_several_messages_are_gathered() -> None:
    state = folded(
        message(0, course("Kế toán", images=["a.jpg"]), course("Kế toán", images=["b.jpg"], part="")),
        message(1, course("Kế toán", images=["b.jpg", "c.jpg"])),
    )
    record = only(state.courses)
    assert record.values["images"].value == ["a.jpg", "b.jpg", "c.jpg"]
    assert not record.doubtful


def test_a_sure_value_takes_the_place_of_the_same_doubtful_one() -> None:
    unsure = value("+842838000001", doubt="area_code: added 028")
    state = folded(
        message(0, contact("Lê Thị Hoa", phone=unsure)),
        message(1, contact("Lê Thị Hoa", phone="+842838000001")),
    )
    assert only(state.contacts).doubtful == ()
    assert not only(state.contacts).history


def test_a_doubtful_record_stated_plainly_later_is_sure() -> None:
    weak = message(0, course("Kế toán", doubt="weak: no heading"))
    assert only(folded(weak, message(1, course("Kế toán"))).courses).doubtful == ()
    assert only(folded(weak, message(1, course("Kế toán", doubt="weak: x"))).courses).doubtful == ("record",)


def test_a_doubtful_correction_is_taken_and_marked() -> None:
    state = folded(
        message(0, course("Kế toán", fee_vnd=1)),
        message(1, course("Kế toán", fee_vnd=2, partial=True, doubt="prose: two courses named")),
    )
    record = only(state.courses)
    assert (record.values["fee_vnd"].value, record.doubtful) == (2, ("fee_vnd",))


def test_a_fact_of_an_unnamed_course_joins_only_the_very_same_statement() -> None:
    first = message(0, course(None, fee_vnd=1, duration="3 tháng"))
    assert len(folded(first, message(1, course(None, fee_vnd=1, duration="3 tháng"))).courses) == 1
    assert len(folded(first, message(1, course(None, fee_vnd=2, duration="3 tháng"))).courses) == 2


def test_titles_that_only_their_accents_tell_apart_stay_two_in_one_list() -> None:
    rows = [course("Kỹ thuật may"), course("Kỹ thuật máy")]
    state = folded(message(0, *rows), message(1, course("Kỹ thuật máy", fee_vnd=5)))
    assert [facts(one) for one in state.courses] == [
        {"title": "Kỹ thuật may"},
        {"title": "Kỹ thuật máy", "fee_vnd": 5},
    ]
    tones = folded(message(0, course("Điều hoà"), course("Điều hòa")))
    assert len(tones.courses) == 1


def test_other_words_alone_are_two_rows_of_one_table_but_one_course_elsewhere() -> None:
    told = course("Kế toán", fee_vnd=5, content="Sổ sách, thuế")
    row = course("Kế toán", content="Học viên biết lập sổ")
    form = entry_elsewhere(row)
    assert len(folded(message(0, told, row)).courses) == 2
    assert only(folded(message(0, told, form)).courses).doubtful == ("content",)


def test_two_facts_that_differ_between_two_files_of_one_mail_are_two_courses() -> None:
    campuses = [
        course("Tiếng Anh", fee_vnd=1_500_000, url="https://a.example/1", part="cs1.xlsx"),
        course("Tiếng Anh", fee_vnd=990_000, url="https://a.example/2", part="cs2.xlsx"),
    ]
    assert len(folded(message(0, *campuses)).courses) == 2


def entry_elsewhere(entry: Entry) -> Entry:
    """The same entry in another table of its file."""
    values = {
        key: replace(one, origin=replace(one.origin, container="Bảng 2")) for key, one in entry.values.items()
    }
    return replace(entry, values=values)


def test_a_decision_typed_as_plain_text_is_taken_as_text() -> None:
    first = message(0, course("Kế toán"))
    name = only(folded(first).courses).id
    typed = decision(DecisionKind.SET_VALUE, f"{name}.duration", "3 tháng")
    assert only(folded(first, decisions=[typed]).courses).values["duration"].value == "3 tháng"


def test_decisions_about_unknown_records_change_nothing() -> None:
    first = message(0, course("Kế toán"))
    name = only(folded(first).courses).id
    unknown = [
        decision(DecisionKind.SET_VALUE, "ffffffffffff.fee", '"free"'),
        decision(DecisionKind.CONFIRM_VALUE, "ffffffffffff.fee", '"free"'),
        decision(DecisionKind.MERGE, name, "ffffffffffff"),
        decision(DecisionKind.MERGE, name, name),
        decision(DecisionKind.SPLIT, "ffffffffffff", first.sha256),
        decision(DecisionKind.SPLIT, name, first.sha256),
        decision(DecisionKind.DROP_RECORD, "ffffffffffff"),
    ]
    assert folded(first, decisions=unknown) == folded(first)
