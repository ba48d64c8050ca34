"""Statements of the lists: words and filters to a page and its total; takes a connection, decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, Table, case, func, literal, select

from catalogue.jsonform import record_from_json
from catalogue.lists import (
    LetterLine,
    LetterMark,
    Order,
    Page,
    RecordLine,
    Span,
    Trouble,
    WantedLetters,
    WantedMessages,
    WantedRecords,
)
from catalogue.memory.letters import letter_conditions
from catalogue.memory.listing import folded_name, searched_words
from catalogue.memory.messages import TOLD, message_conditions, message_of
from catalogue.memory.tables import LetterRow, MessageRow, RecordRow, UnitRow, table_of
from catalogue.memory.words import in_byte_order
from catalogue.records import LetterKind, LetterState
from catalogue.views import StoredMessage

LETTER = table_of(LetterRow)
MESSAGE = table_of(MessageRow)
RECORD = table_of(RecordRow)
UNIT = table_of(UnitRow)
LETTER_LINE = tuple(
    LETTER.c[name]
    for name in ("id", "unit_id", "kind", "window", "state", "to", "subject", "ref", "created_at",
                 "not_before", "due_at", "sent_at", "attempts", "error")
)  # fmt: skip
MARKS = (
    select(
        *(LETTER.c[name] for name in ("unit_id", "kind", "state", "created_at", "not_before", "sent_at")),
        LETTER.c.questions,
    )
    .where(
        LETTER.c.state != LetterState.WITHDRAWN,
        LETTER.c.kind != LetterKind.ANSWER,
        LETTER.c.created_at.is_not(None),
    )
    .order_by(LETTER.c.id)
)
BEHIND_ALL = 1 << 30
UNITS_AT_ONCE = 500
Conditions = Sequence[ColumnElement[bool]]


def find_records(
    connection: Connection, campaign: str, wanted: WantedRecords, span: Span
) -> Page[RecordLine]:
    """Records of a kind that fit all that is wanted."""
    conditions = _of_records(campaign, wanted)
    ids = select(RECORD.c.id).where(*conditions)
    if wanted.order is Order.UNIT:
        in_roster = (UNIT.c.campaign == RECORD.c.campaign) & (UNIT.c.id == RECORD.c.unit_id)
        ids = ids.select_from(RECORD.outerjoin(UNIT, in_roster))
    order = _order_of_records(connection, wanted)
    found = connection.execute(_cut(ids.order_by(*order), span)).scalars().all()
    columns = (RECORD.c.id, RECORD.c.body, RECORD.c.owner, RECORD.c.updated_at)
    rows = connection.execute(select(*columns).where(RECORD.c.campaign == campaign, RECORD.c.id.in_(found)))
    lines = {row.id: _record_line(row) for row in rows}
    total = _total(connection, RECORD, conditions)
    return Page(lines=tuple(lines[one] for one in found), total=total, span=span)


def find_messages(
    connection: Connection, campaign: str, wanted: WantedMessages, span: Span
) -> Page[StoredMessage]:
    """Messages of a campaign that fit all that is wanted."""
    mine = (MESSAGE.c.campaign == campaign, *message_conditions(wanted.which))
    conditions = (*mine, *_with_words(MESSAGE, wanted.words))
    by = (MESSAGE.c.received_at, MESSAGE.c.sha256)
    found = select(MESSAGE.c.sha256).where(*conditions).order_by(*_by_time(by, wanted.order))
    # The page is chosen in the index alone; only its own rows are opened.
    chosen = connection.execute(_cut(found, span)).scalars().all()
    rows = connection.execute(select(*TOLD).where(MESSAGE.c.sha256.in_(chosen)))
    lines = {row.sha256: message_of(row) for row in rows}
    total = _total(connection, MESSAGE, conditions)
    return Page(lines=tuple(lines[one] for one in chosen), total=total, span=span)


def find_letters(
    connection: Connection, campaign: str, wanted: WantedLetters, span: Span
) -> Page[LetterLine]:
    """Letters of a campaign that fit all that is wanted."""
    conditions = (*letter_conditions(campaign, wanted.which), *_with_words(LETTER, wanted.words))
    found = select(LETTER.c.id).where(*conditions).order_by(*_by_time((LETTER.c.id,), wanted.order))
    chosen = connection.execute(_cut(found, span)).scalars().all()
    rows = connection.execute(select(*LETTER_LINE).where(LETTER.c.id.in_(chosen)))
    lines = {row.id: _letter_line(row) for row in rows}
    total = _total(connection, LETTER, conditions)
    return Page(lines=tuple(lines[one] for one in chosen), total=total, span=span)


def unsent(connection: Connection, campaign: str) -> list[LetterLine]:
    """All letters that wait to leave or are leaving, in no order."""
    waiting = LETTER.c.state.in_([LetterState.QUEUED, LetterState.SENDING])
    rows = connection.execute(select(*LETTER_LINE).where(LETTER.c.campaign == campaign, waiting))
    return [_letter_line(row) for row in rows]


def letter_marks(
    connection: Connection, campaign: str, unit_ids: Collection[str]
) -> dict[str, list[LetterMark]]:
    """The letters that count of such units, each one's in the order in which they were made."""
    ids = sorted(unit_ids)
    found: dict[str, list[LetterMark]] = {}
    for start in range(0, len(ids), UNITS_AT_ONCE):
        several = MARKS.where(
            LETTER.c.campaign == campaign, LETTER.c.unit_id.in_(ids[start : start + UNITS_AT_ONCE])
        )
        for row in connection.execute(several).all():
            found.setdefault(row.unit_id, []).append(_letter_mark(row))
    return found


