"""The rows below a header: records, sections, totals and where the table ends; knows no field's meaning."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum, auto

from parsers.layout.headings import KNOWN, MARKER, Lexicon, strip_marker
from parsers.layout.headrows import FEWEST_FIELDS, may_head, numbers_columns
from parsers.layout.labels import labels_of
from parsers.layout.phrases import is_only_choice
from parsers.layout.regions import Header, repeats
from parsers.layout.shapes import LONGEST_JUDGED, PHONE, is_blank, is_number, is_placeholder
from parsers.layout.sheet import Sheet
from parsers.layout.signs import signed_remark
from parsers.text import fold

_SECTION_NUMBER = re.compile(r"^(?:[IVX]{1,5}|[A-ZĐ])$")

_SUBSECTION_NUMBER = re.compile(r"^\d{1,2}\.\d{1,2}$")

LONGEST_CLOSING = 80
# The rank of what stands above a table: no section ends it.
CAPTION = "caption"
SIGNERS = 3
# A blank row, the headings again and a row that counts the columns may stand between.
FOLLOWED_WITHIN = 6


class RowKind(Enum):
    """What a row below a header is."""

    RECORD = auto()
    MORE = auto()
    SECTION = auto()
    SKIP = auto()
    LEAVE = auto()
    STOP = auto()


@dataclass(slots=True)
class Body:
    """A table's rows: each record's own rows, and the sections it stands under, the nearest first."""

    records: list[list[int]] = field(default_factory=list)
    sections: dict[int, tuple[int, ...]] = field(default_factory=dict)
    last: int = 0


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


def read_body(frame: Frame) -> Body:
    """The records of a table, from below its header until something says that it has ended."""
    body = Body(last=frame.header.bottom)
    sections: list[tuple[str, int]] = [(CAPTION, frame.header.caption)] if frame.header.caption else []
    opening = 0 if sections else _opening(frame)
    if opening:
        _enter(sections, _rank(frame, opening, frame.sheet.rows[opening][0]), opening)
        frame.sheet.take([(opening, frame.sheet.rows[opening][0])])
    previous = frame.header.bottom
    for row in frame.sheet.rows_from(frame.header.bottom + 1):
        columns = frame.sheet.own(row, frame.header.left, frame.header.right)
        columns = [column for column in columns if (row, column) not in frame.sheet.used]
        if not columns:
            continue
        kind = _kind_of(frame, row, columns, near=row - previous <= 1 and bool(body.records))
        if kind is RowKind.STOP:
            break
        if kind is RowKind.LEAVE:
            continue
        frame.sheet.take((row, column) for column in columns)
        previous = body.last = row
        if kind is RowKind.SECTION:
            _enter(sections, _rank(frame, row, columns[0]), row)
        elif kind is RowKind.RECORD or (kind is RowKind.MORE and not body.records):
            body.records.append([row])
            body.sections[row] = tuple(one for _, one in reversed(sections))
        elif kind is RowKind.MORE:
            body.records[-1].append(row)
    return body


def _opening(frame: Frame) -> int:
    """The first of several numbered sections, which stands above the headings that each of them repeats."""
    sheet, header = frame.sheet, frame.header
    above = header.top - 1
    if len(sheet.rows.get(above, ())) != 1:
        return 0
    rank = _rank(frame, above, sheet.rows[above][0])
    others = (row - 1 for row in sheet.rows_from(header.bottom + 1) if repeats(sheet, row, header))
    alike = any(
        len(sheet.rows.get(row, ())) == 1 and _rank(frame, row, sheet.rows[row][0]) == rank for row in others
    )
    return above if rank and alike else 0


def _enter(sections: list[tuple[str, int]], rank: str, row: int) -> None:
    """A section ends those of its own rank and what stands inside them: II. ends I. and its A. and 1."""
    ranks = [one for one, _ in sections]
    if rank in ranks:
        del sections[ranks.index(rank) :]
    sections.append((rank, row))


def _rank(frame: Frame, row: int, column: int) -> str:
    """How a section is numbered: by Roman numbers, letters, figures or not at all."""
    found = MARKER.match(f"{frame.sheet.cells[row, column].text}. ")
    sign = found["marker"].strip(" .)(/-–") if found else ""
    if sign and set(sign) <= set("IVX"):
        return "roman"
    if sign.count(".") == 1:
        return "part"
    return "figure" if sign[:1].isdigit() else ("letter" if sign[:1].isalpha() else "")


def _kind_of(frame: Frame, row: int, columns: list[int], *, near: bool) -> RowKind:
    ended = _ends(frame, row, columns)
    if ended is not None:
        return ended
    if not frame.claimed:
        return RowKind.RECORD if len(columns) > 1 else RowKind.LEAVE
    if near and _is_under_name(frame, row) and _goes_on(frame, row):
        return RowKind.MORE
    if len(columns) == 1:
        return _kind_of_single(frame, row, columns[0], near=near)
    if _is_example(frame, row, columns) or frame.sheet.is_struck(row, frame.key):
        return RowKind.SKIP
    if _names_section(frame, row, columns):
        return RowKind.SECTION
    if _key_text(frame, row):
        return RowKind.MORE if _goes_on(frame, row) else RowKind.RECORD
    return _kind_of_nameless(frame, columns, near=near)


def _kind_of_nameless(frame: Frame, columns: list[int], *, near: bool) -> RowKind:
    """A row without a name: more of the record above, a record that lacks its name, or nothing."""
    filled = [column for column in columns if column in frame.claimed and column != frame.header.index]
    if frame.header.index in columns:
        return RowKind.RECORD if len(filled) >= FEWEST_FIELDS else RowKind.SKIP
    if near and filled:
        told = frame.telling.intersection(columns)
        return RowKind.RECORD if len(told) >= FEWEST_FIELDS else RowKind.MORE
    return RowKind.RECORD if not frame.key and len(filled) >= FEWEST_FIELDS else RowKind.LEAVE


def _ends(frame: Frame, row: int, columns: list[int]) -> RowKind | None:
    """Rows that are no records whatever stands in them."""
    sheet, lexicon = frame.sheet, frame.lexicon
    first = sheet.cells[row, columns[0]].text
    if _says_headings(frame, row, columns):
        return RowKind.SKIP
    if may_head(sheet, row, columns, lexicon):
        return RowKind.STOP
    # Only a row without a serial number may close the table.
    if frame.header.index == columns[0] and is_number(first):
        return None
    if len(columns) > 1 and first.rstrip().endswith(":"):
        return RowKind.SECTION if _goes_on_below(frame, row) else RowKind.STOP
    if len(columns) == 1 and (_is_remark(first, lexicon) or _captions_another(frame, row)):
        return RowKind.LEAVE
    if lexicon.caption(first):
        return RowKind.STOP
    if _is_label(frame, columns, first):
        return RowKind.SECTION if _goes_on_below(frame, row) else RowKind.STOP
    folded = fold(first) if len(first) <= LONGEST_CLOSING else ""
    if _starts(folded, lexicon.wanted.totals) or _sums(frame, row, columns, folded):
        return RowKind.SKIP
    signed = columns if not _key_text(frame, row) else [one for one in columns if one == frame.key]
    if len(columns) <= SIGNERS and any(_signs(sheet.cells[row, one].text, lexicon) for one in signed):
        return RowKind.STOP
    return None


def _says_headings(frame: Frame, row: int, columns: list[int]) -> bool:
    """Whether a row says the headings again or counts the columns."""
    return repeats(frame.sheet, row, frame.header) or numbers_columns(frame.sheet, row, columns)


def _captions_another(frame: Frame, row: int) -> bool:
    """Whether the headings of another table stand right below a line."""
    columns = frame.sheet.free(row + 1) if row + 1 in frame.sheet.rows else []
    again = not columns or _says_headings(frame, row + 1, columns)
    return not again and may_head(frame.sheet, row + 1, columns, frame.lexicon)


def _goes_on_below(frame: Frame, row: int) -> bool:
    """Whether the next row has a serial number and a name, so that a label here only opens a group."""
    at = frame.sheet.cells.get((row + 1, frame.header.index))
    return at is not None and is_number(at.text) and (row + 1, frame.key) in frame.sheet.cells


def _is_label(frame: Frame, columns: list[int], text: str) -> bool:
    """Whether a row's first cell says what stands beside it: no row of the table."""
    if len(columns) > FEWEST_FIELDS and columns[0] != frame.header.index:
        return False
    if labels_of(text, frame.lexicon):
        return True
    found = frame.lexicon.quick(text)
    alone = len(columns) <= FEWEST_FIELDS and columns[0] == frame.header.index
    return alone and bool(found) and found[0].score >= KNOWN


