"""What a sheet of a workbook holds, as values; reports/xlsx.py draws them, this file knows no format."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""A text that begins so, a spreadsheet may take for a formula; the wide forms in East Asian settings."""

MOST_NOTES = 20_000
"""Comments that one sheet bears at most: each is a drawing of its own, and slow to open."""


_TAKEN_OVER = re.compile(r"0[0-9.]+|[0-9]{12,}|[0-9.]+[eE][0-9]+|[0-9]{1,4}[-/.][0-9]{1,2}([-/.][0-9]{1,4})?")


class Tone(StrEnum):
    """How a cell looks; the value is the name of its style in the workbook."""

    PLAIN = "Nội dung"
    DONE = "Đủ thông tin"
    MISSING = "Chưa có"
    DOUBTFUL = "Cần xác nhận"
    CONFLICT = "Không thống nhất"
    TITLE = "Tên tài liệu"
    HEADING = "Tiêu đề cột"


@dataclass(frozen=True, slots=True)
class SheetCell:
    """One cell: a number stays a number, a moment (without zone) a moment, anything else is text and
    never a formula; ``note`` is its comment.
    """

    value: str | int | datetime | None = ""
    tone: Tone = Tone.PLAIN
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: ``columns`` are headings with widths; ``frozen`` columns stay in sight with the
    heading; the last ``unprinted`` columns are left off the paper.

    ``rows`` are walked through once; beyond ``most_rows`` they go on in a further sheet, and
    beyond ``most_notes`` cells bear no comment any more. A sheet that is
    not ``is_table`` shows its rows alone: no headings, no filter.
    """

    title: str
    columns: tuple[tuple[str, int], ...]
    rows: Iterable[Sequence[SheetCell]]
    frozen: int = 2
    heading_note: str = ""
    unprinted: int = 0
    is_table: bool = True
    most_rows: int = 1_000_000
    most_notes: int = MOST_NOTES


def defused(text: str) -> str:
    """A text for CSV that no spreadsheet takes for something else: an apostrophe stands before it then.

    That is a formula (a leading =, +, -, @ or tab), a number that would lose its zero or its end (0366773,
    773074703647, 12e345), or a date (3-6, 1/2).
    """
    return f"'{text}" if text.startswith(FORMULA_STARTS) or _TAKEN_OVER.fullmatch(text) else text
