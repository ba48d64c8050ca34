"""Readings, records, states, questions and decisions as compact JSON text and back; exact, no I/O."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic_core import PydanticSerializationError, to_json

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

Json = dict[str, Any]
_Source = tuple[str, str, str, str, int]

# A value is an array: [source, row, column, at, text], then the value where it is not the text itself,
# then the confidence where it is not full, then the doubt and whether it is answered where one of them is
# not the usual, and last, where there is one, the number of its reason. What the origins of one document
# share (message, part, sheet, decision) stands once, in the table "s"; the reasons stand in the table "w".
_AS_TEXT = 5
_PLAIN = 6
_REASONED = 8
_DOUBTED = 9
# An item of a letter from before items bore what a yes confirms.
_ASKED_BEFORE = 9
# A part that is only pages of a file names them last.
_PART_PAGES = 10


def reading_to_json(reading: MessageReading) -> str:
    """Write down a message's reading; ``reading_from_json`` gives it back equal."""
    sources = _Sources()
    form: Json = {
        "reader": reading.reader,
        "entries": [_entry_form(entry, sources) for entry in reading.entries],
        "parts": [_part_form(part) for part in reading.parts],
        "links": reading.links,
        "names": reading.names,
        "numbered": [
            [answer.number, answer.text, *sources.place(answer.origin)] for answer in reading.numbered
        ],
        "unclaimed": [[cell.text, cell.heading, *sources.place(cell.origin)] for cell in reading.unclaimed],
        "replaces": reading.replaces_list,
        "none": reading.no_courses,
        "new": reading.new_text,
    }
    if reading.suggested:
        form["suggested"] = [_entry_form(entry, sources) for entry in reading.suggested]
    if reading.references:
        form["references"] = reading.references
    return _dumps(form, sources)


def reading_from_json(text: str) -> MessageReading:
    """Read back what ``reading_to_json`` wrote."""
    form = json.loads(text)
    tables = _tables(form)
    return MessageReading(
        reader=form["reader"],
        entries=tuple([_entry(one, tables) for one in form["entries"]]),
        parts=tuple([_part(one) for one in form["parts"]]),
        links=tuple(form["links"]),
        names=tuple(form["names"]),
        numbered=tuple(
            [
                NumberedAnswer(number=one[0], text=one[1], origin=_origin(one, 2, tables))
                for one in form["numbered"]
            ]
        ),
        unclaimed=tuple(
            [
                UnclaimedCell(text=one[0], heading=one[1], origin=_origin(one, 2, tables))
                for one in form["unclaimed"]
            ]
        ),
        replaces_list=form["replaces"],
        no_courses=form["none"],
        new_text=form["new"],
        suggested=tuple([_entry(one, tables) for one in form.get("suggested", ())]),
        references=tuple(form.get("references", ())),
    )


def record_to_json(record: Record) -> str:
    """Write down a record; ``record_from_json`` gives it back equal."""
    sources = _Sources()
    return _dumps(_record_form(record, sources), sources)


def record_from_json(text: str) -> Record:
    """Read back what ``record_to_json`` wrote."""
    form = json.loads(text)
    return _record(form, _tables(form))


def state_to_json(state: UnitState) -> str:
    """Write down a unit's state; ``state_from_json`` gives it back equal."""
    sources = _Sources()
    form: Json = {
        "unit": state.unit_id,
        "status": state.status.value,
        "records": [_record_form(record, sources) for record in state.records],
        "unread": [[file.filename, file.reason, *sources.place(file.origin)] for file in state.unread],
        "unresolved": [_entry_form(entry, sources) for entry in state.unresolved],
        "lacks": [state.lacks_course, state.lacks_contact],
        "received": [_moment_form(state.first_received_at), _moment_form(state.last_received_at)],
        "late": state.late,
    }
    return _dumps(form, sources)


def state_from_json(text: str) -> UnitState:
    """Read back what ``state_to_json`` wrote."""
    form = json.loads(text)
    tables = _tables(form)
    first, last = form["received"]
    lacks_course, lacks_contact = form["lacks"]
    return UnitState(
        unit_id=form["unit"],
        status=UnitStatus(form["status"]),
        records=tuple([_record(one, tables) for one in form["records"]]),
        unread=tuple(
            UnreadFile(filename=one[0], reason=one[1], origin=_origin(one, 2, tables))
            for one in form["unread"]
        ),
        unresolved=tuple([_entry(one, tables) for one in form["unresolved"]]),
        lacks_course=lacks_course,
        lacks_contact=lacks_contact,
        first_received_at=_moment(first),
        last_received_at=_moment(last),
        late=form["late"],
    )


