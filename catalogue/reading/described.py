"""Courses that a paragraph describes in sentences, one a paragraph, as suggestions; text work, no I/O."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from catalogue.fields import COURSE
from catalogue.reading.narrated import CONFIDENCE, DOUBT, REASON, values_told
from parsers.document import Place
from parsers.layout.headings import strip_marker
from parsers.layout.shapes import URL
from parsers.text import bare
from parsers.wanted import Candidate, Extraction, Reading

FEWEST_TOLD = 4
_LONGEST_PARAGRAPH = 1_500
_LONGEST_TITLE = 100
_MOST = 30

# With their accents, since "gồm" and "gốm", "là" and "lá" part where a name ends.
_SUBJECT = re.compile(
    r"^(?:[-+*•]\s*)?(?:\d{1,2}[.)]\s*)?(?:khóa|khoá|lớp)(?: học| đào tạo)? "
    r"(?P<title>[\"“][^\"“”]{2,100}[\"”]|\w[^.;:\"“”()]{2,100}?)"
    r"(?=,? (?:là|gồm|có|kéo dài|được|dành cho|nhằm|thuộc|học (?:trực|online|trong))\b)",
    re.IGNORECASE,
)
# For text without accents, letter by letter where it stood.
_NO_SUBJECT = re.compile(r"^(?:khoa|lop)(?: hoc| dao tao)?\b")
_TEXTS = {
    "content": re.compile(r"\bnoi dung(?: hoc| dao tao| chinh| khoa hoc)?(?: (?:bao )?gom(?: co)?|:)\s+"),
    "curriculum": re.compile(r"\bchuong trinh(?: hoc| dao tao)?(?: (?:bao )?gom(?: co)?|:)\s+"),
}
_CLAUSE_END = re.compile(r"\.(?:\s|$)|;|\n|$")


def described(extraction: Extraction) -> Iterator[Candidate]:
    """The courses each of which a paragraph of sentences describes, below its name or with it as subject."""
    above = ""
    for number, (place, text) in enumerate(extraction.prose):
        title, rest = (
            _named(text, above) if number < _MOST * 10 and len(text) <= _LONGEST_PARAGRAPH else ("", "")
        )
        above = text
        readings = _readings(rest, place) if title else []
        told = {one.field for one in readings}
        if len(told) >= FEWEST_TOLD - (f"“{title}”" in text):
            more = [one for one in extraction.shared if one.place == place and one.field not in told]
            yield Candidate(
                kind=COURSE,
                readings=(_reading("title", title, place), *readings, *more),
                region=str(place),
                doubt=DOUBT,
            )


def _named(text: str, above: str) -> tuple[str, str]:
    """The name that a paragraph describes, and what it says of it; empty where it names none."""
    found = _SUBJECT.match(text)
    if found is not None:
        title = text[found.start("title") : found.end("title")].strip(' "“”')
        if title[:1].isupper():
            return title, text[found.end() :]
    heading = strip_marker(above).strip()
    is_heading = 1 < len(heading) <= _LONGEST_TITLE and heading[-1] not in ".:;,!?" and ":" not in heading
    numbered = heading != above.strip()
    return (heading, text) if is_heading and numbered and _NO_SUBJECT.match(bare(text)) else ("", "")


def _readings(text: str, place: Place) -> list[Reading]:
    said: Sequence[tuple[str, str]] = [*_texts(text), *values_told(_without_texts(text))]
    link = URL.search(text)
    told = [_reading(key, value, place) for key, value in said if value]
    return [*told, _reading("url", link.group().rstrip(".,;)"), place)] if link else told


def _texts(text: str) -> Iterator[tuple[str, str]]:
    low = bare(text)
    for key, pattern in _TEXTS.items():
        found = pattern.search(low)
        if found is not None:
            end = _CLAUSE_END.search(text, found.end())
            yield key, text[found.end() : end.start() if end else len(text)].strip(" .,;")


def _without_texts(text: str) -> str:
    """A paragraph up to where its content begins: figures behind are of lessons."""
    begins = [found.start() for pattern in _TEXTS.values() if (found := pattern.search(bare(text)))]
    return text[: min(begins, default=len(text))]


def _reading(field: str, text: str, place: Place) -> Reading:
    return Reading(field=field, text=text, place=place, confidence=CONFIDENCE, reason=REASON)
