"""Writes what was decided of a message or a unit into every table that it touches; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from catalogue.jsonform import reading_to_json, record_to_json, state_to_json
from catalogue.memory.database import StaleUnitError, StoreError
from catalogue.memory.letters import add_letter
from catalogue.memory.listing import folded_name, message_search, record_listing, state_listing
from catalogue.memory.messages import NO_CLAIM, other_under
from catalogue.memory.progress import note_change, status_of
from catalogue.memory.tables import (
    MessageRow,
    MessageState,
    PartRow,
    ReadingRow,
    RecordRow,
    UnitStateRow,
    table_of,
)
from catalogue.memory.words import insert_if_new, upsert
from catalogue.plan import Plan
from catalogue.progress import StatusChange
from catalogue.records import MessageReading, PartOutcome, Record, UnitState

MESSAGE = table_of(MessageRow)
PART = table_of(PartRow)
READING = table_of(ReadingRow)
RECORD = table_of(RecordRow)
STATE = table_of(UnitStateRow)
RECORD_CHANGES = tuple(column.name for column in RECORD.c if not column.primary_key)

OF_MESSAGE = MESSAGE.c.sha256 == bindparam("key")
FORMER = select(MESSAGE.c.owner, MESSAGE.c.state).where(OF_MESSAGE)
FINISH = (
    update(MESSAGE)
    .where(OF_MESSAGE)
    .values(done_at=func.coalesce(MESSAGE.c.done_at, bindparam("now", type_=MESSAGE.c.done_at.type)))
)
FORGET_PARTS = delete(PART).where(PART.c.sha256 == bindparam("key"))
ADD_PARTS = insert(PART)
OWN_STATE = (STATE.c.campaign == bindparam("of_campaign"), STATE.c.owner == bindparam("of_owner"))
NEXT_STATE = update(STATE).where(*OWN_STATE).values(version=STATE.c.version + 1)
NEXT_STATE_OF_VERSION = NEXT_STATE.where(STATE.c.version == bindparam("of_version"))
OWN_RECORDS = select(RECORD.c.id, RECORD.c.position, RECORD.c.body).where(
    RECORD.c.campaign == bindparam("campaign"), RECORD.c.owner == bindparam("owner")
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose fold is written, and which version of it the writer has seen (None: any)."""

    campaign: str
    name: str
    version: int | None = None


def apply_plan(connection: Connection, plan: Plan, version: int | None) -> str:
    """Write one message's plan; ``version`` is that of its owner's fold it rests on, None for any.

    Gives the owner that the message had before where that is another one, else "".
    """
    known = connection.execute(FORMER, {"key": plan.sha256}).one_or_none()
    if known is None:
        raise StoreError(f"message {plan.sha256[:10]} was never added to the store")
    former, state = known
    if state == MessageState.ERASED:
        raise StoreError(f"message {plan.sha256[:10]} was erased meanwhile")
    if plan.state is not None:
        write_fold(connection, Owner(plan.campaign, plan.owner, version), plan.state, plan.now)
    _write_message(connection, plan)
    _write_reading(connection, plan.sha256, plan.reading)
    if former:
        connection.execute(FORGET_PARTS, {"key": plan.sha256})
    _write_parts(connection, plan)
    for letter in plan.letters:
        add_letter(connection, letter)
    return "" if former == plan.owner else former


def write_fold(connection: Connection, owner: Owner, state: UnitState, now: datetime) -> None:
    """Replace an owner's state, and of its records those that changed.

    Raises StaleUnitError, before anything is written, where the owner's version is not the stored one.
    """
    before = status_of(connection, owner.campaign, state.unit_id)
    is_first = _write_state(connection, owner, _state_values(state, now))
    if state.unit_id is not None and state.status is not before:
        note_change(connection, owner.campaign, StatusChange(state.unit_id, state.status, now))
    rows = [_record(owner, position, record, now) for position, record in enumerate(state.records)]
    if is_first:
        _put_records(connection, rows)
    else:
        _change_records(connection, owner, rows)


