"""A sheet as a stream of rows gathers it, with what repeats kept as ranges; knows no file format."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.document import Cell, Picture, Place, Span
from parsers.formats.workbook import OpenedSheet
from parsers.formats.xlsx.cells import LAST_COLUMN, LAST_ROW, Key, RawSheet

MAX_CELLS, MAX_SPANS, MAX_MARKS = 400_000, 50_000, 100_000
MAX_CELL_TEXT = 65_536
# How far below the last filled row a merged range, a remark or a picture may make rows count.
_REACH = 1_000

Ranges = list[tuple[int, int]]


@dataclass(slots=True)
class StoredSheet:
    """A sheet with its texts as stored; ranges of hidden rows and columns include both ends."""

    title: str = ""
    hidden: bool = False
    cells: dict[Key, Cell] = field(default_factory=dict)
    comments: dict[Key, str] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    hidden_rows: Ranges = field(default_factory=list)
    hidden_columns: Ranges = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    boxes: list[tuple[Place, str]] = field(default_factory=list)
    uncalculated: list[Key] = field(default_factory=list)
    ticks: list[tuple[Key, str, str]] = field(default_factory=list)

    def opened(self) -> OpenedSheet:
        """The sheet as every workbook's sheets are laid out."""
        raw = RawSheet(
            cells=self.cells,
            spans=self.spans,
            uncalculated=self.uncalculated,
            hidden_rows=self._hidden_rows(),
            hidden_columns=self.hidden_columns,
            # Only what is filled tells how large the sheet is: every sheet is declared to its end.
            last_row=LAST_ROW,
            last_column=LAST_COLUMN,
        )
        return OpenedSheet(
            title=self.title,
            raw=raw,
            hidden=self.hidden,
            comments=self.comments,
            pictures=tuple(self.pictures),
            boxes=tuple(self.boxes),
            ticks=tuple(self.ticks),
        )

    def _hidden_rows(self) -> set[int]:
        """The hidden rows near what is filled, never those down to the sheet's end."""
        last = max((row for row, _ in (*self.cells, *self.comments)), default=0) + _REACH
        hidden: set[int] = set()
        for first, end in self.hidden_rows:
            room = MAX_MARKS - len(hidden)
            hidden.update(range(first, min(end, last, first + room - 1) + 1))
        return hidden
