"""The door of python-calamine: sheets as values and merged ranges, without formats, links or marks."""

from __future__ import annotations

from dataclasses import dataclass
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

from parsers.document import Cell, CellKind, CellValue, Reason, Span, UnreadableError
from parsers.formats.numberformat import general
from parsers.formats.xlsx.cells import MAX_CELLS, Key, RawSheet

_MAX_AREA = 4_000_000
_MAX_SPANS = 50_000

_Value = int | float | str | bool | time | date | datetime | timedelta


@dataclass(frozen=True, slots=True)
class ValueSheet:
    """The values of one worksheet; ``number`` is its place among all sheets, charts included, from 0."""

    title: str
    number: int
    hidden: bool
    raw: RawSheet


def read_values(data: bytes, max_sheets: int) -> list[ValueSheet]:
    """The worksheets of a workbook of any kind in their order."""
    try:
        workbook = CalamineWorkbook.from_filelike(BytesIO(data))
        return [
            ValueSheet(
                about.name,
                number,
                about.visible is not SheetVisibleEnum.Visible,
                _raw(workbook.get_sheet_by_index(number)),
            )
            for number, about in enumerate(workbook.sheets_metadata[:max_sheets])
            if about.typ is SheetTypeEnum.WorkSheet
        ]
    except PasswordError as error:
        raise UnreadableError(Reason.ENCRYPTED, "the workbook needs a password") from error
    except (CalamineError, OSError) as error:
        raise UnreadableError(Reason.CORRUPT, f"{error}"[:300]) from error
    # A panic of the Rust library comes as a BaseException, which no other wall would stop.
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise UnreadableError(Reason.CORRUPT, f"{error}"[:300]) from error


def _raw(sheet: CalamineSheet) -> RawSheet:
    if sheet.total_height * sheet.total_width > _MAX_AREA:
        raise UnreadableError(Reason.TOO_LARGE, f"{sheet.total_height} rows, {sheet.total_width} columns")
    raw = RawSheet()
    for row, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        for column, value in enumerate(values, start=1):
            if value != "":
                _put(raw.cells, (row, column), value)
        if len(raw.cells) > MAX_CELLS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {MAX_CELLS} cells")
    raw.last_row, raw.last_column = sheet.total_height, sheet.total_width
    for start, end in (sheet.merged_cell_ranges or [])[:_MAX_SPANS]:
        raw.spans.append(Span(start[0] + 1, start[1] + 1, end[0] + 1, end[1] + 1))
    return raw


def _put(cells: dict[Key, Cell], key: Key, value: _Value) -> None:
    text, kind, typed = shown(value)
    cells[key] = Cell(text, kind, typed)


def shown(value: _Value) -> tuple[str, CellKind, CellValue]:
    """Text, kind and typed value of what the library gives; dates as the country writes them."""
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
