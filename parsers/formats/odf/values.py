"""The value that a cell of an OpenDocument table declares, as kind, typed value and text; knows no markup."""

from __future__ import annotations

import re
from datetime import date, datetime, time

from parsers.document import CellKind, CellValue
from parsers.formats.numberdates import serial_of
from parsers.formats.numberformat import shower
from parsers.formats.odf.names import full
from parsers.formats.odf.stream import Attributes
from parsers.text import clean

Shown = tuple[CellKind, CellValue, str]

TYPE = full("office:value-type")
_VALUE, _DATE, _TIME = full("office:value"), full("office:date-value"), full("office:time-value")
_BOOLEAN, _STRING = full("office:boolean-value"), full("office:string-value")
_CURRENCY, _ERROR_TYPE = full("office:currency"), full("calcext:value-type")
_FORMULA = full("table:formula")
_ERROR = re.compile(r"#(?:N/A|NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|[A-ZĐ/]+[!?])|(?:Err|Lỗi):\d{3}")
_DURATION = re.compile(r"(-?)P(?:(\d{1,7})D)?(?:T(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})(?:[.,]\d*)?S)?)?")
_SWAPPED = str.maketrans(",.", ".,")
_TRUTHS = {"TRUE": True, "FALSE": False}
_DAY = 86400
# Larger numbers are no amounts, and their digits are not those of the file.
_EXACT = 1e15


def shown(attributes: Attributes, text: str, code: str) -> Shown:
    """What a cell holds; ``text`` is what its paragraphs show, "" where it has none."""
    kind = attributes.get(TYPE)
    if _FORMULA in attributes and (attributes.get(_ERROR_TYPE) == "error" or _ERROR.fullmatch(text)):
        return CellKind.ERROR, None, text or "#N/A"
    read = _READERS.get(kind or "")
    found = read(attributes, text, code) if read else None
    if found is None:
        return CellKind.TEXT, None, text or attributes.get(_STRING, "")
    return found


def currency_code(attributes: Attributes) -> str:
    """The code that shows the cell's currency where its style says nothing."""
    unit = attributes.get(_CURRENCY, "")
    return f"#,##0 [${unit}]" if unit.isalpha() else ""


def _number(attributes: Attributes, text: str, code: str) -> Shown | None:
    try:
        number = float(attributes.get(_VALUE, ""))
    except ValueError:
        return None
    if number - number != 0:
        return CellKind.ERROR, None, text or "#NUM!"
    if not text:
        return shower(code if abs(number) < _EXACT and code else "General")(number)
    truth = _TRUTHS.get(text)
    if truth is not None and number == truth:
        return CellKind.BOOLEAN, truth, text
    return CellKind.NUMBER, number, _our_way(text if text.isascii() else clean(text), number, code)


def _our_way(text: str, number: float, code: str) -> str:
    """A number that its file shows the English way as all our sheets show it: 1.500.000,5."""
    if not code or abs(number) >= _EXACT or ("," not in text and "." not in text):
        return text
    ours = shower(code)(number)[2]
    return ours if text.translate(_SWAPPED) == ours else text


def _percentage(attributes: Attributes, text: str, code: str) -> Shown | None:
    return _number(attributes, text, code or "0%")


def _boolean(attributes: Attributes, text: str, _code: str) -> Shown | None:
    truth = attributes.get(_BOOLEAN) == "true"
    return CellKind.BOOLEAN, truth, text or ("TRUE" if truth else "FALSE")


def _date(attributes: Attributes, text: str, code: str) -> Shown | None:
    try:
        moment = datetime.fromisoformat(attributes.get(_DATE, "").strip()).replace(tzinfo=None)
    except ValueError:
        return None
    value: date = moment if moment.time() != time(0) else moment.date()
    if not text:
        text = shower(code or "d/m/yyyy")(serial_of(moment))[2]
    return CellKind.DATE, value, clean(text)


def _time(attributes: Attributes, text: str, _code: str) -> Shown | None:
    match = _DURATION.fullmatch(attributes.get(_TIME, "").strip())
    if match is None:
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups()[1:])
    total = days * _DAY + hours * 3600 + minutes * 60 + seconds
    clock = f"{total // 3600}:{total // 60 % 60:02d}"
    # A duration of more than a day is no time of the day: what is seen is all that it says.
    value = time(total // 3600, total // 60 % 60, total % 60) if total < _DAY and not match[1] else None
    return CellKind.DATE, value, clean(text) or f"{match[1]}{clock}"


_READERS = {
    "float": _number,
    "currency": _number,
    "percentage": _percentage,
    "boolean": _boolean,
    "date": _date,
    "time": _time,
}
