"""What is stored of one message, unit, record or letter as nested facts in English; prints nothing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from catalogue.records import Record, Unit, UnitStatus, Value
from catalogue.snapshot import mark_of
from catalogue.views import MessageFilter, StoredMessage
from intake.app import App
from intake.cli_turn import turn_facts
from intake.errors import UsageError


def local(app: App, moment: datetime | None) -> str:
    """A moment by the campaign's clock, with its offset; "" for none."""
    return moment.astimezone(app.campaign.time_zone).isoformat(timespec="minutes") if moment else ""


def facts_of(app: App, wanted: str) -> dict[str, Any]:
    """What is known of the unit, record or letter of an id. Raises UsageError where it is none's, or several'."""
    for unit in app.store.units(app.campaign.id):
        if unit.id == wanted:
            return _unit_facts(app, unit)
    found = [one for one in app.store.find_records(app.campaign.id, wanted) if one.id.startswith(wanted)]
    if len(found) == 1:
        return record_facts(found[0])
    letter = app.store.letter(int(wanted)) if wanted.isdigit() else None
    if letter is not None:
        return {"letter": letter.id, "kind": letter.kind.value, "state": letter.state.value, "to": letter.to,
                "subject": letter.subject, "text": letter.text}  # fmt: skip
    raise UsageError(
        f"nothing has the id {wanted!r} ({len(found)} records begin so); `intake list` shows the ids"
    )


def message_facts(app: App, message: StoredMessage) -> dict[str, Any]:
    """A message's way so far: what it was taken for and why, its parts, what was read from it."""
    reading = app.store.reading(message.sha256)
    copies = [f"{one.folder} UID {one.uid}" for one in app.store.copies(message.sha256)]
    return {
        "message": message.sha256,
        "message_id": message.message_id,
        "received_at": local(app, message.received_at),
        "from": message.sender,
        "subject": message.subject,
        "state": message.state.value,
        "kind": message.kind.value if message.kind else None,
        "unit": message.unit_id,
        "why": f"{message.reason} ({message.confidence:.2f})",
        "needs_officer": message.needs_officer,
        "late": message.late,
        "on the server": copies,
        "parts": [
            {"part": one.number, "file": "/".join(filter(None, [one.filename, one.path])), "status": one.status.value,
             "reason": one.reason, "note": one.note}
            for one in app.store.parts(message.sha256)
        ],
        "entries": [
            {"kind": entry.kind, "doubt": entry.doubt, "values": {key: value_facts(value) for key, value in entry.values.items()}}
            for entry in (reading.entries if reading else ())
        ],
        "unclaimed": [
            {"text": one.text, "heading": one.heading, "at": one.origin.at} for one in (reading.unclaimed if reading else ())
        ],
        "error": message.error,
    }  # fmt: skip


def _unit_facts(app: App, unit: Unit) -> dict[str, Any]:
    state = app.store.unit_state(app.campaign.id, unit.id)
    history = app.store.letter_history(app.campaign.id, unit.id)
    messages = app.store.messages(app.campaign.id, MessageFilter(unit_id=unit.id), 1000)
    return {
        "unit": unit.id,
        "name": unit.name,
        "kind": unit.kind,
        "status": state.status.value if state else UnitStatus.NOT_SUBMITTED.value,
        "messages": [f"{one.short_id} {local(app, one.received_at)} {one.subject}" for one in messages],
        **turn_facts(app, unit),
        "letters": [
            f"{one.id} {one.kind.value} {one.window[:12]} {one.state.value} {local(app, one.at or one.made_at)}"
            for one in history
        ],
        "unread files": [f"{one.filename}: {one.reason}" for one in (state.unread if state else ())],
        "records": [record_facts(one) for one in (state.records if state else ())],
        "unresolved": [
            {
                "mark": mark_of(one),
                "doubt": one.doubt,
                "values": {key: value_facts(value) for key, value in one.values.items()},
            }
            for one in (state.unresolved if state else ())
        ],
    }


def record_facts(record: Record) -> dict[str, Any]:
    """A record with the origin of each value and what stood there before."""
    return {
        record.kind: record.id,
        "unit": record.unit_id,
        "values": {key: value_facts(value) for key, value in record.values.items()},
        "missing": list(record.missing),
        "doubtful": list(record.doubtful),
        "doubt": record.doubt,
        "conflicts": {one.field: [value_facts(value) for value in one.values] for one in record.conflicts},
        "history": {key: [value_facts(value) for value in values] for key, values in record.history.items()},
        "aliases": list(record.aliases),
    }


def value_facts(value: Value) -> dict[str, Any]:
    """A value with where it came from, how sure its reading is and why, and what is doubted."""
    origin = value.origin
    source = (
        f"decision {origin.decision}"
        if origin.decision
        else f"{origin.message[:10]} {origin.part or 'body'} {origin.at}"
    )
    facts: dict[str, Any] = {"value": value.value, "from": source}
    if value.text and value.text != value.value:
        facts["as written"] = value.text
    if value.reason:
        facts |= {"confidence": value.confidence, "reason": value.reason}
    if value.doubt:
        facts["doubt"] = doubt_words(value.doubt)
    return facts


def doubt_words(doubt: str) -> str:
    """Why a value waits for confirmation, in English; the codes of doubts are followed by their words."""
    code, _colon, why = doubt.partition(": ")
    return f"confidence: read with little certainty ({why})" if code == "confidence" else doubt
