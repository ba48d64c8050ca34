"""What one campaign is, read from its TOML; everything is checked at start, all faults in one error."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Officer:
    """The person at the department whom every letter names."""

    title: str
    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """How much a campaign wants one field.

    ``level``: "A" named by the letter, "B" implied by it, "C" an assurance asked once per unit, "D"
    useful, never missing. ``required`` fields are listed under ``missing`` where they lack.
    """

    key: str
    level: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """One campaign's settings. Moments are aware; days are of the campaign's time zone.

    ``before`` is the first day that is too late: the last accepted moment is the end of the day
    before. ``opens_on`` begins the window. ``grace_days`` are days after ``before`` that still count.
    ``wording`` overrides phrases of the letters by key, ``extra_headings`` adds headings by field key
    ("course.title").
    """

    id: str
    title: str
    subject_tag: str
    letter_no: str
    letter_date: date | None
    letter_subject: str
    unit_kinds: Mapping[str, str]
    opens_on: date
    before: date
    grace_days: int
    time_zone: ZoneInfo
    reminder_days: tuple[int, ...]
    office_start: time
    office_end: time
    digest_at: time
    clarifications_per_day: int
    clarifications_in_all: int
    mailbox_address: str
    department: str
    office: str
    officer: Officer
    portal_url: str
    course_fields: Mapping[str, FieldRule]
    contact_fields: Mapping[str, FieldRule]
    keywords: tuple[str, ...]
    holidays: frozenset[date]
    wording: Mapping[str, str]
    extra_headings: Mapping[str, tuple[str, ...]]

    @property
    def last_day(self) -> date:
        """The last accepted day (the day before ``before``)."""
        raise NotImplementedError

    @property
    def closes_at(self) -> datetime:
        """The first moment that is late: the start of ``before`` (grace not counted), aware."""
        raise NotImplementedError

    def is_late(self, received_at: datetime) -> bool:
        """Whether a message received then is late, grace counted in the unit's favour."""
        raise NotImplementedError
