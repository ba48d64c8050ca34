"""What is held on a person and what an erasure takes away, as values; looks nothing up, erases nothing."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from catalogue.outbox import Letter
from catalogue.records import Decision, MessageReading


class HeldKind(StrEnum):
    """Where something on a person is held."""

    RECORD = "record"
    MESSAGE = "message"
    LETTER = "letter"
    DECISION = "decision"
    OFFER = "offer"
    ADDRESS = "address"
    ROSTER = "roster"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One thing that is held on a person: ``what`` it is in words, ``place`` where in it he stands.

    ``own``: a mail that he sent himself.
    """

    kind: HeldKind
    id: str
    what: str = ""
    place: str = ""
    unit_id: str = ""
    at: datetime | None = None
    own: bool = False


class ErrandKind(StrEnum):
    """What an erasure leaves to a person to do."""

    SERVER = "server"
    SENDER = "sender"
    ROSTER = "roster"
    HANDED_OUT = "handed_out"


class Errand(NamedTuple):
    """One thing out of the program's reach: ``subject`` a message or unit, ``where`` a folder or address."""

    kind: ErrandKind
    subject: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageWords:
    """What stays of a message whose bytes go: its words in lists; its reading, None where it has none.

    ``owner`` is what it is folded with from now on: a stranger's bucket is named by a hash of his address.
    """

    sha256: str
    owner: str = ""
    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    error: str = ""
    reason: str = ""
    needs_officer: str = ""
    reading: MessageReading | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferWords:
    """What an offer to the officer says in words, by its mark."""

    id: str
    subject: str
    value: str
    label: str
    used_by: str
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AddressWords:
    """What is kept of an address that got mail: why it is muted, whom its owner named."""

    address: str
    reason: str = ""
    deputy: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """All that one request takes away, written in one transaction.

    ``messages`` are those whose bytes go, with what stays of them. ``letters`` are as they stand after it,
    ``files`` the (letter, position) pairs that go, ``cancelled`` the letters that shall not leave any more.
    """

    request: str
    person: str
    reason: str
    made_by: str
    at: datetime
    campaign: str
    messages: tuple[MessageWords, ...] = ()
    letters: tuple[Letter, ...] = ()
    cancelled: tuple[int, ...] = ()
    files: tuple[tuple[int, int], ...] = ()
    decisions: tuple[Decision, ...] = ()
    offers: tuple[OfferWords, ...] = ()
    addresses: tuple[AddressWords, ...] = ()
    forgotten: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """That something was erased; it tells nothing of what it was. ``counts`` say how much went."""

    kind: str
    subject: str
    request: str
    at: datetime
    made_by: str
    reason: str
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A request for erasure: done in the house, and what is still owed outside of it.

    ``backups`` are the places where copies lie, each with whether somebody said that it is clean, or whether
    it was overwritten since.
    """

    id: str
    at: datetime
    made_by: str
    reason: str
    counts: Mapping[str, int]
    is_finished: bool
    due_at: datetime
    backups: tuple[tuple[str, bool], ...] = ()

    @property
    def owed(self) -> tuple[str, ...]:
        """The places that still hold copies."""
        return tuple(place for place, clean in self.backups if not clean)

    def is_overdue(self, now: datetime) -> bool:
        """Whether copies still lie somewhere though their time is over."""
        return bool(self.owed) and now > self.due_at


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupRules:
    """Where backups lie, when they are to be clean, and after how long each is overwritten by itself."""

    places: tuple[str, ...] = ()
    within: timedelta = timedelta(hours=72)
    kept: timedelta | None = None


def requests_of(tombstones: Collection[Tombstone], rules: BackupRules, now: datetime) -> tuple[Request, ...]:
    """The requests that tombstones tell of, the latest first."""
    clean = {(one.request, one.subject.partition(":")[2]) for one in tombstones if one.kind == "backup"}
    persons = [one for one in tombstones if one.kind == "person"]
    return tuple(
        Request(
            id=one.request,
            at=one.at,
            made_by=one.made_by,
            reason=one.reason,
            counts={key: number for key, number in one.counts.items() if key != OPEN},
            is_finished=not one.counts.get(OPEN),
            due_at=one.at + rules.within,
            backups=tuple(
                (place, (one.request, place) in clean or _is_over(one.at, rules, now))
                for place in rules.places
            ),
        )
        for one in sorted(persons, key=lambda made: made.at, reverse=True)
    )


def _is_over(at: datetime, rules: BackupRules, now: datetime) -> bool:
    return rules.kept is not None and now >= at + rules.kept


OPEN = "open"
"""The count by which a request that was cut short is known."""
