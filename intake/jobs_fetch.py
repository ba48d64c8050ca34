"""Fetch and archive: what is new in the mailbox becomes archived messages that wait for a worker.

The session only copies bytes: nothing is parsed while it is open.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from catalogue.erasing import MessageWords, Tombstone
from catalogue.plan import NewMessage, ServerCopy
from intake.app import App
from intake.archive import Archived
from intake.mailbox import (
    Batch,
    FolderView,
    Mailbox,
    Patience,
    RawMessage,
    UidValidityChanged,
    fetch_all,
    with_retries,
)

ACK_BATCH = 500
PATIENCE = Patience(attempts=3, first_seconds=1.0, most_seconds=10.0)
"""A line that is cut while looking is opened again twice; after that the next poll tries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What one look into the mailbox came to. ``refused`` could not be handed out by the server."""

    on_server: int = 0
    fetched: int = 0
    new: int = 0
    vanished: int = 0
    refused: int = 0

    def __add__(self, other: Fetched) -> Fetched:
        return Fetched(
            on_server=self.on_server + other.on_server,
            fetched=self.fetched + other.fetched,
            new=self.new + other.new,
            vanished=self.vanished + other.vanished,
            refused=self.refused + other.refused,
        )


def fetch(
    app: App, account: str, folders: Sequence[str], stopping: Callable[[], bool] = lambda: False
) -> Fetched:
    """Archive every message of the folders whose UID is not known; each body is downloaded once.

    ``stopping`` is asked after each batch; the rest comes with the next poll.
    """
    total = Fetched()
    for view, unknown in _survey(app, account, folders):
        total += Fetched(on_server=len(view.uids))
        for batch in fetch_all(app.open_mailbox, view.folder, view.uidvalidity, unknown, sleep=app.sleep):
            total += _keep(app, batch)
            if stopping():
                return total
    return total


def _survey(app: App, account: str, folders: Sequence[str]) -> list[tuple[FolderView, list[int]]]:
    """Each folder with its unknown UIDs, by one session that is closed again."""
    return with_retries(lambda: _look(app, account, folders), PATIENCE, app.sleep)


def _look(app: App, account: str, folders: Sequence[str]) -> list[tuple[FolderView, list[int]]]:
    found = []
    with app.open_mailbox() as mailbox:
        for folder in folders:
            view = mailbox.survey(folder)
            _notice_new_epoch(app, account, view)
            known = app.store.known_uids(account, folder, view.uidvalidity)
            found.append((view, [uid for uid in view.uids if uid not in known]))
    return found


def _notice_new_epoch(app: App, account: str, view: FolderView) -> None:
    """A changed UIDVALIDITY makes every UID unknown: all is looked at again and recognised by its hash."""
    former = app.store.folder_uidvalidity(account, view.folder)
    if former == view.uidvalidity:
        return
    if former is not None:
        app.log.warning("uidvalidity changed", folder=view.folder, former=former, now=view.uidvalidity)
        app.store.forget_folder(account, view.folder, former)
    app.store.see_folder(account, view.folder, view.uidvalidity, app.clock())


def _keep(app: App, batch: Batch) -> Fetched:
    new = keep(app, batch.messages)
    for uid, reason in batch.refused:
        app.log.warning("fetch refused", uid=uid, reason=reason)
    done = Fetched(
        fetched=len(batch.messages), new=new, vanished=len(batch.vanished), refused=len(batch.refused)
    )
    app.log.info("fetched", messages=done.fetched, new=new)
    return done


def keep(app: App, messages: Sequence[RawMessage]) -> int:
    """Archive the bytes, then tell the store; gives how many were new. After this nothing can be lost.

    What was erased is not kept again: it is counted, as erased, and known to lie on the server.
    """
    if not messages:
        return 0
    now = app.clock()
    archived = app.archive.put_many(messages)
    pairs = list(zip(messages, archived, strict=True))
    new = app.store.add_messages([_new_message(app, raw, kept, now) for raw, kept in pairs])
    for kept in archived:
        if kept.erased and kept.sha256 in new:
            _keep_erased(app, kept)
    copies = [_copy(raw, kept) for raw, kept in pairs if raw.uid]
    if copies:
        app.store.remember_copies(copies, now)
    return len(new)


def _keep_erased(app: App, kept: Archived) -> None:
    """Write down that a message was erased where the database does not know it: it came from a backup."""
    now = app.clock()
    stone = Tombstone(
        kind="message", subject=kept.sha256, request="", at=now, made_by="", reason="erased in the archive"
    )
    app.store.erasures.erase_message(MessageWords(sha256=kept.sha256), stone, app.campaign.id)


def _new_message(app: App, raw: RawMessage, kept: Archived, now: datetime) -> NewMessage:
    return NewMessage(
        sha256=kept.sha256,
        size=raw.size,
        archived_at=now,
        received_at=raw.internal_date,
        campaign=app.campaign.id,
    )


def _copy(raw: RawMessage, kept: Archived) -> ServerCopy:
    return ServerCopy(
        account=raw.account,
        folder=raw.folder,
        uidvalidity=raw.uidvalidity,
        uid=raw.uid,
        sha256=kept.sha256,
        size=raw.size,
    )


def acknowledge(app: App, account: str, folders: Sequence[str]) -> int:
    """Tell the server of all that is committed, in batches; safe to repeat after a crash."""
    owed = list(_owed(app, account, folders))
    if not owed:
        return 0
    with app.open_mailbox() as mailbox:
        return sum(_acknowledge(app, mailbox, copies) for copies in owed)


def _owed(app: App, account: str, folders: Sequence[str]) -> Iterator[list[ServerCopy]]:
    for folder in folders:
        uidvalidity = app.store.folder_uidvalidity(account, folder)
        if uidvalidity is None:
            continue
        owed = app.store.unacked(account, folder, uidvalidity, limit=1_000_000)
        for start in range(0, len(owed), ACK_BATCH):
            yield owed[start : start + ACK_BATCH]


def _acknowledge(app: App, mailbox: Mailbox, copies: Sequence[ServerCopy]) -> int:
    first = copies[0]
    try:
        done = mailbox.acknowledge(first.folder, first.uidvalidity, [copy.uid for copy in copies])
    except UidValidityChanged as error:
        app.log.warning("ack put off", folder=first.folder, reason=str(error))
        return 0
    app.store.mark_acked(first.account, first.folder, first.uidvalidity, done.uids, app.clock())
    if done.warning:
        app.log.warning("ack", folder=first.folder, way=done.way, reason=done.warning)
    app.log.info("acknowledged", folder=first.folder, messages=len(done.uids), way=done.way)
    return len(done.uids)
