"""What the rows below a header are judged by, and what they may be; judges none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from parsers.layout.headings import Lexicon
from parsers.layout.regions import Header
from parsers.layout.shapes import is_placeholder
from parsers.layout.sheet import Sheet


class RowKind(Enum):
    """What a row below a header is."""

    RECORD = auto()
    MORE = auto()
    SECTION = auto()
    PART = auto()
    DETAIL = auto()
    SKIP = auto()
    LEAVE = auto()
    STOP = auto()


@dataclass(frozen=True, slots=True)
class Frame:
    """What a row is judged by: the sheet, the header, the key's column, the columns that hold fields.

    ``telling`` are columns whose values tell records of one name apart (level, fee, duration), ``lengths``
    those of durations.
    """

    sheet: Sheet
    header: Header
    key: int
    claimed: frozenset[int]
    telling: frozenset[int]
    lengths: frozenset[int]
    lexicon: Lexicon


def key_text(frame: Frame, row: int) -> str:
    """The name that a row has, of its own or merged down into it; "" where it has none."""
    if not frame.key:
        return ""
    at = frame.sheet.anchor(row, frame.key)
    if at is None or at[0] <= frame.header.bottom:
        return ""
    text = frame.sheet.cells[at].text
    return "" if is_placeholder(text, frame.lexicon.wanted) else text
