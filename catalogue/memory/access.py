"""Statements about who looked at personal data and who did what; names nobody who was looked at."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, func, insert, select

from catalogue.lists import Access, Page, Span
from catalogue.memory.database import Database
from catalogue.memory.tables import AccessRow, table_of

ACCESS = table_of(AccessRow)


class AccessLog:
    """The log of looks and deeds in the store; every method is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, campaign: str, access: Access) -> None:
        """Write one look or deed down."""
        row = {"at": access.at, "user_name": access.user_name, "what": access.what}
        row |= {"campaign": campaign, "subject": access.subject, "address": access.address}
        with self._database.writing() as connection:
            connection.execute(insert(ACCESS), row)

    def page(self, campaign: str, user_name: str, subject: str, span: Span) -> Page[Access]:
        """What was looked at and done, the newest first; by one user or about one subject where given."""
        wanted = [ACCESS.c.campaign == campaign]
        wanted += [ACCESS.c.user_name == user_name] if user_name else []
        wanted += [ACCESS.c.subject == subject] if subject else []
        statement = select(ACCESS).where(*wanted).order_by(ACCESS.c.at.desc(), ACCESS.c.id.desc())
        with self._database.reading() as connection:
            total = connection.execute(select(func.count()).select_from(ACCESS).where(*wanted)).scalar_one()
            rows = connection.execute(statement.offset(span.offset).limit(span.limit)).all()
        return Page(lines=tuple(map(_access, rows)), total=total, span=span)


def _access(row: Row[Any]) -> Access:
    return Access(at=row.at, user_name=row.user_name, what=row.what, subject=row.subject, address=row.address)
