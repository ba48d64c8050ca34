"""Texts and comments in cells of openpyxl: what Excel can hold, as it was written; knows no sheet."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from openpyxl.cell import Cell
from openpyxl.comments import Comment

from reports.sheets import FORMULA_STARTS

MOST_TEXT = 32_000
"""Excel holds 32,767 characters in a cell; a longer text is cut and says so."""
MOST_NOTE = 1_500
"""More than this nobody reads in a comment."""
AUTHOR = "Hộp thư tiếp nhận"

_CUT = " […]"
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_LINE_POINTS = 15
_PER_UNIT, _RAGGED = 1.12, 2
_MOST_LINES = 14
"""A long text makes a row of this height at most; the whole of it stands in the cell."""
_NOTE_WIDTH, _NOTE_LINE, _MOST_NOTE_HEIGHT = 340, 18, 600


def write_text(written: Cell, text: str) -> None:
    """Write a text that stays a text, whatever it begins with."""
    shown = clean(text)
    written.value = shown
    # A leading "=" must stay a text, and quotePrefix keeps it one when a person edits the cell.
    written.data_type = "s"
    if shown.startswith(FORMULA_STARTS):
        written.quotePrefix = True


def clean(text: str, most: int = MOST_TEXT) -> str:
    """A text that a cell can hold: no characters that XML forbids, letters composed, not too long."""
    kept = _ILLEGAL.sub("", text)
    if not kept.isascii():
        kept = unicodedata.normalize("NFC", kept)
    if len(kept) > most:
        kept = kept[:most] + _CUT
    # Excel takes "_x000D_" for a line's end: the mark before it is written as its own code.
    return _ESCAPE.sub("_x005F_", kept) if "_x" in kept else kept


def cut_note(text: str) -> str:
    """What the reader of a cell is told whose text had to be cut; "" where it was not."""
    if len(text) <= MOST_TEXT:
        return ""
    whole, held = (f"{number:,}".replace(",", ".") for number in (len(text), MOST_TEXT))
    return f"Văn bản dài {whole} ký tự; ô chỉ chứa {held} ký tự đầu, toàn văn ở tệp gốc."


def comment(text: str) -> Comment:
    """A note at a cell, as large as its text needs."""
    shown = clean(text, MOST_NOTE)
    note = Comment(shown, AUTHOR)
    height = 40 + _NOTE_LINE * (1 + len(shown) // 45 + shown.count("\n"))
    note.width, note.height = _NOTE_WIDTH, min(height, _MOST_NOTE_HEIGHT)
    return note


def row_height(values: Sequence[object], widths: Sequence[int]) -> float:
    """The height in points that the tallest cell of a row needs; not every program finds it by itself."""
    texts = ((value, width) for value, width in zip(values, widths, strict=False) if isinstance(value, str))
    return _LINE_POINTS * min(_MOST_LINES, max((_lines(text, width) for text, width in texts), default=1))


def _lines(text: str, width: int) -> int:
    # Letters are narrower than the digit that widths count in, and words do not fill a line to its edge.
    held = max(int(width * _PER_UNIT) - _RAGGED, 1)
    if len(text) <= held and "\n" not in text:
        return 1
    if " " not in text:
        held = max(held * 4 // 5, 1)  # an address breaks at its slashes, far from the edge
    return sum(1 + max(len(line) - 1, 0) // held for line in text[: held * _MOST_LINES].split("\n"))
