"""The door of xlrd: the cells of an old workbook by type, format and font; knows nothing beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from itertools import pairwise
from typing import Any

from xlrd import error_text_from_code
from xlrd.biffh import XL_CELL_BLANK, XL_CELL_BOOLEAN, XL_CELL_EMPTY, XL_CELL_ERROR, XL_CELL_TEXT
from xlrd.book import open_workbook_xls

from parsers.document import Cell
from parsers.formats.fonts import code_of_font
from parsers.formats.numberformat import built_in
from parsers.formats.xlsx.cells import CellStore, Key
from parsers.formats.xlsx.parts import PLAIN, Font, RichText, Style, styled
from parsers.legacy import margin
from parsers.text import nfc, restore

_BIFF8 = 80
_VIETNAMESE = "cp1258"
_ANY_BYTES = "latin-1"
_BOLD = 600
_FIRST_OWN_FORMAT = 50
_EMPTY = (XL_CELL_EMPTY, XL_CELL_BLANK)


@dataclass(slots=True)
class BookSheet:
    """The cells of one sheet, and the notes of files that keep them beside the drawings."""

    title: str
    cells: dict[Key, Cell] = field(default_factory=dict)
    notes: dict[Key, str] = field(default_factory=dict)


def read_book(stream: bytes, max_sheets: int) -> list[BookSheet]:
    """The worksheets of a workbook stream in their order; raises whatever xlrd stumbles over."""
    try:
        book = _opened(stream, "")
        sheets = _sheets(book, max_sheets)
        encoding = str(book.encoding)
    # No code page, an unknown one, or bytes that it does not have.
    except (UnicodeDecodeError, LookupError):
        book = _opened(stream, _ANY_BYTES)
        sheets, encoding = _sheets(book, max_sheets), _ANY_BYTES
    if book.biff_version < _BIFF8 and _is_vietnamese(sheets, encoding):
        return _sheets(_opened(stream, _VIETNAMESE), max_sheets)
    return sheets


def _opened(stream: bytes, encoding: str) -> Any:
    return open_workbook_xls(
        file_contents=stream,
        logfile=StringIO(),
        formatting_info=True,
        on_demand=True,
        ragged_rows=True,
        encoding_override=encoding or None,
    )


def _sheets(book: Any, max_sheets: int) -> list[BookSheet]:
    styles = _Styles(book)
    found = []
    for number in range(min(book.nsheets, max_sheets)):
        sheet = book.sheet_by_index(number)
        notes = {(row + 1, column + 1): note.text for (row, column), note in sheet.cell_note_map.items()}
        found.append(BookSheet(sheet.name, _cells(sheet, styles), notes))
        book.unload_sheet(number)
    return found


def _is_vietnamese(sheets: Sequence[BookSheet], encoding: str) -> bool:
    """Whether the bytes of the texts make more words in windows-1258 than in the code that the file names."""
    texts = [cell.text for sheet in sheets for cell in sheet.cells.values() if not cell.text.isascii()]
    octets = "\n".join(texts).encode(encoding, "replace")
    other = nfc(octets.decode(_VIETNAMESE, "replace"))
    return margin(other) > margin("\n".join(restore(texts)))


class _Styles(dict[int, Style]):
    """The looks of cells by the number of their format record."""

    def __init__(self, book: Any) -> None:
        super().__init__()
        self._book = book

    def __missing__(self, number: int) -> Style:
        formats = self._book.xf_list
        self[number] = self._style(formats[number]) if 0 <= number < len(formats) else PLAIN
        return self[number]

    def _style(self, format_record: Any) -> Style:
        code = self._code(format_record.format_key)
        return styled(code, self.font(format_record.font_index), since_1904=self._book.datemode == 1)

    def _code(self, key: int) -> str:
        """The code of a format. Those that Excel knows by number are shown as the country has them."""
        if key < _FIRST_OWN_FORMAT and built_in(key) != "General":
            return built_in(key)
        known = self._book.format_map.get(key)
        return (known.format_str if known else "") or built_in(key)

    def font(self, number: int) -> Font:
        """The font of a number."""
        fonts = self._book.font_list
        if not 0 <= number < len(fonts):
            return Font()
        font = fonts[number]
        bold = bool(font.bold) or font.weight >= _BOLD
        return Font(bold, bool(font.struck_out), code_of_font(font.name))


def _cells(sheet: Any, styles: _Styles) -> dict[Key, Cell]:
    store = CellStore((), ())
    runs: Mapping[tuple[int, int], Sequence[tuple[int, int]]] = sheet.rich_text_runlist_map
    for row, column, kind, stored in _stored(sheet):
        key = (row + 1, column + 1)
        style = styles[sheet.cell_xf_index(row, column)]
        if kind == XL_CELL_TEXT:
            rich = runs.get((row, column))
            store.add_text(key, style, _rich(stored, rich, style, styles) if rich else RichText(stored))
        elif kind == XL_CELL_ERROR:
            store.add(key, style, "e", error_text_from_code.get(stored, "#N/A"))
        elif kind == XL_CELL_BOOLEAN:
            store.add(key, style, "b", str(stored))
        else:
            store.add_number(key, style, stored)
    return store.cells


def _stored(sheet: Any) -> Iterator[tuple[int, int, int, Any]]:
    """Row, column, type and value of every cell that is not blank."""
    for row in range(sheet.nrows):
        values = sheet.row_values(row)
        for column, kind in enumerate(sheet.row_types(row)):
            if kind not in _EMPTY:
                yield row, column, kind, values[column]


def _rich(text: str, runs: Sequence[tuple[int, int]], style: Style, styles: _Styles) -> RichText:
    """A text whose fonts change inside: what is struck out beside other text is left out."""
    starts = [0, *(min(start, len(text)) for start, _ in runs), len(text)]
    looks = [Font(style.bold, style.struck), *(styles.font(font) for _, font in runs)]
    runs_of_text = [
        (text[start:end], look.struck, look.bold)
        for (start, end), look in zip(pairwise(starts), looks, strict=True)
    ]
    return RichText.of_runs(runs_of_text, is_own=True)
