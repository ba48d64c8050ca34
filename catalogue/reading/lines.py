"""A document as plain lines with places; no meaning."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parsers.document import Cell, Document, Grid, Paragraph, Place
from parsers.text import bare as bare


@dataclass(frozen=True, slots=True)
class Line:
    """One line of running text, or of a cell."""

    text: str
    place: Place


def lines_of(document: Document, last_row: int = 0) -> Iterator[Line]:
    """The lines of a document that are not blank, in document order, tables row by row.

    ``last_row`` ends each table after that row, 0 where it is read to its end.
    """
    for block in document.blocks:
        if isinstance(block, Paragraph):
            yield from _split(block.text, block.place)
        elif isinstance(block, Grid) and not block.hidden:
            cells = [one for one in block.cells.items() if not last_row or one[0][0] <= last_row]
            for (row, column), cell in sorted(cells, key=_by_place):
                if not cell.struck and row not in block.hidden_rows:
                    yield from _split(cell.text, block.place(row, column))


def plain_text(document: Document) -> str:
    """The running text of a document with its numbers, one paragraph a line; a table's rows with tabs."""
    pieces: list[str] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            pieces.append(f"{block.marker} {block.text}" if block.marker else block.text)
        elif isinstance(block, Grid):
            pieces.extend(_rows(block))
    return "\n".join(pieces).strip()


def _by_place(cell: tuple[tuple[int, int], Cell]) -> tuple[int, int]:
    return cell[0]


def _split(text: str, place: Place) -> Iterator[Line]:
    for part in text.split("\n"):
        line = part.strip()
        if line:
            yield Line(line, place)


def _rows(grid: Grid) -> Iterator[str]:
    rows: dict[int, list[str]] = {}
    for (row, _), cell in sorted(grid.cells.items()):
        rows.setdefault(row, []).append(" ".join(cell.text.split()))
    for cells in rows.values():
        yield "\t".join(cells)
