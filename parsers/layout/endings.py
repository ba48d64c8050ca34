"""Rows below a header that are no records whatever stands in them: headings, sums, labels, signers."""

from __future__ import annotations

from collections.abc import Sequence

from parsers.layout.frames import Frame, RowKind, key_text
from parsers.layout.headings import KNOWN, Lexicon, Match, strip_marker
from parsers.layout.headrows import FEWEST_FIELDS, may_head, numbers_columns
from parsers.layout.labels import labels_of
from parsers.layout.regions import repeats
from parsers.layout.shapes import is_number
from parsers.layout.signs import signed_remark
from parsers.text import fold

LONGEST_CLOSING = 80
SIGNERS = 3


def ends(frame: Frame, row: int, columns: list[int]) -> RowKind | None:
    """Rows that are no records whatever stands in them."""
    sheet, lexicon = frame.sheet, frame.lexicon
    first = sheet.cells[row, columns[0]].text
    if says_headings(frame, row, columns):
        return RowKind.SKIP
    if may_head(sheet, row, columns, lexicon):
        return RowKind.STOP
    # Only a row without a serial number may close the table.
    if frame.header.index == columns[0] and is_number(first):
        return None
    if len(columns) > 1 and first.rstrip().endswith(":"):
        return RowKind.SECTION if goes_on_below(frame, row) else RowKind.STOP
    if len(columns) == 1 and (_is_remark(first, lexicon) or _captions_another(frame, row)):
        return RowKind.LEAVE
    if lexicon.caption(first) and not _is_role(frame, row, columns):
        return RowKind.STOP
    opens = _opens_group(frame, row, columns)
    if opens or _is_label(frame, columns, first):
        return RowKind.SECTION if opens or goes_on_below(frame, row) else RowKind.STOP
    folded = fold(first) if len(first) <= LONGEST_CLOSING else ""
    if _starts(folded, lexicon.wanted.totals) or _sums(frame, row, columns, folded):
        return RowKind.SKIP
    signed = columns if not key_text(frame, row) else [one for one in columns if one == frame.key]
    if len(columns) <= SIGNERS and any(_signs(sheet.cells[row, one].text, lexicon) for one in signed):
        return RowKind.STOP
    return None


def _is_role(frame: Frame, row: int, columns: list[int]) -> bool:
    """Whether a caption only says what the person of a row of persons is there for."""
    full = len(columns) >= SIGNERS and columns[0] != frame.key
    return full and not frame.telling and bool(key_text(frame, row))


def says_headings(frame: Frame, row: int, columns: list[int]) -> bool:
    """Whether a row says the headings again or counts the columns."""
    return repeats(frame.sheet, row, frame.header) or numbers_columns(frame.sheet, row, columns)


def _captions_another(frame: Frame, row: int) -> bool:
    """Whether the headings of another table stand right below a line."""
    columns = frame.sheet.free(row + 1) if row + 1 in frame.sheet.rows else []
    again = not columns or says_headings(frame, row + 1, columns)
    return not again and may_head(frame.sheet, row + 1, columns, frame.lexicon)


def goes_on_below(frame: Frame, row: int) -> bool:
    """Whether the next row has a serial number and a name, so that a label here only opens a group."""
    at = frame.sheet.cells.get((row + 1, frame.header.index))
    return at is not None and is_number(at.text) and (row + 1, frame.key) in frame.sheet.cells


def _opens_group(frame: Frame, row: int, columns: list[int]) -> bool:
    """Whether a cell alone speaks of several records, a table without numbers going on right below it."""
    if len(columns) != 1 or frame.header.index or not frame.key or row + 1 not in frame.sheet.rows:
        return False
    folded = fold(frame.sheet.cells[row, columns[0]].text[:LONGEST_CLOSING])
    if not any(f"{folded} ".startswith(f"{word} ") for word in frame.lexicon.wanted.lists):
        return False
    below = frame.sheet.own(row + 1, frame.header.left, frame.header.right)
    filled = frame.claimed.intersection(below)
    return frame.key in filled and len(filled) > FEWEST_FIELDS


def _is_label(frame: Frame, columns: list[int], text: str) -> bool:
    """Whether a row's first cell says what stands beside it: no row of the table."""
    if len(columns) > FEWEST_FIELDS and columns[0] != frame.header.index:
        return False
    if labels_of(text, frame.lexicon):
        return True
    found = frame.lexicon.quick(text)
    if columns[0] == frame.header.index and _is_of_persons(found, frame.lexicon):
        return True
    alone = len(columns) <= FEWEST_FIELDS and columns[0] == frame.header.index
    return alone and bool(found) and found[0].score >= KNOWN


def _is_of_persons(found: Sequence[Match], lexicon: Lexicon) -> bool:
    """Whether a label is surely one of another kind of record than the first."""
    first = lexicon.wanted.records[0].kind
    return bool(found) and all(one.kind != first and one.score >= KNOWN for one in found)


def _is_remark(text: str, lexicon: Lexicon) -> bool:
    """Whether a line only remarks on the rows around it ("Ghi chú: ...")."""
    if text.lstrip().startswith("(") and signed_remark(text)[0]:
        return True
    return ":" in text and fold(strip_marker(text).split(":", 1)[0]) in lexicon.wanted.remarks


def _signs(text: str, lexicon: Lexicon) -> bool:
    first = text.split("\n", 1)[0].strip(" ().:")
    return len(first) <= LONGEST_CLOSING and fold(strip_marker(first)) in lexicon.wanted.signatures


def _sums(frame: Frame, row: int, columns: list[int], folded: str) -> bool:
    """A row without a serial number that a word of sums begins and figures follow: "Cộng (I)", 61.500."""
    if not frame.header.index or columns[0] == frame.header.index or len(columns) < FEWEST_FIELDS:
        return False
    begun = any(folded.startswith(f"{word} ") for word in frame.lexicon.wanted.totals)
    return begun and all(is_number(frame.sheet.cells[row, one].text) for one in columns[1:])


def _starts(folded: str, words: tuple[str, ...]) -> bool:
    """Single words must stand alone: "Tổng" sums up, "Tổng quan du lịch" does not."""
    return any(folded == word or (" " in word and folded.startswith(f"{word} ")) for word in words)
