"""Statements that tell what a person calls an id: a record's name, a message's subject; opens no body."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice

from sqlalchemy import Connection, select

from catalogue.memory.tables import MessageRow, RecordRow, table_of

RECORD, MESSAGE = table_of(RecordRow), table_of(MessageRow)
AT_ONCE = 500


def record_names(connection: Connection, campaign: str, ids: Collection[str]) -> dict[str, str]:
    """The names of those of the ids that are records now."""
    found: dict[str, str] = {}
    for some in _by_the_hundred(ids):
        statement = select(RECORD.c.id, RECORD.c.name).where(
            RECORD.c.campaign == campaign, RECORD.c.id.in_(some)
        )
        found.update((row.id, row.name) for row in connection.execute(statement))
    return found


def message_subjects(connection: Connection, ids: Collection[str]) -> dict[str, str]:
    """The subjects of those of the ids that are messages (SHA-256)."""
    found: dict[str, str] = {}
    for some in _by_the_hundred(ids):
        statement = select(MESSAGE.c.sha256, MESSAGE.c.subject).where(MESSAGE.c.sha256.in_(some))
        found.update((row.sha256, row.subject) for row in connection.execute(statement))
    return found


def _by_the_hundred(ids: Collection[str]) -> Iterator[Sequence[str]]:
    # A statement takes so many parameters and no more.
    rest = iter(sorted(set(ids)))
    while some := list(islice(rest, AT_ONCE)):
        yield some
