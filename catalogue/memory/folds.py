"""Statements about readings, records and the states of units; takes a connection, decides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, select

from catalogue.folding.fold import FoldMessage
from catalogue.jsonform import ALIASES, asked_from_json, reading_from_json, record_from_json, state_from_json
from catalogue.memory.tables import (
    LetterRow,
    MessageRow,
    PartRow,
    ReadingRow,
    RecordRow,
    UnitStateRow,
    table_of,
)
from catalogue.records import (
    MessageKind,
    MessageReading,
    PartOutcome,
    PartStatus,
    Record,
    UnitState,
    UnitStatus,
)

LETTER = table_of(LetterRow)
MESSAGE = table_of(MessageRow)
PART = table_of(PartRow)
READING = table_of(ReadingRow)
RECORD = table_of(RecordRow)
STATE = table_of(UnitStateRow)
ROWS_AT_ONCE = 200
TRUSTED = frozenset(("", "pass"))
"""The trust of messages that may change what was confirmed: those that passed, or that nobody judges."""
VERSION = select(STATE.c.version).where(
    STATE.c.campaign == bindparam("campaign"), STATE.c.owner == bindparam("owner")
)
OWNED_MESSAGES = (
    select(
        MESSAGE.c.sha256,
        MESSAGE.c.message_id,
        MESSAGE.c.received_at,
        MESSAGE.c.kind,
        MESSAGE.c.trust,
        READING.c.body,
        LETTER.c.asked,
    )
    .join(READING, READING.c.sha256 == MESSAGE.c.sha256)
    .outerjoin(LETTER, LETTER.c.id == MESSAGE.c.letter_id)
    .where(
        MESSAGE.c.campaign == bindparam("campaign"),
        MESSAGE.c.owner == bindparam("owner"),
        MESSAGE.c.sha256 != bindparam("without"),
    )
    .order_by(MESSAGE.c.received_at, MESSAGE.c.sha256)
)


def owned_messages(connection: Connection, campaign: str, owner: str, without: str) -> list[FoldMessage]:
    """What was read from the messages of one owner, in order of receipt, but for one SHA-256."""
    wanted = {"campaign": campaign, "owner": owner, "without": without}
    return [_fold_message(row) for row in connection.execute(OWNED_MESSAGES, wanted)]


def reading(connection: Connection, sha256: str) -> MessageReading | None:
    """What was read from a message; None where nothing was yet."""
    body = connection.execute(select(READING.c.body).where(READING.c.sha256 == sha256)).scalar()
    return None if body is None else reading_from_json(body)


def parts(connection: Connection, sha256: str) -> list[PartOutcome]:
    """What became of each part of a message, in order."""
    statement = select(PART).where(PART.c.sha256 == sha256).order_by(PART.c.position)
    return [_part(row) for row in connection.execute(statement)]


def unit_version(connection: Connection, campaign: str, owner: str) -> int:
    """How often an owner was folded; 0 for never."""
    found = connection.execute(VERSION, {"campaign": campaign, "owner": owner}).scalar()
    return found or 0


def unit_state(connection: Connection, campaign: str, owner: str) -> UnitState | None:
    """The fold of one owner with its records."""
    body = connection.execute(select(STATE.c.body).where(*_owned(campaign, owner))).scalar()
    if body is None:
        return None
    owned = (RECORD.c.campaign == campaign, RECORD.c.owner == owner)
    statement = select(RECORD.c.body).where(*owned).order_by(RECORD.c.position)
    found = connection.execute(statement).scalars()
    return replace(state_from_json(body), records=tuple(record_from_json(one) for one in found))


def unit_states(connection: Connection, campaign: str) -> Iterator[UnitState]:
    """The folds of all units that have one, each with its records, one unit in memory at a time."""
    return _states(connection, campaign, STATE.c.unit_id.is_not(None), RECORD.c.unit_id.is_not(None))


def unassigned(connection: Connection, campaign: str) -> UnitState:
    """What no unit owns yet, all buckets laid together."""
    found = list(_states(connection, campaign, STATE.c.unit_id.is_(None), RECORD.c.unit_id.is_(None)))
    first = [state.first_received_at for state in found if state.first_received_at]
    last = [state.last_received_at for state in found if state.last_received_at]
    return UnitState(
        unit_id=None,
        status=UnitStatus.INCOMPLETE if found else UnitStatus.NOT_SUBMITTED,
        records=tuple(record for state in found for record in state.records),
        unread=tuple(file for state in found for file in state.unread),
        first_received_at=min(first, default=None),
        last_received_at=max(last, default=None),
    )


def records(connection: Connection, campaign: str, kind: str | None, unit_id: str | None) -> Iterator[Record]:
    """Records of a campaign, unit by unit, as a stream; None does not ask."""
    statement = select(RECORD.c.body).where(RECORD.c.campaign == campaign)
    if kind is not None:
        statement = statement.where(RECORD.c.kind == kind)
    if unit_id is not None:
        statement = statement.where(RECORD.c.owner == unit_id)
    statement = statement.order_by(RECORD.c.owner, RECORD.c.position)
    for body in _stream(connection).execute(statement).scalars():
        yield record_from_json(body)


def find_records(connection: Connection, campaign: str, wanted: tuple[str, str], limit: int) -> list[Record]:
    """Records by a prefix of their id, or whose folded name holds the second text ("" matches none)."""
    prefix, folded = wanted
    by_id = RECORD.c.id.startswith(prefix, autoescape=True)
    by_name = RECORD.c.folded_name.contains(folded, autoescape=True)
    condition = by_id | by_name if folded else by_id
    statement = select(RECORD.c.body).where(RECORD.c.campaign == campaign, condition)
    statement = statement.order_by(RECORD.c.owner, RECORD.c.position).limit(limit)
    return [record_from_json(body) for body in connection.execute(statement).scalars()]


def record_owner(connection: Connection, campaign: str, record_id: str) -> str | None:
    """The owner whose fold holds a record; None where there is no such record."""
    statement = select(RECORD.c.owner).where(RECORD.c.campaign == campaign, RECORD.c.id == record_id)
    return connection.execute(statement).scalar()


def bearers(connection: Connection, campaign: str, record_id: str) -> frozenset[str]:
    """The owners of the records with this id, else of those that have it among their aliases."""
    owner = record_owner(connection, campaign, record_id)
    if owner is not None:
        return frozenset([owner])
    name = f'"{record_id}"'
    # States written before they named aliases are looked through by their records, which takes long.
    told = STATE.c.body.contains(name, autoescape=True) | ~STATE.c.body.contains(f'"{ALIASES}":')
    owners = select(STATE.c.owner).where(STATE.c.campaign == campaign, told)
    named = (RECORD.c.owner.in_(owners), RECORD.c.body.contains(name, autoescape=True))
    found = connection.execute(
        select(RECORD.c.owner, RECORD.c.body).where(RECORD.c.campaign == campaign, *named)
    )
    return frozenset(row.owner for row in found if record_id in record_from_json(row.body).aliases)


def message_owners(connection: Connection, campaign: str) -> frozenset[str]:
    """The owners of all messages that are folded."""
    statement = (
        select(MESSAGE.c.owner).distinct().where(MESSAGE.c.campaign == campaign, MESSAGE.c.owner != "")
    )
    return frozenset(connection.execute(statement).scalars())


def _states(
    connection: Connection, campaign: str, which: ColumnElement[bool], records_of: ColumnElement[bool]
) -> Iterator[UnitState]:
    # Both statements sort by owner in the database's own order, so the two streams meet.
    of_records = select(RECORD.c.owner, RECORD.c.body).where(RECORD.c.campaign == campaign, records_of)
    of_records = of_records.order_by(RECORD.c.owner, RECORD.c.position)
    of_states = select(STATE.c.owner, STATE.c.body).where(STATE.c.campaign == campaign, which)
    rows = groupby(_stream(connection).execute(of_records), key=lambda row: row.owner)
    owner, group = next(rows, (None, iter(())))
    for state in connection.execute(of_states.order_by(STATE.c.owner)).all():
        found: tuple[Record, ...] = ()
        if state.owner == owner:
            found = tuple(record_from_json(row.body) for row in group)
            owner, group = next(rows, (None, iter(())))
        yield replace(state_from_json(state.body), records=found)


def _stream(connection: Connection) -> Connection:
    # Options on a connection stay with it, which is fine: it lives for this one transaction.
    return connection.execution_options(yield_per=ROWS_AT_ONCE)


def _owned(campaign: str, owner: str) -> tuple[ColumnElement[bool], ...]:
    return (STATE.c.campaign == campaign, STATE.c.owner == owner)


def _fold_message(row: Any) -> FoldMessage:
    return FoldMessage(
        sha256=row.sha256,
        message_id=row.message_id,
        received_at=row.received_at,
        kind=MessageKind(row.kind),
        reading=reading_from_json(row.body),
        asked=asked_from_json(row.asked) if row.asked else (),
        trusted=row.trust in TRUSTED,
    )


def _part(row: Row[Any]) -> PartOutcome:
    return PartOutcome(
        number=row.number,
        filename=row.filename,
        path=row.path,
        media_type=row.media_type,
        size=row.size,
        sha256=row.part_sha256,
        status=PartStatus(row.status),
        reason=row.reason,
        note=row.note,
        is_file=row.is_file,
    )
