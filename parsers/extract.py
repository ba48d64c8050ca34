"""From a document to what may be records: every value with its place; pure, and knows no field's meaning."""

from __future__ import annotations

from parsers.document import Document, Grid
from parsers.layout.headings import Lexicon, lexicon_of
from parsers.layout.regions import headers_at
from parsers.layout.sheet import Sheet, sheet_of
from parsers.layout.tables import Table, read_table
from parsers.wanted import Extraction, Wanted


def extract(document: Document, wanted: Wanted) -> Extraction:
    """The candidates of a document, what holds for all of them, and all that nobody claimed."""
    lexicon = lexicon_of(wanted)
    tables = [table for grid in document.grids if not grid.hidden for table in _tables(grid, lexicon)]
    return Extraction(
        candidates=tuple(one for table in tables for one in table.candidates),
        unclaimed=tuple(one for table in tables for one in table.unclaimed),
        regions=tuple(table.region for table in tables),
    )


def _tables(grid: Grid, lexicon: Lexicon) -> list[Table]:
    sheet = sheet_of(grid)
    return [table for row in list(sheet.rows) for table in tables_at(sheet, row, lexicon)]


def tables_at(sheet: Sheet, row: int, lexicon: Lexicon) -> list[Table]:
    """The tables whose headings stand in a row; their cells count as used afterwards."""
    return [read_table(sheet, header, "", lexicon) for header in headers_at(sheet, row, lexicon)]
