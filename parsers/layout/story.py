"""A document in reading order: stretches of lines, each ended by a table; shares nothing between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from parsers.document import Document, Grid, Paragraph, Place
from parsers.layout.blocks import read_blocks
from parsers.layout.drafts import Found
from parsers.layout.forms import transposed_tables
from parsers.layout.headings import Lexicon
from parsers.layout.headless import lines_of_told_rows
from parsers.layout.hints import caption_row
from parsers.layout.lines import Line, lines_of_paragraphs, lines_of_rows
from parsers.layout.modules import rows_of_last_record
from parsers.layout.regions import Header, headers_at
from parsers.layout.shapes import PHONE
from parsers.layout.sheet import Sheet, sheet_of
from parsers.layout.stacked import stacked_runs
from parsers.layout.tabbed import runs_of
from parsers.layout.tables import Table, goes_on, read_table
from parsers.layout.wide import kept
from parsers.wanted import Candidate, Unclaimed

TITLE_WITHIN = 4
MOST_LINES = 10_000
"""Lines between two tables that are looked through; nobody writes so many, and a torn table has more."""


@dataclass(slots=True)
class Stretch:
    """The lines up to a table or the end, and that table; what the lines gave.

    ``beside`` are rows of tables that belong to a record of the lines and that nothing asks for, and
    what stands in tables where nothing is sought.
    """

    lines: list[Line] = field(default_factory=list)
    table: Table | None = None
    found: Found = field(default_factory=Found)
    beside: list[Unclaimed] = field(default_factory=list)

    @property
    def candidates(self) -> list[Candidate]:
        return [*self.found.candidates, *(self.table.candidates if self.table else ())]

    def add_rows(self, rows: Sequence[Line]) -> None:
        """The rows of a table that is no list of records."""
        self.lines.extend(row for row in rows if row.more)
        self.beside.extend(Unclaimed(text=row.text, place=row.place) for row in rows if not row.more)


def story_of(document: Document, lexicon: Lexicon) -> list[Stretch]:
    """The document as lines and tables in reading order, with the records of both."""
    teller = _Teller(lexicon, document.grids)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            teller.paragraphs.append(block)
        elif isinstance(block, Grid) and not block.hidden and block.title not in teller.told:
            teller.read_grid(block)
    teller.end_paragraphs()
    for stretch in teller.stretches:
        rest = stretch.lines[MOST_LINES:]
        stretch.beside.extend(Unclaimed(text=line.text, place=line.place) for line in rest)
        stretch.found = read_blocks(stretch.lines[:MOST_LINES], lexicon)
    return teller.stretches


class _Teller:
    """Lays lines and tables one after another; remembers the last header for tables that go on.

    ``told`` are the titles of the tables that were read where they stand, inside another one.
    """

    def __init__(self, lexicon: Lexicon, grids: Sequence[Grid] = ()) -> None:
        self.lexicon = lexicon
        self.told: set[str] = set()
        self._nested: dict[str, list[Grid]] = {}
        self._sheets = frozenset(grid.title for grid in grids if grid.is_sheet and grid.title)
        for grid in grids:
            if grid.nested_in is not None and not grid.hidden:
                self._nested.setdefault(grid.nested_in.container, []).append(grid)
        self.stretches = [Stretch()]
        self.paragraphs: list[Paragraph] = []
        self.last: tuple[Header, int] | None = None

    def end_paragraphs(self) -> None:
        runs = (
            part
            for run, grid in runs_of(self.paragraphs)
            for part in ([(run, grid)] if grid is not None else stacked_runs(run, self.lexicon))
        )
        for run, grid in runs:
            if grid is not None and headers_at(sheet_of(grid), run[0].place.row, self.lexicon):
                self._read(grid)
            else:
                self.stretches[-1].lines.extend(lines_of_paragraphs(run))
        self.paragraphs = []

    def read_grid(self, grid: Grid) -> None:
        self.end_paragraphs()
        self._read(grid)

    def _read(self, grid: Grid) -> None:
        if grid.is_sheet and self.stretches[-1].lines:
            self.stretches.append(Stretch())
        sheet = sheet_of(grid)
        self.stretches[-1].beside.extend(kept(grid, sheet.beyond))
        rows = rows_of_last_record(sheet, self.stretches[-1].lines, self.lexicon)
        if rows:
            self.stretches[-1].add_rows(rows)
            return
        tables = self._tables(sheet)
        if not tables and (told := lines_of_told_rows(sheet, self.lexicon)):
            self.stretches[-1].lines.extend(told)
            return
        if not tables and grid.title in self._nested:
            self._tell_around(sheet, self._nested[grid.title])
            return
        begin = 0
        for table in tables:
            self._tell(sheet, sheet.rows_from(begin, table.top))
            self.stretches[-1].table = table
            self.stretches.append(Stretch())
            begin = max(begin, table.top)
        self._tell(sheet, sheet.rows_from(begin))
        self.stretches[-1].lines.extend(_commented(sheet))

    def _tell_around(self, sheet: Sheet, nested: Sequence[Grid]) -> None:
        """A table that only lays out: its cells as lines, the tables inside of them where they stand."""
        waiting = list(sheet.rows)
        for row in sorted({grid.nested_in.row for grid in nested if grid.nested_in is not None}):
            inner = [grid for grid in nested if grid.nested_in is not None and grid.nested_in.row == row]
            self._tell(sheet, [one for one in waiting if one < row])
            waiting = [one for one in waiting if one > row]
            self._tell_row(sheet, row, inner)
        self._tell(sheet, waiting)

    def _tell_row(self, sheet: Sheet, row: int, inner: Sequence[Grid]) -> None:
        """One row: cell by cell where several hold tables, since each has its own words above its own."""
        columns = sorted({grid.nested_in.column for grid in inner if grid.nested_in is not None})
        ends = [*columns[:-1], max(sheet.grid.n_columns, columns[-1])]
        begin = 1
        for column, end in zip(columns, ends, strict=True):
            if row in sheet.rows:
                self._tell(sheet.within([row], begin, end), [row])
            begin = end + 1
            for grid in inner:
                if grid.nested_in is not None and grid.nested_in.column == column:
                    self.told.add(grid.title)
                    self._read(grid)

    def _tell(self, sheet: Sheet, rows: Sequence[int]) -> None:
        lines = lines_of_rows(sheet, rows, self.lexicon)
        others = self._sheets - {sheet.grid.title}
        self.stretches[-1].lines.extend(_listing(line) if line.text in others else line for line in lines)

    def _tables(self, sheet: Sheet) -> list[Table]:
        tables: list[Table] = []
        for row in list(sheet.rows):
            headers = headers_at(sheet, row, self.lexicon)
            caption = caption_row(sheet, headers) if len(headers) > 1 else 0
            for header in headers:
                header = replace(header, caption=caption)  # noqa: PLW2901 - the same one, with its caption
                tables.append(read_table(sheet, header, self._title(sheet, header.top), self.lexicon))
                self.last = (header, sheet.grid.n_columns)
        if not tables:
            tables.extend(self._continued(sheet))
        first = self.lexicon.wanted.records[0].kind
        if not any(one.kind == first for table in tables for one in table.candidates):
            tables.extend(transposed_tables(sheet, self.lexicon))
        return sorted(tables, key=lambda table: table.top)

    def _title(self, sheet: Sheet, top: int) -> str:
        """The nearest text above a table, and the name of its sheet."""
        name = f"{sheet.grid.title} " if sheet.grid.is_sheet else ""
        for row in range(top - 1, max(top - TITLE_WITHIN, 0), -1):
            columns = sheet.rows.get(row)
            if columns:
                return f"{name}{sheet.cells[row, columns[0]].text}"
        before = self.stretches[-1].lines
        return f"{name}{before[-1].text if before else ''}"

    def _continued(self, sheet: Sheet) -> list[Table]:
        """A table on a new page that has the last one's columns and does not say its headings again."""
        if self.last is None or sheet.grid.is_sheet or self.stretches[-1].lines or not sheet.rows:
            return []
        header, n_columns = self.last
        first = next(iter(sheet.rows))
        if sheet.grid.n_columns != n_columns or not goes_on(sheet, first, header, self.lexicon):
            return []
        above = replace(header, top=first, bottom=first - 1)
        return [read_table(sheet, above, "", self.lexicon)]


def _listing(line: Line) -> Line:
    """A line of a workbook's table of contents: the name of a sheet is no value of the label beside it."""
    return replace(line, label="", text=f"{line.label} - {line.text}") if line.label else line


def _commented(sheet: Sheet) -> Iterator[Line]:
    """The comments on cells that somebody can be called by: schools hide their contact there."""
    for (row, column), cell in sheet.cells.items():
        if cell.comment and PHONE.search(cell.comment):
            for number, text in enumerate(one for one in cell.comment.split("\n") if one.strip()):
                yield Line(text=text.strip(), place=Place(sheet.grid.title, row, column), gap=not number)
