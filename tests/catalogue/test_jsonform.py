"""What is written down comes back exactly."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue import jsonform
from catalogue.records import (
    AskedItem,
    Conflict,
    Decision,
    DecisionKind,
    Entry,
    MessageReading,
    NumberedAnswer,
    Origin,
    PartOutcome,
    PartStatus,
    Record,
    UnclaimedCell,
    UnitState,
    UnitStatus,
    UnreadFile,
    Value,
)

few = settings(max_examples=50, deadline=None)
words = st.text(max_size=12)
counts = st.integers(min_value=0, max_value=10**6)
shas = st.sampled_from(["a" * 64, "b" * 64])
json_values: st.SearchStrategy[Any] = st.one_of(
    st.none(), words, st.booleans(), st.integers(), st.lists(words, max_size=3)
)
origins = st.builds(
    Origin, message=shas, message_id=words, part=words, container=words, row=counts, column=counts,
    at=words, decision=st.integers(0, 2),
)  # fmt: skip
values = st.builds(
    Value, value=json_values, text=words, origin=origins, confidence=st.floats(0, 1), doubt=words,
    answered=st.booleans(), reason=st.sampled_from(["", "heading", "label"]),
)  # fmt: skip
plain_values = st.builds(
    Value, value=json_values, text=words, origin=origins, reason=st.sampled_from(["", "heading"])
)
fields = st.dictionaries(st.sampled_from(["title", "fee", "url"]), st.one_of(values, plain_values))
kinds = st.sampled_from(["course", "contact"])
entries = st.builds(
    Entry, kind=kinds, values=fields, partial=st.booleans(), withdrawn=st.booleans(), for_all=st.booleans(),
    doubt=words,
)  # fmt: skip
tuples_of_words = st.lists(words, max_size=3).map(tuple)
records = st.builds(
    Record, id=words, kind=kinds, unit_id=st.one_of(st.none(), words), values=fields,
    message_ids=tuples_of_words, missing=tuples_of_words, doubtful=tuples_of_words,
    conflicts=st.lists(
        st.builds(Conflict, field=words, values=st.lists(values, max_size=2).map(tuple)), max_size=2
    ).map(tuple),
    aliases=tuples_of_words,
    history=st.dictionaries(words, st.lists(values, max_size=2).map(tuple), max_size=2), doubt=words,
)  # fmt: skip
parts = st.builds(
    PartOutcome, number=words, filename=st.one_of(st.none(), words), path=words, media_type=words,
    size=counts, sha256=shas, status=st.sampled_from(PartStatus), reason=words, note=words,
    is_file=st.booleans(), pages=st.lists(counts, max_size=2).map(tuple),
)  # fmt: skip
readings = st.builds(
    MessageReading, reader=counts, entries=st.lists(entries, max_size=3).map(tuple),
    parts=st.lists(parts, max_size=2).map(tuple), links=tuples_of_words, names=tuples_of_words,
    numbered=st.lists(
        st.builds(NumberedAnswer, number=counts, text=words, origin=origins), max_size=2
    ).map(tuple),
    unclaimed=st.lists(
        st.builds(UnclaimedCell, text=words, heading=words, origin=origins), max_size=2
    ).map(tuple),
    replaces_list=st.booleans(), no_courses=st.booleans(), new_text=words,
    suggested=st.lists(entries, max_size=1).map(tuple), references=tuples_of_words,
)  # fmt: skip
moments = st.one_of(st.none(), st.datetimes(timezones=st.just(UTC)))
states = st.builds(
    UnitState, unit_id=st.one_of(st.none(), words), status=st.sampled_from(UnitStatus),
    records=st.lists(records, max_size=2).map(tuple),
    unread=st.lists(
        st.builds(UnreadFile, filename=words, reason=words, origin=origins), max_size=2
    ).map(tuple),
    lacks_course=st.booleans(), lacks_contact=st.booleans(), first_received_at=moments,
    last_received_at=moments, late=st.booleans(), unresolved=st.lists(entries, max_size=2).map(tuple),
)  # fmt: skip
asked = st.builds(
    AskedItem, number=counts, kind=kinds, record_id=words, fields=tuples_of_words, finding=words,
    title=words, found=words, place=words, question=words, doubt=words,
    suggested=st.lists(
        st.tuples(words, st.one_of(st.none(), words, st.booleans(), st.integers())), max_size=2
    ).map(tuple),
)  # fmt: skip
decisions = st.builds(
    Decision, kind=st.sampled_from(DecisionKind), subject=words, value=words, id=counts, made_by=words,
    made_at=moments, note=words,
)  # fmt: skip


@few
@given(readings)
def test_a_reading_comes_back_exactly(reading: MessageReading) -> None:
    assert jsonform.reading_from_json(jsonform.reading_to_json(reading)) == reading


@few
@given(states)
def test_a_state_with_its_records_comes_back_exactly(state: UnitState) -> None:
    assert jsonform.state_from_json(jsonform.state_to_json(state)) == state


@few
@given(records, entries, values, st.lists(asked, max_size=3).map(tuple), decisions)
def test_records_entries_values_questions_and_decisions_come_back_exactly(
    record: Record, entry: Entry, value: Value, items: tuple[AskedItem, ...], decision: Decision
) -> None:
    assert jsonform.record_from_json(jsonform.record_to_json(record)) == record
    assert jsonform.entry_from_json(jsonform.entry_to_json(entry)) == entry
    assert jsonform.value_from_json(jsonform.value_to_json(value)) == value
    assert jsonform.asked_from_json(jsonform.asked_to_json(items)) == items
    assert jsonform.decision_from_json(jsonform.decision_to_json(decision)) == decision


def test_yes_and_one_stay_apart() -> None:
    for stands in (True, 1):
        value = Value(value=stands, text="1", origin=Origin())
        assert jsonform.value_from_json(jsonform.value_to_json(value)).value is stands


def test_half_a_surrogate_pair_becomes_text_that_every_database_takes() -> None:
    value = Value(value="\ud83d", text="\ud83d", origin=Origin())
    text = jsonform.value_to_json(value)
    text.encode("utf-8")
    assert jsonform.value_from_json(text) == value


def test_what_the_origins_share_is_written_once() -> None:
    day = datetime(2025, 5, 14, 9, tzinfo=UTC).isoformat()
    origin = {"message": "c" * 64, "message_id": f"<{day}@truong.example>", "part": "ds.xlsx"}
    entry = Entry(
        kind="course",
        values={
            key: Value(value=key, text=key, origin=Origin(**origin, row=3, at="A!B3"))  # type: ignore[arg-type]
            for key in ("title", "content", "url")
        },
    )
    text = jsonform.entry_to_json(entry)
    assert text.count("c" * 64) == 1
    assert json.loads(text)["kind"] == "course"


def test_what_was_written_before_values_had_reasons_and_items_suggestions_is_read() -> None:
    sources = [["c" * 64, "", "ds.xlsx", "Sơ cấp", 0]]
    rated = jsonform.value_from_json(json.dumps({"value": [0, 3, 2, "A!B3", "2tr", 2, 0.9], "s": sources}))
    assert (rated.value, rated.confidence, rated.doubt, rated.reason) == (2, 0.9, "", "")
    doubted = [0, 3, 2, "A!B3", "2tr", 2, 0.9, "open: rough", True]
    old = jsonform.value_from_json(json.dumps({"value": doubted, "s": sources}))
    assert (old.doubt, old.answered, old.reason) == ("open: rough", True, "")
    (item,) = jsonform.asked_from_json('[[1, "course", "x", ["fee"], "missing", "Hàn", "", "", ""]]')
    assert (item.fields, item.suggested, item.doubt) == (("fee",), (), "")


def test_a_reason_that_many_values_share_is_written_once() -> None:
    values = {
        key: Value(value=key, text=key, origin=Origin(), reason="heading above")
        for key in ("title", "content")
    }
    assert jsonform.entry_to_json(Entry(kind="course", values=values)).count("heading above") == 1