def entry_to_json(entry: Entry) -> str:
    """Write down an entry; ``entry_from_json`` gives it back equal."""
    sources = _Sources()
    return _dumps(_entry_form(entry, sources), sources)


def entry_from_json(text: str) -> Entry:
    """Read back what ``entry_to_json`` wrote."""
    form = json.loads(text)
    return _entry(form, _tables(form))


def value_to_json(value: Value) -> str:
    """Write down a value; ``value_from_json`` gives it back equal."""
    sources = _Sources()
    return _dumps({"value": _value_form(value, sources)}, sources)


def value_from_json(text: str) -> Value:
    """Read back what ``value_to_json`` wrote."""
    form = json.loads(text)
    return _value(form["value"], _tables(form))


def asked_to_json(items: Iterable[AskedItem]) -> str:
    """Write down the items of a letter; ``asked_from_json`` gives it back equal."""
    form = [
        [item.number, item.kind, item.record_id, item.fields, item.finding, item.title, item.found,
         item.place, item.question, item.suggested, item.doubt]
        for item in items
    ]  # fmt: skip
    return _text(form)


def asked_from_json(text: str) -> tuple[AskedItem, ...]:
    """Read back what ``asked_to_json`` wrote."""
    return tuple(_asked(one) for one in json.loads(text))


def decision_to_json(decision: Decision) -> str:
    """Write down a decision; ``decision_from_json`` gives it back equal."""
    form: Json = {
        "kind": decision.kind.value,
        "subject": decision.subject,
        "value": decision.value,
        "id": decision.id,
        "by": decision.made_by,
        "at": _moment_form(decision.made_at),
        "note": decision.note,
    }
    return _text(form)


def decision_from_json(text: str) -> Decision:
    """Read back what ``decision_to_json`` wrote."""
    form = json.loads(text)
    return Decision(
        kind=DecisionKind(form["kind"]),
        subject=form["subject"],
        value=form["value"],
        id=form["id"],
        made_by=form["by"],
        made_at=_moment(form["at"]),
        note=form["note"],
    )


class _Sources:
    """Numbers what the origins of one document share, and the reasons of its values."""

    def __init__(self) -> None:
        self.numbers: dict[_Source, int] = {}
        self.reasons: dict[str, int] = {}

    def place(self, origin: Origin) -> tuple[int, int, int, str]:
        key = (origin.message, origin.message_id, origin.part, origin.container, origin.decision)
        number = self.numbers.setdefault(key, len(self.numbers))
        return number, origin.row, origin.column, origin.at

    def reason(self, words: str) -> int:
        return self.reasons.setdefault(words, len(self.reasons))


class _Tables(NamedTuple):
    """What stands once in a document, by number."""

    sources: list[_Source]
    reasons: list[str]


def _tables(form: Json) -> _Tables:
    # What was written before values had reasons has no table of them.
    return _Tables(form["s"], form.get("w", []))


def _dumps(form: Json, sources: _Sources) -> str:
    form["s"] = list(sources.numbers)
    if sources.reasons:
        form["w"] = list(sources.reasons)
    return _text(form)


def _text(form: object) -> str:
    # A quarter of what the standard library's writer takes, for the same text.
    try:
        return to_json(form).decode()
    except PydanticSerializationError:
        # Half a surrogate pair from a broken file: no database takes it bare.
        return json.dumps(form, separators=(",", ":"))


def _value_form(value: Value, sources: _Sources) -> list[Any]:
    form = [*sources.place(value.origin), value.text]
    stands = value.value
    if value.doubt or value.answered:
        form += (stands, value.confidence, value.doubt, value.answered)
    elif value.reason or value.confidence != 1.0:
        form += (stands, value.confidence)
    elif stands != value.text:
        form.append(stands)
    if value.reason:
        form.append(sources.reason(value.reason))
    return form


def _value(form: list[Any], tables: _Tables) -> Value:
    origin = _origin(form, 0, tables)
    length = len(form)
    if length == _AS_TEXT:
        return Value(value=form[4], text=form[4], origin=origin)
    if length == _PLAIN:
        return Value(value=form[5], text=form[4], origin=origin)
    if length <= _REASONED:
        reason = tables.reasons[form[7]] if length == _REASONED else ""
        return Value(value=form[5], text=form[4], origin=origin, confidence=form[6], reason=reason)
    return Value(
        value=form[5],
        text=form[4],
        origin=origin,
        confidence=form[6],
        doubt=form[7],
        answered=form[8],
        reason=tables.reasons[form[9]] if length > _DOUBTED else "",
    )


