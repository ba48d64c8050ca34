"""How messages come to be read: what a reader of any kind promises, and the one inside this process."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from catalogue.reading.parts import Opener, Recogniser
from config.campaign import Campaign
from intake import pipeline
from intake.pipeline import Read


class ReadingError(Exception):
    """One message could not be read: a defect of the reader, or it cost too many workers their lives."""


class WorkersError(OSError):
    """The machine does not let a worker process start or be limited; no message is to blame."""


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


class OwnReader:
    """Reads inside this process, each message when it is asked for; a hostile file has no limits here."""

    def __init__(self, recogniser: Recogniser | None = None) -> None:
        """Scans are recognised by ``recogniser``, by None not at all."""
        self._recogniser = recogniser

    def read(self, sha256: str, raw: bytes, campaign: Campaign) -> Read:
        return pipeline.read(sha256, raw, campaign, Opener(self._recogniser))

    def read_many(self, orders: Sequence[Order], campaign: Campaign) -> Generator[Promise, None, None]:
        for order in orders:
            yield partial(self._read, order, campaign)

    def close(self) -> None:
        """There is nothing to let go of."""

    def _read(self, order: Order, campaign: Campaign) -> Read:
        return self.read(order.sha256, order.raw(), campaign)
