"""The few SQL phrases that SQLite and PostgreSQL spell through their own dialects, each built once."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from catalogue.memory.tables import CounterRow, table_of

COUNTER = table_of(CounterRow)
HEX_END = "g"

# Building a statement costs more than running it, so those of the hot road are built once and
# take their values as parameters.
COUNTED = select(COUNTER.c.value).where(COUNTER.c.name == bindparam("name"))


def upsert(connection: Connection, table: Table, changed: tuple[str, ...]) -> Any:
    """INSERT that changes the named columns of a row whose primary key is there already."""
    return _upsert(connection.dialect.name, table, changed)


def insert_new(connection: Connection, table: Table) -> Any:
    """INSERT that leaves a row alone which is there already, by any unique key."""
    return _insert_new(connection.dialect.name, table)


def insert_if_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> Any:
    """Insert one row; the value of its first primary key column, or None where it was there already."""
    return connection.execute(_insert_one(connection.dialect.name, table), row).scalar()


def bump(connection: Connection, name: str) -> None:
    """Count a change of what the name stands for, so that caches of it are stale."""
    statement = _insert(connection.dialect.name, COUNTER).values(name=name, value=1)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["name"], set_={"value": COUNTER.c.value + 1})
    )


def counted(connection: Connection, name: str) -> int:
    """How often the name was bumped."""
    return connection.execute(COUNTED, {"name": name}).scalar() or 0


def in_byte_order(connection: Connection, column: ColumnElement[str]) -> ColumnElement[str]:
    """A text by which lines are sorted the same on both: SQLite knows no order of a language."""
    return column if connection.dialect.name == "sqlite" else column.collate("C")


@cache
def _upsert(dialect: str, table: Table, changed: tuple[str, ...]) -> Any:
    statement = _insert(dialect, table)
    keys = [column.name for column in table.primary_key]
    return statement.on_conflict_do_update(
        index_elements=keys, set_={name: statement.excluded[name] for name in changed}
    )


@cache
def _insert_new(dialect: str, table: Table) -> Any:
    return _insert(dialect, table).on_conflict_do_nothing()


@cache
def _insert_one(dialect: str, table: Table) -> Any:
    # A row count is not told by every driver; what comes back is.
    return _insert_new(dialect, table).returning(next(iter(table.primary_key)))


def _insert(dialect: str, table: Table) -> Any:
    # Both dialects have ON CONFLICT with the same methods, but no common base that says so.
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)
