"""What a unit is asked."""

from __future__ import annotations

import pytest

from catalogue.asking.places import place_words
from catalogue.asking.questions import items_for
from catalogue.records import Origin, UnitState
from tests.support.statements import (
    CAMPAIGN,
    contact,
    course,
    file,
    folded,
    full_course,
    message,
    value,
)

ASSURANCES = ("learner_account", "assessment", "certificate", "advising")
PERSON = contact("Lê Thị Hoa", position="Phó Giám đốc", phone="+84909000001", row=30)


def asked(state: UnitState) -> list[tuple[str, tuple[str, ...], str, str]]:
    return [(one.title, one.fields, one.finding, one.found) for one in items_for(state, CAMPAIGN)]


def test_gaps_are_numbered_course_by_course_then_contact_each_with_its_place() -> None:
    state = folded(
        message(
            0,
            full_course("Kế toán", delivery=None, url=None, row=7),
            full_course("Hàn", content=None, row=8),
            contact("Lê Thị Hoa", phone=value(None, text="0366.773.06", doubt="invalid: length", row=30)),
        )
    )
    items = items_for(state, CAMPAIGN)
    assert [one.number for one in items] == list(range(1, 7))
    assert [(one.title, one.fields, one.finding) for one in items] == [
        ("Kế toán", ("delivery",), "missing"),
        ("Kế toán", ("url",), "missing"),
        ("Hàn", ("content",), "missing"),
        ("", ASSURANCES, "missing"),
        ("Lê Thị Hoa", ("position",), "missing"),
        ("Lê Thị Hoa", ("phone",), "invalid"),
    ]
    assert items[0].place == 'dòng 7, trang tính "Sơ cấp"'
    assert items[0].record_id == state.courses[0].id
    assert items[5].found == "0366.773.06"


def test_what_is_unclear_is_quoted_and_what_disagrees_is_quoted_twice() -> None:
    state = folded(
        message(
            0,
            full_course(
                "Kế toán", fee=value(None, text="theo quy định", doubt="unclear: no figure"), fee_vnd=None
            ),
            full_course("Hàn", url="https://a.example"),
            course("Hàn", url="https://b.example", part="b.docx"),
            PERSON,
        )
    )
    there = 'dòng 2, Sơ cấp, tệp "b.docx"'
    assert asked(state)[:2] == [
        ("Kế toán", ("fee",), "unclear", "theo quy định"),
        (
            "Hàn",
            ("url",),
            "conflict",
            f'"https://a.example" và "https://b.example" ({there})',
        ),
    ]


def test_a_doubtful_value_is_offered_for_a_yes_in_the_same_letter() -> None:
    unsure = value("online", text="từ xa", doubt="inferred: distance learning")
    state = folded(message(0, full_course("Kế toán", delivery=unsure, url=None), PERSON))
    assert asked(state)[:2] == [
        ("Kế toán", ("delivery",), "confirm", "từ xa"),
        ("Kế toán", ("url",), "missing", ""),
    ]
    item = items_for(state, CAMPAIGN)[0]
    assert item.suggested == ((f"{state.courses[0].id}.delivery", "online"),)
    assert item.doubt == "inferred: distance learning"
    assert item.place == 'dòng 2, trang tính "Sơ cấp"'


def test_a_doubtful_figure_is_offered_with_its_fee_or_where_only_it_is_doubted_alone() -> None:
    doubt = "unit: taken for thousands of đồng"
    fee, figure = value("paid", text="2.000", doubt=doubt), value(2_000_000, text="2.000", doubt=doubt)
    both = folded(message(0, full_course("Kế toán", fee=fee, fee_vnd=figure), PERSON))
    item = items_for(both, CAMPAIGN)[0]
    assert (item.fields, [stands for _subject, stands in item.suggested]) == (("fee",), ["paid", 2_000_000])
    alone = folded(message(0, full_course("Kế toán", fee_vnd=value(9, doubt="range: unusual")), PERSON))
    assert asked(alone)[0] == ("Kế toán", ("fee_vnd",), "confirm", "9")


def test_a_doubtful_record_is_asked_for_as_a_whole_before_its_gaps() -> None:
    doubted = full_course("Thuê hội trường", url=None, doubt="ambiguous: several records bear this name")
    items = items_for(folded(message(0, doubted, PERSON)), CAMPAIGN)
    assert [(one.fields, one.finding) for one in items[:2]] == [
        (("record",), "confirm"),
        (("url",), "missing"),
    ]


def test_doubts_in_fields_that_are_only_useful_are_never_asked() -> None:
    state = folded(message(0, full_course("Kế toán", duration=value("3", doubt="unit: x")), PERSON))
    assert {key for one in items_for(state, CAMPAIGN) for key in one.fields} == set(ASSURANCES)
    assert state.courses[0].doubtful == ("duration",)


