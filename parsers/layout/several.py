"""Several records in one row: the names that one cell lists, each with its share of the row; no meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.document import Cell
from parsers.layout.headings import MARKER, Lexicon, strip_marker
from parsers.layout.shapes import suits
from parsers.wanted import Candidate, Reading, Shape

# Too little to count unconfirmed.
UNSURE = 0.5
SUITING = 0.5
_APART = frozenset({Shape.CHOICE, Shape.MONEY, Shape.DURATION, Shape.URL})
_COUNTED = re.compile(r"\(?(\d{1,2})[.)/]")


def parted(candidate: Candidate, lexicon: Lexicon) -> Iterator[Candidate]:
    """The record of a row, or those that its cell of names lists one in a line."""
    record = lexicon.records[candidate.kind]
    name = next((one for one in candidate.readings if one.field == record.key), None)
    lines = _lines(name.text) if name is not None else []
    if len(lines) < 2 or not (_are_items(lines) or _are_told_apart(candidate, len(lines), lexicon)):  # noqa: PLR2004
        yield candidate
        return
    shapes = {one.key: one.shape for one in record.fields}
    for number in range(len(lines)):
        readings = (_share(one, number, len(lines), shapes[one.field]) for one in candidate.readings)
        named = (
            replace(one, text=strip_marker(lines[number])) if one.field == record.key else one
            for one in readings
        )
        yield replace(candidate, readings=tuple(named))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _are_items(lines: Sequence[str]) -> bool:
    """Whether each line bears a mark: the same bullet, or numbers from one up."""
    found = [MARKER.match(line) for line in lines]
    marks = [one["marker"].strip() for one in found if one is not None]
    if len(marks) < len(lines):
        return False
    counted = [one[1] for mark in marks if (one := _COUNTED.fullmatch(mark))]
    if len(counted) == len(lines):
        return counted == [str(number) for number in range(1, len(lines) + 1)]
    return len(set(marks)) == 1 and not marks[0].strip("()./").isalnum()


def _are_told_apart(candidate: Candidate, count: int, lexicon: Lexicon) -> bool:
    """Whether another cell of the row has as many lines, each a sum or a length of its own."""
    fields = {one.key: one for one in lexicon.records[candidate.kind].fields}
    for one in candidate.readings:
        field, lines = fields[one.field], _lines(one.text)
        apart = field.shape in {Shape.MONEY, Shape.DURATION} and len(lines) == count
        if apart and all(suits(field, Cell(line), lexicon.wanted) >= SUITING for line in lines):
            return True
    return False


def _share(reading: Reading, number: int, count: int, shape: Shape) -> Reading:
    """What a cell says of one of the records: its line where it has one for each, else all of it."""
    lines = _lines(reading.text)
    if shape not in _APART or len(lines) < 2:  # noqa: PLR2004
        return reading
    if len(lines) == count:
        return replace(reading, text=strip_marker(lines[number]), value=None)
    return replace(reading, confidence=min(reading.confidence, UNSURE))
