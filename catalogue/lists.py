"""What a list is asked for and what it gives, as values: heads of units, lines, pages; no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from catalogue.fields import COURSE
from catalogue.records import (
    LetterKind,
    LetterState,
    Record,
    Unit,
    UnitStatus,
)
from catalogue.views import LetterFilter, MessageFilter
from parsers.values import named_value

Line = TypeVar("Line")
USUAL_LINES = 50


class Trouble(StrEnum):
    """What a record has that a person looks for."""

    MISSING = "missing"
    DOUBTFUL = "doubtful"
    CONFLICTS = "conflicts"


class Order(StrEnum):
    """How lines are sorted; each list knows those of its own, ``BEST`` is what fits the words best.

    Without words ``BEST`` is the name for records, the roster's order for units and the newest for the rest.
    """

    BEST = "best"
    NAME = "name"
    UNIT = "unit"
    NEWEST = "newest"
    OLDEST = "oldest"
    TROUBLED = "troubled"


@dataclass(frozen=True, slots=True)
class Span:
    """Which lines of a list: so many, after so many."""

    offset: int = 0
    limit: int = USUAL_LINES


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[Line]):
    """Some lines of a list; ``total`` is how many the whole list has."""

    lines: tuple[Line, ...]
    total: int
    span: Span

    @property
    def has_more(self) -> bool:
        return self.span.offset + len(self.lines) < self.total


@named_value
class UnitHead:
    """Where one unit of the roster stands, without its records.

    ``missing``, ``doubtful`` and ``conflicts`` count fields of records, ``unread`` files, ``unresolved``
    statements that found no record. A unit that never sent anything has zeros.
    """

    unit: Unit
    status: UnitStatus = UnitStatus.NOT_SUBMITTED
    late: bool = False
    first_received_at: datetime | None = None
    last_received_at: datetime | None = None
    courses: int = 0
    contacts: int = 0
    missing: int = 0
    doubtful: int = 0
    conflicts: int = 0
    unread: int = 0
    unresolved: int = 0

    @property
    def troubles(self) -> int:
        """All that stands in the way of a case, one of each."""
        return self.missing + self.doubtful + self.conflicts + self.unread + self.unresolved


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordLine:
    """One record of a list, with the owner of its fold (catalogue.plan.owner_of) and its last change."""

    record: Record
    owner: str
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterLine:
    """One letter of a list, without its text; ``due_at`` is when it may leave."""

    id: int
    unit_id: str | None
    kind: LetterKind
    window: str
    state: LetterState
    to: str
    subject: str
    ref: str
    created_at: datetime | None
    not_before: datetime | None
    due_at: datetime
    sent_at: datetime | None
    attempts: int
    error: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """That a user looked at personal data, or did something: ``what`` is a word of the program.

    ``subject`` is the id of a unit, record, message or letter, never a name or a number; ``address`` where
    the user came from, "" at the command line.
    """

    at: datetime
    user_name: str
    what: str
    subject: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterMark:
    """That a letter left or will leave at ``at``; ``asks`` whether it holds questions, which are not opened.

    ``is_lost``: it came back, and nobody got it.
    """

    kind: LetterKind
    at: datetime
    asks: bool
    is_lost: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedRecords:
    """Which records; "" and None do not ask, every one of ``troubles`` must be there.

    ``words`` in any spelling, with or without diacritics: each must occur in the name, in the id, or in what
    else a person looks for (position, telephone, address).
    """

    kind: str = COURSE
    words: str = ""
    unit_id: str = ""
    unit_kind: str = ""
    level: str = ""
    delivery: str = ""
    fee: str = ""
    troubles: frozenset[Trouble] = frozenset()
    unassigned: bool = False
    order: Order = Order.BEST


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedUnits:
    """Which units of the roster; ``words`` as in WantedRecords: name, alias, id, domain.

    ``by_address`` seeks in their mail addresses too: for those who may see them, since what is found tells.
    """

    words: str = ""
    by_address: bool = False
    status: UnitStatus | None = None
    kind: str = ""
    late: bool = False
    troubled: bool = False
    order: Order = Order.BEST


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedMessages:
    """Which messages; ``words`` as in WantedRecords: subject, sender, short id."""

    which: MessageFilter = field(default_factory=MessageFilter)
    words: str = ""
    order: Order = Order.NEWEST


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedLetters:
    """Which letters; ``words`` as in WantedRecords: subject, receiver, reference."""

    which: LetterFilter = field(default_factory=LetterFilter)
    words: str = ""
    order: Order = Order.NEWEST
