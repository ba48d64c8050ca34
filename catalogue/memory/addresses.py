"""Statements about addresses: what mail to them met with, who is away; takes a connection, no decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select, update

from catalogue.memory.letters import LETTER, change
from catalogue.memory.tables import AddressRow, table_of
from catalogue.memory.words import insert_new
from catalogue.records import LetterState
from catalogue.views import KnownAddress, Mute

ADDRESS = table_of(AddressRow)
LEFT = (LetterState.SENT, LetterState.SENDING, LetterState.QUEUED, LetterState.FAILED)
"""The states of letters that may have left: a report on one proves that it did."""


def note_bounce(connection: Connection, mute: Mute) -> int:
    """Count a bounce of an address, muting it until a moment where one is given; its bounces so far."""
    values: dict[str, Any] = {"bounces": ADDRESS.c.bounces + 1}
    if mute.until is not None:
        values["muted_until"] = mute.until
    if mute.reason:
        values["reason"] = mute.reason
    return int(_change(connection, mute.address, values).bounces)


def note_absence(connection: Connection, address: str, until: datetime | None, deputy: str) -> None:
    """Write down until when the owner of an address is away, and whom he named instead."""
    _change(connection, address, {"away_until": until, "deputy": deputy})


def unmute(connection: Connection, address: str) -> bool:
    """Let an address get mail again, its bounces forgotten; False where it was not known."""
    values = {"muted_until": None, "bounces": 0, "reason": "", "away_until": None}
    statement = update(ADDRESS).where(ADDRESS.c.address == address.lower())
    return connection.execute(statement.values(**values)).rowcount > 0


def reopen(connection: Connection, address: str) -> bool:
    """Let an address get mail again, its bounces remembered; False where it was not known."""
    statement = update(ADDRESS).where(ADDRESS.c.address == address.lower())
    return connection.execute(statement.values(muted_until=None)).rowcount > 0


def mark_returned(connection: Connection, letter_id: int, reason: str, mute: Mute | None) -> bool:
    """Let a letter be one that came back, and mute its address; False, and nothing done, where it was one."""
    values = {"state": LetterState.RETURNED, "error": reason}
    changed = change(connection, letter_id, LEFT, values)
    if changed and mute is not None:
        note_bounce(connection, mute)
    return changed


def addresses(connection: Connection) -> list[KnownAddress]:
    """All addresses of which anything is known."""
    return [_known(row) for row in connection.execute(select(ADDRESS).order_by(ADDRESS.c.address))]


def muted(connection: Connection, now: datetime) -> frozenset[str]:
    """The addresses (lower case) that get no mail now."""
    statement = select(ADDRESS.c.address).where(ADDRESS.c.muted_until > now)
    return frozenset(connection.execute(statement).scalars())


def away(connection: Connection, now: datetime) -> frozenset[str]:
    """The addresses (lower case) whose owners are absent now."""
    statement = select(ADDRESS.c.address).where(ADDRESS.c.away_until > now)
    return frozenset(connection.execute(statement).scalars())


def letters_to(connection: Connection, address: str, since: datetime) -> list[int]:
    """The ids of the letters sent to an address since then, newest first."""
    statement = select(LETTER.c.id, LETTER.c.to).where(LETTER.c.sent_at >= since)
    rows = connection.execute(statement.order_by(LETTER.c.sent_at.desc(), LETTER.c.id.desc()))
    return [row.id for row in rows if row.to.lower() == address.lower()]


def _change(connection: Connection, address: str, values: Mapping[str, Any]) -> Row[Any]:
    key = address.lower()
    connection.execute(insert_new(connection, ADDRESS), {"address": key, "bounces": 0})
    return connection.execute(
        update(ADDRESS).where(ADDRESS.c.address == key).values(**values).returning(ADDRESS)
    ).one()


def _known(row: Row[Any]) -> KnownAddress:
    return KnownAddress(
        address=row.address,
        bounces=row.bounces,
        muted_until=row.muted_until,
        reason=row.reason,
        away_until=row.away_until,
        deputy=row.deputy,
    )
