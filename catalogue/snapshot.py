"""What the digest and the workbook are made of, at one moment: values and the sums drawn from them.

Nothing here knows the store, the clock or a template; every figure that is printed is counted from the
lists that are printed, and ``check_balance`` says where two of them disagree.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from hashlib import sha256

from catalogue.codes import code_of
from catalogue.offers import Act, Offer
from catalogue.outbox import Outbox
from catalogue.progress import StatusChange
from catalogue.records import Entry, LetterKind, MessageKind, Record, Unit, UnitState, UnitStatus
from catalogue.views import KnownAddress
from config.campaign import Campaign
from parsers.values import named_value, value

_MARK = 12


@value
class Held:
    """What a state has in all, where it shows only records that something is wrong with.

    ``missing`` counts the fields that its records lack.
    """

    courses: int = 0
    contacts: int = 0
    missing: int = 0


@value
class Outline:
    """A fold of which only the records with something missing, doubtful or in conflict are opened."""

    state: UnitState
    held: Held


@named_value
class UnitLine:
    """One invited unit. ``asked`` counts the letters that asked it for something, ``muted`` that none may be.

    ``given_up``: nothing more is asked by letter, and the last question had its time. ``held``: ``state``
    is an outline's. ``known`` is what its addresses met with, as far as they met with anything.
    """

    unit: Unit
    state: UnitState
    asked: int = 0
    last_asked_at: datetime | None = None
    muted: bool = False
    given_up: bool = False
    held: Held | None = None
    known: tuple[KnownAddress, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageLine:
    """One message since the previous digest. ``id`` is the short id that the commands take."""

    id: str
    received_at: datetime
    sender: str
    subject: str
    kind: MessageKind
    unit_id: str | None = None
    courses: int = 0
    files: int = 0
    late: bool = False


class Need(StrEnum):
    """Why the officer must look, most urgent first; the order is that of the digest."""

    UNKNOWN_SENDER = "unknown_sender"
    UNREADABLE = "unreadable"
    CONFLICT = "conflict"
    ASKED_OUT = "asked_out"
    DOUBT = "doubt"
    QUESTION = "question"
    NO_ADDRESS = "no_address"
    FULL_MAILBOX = "full_mailbox"
    AWAY = "away"
    BOUNCE = "bounce"
    QUARANTINED = "quarantined"
    HELD_LETTER = "held_letter"
    FAILED_LETTER = "failed_letter"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedLine:
    """One thing that waits for the officer.

    ``what`` names it (a subject, a file, a course and its field), ``detail`` says more in Vietnamese,
    ``message`` is the short id to give to a command, "" where there is none. ``acts`` are what may be done
    about it, ``links`` the same as words and addresses of mails that order it.
    """

    kind: Need
    what: str
    detail: str = ""
    unit_id: str | None = None
    sender: str = ""
    received_at: datetime | None = None
    message: str = ""
    acts: tuple[Act, ...] = ()
    links: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Where everything is: copies on the server, distinct messages archived, and their MIME parts.

    Each total comes from counting the things themselves, each mapping from counting their states, so
    that the two can disagree and the digest can say so.
    """

    copies: int = 0
    copies_by_state: Mapping[str, int] = field(default_factory=dict)
    messages: int = 0
    messages_by_state: Mapping[str, int] = field(default_factory=dict)
    parts: int = 0
    parts_by_status: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """How the worker fared. ``error`` is "" while the mailbox answers, else why it does not (Vietnamese).

    ``processed``, ``failed`` and ``other`` count messages since the previous digest. ``unreachable_since``
    is when the trouble began.
    """

    last_poll_at: datetime | None = None
    processed: int = 0
    failed: int = 0
    other: int = 0
    error: str = ""
    unreachable_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The figures of section A; invited = complete + incomplete + none + not_sent."""

    invited: int
    complete: int
    incomplete: int
    none: int
    not_sent: int
    courses: int
    contacts: int

    @property
    def done(self) -> int:
        """Units of which nothing more is awaited."""
        return self.complete + self.none

    @property
    def sent(self) -> int:
        """Units with data: complete and incomplete; "không có khóa học" is counted apart."""
        return self.complete + self.incomplete


@dataclass(frozen=True, slots=True)
class CourseSums:
    """How many courses there are by level and delivery, and by fee; "" stands for what is not known."""

    by_form: Mapping[tuple[str, str], int]
    by_fee: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """The campaign at one moment. ``previous`` are the totals of the digest before, None for the first.

    ``units`` stand in the roster's order; ``unassigned`` holds the records that no unit owns yet. ``done`` is
    what the officer ordered by mail since the digest before, which was made at ``previous_at``. ``changes``
    are all changes of status, the oldest first.
    """

    campaign: Campaign
    taken_at: datetime
    units: tuple[UnitLine, ...]
    unassigned: UnitState
    today: tuple[MessageLine, ...] = ()
    needs: tuple[NeedLine, ...] = ()
    letters_today: Mapping[LetterKind, int] = field(default_factory=dict)
    runs: Runs = field(default_factory=Runs)
    outbox: Outbox = field(default_factory=Outbox)
    ledger: Ledger = field(default_factory=Ledger)
    previous: Totals | None = None
    done: tuple[Offer, ...] = ()
    unassigned_held: Held | None = None
    sums: CourseSums | None = None
    previous_at: datetime | None = None
    changes: tuple[StatusChange, ...] = ()


class OutlineError(ValueError):
    """All records were asked of a snapshot that holds only those with something wrong."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One thing that a unit still owes: a field of a record, a record of a kind, or a readable file.

    ``reason`` is the parsers.document.Reason of the file that could not be read.
    """

    kind: str
    field: str = ""
    record: Record | None = None
    filename: str = ""
    reason: str = ""


def mark_of(entry: Entry) -> str:
    """The mark of a statement that found no record, the same in every fold, for a person to close it by."""
    told = sorted(
        (key, value.text, value.origin.message, value.origin.at) for key, value in entry.values.items()
    )
    facts = "\0".join("\0".join(one) for one in told)
    return sha256(f"{entry.kind}\0{entry.doubt}\0{facts}".encode()).hexdigest()[:_MARK]


def totals(snapshot: Snapshot) -> Totals:
    """The figures of section A, counted from the units; records of no unit count as records too."""
    statuses = Counter(line.state.status for line in snapshot.units)
    held = [held_of(line) for line in snapshot.units]
    held.append(snapshot.unassigned_held or _held(snapshot.unassigned))
    return Totals(
        invited=len(snapshot.units),
        complete=statuses[UnitStatus.COMPLETE],
        incomplete=statuses[UnitStatus.INCOMPLETE],
        none=statuses[UnitStatus.NO_COURSES],
        not_sent=statuses[UnitStatus.NOT_SUBMITTED],
        courses=sum(one.courses for one in held),
        contacts=sum(one.contacts for one in held),
    )


def states(snapshot: Snapshot) -> Iterable[UnitState]:
    """All states with all their records, those of the roster's units first, then what no unit owns.

    Raises OutlineError where the snapshot does not hold all records.
    """
    if snapshot.sums is not None:
        raise OutlineError("this snapshot holds outlines: take one with whole states")
    yield from (line.state for line in snapshot.units)
    yield snapshot.unassigned


def courses(snapshot: Snapshot) -> Iterable[Record]:
    """All courses, in the order of ``states``."""
    for state in states(snapshot):
        yield from state.courses


def course_sums(snapshot: Snapshot) -> CourseSums:
    """How many courses there are of which sort, those of no unit too."""
    if snapshot.sums is not None:
        return snapshot.sums
    all_courses = list(courses(snapshot))
    return CourseSums(
        by_form=Counter((code_of(one, "level"), code_of(one, "delivery")) for one in all_courses),
        by_fee=Counter(code_of(one, "fee") for one in all_courses),
    )


def held_of(line: UnitLine) -> Held:
    """What a unit has in all."""
    return line.held or _held(line.state)


def owed(line: UnitLine) -> int:
    """How much a unit still owes, as ``gaps`` would list it."""
    state = line.state
    return held_of(line).missing + len(state.unread) + state.lacks_course + state.lacks_contact


def _held(state: UnitState) -> Held:
    missing = sum(len(record.missing) for record in state.records)
    return Held(courses=len(state.courses), contacts=len(state.contacts), missing=missing)


def lines_with(snapshot: Snapshot, status: UnitStatus) -> tuple[UnitLine, ...]:
    """The units of one status, in the roster's order."""
    return tuple(line for line in snapshot.units if line.state.status is status)


