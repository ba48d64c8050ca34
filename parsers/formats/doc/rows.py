"""Rows of an old Word table by the edges of their cells, laid into one grid of columns; no text is read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.formats.doc import sprms as sprm
from parsers.formats.doc.binary import byte, short, signed_shorts
from parsers.formats.doc.looks import Form, is_ruled
from parsers.formats.flow import Box, Flow, Table

_CELL, _CELL_95 = 20, 10
_ACROSS, _DOWN, _RESTART = 0x0003, 0x0060, 0x0040
# Edges nearer to each other than two millimetres are one edge that was drawn twice.
_NEAR = 120
_MAX_COLUMNS = 256


@dataclass(frozen=True, slots=True)
class Shape:
    """A row's edges from left to right, how its cells merge, and whether lines are drawn around them.

    ``across`` is 1 for a cell that widens the one before it; ``down`` is 1 for one that goes on from above.
    """

    edges: tuple[int, ...] = ()
    across: tuple[int, ...] = ()
    down: tuple[int, ...] = ()
    ruled: bool = False


@dataclass(slots=True)
class Row:
    """The cells of a row as read, and its shape."""

    cells: list[Flow]
    shape: Shape


def shape_of(form: Form, *, old: bool) -> Shape:
    """The shape that the form of a row's end tells."""
    count = byte(form.shape, 0)
    edges = signed_shorts(form.shape, 1, count + 1)
    if len(edges) < count + 1 or not count:
        return Shape()
    first, size = 1 + 2 * (count + 1), _CELL_95 if old else _CELL
    flags = [short(form.shape, first + size * index) for index in range(count)]
    across = [flag & _ACROSS for flag in flags]
    down = [0 if old else (flag & _DOWN) >> 5 for flag in flags]
    for code, operand in form.merges:
        _merge(code, operand, across, down)
    ruled = form.ruled or any(
        is_ruled(form.shape[at + 4 : at + 20], 4)
        for at in range(first, first + size * count, size)
        if not old
    )
    return Shape(_ascending(edges), _firsts(across), tuple(down), ruled)


def _merge(code: int, operand: bytes, across: list[int], down: list[int]) -> None:
    first, second = byte(operand, 0), byte(operand, 1)
    if code == sprm.MERGE_CELLS:
        for index in range(first, min(second, len(across))):
            across[index] = 1 if index > first else 2
    elif first < len(down):
        down[first] = second


def _ascending(edges: tuple[int, ...]) -> tuple[int, ...]:
    rising = [edges[0]]
    for edge in edges[1:]:
        rising.append(max(edge, rising[-1]))
    return tuple(rising)


def _firsts(across: list[int]) -> tuple[int, ...]:
    """1 for cells that go on from the one before them, 0 for all others.

    The specification calls the first cell 2 or 3 and the following 1, older Words 1 and 2: in each row the
    first flag that is met is that of a first cell.
    """
    first = next((flag for flag in across if flag), 0)
    going_on = [int(bool(flag) and flag != first) for flag in across]
    return tuple(flag and int(index > 0) for index, flag in enumerate(going_on))


def laid_out(rows: list[Row]) -> list[Table]:
    """The rows as tables, nearly always as one.

    Tables that touch each other are stored as one; what shows the seam is that lines begin or end and that
    no inner edge goes on.
    """
    seams = [at for at in range(1, len(rows)) if _is_seam(rows[at - 1].shape, rows[at].shape)]
    return [_table(rows[first:last]) for first, last in pairwise([0, *seams, len(rows)])]


def _is_seam(upper: Shape, lower: Shape) -> bool:
    if upper.ruled == lower.ruled or 1 in lower.down:
        return False
    above, below = upper.edges[1:-1], lower.edges[1:-1]
    apart = not any(abs(one - other) <= _NEAR for one in above for other in below)
    return bool(above and below) and apart


def _table(rows: list[Row]) -> Table:
    """The rows as one table: an edge is a column wherever it stands."""
    _straighten(rows)
    columns = _columns(rows)
    above: dict[int, Box] = {}
    table = Table()
    for number, row in enumerate(rows, start=1):
        _lay(row, number, (columns, above, table))
    return table


def _straighten(rows: list[Row]) -> None:
    """Rows whose edges somebody dragged get those that most rows have."""
    counted = Counter(row.shape.edges for row in rows if row.shape.edges)
    for usual, _ in counted.most_common(1) if len(counted) > 1 else ():
        dragged = {edges for edges in counted if edges != usual and _is_dragged(edges, usual)}
        for row in rows:
            if row.shape.edges in dragged:
                row.shape = replace(row.shape, edges=usual)


def _is_dragged(edges: tuple[int, ...], usual: tuple[int, ...]) -> bool:
    """Whether no edge stands half a column away from its like: the columns are the same then."""
    if len(edges) != len(usual):
        return False
    widths = [right - left for left, right in pairwise(usual)]
    beside = zip((widths[0], *widths), (*widths, widths[-1]), strict=True)
    return all(
        2 * abs(edge - like) < min(narrow) for edge, like, narrow in zip(edges, usual, beside, strict=True)
    )


def _lay(row: Row, number: int, grid: tuple[dict[int, int], dict[int, Box], Table]) -> None:
    columns, above, table = grid
    going_on: set[int] = set()
    free, box = 1, None
    for index, content in enumerate(row.cells):
        left, right = _extent(row.shape, index, columns, free)
        if box is not None and index < len(row.shape.across) and row.shape.across[index]:
            # Nobody sees what a cell holds that only widens the one before it.
            box.width, free = right - box.column, right
            continue
        box, free = Box(number, left, 1, right - left, content), right
        down = row.shape.down[index] if index < len(row.shape.down) else 0
        upper = above.get(left)
        if down == 1 and upper is not None and upper.row + upper.height == number:
            upper.height += 1
            going_on.add(left)
            continue
        table.boxes.append(box)
        if down:
            above[left] = box
            going_on.add(left)
    for column in [column for column in above if column not in going_on]:
        del above[column]


def _extent(shape: Shape, index: int, columns: dict[int, int], free: int) -> tuple[int, int]:
    """The first column of a cell and the first one behind it."""
    if not columns or index + 1 >= len(shape.edges):
        return free, free + 1
    left = max(free, columns[shape.edges[index]])
    return left, max(left + 1, columns[shape.edges[index + 1]])


def _columns(rows: list[Row]) -> dict[int, int]:
    """The column that begins at each edge; empty where the edges of a table tell nothing."""
    shapes = {row.shape.edges for row in rows if row.shape.edges}
    holders: dict[int, list[int]] = {}
    for number, edges in enumerate(shapes):
        for edge in dict.fromkeys(edges):
            holders.setdefault(edge, []).append(number)
    columns: dict[int, int] = {}
    column, first, seen = 0, 0, set[int]()
    for edge in sorted(holders):
        apart = edge - first > _NEAR or any(number in seen for number in holders[edge])
        if apart or not column:
            column, first, seen = column + 1, edge, set()
        seen.update(holders[edge])
        columns[edge] = column
    return columns if column <= _MAX_COLUMNS else {}
