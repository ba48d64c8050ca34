"""What stands at the same place of every page: running headers and footers, page numbers; no other text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.document import TextRole
from parsers.formats.pdf.lattice import Frame
from parsers.formats.pdf.lines import Line, lines_of
from parsers.formats.pdf.order import stretches_of
from parsers.formats.pdf.values import Ink

_MARGIN = 0.11
_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:(?:trang|page|tr\.)\s*(?:số\s*)?:?\s*)?[-–]?\s*(\d{1,4})\s*(?:(?:/|of|trên|\|)\s*\d{1,4})?\s*[-–]?$",
    re.IGNORECASE,
)
_MOST_STRETCHES = 2
# How far beyond a margin its lines are compared, and how close a cell's lines stand.
_BESIDE = 40.0
_CLOSE = 1.45
_LARGER = 1.1


@dataclass(slots=True)
class Furniture:
    """Pieces that are no page's own text (by identity), and the lines to be told once with their role."""

    pieces: set[int] = field(default_factory=set)
    lines: list[tuple[Line, TextRole]] = field(default_factory=list)


def furniture_of(inks: Sequence[Ink], lattices: Sequence[Sequence[Frame]]) -> Furniture:
    """The running headers and footers of a document."""
    found = Furniture()
    alike: dict[tuple[str, int, bool], list[tuple[int, Line]]] = defaultdict(list)
    for ink, lattice in zip(inks, lattices, strict=True):
        for line, above in _marginal(ink, lattice):
            number = _PAGE_NUMBER.match(line.text)
            if number and int(number.group(1)) == ink.number:
                found.pieces.update(map(id, line.pieces))
            elif len(inks) > 1:
                alike[_DIGITS.sub("#", line.text), round(line.base / 6), above].append((ink.number, line))
    for (text, _, above), places in alike.items():
        if len({number for number, _ in places}) * 2 > len(inks):
            found.pieces.update(id(piece) for _, line in places for piece in line.pieces)
            if not _PAGE_NUMBER.match(text.replace("#", "1")):
                found.lines.append((places[0][1], TextRole.HEADER if above else TextRole.FOOTER))
    return found


def _marginal(ink: Ink, lattice: Sequence[Frame]) -> list[tuple[Line, bool]]:
    """The lines in the margins above and below, outside tables, that are no rows of columns."""
    top, bottom = _MARGIN * ink.height, (1 - _MARGIN) * ink.height
    rects = [frame.rect for frame in lattice if len(frame.slots) > 1]
    pieces = [
        piece
        for piece in ink.pieces
        if not piece.turned
        and not top + _BESIDE < piece.base < bottom - _BESIDE
        and not any(rect.holds(piece.center, piece.middle) for rect in rects)
    ]
    lines = lines_of(pieces)
    rows = [len(list(stretches_of(line))) > _MOST_STRETCHES for line in lines]
    return [
        (line, line.base <= top)
        for number, line in enumerate(lines)
        if not top < line.base < bottom and not _is_of_row(lines, rows, number)
    ]


def _is_of_row(lines: Sequence[Line], rows: Sequence[bool], number: int) -> bool:
    """Whether a line is a row of columns or, close above or below one, the rest of a cell of it."""
    if rows[number]:
        return True
    if _PAGE_NUMBER.match(lines[number].text):
        return False
    near = (other for other in (number - 1, number + 1) if 0 <= other < len(lines) and rows[other])
    return any(
        abs(lines[other].base - lines[number].base) < _CLOSE * lines[number].size
        and lines[other].size < _LARGER * lines[number].size < _LARGER**2 * lines[other].size
        for other in near
    )
