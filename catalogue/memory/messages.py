"""Statements about messages: adding, claiming, failing, listing; takes a connection, decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import (
    CTE,
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    false,
    or_,
    select,
    true,
    update,
)

from catalogue.memory.listing import message_search
from catalogue.memory.tables import MessageRow, MessageState, table_of
from catalogue.memory.words import HEX_END, insert_new
from catalogue.plan import Headers, NewMessage
from catalogue.records import MessageKind
from catalogue.views import MessageFilter, StoredMessage

MESSAGE = table_of(MessageRow)
TOLD = tuple(column for column in MESSAGE.c if column.name != "search")
COLUMNS = tuple(column.name for column in TOLD)
CRASHES_ALLOWED = 3
NO_CLAIM: Mapping[str, Any] = {"claimed_by": "", "crashes": 0, "attempts": 0, "error": ""}
OTHER = (
    select(MESSAGE.c.sha256)
    .where(MESSAGE.c.message_id == bindparam("message_id"), MESSAGE.c.sha256 != bindparam("sha256"))
    .limit(1)
)
UNREAD_DEFAULTS: Mapping[str, Any] = {
    **NO_CLAIM,
    **asdict(Headers()),
    "state": MessageState.ARCHIVED.value,
    "same_message_id": False,
    "kind": "",
    "unit_id": None,
    "owner": "",
    "confidence": 0.0,
    "reason": "",
    "letter_id": 0,
    "needs_officer": "",
    "late": False,
    "reader": 0,
    "done_at": None,
    "trust": "",
}


def add_messages(connection: Connection, messages: Sequence[NewMessage]) -> set[str]:
    """Add the messages whose bytes are new; their hashes. The others stay as they are."""
    rows = {message.sha256: _row(message) for message in messages}
    for sha256 in _known(connection, [*rows]):
        del rows[sha256]
    if not rows:
        return set()
    connection.execute(insert_new(connection, MESSAGE), [*rows.values()])
    for message in messages:
        if message.sha256 in rows and message.headers is not None:
            _flag(connection, message.sha256, message.headers.message_id)
    return set(rows)


def other_under(connection: Connection, message_id: str, sha256: str) -> bool:
    """Whether another message with other bytes is stored under a Message-ID."""
    if not message_id:
        return False
    return connection.execute(OTHER, {"message_id": message_id, "sha256": sha256}).first() is not None


def claim(
    connection: Connection, worker: str, times: tuple[datetime, datetime], limit: int, campaign: str = ""
) -> list[StoredMessage]:
    """Take up to ``limit`` due messages of a campaign ("" any); ``times`` are now and the lease's end.

    A message whose claim never ended is given out alone, so that the one which kills the worker does
    not take its neighbours along; at the third time it goes to quarantine. Rows that another worker
    is taking at this moment are stepped over: no message is ever given out twice.
    """
    _quarantine_crashed(connection, times[0])
    mine = MESSAGE.c.campaign == campaign if campaign else true()
    return _take(connection, worker, times, _due(times[0], and_(mine, MESSAGE.c.crashes > 0), 1)) or _take(
        connection, worker, times, _due(times[0], and_(mine, MESSAGE.c.crashes == 0), limit)
    )


def release(connection: Connection, worker: str, now: datetime, *, crashed: bool) -> int:
    """Make claimable at once what a worker holds; how many. ``crashed`` keeps the claim counted."""
    values: dict[str, Any] = {"claimed_by": "", "due_at": now}
    if not crashed:
        values["crashes"] = MESSAGE.c.crashes - 1
    held = (MESSAGE.c.claimed_by == worker, MESSAGE.c.crashes > 0, MESSAGE.c.due_at > now)
    return connection.execute(update(MESSAGE).where(*held).values(values)).rowcount


def fail(connection: Connection, sha256: str, error: str, retry_at: datetime | None) -> None:
    """Write down an error that was caught: try again at ``retry_at``, or quarantine where None."""
    state = MessageState.QUARANTINED if retry_at is None else MessageState.RETRY
    values = {"state": state, "due_at": retry_at, "claimed_by": "", "crashes": 0, "error": error}
    connection.execute(
        update(MESSAGE).where(*_there(sha256)).values(**values, attempts=MESSAGE.c.attempts + 1)
    )


def requeue(connection: Connection, sha256: str, now: datetime) -> bool:
    """Let a message be worked on again, with a clean record, whatever its state; False: no such one.

    What was erased stays as it is.
    """
    values = {**NO_CLAIM, "state": MessageState.RETRY, "due_at": now}
    return connection.execute(update(MESSAGE).where(*_there(sha256)).values(values)).rowcount > 0


def list_messages(
    connection: Connection, campaign: str, wanted: MessageFilter, page: tuple[int, str]
) -> list[StoredMessage]:
    """Messages of a campaign, newest first; ``page`` is how many, and after which SHA-256 ("" first)."""
    limit, after = page
    statement = select(*TOLD).where(MESSAGE.c.campaign == campaign, *message_conditions(wanted))
    if after:
        statement = statement.where(_older_than(connection, after))
    statement = statement.order_by(MESSAGE.c.received_at.desc(), MESSAGE.c.sha256.desc()).limit(limit)
    return [message_of(row) for row in connection.execute(statement)]


def find_messages(connection: Connection, wanted: str, limit: int = 2) -> list[StoredMessage]:
    """Messages by a prefix of their SHA-256 or by their whole Message-ID."""
    if wanted.startswith("<"):
        condition: ColumnElement[bool] = MESSAGE.c.message_id == wanted
    else:
        prefix = wanted.lower()
        condition = (MESSAGE.c.sha256 >= prefix) & (MESSAGE.c.sha256 < prefix + HEX_END)
    statement = select(*TOLD).where(condition).order_by(MESSAGE.c.sha256).limit(limit)
    return [message_of(row) for row in connection.execute(statement)]


def message_of(row: Row[Any]) -> StoredMessage:
    """The value of a row of ``TOLD``."""
    facts = dict(zip(COLUMNS, row, strict=True))
    facts["state"] = MessageState(facts["state"])
    facts["kind"] = MessageKind(facts["kind"]) if facts["kind"] else None
    return StoredMessage(**facts)


def message_conditions(wanted: MessageFilter) -> list[ColumnElement[bool]]:
    """What the rows of such messages fulfil."""
    equal = {"state": wanted.state, "kind": wanted.kind, "unit_id": wanted.unit_id, "sender": wanted.sender}
    found = [MESSAGE.c[name] == value for name, value in equal.items() if value is not None]
    if wanted.unit_id is not None:
        # The same rows, but by the index that holds them together.
        found.append(MESSAGE.c.owner == wanted.unit_id)
    if wanted.unassigned:
        found.append(MESSAGE.c.unit_id.is_(None))
    if wanted.needs_officer:
        found.append(MESSAGE.c.needs_officer != "")
    if wanted.late:
        found.append(MESSAGE.c.late)
    return found


def _there(sha256: str) -> tuple[ColumnElement[bool], ...]:
    return (MESSAGE.c.sha256 == sha256, MESSAGE.c.state != MessageState.ERASED)


def _flag(connection: Connection, sha256: str, message_id: str) -> None:
    if other_under(connection, message_id, sha256):
        connection.execute(update(MESSAGE).where(MESSAGE.c.sha256 == sha256).values(same_message_id=True))


def _known(connection: Connection, sha256s: list[str]) -> list[str]:
    return [*connection.execute(select(MESSAGE.c.sha256).where(MESSAGE.c.sha256.in_(sha256s))).scalars()]


def _row(message: NewMessage) -> dict[str, Any]:
    return {
        **UNREAD_DEFAULTS,
        **(asdict(message.headers) if message.headers else {}),
        "sha256": message.sha256,
        "size": message.size,
        "archived_at": message.archived_at,
        "received_at": message.received_at or message.archived_at,
        "campaign": message.campaign,
        "due_at": message.archived_at,
        "search": message_search(message.sha256, message.headers),
    }


def _quarantine_crashed(connection: Connection, now: datetime) -> None:
    reason = f"the worker ended {CRASHES_ALLOWED} times while it had this message in hand"
    values = {"state": MessageState.QUARANTINED, "due_at": None, "claimed_by": "", "error": reason}
    crashed = (MESSAGE.c.due_at <= now, MESSAGE.c.crashes >= CRASHES_ALLOWED)
    connection.execute(update(MESSAGE).where(*crashed).values(values))


def _due(now: datetime, condition: ColumnElement[bool], limit: int) -> CTE:
    return (
        select(MESSAGE.c.sha256)
        .where(MESSAGE.c.due_at <= now, condition)
        .order_by(MESSAGE.c.due_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )


def _take(
    connection: Connection, worker: str, times: tuple[datetime, datetime], due: CTE
) -> list[StoredMessage]:
    statement = (
        update(MESSAGE)
        .where(MESSAGE.c.sha256.in_(select(due.c.sha256)))
        .values(claimed_by=worker, due_at=times[1], crashes=MESSAGE.c.crashes + 1)
        .returning(*TOLD)
    )
    taken = [message_of(row) for row in connection.execute(statement)]
    return sorted(taken, key=lambda message: (message.received_at, message.sha256))


def _older_than(connection: Connection, sha256: str) -> ColumnElement[bool]:
    at = connection.execute(select(MESSAGE.c.received_at).where(MESSAGE.c.sha256 == sha256)).scalar()
    same_time = (MESSAGE.c.received_at == at) & (MESSAGE.c.sha256 < sha256)
    return or_(MESSAGE.c.received_at < at, same_time) if at else false()
