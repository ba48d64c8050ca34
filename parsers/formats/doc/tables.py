"""The open tables of an old Word file, and where what is read next belongs; no text."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.document import Reason, UnreadableError
from parsers.formats.doc.rows import Row, Shape, laid_out
from parsers.formats.flow import MAX_CELLS, Flow


@dataclass(slots=True)
class _OpenTable:
    rows: list[Row] = field(default_factory=list)
    cells: list[Flow] = field(default_factory=list)
    content: Flow = field(default_factory=list)


class OpenTables:
    """Tables as they nest; ``flow`` is what stands outside of them."""

    def __init__(self) -> None:
        self.flow: Flow = []
        self._open: list[_OpenTable] = []
        self._cells = 0

    def __bool__(self) -> bool:
        return bool(self._open)

    @property
    def target(self) -> Flow:
        """The content of the innermost open cell, the flow where no table is open."""
        return self._open[-1].content if self._open else self.flow

    def go_to(self, depth: int) -> None:
        """Opens and closes tables until as many are open."""
        while len(self._open) > depth:
            self._close()
        while len(self._open) < depth:
            self._open.append(_OpenTable())

    def end_cell(self) -> None:
        self._count()
        table = self._open[-1]
        table.cells.append(table.content)
        table.content = []

    def end_row(self, shape: Shape) -> None:
        self._count()
        table = self._open[-1]
        table.rows.append(Row(table.cells, shape))
        table.cells, table.content = [], []

    @property
    def row_is_empty(self) -> bool:
        """Whether nothing stands in the row that ends."""
        return not any(self._open[-1].cells)

    def drop_row(self) -> None:
        """The row that ends was deleted by its writer."""
        table = self._open[-1]
        table.cells, table.content = [], []

    def _count(self) -> None:
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {MAX_CELLS} cells")

    def _close(self) -> None:
        table = self._open[-1]
        if table.content:
            self.end_cell()
        if table.cells:
            # Its end is missing: the file was cut, or it is broken here.
            self.end_row(Shape())
        self._open.pop()
        if table.rows:
            self.target.extend(laid_out(table.rows))
