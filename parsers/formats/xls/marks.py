"""What stands beside the cells of an old workbook's sheet: merges, what is hidden, links, notes, drawings.

Reads records only and gives the stream back without those that a reader of cells would stumble over.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from parsers.document import Reason, Span, UnreadableError
from parsers.formats.xls.drawings import DrawingRecords
from parsers.formats.xls.links import formula_link, read_link
from parsers.formats.xls.stream import BIFF8, BOF, BOUNDSHEET, CONTINUE, EOF, FILEPASS, records, short_text
from parsers.formats.xlsx.cells import MAX_CELLS, Key

_MAX_MARKS = 100_000
_MAX_SPANS = 50_000
_ROW, _COLUMNS, _MERGED, _LINK, _NOTE, _FORMULA = 0x208, 0x7D, 0xE5, 0x1B8, 0x1C, 0x06
_MULTIPLE_NUMBERS = 0xBD
_STRINGS = 0xFC
_GROUP = 0xEB
# MSODRAWING, OBJ, TXO and what continues them.
_DRAWN = (0xEC, 0x5D, 0x1B6, CONTINUE)
# One cell each: LABELSST, LABEL, NUMBER, RK, FORMULA, BOOLERR, RSTRING.
_CELLS = frozenset((0xFD, 0x204, 0x203, 0x27E, _FORMULA, 0x205, 0xD6))
# BLANK and MULBLANK, conditional formats, shared formulas, labels of ranges, tips, sizes, panes, page breaks
# hold nothing to read; rows and columns are read here.
_IDLE = frozenset(
    (0x201, 0xBE, 0x1B0, 0x1B1, 0x4BC, 0x221, 0x15F, 0x800, 0x55, 0x99, 0xAB, 0xA0, 0x23E, 0x41, 0x1A, 0x1B,
     0x225, 0x81, 0x200, _ROW, _COLUMNS)
)  # fmt: skip
# Names and outside references of the workbook (formulas are not followed), its writer, styles and colours.
_IDLE_GLOBALS = frozenset((0x18, 0x17, 0x1AE, 0x23, 0x16, 0x5C, 0x293, 0x92))
_NOTHING = b"\xfe\x0f"
_WORKSHEET = 0
_SMALLEST_STRING = 3
# How long the fixed parts of records are.
_ENTRY_HEAD, _COUNTS, _NOTE_HEAD, _ROW_SIZE, _COLUMNS_SIZE, _PLACE = 7, 8, 8, 16, 10, 4
_HIDDEN_ROW, _HIDDEN_COLUMNS, _HIDDEN_SHEET = 0x20, 1, 3


@dataclass(slots=True)
class SheetMarks:
    """What one sheet holds beside its values, places 1-based. ``notes`` name the drawn object that speaks.

    ``is_cut`` where the records break off before the sheet's end.
    """

    title: str = ""
    hidden: bool = False
    offset: int = 0
    n_cells: int = 0
    is_cut: bool = False
    spans: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    links: list[tuple[Span, str]] = field(default_factory=list)
    formula_links: dict[Key, str | Key] = field(default_factory=dict)
    notes: list[tuple[Key, int]] = field(default_factory=list)
    drawing: DrawingRecords = field(default_factory=DrawingRecords)


@dataclass(slots=True)
class BookMarks:
    """The worksheets in their order, the store of pictures, and the stream with its idle records silenced."""

    stream: bytes
    sheets: list[SheetMarks]
    is_biff8: bool
    blips: bytes


def read_marks(stream: bytes, max_sheets: int) -> BookMarks:
    """The marks of every worksheet; UnreadableError where the workbook is encrypted or hostile."""
    walk = _Walk(bytearray(stream))
    entries, blips = walk.globals()
    sheets = []
    for offset, sheet in entries[:max_sheets]:
        walk.sheet(offset, sheet)
        sheets.append(sheet)
    return BookMarks(bytes(walk.stream), sheets, walk.is_biff8, blips)


def area(stream: bytes, sheet: SheetMarks) -> int:
    """How many cells a reader makes that lays the sheet out in full."""
    places = [
        struct.unpack_from("<HH", stream, start)
        for kind, start, end in records(stream, sheet.offset)
        if (kind in _CELLS or kind == _MULTIPLE_NUMBERS) and end - start >= _PLACE
    ]
    rows, columns = [int(row) for row, _ in places] or [0], [int(column) for _, column in places] or [0]
    return (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1)


class _Walk:
    def __init__(self, stream: bytearray) -> None:
        self.stream = stream
        self.is_biff8 = struct.unpack_from("<H", stream.ljust(6, b"\0"), 4)[0] == BIFF8
        self._n_cells = 0
        self._handlers: dict[int, Callable[[SheetMarks, bytes], None]] = {
            _ROW: _row,
            _COLUMNS: _columns,
            _MULTIPLE_NUMBERS: _numbers,
        }
        if self.is_biff8:
            self._handlers |= {_MERGED: _merged, _LINK: _link, _NOTE: _note}
            self._handlers |= {kind: partial(_drawn, kind) for kind in _DRAWN}
        self._idle = _IDLE.union((_MERGED, _LINK, _NOTE, *_DRAWN) if self.is_biff8 else ())

    def globals(self) -> tuple[list[tuple[int, SheetMarks]], bytes]:
        """The worksheets' offsets and the store of pictures."""
        entries: list[tuple[int, SheetMarks]] = []
        blips: list[bytes] = []
        last = 0
        for kind, start, end in records(self.stream, 0):
            body = bytes(self.stream[start:end]) if kind in (BOUNDSHEET, _GROUP, CONTINUE, _STRINGS) else b""
            if kind == EOF:
                break
            if kind == FILEPASS:
                raise UnreadableError(Reason.ENCRYPTED, "the workbook needs a password")
            if kind == BOUNDSHEET and len(body) > _ENTRY_HEAD:
                self._entry(entries, body)
            elif kind == _GROUP or (kind == CONTINUE and last == _GROUP):
                blips.append(body)
            elif kind == _STRINGS:
                self._refuse_counted(body)
            elif kind in _IDLE_GLOBALS:
                self._silence(start)
            last = last if kind == CONTINUE else kind
        return entries, b"".join(blips)

    def _entry(self, entries: list[tuple[int, SheetMarks]], body: bytes) -> None:
        offset, state, kind, length = struct.unpack_from("<IBBB", body)
        title = (
            short_text(body, _ENTRY_HEAD, length)[0]
            if self.is_biff8
            else body[_ENTRY_HEAD : _ENTRY_HEAD + length].decode("latin-1")
        )
        if kind == _WORKSHEET:
            entries.append((offset, SheetMarks(title=title, hidden=bool(state & _HIDDEN_SHEET))))

    def _refuse_counted(self, body: bytes) -> None:
        """A table of strings that claims more of them than the file has room for."""
        count = struct.unpack_from("<I", body, 4)[0] if len(body) >= _COUNTS else 0
        if count * _SMALLEST_STRING > len(self.stream):
            raise UnreadableError(Reason.CORRUPT, f"{count} shared strings in {len(self.stream)} bytes")

    def sheet(self, offset: int, sheet: SheetMarks) -> None:
        """Gather what the sheet at an offset of the stream holds; embedded charts are passed over."""
        depth, handlers = 0, self._handlers
        sheet.is_cut, sheet.offset = True, offset
        for kind, start, end in records(self.stream, offset):
            if kind in _CELLS:
                sheet.n_cells += 1
                if kind == _FORMULA:
                    _formula(sheet, bytes(self.stream[start:end]))
            elif kind in (BOF, EOF):
                depth += 1 if kind == BOF else -1
                if depth <= 0:
                    sheet.is_cut = False
                    break
            elif depth == 1 and kind in handlers:
                handlers[kind](sheet, bytes(self.stream[start:end]))
            if kind in self._idle:
                self._silence(start)
        self._n_cells += sheet.n_cells
        if self._n_cells > MAX_CELLS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {MAX_CELLS} cells")

    def _silence(self, start: int) -> None:
        self.stream[start - 4 : start - 2] = _NOTHING


