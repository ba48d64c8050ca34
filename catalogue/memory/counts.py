"""Statements that count, and those about runs; takes a connection, decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Table, case, func, insert, select, update

from catalogue.memory.tables import (
    LetterRow,
    MessageRow,
    MessageState,
    PartRow,
    RunRow,
    ServerCopyRow,
    table_of,
)
from catalogue.records import LetterKind, LetterState, PartStatus
from catalogue.snapshot import Ledger
from catalogue.views import Counts, Run

LETTER = table_of(LetterRow)
COPY = table_of(ServerCopyRow)
MESSAGE = table_of(MessageRow)
PART = table_of(PartRow)
RUN = table_of(RunRow)


def ledger(connection: Connection, campaign: str) -> Ledger:
    """The sums that the digest prints; totals and states are counted apart, so that they can disagree.

    A message that no campaign owns yet is counted in every campaign: it must not be in none.
    """
    mine = MESSAGE.c.campaign.in_([campaign, ""])
    of_parts = PART.c.campaign == campaign
    copy_state = case(
        (COPY.c.sha256.is_(None), "unfetched"), (COPY.c.acked_at.is_(None), "fetched"), else_="acknowledged"
    )
    return Ledger(
        copies=_total(connection, COPY),
        copies_by_state=_grouped(connection, copy_state, COPY),
        messages=_total(connection, MESSAGE, mine),
        messages_by_state=_grouped(connection, MESSAGE.c.state, MESSAGE, mine),
        parts=_total(connection, PART, of_parts),
        parts_by_status=_grouped(connection, PART.c.status, PART, of_parts),
    )


def counts(connection: Connection, campaign: str) -> Counts:
    """How many messages and parts are of which sort."""
    mine = MESSAGE.c.campaign == campaign
    unreadable = (PART.c.campaign == campaign, PART.c.status == PartStatus.UNREADABLE)
    done = (mine, MESSAGE.c.state == MessageState.DONE)
    return Counts(
        states=_grouped(connection, MESSAGE.c.state, MESSAGE, mine),
        kinds=_grouped(connection, MESSAGE.c.kind, MESSAGE, *done),
        unread=_grouped(connection, PART.c.reason, PART, *unreadable),
        needs_officer=_total(connection, MESSAGE, mine, MESSAGE.c.needs_officer != ""),
        late=_total(connection, MESSAGE, mine, MESSAGE.c.late),
    )


def letters_by_state(connection: Connection, campaign: str) -> dict[LetterState, int]:
    """How many letters are in each state."""
    found = _grouped(connection, LETTER.c.state, LETTER, LETTER.c.campaign == campaign)
    return {LetterState(state): number for state, number in found.items()}


def letters_sent(connection: Connection, campaign: str, since: datetime | None) -> dict[LetterKind, int]:
    """How many letters of each kind were sent from a moment on."""
    sent = [LETTER.c.campaign == campaign, LETTER.c.state == LetterState.SENT]
    if since is not None:
        sent.append(LETTER.c.sent_at >= since)
    found = _grouped(connection, LETTER.c.kind, LETTER, *sent)
    return {LetterKind(kind): number for kind, number in found.items()}


def start_run(connection: Connection, verb: str, host: str, now: datetime) -> int:
    """Write down that a command began; the run's id."""
    values = {"verb": verb, "host": host, "started_at": now, "counts": {}, "error": ""}
    found: int = connection.execute(insert(RUN).values(**values).returning(RUN.c.id)).scalar_one()
    return found


def finish_run(
    connection: Connection, run_id: int, now: datetime, result: tuple[Mapping[str, int], str]
) -> None:
    """Write down how a run ended: its counts and its error, "" for none."""
    values = {"finished_at": now, "counts": dict(result[0]), "error": result[1]}
    connection.execute(update(RUN).where(RUN.c.id == run_id).values(**values))


def last_runs(connection: Connection, verb: str | None, limit: int) -> list[Run]:
    """The latest runs, newest first; of one verb where given."""
    statement = select(RUN).order_by(RUN.c.started_at.desc(), RUN.c.id.desc()).limit(limit)
    if verb is not None:
        statement = statement.where(RUN.c.verb == verb)
    return [_run(row) for row in connection.execute(statement)]


def _total(connection: Connection, table: Table, *where: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).select_from(table).where(*where)).scalar_one()


def _grouped(
    connection: Connection, column: ColumnElement[Any], table: Table, *where: ColumnElement[bool]
) -> dict[str, int]:
    statement = select(column, func.count()).select_from(table).where(*where).group_by(column)
    return {row[0]: row[1] for row in connection.execute(statement)}


def _run(row: Row[Any]) -> Run:
    return Run(
        id=row.id,
        verb=row.verb,
        started_at=row.started_at,
        host=row.host,
        finished_at=row.finished_at,
        counts=row.counts,
        error=row.error,
    )
