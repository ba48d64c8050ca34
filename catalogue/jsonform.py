"""Readings, records, states, questions and decisions as compact JSON text and back; exact, no I/O."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from catalogue.fields import COURSE
from catalogue.jsonvalues import (
    Json,
    Sources,
    Tables,
    compact,
    dumped,
    entry_form,
    entry_of,
    moment_form,
    moment_of,
    origin_of,
    tables_of,
    value_form,
    value_of,
    values_form,
    values_of,
)
from catalogue.records import (
    AskedItem,
    Conflict,
    Decision,
    DecisionKind,
    Entry,
    FilledCell,
    MessageReading,
    NumberedAnswer,
    PartOutcome,
    PartStatus,
    Record,
    UnclaimedCell,
    UnitState,
    UnitStatus,
    UnreadFile,
    Value,
)

ALIASES = "aliases"
"""Under which key a stored state names the aliases of its records."""
# An item of a letter from before items bore what a yes confirms.
_ASKED_BEFORE = 9
# A part that is only pages of a file names them last.
_PART_PAGES = 10
_PATH, _IS_FILE = 2, 9


def reading_to_json(reading: MessageReading) -> str:
    """Write down a message's reading; ``reading_from_json`` gives it back equal."""
    sources = Sources()
    form: Json = {
        "reader": reading.reader,
        "entries": [entry_form(entry, sources) for entry in reading.entries],
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
        form["suggested"] = [entry_form(entry, sources) for entry in reading.suggested]
    if reading.references:
        form["references"] = reading.references
    if reading.filled:
        form["filled"] = [
            [cell.kind, cell.record_id, cell.field, cell.text, *sources.place(cell.origin)]
            for cell in reading.filled
        ]
    return dumped(form, sources)


def reading_from_json(text: str) -> MessageReading:
    """Read back what ``reading_to_json`` wrote."""
    form = json.loads(text)
    tables = tables_of(form)
    return MessageReading(
        reader=form["reader"],
        entries=tuple([entry_of(one, tables) for one in form["entries"]]),
        parts=tuple([_part(one) for one in form["parts"]]),
        links=tuple(form["links"]),
        names=tuple(form["names"]),
        numbered=tuple(
            [
                NumberedAnswer(number=one[0], text=one[1], origin=origin_of(one, 2, tables))
                for one in form["numbered"]
            ]
        ),
        unclaimed=tuple(
            [
                UnclaimedCell(text=one[0], heading=one[1], origin=origin_of(one, 2, tables))
                for one in form["unclaimed"]
            ]
        ),
        replaces_list=form["replaces"],
        no_courses=form["none"],
        new_text=form["new"],
        suggested=tuple([entry_of(one, tables) for one in form.get("suggested", ())]),
        references=tuple(form.get("references", ())),
        filled=tuple(
            FilledCell(
                kind=one[0], record_id=one[1], field=one[2], text=one[3], origin=origin_of(one, 4, tables)
            )
            for one in form.get("filled", ())
        ),
    )


def counts_of_reading(text: str) -> tuple[int, int]:
    """How many courses a reading tells of, and how many files its message holds; opens no value."""
    form = json.loads(text)
    courses = sum(1 for one in form["entries"] if one["kind"] == COURSE)
    return courses, sum(1 for part in form["parts"] if part[_IS_FILE] and not part[_PATH])


def record_to_json(record: Record) -> str:
    """Write down a record; ``record_from_json`` gives it back equal."""
    sources = Sources()
    return dumped(_record_form(record, sources), sources)


def record_from_json(text: str) -> Record:
    """Read back what ``record_to_json`` wrote."""
    form = json.loads(text)
    return _record(form, tables_of(form))


def state_to_json(state: UnitState, aliases: Iterable[str] | None = None) -> str:
    """Write down a unit's state; ``state_from_json`` gives it back equal.

    ``aliases`` are those of records that are stored elsewhere: they stand under a key by which they are
    found, and nothing reads them back.
    """
    sources = Sources()
    form: Json = {
        "unit": state.unit_id,
        "status": state.status.value,
        "records": [_record_form(record, sources) for record in state.records],
        "unread": [[file.filename, file.reason, *sources.place(file.origin)] for file in state.unread],
        "unresolved": [entry_form(entry, sources) for entry in state.unresolved],
        "lacks": [state.lacks_course, state.lacks_contact],
        "received": [moment_form(state.first_received_at), moment_form(state.last_received_at)],
        "late": state.late,
    }
    if state.closed_at is not None:
        form["closed"] = moment_form(state.closed_at)
    if aliases is not None:
        form[ALIASES] = [*aliases]
    return dumped(form, sources)


def state_from_json(text: str) -> UnitState:
    """Read back what ``state_to_json`` wrote."""
    form = json.loads(text)
    tables = tables_of(form)
    first, last = form["received"]
    lacks_course, lacks_contact = form["lacks"]
    return UnitState(
        unit_id=form["unit"],
        status=UnitStatus(form["status"]),
        records=tuple([_record(one, tables) for one in form["records"]]),
        unread=tuple(
            UnreadFile(filename=one[0], reason=one[1], origin=origin_of(one, 2, tables))
            for one in form["unread"]
        ),
        unresolved=tuple([entry_of(one, tables) for one in form["unresolved"]]),
        lacks_course=lacks_course,
        lacks_contact=lacks_contact,
        first_received_at=moment_of(first),
        last_received_at=moment_of(last),
        late=form["late"],
        closed_at=moment_of(form.get("closed")),
    )


def entry_to_json(entry: Entry) -> str:
    """Write down an entry; ``entry_from_json`` gives it back equal."""
    sources = Sources()
    return dumped(entry_form(entry, sources), sources)


def entry_from_json(text: str) -> Entry:
    """Read back what ``entry_to_json`` wrote."""
    form = json.loads(text)
    return entry_of(form, tables_of(form))


def value_to_json(value: Value) -> str:
    """Write down a value; ``value_from_json`` gives it back equal."""
    sources = Sources()
    return dumped({"value": value_form(value, sources)}, sources)


def value_from_json(text: str) -> Value:
    """Read back what ``value_to_json`` wrote."""
    form = json.loads(text)
    return value_of(form["value"], tables_of(form))


def asked_to_json(items: Iterable[AskedItem]) -> str:
    """Write down the items of a letter; ``asked_from_json`` gives it back equal."""
    form = [
        [item.number, item.kind, item.record_id, item.fields, item.finding, item.title, item.found,
         item.place, item.question, item.suggested, item.doubt]
        for item in items
    ]  # fmt: skip
    return compact(form)


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
        "at": moment_form(decision.made_at),
        "note": decision.note,
    }
    return compact(form)


