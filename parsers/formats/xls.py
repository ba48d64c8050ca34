"""The door of python-calamine: Excel 97-2003 workbooks as values and merges; no formats, no links."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from io import BytesIO

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from parsers.document import Cell, CellKind, CellValue, Document, Grid, Reason, Span, UnreadableError
from parsers.formats.numberformat import general
from parsers.text import clean_all, restore

_MAX_AREA = 4_000_000
_MAX_CELLS = 400_000
_MAX_SPANS = 50_000

_Value = int | float | str | bool | time | date | datetime | timedelta
_Stored = dict[tuple[int, int], tuple[str, CellKind, CellValue]]


def read_xls(data: bytes) -> Document:
    """The sheets of an old workbook in their order; charts and macro sheets are passed over."""
    try:
        return _read(data)
    except PasswordError as error:
        raise UnreadableError(Reason.ENCRYPTED, "the workbook needs a password") from error
    except CalamineError as error:
        raise UnreadableError(Reason.CORRUPT, f"xls: {error}") from error
    # A panic of the Rust library comes as a BaseException, which no other wall would stop.
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableError(Reason.CORRUPT, f"xls: {error}"[:300]) from error


def _read(data: bytes) -> Document:
    workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    sheets = [
        (workbook.get_sheet_by_index(number), about.visible is not SheetVisibleEnum.Visible)
        for number, about in enumerate(workbook.sheets_metadata)
        if about.typ is SheetTypeEnum.WorkSheet
    ]
    stored = [_stored(sheet) for sheet, _ in sheets]
    texts = list(dict.fromkeys(text for cells in stored for text, _, _ in cells.values()))
    tidy = dict(zip(texts, clean_all(restore(texts)), strict=True))
    blocks = tuple(
        _grid(sheet, cells, tidy, hidden=hidden)
        for (sheet, hidden), cells in zip(sheets, stored, strict=True)
    )
    return Document(media="xls", blocks=blocks)


def _stored(sheet: CalamineSheet) -> _Stored:
    if sheet.total_height * sheet.total_width > _MAX_AREA:
        raise UnreadableError(Reason.TOO_LARGE, f"{sheet.total_height} rows, {sheet.total_width} columns")
    cells: _Stored = {}
    for row, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        for column, value in enumerate(values, start=1):
            if value != "":
                cells[(row, column)] = _shown(value)
        if len(cells) > _MAX_CELLS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {_MAX_CELLS} cells")
    return cells


def _shown(value: _Value) -> tuple[str, CellKind, CellValue]:
    if isinstance(value, bool):
        return str(value).upper(), CellKind.BOOLEAN, value
    if isinstance(value, (int, float)):
        return general(float(value)), CellKind.NUMBER, float(value)
    if isinstance(value, datetime):
        day = f"{value.day}/{value.month}/{value.year}"
        return f"{day} {value:%H:%M}", CellKind.DATE, value
    if isinstance(value, date):
        return f"{value.day}/{value.month}/{value.year}", CellKind.DATE, value
    if isinstance(value, time):
        return f"{value:%H:%M}", CellKind.DATE, value
    return str(value), CellKind.TEXT, None


def _grid(sheet: CalamineSheet, stored: _Stored, tidy: dict[str, str], *, hidden: bool) -> Grid:
    spans = tuple(_span(*found) for found in (sheet.merged_cell_ranges or [])[:_MAX_SPANS])
    covered = _covered(spans, stored)
    cells = {
        key: Cell(tidy[text], kind, value)
        for key, (text, kind, value) in stored.items()
        if tidy[text] and key not in covered
    }
    n_rows = max((row for row, _ in cells), default=0)
    n_columns = max((column for _, column in cells), default=0)
    inside = (Span(s.top, s.left, min(s.bottom, n_rows), min(s.right, n_columns)) for s in spans)
    return Grid(
        title=sheet.name,
        cells=cells,
        spans=tuple(span for span in inside if span.bottom >= span.top and span.right >= span.left),
        n_rows=n_rows,
        n_columns=n_columns,
        hidden=hidden,
        is_sheet=True,
    )


def _span(start: tuple[int, int], end: tuple[int, int]) -> Span:
    return Span(start[0] + 1, start[1] + 1, end[0] + 1, end[1] + 1)


def _covered(spans: tuple[Span, ...], stored: _Stored) -> set[tuple[int, int]]:
    """The filled cells that a merged range hides; ranges larger than the sheet cost as much as the sheet."""
    hidden: set[tuple[int, int]] = set()
    budget = _MAX_CELLS
    for span in spans:
        budget -= min(_area(span), len(stored))
        if budget < 0:
            break
        hidden.update(key for key in _keys(span, stored) if key != (span.top, span.left))
    return hidden


def _keys(span: Span, stored: _Stored) -> list[tuple[int, int]]:
    """The filled cells of a range, by the shorter of two walks."""
    rows, columns = range(span.top, span.bottom + 1), range(span.left, span.right + 1)
    if _area(span) > len(stored):
        return [key for key in stored if key[0] in rows and key[1] in columns]
    return [(row, column) for row in rows for column in columns if (row, column) in stored]


def _area(span: Span) -> int:
    return (span.bottom - span.top + 1) * (span.right - span.left + 1)
