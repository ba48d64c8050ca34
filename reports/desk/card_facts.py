"""What a card is drawn from: the line that waits and all that was gathered to decide about it; values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from catalogue.accounts import User
from catalogue.lists import UnitHead
from catalogue.outbox import Letter
from catalogue.records import MessageReading, Record, Unit, UnitState
from catalogue.snapshot import NeedLine
from catalogue.views import PastLetter, StoredMessage
from reports.desk.origins import Sources

NO_READINGS: Mapping[str, MessageReading] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a visitor filled in: the unit ``sought``, and a form that will not do, with its ``fault``."""

    sought: str = ""
    what: str = ""
    fault: str = ""
    text: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardFacts:
    """One line that waits. ``readings`` are those of the messages that its values came from, by SHA-256.

    ``units`` are those that an unknown sender may be, the likeliest first, or what was sought.
    ``open_cases`` are the units of an overdue list, ``history`` are letters to the unit.
    ``siblings`` are records that the line's record may be the same as.
    """

    line: NeedLine
    mark: str
    user: User
    sources: Sources
    head: UnitHead | None = None
    state: UnitState | None = None
    message: StoredMessage | None = None
    reading: MessageReading | None = None
    record: Record | None = None
    readings: Mapping[str, MessageReading] = field(default_factory=lambda: NO_READINGS)
    letter: Letter | None = None
    history: tuple[PastLetter, ...] = ()
    units: tuple[Unit, ...] = ()
    open_cases: tuple[UnitHead, ...] = ()
    siblings: tuple[Record, ...] = ()
    typed: Typed = field(default_factory=Typed)