def much_written(connection: Connection, campaign: str, bounds: tuple[int, int]) -> frozenset[str]:
    """The units with so many clarifications, or so many letters, that count and were not lost."""
    clarifications, letters = bounds
    asked = func.sum(case((LETTER.c.kind == LetterKind.CLARIFICATION, 1), else_=0))
    counting = (
        LETTER.c.campaign == campaign,
        LETTER.c.unit_id != "",
        LETTER.c.state.not_in([LetterState.WITHDRAWN, LetterState.RETURNED]),
        LETTER.c.kind != LetterKind.ANSWER,
    )
    statement = select(LETTER.c.unit_id).where(*counting).group_by(LETTER.c.unit_id)
    enough = (asked >= clarifications) | (func.count() >= letters)
    return frozenset(connection.execute(statement.having(enough)).scalars())


def _of_records(campaign: str, wanted: WantedRecords) -> list[ColumnElement[bool]]:
    equal = {
        "unit_id": wanted.unit_id,
        "level": wanted.level,
        "delivery": wanted.delivery,
        "fee": wanted.fee,
    }
    found = [RECORD.c.campaign == campaign, RECORD.c.kind == wanted.kind]
    found += [RECORD.c[name] == value for name, value in equal.items() if value]
    found += [RECORD.c[trouble.value] > 0 for trouble in Trouble if trouble in wanted.troubles]
    if wanted.unassigned:
        found.append(RECORD.c.unit_id.is_(None))
    if wanted.unit_kind:
        of_kind = select(UNIT.c.id).where(UNIT.c.campaign == campaign, UNIT.c.kind == wanted.unit_kind)
        found.append(RECORD.c.unit_id.in_(of_kind))
    return [*found, *_with_words(RECORD, wanted.words)]


def _order_of_records(connection: Connection, wanted: WantedRecords) -> tuple[ColumnElement[Any], ...]:
    name = (in_byte_order(connection, RECORD.c.folded_name), in_byte_order(connection, RECORD.c.id))
    if wanted.order is Order.NEWEST:
        return (RECORD.c.updated_at.desc(), *name)
    if wanted.order is Order.OLDEST:
        return (RECORD.c.updated_at, *name)
    if wanted.order is Order.UNIT:
        return (func.coalesce(UNIT.c.position, BEHIND_ALL), *name)
    if wanted.order is Order.TROUBLED:
        return ((RECORD.c.missing + RECORD.c.doubtful + RECORD.c.conflicts).desc(), *name)
    sought = folded_name(wanted.words)
    if wanted.order is Order.NAME or not sought:
        return name
    begins = RECORD.c.folded_name.startswith(sought, autoescape=True)
    return (case((RECORD.c.folded_name == sought, 0), (begins, 1), else_=2), *name)


def _with_words(table: Table, words: str) -> list[ColumnElement[bool]]:
    return [table.c.search.contains(one, autoescape=True) for one in searched_words(words)]


def _by_time(columns: Sequence[ColumnElement[Any]], order: Order) -> list[ColumnElement[Any]]:
    return [*columns] if order is Order.OLDEST else [column.desc() for column in columns]


def _cut(statement: Select[Any], span: Span) -> Select[Any]:
    return statement.limit(span.limit).offset(span.offset)


def _total(connection: Connection, table: Table, conditions: Conditions) -> int:
    return connection.execute(
        select(func.count(literal(1))).select_from(table).where(*conditions)
    ).scalar_one()


def _record_line(row: Any) -> RecordLine:
    return RecordLine(record=record_from_json(row.body), owner=row.owner, updated_at=row.updated_at)


def _letter_mark(row: Any) -> LetterMark:
    return LetterMark(
        kind=LetterKind(row.kind),
        at=row.sent_at or row.not_before or row.created_at,
        asks=row.questions > 0,
        is_lost=row.state == LetterState.RETURNED,
    )


def _letter_line(row: Row[Any]) -> LetterLine:
    facts = {column.name: value for column, value in zip(LETTER_LINE, row, strict=True)}
    facts["unit_id"] = row.unit_id or None
    return LetterLine(**{**facts, "kind": LetterKind(row.kind), "state": LetterState(row.state)})