def decision_from_json(text: str) -> Decision:
    """Read back what ``decision_to_json`` wrote."""
    form = json.loads(text)
    return Decision(
        kind=DecisionKind(form["kind"]),
        subject=form["subject"],
        value=form["value"],
        id=form["id"],
        made_by=form["by"],
        made_at=moment_of(form["at"]),
        note=form["note"],
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


def _record_form(record: Record, sources: Sources) -> Json:
    form: Json = {
        "id": record.id,
        "kind": record.kind,
        "unit": record.unit_id,
        "values": values_form(record.values, sources),
        "messages": record.message_ids,
        "missing": record.missing,
        "doubtful": record.doubtful,
        "conflicts": [
            [conflict.field, [value_form(value, sources) for value in conflict.values]]
            for conflict in record.conflicts
        ],
        "aliases": record.aliases,
        "history": {
            key: [value_form(value, sources) for value in earlier] for key, earlier in record.history.items()
        },
    }
    if record.doubt:
        form["doubt"] = record.doubt
    return form


def _record(form: Json, tables: Tables) -> Record:
    return Record(
        id=form["id"],
        kind=form["kind"],
        unit_id=form["unit"],
        values=values_of(form["values"], tables),
        message_ids=tuple(form["messages"]),
        missing=tuple(form["missing"]),
        doubtful=tuple(form["doubtful"]),
        conflicts=tuple(
            Conflict(field=key, values=tuple(value_of(one, tables) for one in values))
            for key, values in form["conflicts"]
        ),
        aliases=tuple(form["aliases"]),
        history={
            key: tuple(value_of(one, tables) for one in earlier) for key, earlier in form["history"].items()
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
