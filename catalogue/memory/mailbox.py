"""Statements about the mail server's folders and UIDs; takes a connection, decides nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, select, update

from catalogue.memory.tables import FolderRow, MessageRow, MessageState, ServerCopyRow, table_of
from catalogue.memory.words import upsert
from catalogue.plan import ServerCopy

COPY = table_of(ServerCopyRow)
FOLDER = table_of(FolderRow)
MESSAGE = table_of(MessageRow)

Folder = tuple[str, str, int]
"""Account, folder and UIDVALIDITY."""


def known_uids(connection: Connection, folder: Folder) -> set[int]:
    """The UIDs whose bodies were fetched."""
    statement = select(COPY.c.uid).where(*_in_folder(folder), COPY.c.sha256.is_not(None))
    return set(connection.execute(statement).scalars())


def remember_copies(connection: Connection, copies: Sequence[ServerCopy], now: datetime) -> None:
    """Write down the copies; one that is known keeps its time and its acknowledgement."""
    rows = [_row(copy, now) for copy in copies]
    if rows:
        connection.execute(upsert(connection, COPY, changed=("sha256", "size")), rows)


def forget_folder(connection: Connection, folder: Folder) -> int:
    """Drop what is known of the UIDs of one folder under one UIDVALIDITY; how many they were."""
    return connection.execute(delete(COPY).where(*_in_folder(folder))).rowcount


def folder_uidvalidity(connection: Connection, account: str, folder: str) -> int | None:
    """The UIDVALIDITY under which a folder was last seen."""
    statement = select(FOLDER.c.uidvalidity).where(FOLDER.c.account == account, FOLDER.c.folder == folder)
    return connection.execute(statement).scalar()


def see_folder(connection: Connection, folder: Folder, now: datetime) -> None:
    """Write down that a folder was seen under its UIDVALIDITY."""
    row = dict(zip(("account", "folder", "uidvalidity"), folder, strict=True), last_seen=now)
    connection.execute(upsert(connection, FOLDER, changed=("uidvalidity", "last_seen")), [row])


def unacked(
    connection: Connection, folder: Folder, limit: int, states: Collection[MessageState]
) -> list[ServerCopy]:
    """Copies, lowest UID first, that the server was not told about though their message is through."""
    statement = (
        select(COPY)
        .join(MESSAGE, MESSAGE.c.sha256 == COPY.c.sha256)
        .where(*_in_folder(folder), COPY.c.acked_at.is_(None), MESSAGE.c.state.in_([*states]))
        .order_by(COPY.c.uid)
        .limit(limit)
    )
    return [_copy(row) for row in connection.execute(statement)]


def mark_acked(connection: Connection, folder: Folder, uids: Collection[int], now: datetime) -> None:
    """Write down that the server was told."""
    connection.execute(update(COPY).where(*_in_folder(folder), COPY.c.uid.in_([*uids])).values(acked_at=now))


def copies_of(connection: Connection, sha256: str) -> list[ServerCopy]:
    """Every place on the server where a message lay."""
    statement = select(COPY).where(COPY.c.sha256 == sha256).order_by(COPY.c.seen_at, COPY.c.uid)
    return [_copy(row) for row in connection.execute(statement)]


def _in_folder(folder: Folder) -> tuple[ColumnElement[bool], ...]:
    account, name, uidvalidity = folder
    return (COPY.c.account == account, COPY.c.folder == name, COPY.c.uidvalidity == uidvalidity)


def _row(copy: ServerCopy, now: datetime) -> dict[str, Any]:
    return {
        "account": copy.account,
        "folder": copy.folder,
        "uidvalidity": copy.uidvalidity,
        "uid": copy.uid,
        "sha256": copy.sha256,
        "size": copy.size,
        "seen_at": now,
    }


def _copy(row: Any) -> ServerCopy:
    return ServerCopy(
        account=row.account,
        folder=row.folder,
        uidvalidity=row.uidvalidity,
        uid=row.uid,
        sha256=row.sha256,
        size=row.size,
    )
