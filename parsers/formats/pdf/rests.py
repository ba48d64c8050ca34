"""The last rows of a table without lines, where too little is left on a page to be one; judges no text."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import groupby, pairwise

from parsers.formats.pdf.lattice import Slot
from parsers.formats.pdf.lines import Line
from parsers.formats.pdf.tables import Joined, Part
from parsers.formats.pdf.values import Rect

_ALIKE = 2.0
_FAR, _FARTHER = 2.2, 1.1
_FEWEST = 3

_HEADING_WITHIN = 3

_Row = list[tuple[int, Line]]


def last_rows(table: Joined, lines: Sequence[Line]) -> set[int]:
    """Adds the lines at a page's top that stand in the table's columns; which they are, by identity.

    Those beside an empty first column go on with the last row, others begin one if enough stand beside.
    Headings said again are taken and left out; below them texts may stand anywhere in their columns.
    """
    levels = [list(level) for _, level in groupby(sorted(lines, key=_base), key=lambda one: round(one.base))]
    again = _headings_again(table, levels)
    taken = {id(line) for level in levels[:again] for line in level}
    rows = _rows(table, levels[again:], anywhere=again > 0)
    for row, level in zip(rows, levels[again:], strict=False):
        begins = any(column == 0 for column, _ in row)
        if begins and len({column for column, _ in row}) < _FEWEST:
            break
        if begins:
            table.n_rows += 1
        for column, line in row:
            _add(table, column, line)
        taken.update(map(id, level))
    return taken


def _base(line: Line) -> float:
    return line.base


def _headings_again(table: Joined, levels: Sequence[Sequence[Line]]) -> int:
    """How many levels say again what a row at the table's top says, word for word."""
    rows = table.rows()
    heads = [
        Counter(word for part in rows.get(row, ()) for word in part.text.split())
        for row in range(_HEADING_WITHIN)
    ]
    said: Counter[str] = Counter()
    for number, level in enumerate(levels, 1):
        said.update(word for line in level for word in line.text.split())
        if said.total() >= _FEWEST and said in heads:
            return number
    return 0


def _rows(table: Joined, levels: Sequence[Sequence[Line]], *, anywhere: bool) -> list[_Row]:
    """The lines by their level as far as each stands in a column, from its left edge on."""
    lefts = _lefts(table)
    pitches = sorted(after - above for above, after in pairwise(table.ys))
    pitch = _FARTHER * pitches[len(pitches) // 2]
    rows: list[_Row] = []
    before: float | None = None
    for level in levels:
        base, size = level[0].base, level[0].size
        row = [
            (_column(table, lefts, one, anywhere=anywhere), one)
            for line in level
            for one in _split(table, line)
        ]
        known = [(column, line) for column, line in row if column is not None]
        if len(known) < len(row) or (before is not None and base - before > max(_FAR * size, pitch)):
            break
        before = base
        rows.append(known)
    return rows


def _split(table: Joined, line: Line) -> list[Line]:
    """A line by the columns of the table that its words begin in."""
    columns = groupby(line.pieces, key=lambda piece: bisect_right(table.xs, piece.left + 1))
    return [Line(list(pieces)) for _, pieces in columns]


def _lefts(table: Joined) -> dict[int, float]:
    """Where the texts of each column of single width begin."""
    lefts: dict[int, float] = {}
    for part in table.parts:
        if part.left == part.right:
            for chunk, _ in part.chunks:
                left = min(line.left for line in chunk)
                lefts[part.left] = min(lefts.get(part.left, left), left)
    return lefts


def _column(table: Joined, lefts: dict[int, float], line: Line, *, anywhere: bool) -> int | None:
    column = bisect_right(table.xs, line.left + 1) - 1
    left = lefts.get(column)
    if left is None:
        return None
    # How far the last column reaches is known only from its texts so far.
    if column + 2 < len(table.xs) and line.right > table.xs[column + 1] + 1:
        return None
    return column if anywhere or abs(line.left - left) <= _ALIKE else None


def _add(table: Joined, column: int, line: Line) -> None:
    """Puts a line into the last row's cell of a column."""
    row = table.n_rows - 1
    rect = Rect(table.xs[column], line.top, table.xs[column + 1], line.bottom)
    part = next((one for one in table.parts if one.bottom == row and one.left <= column <= one.right), None)
    if part is None:
        slot = Slot(row, column, row, column, rect, line.pieces)
        table.parts.append(Part(row, column, row, column, [slot], [([line], rect)]))
    else:
        part.chunks.append(([line], rect))