def _origin(form: Sequence[Any], start: int, tables: _Tables) -> Origin:
    message, message_id, part, container, decision = tables.sources[form[start]]
    return Origin(
        message=message,
        message_id=message_id,
        part=part,
        container=container,
        row=form[start + 1],
        column=form[start + 2],
        at=form[start + 3],
        decision=decision,
    )


def _values_form(values: Mapping[str, Value], sources: _Sources) -> dict[str, list[Any]]:
    return {key: _value_form(value, sources) for key, value in values.items()}


def _values(form: Mapping[str, list[Any]], tables: _Tables) -> dict[str, Value]:
    return {key: _value(one, tables) for key, one in form.items()}


def _entry_form(entry: Entry, sources: _Sources) -> Json:
    form: Json = {"kind": entry.kind, "values": _values_form(entry.values, sources)}
    if entry.partial:
        form["partial"] = True
    if entry.withdrawn:
        form["withdrawn"] = True
    if entry.for_all:
        form["for_all"] = True
    if entry.doubt:
        form["doubt"] = entry.doubt
    if entry.renames:
        form["renames"] = entry.renames
    return form


def _entry(form: Json, tables: _Tables) -> Entry:
    return Entry(
        kind=form["kind"],
        values=_values(form["values"], tables),
        partial=form.get("partial", False),
        withdrawn=form.get("withdrawn", False),
        for_all=form.get("for_all", False),
        renames=form.get("renames", ""),
        doubt=form.get("doubt", ""),
    )


def _part_form(part: PartOutcome) -> list[Any]:
    form = [part.number, part.filename, part.path, part.media_type, part.size, part.sha256,
            part.status.value, part.reason, part.note, part.is_file]  # fmt: skip
    return [*form, list(part.pages)] if part.pages else form


def _part(form: list[Any]) -> PartOutcome:
    return PartOutcome(
        number=form[0],
        filename=form[1],
        path=form[2],
        media_type=form[3],
        size=form[4],
        sha256=form[5],
        status=PartStatus(form[6]),
        reason=form[7],
        note=form[8],
        is_file=form[9],
        pages=tuple(form[10]) if len(form) > _PART_PAGES else (),
    )


def _record_form(record: Record, sources: _Sources) -> Json:
    form: Json = {
        "id": record.id,
        "kind": record.kind,
        "unit": record.unit_id,
        "values": _values_form(record.values, sources),
        "messages": record.message_ids,
        "missing": record.missing,
        "doubtful": record.doubtful,
        "conflicts": [
            [conflict.field, [_value_form(value, sources) for value in conflict.values]]
            for conflict in record.conflicts
        ],
        "aliases": record.aliases,
        "history": {
            key: [_value_form(value, sources) for value in earlier] for key, earlier in record.history.items()
        },
    }
    if record.doubt:
        form["doubt"] = record.doubt
    return form


def _record(form: Json, tables: _Tables) -> Record:
    return Record(
        id=form["id"],
        kind=form["kind"],
        unit_id=form["unit"],
        values=_values(form["values"], tables),
        message_ids=tuple(form["messages"]),
        missing=tuple(form["missing"]),
        doubtful=tuple(form["doubtful"]),
        conflicts=tuple(
            Conflict(field=key, values=tuple(_value(one, tables) for one in values))
            for key, values in form["conflicts"]
        ),
        aliases=tuple(form["aliases"]),
        history={
            key: tuple(_value(one, tables) for one in earlier) for key, earlier in form["history"].items()
        },
        doubt=form.get("doubt", ""),
    )


def _asked(form: list[Any]) -> AskedItem:
    return AskedItem(
        number=form[0],
        kind=form[1],
        record_id=form[2],
        fields=tuple(form[3]),
        finding=form[4],
        title=form[5],
        found=form[6],
        place=form[7],
        question=form[8],
        suggested=tuple((subject, value) for subject, value in form[9]) if len(form) > _ASKED_BEFORE else (),
        doubt=form[10] if len(form) > _ASKED_BEFORE else "",
    )


def _moment_form(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _moment(form: str | None) -> datetime | None:
    return None if form is None else datetime.fromisoformat(form)
