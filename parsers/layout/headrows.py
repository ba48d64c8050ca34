"""Which rows are headings: by known words, by slips among them, by what stands around; reads no body."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.document import Cell, CellKind
from parsers.layout.headings import KNOWN, SURE, Lexicon
from parsers.layout.shapes import is_number, is_tick
from parsers.layout.sheet import Sheet

TICKED_WITHIN = 8
LONGEST_HEADING = 160
FEWEST_FIELDS = 2
FEWEST_MISSPELT = 3
# How close a heading with slips must be, where others of its row are known.
SLIP = 0.7

_BRACKETS = re.compile(r"\([^()]*\)")
_GUIDE = re.compile(r"^(?:[(\[]?(?:\d{1,2}|[A-Z])[)\]]?(?:\s*=.*)?|\([^()]*\))$")


def may_head(sheet: Sheet, row: int, columns: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether a row looks like the header of another table."""
    return could_head(sheet, row, columns) and heads(sheet, row, columns, lexicon)


def numbers_columns(sheet: Sheet, row: int, columns: Sequence[int]) -> bool:
    """Whether a row only counts the columns, (1) (2) (3), or says in brackets how to fill them."""
    # From the right, where a record has its longest texts: most rows are told at the first cell.
    if len(columns) < FEWEST_FIELDS or not _GUIDE.match(sheet.cells[row, columns[-1]].text.strip()):
        return False
    texts = [sheet.cells[row, column].text.strip() for column in columns]
    hinted = all(text.startswith("(") for text in texts)
    return (hinted or len(columns) > FEWEST_FIELDS) and all(_GUIDE.match(text) for text in texts)


def could_head(sheet: Sheet, row: int, columns: Sequence[int]) -> bool:
    """The cheap test that sends nearly every row of values away."""
    if len(columns) < FEWEST_FIELDS:
        return False
    for column in columns:
        cell = sheet.cells[row, column]
        if cell.kind is not CellKind.TEXT or len(cell.text) > LONGEST_HEADING or is_number(cell.text):
            return False
    return True


def heads(sheet: Sheet, row: int, columns: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether the words of a row are headings: known ones, or slips of known ones, and no pairs."""
    fields: set[str] = set()
    indexed = False
    hits: list[int] = []
    for column in columns:
        text = sheet.cells[row, column].text
        if lexicon.is_index(text):
            indexed = True
            hits.append(column)
            continue
        flags = lexicon.flag(text)
        if flags:
            if _is_ticked_below(sheet, row, column, lexicon):
                fields.add(flags[0].field.key)
                hits.append(column)
            continue
        found = () if _holds_value(text) else lexicon.quick(text)
        if found and found[0].score >= SURE:
            if found[0].field.collected:
                fields.add(found[0].field.key)
            hits.append(column)
    if fields and len(columns) >= FEWEST_MISSPELT and 2 * len(hits) < len(columns):
        slips = _misspelt(sheet, row, [one for one in columns if one not in hits], lexicon)
        fields.update(slips.values())
        hits = sorted({*hits, *slips}) if len(fields) >= FEWEST_MISSPELT else hits
    if len(fields) + indexed < FEWEST_FIELDS or not fields:
        return False
    return not _are_pairs(sheet, row, columns, hits, lexicon) and 2 * len(hits) >= len(columns)


def _misspelt(sheet: Sheet, row: int, columns: Sequence[int], lexicon: Lexicon) -> dict[int, str]:
    """The fields of headings that are known but for slips of the pen, by column."""
    found = {column: lexicon.match(sheet.cells[row, column].text) for column in columns}
    return {
        column: matches[0].field.key
        for column, matches in found.items()
        if matches and matches[0].score >= SLIP and matches[0].field.collected
    }


def _is_ticked_below(sheet: Sheet, row: int, column: int, lexicon: Lexicon) -> bool:
    """Whether a choice heads a column of ticks: it is no value of a row then."""
    below = (sheet.cells.get((one, column)) for one in range(row + 1, row + 1 + TICKED_WITHIN))
    return any(cell is not None and is_tick(cell.text, lexicon.wanted) for cell in below)


def _holds_value(text: str) -> bool:
    """Whether a cell is a label with its value behind a colon; hints in brackets do not count."""
    return ":" in text[:-1] and ":" in _BRACKETS.sub("", text).rstrip()[:-1]


def _are_pairs(sheet: Sheet, row: int, columns: Sequence[int], hits: Sequence[int], lexicon: Lexicon) -> bool:
    """Labels with their values beside them: no header."""
    first = columns[1 if lexicon.is_index(sheet.cells[row, columns[0]].text) else 0]
    if _stands_among_labels(sheet, row, first, lexicon):
        return True
    marked = sum(sheet.cells[row, column].text.rstrip().endswith(":") for column in hits)
    if 2 * marked > len(hits):
        return True
    alternating = [column for position, column in enumerate(columns) if position % 2 == 0]
    if len(hits) == len(columns) or list(hits) != alternating:
        return False
    return len(columns) % 2 == 0 or _labels_near(sheet, row, hits, lexicon)


def _stands_among_labels(sheet: Sheet, row: int, column: int, lexicon: Lexicon) -> bool:
    """Whether two rows beside this one begin with a field's label too: fields are rows here."""
    known = [near for near in (-2, -1, 1, 2) if _is_field(sheet.cells.get((row + near, column)), lexicon)]
    return any(pair <= set(known) for pair in ({-2, -1}, {-1, 1}, {1, 2}))


def _is_field(cell: Cell | None, lexicon: Lexicon) -> bool:
    found = lexicon.quick(cell.text) if cell is not None else ()
    return bool(found) and found[0].score >= KNOWN


def _labels_near(sheet: Sheet, row: int, hits: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether the rows above or below have labels in the same columns, as forms do."""
    return any(
        all(
            (near, column) in sheet.cells and lexicon.quick(sheet.cells[near, column].text) for column in hits
        )
        for near in (row - 1, row + 1)
    )
