"""What was seen in one file or message, laid together for looking at: documents, claims, records; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from catalogue.reading.content import Look
from catalogue.reading.parts import UNNAMED
from catalogue.records import MessageReading, PartOutcome, Spot, UnitState, Value
from config.campaign import Campaign
from parsers.document import Document, Place
from parsers.message import Message
from parsers.wanted import Extraction

BODY = "body"
"""What a person calls the mail's own text, which has no name."""


class Role(StrEnum):
    """What a document is to its message."""

    FILE = "file"
    TEXT = "text"
    FORWARDED = "forwarded"
    SIGNATURE = "signature"
    QUOTED = "quoted"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenDocument:
    """One document with what was extracted from it; ``part`` is its name in origins, "" for the body."""

    part: str
    role: Role
    document: Document
    extraction: Extraction = field(default_factory=Extraction)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A value that a field took from a place; ``records`` are the numbers of those that hold it.

    ``reason`` is what the reading rests on, "" where nobody told.
    """

    kind: str
    field: str
    value: Value
    reason: str = ""
    records: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One file or message as the program reads it.

    ``message`` is None where a file alone was looked at. ``state`` is the fold of this reading alone,
    its records in the order of their numbers. ``kind`` and ``why`` tell what the message would be taken
    for without a roster, "" for a file.
    """

    name: str
    size: int
    look: Look
    state: UnitState
    campaign: Campaign
    message: Message | None = None
    kind: str = ""
    why: str = ""

    @property
    def reading(self) -> MessageReading:
        return self.look.reading

    @property
    def documents(self) -> tuple[SeenDocument, ...]:
        """The documents in the order of a reader: the mail's text with its parts, then the files."""
        examined = self.look.examined
        files = tuple(
            SeenDocument(
                part=one.finding.source.part,
                role=Role.FILE,
                document=one.document,
                extraction=one.finding.extraction,
            )
            for one in examined
            if not one.finding.is_body
        )
        return (*_bodies(self.look), *files)


def part_name(part: PartOutcome) -> str:
    """A part as origins name it."""
    name = part.filename or UNNAMED
    return f"{name}/{part.path}" if part.path else name


def claims_of(seen: Seen) -> tuple[Claim, ...]:
    """Every value that a field took, each text of a place once: those of records first."""
    reasons = _reasons(seen.look)
    first: dict[tuple[Spot, str, str, str], Value] = {}
    holders: dict[tuple[Spot, str, str, str], dict[int, None]] = {}
    for number, kind, key, value in _values(seen):
        at = (value.origin.spot, kind, key, value.text)
        first.setdefault(at, value)
        held = holders.setdefault(at, {})
        if number:
            held.setdefault(number)
    return tuple(
        Claim(
            kind=at[1],
            field=at[2],
            value=value,
            reason=_reason(reasons, at[0], at[2]),
            records=tuple(holders[at]),
        )
        for at, value in first.items()
    )


def reasons_of(claims: Iterable[Claim]) -> Mapping[tuple[Spot, str, str], str]:
    """What the values rest on, by place, kind and field."""
    return {(claim.value.origin.spot, claim.kind, claim.field): claim.reason for claim in claims}


def claims_at(claims: Iterable[Claim]) -> Mapping[Spot, list[Claim]]:
    """The claims by the place that they stand on."""
    found: dict[Spot, list[Claim]] = {}
    for claim in claims:
        found.setdefault(claim.value.origin.spot, []).append(claim)
    return found


def parts_meant(seen: Seen, wanted: str) -> tuple[str, ...]:
    """The names of the parts that a person means: "body", that very name, else all that hold it."""
    if wanted == BODY:
        return ("",)
    names = tuple(dict.fromkeys(part_name(part) for part in seen.reading.parts if part.is_file))
    low = wanted.casefold()
    return (wanted,) if wanted in names else tuple(name for name in names if low in name.casefold())


def _bodies(look: Look) -> Iterator[SeenDocument]:
    extractions = {id(one.document): one.finding.extraction for one in look.examined}
    for body in look.bodies:
        zones = (
            (Role.TEXT, body.new),
            (Role.FORWARDED, body.forwarded),
            (Role.SIGNATURE, body.signature),
            (Role.QUOTED, body.quoted),
        )
        for role, document in zones:
            if document is not None and document.blocks:
                extraction = extractions.get(id(document), Extraction())
                yield SeenDocument(part="", role=role, document=document, extraction=extraction)


def _values(seen: Seen) -> Iterator[tuple[int, str, str, Value]]:
    """Values of records with their numbers, then those that only an entry holds, with 0."""
    for number, record in enumerate(seen.state.records, start=1):
        yield from ((number, record.kind, key, value) for key, value in record.values.items())
        for conflict in record.conflicts:
            yield from ((number, record.kind, conflict.field, value) for value in conflict.values)
    for entry in seen.reading.entries:
        yield from ((0, entry.kind, key, value) for key, value in entry.values.items())


def _reasons(look: Look) -> Mapping[Spot, dict[str, str]]:
    """What the readings at each place rest on, by field; "" stands for any field."""
    found: dict[Spot, dict[str, str]] = {}
    for one in look.examined:
        extraction = one.finding.extraction
        told = (reading for candidate in extraction.candidates for reading in candidate.readings)
        for reading in (*told, *extraction.shared):
            place = found.setdefault(_spot(one.finding.source.part, reading.place), {})
            place.setdefault(reading.field, reading.reason)
            place.setdefault("", reading.reason)
        for entry in one.corrections:
            for value in entry.values.values():
                found.setdefault(value.origin.spot, {}).setdefault("", "correction")
    for body in look.bodies:
        for paragraph in body.signature.paragraphs:
            found.setdefault(_spot("", paragraph.place), {}).setdefault("", "signature")
    return found


def _reason(reasons: Mapping[Spot, Mapping[str, str]], spot: Spot, key: str) -> str:
    """What the value at a place rests on; a field that was read beside another rests on the same."""
    told = reasons.get(spot, {})
    return told.get(key) or told.get("", "")


def _spot(part: str, place: Place) -> Spot:
    return part, place.container, place.row, place.column
