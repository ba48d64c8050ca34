"""Statements about the desk's users, their logins and what was refused; decides nothing itself."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from catalogue.accounts import Role, Session, User
from catalogue.memory.database import Database
from catalogue.memory.tables import DeskSessionRow, DeskUserRow, LoginFailureRow, table_of
from catalogue.memory.words import insert_if_new

USER, SESSION, FAILURE = table_of(DeskUserRow), table_of(DeskSessionRow), table_of(LoginFailureRow)


class Accounts:
    """The desk's accounts in the store; every method is a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_user(self, name: str, role: Role, password_hash: str, now: datetime) -> bool:
        """Make an account; False where the name is taken."""
        row = {"name": name, "role": role.value, "password_hash": password_hash}
        with self._database.writing() as connection:
            made = insert_if_new(connection, USER, {**row, "made_at": now, "changed_at": now})
            return made is not None

    def change_user(
        self, name: str, now: datetime, *, role: Role | None = None, password_hash: str | None = None
    ) -> bool:
        """Change an account ("" closes it) and end its sessions; False where there is none of that name."""
        values: dict[str, Any] = {"changed_at": now}
        values |= {} if role is None else {"role": role.value}
        values |= {} if password_hash is None else {"password_hash": password_hash}
        with self._database.writing() as connection:
            connection.execute(delete(SESSION).where(SESSION.c.user_name == name))
            return connection.execute(update(USER).where(USER.c.name == name).values(**values)).rowcount > 0

    def keep_hash(self, name: str, password_hash: str) -> None:
        """Write the same password down in a newer way; nothing else changes."""
        with self._database.writing() as connection:
            connection.execute(update(USER).where(USER.c.name == name).values(password_hash=password_hash))

    def users(self) -> list[User]:
        """All accounts by name, the closed ones too."""
        with self._database.reading() as connection:
            return [_user(row) for row in connection.execute(select(USER).order_by(USER.c.name))]

    def password_hash(self, name: str) -> str:
        """The hash of an account's password, "" where it is closed or where there is none."""
        with self._database.reading() as connection:
            found = connection.execute(select(USER.c.password_hash).where(USER.c.name == name)).scalar()
            return found or ""

    def begin_session(self, session_id: str, name: str, csrf: str, span: tuple[datetime, datetime]) -> None:
        """Write a login down, valid for a span, and forget those that are over."""
        now, expires_at = span
        row = {"id": session_id, "user_name": name, "csrf": csrf}
        with self._database.writing() as connection:
            connection.execute(delete(SESSION).where(SESSION.c.expires_at <= now))
            moments = {"made_at": now, "seen_at": now, "expires_at": expires_at}
            connection.execute(insert(SESSION), {**row, **moments})

    def session(self, session_id: str) -> Session | None:
        """A login with its user; whether it still holds is for the caller to judge."""
        statement = (
            select(USER, SESSION.c.id, SESSION.c.csrf, SESSION.c.seen_at, SESSION.c.expires_at)
            .join(SESSION, SESSION.c.user_name == USER.c.name)
            .where(SESSION.c.id == session_id)
        )
        with self._database.reading() as connection:
            row = connection.execute(statement).one_or_none()
        if row is None:
            return None
        return Session(
            id=row.id, user=_user(row), csrf=row.csrf, seen_at=row.seen_at, expires_at=row.expires_at
        )

    def touch_session(self, session_id: str, now: datetime) -> None:
        """Write down that a login was used."""
        with self._database.writing() as connection:
            connection.execute(update(SESSION).where(SESSION.c.id == session_id).values(seen_at=now))

    def end_session(self, session_id: str) -> None:
        """Forget a login."""
        with self._database.writing() as connection:
            connection.execute(delete(SESSION).where(SESSION.c.id == session_id))

    def note_failure(self, who: tuple[str, ...], now: datetime) -> None:
        """Write down a refused login under each of its marks."""
        with self._database.writing() as connection:
            connection.execute(insert(FAILURE), [{"who": one, "at": now} for one in who])

    def failures(self, who: str, since: datetime) -> list[datetime]:
        """When logins under a mark were refused since then."""
        statement = select(FAILURE.c.at).where(FAILURE.c.who == who, FAILURE.c.at > since)
        with self._database.reading() as connection:
            return [*connection.execute(statement).scalars()]

    def forget_failures(self, who: str, before: datetime) -> None:
        """Forget the refused logins of a mark, and those of anybody that are older than that."""
        with self._database.writing() as connection:
            connection.execute(delete(FAILURE).where((FAILURE.c.who == who) | (FAILURE.c.at <= before)))


def _user(row: Row[Any]) -> User:
    return User(
        name=row.name,
        role=Role(row.role),
        made_at=row.made_at,
        changed_at=row.changed_at,
        closed=not row.password_hash,
    )
