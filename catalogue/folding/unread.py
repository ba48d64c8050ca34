"""Which unreadable files of a unit still wait for a readable one; compares names and outcomes only."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from rapidfuzz import fuzz

from catalogue.fields import COURSE
from catalogue.folding.drafts import Source
from catalogue.records import MessageReading, Origin, PartOutcome, PartStatus, UnreadFile
from parsers.document import Reason
from parsers.text import fold

_SIMILAR = 75.0

Read = tuple[Source, MessageReading]


def unread_files(messages: Sequence[Read]) -> tuple[UnreadFile, ...]:
    """The unreadable files that neither their own message nor a later one makes good."""
    return tuple(_unread(messages))


def label_of(part: PartOutcome) -> str:
    """The part as origins name it: its file name, or the archive's and the member's."""
    name = part.filename or ""
    return f"{name}/{part.path}" if part.path else name


def _unread(messages: Sequence[Read]) -> Iterator[UnreadFile]:
    for index, (source, reading) in enumerate(messages):
        for part in reading.parts:
            if not _is_unread_file(part):
                continue
            later = [other for _source, other in messages[index + 1 :]]
            if _made_good_beside(part, reading) or any(_made_good(part, other) for other in later):
                continue
            origin = Origin(message=source.sha256, message_id=source.message_id, part=label_of(part))
            yield UnreadFile(filename=label_of(part), reason=part.reason, origin=origin)


def _is_unread_file(part: PartOutcome) -> bool:
    return part.is_file and part.status is PartStatus.UNREADABLE


def _made_good(part: PartOutcome, later: MessageReading) -> bool:
    return _states_courses(later) or _has_similar(part, later)


def _made_good_beside(part: PartOutcome, reading: MessageReading) -> bool:
    # Beside a list that was read, a scan is its signed copy and an odd format its covering letter.
    spare = part.reason in {Reason.SCANNED, Reason.UNSUPPORTED} and not _may_hold_more(part, reading)
    return _has_similar(part, reading) or (spare and _states_courses(reading))


def _may_hold_more(part: PartOutcome, reading: MessageReading) -> bool:
    """Whether scanned pages stand among or behind those that list courses: the list may go on there."""
    if part.pages == tuple(range(1, len(part.pages) + 1)):
        return False  # no such pages, or the signed letter before the list
    file = label_of(part).rpartition("/")[0]
    return any(
        value.origin.part == file
        for entry in reading.entries
        if entry.kind == COURSE and not entry.partial
        for value in entry.values.values()
    )


def _states_courses(reading: MessageReading) -> bool:
    return any(e.kind == COURSE and not e.partial and not e.withdrawn for e in reading.entries)


def _has_similar(part: PartOutcome, reading: MessageReading) -> bool:
    return any(
        other.is_file
        and other.status is PartStatus.READ
        and not other.media_type.startswith("image/")
        and _alike(label_of(part), label_of(other))
        for other in reading.parts
    )


def _alike(one: str, other: str) -> bool:
    first, second = _stem(one), _stem(other)
    return bool(first and second) and fuzz.ratio(first, second) >= _SIMILAR


def _stem(name: str) -> str:
    return fold(PurePosixPath(name).stem)
