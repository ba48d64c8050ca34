"""Fills the columns that lists go by in rows written before there were any; changes no body."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, bindparam, func, literal, select, tuple_, update

from catalogue.jsonform import asked_from_json, record_from_json, state_from_json
from catalogue.memory.listing import folded_name, message_search, record_listing, search_of, state_listing
from catalogue.memory.tables import LetterRow, MessageRow, RecordRow, UnitStateRow, table_of
from catalogue.plan import Headers

LETTER = table_of(LetterRow)
MESSAGE = table_of(MessageRow)
RECORD = table_of(RecordRow)
STATE = table_of(UnitStateRow)
AT_ONCE = 500
SUMMED = ("missing", "doubtful", "conflicts")


def relist(connection: Connection) -> None:
    """Fill the columns of all rows, some hundred in memory at a time; what is filled stays as it is."""
    of_record = select(RECORD.c.campaign, RECORD.c.id, RECORD.c.body)
    _refill(connection, RECORD, of_record.where(RECORD.c.search == ""), _record)
    of_message = [MESSAGE.c[name] for name in ("sha256", "sender", "sender_name", "subject")]
    _refill(connection, MESSAGE, select(*of_message).where(MESSAGE.c.search == ""), _message)
    of_letter = [LETTER.c[name] for name in ("id", "ref", "to", "subject", "asked")]
    _refill(connection, LETTER, select(*of_letter).where(LETTER.c.search == ""), _letter)
    _recount(connection)


def _refill(
    connection: Connection,
    table: Table,
    rows: Select[Any],
    columns: Callable[[Row[Any]], Mapping[str, Any]],
) -> None:
    keys = [*table.primary_key]
    rows = rows.order_by(*keys).limit(AT_ONCE)
    found = connection.execute(rows).all()
    while found:
        _write(connection, table, [{**_key(table, row), **columns(row)} for row in found])
        last = tuple_(*(literal(getattr(found[-1], column.name)) for column in keys))
        found = connection.execute(rows.where(tuple_(*keys) > last)).all()


def _write(connection: Connection, table: Table, changes: list[dict[str, Any]]) -> None:
    keys = [column == bindparam(f"of_{column.name}") for column in table.primary_key]
    connection.execute(update(table).where(*keys), changes)


def _key(table: Table, row: Any) -> dict[str, Any]:
    return {f"of_{column.name}": getattr(row, column.name) for column in table.primary_key}


def _record(row: Row[Any]) -> Mapping[str, Any]:
    record = record_from_json(row.body)
    return {**record_listing(record), "folded_name": folded_name(record.name)}


def _message(row: Row[Any]) -> Mapping[str, Any]:
    headers = Headers(sender=row.sender, sender_name=row.sender_name, subject=row.subject)
    return {"search": message_search(row.sha256, headers)}


def _letter(row: Row[Any]) -> Mapping[str, Any]:
    questions = len(asked_from_json(row.asked))
    return {"search": search_of([row.ref, row.to, row.subject]), "questions": questions}


def _recount(connection: Connection) -> None:
    """The counts of every state, from its own body and the columns of its records."""
    sums = [func.sum(RECORD.c[name]).label(name) for name in SUMMED]
    of_owner = select(RECORD.c.campaign, RECORD.c.owner, RECORD.c.kind, func.count().label("number"), *sums)
    of_owner = of_owner.group_by(RECORD.c.campaign, RECORD.c.owner, RECORD.c.kind)
    counts: dict[tuple[str, str], dict[str, int]] = {}
    for row in connection.execute(of_owner):
        known = counts.setdefault((row.campaign, row.owner), dict.fromkeys(SUMMED, 0))
        known[f"{row.kind}s"] = row.number
        known.update({name: known[name] + getattr(row, name) for name in SUMMED})
    states = connection.execute(select(STATE.c.campaign, STATE.c.owner, STATE.c.body)).all()
    changes = [
        {
            **_key(STATE, row),
            **state_listing(state_from_json(row.body)),
            **counts.get((row.campaign, row.owner), {}),
        }
        for row in states
    ]
    for start in range(0, len(changes), AT_ONCE):
        several = changes[start : start + AT_ONCE]
        _write(connection, STATE, several)
