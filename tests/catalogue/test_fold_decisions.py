"""What the officer decided stands, whatever is read later."""

from __future__ import annotations

import json
from dataclasses import replace

from catalogue.fields import COURSE
from catalogue.folding.naming import record_id
from catalogue.records import DecisionKind
from tests.support.statements import (
    UNIT,
    contact,
    course,
    decision,
    facts,
    folded,
    full_course,
    message,
    only,
    value,
)

SET, CONFIRM = DecisionKind.SET_VALUE, DecisionKind.CONFIRM_VALUE
MERGE, SPLIT = DecisionKind.MERGE, DecisionKind.SPLIT


def test_a_set_value_stands_and_names_its_decision() -> None:
    first = message(0, full_course("Kế toán"))
    name = only(folded(first).courses).id
    record = only(folded(first, decisions=[decision(SET, f"{name}.fee_vnd", "1200000", day=1)]).courses)
    assert record.values["fee_vnd"].value == 1_200_000
    assert record.values["fee_vnd"].origin.decision == 7
    assert [one.value for one in record.history["fee_vnd"]] == [1_500_000]
    none = only(folded(first, decisions=[decision(SET, f"{name}.url", "null")]).courses)
    assert none.missing == ()


def test_a_later_other_value_is_a_conflict_and_the_decided_one_stands() -> None:
    first = message(0, full_course("Kế toán"))
    name = only(folded(first).courses).id
    decided = [decision(SET, f"{name}.fee_vnd", "1200000", day=1)]
    same_again = folded(first, message(2, full_course("Kế toán")), decisions=decided)
    other = folded(first, message(2, full_course("Kế toán", fee_vnd=9_000_000)), decisions=decided)
    assert not only(same_again.courses).doubtful
    record = only(other.courses)
    assert record.values["fee_vnd"].value == 1_200_000
    assert record.doubtful == ("fee_vnd",)
    assert [one.value for one in record.conflicts[0].values] == [1_200_000, 9_000_000]


def test_a_confirmed_value_is_doubtful_no_more_and_keeps_its_cell() -> None:
    first = message(0, contact("Lê Thị Hoa", phone=value("+842838000001", doubt="area_code: added 028")))
    record = only(folded(first).contacts)
    assert record.doubtful == ("phone",)
    yes = decision(CONFIRM, f"{record.id}.phone", json.dumps("+842838000001"), day=1)
    confirmed = only(folded(first, decisions=[yes]).contacts)
    assert confirmed.doubtful == ()
    assert confirmed.values["phone"].origin == record.values["phone"].origin


def test_a_confirmed_side_of_a_conflict_ends_it() -> None:
    first = message(
        0, course("Kế toán", fee_vnd=1_000_000), course("Kế toán", fee_vnd=2_000_000, part="b.docx")
    )
    name = only(folded(first).courses).id
    record = only(folded(first, decisions=[decision(CONFIRM, f"{name}.fee_vnd", "2000000")]).courses)
    assert (record.values["fee_vnd"].value, record.doubtful) == (2_000_000, ())


def test_a_doubtful_record_is_confirmed_as_a_whole() -> None:
    first = message(0, course("Kế toán", doubt="weak: no heading"))
    record = only(folded(first).courses)
    assert record.doubtful == ("record",)
    yes = decision(CONFIRM, f"{record.id}.record")
    assert only(folded(first, decisions=[yes]).courses).doubtful == ()


def test_merged_courses_are_one_under_the_id_that_stays_and_answer_to_both() -> None:
    messages = [
        message(0, course("Kế toán", fee_vnd=1_000_000), course("Kế toán DN", url="https://a.example")),
        message(1, course("Kế toán DN", duration="3 tháng")),
    ]
    stays, joins = folded(*messages).courses
    merge = decision(MERGE, stays.id, joins.id)
    later = decision(SET, f"{joins.id}.level", '"college"')
    record = only(folded(*messages, decisions=[merge, later]).courses)
    assert (record.id, joins.id in record.aliases) == (stays.id, True)
    assert facts(record) == {
        "title": "Kế toán DN", "fee_vnd": 1_000_000, "url": "https://a.example", "duration": "3 tháng",
        "level": "college",
    }  # fmt: skip
    assert len(record.message_ids) == 2


def test_a_split_parts_one_message_and_later_ones_join_the_side_they_agree_with() -> None:
    campus1 = {"fee_vnd": 1_500_000, "url": "https://a.example/cs1"}
    campus2 = {"fee_vnd": 990_000, "url": "https://a.example/cs2"}
    messages = [
        message(0, course("Tiếng Anh", **campus1)),
        message(1, course("Tiếng Anh", **campus2)),
        message(2, course("Tiếng Anh", **{**campus2, "duration": "2 tháng"})),
    ]
    name = only(folded(*messages).courses).id
    split = decision(SPLIT, name, messages[1].sha256)
    one, other = folded(*messages, decisions=[split]).courses
    assert (one.id, one.values["fee_vnd"].value) == (name, 1_500_000)
    assert facts(other) == {"title": "Tiếng Anh", **campus2, "duration": "2 tháng"}
    first_leaves = decision(SPLIT, name, messages[0].sha256)
    assert len(folded(*messages[:2], decisions=[first_leaves]).courses) == 2


def test_a_dropped_record_stays_away_when_it_is_sent_again() -> None:
    messages = [message(0, course("Kế toán"), course("Hàn")), message(1, course("Kế toán"))]
    name = folded(messages[0]).courses[0].id
    state = folded(*messages, decisions=[decision(DecisionKind.DROP_RECORD, name)])
    assert [record.name for record in state.courses] == ["Hàn"]


def test_an_ignored_message_contributes_nothing() -> None:
    messages = [message(0, course("Kế toán", fee_vnd=1)), message(1, course("Kế toán", fee_vnd=2))]
    ignored = [decision(DecisionKind.IGNORE_MESSAGE, messages[1].sha256)]
    assert folded(*messages, decisions=ignored) == folded(messages[0])


def test_a_decision_finds_its_record_after_an_earlier_message_turned_up() -> None:
    middle = message(5, course("Kế toán"))
    name = only(folded(middle).courses).id
    decided = [decision(SET, f"{name}.duration", '"3 tháng"', day=6)]
    before = message(1, course("Kế toán", level="elementary"))
    assert only(folded(before, middle, decisions=decided).courses).values["duration"].value == "3 tháng"


def test_a_decision_survives_assignment_to_a_unit_and_a_level_read_better() -> None:
    told = message(0, course("Kế toán"))
    stranger = only(folded(told, unit=None).courses).id
    decided = [decision(SET, f"{stranger}.duration", '"3 tháng"')]
    better = replace(told, reading=replace(told.reading, entries=(course("Kế toán", level="college"),)))
    for one in (told, better):
        record = only(folded(one, decisions=decided).courses)
        assert record.id == record_id(UNIT, "", COURSE, "ke toan", record.values["level"].text
                                      if "level" in record.values else "")  # fmt: skip
        assert record.values["duration"].value == "3 tháng"
