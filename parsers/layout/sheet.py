"""A grid as a reader sees it: visible cells by row, merged ranges resolved, what was used marked."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from parsers.document import Cell, Grid, Place, Span
from parsers.layout.wide import narrowed

COVERED_AT_MOST = 200_000


@dataclass(slots=True)
class Sheet:
    """The visible cells of one grid. ``rows`` maps a row to its columns, both in order.

    ``covered`` maps a place inside a merged range to its anchor. ``used`` are cells that a table or a
    form has taken; what is left becomes lines of text. ``beyond`` are cells that nothing is sought in.
    """

    grid: Grid
    cells: dict[tuple[int, int], Cell]
    rows: dict[int, list[int]]
    covered: dict[tuple[int, int], tuple[int, int]]
    spans: dict[tuple[int, int], Span]
    used: set[tuple[int, int]] = field(default_factory=set)
    beyond: dict[tuple[int, int], Cell] = field(default_factory=dict)
    _order: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self._order = list(self.rows)

    def rows_from(self, top: int, end: int | None = None) -> list[int]:
        """The rows with cells from one down to before another, or to the last."""
        stop = len(self._order) if end is None else bisect_left(self._order, end)
        return self._order[bisect_left(self._order, top) : stop]

    def own(self, row: int, left: int, right: int) -> list[int]:
        """The columns of a row between two columns that hold a cell of their own."""
        columns = self.rows.get(row, [])
        return columns[bisect_left(columns, left) : bisect_right(columns, right)]

    def free(self, row: int) -> list[int]:
        """The columns of a row whose cells nothing has taken."""
        return [column for column in self.rows[row] if (row, column) not in self.used]

    def within(self, rows: Iterable[int], left: int, right: int) -> Sheet:
        """The same sheet as if it had these rows and columns only; what is taken of one is taken of both."""
        if left <= 1 and right >= self.grid.n_columns:
            return self
        return replace(self, rows={row: self.own(row, left, right) for row in rows})

    def anchor(self, row: int, column: int) -> tuple[int, int] | None:
        """Where the text of a place stands: the place itself or the anchor of its merged range."""
        if (row, column) in self.cells:
            return (row, column)
        found = self.covered.get((row, column))
        return found if found in self.cells else None

    def width(self, row: int, column: int) -> int:
        """How many columns a cell spans."""
        span = self.spans.get((row, column))
        return 1 if span is None else span.right - span.left + 1

    def is_struck(self, row: int, column: int) -> bool:
        """Whether the text of a place is crossed out."""
        cell = self.grid.cells.get(self.covered.get((row, column), (row, column)))
        return cell is not None and cell.struck

    def place(self, at: tuple[int, int]) -> Place:
        """The place of a cell."""
        return self.grid.place(*at)

    def take(self, places: Iterable[tuple[int, int]]) -> None:
        """Mark cells as used."""
        self.used.update(places)


def sheet_of(grid: Grid) -> Sheet:
    """The view of a grid without hidden rows and columns, crossed-out and empty cells."""
    filled = grid.cells
    cells = {
        at: cell
        for at in sorted(filled)
        if not (cell := filled[at]).struck and (cell.text.strip() or cell.pictures)
    }
    if grid.hidden_rows or grid.hidden_columns:
        cells = {
            at: cell
            for at, cell in cells.items()
            if at[0] not in grid.hidden_rows and at[1] not in grid.hidden_columns
        }
    cells, beyond = narrowed(cells)
    rows: dict[int, list[int]] = {}
    for row, column in cells:
        rows.setdefault(row, []).append(column)
    covered, spans = _cover(grid)
    return Sheet(grid, cells, rows, covered, spans, beyond=beyond)


def _cover(
    grid: Grid,
) -> tuple[dict[tuple[int, int], tuple[int, int]], dict[tuple[int, int], Span]]:
    """Every place inside a merged range; ranges are clipped to the grid and to a bound."""
    covered: dict[tuple[int, int], tuple[int, int]] = {}
    spans: dict[tuple[int, int], Span] = {}
    for span in grid.spans:
        clipped = Span(span.top, span.left, min(span.bottom, grid.n_rows), min(span.right, grid.n_columns))
        area = (clipped.bottom - clipped.top + 1) * (clipped.right - clipped.left + 1)
        if area < 1 or len(covered) + area > COVERED_AT_MOST:
            continue
        anchor = (clipped.top, clipped.left)
        spans[anchor] = clipped
        for row in range(clipped.top, clipped.bottom + 1):
            for column in range(clipped.left, clipped.right + 1):
                covered[row, column] = anchor
    return covered, spans
