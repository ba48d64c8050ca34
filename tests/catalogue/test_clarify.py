"""What a unit is asked, and when."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from catalogue.asking.clarify import (
    AskedLetter,
    AskHistory,
    Due,
    clarification_due,
    items_for,
    next_office_moment,
    reminder_due,
)
from catalogue.asking.places import place_words
from catalogue.records import AskedItem, Origin, UnitState
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


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of May 2025 in the city."""
    return datetime(2025, 5, day, hour, minute, tzinfo=CAMPAIGN.time_zone)


# --- what


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


def test_a_unit_whose_only_trouble_is_a_doubt_is_asked_under_the_same_rules() -> None:
    rough = value("paid", text="khoảng 2 triệu", doubt="open: a least or rough figure only")
    doubtful = folded(message(0, full_course("Kế toán", fee=rough, fee_vnd=None), PERSON))
    ask = due(at(12, 9, 30), state=doubtful)
    assert ask is not None
    assert ask.items[0].finding == "confirm"
    assert due(at(12, 9, 40), letters(at(12, 9, 35), items=ask.items), doubtful) is None


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


# --- when


def incomplete(day: int = 12, hour: int = 9) -> UnitState:
    since = at(day, hour) - datetime(2025, 5, 12, 2, 0, tzinfo=UTC)
    return folded(message(since / timedelta(days=1), full_course("Kế toán", url=None), PERSON))


def letters(*sent: datetime, items: tuple[AskedItem, ...] | None = None) -> AskHistory:
    held = items_for(incomplete(), CAMPAIGN) if items is None else items
    return AskHistory(
        letters=tuple(
            AskedLetter(window=str(number), asked_at=moment, items=held)
            for number, moment in enumerate(sent, start=1)
        )
    )


def due(now: datetime, history: AskHistory | None = None, state: UnitState | None = None) -> Due | None:
    return clarification_due(state or incomplete(), history or AskHistory(), CAMPAIGN, now)


def test_an_incomplete_unit_is_asked_once_its_mail_has_settled() -> None:
    assert due(at(12, 9, 9)) is None
    ask = due(at(12, 9, 10))
    assert ask is not None
    assert (ask.not_before, ask.window) == (at(12, 9, 10), "1")
    assert ask.items == items_for(incomplete(), CAMPAIGN)


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        (at(12, 6), at(12, 7, 30)),
        (at(12, 16, 59), at(12, 16, 59)),
        (at(12, 17), at(13, 7, 30)),
        (at(16, 20), at(19, 7, 30)),
        (at(17, 10), at(19, 7, 30)),
        (at(1, 9), at(5, 7, 30)),
    ],
)
def test_letters_leave_in_office_hours_of_working_days(now: datetime, moment: datetime) -> None:
    assert next_office_moment(now, CAMPAIGN) == moment


def test_nobody_is_asked_who_lacks_nothing_or_sent_nothing_or_has_no_courses() -> None:
    complete = folded(message(0, full_course("Kế toán"), PERSON))
    for state in (complete, folded(), folded(message(0, no_courses=True))):
        assert due(at(20, 9), state=state) is None


def test_at_most_one_letter_a_day_and_three_in_all() -> None:
    again = incomplete(day=13, hour=10)
    assert due(at(13, 15), letters(at(13, 8)), again) is None
    assert due(at(13, 17, 30), letters(at(13, 8)), again) is not None
    other = items_for(folded(message(0)), CAMPAIGN)
    assert due(at(13, 15), letters(at(14, 7, 30), items=other), again) is None
    assert due(at(20, 15), letters(at(7, 8), at(8, 8), at(9, 8)), again) is None
    third = due(at(20, 15), letters(at(7, 8), at(8, 8)), again)
    assert third is not None
    assert third.window == "3"


def test_the_same_is_asked_again_only_after_two_working_days_or_an_answer() -> None:
    friday = letters(at(16, 8))
    assert due(at(19, 9), friday) is None
    assert due(at(20, 7, 59), friday) is None
    assert due(at(20, 8), friday) is not None
    answered = incomplete(day=17)
    assert due(at(19, 9), friday, answered) is not None
    other = letters(at(16, 8), items=items_for(folded(message(0)), CAMPAIGN))
    assert due(at(19, 9), other) is not None


def test_the_assurances_are_asked_for_once() -> None:
    ask = due(at(20, 9), letters(at(16, 8)))
    assert ask is not None
    assert [(one.number, one.fields) for one in ask.items] == [(1, ("url",))]


@pytest.mark.parametrize(
    ("now", "sent", "window"),
    [
        (at(14, 9), (), None),
        (at(15, 9), (), "T-14"),
        (at(16, 9), (), "T-14"),
        (at(16, 9), ("T-14",), None),
        (at(27, 9), (), "T-3"),
        (at(27, 9), ("T-3",), None),
        (at(28, 9), ("T-3",), "T-1"),
        (at(29, 23), (), "T-1"),
        (at(30, 1), (), None),
    ],
)
def test_only_the_latest_missed_reminder_is_caught_up_and_none_after_the_last_day(
    now: datetime, sent: tuple[str, ...], window: str | None
) -> None:
    assert reminder_due(folded(), sent, CAMPAIGN, now) == window


def test_who_is_complete_or_has_no_courses_is_not_reminded() -> None:
    complete = folded(message(0, full_course("Kế toán"), PERSON))
    for state in (complete, folded(message(0, no_courses=True))):
        assert reminder_due(state, (), CAMPAIGN, at(22, 9)) is None
    assert reminder_due(incomplete(), (), CAMPAIGN, at(22, 9)) == "T-7"
