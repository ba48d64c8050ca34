"""Statements about the outbox; takes a connection, decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, bindparam, insert, or_, select, update

from catalogue.jsonform import asked_from_json, asked_to_json
from catalogue.memory.listing import letter_search
from catalogue.memory.tables import LetterFileRow, LetterRow, table_of
from catalogue.memory.words import insert_if_new
from catalogue.outbox import Letter, LetterFile
from catalogue.records import LetterKind, LetterState
from catalogue.views import LetterFilter, PastLetter

LETTER = table_of(LetterRow)
FILE = table_of(LetterFileRow)
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)
MARKED = or_(
    LETTER.c.message_key.in_(bindparam("keys", expanding=True)),
    LETTER.c.ref.in_(bindparam("refs", expanding=True)),
)
MARKS = select(LETTER.c.id, LETTER.c.unit_id, LETTER.c.message_key, LETTER.c.ref)
MARKS = MARKS.where(MARKED).order_by(LETTER.c.id)


def add_letter(connection: Connection, letter: Letter) -> int:
    """Put a letter in the outbox; its id, or 0 where the same one was made before (which stays as it is)."""
    found: int | None = insert_if_new(connection, LETTER, _row(letter))
    if found is None:
        return 0
    files = [
        {"letter_id": found, "position": position, **asdict(file)}
        for position, file in enumerate(letter.files)
    ]
    if files:
        connection.execute(insert(FILE), files)
    return found


def take_due(
    connection: Connection, now: datetime, limit: int, kinds: Collection[LetterKind]
) -> list[Letter]:
    """Turn queued letters of these kinds that are due into sending ones; hand them out, files included."""
    due = (
        select(LETTER.c.id)
        .where(LETTER.c.state == LetterState.QUEUED, LETTER.c.due_at <= now, LETTER.c.kind.in_([*kinds]))
        .order_by(LETTER.c.due_at, LETTER.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    statement = (
        update(LETTER)
        .where(LETTER.c.id.in_(select(due.c.id)))
        .values(state=LetterState.SENDING, sending_at=now, attempts=LETTER.c.attempts + 1)
        .returning(LETTER)
    )
    rows = sorted(connection.execute(statement).all(), key=lambda row: (row.due_at, row.id))
    return [_letter(row, _files(connection, row.id)) for row in rows]


def change(
    connection: Connection, letter_id: int, before: Collection[LetterState], values: Mapping[str, Any]
) -> bool:
    """Change a letter that is in one of the states ``before``; False, and nothing done, where it is not."""
    statement = update(LETTER).where(LETTER.c.id == letter_id, LETTER.c.state.in_([*before]))
    return connection.execute(statement.values(**values)).rowcount > 0


def letter(connection: Connection, letter_id: int) -> Letter | None:
    """A letter by its id, with its files."""
    row = connection.execute(select(LETTER).where(LETTER.c.id == letter_id)).one_or_none()
    return None if row is None else _letter(row, _files(connection, letter_id))


def letter_by_mark(connection: Connection, mark: str) -> Letter | None:
    """The letter of a Message-ID (in brackets, any case) or signed reference, without its files."""
    if not mark:
        return None
    row = connection.execute(select(LETTER).where(MARKED).order_by(LETTER.c.id), _marks([mark])).first()
    return None if row is None else _letter(row, ())


def marked(connection: Connection, marks: Iterable[str]) -> dict[str, tuple[int, str | None]]:
    """Which of the marks belong to letters of ours: mark to letter id and unit id."""
    wanted = [mark for mark in dict.fromkeys(marks) if mark]
    if not wanted:
        return {}
    found: dict[str, tuple[int, str | None]] = {}
    for row in connection.execute(MARKS, _marks(wanted)):
        fact = (row.id, row.unit_id or None)
        found.update({key: fact for key in (row.message_key, row.ref) if key})
    return found


def letters(connection: Connection, campaign: str, wanted: LetterFilter, limit: int) -> list[Letter]:
    """Letters of a campaign, newest first, without their files."""
    conditions = letter_conditions(campaign, wanted)
    statement = select(LETTER).where(*conditions).order_by(LETTER.c.id.desc()).limit(limit)
    return [_letter(row, ()) for row in connection.execute(statement)]


def letter_conditions(campaign: str, wanted: LetterFilter) -> list[ColumnElement[bool]]:
    """What the rows of such letters fulfil."""
    equal = {"state": wanted.state, "kind": wanted.kind, "unit_id": wanted.unit_id}
    found = [LETTER.c[name] == value for name, value in equal.items() if value is not None]
    if wanted.due_by is not None:
        found.append(LETTER.c.due_at <= wanted.due_by)
    return [LETTER.c.campaign == campaign, *found]


def stuck(connection: Connection, before: datetime) -> list[Letter]:
    """Letters that began to be sent before a moment and never ended: sent or not, nobody knows."""
    condition = (LETTER.c.state == LetterState.SENDING, LETTER.c.sending_at < before)
    statement = select(LETTER).where(*condition).order_by(LETTER.c.id)
    return [_letter(row, _files(connection, row.id)) for row in connection.execute(statement).all()]


def history(connection: Connection, campaign: str, unit_id: str | None) -> list[PastLetter]:
    """All letters ever made for a unit, oldest first."""
    names = ("id", "kind", "window", "state", "to", "created_at", "not_before", "sent_at", "asked")
    columns = [LETTER.c[name] for name in names]
    statement = select(*columns).where(LETTER.c.campaign == campaign, LETTER.c.unit_id == (unit_id or ""))
    return [_past(row) for row in connection.execute(statement.order_by(LETTER.c.id))]


def _marks(marks: Sequence[str]) -> dict[str, list[str]]:
    return {"keys": [mark.lower() for mark in marks], "refs": [*marks]}


def _row(letter: Letter) -> dict[str, Any]:
    plain = ("campaign", "window", "to", "subject", "text", "html", "ref", "message_id", "in_reply_to",
             "created_at", "not_before", "attempts", "sent_at", "error")  # fmt: skip
    return {
        **{name: getattr(letter, name) for name in plain},
        "unit_id": letter.unit_id or "",
        "kind": letter.kind,
        "state": letter.state,
        "message_key": letter.message_id.lower(),
        "references": [*letter.references],
        "asked": asked_to_json(letter.items),
        "search": letter_search(letter),
        "questions": len(letter.items),
        "due_at": letter.not_before or letter.created_at or AT_ONCE,
    }


def _files(connection: Connection, letter_id: int) -> tuple[LetterFile, ...]:
    statement = select(FILE.c.filename, FILE.c.media_type, FILE.c.data)
    rows = connection.execute(statement.where(FILE.c.letter_id == letter_id).order_by(FILE.c.position))
    return tuple(LetterFile(row.filename, row.media_type, row.data) for row in rows)


def _letter(row: Row[Any], files: tuple[LetterFile, ...]) -> Letter:
    plain = ("campaign", "window", "to", "subject", "text", "html", "id", "ref", "message_id",
             "in_reply_to", "created_at", "not_before", "attempts", "sent_at", "error")  # fmt: skip
    return Letter(
        **{name: getattr(row, name) for name in plain},
        unit_id=row.unit_id or None,
        kind=LetterKind(row.kind),
        state=LetterState(row.state),
        references=tuple(row.references),
        items=asked_from_json(row.asked),
        files=files,
    )


def _past(row: Row[Any]) -> PastLetter:
    return PastLetter(
        id=row.id,
        kind=LetterKind(row.kind),
        window=row.window,
        state=LetterState(row.state),
        to=row.to,
        at=row.sent_at or row.not_before or row.created_at,
        made_at=row.created_at,
        items=asked_from_json(row.asked),
    )
