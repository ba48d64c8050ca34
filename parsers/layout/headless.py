"""Tables without headings each row of which tells a record by values that show what they are; as lines."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.layout.headings import Lexicon
from parsers.layout.labels import split_line
from parsers.layout.lines import Line
from parsers.layout.sheet import Sheet
from parsers.layout.told import told_in

FEWEST_ROWS = 2
FEWEST_COLUMNS = 3
MOST_ROWS = 300
MARK = "-"


def lines_of_told_rows(sheet: Sheet, lexicon: Lexicon) -> list[Line]:
    """The rows as lines, the labelled cells of each below it; none unless every row tells a record."""
    if not FEWEST_ROWS <= len(sheet.rows) <= MOST_ROWS or sheet.used:
        return []
    rows = [list(_lines(sheet, row, lexicon)) for row in sheet.rows]
    told = (bool(lines) and told_in(lines[0].text, lexicon, listed=True) is not None for lines in rows)
    return [line for lines in rows for line in lines] if all(told) else []


def _lines(sheet: Sheet, row: int, lexicon: Lexicon) -> Iterator[Line]:
    cells = [(sheet.place((row, column)), sheet.cells[row, column]) for column in sheet.rows[row]]
    if len(cells) < FEWEST_COLUMNS or any("\n" in cell.text.strip() for _, cell in cells):
        return
    split = [(place, cell, split_line(cell.text.strip(), lexicon)) for place, cell in cells]
    plain = [one.lead or cell.text.strip() for _, cell, one in split if not one.labelled]
    href = next((cell.href for _, cell, one in split if cell.href and not one.labelled), "")
    yield Line(text=" | ".join(plain), place=cells[0][0], marker=MARK, gap=True, href=href)
    for place, cell, one in split:
        if one.labelled:
            yield Line(text=cell.text.strip(), place=place, href=cell.href)