def forget_fold(connection: Connection, campaign: str, owner: str) -> None:
    """Drop an owner's state with its records."""
    connection.execute(delete(STATE).where(*OWN_STATE), {"of_campaign": campaign, "of_owner": owner})


def _write_message(connection: Connection, plan: Plan) -> None:
    values: dict[str, Any] = {
        **NO_CLAIM,
        "key": plan.sha256,
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
        "trust": plan.trust,
        "reader": plan.reading.reader,
        "now": plan.now,
    }
    if plan.headers is not None:
        values.update(asdict(plan.headers))
        values["search"] = message_search(plan.sha256, plan.headers)
        values["same_message_id"] = other_under(connection, plan.headers.message_id, plan.sha256)
    if plan.received_at is not None:
        values["received_at"] = plan.received_at
    connection.execute(FINISH, values)


def _write_reading(connection: Connection, sha256: str, reading: MessageReading) -> None:
    row = {"sha256": sha256, "reader": reading.reader, "body": reading_to_json(reading)}
    connection.execute(upsert(connection, READING, changed=("reader", "body")), row)


def _write_parts(connection: Connection, plan: Plan) -> None:
    rows = [_part(plan, position, part) for position, part in enumerate(plan.reading.parts)]
    if rows:
        connection.execute(ADD_PARTS, rows)


def _write_state(connection: Connection, owner: Owner, values: dict[str, Any]) -> bool:
    if not owner.version:
        row = {**values, "campaign": owner.campaign, "owner": owner.name, "version": 1}
        if insert_if_new(connection, STATE, row) is not None:
            return True
    changed = {**values, "of_campaign": owner.campaign, "of_owner": owner.name}
    if owner.version is None:
        connection.execute(NEXT_STATE, changed)
    elif connection.execute(NEXT_STATE_OF_VERSION, {**changed, "of_version": owner.version}).rowcount == 0:
        raise StaleUnitError(f"{owner.name} was folded by somebody else meanwhile")
    return False


def _change_records(connection: Connection, owner: Owner, rows: Sequence[dict[str, Any]]) -> None:
    owned = connection.execute(OWN_RECORDS, {"campaign": owner.campaign, "owner": owner.name})
    stored = {record_id: (position, body) for record_id, position, body in owned}
    _put_records(connection, [row for row in rows if stored.get(row["id"]) != (row["position"], row["body"])])
    gone = stored.keys() - {row["id"] for row in rows}
    if gone:
        of_owner = (RECORD.c.campaign == owner.campaign, RECORD.c.owner == owner.name)
        connection.execute(delete(RECORD).where(*of_owner, RECORD.c.id.in_([*gone])))


def _put_records(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    # A record that moved here from another owner is changed, not added.
    if rows:
        connection.execute(upsert(connection, RECORD, changed=RECORD_CHANGES), rows)


def _state_values(state: UnitState, now: datetime) -> dict[str, Any]:
    aliases = [name for record in state.records for name in record.aliases]
    return {
        "unit_id": state.unit_id,
        "status": state.status,
        "late": state.late,
        "first_received_at": state.first_received_at,
        "last_received_at": state.last_received_at,
        **state_listing(state),
        "body": state_to_json(replace(state, records=()), aliases),
        "folded_at": now,
    }


def _record(owner: Owner, position: int, record: Record, now: datetime) -> dict[str, Any]:
    name = record.name
    return {
        "campaign": owner.campaign,
        "id": record.id,
        "owner": owner.name,
        "position": position,
        "unit_id": record.unit_id,
        "kind": record.kind,
        "name": name,
        "folded_name": folded_name(name),
        **record_listing(record),
        "body": record_to_json(record),
        "updated_at": now,
    }


def _part(plan: Plan, position: int, part: PartOutcome) -> dict[str, Any]:
    facts = ("number", "path", "filename", "media_type", "size", "status", "reason", "note", "is_file")
    return {
        **{name: getattr(part, name) for name in facts},
        "sha256": plan.sha256,
        "position": position,
        "campaign": plan.campaign,
        "part_sha256": part.sha256,
    }
