"""What the clauses of an answer are about: one course, all of them, or the others; text work only."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parsers.text import bare, nfc

ALL = "*"
"""The record id that stands for every course that lacks what is said."""
REST = "*rest"
"""The same for the courses that the answer does not name."""
THE_OTHERS = "Các khóa còn lại"
"""How an answer says ``REST``."""


@dataclass(frozen=True, slots=True)
class Clause:
    """One part of an answer: the record id it is about ("" where it names none), and what it says."""

    about: str
    text: str


_NOUN = r"(?:khoa|lop|nghe|nganh|mon)(?: hoc| dao tao| nghe)?"
_EVERY = rf"(?:(?:tat ca|toan bo|ca|moi|deu)(?: (?:cac|\d{{1,2}}|hai|ba|bon|nam))*|cac|nhung) {_NOUN}"
_REST = re.compile(
    rf"(?:(?:tat ca )?(?:cac|nhung|may|\d) )?{_NOUN} (?:con lai|khac)(?: (?:deu|thi|la))*"
    r"|\bcon lai(?: deu| thi| la)*\b"
)
_ALL = re.compile(rf"\b{_EVERY}(?: (?:tren|nay|cua truong|cua trung tam|o truong))?(?: (?:deu|la|thi))*\b")
_EXCEPT = re.compile(
    r"\b(?:tru|ngoai tru|rieng|ngoai|hau het|da so|phan lon|mot so|mot vai|gan het|mot nua|mot phan"
    r"|khong phai (?:tat ca|cac|moi))\b"
)
_NO_COURSE = re.compile(rf"\b(?:khong|chua|chang) (?:co )?{_NOUN}\b")
_SENTENCE = re.compile(r"[\n;]+|(?<=[^\d\s])[.!](?=\s|$)|(?<=\d)[.!](?=\s+[^\W\d]|\s*$)")
_PARTS = re.compile(r"\s*,\s*(?=\D)|\s+(?:và|va|còn)\s+(?=(?:các|những|cac|nhung|khóa|khoá|khoa|lớp|lop)\b)")
_PARTED = re.compile(r"\s*[:.,–-]|\s+(?:thì|là|thi|la)\b", re.IGNORECASE)
_LINK = re.compile(r"^[\s:,.–-]*(?:(?:thì|là|thi|la)\s+)?[\s:]*", re.IGNORECASE)


def sentences_of(text: str) -> list[str]:
    """The sentences of an answer, blank ones left out; an amount is not torn at its points."""
    return [one.strip() for one in _SENTENCE.split(nfc(text)) if one and one.strip()]


def is_excepting(text: str) -> bool:
    """Whether a text says something of all but some: no clause of it may be taken by itself."""
    return _EXCEPT.search(bare(text)) is not None


def denies_all(text: str) -> bool:
    """Whether a text denies something of every course ("không khóa nào ..."), so that its rest misleads."""
    return _NO_COURSE.search(bare(text)) is not None


def speaks_of_some(text: str) -> bool:
    """Whether a text speaks of the others, or of all but some."""
    return is_excepting(text) or _REST.search(bare(text)) is not None


def named_in(text: str, titles: Mapping[str, str]) -> dict[str, str]:
    """The titles whose letters stand in a text at all."""
    low = bare(text)
    return {title: one for title, one in titles.items() if bare(title.strip()) in low}


def clauses_of(sentence: str, titles: Mapping[str, str]) -> Iterator[Clause]:
    """The parts of a sentence, each with the course that it or the part before it names.

    ``titles`` are the courses' names as written, each with its record id.
    """
    about = ""
    waiting: list[str] = []
    for place, part in enumerate(_PARTS.split(sentence)):
        found, rest = _subject(part, titles, begins=place == 0)
        about = found or about
        if rest.strip():
            yield from (Clause(one, rest.strip()) for one in dict.fromkeys((*waiting, about)))
            waiting = []
        elif found:
            waiting.append(found)


def _subject(part: str, titles: Mapping[str, str], *, begins: bool) -> tuple[str, str]:
    """Whom a part is about, and the part without the words that say so; ``begins`` a sentence."""
    low = bare(part)
    for pattern, about in ((_REST, REST), (_ALL, ALL)):
        found = pattern.search(low)
        if found:
            return about, _without(part, found.start(), found.end())
    for title in sorted(titles, key=len, reverse=True):
        span = _named(part, low, title, begins=begins)
        if span is not None:
            return titles[title], _without(part, *span)
    return "", part


def _named(part: str, low: str, title: str, *, begins: bool = True) -> tuple[int, int] | None:
    """Where a part names a course: by its noun, in quotes or before a colon, or written as the title is.

    A title of one syllable without its marks is many another word ("han", "tien").
    """
    name = re.escape(bare(title))
    before = re.search(rf"\b{_NOUN} [\"“]?{name}\b[\"”]?|^\W*{name}\b[\"”]?(?=\s*:|\s+[-–]\s)", low)
    if before:
        return before.span()
    if " " not in title.strip():
        exact = re.search(rf"(?<!\w){re.escape(title.strip())}(?!\w)", part)
        named = exact is not None and exact[0][:1].isupper() and (exact.start() > 0 or not begins)
        return exact.span() if exact and named else None
    loose = re.search(rf"\b{name}\b", low)
    return loose.span() if loose else None


def _without(part: str, start: int, end: int) -> str:
    before, behind = part[:start].strip(), _LINK.sub("", part[end:])
    return f"{before} {behind}".strip(" ,:")


def by_course(text: str, titles: Mapping[str, str]) -> Sequence[tuple[str, str]] | None:
    """What an answer for all courses says of each, by record id; ``ALL`` last, for those not named.

    Empty where it names none and so speaks of all; None where it names some in a way that is not understood.
    """
    if is_excepting(text) or denies_all(text):
        return None
    known = named_in(text, titles)
    clauses = [one for sentence in sentences_of(text) for one in clauses_of(sentence, known)]
    if not any(one.about for one in clauses):
        return ()
    if not all(one.about for one in clauses) or {ALL, REST} <= {one.about for one in clauses}:
        return None
    said: dict[str, str] = {}
    for one in clauses:
        about = ALL if one.about == REST else one.about
        said[about] = f"{said[about]}, {one.text}" if about in said else one.text
    last = [(ALL, said.pop(ALL))] if ALL in said else []
    return (*said.items(), *last)


def without_title(text: str, title: str, *, prose: bool = False) -> str:
    """An answer about one course without the words at its beginning that name that course again.

    ``prose`` may begin with the same words and mean them: there only a sign or "là" parts them from it.
    """
    composed = nfc(text)
    span = _named(composed, bare(composed), title) if title else None
    if span is None or composed[: span[0]].strip():
        return text
    if prose and not _PARTED.match(composed, span[1]):
        return text
    return _LINK.sub("", composed[span[1] :]) or text
