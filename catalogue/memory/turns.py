"""Statements by which closed cases are passed over at once; takes a connection, decides nothing."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select

from catalogue.memory.tables import LetterRow, MessageRow, MessageState, table_of
from catalogue.records import LetterKind, LetterState

LETTER = table_of(LetterRow)
MESSAGE = table_of(MessageRow)


def last_letters(connection: Connection, campaign: str) -> dict[str, tuple[LetterKind, datetime]]:
    """The kind of each unit's last letter that was not taken back, and when it was made."""
    mine = (LETTER.c.campaign == campaign, LETTER.c.unit_id != "", LETTER.c.state != LetterState.WITHDRAWN)
    last = select(func.max(LETTER.c.id)).where(*mine).group_by(LETTER.c.unit_id)
    rows = connection.execute(
        select(LETTER.c.unit_id, LETTER.c.kind, LETTER.c.created_at).where(LETTER.c.id.in_(last))
    )
    return {row.unit_id: (LetterKind(row.kind), row.created_at) for row in rows if row.created_at}


def last_heard(connection: Connection, campaign: str) -> dict[str, datetime]:
    """When the last message of each unit was through."""
    mine = (
        MESSAGE.c.campaign == campaign,
        MESSAGE.c.unit_id.is_not(None),
        MESSAGE.c.state == MessageState.DONE,
    )
    statement = select(MESSAGE.c.unit_id, func.max(MESSAGE.c.done_at).label("at")).where(*mine)
    rows = connection.execute(statement.group_by(MESSAGE.c.unit_id))
    return {row.unit_id: row.at for row in rows if row.at}
