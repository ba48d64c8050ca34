"""The values of an Excel 2003 XML workbook by their type and format; knows no markup."""

from __future__ import annotations

from datetime import date, datetime, time

from parsers.document import CellKind, CellValue
from parsers.formats.numberdates import serial_of
from parsers.formats.numberformat import shower

# What a format is called that has a name of its own; the others are codes.
_NAMED = {
    "General": "",
    "General Number": "",
    "General Date": "d/m/yyyy h:mm",
    "Short Date": "d/m/yyyy",
    "Medium Date": "d-mmm-yy",
    "Long Date": "d/m/yyyy",
    "Short Time": "h:mm",
    "Medium Time": "h:mm AM/PM",
    "Long Time": "h:mm:ss",
    "Currency": "#,##0.00",
    "Euro Currency": "#,##0.00",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
}
_EXACT = 1e15
_LEAP = datetime(1900, 3, 1)  # noqa: DTZ001  (a sheet's dates have no time zone)


def code_of(said: str) -> str:
    """The code of a format by its name or by itself, "" for the general one."""
    return _NAMED.get(said, said)


def shown(kind: str, text: str, code: str) -> tuple[CellKind, CellValue, str]:
    """What a cell of a type holds; a value that does not fit its type is what is written there."""
    if kind == "Boolean":
        truth = text.strip() == "1"
        return CellKind.BOOLEAN, truth, "TRUE" if truth else "FALSE"
    if kind == "Error":
        return CellKind.ERROR, None, text.strip()
    try:
        if kind == "Number":
            return _number(float(text), code)
        if kind == "DateTime":
            return _moment(datetime.fromisoformat(text.strip()).replace(tzinfo=None), code)
    except ValueError:
        return CellKind.TEXT, None, text
    return CellKind.TEXT, None, text


def _number(number: float, code: str) -> tuple[CellKind, CellValue, str]:
    if number - number != 0:
        return CellKind.ERROR, None, "#NUM!"
    return shower(code if abs(number) < _EXACT and code else "General")(number)


def _moment(moment: datetime, code: str) -> tuple[CellKind, CellValue, str]:
    # Before the 29 February that never was days count from the last of 1899, where times of no day stand.
    serial = serial_of(moment) - (moment < _LEAP)
    kind, value, text = shower(code)(serial) if code else (CellKind.NUMBER, None, "")
    if kind is CellKind.DATE:
        return kind, value, text
    day: date = moment if moment.time() != time(0) else moment.date()
    return CellKind.DATE, day, shower("d/m/yyyy")(serial)[2]
