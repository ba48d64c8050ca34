"""What each row below a header is: a record, more of one, a section, or nothing; knows no field's meaning."""

from __future__ import annotations

import re

from parsers.layout.endings import ends, goes_on_below, says_headings
from parsers.layout.frames import Frame, RowKind, key_text
from parsers.layout.headrows import FEWEST_FIELDS
from parsers.layout.labels import labels_of
from parsers.layout.phrases import is_only_choice
from parsers.layout.regions import repeats
from parsers.layout.shapes import LONGEST_JUDGED, PHONE, is_blank, is_number
from parsers.text import fold
from parsers.wanted import Shape

# A blank row, the headings again and a row that counts the columns may stand between.
FOLLOWED_WITHIN = 6
MOST_PARTS = 40

_SECTION_NUMBER = re.compile(r"^(?:[IVX]{1,5}|[A-ZĐ])$")
_SUBSECTION_NUMBER = re.compile(r"^\d{1,2}\.\d{1,2}$")
_BULLETS = frozenset("-–—•+*●▪")
# A lesson or a module with its number, as "Bài 1" has it.
_COUNTED = re.compile(r"^[^\W\d_]{1,7}(?: [^\W\d_]{1,7})?\s?\d{1,2}\s*[:.)–-]")


def kind_of(frame: Frame, row: int, columns: list[int], *, near: bool) -> RowKind:
    """What a row is; ``near`` where it stands right below a row of a record."""
    if near and frame.claimed and _is_detail(frame, row, columns):
        return RowKind.DETAIL
    ended = ends(frame, row, columns)
    if ended is not None:
        return ended
    if not frame.claimed:
        return RowKind.RECORD if len(columns) > 1 else RowKind.LEAVE
    if near and _is_under_name(frame, row) and _goes_on(frame, row):
        return RowKind.MORE
    if near and _is_part(frame, row, columns):
        return RowKind.PART
    if len(columns) == 1:
        return _kind_of_single(frame, row, columns[0], near=near)
    if _is_example(frame, row, columns) or frame.sheet.is_struck(row, frame.key):
        return RowKind.SKIP
    if _names_section(frame, row, columns):
        return RowKind.SECTION
    if key_text(frame, row):
        return RowKind.MORE if _goes_on(frame, row) else RowKind.RECORD
    return _kind_of_nameless(frame, columns, near=near)


def _is_detail(frame: Frame, row: int, columns: list[int]) -> bool:
    """A cell below a record with labels of long texts in it: no group is opened by what is taught."""
    if len(columns) != 1 or columns[0] == frame.header.index:
        return False
    labelled = labels_of(frame.sheet.cells[row, columns[0]].text, frame.lexicon)
    first = frame.lexicon.wanted.records[0].kind
    said = [one.matches[0] for one in labelled if one.text]
    return any(one.kind == first and one.field.shape is Shape.LONG_TEXT for one in said)


def _is_part(frame: Frame, row: int, columns: list[int]) -> bool:
    """A marked or counted line without a serial number, in a table whose records have one: a lesson of it."""
    if not frame.header.index or frame.header.index in columns or frame.key not in columns:
        return False
    text = frame.sheet.cells[row, frame.key].text.strip()
    marked = text[:1] in _BULLETS or _COUNTED.match(text) is not None
    told = (frame.telling - frame.lengths).intersection(columns)
    return marked and not told and _is_counted_above(frame, row)


def _is_counted_above(frame: Frame, row: int) -> bool:
    """Whether the nearest serial number above is a figure: below a Roman one such lines are the records."""
    for above in range(row - 1, max(frame.header.bottom, row - MOST_PARTS), -1):
        cell = frame.sheet.cells.get((above, frame.header.index))
        if cell is not None:
            return is_number(cell.text) and (above, frame.key) in frame.sheet.cells
    return False


def _kind_of_nameless(frame: Frame, columns: list[int], *, near: bool) -> RowKind:
    """A row without a name: more of the record above, a record that lacks its name, or nothing."""
    filled = [column for column in columns if column in frame.claimed and column != frame.header.index]
    if frame.header.index in columns:
        return RowKind.RECORD if len(filled) >= FEWEST_FIELDS else RowKind.SKIP
    if near and filled:
        told = frame.telling.intersection(columns)
        return RowKind.RECORD if len(told) >= FEWEST_FIELDS else RowKind.MORE
    return RowKind.RECORD if not frame.key and len(filled) >= FEWEST_FIELDS else RowKind.LEAVE


