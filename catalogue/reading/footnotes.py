"""Remarks below a list, tied by their sign to the courses that carry it; doubts values, changes none."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from catalogue.fields import COURSE
from catalogue.normalizing.choices import read_delivery, read_level
from catalogue.records import Entry, Value
from parsers.layout.signs import sign_behind, signed_remark, without_sign
from parsers.text import fold
from parsers.wanted import Extraction

_QUOTED = 80
_LONGEST_NOTE = 600
_LONGEST_CAPTION = 20
_NUMBERED = re.compile(
    r"\b(?:khoa|lop|nghe|muc|dong|stt)(?: hoc)?(?: so)? (?P<first>\d{1,3})"
    r"(?: (?:va|den) (?P<last>\d{1,3}))?\b"
)
_REMARK = re.compile(r"^(?:ghi chu|luu y|chu thich)\b")
_FEE = re.compile(
    r"\b(?:hoc phi|mien phi|muc thu|thu phi|muc phi|le phi|giam \d|giam phi|ho tro (?:\d|toan bo|hoc phi))"
)
_FEE_SETTLED = re.compile(r"\bda (?:bao )?gom\b")
_FREE = re.compile(r"\b(?:mien (?:hoc )?phi|khong thu (?:hoc )?phi)\b(?! cho| doi| voi| neu| khi)")
_FOR_SOME = re.compile(
    r"\b(?:ho (?:can )?ngheo|(?:can|nguoi) ngheo|doi tuong|chinh sach|bo doi|khuyet tat|dan toc|hoc vien nu"
    r"|cho nu|that nghiep|mo coi|thuong binh|con em)\b"
)
_SPOKEN = frozenset(("title", "prose", "note"))


@dataclass(frozen=True, slots=True)
class _Note:
    """A remark: the sign that it explains, "" where it names courses by their numbers."""

    sign: str
    text: str


def doubt_remarked(entries: Sequence[Entry], extraction: Extraction) -> list[Entry]:
    """The entries of a document, values doubted that a remark on their course speaks of."""
    notes = list(_notes(extraction))
    courses = [number for number, entry in enumerate(entries) if entry.kind == COURSE]
    ordinal = {number: place for place, number in enumerate(courses, 1)}
    return [
        entry if number not in ordinal else _remarked(entry, ordinal[number], notes)
        for number, entry in enumerate(entries)
    ]


def doubt_for_some(values: Mapping[str, Value]) -> Mapping[str, Value]:
    """The same values; a fee that is told of all courses and for some learners waits for confirmation."""
    fee = values.get("fee")
    if (
        fee is None
        or fee.doubt
        or fee.reason not in _SPOKEN
        or not _FOR_SOME.search(fold(fee.text[:_LONGEST_NOTE]))
    ):
        return values
    return {**values, "fee": replace(fee, doubt=f"differs: told for some, {fee.text[:_QUOTED]!r}")}


def _notes(extraction: Extraction) -> Iterator[_Note]:
    texts = [text for _, text in extraction.prose] + [one.text for one in extraction.unclaimed]
    for text in texts:
        for line in text[:_LONGEST_NOTE].split("\n"):
            sign, said = signed_remark(line)
            if sign:
                yield _Note(sign, said)
            if sign or _REMARK.search(fold(line[:_LONGEST_CAPTION])):
                yield _Note("", line.strip())


def _remarked(entry: Entry, ordinal: int, notes: Sequence[_Note]) -> Entry:
    known = doubt_for_some(entry.values)
    if not notes:
        return entry if known is entry.values else replace(entry, values=known)
    values = dict(known)
    carried = {sign for value in values.values() if (sign := sign_behind(value.text))}
    for note in notes:
        if note.sign in carried or (not note.sign and _is_numbered(note.text, ordinal)):
            values.update(_doubted(values, note))
    return replace(entry, values=_without_signs(values, notes))


def _without_signs(values: Mapping[str, Value], notes: Iterable[_Note]) -> Mapping[str, Value]:
    """The values with a title whose number in brackets is the sign of a remark and no part of the name."""
    title = values.get("title")
    if title is None or not isinstance(title.value, str):
        return values
    sign = sign_behind(title.value)
    if not sign or sign not in {note.sign for note in notes}:
        return values
    bare = without_sign(title.value)
    return {**values, "title": replace(title, value=bare)} if bare else values


def _is_numbered(text: str, ordinal: int) -> bool:
    """Whether a remark names the course by its place in the list."""
    for found in _NUMBERED.finditer(fold(text)):
        first, last = int(found["first"]), int(found["last"] or found["first"])
        if ordinal in {first, last} or (first < ordinal < last and " den " in found.group()):
            return True
    return False


def _doubted(values: Mapping[str, Value], note: _Note) -> Mapping[str, Value]:
    """The values that a remark speaks of and does not merely repeat, each with the remark as its doubt."""
    folded = fold(note.text)
    keys: list[str] = []
    if _FEE.search(folded) and not _FEE_SETTLED.search(folded) and not _repeats_fee(values, folded):
        keys += ["fee", "fee_vnd"]
    delivery, level = read_delivery(note.text).code, read_level(note.text).code
    keys += ["delivery"] if _differs(values, "delivery", delivery) else []
    keys += ["level"] if _differs(values, "level", level) else []
    code = "differs" if _FOR_SOME.search(folded) else "conflict"
    doubt = f"{code}: a remark says {note.text[:_QUOTED]!r}"
    return {key: replace(values[key], doubt=values[key].doubt or doubt) for key in keys if key in values}


def _repeats_fee(values: Mapping[str, Value], folded: str) -> bool:
    fee = values.get("fee")
    return fee is not None and fee.value == "free" and bool(_FREE.search(folded))


def _differs(values: Mapping[str, Value], key: str, said: str | None) -> bool:
    held = values.get(key)
    return said is not None and held is not None and held.value != said
