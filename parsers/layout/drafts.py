"""Records while their block is being read: opened, filled, gone on with, closed; decides no field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from parsers.layout.boxes import chosen_text
from parsers.layout.headings import Lexicon
from parsers.layout.lines import Line
from parsers.layout.people import Roles, roles_of
from parsers.layout.shapes import is_blank, is_placeholder
from parsers.wanted import Candidate, Reading, Shape, Unclaimed


@dataclass(frozen=True, slots=True)
class Evidence:
    """How sure a reading is, why, and the label it stood under."""

    confidence: float
    reason: str
    heading: str = ""


@dataclass(slots=True)
class Draft:
    """A record while its block is read. ``by_heading``: its name is a line above the labels."""

    kind: str
    region: str
    readings: list[Reading] = field(default_factory=list)
    by_heading: bool = False

    def has(self, key: str) -> bool:
        return any(one.field == key for one in self.readings)


@dataclass(slots=True)
class Found:
    """What the lines gave; ``keyless`` are labelled values without a record of their own."""

    candidates: list[Candidate] = field(default_factory=list)
    keyless: list[Draft] = field(default_factory=list)
    unclaimed: list[Unclaimed] = field(default_factory=list)
    prose: list[Line] = field(default_factory=list)


class Drafts:
    """The open record of each kind. ``context`` is the kind that the last caption opened a block of.

    ``going_on`` is the record whose last reading the next lines may continue, with that reading's shape.
    ``group`` is what the line above several records says of each of them.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self.found = Found()
        self.context = ""
        self.going_on: tuple[Draft, Shape] | None = None
        self.group: list[Reading] = []
        self.roles: Mapping[str, Roles] = {
            kind: roles for kind, record in lexicon.records.items() if (roles := roles_of(record)) is not None
        }
        self._open: dict[str, Draft] = {}

    def __bool__(self) -> bool:
        return bool(self._open)

    def get(self, kind: str) -> Draft | None:
        """The open record of a kind."""
        return self._open.get(kind)

    def start(self, kind: str, line: Line, *, by_heading: bool = False) -> Draft:
        """A new record; the open one of its kind is closed."""
        self.close(kind)
        draft = Draft(kind, str(line.place), by_heading=by_heading)
        self._open[kind] = draft
        return draft

    def add(self, kind: str, key: str, text: str, line: Line, evidence: Evidence) -> None:
        """One more reading of the open record."""
        chosen = chosen_text(text, self.lexicon.wanted)
        self._open[kind].readings.append(reading_of(key, chosen, line, evidence))

    def go_on(self, line: Line, joint: str) -> None:
        """Add a line to the last reading."""
        if self.going_on is None:
            return
        readings = self.going_on[0].readings
        last = readings[-1]
        if last.text:
            readings[-1] = replace(last, text=f"{last.text}{joint}{line.text}")
        else:
            readings[-1] = replace(last, text=line.text, place=line.place)

    def close(self, kind: str) -> None:
        """Close the open record: a candidate, or labels that may hold for other records."""
        draft = self._open.pop(kind, None)
        if draft is None:
            return
        if self.going_on is not None and self.going_on[0] is draft:
            self.going_on = None
        draft.readings = [one for one in draft.readings if not is_blank(one.text, self.lexicon.wanted)]
        key = self.lexicon.records[kind].key
        named = [one for one in draft.readings if one.field == key]
        if named and is_placeholder(named[0].text, self.lexicon.wanted):
            return
        if named and kind not in self.roles:
            draft.readings += [one for one in self.group if not draft.has(one.field)]
        if not named and kind not in self.roles:
            self.found.keyless.append(draft)
        elif named or len(draft.readings) > 1 or (draft.readings and self.context == kind):
            self.found.candidates.append(candidate_of(draft, "" if named else f"no {key}"))

    def close_all(self, context: str = "") -> None:
        """Close every record; what follows stands in the given context."""
        for kind in list(self._open):
            self.close(kind)
        self.context, self.going_on = context, None


def candidate_of(draft: Draft, doubt: str) -> Candidate:
    """A closed record as a candidate."""
    return Candidate(kind=draft.kind, readings=tuple(draft.readings), region=draft.region, doubt=doubt)


def reading_of(key: str, text: str, line: Line, evidence: Evidence) -> Reading:
    """A reading that a line gave; typed values count only where the line is nothing else."""
    alone = text == line.text
    return Reading(
        field=key,
        text=text,
        place=line.place,
        confidence=evidence.confidence,
        reason=evidence.reason,
        value=line.value if alone else None,
        heading=evidence.heading,
        href=line.href,
        number_format=line.number_format if alone else "",
    )
