"""What passes between a mailbox and the rest: the account, messages as they came, and what can go wrong.

It opens no connection and knows no protocol; the words here are those of the shell, not of IMAP.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import TracebackType
from typing import Literal, Protocol, Self

Security = Literal["tls", "starttls", "none"]
Auth = Literal["password", "xoauth2"]
AckMode = Literal["move", "keyword", "none"]
AckWay = Literal["move", "copy", "keyword", "none"]

BATCH_BYTES = 16 * 1024 * 1024


class MailboxError(Exception):
    """Something about the mailbox failed; the text says what, where and what to do."""


class MailboxUnreachable(MailboxError):  # noqa: N818 - the family is named by what happened
    """The line is down or was cut: the same step may succeed later."""


class LoginRefused(MailboxError):  # noqa: N818
    """The server really refused the name, the password or the token."""


class TlsRefused(MailboxError):  # noqa: N818
    """No trustworthy encryption: the connection was given up before any secret was sent."""


class FolderMissing(MailboxError):  # noqa: N818
    """A folder that the settings name is not on the server."""


class UidValidityChanged(MailboxError):  # noqa: N818
    """The server numbers the folder anew: every UID known so far means nothing."""


class CommandRefused(MailboxError):  # noqa: N818
    """The server answered no to one command; the line still stands."""


def is_loopback(host: str) -> bool:
    """Whether the host is this very machine, so that plain text never leaves it."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def refuse_plain_text(security: Security, host: str, name: str) -> None:
    """Raise TlsRefused where a password would cross a network in plain text."""
    if security == "none" and not is_loopback(host):
        raise TlsRefused(
            f"{name}: security = none is only for this machine itself, not for {host}; use tls or starttls"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One mailbox on one server. ``secret`` is asked at each login: a password, or a fresh access token."""

    name: str
    host: str
    port: int
    username: str
    secret: Callable[[], str]
    security: Security = "tls"
    auth: Auth = "password"
    ca_file: str | None = None
    timeout_seconds: float = 30.0
    folders: tuple[str, ...] = ("INBOX",)
    acknowledge: AckMode = "move"
    processed_folder: str = "Processed"
    keyword: str = "$Processed"

    def __post_init__(self) -> None:
        refuse_plain_text(self.security, self.host, self.name)

    @property
    def where(self) -> str:
        """How messages and logs name it: never with the user's name or secret."""
        return f"{self.name} ({self.host}:{self.port})"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawMessage:
    """The exact bytes of one message and where they lay.

    ``internal_date`` is the server's time of receipt in UTC; None where no server kept one (a file).
    A file has UID and UIDVALIDITY 0. ``source`` is for people: the server's folder and UID, or the path.
    """

    raw: bytes = field(repr=False)
    account: str
    folder: str
    uidvalidity: int
    uid: int
    internal_date: datetime | None
    size: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderView:
    """What a folder holds now. ``uid_next`` is 0 where the server does not tell."""

    folder: str
    uidvalidity: int
    uids: tuple[int, ...]
    uid_next: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Messages fetched together; every UID that was asked for is in one of the three lists of some batch.

    ``vanished`` have no bytes on the server any more (moved or deleted meanwhile). ``refused`` are there,
    but the server cannot hand them out now: UID and reason.
    """

    messages: tuple[RawMessage, ...] = ()
    vanished: tuple[int, ...] = ()
    refused: tuple[tuple[int, str], ...] = ()

    def __iter__(self) -> Iterator[RawMessage]:
        return iter(self.messages)

    def __len__(self) -> int:
        return len(self.messages)

    @property
    def uids(self) -> tuple[int, ...]:
        """All UIDs that this batch settles."""
        return (
            *(message.uid for message in self.messages),
            *self.vanished,
            *(uid for uid, _ in self.refused),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """What an acknowledgement came to; ``warning`` says why another way than the configured one was taken."""

    uids: tuple[int, ...]
    way: AckWay
    warning: str = ""


class Mailbox(Protocol):
    """A mailbox that is open; leaving the context closes it."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...

    def check_folders(self) -> None: ...

    def survey(self, folder: str) -> FolderView: ...

    def sizes(self, uids: Sequence[int]) -> dict[int, int]: ...

    def fetch(
        self, folder: str, uidvalidity: int, uids: Sequence[int], max_bytes: int = BATCH_BYTES
    ) -> Iterator[Batch]: ...

    def acknowledge(self, folder: str, uidvalidity: int, uids: Sequence[int]) -> Acknowledged: ...

    def wait(self, folder: str, seconds: float, since: FolderView | None = None) -> bool: ...

    def find_message_id(self, folder: str, message_id: str) -> bool: ...

    def append(
        self, folder: str, raw: bytes, flags: Sequence[str] = ("\\Seen",), at: datetime | None = None
    ) -> None: ...