def gaps(state: UnitState) -> tuple[Gap, ...]:
    """All that a unit still owes, in the order in which it is asked: courses, contacts, files."""
    fields = tuple(
        Gap(kind=record.kind, field=key, record=record)
        for record in (*state.courses, *state.contacts)
        for key in record.missing
    )
    whole = [("course", state.lacks_course), ("contact", state.lacks_contact)]
    lacking = tuple(Gap(kind=kind) for kind, lacks in whole if lacks)
    files = tuple(Gap(kind="file", filename=file.filename, reason=file.reason) for file in state.unread)
    return lacking + fields + files


def check_balance(snapshot: Snapshot) -> tuple[str, ...]:
    """What does not add up, as Vietnamese sentences for the digest; empty when all sums hold."""
    return (*_roster_faults(snapshot), *_ledger_faults(snapshot.ledger))


def _roster_faults(snapshot: Snapshot) -> Iterable[str]:
    figures = totals(snapshot)
    summed = figures.sent + figures.none + figures.not_sent
    if summed != figures.invited:
        yield f"Tổng các tình trạng ({summed}) khác số đơn vị được mời ({figures.invited})."
    seen = Counter(line.unit.id for line in snapshot.units)
    for unit_id, times in seen.items():
        if times > 1:
            yield f"Đơn vị {unit_id} có {times} dòng trong danh sách."
    for line in snapshot.units:
        if line.state.unit_id != line.unit.id:
            yield f"Đơn vị {line.unit.id} mang dữ liệu của {line.state.unit_id or 'đơn vị chưa xác định'}."
    for message in snapshot.today:
        if message.unit_id is not None and message.unit_id not in seen:
            yield f"Thư {message.id} thuộc đơn vị {message.unit_id} không có trong danh sách."


def _ledger_faults(ledger: Ledger) -> Iterable[str]:
    sums = (
        ("Thư trên máy chủ", ledger.copies, ledger.copies_by_state),
        ("Thư đã lưu", ledger.messages, ledger.messages_by_state),
        ("Phần của thư", ledger.parts, ledger.parts_by_status),
    )
    for name, total, by_state in sums:
        summed = sum(by_state.values())
        if summed != total:
            yield f"{name}: {total}, nhưng tổng theo trạng thái là {summed}."
