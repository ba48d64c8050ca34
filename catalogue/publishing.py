"""What of the catalogue the public may see, and why the rest may not; pure, knows no page and no file.

A course is published when whatever a learner needs to choose it is known and waits for nobody's yes. Its
other values are published where they are sure. Persons stay out of it, unless they were released.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from catalogue.fields import ASSURANCES, CONTACT
from catalogue.normalizing.phones import read_phones
from catalogue.records import Decision, DecisionKind, Origin, Record, Unit, Value
from parsers.text import fold, squeeze

WHOLE = "record"
IN_PERSON = "in_person"
REMOVED = "[…]"
"""What stands in a text where a telephone number, an address or a name stood."""

_MAIL = re.compile(r"(?:mailto:)?[\w.+\-]+\s?(?:@|\(at\)|\[at\])\s?[\w\-]+(?:\.[\w\-]+)+", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\w])\(?(?:\+|00)?\d(?:[\s.\-–()]{0,2}\d){7,13}(?!\w)")
_CHAT = re.compile(r"(?:zalo|viber|whatsapp|t\.me|tel:|mailto:|facebook\.com/messages|m\.me)", re.IGNORECASE)
_PDF = ".pdf"
_LONGEST_WORDS = 4_000
_LONE_NAME = 2
"""A name of fewer words might be any word."""


class Withheld(StrEnum):
    """Why a course is not published; each is said once of a course."""

    NO_PROVIDER = "no_provider"
    DOUBTED = "doubted"
    NO_TITLE = "no_title"
    NO_CONTENT = "no_content"
    NO_LEVEL = "no_level"
    NO_DELIVERY = "no_delivery"
    NO_FEE = "no_fee"
    TO_CONFIRM = "to_confirm"
    IN_PERSON = "in_person"


_NEEDED = {
    "title": Withheld.NO_TITLE,
    "content": Withheld.NO_CONTENT,
    "level": Withheld.NO_LEVEL,
    "delivery": Withheld.NO_DELIVERY,
    "fee": Withheld.NO_FEE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicContact:
    """A contact person whom a decision released; "" for what is not known of him."""

    id: str
    name: str
    position: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicPictures:
    """The pictures of a course as its school named them, and where their value came from."""

    names: tuple[str, ...]
    origin: Origin
    message_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicProgramme:
    """That a course's programme names a file: the words that name it, and where they came from.

    ``unnamed`` are the persons whose names such a file must not hold.
    """

    words: str
    origin: Origin
    message_ids: tuple[str, ...] = ()
    unnamed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicCourse:
    """One course as the public sees it; codes as in catalogue.fields, "" or None for what is not known.

    ``fee_vnd`` is the whole fee in đồng; ``fee_text`` what the school wrote of it, where it is no such sum.
    ``promises`` are the assurances that the school gives, by their keys.
    """

    id: str
    title: str
    content: str
    level: str
    delivery: str
    fee: str
    fee_vnd: int | None = None
    fee_text: str = ""
    work_study: bool | None = None
    duration: str = ""
    curriculum: str = ""
    url: str = ""
    promises: tuple[str, ...] = ()
    pictures: PublicPictures | None = None
    programme: PublicProgramme | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A course that is not published, with all its reasons."""

    id: str
    title: str
    reasons: tuple[Withheld, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What one unit shows to the public, and what is held back."""

    unit: Unit
    courses: tuple[PublicCourse, ...] = ()
    contacts: tuple[PublicContact, ...] = ()
    refused: tuple[Refused, ...] = ()


def publish(
    unit: Unit, records: Sequence[Record], released: Collection[str], *, in_person: bool
) -> Published:
    """What of a unit's records is public. ``in_person``: courses that are taught on site only are, too."""
    contacts = [one for one in records if one.kind == CONTACT]
    open_to_all = [one for one in contacts if not {one.id, *one.aliases}.isdisjoint(released)]
    unnamed = tuple(squeeze(one.name) for one in contacts if one not in open_to_all)
    courses, refused = [], []
    for record in records:
        if record.kind == CONTACT:
            continue
        reasons = withheld(record, in_person=in_person)
        if reasons:
            refused.append(Refused(id=record.id, title=record.name, reasons=reasons))
        else:
            courses.append(_course(record, unnamed))
    shown = tuple(_contact(one) for one in open_to_all if sure(one, "full_name"))
    return Published(unit=unit, courses=tuple(courses), contacts=shown, refused=tuple(refused))


def withheld(record: Record, *, in_person: bool) -> tuple[Withheld, ...]:
    """Why a course may not be published, () where it may."""
    reasons = [] if record.unit_id is not None else [Withheld.NO_PROVIDER]
    if record.doubt or WHOLE in record.doubtful:
        reasons.append(Withheld.DOUBTED)
    for key, lacking in _NEEDED.items():
        value = record.values.get(key)
        if value is None or value.value in (None, ""):
            reasons.append(lacking)
        elif sure(record, key) is None:
            reasons.append(Withheld.TO_CONFIRM)
    if not in_person and record.unit_id is not None and _text(record, "delivery") == IN_PERSON:
        reasons.append(Withheld.IN_PERSON)
    return tuple(dict.fromkeys(reasons))


def sure(record: Record, key: str) -> Value | None:
    """A value of a record that waits for nobody, None for any other."""
    value = record.values.get(key)
    waits = key in record.doubtful or any(one.field == key for one in record.conflicts)
    return None if value is None or value.value in (None, "", []) or value.doubt or waits else value


def released_contacts(decisions: Iterable[Decision]) -> frozenset[str]:
    """The ids of the contacts that may be published, as decisions in force say; the last word counts."""
    said = {one.subject: one.value != "off" for one in decisions if one.kind is DecisionKind.RELEASE}
    return frozenset(record_id for record_id, yes in said.items() if yes)


def without_persons(text: str, names: Sequence[re.Pattern[str]] = ()) -> str:
    """A text without addresses of mail, telephone numbers and these names."""
    text = _MAIL.sub(REMOVED, text)
    text = _DIGITS.sub(lambda found: REMOVED if _is_phone(found[0]) else found[0], text)
    for name in names:
        text = name.sub(REMOVED, text)
    return text


def _is_phone(digits: str) -> bool:
    # No sum begins with a nought: such a row of digits is a number even where nobody answers it.
    return digits.lstrip("(").startswith(("0", "+")) or any(one.e164 for one in read_phones(digits))


def names_to_hide(names: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    """What finds these names in a text, however they are spaced and written."""
    return tuple(
        re.compile(r"(?<!\w)" + r"\s+".join(map(re.escape, name.split())) + r"(?!\w)", re.IGNORECASE)
        for name in names
        if len(name.split()) >= _LONE_NAME
    )


def _course(record: Record, unnamed: tuple[str, ...]) -> PublicCourse:
    hidden = names_to_hide(unnamed)
    figure = sure(record, "fee_vnd")
    amount = figure.value if figure and isinstance(figure.value, int) else None
    free = _text(record, "fee") == "free"
    work_study = sure(record, "work_study")
    texts = {
        key: without_persons(_text(record, key), hidden)
        for key in ("title", "content", "duration", "curriculum")
    }
    return PublicCourse(
        id=record.id,
        level=_text(record, "level"),
        delivery=_text(record, "delivery"),
        fee=_text(record, "fee"),
        fee_vnd=None if free else amount,
        fee_text="" if free or amount else without_persons(_fee_words(record), hidden),
        work_study=work_study.value if work_study and isinstance(work_study.value, bool) else None,
        url=_address(_text(record, "url")),
        promises=tuple(key for key in ASSURANCES if (one := sure(record, key)) and one.value is True),
        pictures=_pictures(record),
        programme=_programme(record, unnamed),
        **texts,
    )


def _fee_words(record: Record) -> str:
    """What was written of the fee, where it holds a figure and nobody doubts the figure."""
    value = sure(record, "fee")
    doubted = "fee_vnd" in record.doubtful or any(one.field == "fee_vnd" for one in record.conflicts)
    text = squeeze(value.text) if value else ""
    return text if not doubted and any(map(str.isdigit, text)) else ""


def _address(url: str) -> str:
    """A web address that names no person; "" for any other."""
    is_web = url.startswith(("https://", "http://")) and not any(map(str.isspace, url))
    return url if is_web and not _CHAT.search(url) and without_persons(url) == url else ""


def _pictures(record: Record) -> PublicPictures | None:
    value = sure(record, "images")
    if value is None or not isinstance(value.value, list):
        return None
    return PublicPictures(names=tuple(value.value), origin=value.origin, message_ids=record.message_ids)


def _programme(record: Record, unnamed: tuple[str, ...]) -> PublicProgramme | None:
    value = sure(record, "curriculum")
    if value is None or _PDF not in str(value.value).casefold():
        return None
    words = str(value.value)[:_LONGEST_WORDS]
    return PublicProgramme(words=words, origin=value.origin, message_ids=record.message_ids, unnamed=unnamed)


def _contact(record: Record) -> PublicContact:
    return PublicContact(
        id=record.id,
        name=_text(record, "full_name"),
        position=_text(record, "position"),
        phone=_text(record, "phone"),
        email=_text(record, "email"),
    )


def _text(record: Record, key: str) -> str:
    value = sure(record, key)
    return str(value.value) if value is not None else ""


def in_order(courses: Iterable[PublicCourse]) -> Iterator[PublicCourse]:
    """Courses by name as a dictionary would have them, the same in every run."""
    yield from sorted(courses, key=lambda one: (fold(one.title), one.id))
