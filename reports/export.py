"""The catalogue for other programs, JSON (schema intake.catalogue/1) and CSV, in chunks; writes no file.

The states are walked through once and each record is drawn as it comes: the size does not matter.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from catalogue.fields import CONTACT, COURSE, FIELDS, Field, FieldType
from catalogue.records import MessageKind, PartOutcome, Record, Unit, UnitState, UnitStatus, Value
from config.campaign import Campaign
from parsers.text import with_halves_joined
from reports import display
from reports.sheets import defused

SCHEMA = "intake.catalogue/1"
UTF8_MARK = "\ufeff"
"""Excel takes a CSV for UTF-8 only where this stands first."""

_STATUSES = {UnitStatus.NO_COURSES: UnitStatus.COMPLETE}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportMessage:
    """One message as the export lists it; ``kind`` None where it could not be read yet."""

    message_id: str
    kind: MessageKind | None
    unit_id: str | None
    parts: tuple[PartOutcome, ...] = ()
    links: tuple[str, ...] = ()


def catalogue_json(
    campaign: Campaign,
    units: Sequence[Unit],
    states: Iterable[UnitState],
    messages: Iterable[ExportMessage],
    generated_at: datetime,
) -> Iterator[str]:
    """The catalogue as one JSON object, in chunks. ``states`` include the one that no unit owns.

    A unit without a state counts as not submitted. Contacts and statuses are held back until the
    courses are through; everything else is written as it comes.
    """
    head = {
        "schema": SCHEMA,
        "campaign": campaign.id,
        "generated_at": generated_at.astimezone(campaign.time_zone).isoformat(timespec="seconds"),
    }
    statuses: dict[str, UnitStatus] = {}
    contacts: list[str] = []
    yield _dumped(head)[:-1]
    yield from _array("courses", _courses(states, statuses, contacts))
    yield from _array("contacts", contacts)
    yield from _array("units", (_dumped(_unit(unit, statuses)) for unit in units))
    yield from _array("messages", (_dumped(_message(message)) for message in messages))
    yield "\n}\n"


def catalogue_csv(units: Sequence[Unit], states: Iterable[UnitState], kind: str = COURSE) -> Iterator[str]:
    """The courses, or with ``kind`` "contact" the contacts, as CSV that Excel opens rightly.

    Values read as in the workbook, sums in digits. None of it starts as a formula; lines end in CR LF.
    """
    names = {unit.id: unit.name for unit in units}
    fields = FIELDS[kind]
    labels = [_heading(one) for one in fields]
    yield UTF8_MARK + csv_line(
        ["Đơn vị", "Mã đơn vị", *labels, "Còn thiếu", "Cần xác nhận", "Nguồn", "Mã"]
    )  # fmt: skip
    for state in states:
        for record in state.records:
            if record.kind == kind:
                yield csv_line(_csv_row(record, names, fields))


def record_object(record: Record) -> dict[str, Any]:
    """A record with the fields of its kind, what it lacks and where each value came from."""
    values = {one.key: _json_value(record, one) for one in FIELDS[record.kind]}
    return {
        "id": record.id,
        "unit": record.unit_id,
        "message_ids": list(record.message_ids),
        **values,
        "missing": list(record.missing),
        "doubtful": list(record.doubtful),
        "sources": {key: _source(value) for key, value in record.values.items()},
    }


def _courses(
    states: Iterable[UnitState], statuses: dict[str, UnitStatus], contacts: list[str]
) -> Iterator[str]:
    """The courses, one after the other; statuses and contacts are gathered on the way."""
    for state in states:
        if state.unit_id is not None:
            statuses[state.unit_id] = state.status
        for record in state.records:
            dumped = _dumped(record_object(record))
            if record.kind == CONTACT:
                contacts.append(dumped)
            else:
                yield dumped


def _array(name: str, items: Iterable[str]) -> Iterator[str]:
    yield f',\n"{name}": ['
    separator = "\n"
    for item in items:
        yield separator + item
        separator = ",\n"
    yield "\n]"


def _json_value(record: Record, one: Field) -> Any:
    value = record.values.get(one.key)
    held = None if value is None else value.value
    return [] if held is None and one.type is FieldType.PICTURES else held


def _source(value: Value) -> dict[str, Any]:
    """Where a value came from and how sure its reading is; what is not to be said is left out."""
    origin = value.origin
    source: dict[str, Any] = {"message_id": origin.message_id, "part": origin.part, "at": origin.at}
    if origin.decision:
        source["decision"] = origin.decision
    if value.reason:
        source |= {"confidence": value.confidence, "reason": value.reason}
    if value.doubt:
        source["doubt"] = value.doubt
    return source


def _unit(unit: Unit, statuses: Mapping[str, UnitStatus]) -> dict[str, Any]:
    status = statuses.get(unit.id, UnitStatus.NOT_SUBMITTED)
    return {
        "id": unit.id,
        "name": unit.name,
        "kind": unit.kind,
        "status": _STATUSES.get(status, status).value,
    }


def _message(message: ExportMessage) -> dict[str, Any]:
    return {
        "message_id": message.message_id,
        "kind": message.kind.value if message.kind else None,
        "unit": message.unit_id,
        "attachments": [
            {"filename": part.filename, "status": part.status.value, "reason": part.reason or None}
            for part in message.parts
            if part.is_file and not part.path
        ],
        "links": list(message.links),
    }


def _dumped(value: Mapping[str, Any]) -> str:
    # A lone surrogate, left by a damaged header, could not be written as UTF-8.
    return with_halves_joined(json.dumps(value, ensure_ascii=False))


def _csv_row(record: Record, names: Mapping[str, str], fields: Sequence[Field]) -> list[str]:
    unit_id = record.unit_id or ""
    shown = [_csv_value(record, one) for one in fields]
    return [
        names.get(unit_id, ""),
        unit_id,
        *shown,
        display.labels(record.kind, record.missing),
        display.labels(record.kind, record.doubtful),
        display.first_origin(record),
        record.id,
    ]


def _csv_value(record: Record, one: Field) -> str:
    # A sum goes without marks between its thousands: to an English Excel 850.000 is 850.
    value = record.values.get(one.key)
    is_sum = value is not None and one.type is FieldType.MONEY and isinstance(value.value, int)
    return str(value.value) if value and is_sum else display.shown(record, one.key)


def _heading(one: Field) -> str:
    label = one.label.removesuffix(" của đầu mối liên hệ")
    return label[:1].upper() + label[1:]


def csv_line(cells: Sequence[str]) -> str:
    """One line of a CSV whose cells start no formula, ended by CR LF."""
    line = io.StringIO()
    csv.writer(line).writerow([with_halves_joined(defused(cell)) for cell in cells])
    return line.getvalue()
