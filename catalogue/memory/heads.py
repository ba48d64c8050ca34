"""Where all units of a roster stand, in one statement that opens no body; decides nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from catalogue.lists import Order, Page, Span, UnitHead, WantedUnits
from catalogue.memory.listing import folded_name, searched_words
from catalogue.memory.tables import UnitStateRow, table_of
from catalogue.records import Unit, UnitStatus

STATE = table_of(UnitStateRow)
COUNTS = ("courses", "contacts", "missing", "doubtful", "conflicts", "unread", "unresolved")
FACTS = ("late", "first_received_at", "last_received_at", *COUNTS)
HEADS = select(STATE.c.unit_id, STATE.c.status, *(STATE.c[name] for name in FACTS))


def unit_heads(connection: Connection, campaign: str, roster: Mapping[str, Unit]) -> list[UnitHead]:
    """The heads of all units, in the roster's order."""
    statement = HEADS.where(STATE.c.campaign == campaign, STATE.c.unit_id.is_not(None))
    found = {row.unit_id: row for row in connection.execute(statement).all()}
    return [_head(unit, found.get(unit.id)) for unit in roster.values()]


def find_units(
    heads: Iterable[UnitHead], texts: Mapping[str, str], wanted: WantedUnits, span: Span
) -> Page[UnitHead]:
    """One page of the heads that fit all that is wanted; ``texts`` is what each unit is found by."""
    words = searched_words(wanted.words)
    fitting = [head for head in heads if _fits(head, wanted) and _holds(texts[head.unit.id], words)]
    # Sorting keeps the roster's order among equals.
    fitting.sort(key=_key(wanted))
    lines = tuple(fitting[span.offset : span.offset + span.limit])
    return Page(lines=lines, total=len(fitting), span=span)


def _head(unit: Unit, row: Row[Any] | None) -> UnitHead:
    if row is None:
        return UnitHead(unit=unit)
    return UnitHead(unit=unit, status=UnitStatus(row.status), **dict(zip(FACTS, row[2:], strict=True)))


def _fits(head: UnitHead, wanted: WantedUnits) -> bool:
    return (
        (wanted.status is None or head.status is wanted.status)
        and (not wanted.kind or head.unit.kind == wanted.kind)
        and (not wanted.late or head.late)
        and (not wanted.troubled or head.troubles > 0)
    )


def _holds(text: str, words: Iterable[str]) -> bool:
    return all(one in text for one in words)


def _key(wanted: WantedUnits) -> Callable[[UnitHead], Any]:
    sought = folded_name(wanted.words)
    keys: dict[Order, Callable[[UnitHead], Any]] = {
        Order.NAME: lambda head: folded_name(head.unit.name),
        Order.NEWEST: lambda head: -_moment(head),
        Order.OLDEST: lambda head: (head.last_received_at is None, _moment(head)),
        Order.TROUBLED: lambda head: -head.troubles,
        Order.BEST: lambda head: _rank(head, sought) if sought else 0,
    }
    return keys.get(wanted.order, lambda _: 0)


def _moment(head: UnitHead) -> float:
    return head.last_received_at.timestamp() if head.last_received_at else 0.0


def _rank(head: UnitHead, sought: str) -> int:
    name = folded_name(head.unit.name)
    return 0 if name == sought else 1 if name.startswith(sought) else 2
