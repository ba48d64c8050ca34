"""Writes what was decided of a message or a unit into every table that it touches; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from catalogue.database import StaleUnitError, StoreError
from catalogue.jsonform import reading_to_json, record_to_json, state_to_json
from catalogue.plan import Plan
from catalogue.records import MessageReading, PartOutcome, Record, UnitState
from catalogue.store_letters import add_letter
from catalogue.store_messages import NO_CLAIM, flag_same_message_id
from catalogue.store_words import insert_new, upsert
from catalogue.tables import (
    MessageRow,
    MessageState,
    PartRow,
    ReadingRow,
    RecordRow,
    UnitStateRow,
    table_of,
)
from parsers.text import fold as folded

MESSAGE = table_of(MessageRow)
PART = table_of(PartRow)
READING = table_of(ReadingRow)
RECORD = table_of(RecordRow)
STATE = table_of(UnitStateRow)
RECORD_CHANGES = tuple(column.name for column in RECORD.c if not column.primary_key)


def apply_plan(connection: Connection, plan: Plan, version: int | None) -> str:
    """Write one message's plan; ``version`` is that of its owner's fold it rests on, None for any.

    Gives the owner that the message had before where that is another one, else "".
    """
    former = connection.execute(select(MESSAGE.c.owner).where(MESSAGE.c.sha256 == plan.sha256)).scalar()
    if former is None:
        raise StoreError(f"message {plan.sha256[:10]} was never added to the store")
    if plan.state is not None:
        write_fold(connection, (plan.campaign, plan.owner), plan.state, (plan.now, version))
    _write_message(connection, plan)
    _write_reading(connection, plan.sha256, plan.reading)
    _write_parts(connection, plan.sha256, plan.campaign, plan.reading.parts)
    for letter in plan.letters:
        add_letter(connection, letter)
    return "" if former == plan.owner else former


def write_fold(
    connection: Connection, owner: tuple[str, str], state: UnitState, made: tuple[datetime, int | None]
) -> None:
    """Replace an owner's state and records; ``owner`` is campaign and owner, ``made`` time and version.

    Raises StaleUnitError, before anything is written, where the version is no longer the stored one.
    """
    now, version = made
    _write_state(connection, owner, _state_values(state, now), version)
    _write_records(connection, owner, state.records, now)


def forget_fold(connection: Connection, campaign: str, owner: str) -> None:
    """Drop an owner's state with its records."""
    connection.execute(delete(STATE).where(STATE.c.campaign == campaign, STATE.c.owner == owner))


def _write_message(connection: Connection, plan: Plan) -> None:
    values: dict[str, Any] = {
        **NO_CLAIM,
        "state": MessageState.DONE,
        "due_at": None,
        "campaign": plan.campaign,
        "kind": plan.kind,
        "unit_id": plan.unit_id,
        "owner": plan.owner,
        "confidence": plan.confidence,
        "reason": plan.reason,
        "letter_id": plan.letter_id,
        "needs_officer": plan.needs_officer,
        "late": plan.late,
        "reader": plan.reading.reader,
    }
    if plan.headers is not None:
        values.update(asdict(plan.headers))
    if plan.received_at is not None:
        values["received_at"] = plan.received_at
    connection.execute(update(MESSAGE).where(MESSAGE.c.sha256 == plan.sha256).values(values))
    if plan.headers is not None:
        flag_same_message_id(connection, plan.sha256, plan.headers.message_id)


def _write_reading(connection: Connection, sha256: str, reading: MessageReading) -> None:
    row = {"sha256": sha256, "reader": reading.reader, "body": reading_to_json(reading)}
    connection.execute(upsert(connection, READING, changed=("reader", "body")), [row])


def _write_parts(connection: Connection, sha256: str, campaign: str, parts: Sequence[PartOutcome]) -> None:
    connection.execute(delete(PART).where(PART.c.sha256 == sha256))
    rows = [_part(sha256, campaign, position, part) for position, part in enumerate(parts)]
    if rows:
        connection.execute(insert(PART), rows)


def _write_state(
    connection: Connection, owner: tuple[str, str], values: dict[str, Any], version: int | None
) -> None:
    campaign, name = owner
    if not version:
        row = {**values, "campaign": campaign, "owner": name, "version": 1}
        if connection.execute(insert_new(connection, STATE).values(**row)).rowcount == 1:
            return
    same = [STATE.c.campaign == campaign, STATE.c.owner == name]
    if version is not None:
        same.append(STATE.c.version == version)
    changed = update(STATE).where(*same).values(**values, version=STATE.c.version + 1)
    if connection.execute(changed).rowcount == 0:
        raise StaleUnitError(f"{name} was folded by somebody else meanwhile")


def _write_records(
    connection: Connection, owner: tuple[str, str], records: Sequence[Record], now: datetime
) -> None:
    campaign, name = owner
    owned = (RECORD.c.campaign == campaign, RECORD.c.owner == name)
    statement = select(RECORD.c.id, RECORD.c.position, RECORD.c.body).where(*owned)
    stored = {row.id: (row.position, row.body) for row in connection.execute(statement)}
    rows = [_record(owner, position, record, now) for position, record in enumerate(records)]
    changed = [row for row in rows if stored.get(row["id"]) != (row["position"], row["body"])]
    gone = stored.keys() - {row["id"] for row in rows}
    if gone:
        connection.execute(delete(RECORD).where(*owned, RECORD.c.id.in_([*gone])))
    if changed:
        connection.execute(upsert(connection, RECORD, changed=RECORD_CHANGES), changed)


def _state_values(state: UnitState, now: datetime) -> dict[str, Any]:
    return {
        "unit_id": state.unit_id,
        "status": state.status,
        "late": state.late,
        "first_received_at": state.first_received_at,
        "last_received_at": state.last_received_at,
        "body": state_to_json(replace(state, records=())),
        "folded_at": now,
    }


def _record(owner: tuple[str, str], position: int, record: Record, now: datetime) -> dict[str, Any]:
    name = record.name
    return {
        "campaign": owner[0],
        "id": record.id,
        "owner": owner[1],
        "position": position,
        "unit_id": record.unit_id,
        "kind": record.kind,
        "name": name,
        "folded_name": folded(name),
        "missing": len(record.missing),
        "doubtful": len(record.doubtful),
        "body": record_to_json(record),
        "updated_at": now,
    }


def _part(sha256: str, campaign: str, position: int, part: PartOutcome) -> dict[str, Any]:
    facts = ("number", "path", "filename", "media_type", "size", "status", "reason", "note", "is_file")
    return {
        **{name: getattr(part, name) for name in facts},
        "sha256": sha256,
        "position": position,
        "campaign": campaign,
        "part_sha256": part.sha256,
    }
