"""The rows of rich text, which know only the edges of their cells, as tables with columns; no text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from parsers.formats.flow import Box, Flow, Table

_MAX_EDGES = 1000
_MAX_COLUMNS = 1000
# How far apart edges may lie (in twentieths of a point) that a person sees as one.
_TOLERANCES = (90, 30, 8, 0)
_INDENT = 240
_USUAL_WIDTH = 1440


@dataclass(slots=True)
class CellLook:
    """What a row says of one cell: how it is joined with the one before it, and with the one above it."""

    joined: bool = False
    above: str = ""


@dataclass(slots=True)
class RowLook:
    """What holds for a row: where it begins and where its cells end, whether lines are drawn around them."""

    left: int = 0
    last: bool = False
    drawn: bool = False
    edges: list[int] = field(default_factory=list)
    cells: list[CellLook] = field(default_factory=list)
    _next: CellLook = field(default_factory=CellLook)

    def join_left(self) -> None:
        self._next.joined = True

    def join_above(self, how: str) -> None:
        self._next.above = how

    def take_edge(self, edge: int) -> None:
        """The cell described up to here ends there."""
        if len(self.edges) < _MAX_EDGES:
            self.edges.append(edge)
            self.cells.append(self._next)
        self._next = CellLook()

    def bounds(self, count: int) -> list[int]:
        """The left edge and the right ones of so many cells: a row may describe many that never come."""
        bounds = [self.left, *self.edges[:count]]
        last, missing = bounds[-1], count + 1 - len(bounds)
        return bounds + [last + _USUAL_WIDTH * more for more in range(1, missing + 1)]

    def look(self, index: int) -> CellLook:
        return self.cells[index] if index < len(self.cells) else CellLook()


Row = tuple[RowLook, list[Flow]]


def tables_of(rows: Sequence[Row]) -> list[Table]:
    """The tables that follow one another without any text between; most often it is one."""
    told = not all(look.last for look, _ in rows)
    begun = [
        at
        for at, ((before, _), (after, _)) in enumerate(pairwise(rows), start=1)
        if after is not before and ((told and before.last) or _looks_apart(before, after))
    ]
    return [table_of(rows[start:end]) for start, end in pairwise([0, *begun, len(rows)])]


def _looks_apart(before: RowLook, after: RowLook) -> bool:
    """Whether lines are drawn around the one row only, and no edge inside goes on through both."""
    if before.drawn is after.drawn or min(len(before.edges), len(after.edges)) <= 1:
        return False
    widest = _TOLERANCES[0]
    return not any(abs(one - other) <= widest for one in before.edges[:-1] for other in after.edges[:-1])


def table_of(rows: Sequence[Row]) -> Table:
    """The table: columns are the edges of all its rows together."""
    bounds = _aligned([look.bounds(len(cells)) for look, cells in rows])
    columns = _columns(bounds)
    table = Table()
    above: dict[int, Box] = {}
    for number, ((look, cells), edges) in enumerate(zip(rows, bounds, strict=True), start=1):
        starts = list(range(len(edges))) if columns is None else [columns[edge] for edge in edges]
        table.boxes.extend(_row(number, (look, cells), starts, above))
    return table


def _row(number: int, row: Row, starts: Sequence[int], above: dict[int, Box]) -> list[Box]:
    boxes: list[Box] = []
    for box, how in _joined(number, row, starts):
        covering = above.pop(box.column, None)
        if how == "continue" and covering is not None and _reaches(covering, box):
            # Nobody sees what a cell holds that only continues the one above.
            covering.height += 1
            above[box.column] = covering
            continue
        boxes.append(box)
        if how:
            above[box.column] = box
    return boxes


def _joined(number: int, row: Row, starts: Sequence[int]) -> list[tuple[Box, str]]:
    """The cells of a row, each with those joined to it, and how it is joined with the one above."""
    look, cells = row
    found: list[tuple[Box, str]] = []
    for index, content in enumerate(cells):
        said = look.look(index)
        width = starts[index + 1] - starts[index]
        if said.joined and found:
            before = found[-1][0]
            before.width += width
            before.content = [*before.content, *content]
        else:
            found.append((Box(number, starts[index] + 1, width=width, content=content), said.above))
    return found


def _reaches(covering: Box, box: Box) -> bool:
    """Whether a cell can go on into a cell below: nothing lies between, and both are as wide."""
    return covering.row + covering.height == box.row and covering.width == box.width


def _aligned(bounds: list[list[int]]) -> list[list[int]]:
    """Rows that begin a little to the right of the others begin where those do."""
    left = min((edges[0] for edges in bounds), default=0)
    for edges in bounds:
        if edges[0] - left < _INDENT and left < edges[1]:
            edges[0] = left
    return bounds


def _columns(bounds: Iterable[Sequence[int]]) -> dict[int, int] | None:
    """The column that begins at each edge; None where edges say nothing and cells can only be counted."""
    shapes = {tuple(edges) for edges in bounds}
    if any(after <= before for edges in shapes for before, after in pairwise(edges)):
        return None
    places = sorted({edge for edges in shapes for edge in edges})
    for tolerance in _TOLERANCES:
        columns = _numbered(places, tolerance)
        if all(columns[before] < columns[after] for edges in shapes for before, after in pairwise(edges)):
            break
    return columns if columns.get(places[-1], 0) <= _MAX_COLUMNS else None


def _numbered(places: Sequence[int], tolerance: int) -> dict[int, int]:
    columns: dict[int, int] = {}
    number, began = 0, places[0]
    for place in places:
        if place - began > tolerance:
            number, began = number + 1, place
        columns[place] = number
    return columns
