"""One story of rich text, its open tables by the depth that each paragraph names; no words are known here."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.document import Picture, Reason, TextRole, UnreadableError
from parsers.formats.flow import Flow, Run, Text
from parsers.formats.rtf.grid import Row, RowLook, tables_of

_MAX_TABLE_DEPTH = 30


@dataclass(slots=True)
class _OpenTable:
    """A table being read: whole rows, the cells of the open row, what stands in the open cell."""

    rows: list[Row] = field(default_factory=list)
    cells: list[Flow] = field(default_factory=list)
    content: Flow = field(default_factory=list)
    look: RowLook | None = None
    look_before: RowLook | None = None
    begun: bool = False

    @property
    def in_row(self) -> bool:
        """Whether a row was begun whose cells have not all come."""
        return (self.begun or bool(self.cells)) and not self.is_full

    @property
    def is_full(self) -> bool:
        """Whether all the cells have come that the row is said to have."""
        said = len(self.look.edges) if self.look else 0
        return 0 < said <= len(self.cells)


class OpenTables:
    """The tables of one story, each inside a cell of the one before."""

    def __init__(self, flow: Flow) -> None:
        self._flow = flow
        self._open: list[_OpenTable] = []

    def __bool__(self) -> bool:
        return bool(self._open)

    @property
    def in_row(self) -> bool:
        """Whether text belongs to a cell though its paragraph does not say so."""
        return bool(self._open) and self._open[0].in_row

    def target(self, depth: int) -> Flow:
        """Where a paragraph of a depth belongs: the open cell of its table; deeper tables end."""
        if depth > _MAX_TABLE_DEPTH:
            raise UnreadableError(Reason.HOSTILE, f"tables nested deeper than {_MAX_TABLE_DEPTH}")
        while len(self._open) > depth:
            self._close()
        while len(self._open) < depth:
            self._open.append(_OpenTable())
        return self._open[-1].content if self._open else self._flow

    def begin_row(self, look: RowLook) -> None:
        """A new description of rows of the outermost table: its row begins, or it is told once more."""
        if not self._open:
            self._open.append(_OpenTable())
        table = self._open[0]
        table.look_before = table.look or table.look_before
        table.look, table.begun = look, True

    def end_cell(self, depth: int) -> None:
        content = self.target(depth)
        table = self._open[-1]
        table.cells.append(content)
        table.content = []

    def end_row(self, depth: int, look: RowLook | None) -> None:
        """The row ends; without a description of its own it looks like the one before."""
        self.target(depth)
        table = self._open[-1]
        table.look = look or table.look
        if table.is_full and table.content:
            table.cells[-1].extend(table.content)
            table.content = []
        _finish_row(table)

    def finish(self) -> None:
        while self._open:
            self._close()

    def _close(self) -> None:
        table = self._open.pop()
        if table.cells:
            _mend_look(table)
            _finish_row(table)
        parent = self._open[-1].content if self._open else self._flow
        if table.rows:
            parent.extend(made for made in tables_of(table.rows) if made.boxes)
        # What no cell claimed is text beside the table.
        parent.extend(table.content)


def _mend_look(table: _OpenTable) -> None:
    """A row that was cut may be described by half; then it looks like the one before."""
    before = table.look_before
    count = len(table.cells)
    if before and len(before.edges) >= count > len(table.look.edges if table.look else ()):
        table.look = before


def _finish_row(table: _OpenTable) -> None:
    if table.content and table.cells and not table.is_full:
        # The last cell has no end: a cut file, or a careless writer.
        table.cells.append(table.content)
        table.content = []
    if table.cells:
        look = table.look or RowLook()
        # Some writers end more cells than the row has; nobody sees those that are empty.
        while look.edges and len(table.cells) > len(look.edges) and not table.cells[-1]:
            table.cells.pop()
        table.rows.append((look, table.cells))
        table.cells = []
    table.begun = False


@dataclass(slots=True)
class Story:
    """The body, a header, a note or a text box, as far as it is read."""

    role: TextRole
    flow: Flow = field(default_factory=list)
    tables: OpenTables = field(init=False)
    runs: list[Run] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    marker: str = ""
    look: RowLook = field(default_factory=RowLook)
    nested_look: RowLook = field(default_factory=RowLook)

    def __post_init__(self) -> None:
        self.tables = OpenTables(self.flow)

    def end_paragraph(self, depth: int, level: int) -> None:
        target = self.tables.target(depth)
        if self.pictures:
            target.extend(self.pictures)
            self.pictures = []
        marker = " ".join(self.marker.split())
        if self.runs or marker:
            target.append(Text(self.runs, marker, level, self.role))
            self.runs, self.marker = [], ""

    def finish(self, depth: int, level: int) -> None:
        if self.runs or self.pictures:
            self.end_paragraph(depth, level)
        self.tables.finish()
