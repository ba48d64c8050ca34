"""Letters as values, and what may happen to one next; the only way out of the house leads through here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from catalogue.records import AskedItem, LetterKind, LetterState


@dataclass(frozen=True, slots=True)
class LetterFile:
    """A file that goes with a letter."""

    filename: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One outgoing letter. ``id`` is 0 until stored; ``message_id`` is fixed when it is queued.

    ``window`` with campaign, unit and kind is the idempotency key: the same one is never made twice
    (an acknowledgement's window is the SHA-256 it answers, a reminder's "T-7", a digest's its day,
    a clarification's its running number). ``ref`` is the short signed reference that stands in the
    subject; ``items`` are the numbered questions. ``in_reply_to`` is the Message-ID it answers.
    ``not_before`` holds it until office hours. ``attempts`` counts tries to send.
    """

    campaign: str
    unit_id: str | None
    kind: LetterKind
    window: str
    to: str
    subject: str
    text: str
    html: str
    state: LetterState = LetterState.QUEUED
    id: int = 0
    ref: str = ""
    message_id: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    items: tuple[AskedItem, ...] = ()
    files: tuple[LetterFile, ...] = ()
    created_at: datetime | None = None
    not_before: datetime | None = None
    attempts: int = 0
    sent_at: datetime | None = None
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outbox:
    """What should have left and has not: how much, since when the oldest of it, what stood in its way.

    ``sending`` is false where the installation lets nothing leave.
    """

    waiting: int = 0
    since: datetime | None = None
    error: str = ""
    sending: bool = True
