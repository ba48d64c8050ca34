"""Which picture belongs to which course, and what a picture file is to the intake; names in, values out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from catalogue.fields import COURSE
from catalogue.normalizing.evidence import Source
from catalogue.records import Entry, Origin, PartOutcome, PartStatus, Value
from parsers.document import Reason
from parsers.text import fold

_LOGO = re.compile(
    r"^(?:image\d{3}|logo|icon|outlook|signature|chu ky|chuky|facebook|zalo|youtube|banner|linkedin)\b"
)
_PAPER = re.compile(
    r"\b(?:scan|camscanner|cong van|cv|danh sach|ds|to trinh|van ban|bao cao|bieu mau|phieu)\b"
)
_SERIAL = re.compile(r"^\d{1,3} (?=[^\d\s])|[\s\d]+$")
_SHORTEST = 4
_PHOTOGRAPH = 60_000
"""Bytes from which a picture pasted into a mail is no logo."""


def attach_pictures(
    entries: Sequence[Entry], pictures: Sequence[PartOutcome], source: Source
) -> tuple[tuple[Entry, ...], frozenset[str]]:
    """The entries with the pictures that are named like them, and the names that found a course.

    Where a message speaks of one course only, its pictures are that course's.
    """
    courses: dict[str, list[int]] = {}
    for index, entry in enumerate(entries):
        title = _compact(_title(entry))
        if title:
            courses.setdefault(title, []).append(index)
    given: dict[int, list[PartOutcome]] = {}
    for picture in pictures:
        for index in courses.get(_course_of(picture_name(picture), tuple(courses)), ()):
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


def _compact(text: str) -> str:
    return fold(text).replace(" ", "")


def _course_of(name: str, titles: Sequence[str]) -> str:
    """The one title that a file name means, "" where none or more than one."""
    words = fold(name.rpartition(".")[0])
    if _LOGO.match(words):
        return ""
    stem = _SERIAL.sub("", words).replace(" ", "")
    scores = [(_likeness(stem, title), title) for title in titles]
    best, title = max(scores, default=(0, ""))
    if best:
        return title if [score for score, _ in scores].count(best) == 1 else ""
    return titles[0] if len(titles) == 1 and not _PAPER.search(words) else ""


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
    if held is not None and before:
        value = replace(value, confidence=held.confidence, doubt=held.doubt)
    return replace(entry, values={**entry.values, "images": value})
