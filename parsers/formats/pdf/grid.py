"""A table without a lattice from its lines: which words stand in which column of a row; finds no table."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.formats.pdf.columns import is_one_run, runs_of
from parsers.formats.pdf.lattice import Frame, Slot
from parsers.formats.pdf.lines import Line
from parsers.formats.pdf.order import stretches_of
from parsers.formats.pdf.values import Piece, Rect

_FEWEST_ROWS = 3


def grid_of(xs: list[float], rows: list[list[Line]], gap: float) -> Frame | None:
    """The table of these columns and rows; words nearer than ``gap`` are never parted."""
    if len(rows) < 2 or len(xs) < 3:  # noqa: PLR2004
        return None
    tops = [min(line.top for line in row) for row in rows]
    bottoms = [max(line.bottom for line in row) for row in rows]
    between = [(bottom + top) / 2 for bottom, top in zip(bottoms, tops[1:], strict=False)]
    ys = [tops[0] - 1, *between, bottoms[-1] + 1]
    parter = _Parter(xs, _starts(rows), gap)
    slots = [slot for number, row in enumerate(rows) for slot in _slots(number, row, ys, parter)]
    return Frame(xs, ys, slots, ruled=False)


def _starts(rows: Sequence[Sequence[Line]]) -> frozenset[int]:
    """The places, in half points, at which a text begins in many rows."""
    counts: dict[int, int] = {}
    for row in rows:
        begins = {round(2 * left) for line in row for left, _ in runs_of(line)}
        for begin in begins:
            counts[begin] = counts.get(begin, 0) + 1
    return frozenset(begin for begin, count in counts.items() if count >= max(_FEWEST_ROWS, len(rows) // 3))


def _slots(number: int, row: list[Line], ys: list[float], parter: _Parter) -> Iterator[Slot]:
    """A row's cells; a stretch of text across several columns is one cell over them."""
    reaches: dict[int, tuple[int, list[Piece]]] = {}
    for line in row:
        for part in stretches_of(line):
            for first, last, pieces in parter.parts(part):
                known = reaches.get(first)
                reaches[first] = (max(last, known[0]), known[1] + pieces) if known else (last, pieces)
    for first, (last, pieces) in sorted(reaches.items()):
        rect = Rect(parter.xs[first], ys[number], parter.xs[last + 1], ys[number + 1])
        yield Slot(number, first, number, last, rect, pieces)


@dataclass(slots=True)
class _Parter:
    """Cuts stretches of text where columns part: their edges, where texts begin, the least gap."""

    xs: list[float]
    starts: frozenset[int]
    gap: float

    def parts(self, part: Line) -> Iterator[tuple[int, int, list[Piece]]]:
        """A stretch cut where a column ends between two of its words, whole where it runs over the gap."""
        most = len(self.xs) - 2
        begin = 0
        for index in range(1, len(part.pieces) + 1):
            if index < len(part.pieces) and not self._is_cut(part.pieces[index - 1], part.pieces[index]):
                continue
            pieces = part.pieces[begin:index]
            first = min(max(bisect_right(self.xs, pieces[0].left + 1) - 1, 0), most)
            last = min(max(bisect_right(self.xs, pieces[-1].right - 1) - 1, first), most)
            yield first, last, pieces
            begin = index

    def _is_cut(self, before: Piece, after: Piece) -> bool:
        if not any(before.right - 1 <= x <= after.left + 1 for x in self.xs[1:-1]):
            return False
        if after.left - before.right < self.gap:
            return False
        return not self.gap or not is_one_run(before, after) or self._begins(after.left)

    def _begins(self, left: float) -> bool:
        return any(round(2 * left) + step in self.starts for step in (-1, 0, 1))
