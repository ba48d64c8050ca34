"""Lengths of courses: kept as written, a bare number takes the unit of its heading; never converted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from parsers.document import CellValue
from parsers.text import fold, squeeze

_UNITS = (
    ("tháng", "thang"), ("tiết", "tiet"), ("giờ", "gio"), ("buổi", "buoi"), ("tuần", "tuan"),
    ("ngày", "ngay"), ("năm", "nam"), ("tín chỉ", "tin chi"), ("học kỳ", "hoc ky"), ("bài", "bai"),
    ("mô đun", "mo dun"),
)  # fmt: skip
_GROUPED = re.compile(r"^\d{1,3}(?:[.,\s]\d{3})+$|^\d{5,}$")
_DATE = re.compile(r"^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?$")
_BARE = re.compile(r"^\d+(?:[.,]\d+)?(?:\s*[-–]\s*\d+(?:[.,]\d+)?)?$")


@dataclass(frozen=True, slots=True)
class Duration:
    """The length as written; ``doubt`` where a number has no unit or a sheet made a date of it."""

    text: str | None
    doubt: str = ""


def read_duration(text: str, value: CellValue = None, heading: str = "") -> Duration:
    """The length that a cell states, with the unit that its heading holds where it has none itself."""
    written = squeeze(text).strip(" .,;")
    if not written:
        return Duration(None)
    if isinstance(value, date):
        return Duration(written, "date: the sheet made a date of it")
    if _GROUPED.match(written):
        return Duration(written, "size: a number too large for a length")
    if _DATE.match(written):
        return Duration(written, "date: a day is no length")
    if not _BARE.match(written):
        return Duration(written)
    unit = heading_unit(heading)
    bare = re.sub(r"[.,]0+$", "", written)
    return Duration(f"{bare} {unit}") if unit else Duration(bare, "unit: a number without a unit")


def heading_unit(heading: str) -> str:
    """The unit of time in a heading ("Thời gian (tháng)", "Số tiết"), "" where there is none."""
    words = f" {fold(heading)} "
    found = [(words.find(f" {folded} "), unit) for unit, folded in _UNITS]
    present = [place for place in found if place[0] >= 0]
    return min(present)[1] if present else ""
