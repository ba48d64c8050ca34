"""What a sheet of a workbook holds, as values; reports/xlsx.py draws them, this file knows no format."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so, a spreadsheet may take for a formula."""


class Tone(StrEnum):
    """How a cell looks; the value is the name of its style in the workbook."""

    PLAIN = "Nội dung"
    NUMBER = "Số"
    MISSING = "Chưa có"
    DOUBTFUL = "Cần xác nhận"
    CONFLICT = "Không thống nhất"


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell: a number stays a number, anything else is text and never a formula; ``note`` its comment."""

    value: str | int | None = ""
    tone: Tone = Tone.PLAIN
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: ``columns`` are headings with widths; ``frozen`` columns stay in sight with the
    heading; the last ``unprinted`` columns are left off the paper.
    """

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: Sequence[Sequence[SheetCell]]
    frozen: int = 2
    heading_note: str = ""
    unprinted: int = 0


def defused(text: str) -> str:
    """A text for CSV that no spreadsheet runs as a formula: a leading =, +, -, @ or tab is quoted."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