def _kind_of_single(frame: Frame, row: int, column: int, *, near: bool) -> RowKind:
    text = frame.sheet.cells[row, column].text
    if column == frame.key and PHONE.search(text[:LONGEST_JUDGED]) is not None:
        return RowKind.LEAVE
    wide = frame.sheet.width(row, column) > 1
    if not near and column == frame.key and ": " in text and not _records_follow(frame, row):
        return RowKind.LEAVE
    if near and not wide and column in frame.claimed and column not in {frame.key, frame.header.left}:
        return RowKind.MORE
    if (
        column == frame.header.index
        and not wide
        and (is_number(text) or is_blank(text, frame.lexicon.wanted))
    ):
        return RowKind.SKIP
    if repeats(frame.sheet, row + 1, frame.header):
        return RowKind.SECTION
    if _records_follow(frame, row):
        named = column == frame.key and not wide and not frame.header.index
        if named and not is_only_choice(text, frame.lexicon):
            return RowKind.RECORD
        return RowKind.SECTION
    if column == frame.key and not wide and (not frame.header.index or len(frame.claimed) == 1):
        return RowKind.RECORD
    return RowKind.LEAVE


def _names_section(frame: Frame, row: int, columns: list[int]) -> bool:
    """A section whose Roman number or letter stands in the column of serial numbers."""
    if columns[:2] != [frame.header.index, frame.key] or not _sums_group(frame, row, columns[2:]):
        return False
    serial = frame.sheet.cells[row, columns[0]].text.strip(" .)(")
    numbered = bool(_SECTION_NUMBER.match(serial))
    if _SUBSECTION_NUMBER.match(serial):
        # A course may be numbered so too: only its looks and words tell a section.
        wide = frame.sheet.width(row, frame.key) > 1
        numbered = wide or is_only_choice(frame.sheet.cells[row, frame.key].text, frame.lexicon)
    return numbered and _records_follow(frame, row)


def _sums_group(frame: Frame, row: int, columns: list[int]) -> bool:
    """Whether nothing but counts of what follows stands behind the name of a group."""
    if not columns:
        return True
    counts = all(is_number(frame.sheet.cells[row, one].text) for one in columns)
    return counts and not frame.telling.intersection(columns) and goes_on_below(frame, row)


def _records_follow(frame: Frame, row: int) -> bool:
    """Whether the next rows with anything in them are rows of values."""
    for below in range(row + 1, row + 1 + FOLLOWED_WITHIN):
        columns = frame.sheet.own(below, frame.header.left, frame.header.right)
        if len(columns) < FEWEST_FIELDS or says_headings(frame, below, columns):
            continue
        return ends(frame, below, columns) is None
    return False


def _is_under_name(frame: Frame, row: int) -> bool:
    """Whether the name of the record is merged down into this row."""
    at = frame.sheet.anchor(row, frame.key) if frame.key else None
    return at is not None and at[0] < row and bool(key_text(frame, row))


def _goes_on(frame: Frame, row: int) -> bool:
    """Whether a row belongs to the record above since their name is one merged cell."""
    if (row, frame.key) in frame.sheet.cells or _tells_another(frame, row):
        return False
    if not frame.header.index:
        return True
    return (row, frame.header.index) not in frame.sheet.cells


def _tells_another(frame: Frame, row: int) -> bool:
    """Whether a row has values that tell it from the record above; lengths alone are those of its parts."""
    told = frame.telling.intersection(frame.sheet.rows[row])
    others = frame.telling - frame.lengths
    joined = any((at := frame.sheet.anchor(row, one)) is not None and at[0] < row for one in others)
    return bool(told) and not (told <= frame.lengths and joined)


def _is_example(frame: Frame, row: int, columns: list[int]) -> bool:
    """A row that shows how to fill in the form: marked in its first cell or in its name."""
    examples = frame.lexicon.wanted.examples
    first = fold(frame.sheet.cells[row, columns[0]].text[:40])
    if first in examples or any(first.startswith(f"{word} ") for word in examples if " " in word):
        return True
    name = key_text(frame, row)
    return "(" in name[:160] and fold(name.rsplit("(", 1)[1]) in examples
