"""What one campaign is, read from its TOML; everything is checked at start, all faults in one error."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays as public_holidays
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, field_validator

from config.templates import TemplateFolderError, Templates, read_templates

NonEmpty = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class CampaignError(Exception):
    """A campaign's file is absent or has faults; the message names the file and each key."""


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


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Campaign:
    """One campaign's settings. Moments are aware; days are of the campaign's time zone.

    ``before`` is the first day that is too late: the last accepted moment is the end of the day
    before. ``opens_on`` begins the window. ``grace_days`` are days from ``before`` on that still count.
    ``letter_no`` is empty while the letter bears no number. ``wording`` overrides phrases of the letters
    by key, ``templates`` whole letters; ``extra_headings`` adds headings by field key ("course.title").
    ``holidays`` are the public ones of the country and the campaign's own. ``letters_per_day`` and
    ``letters_in_all`` bound what one unit gets: the last letter of all is kept for its thanks.
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
    letters_per_day: int = 2
    letters_in_all: int = 6
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
    templates: Templates = field(default_factory=Templates)

    @property
    def last_day(self) -> date:
        """The last accepted day (the day before ``before``)."""
        return self.before - timedelta(days=1)

    @property
    def closes_at(self) -> datetime:
        """The first moment that is late: the start of ``before`` (grace not counted), aware."""
        return datetime.combine(self.before, time.min, self.time_zone)

    def is_late(self, received_at: datetime) -> bool:
        """Whether a message received then is late, grace counted in the unit's favour."""
        return received_at >= self.closes_at + timedelta(days=self.grace_days)


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Letter(_Strict):
    number: str = ""
    symbol: str = ""
    issued_on: date | None = None
    subject: NonEmpty


class _Window(_Strict):
    opens_on: date
    before: date
    grace_days: int = Field(default=0, ge=0, le=60)
    time_zone: NonEmpty = "Asia/Ho_Chi_Minh"

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ValueError(f"no such time zone: {value}") from error
        return value

    @field_validator("before")
    @classmethod
    def _after_opening(cls, value: date, info: object) -> date:
        opens_on = getattr(info, "data", {}).get("opens_on")
        if opens_on is not None and value <= opens_on:
            raise ValueError(f"must be later than opens_on ({opens_on})")
        return value


class _Schedule(_Strict):
    reminder_days: tuple[Annotated[int, Field(ge=0, le=365)], ...] = (14, 7, 3, 1)
    office_start: time = time(7, 30)
    office_end: time = time(17, 0)
    digest_at: time = time(7, 30)
    clarifications_per_day: int = Field(default=1, ge=0, le=10)
    clarifications_in_all: int = Field(default=3, ge=0, le=20)
    letters_per_day: int = Field(default=2, ge=1, le=10)
    letters_in_all: int = Field(default=6, ge=1, le=60)
    holiday_country: str = "VN"
    holidays: tuple[date, ...] = ()

    @field_validator("holiday_country")
    @classmethod
    def _known_country(cls, value: str) -> str:
        if value and value not in public_holidays.list_supported_countries():
            raise ValueError(
                f"no holidays are known of country {value!r} (ISO 3166-1, such as VN; '' for none)"
            )
        return value


class _Department(_Strict):
    mailbox: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$")]
    name: NonEmpty
    office: NonEmpty


class _Officer(_Strict):
    title: str = ""
    name: NonEmpty
    phone: NonEmpty
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+$")]


class _Rule(_Strict):
    level: Literal["A", "B", "C", "D"]
    required: bool = False


class _Fields(_Strict):
    course: dict[str, _Rule]
    contact: dict[str, _Rule]

    @field_validator("course")
    @classmethod
    def _known_course_fields(cls, value: dict[str, _Rule]) -> dict[str, _Rule]:
        return _known(value, COURSE_KEYS)

    @field_validator("contact")
    @classmethod
    def _known_contact_fields(cls, value: dict[str, _Rule]) -> dict[str, _Rule]:
        return _known(value, CONTACT_KEYS)


COURSE_KEYS = frozenset(
    (
        *("title", "level", "delivery", "work_study", "fee", "fee_vnd", "duration", "content"),
        *("curriculum", "url", "images", "learner_account", "assessment", "certificate", "advising"),
    )
)
CONTACT_KEYS = frozenset({"full_name", "position", "phone", "email"})


def _known(value: dict[str, _Rule], keys: frozenset[str]) -> dict[str, _Rule]:
    unknown = sorted(set(value) - keys)
    if unknown:
        raise ValueError(f"no such field: {', '.join(unknown)}; there are {', '.join(sorted(keys))}")
    return value


