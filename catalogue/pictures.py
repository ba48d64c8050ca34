"""Which picture belongs to which course, and what a picture file is to the intake; names in, values out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from catalogue.evidence import Source
from catalogue.records import COURSE, Entry, Origin, PartOutcome, PartStatus, Value
from parsers.document import Reason
from parsers.text import fold

_LOGO = re.compile(
    r"^(?:image\d{3}|logo|icon|outlook|signature|chu ky|chuky|facebook|zalo|youtube|banner|linkedin)\b"
)
_PAPER = re.compile(
    r"\b(?:scan|camscanner|cong van|cv|danh sach|ds|to trinh|van ban|bao cao|bieu mau|phieu)\b"
)
_SERIAL = re.compile(r"[\s\d]+$")
_SHORTEST = 4
_PHOTOGRAPH = 60_000
"""Bytes from which a picture pasted into a mail is no logo."""


def attach_pictures(
    entries: Sequence[Entry], pictures: Sequence[PartOutcome], source: Source
) -> tuple[tuple[Entry, ...], frozenset[str]]:
    """The entries with the pictures that are named like them, and the names that found a course.

    Where a message speaks of one course only, its pictures are that course's.
    """
    courses = [index for index, entry in enumerate(entries) if _title(entry)]
    given: dict[int, list[PartOutcome]] = {}
    for picture in pictures:
        index = _course_of(picture_name(picture), entries, courses)
        if index is not None:
            given.setdefault(index, []).append(picture)
    result = list(entries)
    for index, own in given.items():
        result[index] = _with_images(result[index], own, source)
    return tuple(result), frozenset(picture_name(one) for own in given.values() for one in own)


def judge_picture(
    picture: PartOutcome, pictured: frozenset[str], *, has_list: bool, is_inline: bool
) -> PartOutcome:
    """What becomes of a picture: a course's own, a logo, or perhaps a photographed list.

    ``has_list`` tells that the list of courses is another file, read or not.
    """
    name = picture_name(picture)
    words = fold(name.rpartition(".")[0])
    if name in pictured:
        return picture
    if (is_inline or _LOGO.match(words)) and (has_list or picture.size < _PHOTOGRAPH):
        return replace(picture, status=PartStatus.IGNORED, note="decoration")
    if not has_list or _PAPER.search(words):
        scanned = Reason.SCANNED.value
        return replace(picture, status=PartStatus.UNREADABLE, reason=scanned, note="a picture of text")
    return picture


def picture_name(picture: PartOutcome) -> str:
    """The bare file name of a picture, also inside an archive."""
    return (picture.path or picture.filename or "").rpartition("/")[2]


def _title(entry: Entry) -> str:
    value = entry.values.get("title")
    return str(value.value) if entry.kind == COURSE and value is not None and value.value else ""


def _course_of(name: str, entries: Sequence[Entry], courses: Sequence[int]) -> int | None:
    stem = _SERIAL.sub("", fold(name.rpartition(".")[0]))
    if _LOGO.match(fold(name.rpartition(".")[0])):
        return None
    compact = stem.replace(" ", "")
    scores = [(_likeness(compact, fold(_title(entries[index])).replace(" ", "")), index) for index in courses]
    best = max(scores, default=(0, 0))
    if best[0]:
        # Two titles that a name fits as well: nobody can tell whose picture it is.
        return best[1] if [score for score, _ in scores].count(best[0]) == 1 else None
    return courses[0] if len(courses) == 1 and not _PAPER.search(stem) else None


def _likeness(stem: str, title: str) -> int:
    """How many letters a name and a title share where one holds the other, 0 where none does."""
    bare_title = _SERIAL.sub("", title)
    if min(len(stem), len(bare_title)) < _SHORTEST:
        return 0
    if stem in title or bare_title in stem:
        return min(len(stem), len(title))
    return 0


def _with_images(entry: Entry, pictures: Sequence[PartOutcome], source: Source) -> Entry:
    held = entry.values.get("images")
    names = [picture_name(picture) for picture in pictures]
    before = held.value if held is not None and isinstance(held.value, list) else []
    origin = (
        held.origin
        if held is not None and before
        else Origin(message=source.message, message_id=source.message_id, part=names[0])
    )
    value = Value(value=list(dict.fromkeys([*before, *names])), text="; ".join(names), origin=origin)
    return replace(entry, values={**entry.values, "images": value})