def _is_remark(text: str, lexicon: Lexicon) -> bool:
    """Whether a line only remarks on the rows around it ("Ghi chú: ...")."""
    if text.lstrip().startswith("(") and signed_remark(text)[0]:
        return True
    return ":" in text and fold(strip_marker(text).split(":", 1)[0]) in lexicon.wanted.remarks


def _kind_of_single(frame: Frame, row: int, column: int, *, near: bool) -> RowKind:
    text = frame.sheet.cells[row, column].text
    if column == frame.key and PHONE.search(text[:LONGEST_JUDGED]) is not None:
        return RowKind.LEAVE
    wide = frame.sheet.width(row, column) > 1
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
    return counts and not frame.telling.intersection(columns) and _goes_on_below(frame, row)


def _records_follow(frame: Frame, row: int) -> bool:
    """Whether the next rows with anything in them are rows of values."""
    for below in range(row + 1, row + 1 + FOLLOWED_WITHIN):
        columns = frame.sheet.own(below, frame.header.left, frame.header.right)
        if len(columns) < FEWEST_FIELDS or _says_headings(frame, below, columns):
            continue
        return _ends(frame, below, columns) is None
    return False


def _key_text(frame: Frame, row: int) -> str:
    if not frame.key:
        return ""
    at = frame.sheet.anchor(row, frame.key)
    if at is None or at[0] <= frame.header.bottom:
        return ""
    text = frame.sheet.cells[at].text
    return "" if is_placeholder(text, frame.lexicon.wanted) else text


def _is_under_name(frame: Frame, row: int) -> bool:
    """Whether the name of the record is merged down into this row."""
    at = frame.sheet.anchor(row, frame.key) if frame.key else None
    return at is not None and at[0] < row and bool(_key_text(frame, row))


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
    name = _key_text(frame, row)
    return "(" in name[:160] and fold(name.rsplit("(", 1)[1]) in examples


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
