"""What comes out of the store, as values that hold no connection: messages, counts, letters past, runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from catalogue.memory.tables import MessageState
from catalogue.records import AskedItem, Decision, LetterKind, LetterState, MessageKind, Unit
from parsers.values import named_value

SHORT_ID = 10


@named_value
class StoredMessage:
    """What is known of one message without its reading; fields as in catalogue.memory.tables.MessageRow.

    ``kind`` is None until it is read. ``crashes`` counts claims that never ended, ``attempts`` those
    that ended in an error. ``same_message_id``: another message with other bytes came under its
    Message-ID before.
    """

    sha256: str
    size: int
    archived_at: datetime
    received_at: datetime
    campaign: str
    state: MessageState
    due_at: datetime | None
    claimed_by: str
    crashes: int
    attempts: int
    error: str
    message_id: str
    in_reply_to: str
    date: datetime | None
    sender: str
    sender_name: str
    subject: str
    same_message_id: bool
    kind: MessageKind | None
    unit_id: str | None
    owner: str
    confidence: float
    reason: str
    letter_id: int
    needs_officer: str
    late: bool
    reader: int
    done_at: datetime | None
    trust: str = ""

    @property
    def short_id(self) -> str:
        """The id for logs and lists: enough of the hash to find it again."""
        return self.sha256[:SHORT_ID]


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageFilter:
    """Which messages to list; None does not ask. ``unassigned`` are those that no unit owns."""

    state: MessageState | None = None
    kind: MessageKind | None = None
    unit_id: str | None = None
    sender: str | None = None
    unassigned: bool = False
    needs_officer: bool = False
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterFilter:
    """Which letters to list; None does not ask. ``due_by``: they may leave at that moment."""

    state: LetterState | None = None
    kind: LetterKind | None = None
    unit_id: str | None = None
    due_by: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PastLetter:
    """That a letter was made: enough to decide whether another one may be.

    ``at`` is when it left, else when it may leave, else when it was made. ``items`` are what it asked.
    """

    id: int
    kind: LetterKind
    window: str
    state: LetterState
    to: str
    at: datetime | None
    made_at: datetime | None = None
    items: tuple[AskedItem, ...] = ()


@dataclass(frozen=True, slots=True)
class Mute:
    """A bounce of an address: until when it gets no mail (None: it still does), and why."""

    address: str
    until: datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAddress:
    """What is known of an address: its bounces, until when it gets no mail, when its owner is back.

    ``reason`` is "<outcome>: <status> <words>" of the last report; ``deputy`` whom its owner named instead.
    """

    address: str
    bounces: int = 0
    muted_until: datetime | None = None
    reason: str = ""
    away_until: datetime | None = None
    deputy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lookup:
    """What triage asks the memory; the fields are those of intake.triage.Known, and all decisions."""

    units: Mapping[str, Unit]
    senders: Mapping[str, str]
    letters: Mapping[str, tuple[int, str | None]]
    decisions: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many messages and parts of a campaign are of which sort; what `status` prints.

    ``kinds`` counts the messages that are done, ``unread`` the unreadable parts by reason.
    """

    states: Mapping[str, int]
    kinds: Mapping[str, int]
    unread: Mapping[str, int]
    needs_officer: int
    late: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a command; ``finished_at`` None while it runs or where it was killed."""

    id: int
    verb: str
    started_at: datetime
    host: str = ""
    finished_at: datetime | None = None
    counts: Mapping[str, int] = field(default_factory=dict)
    error: str = ""
