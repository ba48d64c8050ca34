"""The open tables and text frames of a Word document, and where what is read next belongs; no text."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.document import Reason, UnreadableError
from parsers.formats.docx.names import value
from parsers.formats.flow import MAX_CELLS, MAX_SPAN, Box, Flow, Table

_MAX_TABLE_DEPTH = 30


@dataclass(slots=True)
class _OpenTable:
    """An open table; ``above`` is the cell that a vertical merge goes on from, by column."""

    table: Table
    row: int = 0
    column: int = 0
    box: Box | None = None
    above: dict[int, Box] = field(default_factory=dict)
    width: int = 1
    merge: str = ""
    dropped: bool = False


class OpenTables:
    """Tables as they nest; a text frame starts anew: it is no content of the cell that it hangs on."""

    def __init__(self) -> None:
        self._open: list[_OpenTable] = []
        self._floors: list[int] = [0]

    def __bool__(self) -> bool:
        return bool(self._open)

    @property
    def in_frame(self) -> bool:
        return len(self._floors) > 1

    def target(self, flow: Flow) -> Flow:
        """The innermost open cell's content, ``flow`` where no cell is open."""
        for table in reversed(self._open[self._floors[-1] :]):
            if table.box is not None:
                return table.box.content
        return flow

    def drop_row(self) -> None:
        """The open row was deleted by its writer."""
        if self._open:
            self._open[-1].dropped = True

    def open_table(self, _attributes: dict[str, str]) -> None:
        if len(self._open) >= _MAX_TABLE_DEPTH:
            raise UnreadableError(Reason.HOSTILE, f"tables nested deeper than {_MAX_TABLE_DEPTH}")
        self._open.append(_OpenTable(Table()))

    def close_table(self, flow: Flow) -> None:
        if not self._open:
            return
        done = self._open.pop()
        if done.table.boxes:
            self.target(flow).append(done.table)

    def open_row(self, _attributes: dict[str, str]) -> None:
        if self._open:
            table = self._open[-1]
            table.row, table.column, table.box, table.dropped = table.row + 1, 0, None, False

    def close_row(self) -> None:
        if self._open and self._open[-1].dropped:
            table = self._open[-1]
            boxes = table.table.boxes
            while boxes and boxes[-1].row == table.row:
                boxes.pop()
            table.row -= 1

    def take_gap(self, attributes: dict[str, str]) -> None:
        if self._open:
            self._open[-1].column += _span(attributes)

    def open_cell(self, _attributes: dict[str, str]) -> None:
        if not self._open:
            return
        table = self._open[-1]
        table.width, table.merge = 1, ""
        table.box = Box(max(table.row, 1), table.column + 1)
        if len(table.table.boxes) > MAX_CELLS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {MAX_CELLS} cells")

    def take_width(self, attributes: dict[str, str]) -> None:
        if self._open:
            self._open[-1].width = _span(attributes)

    def take_merge(self, attributes: dict[str, str]) -> None:
        if self._open:
            self._open[-1].merge = value(attributes, "val") or "continue"

    def close_cell(self) -> None:
        if not self._open or self._open[-1].box is None:
            return
        table = self._open[-1]
        box = table.box
        assert box is not None
        box.width = table.width
        table.column += table.width
        table.box = None
        above = table.above.get(box.column)
        if table.merge == "continue" and above is not None:
            # Nobody sees what a cell holds that only continues the one above.
            above.height = box.row - above.row + 1
            return
        table.table.boxes.append(box)
        table.above[box.column] = box
        if table.merge != "restart":
            table.above.pop(box.column)

    def open_frame(self, _attributes: dict[str, str]) -> None:
        self._floors.append(len(self._open))

    def close_frame(self) -> None:
        if len(self._floors) > 1:
            self._floors.pop()


def _span(attributes: dict[str, str]) -> int:
    said = value(attributes, "val")
    return max(1, min(int(said), MAX_SPAN)) if said.isdecimal() and len(said) < len("1000000000000") else 1
