"""What scans seem to say: suggestions add, never change, wait for a person and give way to real files."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from catalogue.asking.questions import items_for
from catalogue.fields import COURSE
from catalogue.folding.fold import FoldMessage
from catalogue.jsonform import reading_from_json, reading_to_json
from catalogue.records import AskedItem, DecisionKind, Entry, MessageKind, Record, UnitStatus
from catalogue.suggested import suggestion
from tests.support.statements import (
    CAMPAIGN,
    answers,
    contact,
    course,
    decision,
    facts,
    file,
    folded,
    full_course,
    message,
    only,
)

PERSON = contact("Lê Thị Hoa", position="Phó Giám đốc", phone="+84909000001", row=30)


def scanned(day: float, *entries: Entry, name: str = "quet.pdf") -> FoldMessage:
    """A message whose one file is a scan that seems to state these."""
    return message(
        day, suggested=tuple(map(suggestion, entries)), parts=(file(name, reason="scanned"),)
    )  # fmt: skip


def listed(day: float, *entries: Entry) -> FoldMessage:
    return message(day, *entries, parts=(file("khoa-hoc.xlsx"),))


def test_every_value_of_a_suggestion_and_the_record_itself_are_doubtful() -> None:
    record = only(folded(scanned(0, course("Hàn điện", fee_vnd=2_000_000))).courses)
    assert record.doubtful == ("title", "fee_vnd", "record")
    assert {value.reason for value in record.values.values()} == {"ocr"}
    assert max(value.confidence for value in record.values.values()) < 0.5


def test_a_scan_is_still_unread_and_asked_for_and_nothing_of_it_is_asked() -> None:
    state = folded(scanned(0, course("Hàn điện"), PERSON))
    assert [one.filename for one in state.unread] == ["quet.pdf"]
    assert state.status is UnitStatus.INCOMPLETE
    without = folded(scanned(0))
    assert items_for(state, CAMPAIGN) == items_for(without, CAMPAIGN)
    assert [one.finding for one in items_for(state, CAMPAIGN)] == ["missing", "unreadable"]


def test_a_scan_changes_nothing_that_a_file_said_and_confirms_nothing() -> None:
    first = listed(0, full_course("Hàn điện", fee_vnd=2_000_000), PERSON)
    scan = scanned(1, full_course("Hàn điện", fee_vnd=9_000_000, row=5), PERSON)
    known, later = folded(first), folded(first, scan)
    assert later.records == known.records


def test_a_misread_name_is_no_second_course() -> None:
    first = listed(0, full_course("Hàn điện công nghệ cao"), PERSON)
    state = folded(first, scanned(1, course("Hàn điện công nghỆ caø")))
    assert [one.name for one in state.courses] == ["Hàn điện công nghệ cao"]


def test_a_course_that_only_the_scan_states_is_added_as_doubtful() -> None:
    state = folded(listed(0, full_course("Hàn điện"), PERSON), scanned(1, course("Trồng rau hữu cơ")))
    assert [(one.name, "record" in one.doubtful) for one in state.courses] == [
        ("Hàn điện", False),
        ("Trồng rau hữu cơ", True),
    ]


@pytest.mark.parametrize("read_as", ["Hàn điện công nghệ cao", "Hàn điên công nghê cao."])
def test_suggestions_vanish_when_a_readable_list_comes(read_as: str) -> None:
    scan = scanned(0, course(read_as, duration="9 tháng", url="https://sai.example"), course("Xyz qwe"))
    real = listed(1, full_course("Hàn điện công nghệ cao", duration="4 tháng"), PERSON)
    record = only(folded(scan, real).courses)
    assert facts(record) == facts(only(folded(real).courses))
    assert (record.doubtful, record.history, record.doubt) == ((), {}, "")


def test_the_record_keeps_its_id_when_the_soft_copy_comes() -> None:
    scan, real = scanned(0, course("Hàn điện")), listed(1, full_course("Hàn điện"))
    assert only(folded(scan, real).courses).id == only(folded(scan).courses).id


def test_a_readable_contact_takes_the_place_of_a_suggested_one() -> None:
    scan = scanned(0, course("Hàn điện"), contact("Lê Thi Hoà Bình", phone="+84909000009", position="Q."))
    state = folded(scan, listed(1, full_course("Hàn điện"), PERSON))
    assert [one.name for one in state.contacts] == ["Lê Thị Hoa"]
    assert folded(scan).lacks_contact


def test_the_same_scan_sent_twice_is_one_suggestion() -> None:
    state = folded(scanned(0, course("Hàn điện")), scanned(1, course("Hàn diện")))
    assert [one.name for one in state.courses] == ["Hàn điện"]


def confirmed(first: FoldMessage) -> Record:
    record = only(folded(first).courses)
    said = decision(DecisionKind.CONFIRM_VALUE, f"{record.id}.record")
    return only(folded(first, decisions=[said]).courses)


def test_the_officers_yes_makes_the_record_and_all_its_values_sure() -> None:
    record = confirmed(scanned(0, full_course("Hàn điện")))
    assert (record.doubtful, record.doubt) == ((), "")
    assert min(value.confidence for value in record.values.values()) == 1.0


def test_an_officers_value_stands_and_the_record_stays_when_a_list_without_it_comes() -> None:
    scan = scanned(0, course("Trồng rau hữu cơ", fee_vnd=1))
    record = only(folded(scan).courses)
    said = decision(DecisionKind.SET_VALUE, f"{record.id}.fee_vnd", json.dumps(500_000))
    state = folded(scan, listed(1, full_course("Hàn điện"), PERSON), decisions=[said])
    kept = next(one for one in state.courses if one.id == record.id)
    assert kept.values["fee_vnd"].value == 500_000
    assert "fee_vnd" not in kept.doubtful
    assert "record" in kept.doubtful


def test_the_schools_yes_to_a_record_makes_it_sure() -> None:
    scan = scanned(0, full_course("Hàn điện"))
    record = only(folded(scan).courses)
    asked = AskedItem(
        number=1, kind=COURSE, record_id=record.id, fields=("record",), finding="confirm",
        suggested=((f"{record.id}.record", None),),
    )  # fmt: skip
    reply = message(1, kind=MessageKind.REPLY, asked=(asked,), numbered=answers((1, "Đúng")))
    assert only(folded(scan, reply).courses).doubtful == ()


def test_a_reading_with_suggestions_is_stored_and_given_back_equal() -> None:
    reading = scanned(0, course("Hàn điện", fee_vnd=5)).reading
    assert reading_from_json(reading_to_json(reading)) == reading
    bare = replace(reading, suggested=())
    assert "suggested" not in reading_to_json(bare)
    assert reading_from_json(reading_to_json(bare)) == bare