class _File(_Strict):
    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    title: NonEmpty
    subject_tag: NonEmpty
    portal_url: str = ""
    keywords: tuple[NonEmpty, ...] = ()
    letter: _Letter
    window: _Window
    schedule: _Schedule = _Schedule()
    department: _Department
    officer: _Officer
    unit_kinds: dict[str, NonEmpty] = Field(min_length=1)
    fields: _Fields
    wording: dict[str, str] = {}
    templates: str = ""
    extra_headings: dict[str, tuple[NonEmpty, ...]] = {}


def load_campaign(name: str, folder: Path | None = None) -> Campaign:
    """Load a campaign by id (from ``folder``, then from the shipped ones) or by the path of its TOML.

    Raises CampaignError with every fault, each with file and key.
    """
    return _load(name, folder)


def campaign_names(folder: Path | None = None) -> tuple[str, ...]:
    """The ids of all campaigns that load_campaign would find by name."""
    found = {one.name for one in _shipped().iterdir() if one.name.endswith(".toml")}
    if folder is not None and folder.is_dir():
        found |= {path.name for path in folder.glob("*.toml")}
    return tuple(sorted(name.removesuffix(".toml") for name in found))


@lru_cache(maxsize=32)
def _load(name: str, folder: Path | None) -> Campaign:
    file = _find(name, folder)
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CampaignError(f"{file}: cannot be read as TOML: {error}") from error
    try:
        checked = _File.model_validate(data)
    except ValidationError as error:
        faults = "\n".join(f"  {_key(one['loc'])}: {one['msg']}" for one in error.errors())
        raise CampaignError(f"{file}: {error.error_count()} fault(s)\n{faults}") from error
    return replace(_build(checked), templates=_templates(checked, file))


def _key(location: tuple[int | str, ...]) -> str:
    return ".".join(str(step) for step in location) or "(file)"


def _find(name: str, folder: Path | None) -> Path | Traversable:
    if name.endswith(".toml"):
        return Path(name)
    places = [folder / f"{name}.toml"] if folder is not None else []
    for place in (*places, _shipped() / f"{name}.toml"):
        if place.is_file():
            return place
    raise CampaignError(f"no campaign {name!r}; there are: {', '.join(campaign_names(folder))}")


def _templates(checked: _File, file: Path | Traversable) -> Templates:
    """The campaign's own templates; their folder is named from where its file lies."""
    if not checked.templates:
        return Templates()
    beside = file.parent if isinstance(file, Path) else _shipped()
    try:
        return read_templates(beside / checked.templates)
    except TemplateFolderError as error:
        raise CampaignError(f"{file}: templates: {error}") from error


def _shipped() -> Traversable:
    return resources.files("config") / "campaigns"


def _rules(rules: Mapping[str, _Rule], keys: frozenset[str]) -> dict[str, FieldRule]:
    absent = {key: FieldRule(key=key, level="D", required=False) for key in keys - set(rules)}
    return absent | {
        key: FieldRule(key=key, level=rule.level, required=rule.required) for key, rule in rules.items()
    }


def _letter_no(letter: _Letter) -> str:
    return f"{letter.number}/{letter.symbol}" if letter.number and letter.symbol else letter.number


def _holidays(schedule: _Schedule, window: _Window) -> frozenset[date]:
    """The public holidays around the window, and those that the campaign adds."""
    if not schedule.holiday_country:
        return frozenset(schedule.holidays)
    years = range(window.opens_on.year, window.before.year + 2)
    public = public_holidays.country_holidays(schedule.holiday_country, years=years)
    return frozenset((*public, *schedule.holidays))


def _build(file: _File) -> Campaign:
    window, schedule, officer = file.window, file.schedule, file.officer
    return Campaign(
        id=file.id,
        title=file.title,
        subject_tag=file.subject_tag,
        letter_no=_letter_no(file.letter),
        letter_date=file.letter.issued_on,
        letter_subject=file.letter.subject,
        unit_kinds=file.unit_kinds,
        opens_on=window.opens_on,
        before=window.before,
        grace_days=window.grace_days,
        time_zone=ZoneInfo(window.time_zone),
        reminder_days=tuple(sorted(set(schedule.reminder_days), reverse=True)),
        office_start=schedule.office_start,
        office_end=schedule.office_end,
        digest_at=schedule.digest_at,
        clarifications_per_day=schedule.clarifications_per_day,
        clarifications_in_all=schedule.clarifications_in_all,
        letters_per_day=schedule.letters_per_day,
        letters_in_all=schedule.letters_in_all,
        mailbox_address=file.department.mailbox.lower(),
        department=file.department.name,
        office=file.department.office,
        officer=Officer(title=officer.title, name=officer.name, phone=officer.phone, email=officer.email),
        portal_url=file.portal_url,
        course_fields=_rules(file.fields.course, COURSE_KEYS),
        contact_fields=_rules(file.fields.contact, CONTACT_KEYS),
        keywords=file.keywords,
        holidays=_holidays(schedule, window),
        wording=file.wording,
        extra_headings=file.extra_headings,
    )
