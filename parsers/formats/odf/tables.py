"""The open tables of an OpenDocument text, and what each cell covers; holds no text of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.document import Reason, UnreadableError
from parsers.formats.flow import MAX_CELLS, MAX_SPAN, Box, Flow, Table
from parsers.formats.odf.names import (
    COLUMNS_REPEATED,
    COLUMNS_SPANNED,
    ROWS_REPEATED,
    ROWS_SPANNED,
    count,
)
from parsers.formats.odf.stream import Attributes

_MAX_TABLE_DEPTH = 30
_MAX_ROW_SPAN, _MAX_COLUMN = 10_000, 16_384
# How often a row or a cell that is said to repeat is really repeated.
_MAX_COPIES = 64


@dataclass(slots=True)
class _OpenTable:
    table: Table = field(default_factory=Table)
    row: int = 0
    column: int = 0
    first: int = 0
    rows: int = 1
    columns: int = 1
    box: Box | None = None


class OpenTables:
    """Tables as they nest inside one another's cells."""

    def __init__(self) -> None:
        self._open: list[_OpenTable] = []
        self._cells = 0

    def __len__(self) -> int:
        return len(self._open)

    def target(self, floor: int) -> Flow | None:
        """The content of the innermost open cell above a depth, None where no cell is open there."""
        for table in reversed(self._open[floor:]):
            if table.box is not None:
                return table.box.content
        return None

    def open_table(self) -> None:
        if len(self._open) >= _MAX_TABLE_DEPTH:
            raise UnreadableError(Reason.HOSTILE, f"tables nested deeper than {_MAX_TABLE_DEPTH}")
        self._open.append(_OpenTable())

    def close_table(self) -> Table:
        return self._open.pop().table

    def open_row(self, attributes: Attributes) -> None:
        if self._open:
            table = self._open[-1]
            table.row, table.column, table.box = table.row + 1, 0, None
            table.first, table.rows = (
                len(table.table.boxes),
                count(attributes.get(ROWS_REPEATED), _MAX_COPIES),
            )

    def close_row(self) -> None:
        if not self._open:
            return
        table = self._open[-1]
        row = table.table.boxes[table.first :]
        for copy in range(1, table.rows if any(box.content for box in row) else 1):
            self._count(len(row))
            table.table.boxes.extend(_moved(box, copy, 0) for box in row)
        table.row += table.rows - 1

    def open_cell(self, attributes: Attributes) -> None:
        if not self._open:
            return
        table = self._open[-1]
        table.columns = count(attributes.get(COLUMNS_REPEATED), _MAX_COLUMN)
        table.box = Box(
            max(table.row, 1),
            table.column + 1,
            count(attributes.get(ROWS_SPANNED), _MAX_ROW_SPAN),
            count(attributes.get(COLUMNS_SPANNED), MAX_SPAN),
        )

    def close_cell(self) -> None:
        table = self._open[-1] if self._open else None
        if table is None or table.box is None:
            return
        box, table.box = table.box, None
        copies = min(table.columns, _MAX_COPIES) if box.content else 1
        self._count(copies)
        table.table.boxes.append(box)
        table.table.boxes.extend(_moved(box, 0, copy) for copy in range(1, copies))
        table.column += table.columns

    def cover(self, attributes: Attributes) -> None:
        """A place that a joined cell covers."""
        if self._open:
            self._open[-1].column += count(attributes.get(COLUMNS_REPEATED), _MAX_COLUMN)

    def _count(self, new: int) -> None:
        self._cells += new
        if self._cells > MAX_CELLS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {MAX_CELLS} cells")


def _moved(box: Box, down: int, right: int) -> Box:
    return Box(box.row + down, box.column + right, box.height, box.width, box.content)
