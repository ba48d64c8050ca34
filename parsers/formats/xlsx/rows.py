"""The cells of a sheet whose rows came in the usual form, as plain pieces; parses no markup."""

from __future__ import annotations

from html import unescape

from parsers.formats.digits import whole
from parsers.formats.xlsx.cells import LAST_COLUMN, LAST_ROW, CellStore, RawSheet, column_number, is_hidden
from parsers.formats.xlsx.markup import PlainRows, row_attributes
from parsers.formats.xlsx.parts import Style


def fill(rows: PlainRows, store: CellStore, sheet: RawSheet) -> bool:
    """Put the cells into the store and their extent into the sheet; False where the pieces do not fit."""
    columns, looks = _Columns(), _Looks(store)
    row, expected = 0, ""
    for letters, digits, style, kind, stored, inline, attributes, empty, closing, _ in rows.pieces:
        if letters:
            column = columns[letters]
            if digits != expected or not column:
                return False
            if inline:
                store.add_plain((row, column), looks[style], unescape(inline) if "&" in inline else inline)
            elif stored:
                store.add((row, column), looks[style], kind or "n", unescape(stored))
            sheet.last_row = row
        elif closing:
            if not expected:
                return False
            expected = ""
        else:
            number = "" if expected else _open_row(attributes, rows.around, sheet)
            if not number:
                return False
            row, expected = int(number), "" if empty else number
    sheet.last_column = max(columns.values(), default=0)
    return not expected


def _open_row(attributes: str, around: bytes, sheet: RawSheet) -> str:
    """The number of a row as it is written, "" where it has none or one that no cell could repeat."""
    named = row_attributes(attributes, around)
    number = named.get("r", "") if named else ""
    if named is None or not sheet.last_row < whole(number) <= LAST_ROW:
        return ""
    if is_hidden(named, "ht"):
        sheet.hidden_rows.add(whole(number))
    return number


class _Columns(dict[str, int]):
    """The numbers of columns by their letters, 0 for one beyond every sheet."""

    def __missing__(self, letters: str) -> int:
        number = column_number(letters)
        self[letters] = number if number <= LAST_COLUMN else 0
        return self[letters]


class _Looks(dict[str, Style]):
    """The styles of a store by their numbers as the markup has them."""

    def __init__(self, store: CellStore) -> None:
        super().__init__()
        self._store = store

    def __missing__(self, number: str) -> Style:
        self[number] = self._store.style(number)
        return self[number]
