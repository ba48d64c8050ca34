"""An IMAP mailbox: what lies in it, the exact bytes of its messages, and marking them as taken.

It never changes \\Seen, never looks inside a message, and never removes one that it has not put elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from intake.mailbox_ack import acknowledge_open_folder, create_if_missing
from intake.mailbox_fetch import fetch_batch, parts_by_size, sizes_of
from intake.mailbox_line import LINE_ERRORS, close_line, cut_line, open_line, translated
from intake.mailbox_retry import Patience, fetch_all, with_retries
from intake.mailbox_values import (
    BATCH_BYTES,
    Account,
    Acknowledged,
    Batch,
    CommandRefused,
    FolderMissing,
    FolderView,
    LoginRefused,
    Mailbox,
    MailboxError,
    MailboxUnreachable,
    RawMessage,
    TlsRefused,
    UidValidityChanged,
)
from intake.mailbox_wait import wait_for_news

__all__ = [
    "BATCH_BYTES",
    "Account",
    "Acknowledged",
    "Batch",
    "CommandRefused",
    "FolderMissing",
    "FolderView",
    "ImapMailbox",
    "LoginRefused",
    "Mailbox",
    "MailboxError",
    "MailboxUnreachable",
    "Patience",
    "RawMessage",
    "TlsRefused",
    "UidValidityChanged",
    "fetch_all",
    "with_retries",
]

# imaplib refuses a line of more than a million bytes; a UID with its blank takes up to eleven.
SEARCH_WINDOW = 50_000


@dataclass(frozen=True, slots=True)
class _Open:
    folder: str
    writable: bool
    uidvalidity: int
    exists: int
    uid_next: int
    keywords: frozenset[str]


def _never() -> bool:
    return False


class ImapMailbox:
    """A real mailbox, connected and logged in while its context lasts; every error is a MailboxError.

    ``stopping`` is asked while waiting, so that a service can be ended within half a second.
    """

    def __init__(self, account: Account, stopping: Callable[[], bool] = _never) -> None:
        self.account = account
        self._stopping = stopping
        self._client: Any = None
        self._open: _Open | None = None
        self._broken = False

    def __enter__(self) -> Self:
        self._open, self._broken = None, False
        self._client = open_line(self.account)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._broken:
            cut_line(self._client)
        else:
            close_line(self._client)

    def folders(self) -> tuple[str, ...]:
        """Return the names of all folders on the server, as people write them."""
        with self._speaking("listing the folders"):
            return tuple(sorted(name for _, _, name in self._client.list_folders()))

    def check_folders(self) -> None:
        """Raise FolderMissing unless every folder of the account is on the server."""
        there = self.folders()
        missing = [name for name in self.account.folders if name not in there and name.upper() != "INBOX"]
        if missing:
            raise FolderMissing(
                f"{self.account.where}: no folder {', '.join(missing)}; on the server are: {', '.join(there)}"
            )

    def survey(self, folder: str) -> FolderView:
        """Return every UID of the folder as it is now."""
        opened = self._look_into(folder, fresh=True)
        with self._speaking(f"listing the messages of {folder}"):
            uids = self._all_uids(opened)
        return FolderView(folder=folder, uidvalidity=opened.uidvalidity, uids=uids, uid_next=opened.uid_next)

    def sizes(self, uids: Sequence[int]) -> dict[int, int]:
        """Return the size of each message in the folder that was looked into last; vanished ones lack."""
        with self._speaking("asking for sizes"):
            return sizes_of(self._client, uids)

    def fetch(
        self, folder: str, uidvalidity: int, uids: Sequence[int], max_bytes: int = BATCH_BYTES
    ) -> Iterator[Batch]:
        """Yield the messages in batches of at most ``max_bytes`` (a bigger one alone), in the given order.

        \\Seen stays as it is. Every UID is in one of the batches, fetched, vanished or refused.
        """
        self._verify(self._look_into(folder), uidvalidity)
        sizes = self.sizes(uids)
        gone = tuple(uid for uid in uids if uid not in sizes)
        if gone:
            yield Batch(vanished=gone)
        for part in parts_by_size({uid: sizes[uid] for uid in uids if uid in sizes}, max_bytes):
            # Not bound to a name: the generator must not keep a batch alive while the next one comes in.
            yield self._fetched(folder, uidvalidity, part)

    def acknowledge(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> Acknowledged:
        """Mark the messages as taken, the way the account says or the nearest the server can do.

        Safe to repeat: what was moved or marked before is passed over.
        """
        if self.account.acknowledge == "none" or not uids:
            return Acknowledged(uids=tuple(uids), way="none")
        opened = self._look_into(folder, writable=True)
        self._verify(opened, uidvalidity)
        with self._speaking(f"acknowledging messages of {folder}"):
            return acknowledge_open_folder(self._client, self.account, opened.keywords, uids)

    def wait(self, folder: str, seconds: float, since: FolderView | None = None) -> bool:
        """Wait up to ``seconds`` for new mail; True when there is some, at once if it came after ``since``.

        A dead line raises MailboxUnreachable. Open the mailbox anew after a wait that returned True.
        """
        opened = self._look_into(folder, fresh=True)
        if since and (opened.uidvalidity, opened.uid_next) != (since.uidvalidity, since.uid_next):
            return True
        with self._speaking(f"waiting for mail in {folder}"):
            return wait_for_news(self._client, seconds, self._stopping)

    def find_message_id(self, folder: str, message_id: str) -> bool:
        """Whether the folder holds a message with this Message-ID."""
        self._look_into(folder, fresh=True)
        with self._speaking(f"looking for a sent letter in {folder}"):
            return bool(self._client.search(["HEADER", "Message-ID", message_id]))

    def append(
        self, folder: str, raw: bytes, flags: Sequence[str] = ("\\Seen",), at: datetime | None = None
    ) -> None:
        """Store a message (a sent copy) in the folder, which is created if it is missing."""
        with self._speaking(f"storing a message in {folder}"):
            create_if_missing(self._client, folder)
            self._client.append(folder, raw, flags, at)

    def _fetched(self, folder: str, uidvalidity: int, part: dict[int, int]) -> Batch:
        origin = RawMessage(
            raw=b"",
            account=self.account.name,
            folder=folder,
            uidvalidity=uidvalidity,
            uid=0,
            internal_date=None,
            size=0,
            source="",
        )
        with self._speaking(f"fetching from {folder}"):
            return fetch_batch(self._client, part, origin)

    def _all_uids(self, opened: _Open) -> tuple[int, ...]:
        if opened.exists <= SEARCH_WINDOW:
            return tuple(sorted(self._client.search("ALL")))
        # By UID and not by position: some servers take positions in a search for UIDs.
        top = opened.uid_next - 1 if opened.uid_next else max(self._client.search("UID *"))
        windows = range(1, top + 1, SEARCH_WINDOW)
        found = (self._client.search(f"UID {low}:{min(top, low + SEARCH_WINDOW - 1)}") for low in windows)
        return tuple(sorted(uid for uids in found for uid in uids))

    def _look_into(self, folder: str, *, writable: bool = False, fresh: bool = False) -> _Open:
        opened = self._open
        if opened and opened.folder == folder and opened.writable == writable and not fresh:
            return opened
        self._open = None
        try:
            with self._speaking(f"opening folder {folder}"):
                answer = self._client.select_folder(folder, readonly=not writable)
        except CommandRefused as error:
            raise self._why_not_opened(folder, error) from error
        self._open = self._opened(folder, writable, answer)
        return self._open

    def _opened(self, folder: str, writable: bool, answer: dict[bytes, Any]) -> _Open:  # noqa: FBT001
        if b"UIDVALIDITY" not in answer:
            raise CommandRefused(
                f"{self.account.where}: {folder} has no UIDVALIDITY; the server keeps no UIDs"
            )
        flags = answer.get(b"PERMANENTFLAGS", ())
        return _Open(
            folder=folder,
            writable=writable,
            uidvalidity=answer[b"UIDVALIDITY"],
            exists=answer.get(b"EXISTS", 0),
            uid_next=answer.get(b"UIDNEXT", 0),
            keywords=frozenset(flag.decode("ascii", "replace").strip("()") for flag in flags),
        )

    def _why_not_opened(self, folder: str, error: CommandRefused) -> MailboxError:
        there = self.folders()
        if folder in there or folder.upper() == "INBOX":
            return error
        return FolderMissing(
            f"{self.account.where}: no folder {folder}; on the server are: {', '.join(there)}"
        )

    def _verify(self, opened: _Open, uidvalidity: int) -> None:
        if opened.uidvalidity != uidvalidity:
            raise UidValidityChanged(
                f"{self.account.where}: {opened.folder} had UIDVALIDITY {uidvalidity} and now has "
                f"{opened.uidvalidity}; look at the whole folder again"
            )

    @contextmanager
    def _speaking(self, doing: str) -> Iterator[None]:
        """Name whatever the line raises inside, and remember that a dead line needs no good-bye."""
        try:
            yield
        except LINE_ERRORS as error:
            named = translated(error, self.account, doing)
            self._broken = self._broken or isinstance(named, MailboxUnreachable)
            raise named from error
