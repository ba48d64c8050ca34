"""One binary worksheet as stored: cells, merges, links, what is hidden; calculates and follows nothing."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from parsers.document import Reason, Span, UnreadableError
from parsers.formats.container import Container
from parsers.formats.xlsb.records import packed_number, records, wide_text
from parsers.formats.xlsx.cells import LAST_COLUMN, LAST_ROW, CellStore, Key, RawSheet
from parsers.formats.xlsx.parts import RichText, Style

# Record kinds, [MS-XLSB] 2.3.2: the values, the same as results of formulas, and what stands around them.
_PACKED, _ERROR, _TRUTH, _REAL, _TEXT, _SHARED = range(2, 8)
_TEXT_RESULT, _REAL_RESULT, _TRUTH_RESULT, _ERROR_RESULT = range(8, 12)
_ROW, _COLUMNS, _MERGED, _LINK, _DRAWING, _DATA_END = 0, 60, 176, 494, 550, 146
_RICH_TEXT = 62

ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A",
          43: "#GETTING_DATA"}  # fmt: skip
_NO_HEIGHT, _IS_HIDDEN = 0x10, 1
_ROW_SIZE = 12
_VALUE, _FORMULA_OPTIONS = 8, 2
_MAX_SPANS, _MAX_MARKS = 50_000, 100_000
_STYLE_BITS = 0xFFFFFF
_HYPERLINK, _STRING_TOKEN, _CALLS = b"\x67\x01", 0x17, (0x22, 0x42, 0x62)


@dataclass(frozen=True, slots=True)
class _Reader:
    data: bytes
    store: CellStore
    strings: Sequence[RichText]
    sheet: RawSheet
    rich: Callable[[bytes], RichText]


def read_binary_sheet(
    container: Container,
    part: str,
    strings: Sequence[RichText],
    styles: Sequence[Style],
    rich: Callable[[bytes], RichText],
) -> RawSheet:
    """The sheet of a part."""
    store = CellStore(strings, styles)
    reader = _Reader(container.read(part), store, strings, RawSheet(store.cells), rich)
    try:
        _read(reader, styles)
    except (struct.error, IndexError):
        reader.sheet.is_cut = True
    reader.sheet.lost = store.lost
    return reader.sheet


def _read(reader: _Reader, styles: Sequence[Style]) -> None:
    data, sheet, row, ended = reader.data, reader.sheet, 0, False
    for kind, start, end in records(data):
        if kind == _ROW:
            row = _row(data, start, end, sheet)
        elif _PACKED <= kind <= _ERROR_RESULT or kind == _RICH_TEXT:
            column, look = struct.unpack_from("<II", data, start)
            if row <= LAST_ROW and column < LAST_COLUMN:
                number = look & _STYLE_BITS
                style = styles[number] if number < len(styles) else reader.store.style("")
                sheet.last_row = max(sheet.last_row, row)
                sheet.last_column = max(sheet.last_column, column + 1)
                _put(reader, kind, (row, column + 1), style, data[start + _VALUE : end])
        elif kind in _AROUND:
            _AROUND[kind](data[start:end], sheet)
        elif kind == _DATA_END:
            ended = True
    sheet.is_cut = not ended


def _put(reader: _Reader, kind: int, key: Key, style: Style, body: bytes) -> None:
    store = reader.store
    if kind == _SHARED:
        store.add(key, style, "s", str(struct.unpack_from("<I", body)[0]))
    elif kind == _PACKED:
        store.add_number(key, style, packed_number(struct.unpack_from("<I", body)[0]))
    elif kind in (_REAL, _REAL_RESULT):
        store.add_number(key, style, struct.unpack_from("<d", body)[0])
    elif kind in (_TEXT, _TEXT_RESULT):
        text, place = wide_text(body, 0)
        store.add_text(key, style, RichText(text))
        if kind == _TEXT_RESULT:
            _formula(body[place + _FORMULA_OPTIONS :], key, reader.sheet)
    elif kind == _RICH_TEXT:
        store.add_text(key, style, reader.rich(body))
    elif kind in (_TRUTH, _TRUTH_RESULT):
        store.add(key, style, "b", str(body[0]))
    else:
        store.add(key, style, "e", ERRORS.get(body[0], "#N/A"))


def _formula(body: bytes, key: Key, sheet: RawSheet) -> None:
    """A HYPERLINK() that spells its address out, written as the same formula in words."""
    if _HYPERLINK not in body or len(sheet.formulas) >= _MAX_MARKS:
        return
    (size,) = struct.unpack_from("<I", body)
    tokens = body[4 : 4 + size]
    if tokens[-2:] == _HYPERLINK and tokens[-4] in _CALLS and tokens[0] == _STRING_TOKEN:
        (count,) = struct.unpack_from("<H", tokens, 1)
        address = tokens[3 : 3 + 2 * count].decode("utf-16-le", "replace").replace('"', '""')
        sheet.formulas[key] = f'HYPERLINK("{address}")'


def _row(data: bytes, start: int, end: int, sheet: RawSheet) -> int:
    row = int.from_bytes(data[start : start + 4], "little")
    if end - start >= _ROW_SIZE and len(sheet.hidden_rows) < _MAX_MARKS:
        (height,) = struct.unpack_from("<H", data, start + 8)
        if data[start + 11] & _NO_HEIGHT or height == 0:
            sheet.hidden_rows.add(row + 1)
    return row + 1


def _columns(body: bytes, sheet: RawSheet) -> None:
    first, last, width, _, options = struct.unpack_from("<IIIIH", body)
    if (options & _IS_HIDDEN or width == 0) and len(sheet.hidden_columns) < LAST_COLUMN:
        sheet.hidden_columns.append((first + 1, min(last + 1, LAST_COLUMN)))


def _merged(body: bytes, sheet: RawSheet) -> None:
    if len(sheet.spans) >= _MAX_SPANS:
        raise UnreadableError(Reason.HOSTILE, f"more than {_MAX_SPANS} merged ranges")
    span = _span(body)
    if span:
        sheet.spans.append(span)


def _link(body: bytes, sheet: RawSheet) -> None:
    span = _span(body)
    relation, place = wide_text(body, 16)
    mark, _ = wide_text(body, place)
    if span and relation and len(sheet.links) < _MAX_MARKS:
        sheet.links.append((span, relation, mark))


def _drawing(body: bytes, sheet: RawSheet) -> None:
    sheet.drawings.append(wide_text(body, 0)[0])


def _span(body: bytes) -> Span | None:
    top, bottom, left, right = struct.unpack_from("<4I", body)
    if not (top <= bottom < LAST_ROW and left <= right < LAST_COLUMN):
        return None
    return Span(top + 1, left + 1, bottom + 1, right + 1)


_AROUND: dict[int, Callable[[bytes, RawSheet], None]] = {
    _COLUMNS: _columns,
    _MERGED: _merged,
    _LINK: _link,
    _DRAWING: _drawing,
}
