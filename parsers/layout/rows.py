"""From the rows of one table to readings: each value with its place, merged cells by their anchor."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.document import Cell
from parsers.document import Place as At
from parsers.layout.bodies import Body
from parsers.layout.boxes import chosen_text
from parsers.layout.frames import Frame
from parsers.layout.headings import Lexicon, Match
from parsers.layout.hints import unit_columns
from parsers.layout.labels import labels_of
from parsers.layout.ownpages import names_lead_apart, page_of_name
from parsers.layout.people import roles_of
from parsers.layout.personcells import persons_in
from parsers.layout.sections import readings_of_sections
from parsers.layout.shapes import (
    choice_in,
    is_blank,
    is_ditto,
    is_money,
    is_placeholder,
    is_tick,
)
from parsers.layout.tickcolumns import PRICED, fee_field
from parsers.text import fold
from parsers.wanted import Candidate, Reading, Shape, Unclaimed, WantedField

JOINED_COLUMNS = 0.9
LABEL_IN_CELL = 0.9
# Too little to count unconfirmed.
WORDS_FOR_TICK = 0.5
FEWEST_WITHOUT_KEY = 2
LONGEST_DITTO = 24

# The words of a refusal; a zero or an empty box says less.
_NO = frozenset({"khong", "ko", "no"})

_JOINED = frozenset({Shape.LONG_TEXT, Shape.TEXT})
_BOXED = frozenset({Shape.CHOICE, Shape.YES_NO, Shape.MONEY})

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Claim:
    """A column and the field it stands for, ready for every row: nothing of it is looked up again."""

    column: int
    match: Match
    heading: str
    confidence: float
    key: str
    is_joined: bool
    is_boxed: bool
    is_picture: bool


def _claim(column: int, match: Match, heading: str) -> _Claim:
    shape = match.field.shape
    joined, boxed, picture = shape in _JOINED, shape in _BOXED, shape is Shape.PICTURE
    return _Claim(column, match, heading, round(match.score, 3), match.field.key, joined, boxed, picture)


class Rows:
    """The rows of one table and what their columns stand for."""

    def __init__(
        self, frame: Frame, body: Body, headings: Mapping[int, str], chosen: Mapping[int, Match]
    ) -> None:
        self.frame = frame
        self.body = body
        self.headings = headings
        self._cells, self._wanted = frame.sheet.cells, frame.lexicon.wanted
        self._title = frame.sheet.grid.title
        self.claims = [
            _claim(column, one, headings[column]) for column, one in chosen.items() if one.field.collected
        ]
        self.unheaded = [one for one in headings if one not in chosen and one != frame.header.index]
        self._units = unit_columns(headings, chosen, frame.lexicon)
        self._lead_apart = names_lead_apart(frame, body)
        self.name = f"{frame.sheet.grid.title}!{frame.header.top}"
        self._roles = {kind: roles_of(record) for kind, record in frame.lexicon.records.items()}

    def candidates(self, rows: Sequence[int], kinds: Sequence[str]) -> Iterable[Candidate]:
        """The records of one row, or of the rows that belong together; one a kind."""
        for kind in kinds:
            readings = self._readings(rows, kind)
            if self.unheaded:
                readings.extend(self._inner(rows[0], kind))
            readings.extend(self._details(rows[0], kind, {one.field for one in readings}))
            if self._lead_apart:
                readings.extend(page_of_name(readings, self.frame.lexicon.records[kind]))
            known = {one.field for one in readings}
            if self.body.sections.get(rows[0]):
                said = readings_of_sections(self.frame, self.body.sections[rows[0]], kind)
                readings.extend(one for one in said if one.field not in known)
            key = self.frame.lexicon.records[kind].key
            if key in known:
                yield from persons_in(
                    Candidate(kind=kind, readings=tuple(readings), region=self.name),
                    self._roles[kind],
                    self.frame.lexicon,
                )
            elif len(known) >= FEWEST_WITHOUT_KEY:
                doubt = f"no {key}"
                yield Candidate(kind=kind, readings=tuple(readings), region=self.name, doubt=doubt)

    def unclaimed(self) -> Iterable[Unclaimed]:
        """The cells of records that no field took, with their headings."""
        frame = self.frame
        taken = {claim.column for claim in self.claims} | {frame.header.index}
        title, cells = frame.sheet.grid.title, frame.sheet.cells
        parts = frozenset(self.body.parts)
        for row in sorted([*parts, *(row for record in self.body.records for row in record)]):
            for column in frame.sheet.own(row, frame.header.left, frame.header.right):
                if (row in parts or column not in taken) and (text := cells[row, column].text):
                    heading = self.headings.get(column, "")
                    yield Unclaimed(text=text, place=At(title, row, column), heading=heading)

    def _readings(self, rows: Sequence[int], kind: str) -> list[Reading]:
        readings: list[Reading] = []
        parts: dict[str, list[tuple[int, Place, str]]] = {}
        for claim in self.claims:
            if claim.match.kind != kind:
                continue
            places = self._places(rows, claim)
            if not places:
                continue
            if claim.match.part:
                parts.setdefault(claim.key, []).append((claim.match.part, places[0], claim.heading))
                continue
            found = self._reading(claim, places)
            if found is not None:
                priced = claim.match.reason == PRICED
                readings.extend(self._priced(found, claim) if priced else (found,))
        readings.extend(self._joined(key, sorted(found)) for key, found in parts.items())
        return readings

    def _priced(self, reading: Reading, claim: _Claim) -> Iterable[Reading]:
        """The choice that a filled column stands for, and the sum in it."""
        fee = fee_field(claim.match.kind, self.frame.lexicon)
        yield replace(reading, choice=claim.match.flag, confidence=claim.confidence, reason=PRICED)
        if fee is not None and all(one.key != fee.key for one in self.claims):
            yield replace(reading, field=fee.key, choice="", confidence=claim.confidence, reason=PRICED)

    def _places(self, rows: Sequence[int], claim: _Claim) -> list[Place]:
        """Where a column's value of a record stands, merged cells by their anchor."""
        frame, cells = self.frame, self._cells
        if len(rows) == 1:
            # The usual case, worth a short way: one row, its own cell, a text that begins with a letter.
            own = (rows[0], claim.column)
            text = cells[own].text if own in cells else ""
            if text[:1].isalnum() and (len(text) > LONGEST_DITTO or not is_ditto(text, self._wanted)):
                return [own]
        places: list[Place] = []
        for row in rows:
            at: Place | None = (row, claim.column)
            if at not in cells:
                at = frame.sheet.anchor(row, claim.column)
                if at is None or at in places or at[0] <= frame.header.bottom or at[1] != claim.column:
                    continue
            at = self._meant(at)
            cell = cells[at]
            if cell.pictures or not is_blank(cell.text, frame.lexicon.wanted):
                places.append(at)
        if len(places) > 1 and claim.match.field.shape is Shape.DURATION:
            # The lengths of a record's parts are not its own.
            return []
        return places if claim.is_joined else places[:1]

    def _meant(self, at: Place) -> Place:
        """The place itself, or the nearest one above it where it only says "the same"."""
        frame = self.frame
        row, column = at
        while is_ditto(frame.sheet.cells[row, column].text, frame.lexicon.wanted):
            above = (
                one for one in range(row - 1, frame.header.bottom, -1) if (one, column) in frame.sheet.cells
            )
            found = next(above, 0)
            if not found:
                return at
            row = found
        return row, column

    def _reading(self, claim: _Claim, places: Sequence[Place]) -> Reading | None:
        cells, wanted = self._cells, self._wanted
        cell = cells[places[0]]
        choice, confidence, reason = "", claim.confidence, claim.match.reason
        if claim.match.flag:
            if is_tick(cell.text, wanted):
                choice = claim.match.flag
            elif _refuses(claim.match.field, cell.text):
                reason = "no in so many words"
            elif not _speaks(cell.text, self.frame.lexicon):
                return None
            elif not _says_itself(claim.match.field, cell):
                choice, confidence, reason = claim.match.flag, WORDS_FOR_TICK, "words in a tick column"
        text = cell.text if len(places) == 1 else "\n".join(cells[at].text for at in places)
        if claim.is_boxed:
            text = chosen_text(text, wanted)
        elif claim.is_picture:
            text = _pictures(cell)
        if not text:
            return None
        return Reading(
            field=claim.key,
            text=text,
            place=At(self._title, *places[0]),
            confidence=confidence,
            reason=reason,
            value=cell.value,
            heading=self._heading(claim, places[0][0]),
            choice=choice,
            href=cell.href,
            number_format=cell.number_format,
        )

    def _heading(self, claim: _Claim, row: int) -> str:
        """A column's heading, with the unit that stands beside the value."""
        unit = self._cells.get((row, self._units.get(claim.column, 0)))
        return claim.heading if unit is None else f"{claim.heading} ({unit.text})"

    def _joined(self, key: str, parts: Sequence[tuple[int, Place, str]]) -> Reading:
        sheet = self.frame.sheet
        return Reading(
            field=key,
            text=" ".join(sheet.cells[at].text for _, at, _ in parts),
            place=sheet.place(parts[0][1]),
            confidence=JOINED_COLUMNS,
            reason="joined columns",
            heading=" + ".join(heading for _, _, heading in parts),
        )

    def _inner(self, row: int, kind: str) -> Iterable[Reading]:
        """Labels inside a cell that no column claims ("Trình độ: ...", one a line)."""
        taken = {claim.key for claim in self.claims if claim.match.kind == kind}
        for column in self.unheaded:
            if (row, column) in self._cells:
                yield from self._labelled((row, column), kind, taken)

    def _details(self, row: int, kind: str, taken: set[str]) -> Iterable[Reading]:
        """Labels in the rows below a record that say more of it."""
        for below in self.body.details.get(row, ()):
            for column in self.frame.sheet.own(below, self.frame.header.left, self.frame.header.right):
                yield from self._labelled((below, column), kind, taken)

    def _labelled(self, at: Place, kind: str, taken: set[str]) -> Iterable[Reading]:
        text = self._cells[at].text
        for labelled in labels_of(text, self.frame.lexicon) if ":" in text else ():
            one = labelled.matches[0]
            if one.kind == kind and one.field.collected and one.field.key not in taken and labelled.text:
                taken.add(one.field.key)
                yield Reading(
                    field=one.field.key,
                    text=labelled.text,
                    place=self.frame.sheet.place(at),
                    confidence=LABEL_IN_CELL,
                    reason="label in cell",
                    heading=labelled.label,
                )


def _pictures(cell: Cell) -> str:
    """What stands in a picture's cell, else the names of the pictures anchored there."""
    return cell.text if any(map(str.isalnum, cell.text)) else "; ".join(cell.pictures)


def _refuses(one: WantedField, text: str) -> bool:
    """Whether a column of one choice of two says no in words, which is the other ("Thu học phí: Không")."""
    return one.shape is Shape.MONEY and fold(text) in _NO


def _speaks(text: str, lexicon: Lexicon) -> bool:
    """Whether a cell of a tick column holds a value of its own (a fee under "Có thu phí")."""
    sign = text.strip().casefold()
    if sign in lexicon.wanted.no or fold(sign) in lexicon.wanted.no:
        return False
    return not is_placeholder(text, lexicon.wanted) and any(map(str.isalnum, text))


def _says_itself(one: WantedField, cell: Cell) -> bool:
    """Whether such a value needs no heading to be understood."""
    return bool(choice_in(one, cell.text)) or (one.shape is Shape.MONEY and is_money(cell))