def test_a_doubt_that_three_courses_share_is_one_item_that_knows_them_all() -> None:
    unsure = value("online", text="từ xa", doubt="confidence: heading ~0.5")
    three = [full_course(title, delivery=unsure) for title in ("Kế toán", "Hàn", "Tiện")]
    (item, *_rest) = items_for(folded(message(0, *three, PERSON)), CAMPAIGN)
    assert (item.record_id, item.fields, item.finding, len(item.suggested)) == (
        "*",
        ("delivery",),
        "confirm",
        3,
    )
    assert item.title == 'Các khóa "Kế toán", "Hàn", "Tiện"'
    own = [
        full_course(title, fee=value("paid", text=f"khoảng {n} triệu", doubt="open: rough"))
        for n, title in enumerate(("Kế toán", "Hàn", "Tiện"), 1)
    ]
    found = [one.found for one in items_for(folded(message(0, *own, PERSON)), CAMPAIGN) if one.confirms]
    assert found == ["khoảng 1 triệu", "khoảng 2 triệu", "khoảng 3 triệu"]


def test_a_unit_whose_only_trouble_is_a_doubt_is_asked() -> None:
    rough = value("paid", text="khoảng 2 triệu", doubt="open: a least or rough figure only")
    doubtful = folded(message(0, full_course("Kế toán", fee=rough, fee_vnd=None), PERSON))
    assert items_for(doubtful, CAMPAIGN)[0].finding == "confirm"


def test_what_three_courses_all_lack_is_asked_once_for_all() -> None:
    titles = ("Kế toán", "Hàn", "Tiện")
    two = folded(message(0, *(full_course(title, url=None) for title in titles[:2]), PERSON))
    three = folded(message(0, *(full_course(title, url=None) for title in titles), PERSON))
    some = folded(message(0, full_course("May"), *(full_course(title, url=None) for title in titles), PERSON))
    assert [one.fields for one in items_for(two, CAMPAIGN)] == [("url",), ("url",), ASSURANCES]
    assert [(one.record_id, one.fields) for one in items_for(three, CAMPAIGN)] == [
        ("*", ("url",)),
        ("*", ASSURANCES),
    ]
    assert len(items_for(some, CAMPAIGN)) == 4


def test_assurances_that_one_course_tells_are_not_asked() -> None:
    state = folded(message(0, full_course("Kế toán", certificate=True), full_course("Hàn"), PERSON))
    assert asked(state) == [("", ("learner_account", "assessment", "advising"), "missing", "")]


def test_too_many_gaps_are_gathered_by_field_naming_their_courses() -> None:
    full = full_course("Khóa đủ")
    gaps = [full_course(f"Khóa nghề {chr(65 + n)}", url=None, content=None) for n in range(25)]
    items = items_for(folded(message(0, full, *gaps, PERSON)), CAMPAIGN)
    assert [one.fields for one in items] == [("content",), ("url",), ASSURANCES]
    assert items[0].title.startswith('Các khóa "Khóa nghề A", "Khóa nghề B"')
    assert items[0].title.endswith("và 17 khóa khác")


def test_a_letter_never_holds_more_items_than_are_answered() -> None:
    odd = value(None, text="theo quy định", doubt="unclear: x")
    many = [full_course(f"Khóa nghề số {n} lẻ", fee=odd) for n in range(100)]
    assert len(items_for(folded(message(0, *many)), CAMPAIGN)) <= 40


def test_a_unit_without_contact_course_or_readable_file_is_asked_for_it() -> None:
    empty = items_for(folded(message(0)), CAMPAIGN)
    assert [(one.kind, one.record_id, one.fields) for one in empty] == [
        ("course", "", ("title",)),
        ("contact", "", ("full_name", "position", "phone")),
    ]
    locked = items_for(folded(message(0, PERSON, parts=(file("ds.xlsx", reason="encrypted"),))), CAMPAIGN)
    assert [(one.finding, one.title, one.found) for one in locked] == [("unreadable", "ds.xlsx", "encrypted")]


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        (Origin(part="a.xlsx", container="Sơ cấp", row=7, column=2), 'dòng 7, trang tính "Sơ cấp"'),
        (Origin(part="a.zip/b.docx", container="Bảng 1", row=7), 'dòng 7, Bảng 1, tệp "a.zip/b.docx"'),
        (Origin(part="a.docx", row=5), 'đoạn 5, tệp "a.docx"'),
        (Origin(part="a.csv", container="a", row=5), 'dòng 5, tệp "a.csv"'),
        (Origin(row=3), "trong thư"),
        (Origin(container="Bảng 1", row=3), "dòng 3, Bảng 1, trong thư"),
        (Origin(decision=4), ""),
    ],
)
def test_places_are_told_as_in_a_letter(origin: Origin, words: str) -> None:
    assert place_words(origin) == words
