"""Tables wider than anybody's list: what stands beyond a bound is kept as nobody's and not looked at."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from parsers.document import Cell, Document, Grid
from parsers.wanted import Unclaimed

WIDEST = 1_000
"""Columns with a cell in them that are looked at; those of the widest list of a school are some dozens."""

Place = tuple[int, int]


def too_wide(document: Document) -> tuple[str, ...]:
    """What the operator is told of tables that are not looked at in all their width."""
    return tuple(
        f"{grid.title}: columns beyond the first {WIDEST:,} are kept, nothing is sought in them"
        for grid in document.grids
        if _edge(grid.cells) is not None
    )


def narrowed(cells: Mapping[Place, Cell]) -> tuple[dict[Place, Cell], dict[Place, Cell]]:
    """The cells of the columns that are looked at, and those beyond them; both in the given order."""
    edge = _edge(cells)
    if edge is None:
        return dict(cells), {}
    near = {at: cell for at, cell in cells.items() if at[1] <= edge}
    return near, {at: cell for at, cell in cells.items() if at[1] > edge}


def kept(grid: Grid, beyond: Mapping[Place, Cell]) -> Iterator[Unclaimed]:
    """What stands beyond the bound, a row a text, at the place where it begins."""
    rows: dict[int, list[int]] = {}
    for row, column in beyond:
        rows.setdefault(row, []).append(column)
    for row, columns in rows.items():
        text = " | ".join(beyond[row, column].text for column in columns)
        yield Unclaimed(text=text, place=grid.place(row, min(columns)))


def _edge(cells: Iterable[Place]) -> int | None:
    """The last column that is looked at, None where all are."""
    columns = {column for _, column in cells}
    return sorted(columns)[WIDEST - 1] if len(columns) > WIDEST else None
