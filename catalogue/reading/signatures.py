"""The person in a mail's signature: name, post, phone and address from its lines; values in, one out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from catalogue.fields import CONTACT
from catalogue.normalizing.evidence import Source, value_of
from catalogue.normalizing.people import (
    is_post,
    is_unit,
    read_email,
    read_name,
    read_person,
    strip_titles,
)
from catalogue.normalizing.phones import read_phones
from catalogue.reading.lines import Line
from catalogue.records import Entry, Value
from parsers.signing import ICON
from parsers.text import fold, squeeze
from parsers.wanted import Reading

CONFIDENCE = 0.75
_FAX = re.compile(r"\bfax\b.*$", re.IGNORECASE)
_PIECES = re.compile(r"\s+[-–|]\s+|[|,;]")
_LABEL = re.compile(
    r"^\s*(?:người\s+(?:gửi|liên\s+hệ|lập)|họ\s+(?:và\s+)?tên|liên\s+hệ|chức\s+vụ)\s*:\s*", re.IGNORECASE
)
_SHORT_NAME = re.compile(r"^(?:[Cc]ô|[Tt]hầy|[Cc]hị|[Aa]nh|[Ôô]ng|[Bb]à)\s+(?P<name>[^\W\d_]\w*)$")
_MOBILE = re.compile(r"\b(?:m|mobile|dd|di dong|dtdd|zalo|cell|hp)\b")
# The unit's own name behind a post, three words or more: "Giám đốc Trung tâm" is a whole post.
_NAMED_UNIT = re.compile(
    r"(?<=\w)\s+(?:trường|trung tâm|tt|công ty|cty|viện)\s+(?:[^\s,|-]+\s+){2,10}[^\s,|-]+$", re.IGNORECASE
)
_OFFICE = re.compile(r"^(?:phòng|ban|bộ phận|khoa|văn phòng|tổ)\s", re.IGNORECASE)


def read_signature(lines: Sequence[Line], source: Source) -> Entry | None:
    """The contact that a signature names; None where it has no phone, or neither a person nor an office."""
    phone = _phone(lines)
    name = _name(lines)
    office = next((line for line in lines if _OFFICE.match(line.text)), None)
    if phone is None or (name is None and office is None):
        return None
    # An office is what one without a name is called; it is nobody's post.
    position = _post(lines) or (office if name is None else None)
    found = [("full_name", name), ("position", position), ("phone", phone), ("email", _email(lines))]
    return Entry(
        kind=CONTACT, values={key: _value(key, line, source) for key, line in found if line is not None}
    )


def _value(key: str, line: Line, source: Source) -> Value:
    reading = Reading(field=key, text=line.text, place=line.place, confidence=CONFIDENCE, reason="signature")
    if key == "phone":
        phone = read_phones(line.text)[0]
        return value_of(reading, source, phone.e164, phone.doubt)
    return value_of(reading, source, line.text)


def _name(lines: Iterable[Line]) -> Line | None:
    for line in lines:
        shown = ICON.sub("", line.text)
        for piece in (piece for part in _PIECES.split(shown) if (piece := _LABEL.sub("", part).strip())):
            name = read_name(piece)
            if name is not None and all(word[0].isupper() for word in strip_titles(piece).split()):
                return Line(name, line.place)
            short = _SHORT_NAME.match(piece)
            if short and short["name"][0].isupper():
                return Line(short["name"], line.place)
    return None


def _post(lines: Iterable[Line]) -> Line | None:
    for line in lines:
        said = _LABEL.sub("", line.text)
        if is_post(said) and not any(map(str.isdigit, said)) and read_name(_PIECES.split(said)[0]) is None:
            return Line(_without_unit(said), line.place)
        position = read_person(line.text).position
        if position:
            return Line(position, line.place)
    return None


def _without_unit(text: str) -> str:
    """A post without the unit that follows it ("Chuyên viên - Trường ...")."""
    pieces = re.split(r"\s+[-–|]\s+|[|,]\s*", _NAMED_UNIT.sub("", squeeze(text)))
    kept = [piece for index, piece in enumerate(pieces) if index == 0 or not is_unit(piece)]
    return " - ".join(kept).strip(" .,;")


def _phone(lines: Iterable[Line]) -> Line | None:
    told = ((line, _FAX.sub("", line.text)) for line in lines)
    spoken = [
        Line(part.strip(), line.place) for line, text in told for part in re.split(r"[|;]|\s[-–]\s", text)
    ]
    phones = [line for line in spoken if read_phones(line.text)]
    own = [line for line in phones if _MOBILE.search(fold(line.text))]
    return next(iter(own or phones), None)


def _email(lines: Iterable[Line]) -> Line | None:
    for line in lines:
        email = read_email(line.text)
        if email:
            return Line(email, line.place)
    return None
