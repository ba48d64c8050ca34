"""What the scans of a message seem to state, where no readable file of it states that; pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from catalogue.fields import COURSE
from catalogue.reading.gather import Finding, gather
from catalogue.reading.parts import Opener, ReadPart, Recogniser
from catalogue.records import Entry, PartOutcome, PartStatus
from catalogue.suggested import suggestion
from config.campaign import Campaign
from parsers.document import Document, Reason
from parsers.ocr.scan import Task, read_scan

MOST_SCANS = 10
"""Scans of one message that are recognised."""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What scans seem to state, and the outcomes of all parts with what became of their scans."""

    entries: tuple[Entry, ...]
    parts: tuple[PartOutcome, ...]


def recognise_scans(
    parts: Sequence[tuple[ReadPart, PartOutcome]],
    opener: Opener,
    find: Callable[[Document, str], Finding],
    campaign: Campaign,
    *,
    has_list: bool,
) -> Suggestions:
    """Recognise the parts that are unreadable as scans; ``find`` extracts from the document of a part.

    Beside a list that was read a scan is its signed copy and left alone, but not single pages of a file.
    """
    recogniser = opener.recogniser
    outcomes = [outcome for _, outcome in parts]
    found: list[Finding] = []
    scans = [
        number
        for number, (part, outcome) in enumerate(parts)
        if part.scan
        and _is_scan(outcome)
        and (outcome.pages or not has_list)
        and opener.may_recognise(outcome)
    ]
    for number in scans[:MOST_SCANS] if recogniser is not None else ():
        assert recogniser is not None
        part, outcome = parts[number]
        document, note = _recognised(part, outcome, opener, recogniser)
        outcomes[number] = replace(outcome, note=f"{outcome.note}; {note}" if outcome.note else note)
        if document is not None:
            opener.turn_to(outcome)
            found.append(find(document, part.name))
    opener.turn_to(None)
    entries = tuple(map(suggestion, _stated(gather(found, None, campaign)))) if found else ()
    return Suggestions(entries, tuple(outcomes))


def _is_scan(outcome: PartOutcome) -> bool:
    return outcome.status is PartStatus.UNREADABLE and outcome.reason == Reason.SCANNED.value


def _recognised(
    part: ReadPart, outcome: PartOutcome, opener: Opener, recogniser: Recogniser
) -> tuple[Document | None, str]:
    def recognise(picture: bytes, task: Task) -> str:
        opener.turn_to(outcome)  # each answer has the time of a file
        return recogniser.recognise(picture, task)

    scan = read_scan(part.media, part.scan, recognise, lambda: opener.turn_to(outcome), outcome.pages)
    return scan.document, "; ".join((f"recognised by {recogniser.name}", *scan.remarks))


def _stated(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Courses and contacts of their own; what changes others, a scan must not say."""
    for entry in entries:
        if not entry.withdrawn and not entry.for_all and not (entry.partial and entry.kind == COURSE):
            yield entry
