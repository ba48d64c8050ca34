"""How messages come to be read: what a reader of any kind promises; reads none itself."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Protocol

from catalogue.records import MessageReading
from config.campaign import Campaign
from parsers.mail import Message


class ReadingError(Exception):
    """One message could not be read: a defect of the reader, or it cost too many workers their lives."""


class WorkersError(OSError):
    """The machine does not let a worker process start or be limited; no message is to blame."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """One message after the pure part of the road; the bytes of its parts are left behind."""

    sha256: str
    message: Message
    reading: MessageReading


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A message to be read. ``raw`` fetches its bytes when its turn comes; ``size`` is how many they are."""

    sha256: str
    size: int
    raw: Callable[[], bytes]


Promise = Callable[[], Read]
"""Waits for one message's reading; raises what kept its bytes from being fetched, or ReadingError."""


class Reader(Protocol):
    """Reads messages; the same bytes and campaign give the same value, whatever reader it is."""

    def read(self, sha256: str, raw: bytes, campaign: Campaign) -> Read:
        """Read one message now. Raises ReadingError."""
        ...

    def read_many(self, orders: Sequence[Order], campaign: Campaign) -> Generator[Promise, None, None]:
        """A promise for each order, in order; a reader may read ahead of what is asked for.

        Raises WorkersError between messages. Closing the iterator gives up what was not asked for.
        """
        ...

    def close(self) -> None:
        """Let go of whatever the reader holds; it reads no more."""
        ...
