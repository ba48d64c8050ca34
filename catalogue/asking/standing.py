"""What the choice of a unit's next letter rests on, as values: its state, its mails, its past letters."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum
from functools import cached_property
from typing import Protocol

from catalogue.records import AskedItem, LetterKind, Record, UnitState, Value

ANSWERS = frozenset(
    (
        LetterKind.ACKNOWLEDGEMENT,
        LetterKind.CLARIFICATION,
        LetterKind.COMPLETE,
        LetterKind.NO_COURSES,
        LetterKind.UNREADABLE,
    )
)
"""The letters that answer what came in; one of them is made for one turn of the unit."""
ASKS = frozenset((LetterKind.CLARIFICATION, LetterKind.UNREADABLE, LetterKind.REMINDER, LetterKind.OVERDUE))
"""The letters after which something is owed by the unit."""


class LetterLike(Protocol):
    """What of a letter counts against the bounds; ``asks`` whether it holds questions."""

    @property
    def kind(self) -> LetterKind: ...

    @property
    def at(self) -> datetime: ...

    @property
    def asks(self) -> bool: ...

    @property
    def is_lost(self) -> bool: ...


class Weight(IntEnum):
    """What a mail told: ``NEWS`` something that stands in the catalogue, ``SAME`` only what stood there."""

    NOTHING = 0
    SAME = 1
    NEWS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitMail:
    """A submission or reply of a unit that came by mail and is through; ``done_at`` is when it was."""

    sha256: str
    received_at: datetime
    done_at: datetime
    is_submission: bool
    weight: Weight


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLetter:
    """A letter to a unit that left or will leave at ``at``; those that we took back are not among them.

    ``items`` are known of the kinds that ask. ``is_lost``: it came back, and nobody got it.
    """

    kind: LetterKind
    window: str
    made_at: datetime
    at: datetime
    items: tuple[AskedItem, ...] = ()
    is_lost: bool = False

    @property
    def asks(self) -> bool:
        """Whether it holds questions."""
        return bool(self.items)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a unit stands with us. Mails and letters are in the order of time.

    ``settle`` is how long a unit is left in peace after a mail. ``stopped``: the officer said to ask this
    unit nothing more; ``ordered`` are the moments at which he said to ask once more. ``written`` counts all
    letters ever made by kind, also the cancelled ones, for their running numbers.
    """

    state: UnitState
    mails: tuple[UnitMail, ...] = ()
    letters: tuple[UnitLetter, ...] = ()
    settle: timedelta = timedelta(minutes=10)
    stopped: bool = False
    ordered: tuple[datetime, ...] = ()
    written: Mapping[LetterKind, int] = field(default_factory=dict)

    @cached_property
    def answered_until(self) -> datetime | None:
        """When the last letter was made that answered what had come in."""
        return max((one.made_at for one in self.letters if one.kind in ANSWERS), default=None)

    @cached_property
    def fresh(self) -> tuple[UnitMail, ...]:
        """The mails that no letter covers: a letter covers what had settled when it was made."""
        until = self.answered_until
        return tuple(one for one in self.mails if until is None or one.done_at + self.settle > until)

    @cached_property
    def news_at(self) -> datetime | None:
        """When the last mail came that told something new."""
        return max((one.received_at for one in self.mails if one.weight is Weight.NEWS), default=None)

    def came_after(self, letter: UnitLetter) -> bool:
        """Whether a mail had not settled yet when a letter was made."""
        return any(one.done_at + self.settle > letter.made_at for one in self.mails)

    @cached_property
    def got(self) -> tuple[UnitLetter, ...]:
        """The letters that the unit got or will get: what counts against the bounds."""
        return tuple(one for one in self.letters if not one.is_lost)

    def of_kind(self, *kinds: LetterKind) -> list[UnitLetter]:
        """The letters of some kinds, the last one last."""
        return [one for one in self.letters if one.kind in kinds]

    def next_window(self, kind: LetterKind) -> str:
        """The running number of the next letter of a kind."""
        return str(1 + self.written.get(kind, 0))


def told_by(state: UnitState) -> frozenset[str]:
    """The messages (SHA-256) that any value, unread file or open statement of a state comes from."""
    return frozenset(_tellers(state))


def weight_of(state: UnitState, told: Collection[str], sha256: str, message_id: str) -> Weight:
    """What a message told, by what stands of it in its unit's state; ``told`` as told_by gives it."""
    if sha256 in told:
        return Weight.NEWS
    known = any(message_id and message_id in record.message_ids for record in state.records)
    return Weight.SAME if known else Weight.NOTHING


def _tellers(state: UnitState) -> Iterator[str]:
    for record in state.records:
        yield from (value.origin.message for value in _values(record))
    yield from (one.origin.message for one in state.unread)
    for entry in state.unresolved:
        yield from (value.origin.message for value in entry.values.values())


def _values(record: Record) -> Iterator[Value]:
    yield from record.values.values()
    for conflict in record.conflicts:
        yield from conflict.values
    for earlier in record.history.values():
        yield from earlier
