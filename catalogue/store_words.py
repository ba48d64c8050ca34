"""The few SQL phrases that SQLite and PostgreSQL spell through their own dialects."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects import postgresql, sqlite

from catalogue.tables import CounterRow, table_of

COUNTER = table_of(CounterRow)
HEX_END = "g"


def upsert(connection: Connection, table: Table, changed: Sequence[str]) -> Any:
    """INSERT that changes the named columns of a row whose primary key is there already."""
    statement = _insert(connection, table)
    keys = [column.name for column in table.primary_key]
    return statement.on_conflict_do_update(
        index_elements=keys, set_={name: statement.excluded[name] for name in changed}
    )


def insert_new(connection: Connection, table: Table) -> Any:
    """INSERT that leaves a row alone which is there already, by any unique key."""
    return _insert(connection, table).on_conflict_do_nothing()


def bump(connection: Connection, name: str) -> None:
    """Count a change of what the name stands for, so that caches of it are stale."""
    statement = _insert(connection, COUNTER).values(name=name, value=1)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["name"], set_={"value": COUNTER.c.value + 1})
    )


def counted(connection: Connection, name: str) -> int:
    """How often the name was bumped."""
    return connection.execute(select(COUNTER.c.value).where(COUNTER.c.name == name)).scalar() or 0


def _insert(connection: Connection, table: Table) -> Any:
    # Both dialects have ON CONFLICT with the same methods, but no common base that says so.
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)
