"""Tables that say what one record consists of, below its own lines: their rows as lines of it; no meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers.document import Cell
from parsers.layout.blocks import read_blocks
from parsers.layout.headings import SURE, Lexicon
from parsers.layout.labels import labels_of
from parsers.layout.lines import Line
from parsers.layout.shapes import is_number
from parsers.layout.sheet import Sheet
from parsers.wanted import Shape

RECENT = 30
FEWEST_COLUMNS = 2
FEWEST_READINGS = 2
LONGEST_ROW = 400
# A table with such a column lists records of its own.
_TELLING = frozenset({Shape.CHOICE, Shape.MONEY, Shape.URL, Shape.PERSON, Shape.PHONE, Shape.EMAIL})


def rows_of_last_record(sheet: Sheet, lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """The rows of a table that belongs to the record told just above it; none where it stands for itself.

    ``more`` is set where they are the text of the label above, and not where nothing asks for them.
    """
    recent = lines[-RECENT:]
    if not recent or sheet.grid.is_sheet or not sheet.rows or _lists_records(sheet, lexicon):
        return []
    waiting = _waits_for_text(recent[-1], lexicon)
    if not (waiting or _has_headings(sheet, lexicon)) or not _is_told(recent, lexicon, waiting=waiting):
        return []
    return list(_lines(sheet, more=waiting))


def _first_row(sheet: Sheet) -> list[Cell]:
    row = next(iter(sheet.rows))
    return [sheet.cells[row, column] for column in sheet.rows[row]]


def _lists_records(sheet: Sheet, lexicon: Lexicon) -> bool:
    """Whether a heading is of a field that only a list of records has, or the table is one column."""
    found = [lexicon.quick(cell.text.rstrip(" :")) for cell in _first_row(sheet)]
    fields = [one[0].field for one in found if one and one[0].score >= SURE]
    told = any(one.shape in _TELLING and one.collected for one in fields)
    return told or sheet.grid.n_columns < FEWEST_COLUMNS


def _has_headings(sheet: Sheet, lexicon: Lexicon) -> bool:
    """Whether the first row is headings of a name and of something beside it."""
    texts = [cell.text for cell in _first_row(sheet)]
    key = lexicon.wanted.records[0].key
    found = [lexicon.quick(text) for text in texts]
    named = any(one and one[0].field.key == key and one[0].score >= SURE for one in found)
    known = sum(bool(one) or lexicon.is_index(text) for one, text in zip(found, texts, strict=True))
    return named and known >= FEWEST_COLUMNS and not any(map(is_number, texts))


def _waits_for_text(line: Line, lexicon: Lexicon) -> bool:
    """Whether a line is the label of a long text that is still to come."""
    labelled = labels_of(line.text, lexicon)
    if not labelled or labelled[-1].text or line.label:
        return False
    return any(one.field.shape is Shape.LONG_TEXT for one in labelled[-1].matches)


def _is_told(recent: Sequence[Line], lexicon: Lexicon, *, waiting: bool) -> bool:
    """Whether the lines above tell of a named record down to the last of them."""
    record = lexicon.wanted.records[0]
    told = [one for one in read_blocks(recent, lexicon).candidates if one.kind == record.kind]
    readings = told[-1].readings if told else ()
    if len(readings) < FEWEST_READINGS or all(one.field != record.key for one in readings):
        return False
    last = recent[-2:][0] if waiting else recent[-1]
    return last.more or any(one.place == last.place for one in readings)


def _lines(sheet: Sheet, *, more: bool) -> Iterator[Line]:
    """Every row below the headings, without its serial number."""
    rows = list(sheet.rows)
    headed = max((span.bottom for at, span in sheet.spans.items() if at[0] == rows[0]), default=rows[0])
    for row in [one for one in rows if one > headed]:
        columns = sheet.rows[row]
        texts = [" ".join(sheet.cells[row, column].text.split()) for column in columns]
        if len(texts) > 1 and is_number(texts[0]):
            texts = texts[1:]
        text = " - ".join(text for text in texts if text)[:LONGEST_ROW]
        if text:
            yield Line(text=text, place=sheet.place((row, columns[0])), more=more)
