"""The reading door of openpyxl: a second try at workbooks that the stream reader found broken; values."""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook

from parsers.document import Cell, CellKind, CellValue, Document, Grid
from parsers.formats.numberformat import shower
from parsers.text import clean_all, restore

_MAX_CELLS = 200_000
# What openpyxl raises where a workbook is not as it expects.
_FAILURES = (
    AttributeError,
    EOFError,
    IndexError,
    KeyError,
    NotImplementedError,
    OSError,
    ParseError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
)
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  (a sheet's dates have no time zone)
_DAY = timedelta(days=1)
_Stored = dict[tuple[int, int], tuple[Any, str]]


def read_with_openpyxl(data: bytes) -> Document | None:
    """The values of the sheets, None where openpyxl cannot open the workbook either."""
    try:
        with _quiet():
            sheets = _sheets(data)
    except _FAILURES:
        return None
    blocks = tuple(_grid(title, hidden, cells) for title, hidden, cells in sheets)
    note = "damaged in part: values only, without links, pictures and merged ranges"
    return Document(media="xlsx", blocks=blocks, warnings=(note,))


@contextmanager
def _quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _sheets(data: bytes) -> list[tuple[str, bool, _Stored]]:
    workbook = load_workbook(BytesIO(data), read_only=True, data_only=True, keep_links=False)
    sheets = []
    for sheet in workbook.worksheets:
        # Declared dimensions may lie; without them rows come as long as they are.
        sheet.reset_dimensions()
        sheets.append((sheet.title, sheet.sheet_state != "visible", _values(sheet)))
    workbook.close()
    return sheets


def _values(sheet: Any) -> _Stored:
    values: _Stored = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None:
                values[(cell.row, cell.column)] = (cell.value, cell.number_format or "General")
        if len(values) > _MAX_CELLS:
            break
    return values


def _grid(title: str, hidden: bool, stored: _Stored) -> Grid:  # noqa: FBT001  (a column of a row)
    texts = {key: _shown(value, code) for key, (value, code) in stored.items()}
    tidy = clean_all(restore([text for text, _, _ in texts.values()]))
    cells = {
        key: Cell(text, kind, value)
        for (key, (_, kind, value)), text in zip(texts.items(), tidy, strict=True)
        if text
    }
    n_rows = max((row for row, _ in cells), default=0)
    n_columns = max((column for _, column in cells), default=0)
    return Grid(title=title, cells=cells, n_rows=n_rows, n_columns=n_columns, hidden=hidden, is_sheet=True)


def _shown(value: Any, code: str) -> tuple[str, CellKind, CellValue]:
    if isinstance(value, bool):
        return str(value).upper(), CellKind.BOOLEAN, value
    if isinstance(value, (int, float)):
        kind, typed, text = shower(code)(float(value))
        return text, kind, typed
    if isinstance(value, datetime):
        _, typed, text = shower(code)((value - _EPOCH) / _DAY)
        return text, CellKind.DATE, typed
    if isinstance(value, (date, time)):
        return str(value), CellKind.DATE, value
    return str(value), CellKind.TEXT, None