def _row(sheet: SheetMarks, body: bytes) -> None:
    if len(body) < _ROW_SIZE:
        return
    row, height, options = struct.unpack_from("<H4xH4xH", body)
    if (options & _HIDDEN_ROW or height == 0) and len(sheet.hidden_rows) < _MAX_MARKS:
        sheet.hidden_rows.add(row + 1)


def _columns(sheet: SheetMarks, body: bytes) -> None:
    if len(body) < _COLUMNS_SIZE or len(sheet.hidden_columns) > _MAX_MARKS:
        return
    first, last, width, _, options = struct.unpack_from("<5H", body)
    if options & _HIDDEN_COLUMNS or width == 0:
        sheet.hidden_columns.append((first + 1, last + 1))


def _numbers(sheet: SheetMarks, body: bytes) -> None:
    sheet.n_cells += max(0, len(body) - 6) // 6


def _drawn(kind: int, sheet: SheetMarks, body: bytes) -> None:
    sheet.drawing.add(kind, body)


def _merged(sheet: SheetMarks, body: bytes) -> None:
    for place in range(2, len(body) - 7, 8):
        top, bottom, left, right = struct.unpack_from("<4H", body, place)
        if top <= bottom and left <= right:
            sheet.spans.append(Span(top + 1, left + 1, bottom + 1, right + 1))
    if len(sheet.spans) > _MAX_SPANS:
        raise UnreadableError(Reason.HOSTILE, f"more than {_MAX_SPANS} merged ranges")


def _link(sheet: SheetMarks, body: bytes) -> None:
    found = read_link(body)
    if found and len(sheet.links) < _MAX_MARKS:
        sheet.links.append(found)


def _formula(sheet: SheetMarks, body: bytes) -> None:
    target = formula_link(body)
    if target:
        row, column = struct.unpack_from("<HH", body)
        sheet.formula_links[row + 1, column + 1] = target


def _note(sheet: SheetMarks, body: bytes) -> None:
    if len(body) >= _NOTE_HEAD and len(sheet.notes) < _MAX_MARKS:
        row, column, _, number = struct.unpack_from("<4H", body)
        sheet.notes.append(((row + 1, column + 1), number))
