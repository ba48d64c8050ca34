"""Where tables begin: header rows, their extent, and the headings of each column; reads no body."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from parsers.document import CellKind
from parsers.layout.headings import SURE, Lexicon
from parsers.layout.headrows import FEWEST_FIELDS, FEWEST_MISSPELT, LONGEST_HEADING, SLIP, could_head, heads
from parsers.layout.shapes import PHONE, is_number
from parsers.layout.sheet import Sheet

HEADER_ROWS = 4
BODY_LOOK = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """The heading rows of one table. ``levels`` are each column's headings from the top down.

    ``caption`` is the row of a line above that speaks for this table and not for those beside it.
    """

    top: int
    bottom: int
    left: int
    right: int
    levels: dict[int, tuple[str, ...]]
    index: int
    caption: int = 0


def headers_at(sheet: Sheet, row: int, lexicon: Lexicon) -> list[Header]:
    """The tables whose headings stand in this row, from left to right; none where it is no header."""
    columns = sheet.free(row)
    if not could_head(sheet, row, columns) or not heads(sheet, row, columns, lexicon):
        return []
    top = _top_of(sheet, row, columns, lexicon)
    bottom = _bottom_of(sheet, row, columns, lexicon)
    found = [
        _header(sheet, (top, bottom), segment, lexicon) for segment in _segments(sheet, top, bottom, lexicon)
    ]
    return [one for one in found if _is_table(one, lexicon)]


def repeats(sheet: Sheet, row: int, header: Header) -> bool:
    """Whether a row says the table's own headings again, as on a new page."""
    columns = sheet.own(row, header.left, header.right)
    return len(columns) >= FEWEST_FIELDS and all(
        sheet.cells[row, column].text in header.levels.get(column, ()) for column in columns
    )


def _top_of(sheet: Sheet, row: int, columns: Sequence[int], lexicon: Lexicon) -> int:
    top = row
    while top > 1 and row - top < HEADER_ROWS - 1 and _belongs_above(sheet, top, columns, lexicon):
        top -= 1
    return top


def _belongs_above(sheet: Sheet, top: int, columns: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether the row above is a row of group headings of the same table."""
    left, right = _reach(sheet, top, columns, lexicon)
    above = [column for column in sheet.own(top - 1, left, right) if (top - 1, column) not in sheet.used]
    if len(above) < FEWEST_FIELDS:
        return False
    reaching = (left, right) != (columns[0], columns[-1]) or any(
        sheet.spans[at].bottom >= top for at in ((top - 1, one) for one in above) if at in sheet.spans
    )
    texts = [sheet.cells[top - 1, one].text for one in above]
    known = all(lexicon.quick(text) or lexicon.caption(text) for text in texts)
    return reaching or (known and any(sheet.width(top - 1, one) > 1 for one in above))


def _reach(sheet: Sheet, top: int, columns: Sequence[int], lexicon: Lexicon) -> tuple[int, int]:
    """The columns of a row of headings with those beside it whose headings stand in the row above only."""
    left, right = columns[0], columns[-1]
    while (at := _hung(sheet, top, left - 1, lexicon)) is not None:
        left = at[1]
    while (at := _hung(sheet, top, right + 1, lexicon)) is not None:
        right += sheet.width(*at)
    return left, right


def _hung(sheet: Sheet, top: int, column: int, lexicon: Lexicon) -> tuple[int, int] | None:
    """The heading that hangs down from the row above into an empty place; merged where a format can merge."""
    at = sheet.anchor(top, column)
    if at is not None:
        return at if at[0] < top else None
    above = sheet.cells.get((top - 1, column))
    if above is None or sheet.grid.spans:
        return None
    return (top - 1, column) if lexicon.is_index(above.text) or lexicon.quick(above.text) else None


def _bottom_of(sheet: Sheet, row: int, columns: Sequence[int], lexicon: Lexicon) -> int:
    bottom = row
    for column in columns:
        span = sheet.spans.get((row, column))
        if span is not None and sheet.width(row, column) == 1:
            bottom = max(bottom, min(span.bottom, row + HEADER_ROWS - 1))
    while bottom - row < HEADER_ROWS - 1 and _belongs_below(sheet, row, bottom + 1, columns, lexicon):
        bottom += 1
    return bottom


def _belongs_below(sheet: Sheet, row: int, below: int, columns: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether the next row is one of sub-headings: it stands only under wide or empty heading cells."""
    right = max(column + sheet.width(row, column) - 1 for column in columns)
    own = sheet.own(below, columns[0], right)
    if not own or not all(_is_heading_like(sheet, below, column) for column in own):
        return False
    parents = [sheet.anchor(row, column) for column in own]
    if not sheet.grid.spans:
        return _belongs_unmerged(sheet, row, below, lexicon)
    if any(at is not None and sheet.width(*at) == 1 for at in parents):
        return False
    if len(own) == 1 and (parents[0] is None or sheet.width(below, own[0]) > sheet.width(*parents[0])):
        return False
    if all(parents):
        return True
    texts = [sheet.cells[below, column].text for column in own]
    known = sum(bool(lexicon.quick(text) or lexicon.flag(text)) for text in texts)
    return 2 * known >= len(own)


def _belongs_unmerged(sheet: Sheet, row: int, below: int, lexicon: Lexicon) -> bool:
    """Sub-headings in a format without merged cells: known words, one of them under an empty cell."""
    own = sheet.rows[below]
    texts = [sheet.cells[below, column].text for column in own]
    known = all(lexicon.quick(text) or lexicon.flag(text) for text in texts)
    orphans = [column for column in own if (row, column) not in sheet.cells]
    return known and bool(orphans) and len(own) < len(sheet.rows[row]) + len(orphans)


def _is_heading_like(sheet: Sheet, row: int, column: int) -> bool:
    cell = sheet.cells[row, column]
    return cell.kind is CellKind.TEXT and len(cell.text) <= LONGEST_HEADING and not is_number(cell.text)


def _segments(sheet: Sheet, top: int, bottom: int, lexicon: Lexicon) -> list[list[int]]:
    """The columns of each table: an empty column, or a second serial number, parts two tables."""
    headed = _headed(sheet, top, bottom)
    right = headed[-1] + _links_beside(sheet, bottom, headed[-1] + 1)
    segments: list[list[int]] = []
    current: list[int] = []
    for column in range(headed[0], right + 1):
        if column in sheet.grid.hidden_columns:
            continue
        levels = _levels(sheet, top, bottom, column)
        gap = not levels and not _has_body(sheet, bottom, column)
        again = bool(levels) and lexicon.is_index(levels[-1]) and bool(current)
        if (gap or again) and current:
            segments.append(current)
            current = []
        if not gap:
            current.append(column)
    segments = [*segments, current] if current else segments
    return _joined(sheet, (top, bottom), segments, lexicon)


def _links_beside(sheet: Sheet, bottom: int, column: int) -> int:
    """1 where a column without a heading holds a link beside most rows right below ("Xem chi tiết")."""
    below = sheet.rows_from(bottom + 1, bottom + BODY_LOOK + 1)
    rows = [row for row in below if sheet.own(row, 1, column - 1)]
    cells = [sheet.cells.get((row, column)) for row in rows]
    links = [cell for cell in cells if cell is not None and cell.href.startswith("http")]
    return int(len(links) >= FEWEST_FIELDS and 2 * len(links) >= len(rows))


def _joined(
    sheet: Sheet, rows: tuple[int, int], segments: Sequence[list[int]], lexicon: Lexicon
) -> list[list[int]]:
    """Columns parted by an empty one are one table, unless each part names records of its own."""
    joined: list[list[int]] = []
    named = False
    for segment in segments:
        if joined and _is_stack(sheet, rows, segment, lexicon):
            continue
        names = _names(sheet, rows, segment, lexicon)
        if joined and not (named and names):
            joined[-1].extend(segment)
            named |= names
        else:
            joined.append(list(segment))
            named = names
    return joined


def _is_stack(sheet: Sheet, rows: tuple[int, int], segment: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether a column apart is lines about one person under one another, one of them the number to call."""
    (_, bottom), column = rows, segment[0]
    levels = _levels(sheet, *rows, column)
    if len(segment) > 1 or any(lexicon.quick(level) for level in levels):
        return False
    below = (sheet.cells.get((row, column)) for row in range(bottom + 1, bottom + 1 + BODY_LOOK))
    texts = [cell.text.strip() for cell in below if cell is not None]
    return len(texts) > 1 and sum(PHONE.fullmatch(text) is not None for text in texts) == 1


def _names(sheet: Sheet, rows: tuple[int, int], columns: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether some column is headed as the one that names a record."""
    for column in columns:
        for one in lexicon.quick(next(iter(_levels(sheet, *rows, column)[-1:]), "")):
            if one.field.key == lexicon.records[one.kind].key and one.score >= SURE:
                return True
    return False


def _headed(sheet: Sheet, top: int, bottom: int) -> list[int]:
    columns: set[int] = set()
    for row in range(top, bottom + 1):
        for column in sheet.rows.get(row, ()):
            if (row, column) not in sheet.used:
                columns.update(range(column, column + sheet.width(row, column)))
    return sorted(columns)


def _has_body(sheet: Sheet, bottom: int, column: int) -> bool:
    return any((row, column) in sheet.cells for row in range(bottom + 1, bottom + 1 + BODY_LOOK))


def _levels(sheet: Sheet, top: int, bottom: int, column: int) -> tuple[str, ...]:
    """A column's headings from the top down, a merged one once."""
    anchors = [sheet.anchor(row, column) for row in range(top, bottom + 1)]
    if anchors[0] is None and anchors[-1] is not None and not sheet.grid.spans:
        left = [one for one in sheet.rows[top] if one < column]
        anchors[0] = (top, left[-1]) if left else None
    places = dict.fromkeys(at for at in anchors if at is not None and at[0] >= top)
    return tuple(sheet.cells[at].text for at in places)


def _header(sheet: Sheet, rows: tuple[int, int], columns: Sequence[int], lexicon: Lexicon) -> Header:
    top, bottom = rows
    levels = {column: _levels(sheet, top, bottom, column) for column in columns}
    index = next((column for column in columns if levels[column] and lexicon.is_index(levels[column][-1])), 0)
    return Header(top=top, bottom=bottom, left=columns[0], right=columns[-1], levels=levels, index=index)


def _is_table(header: Header, lexicon: Lexicon) -> bool:
    keys = {field for levels in header.levels.values() for field in _keys(levels, lexicon)}
    if keys and len(keys) + bool(header.index) < FEWEST_FIELDS:
        near = (lexicon.match(level)[:1] for levels in header.levels.values() for level in levels)
        keys |= {one.field.key for found in near for one in found if one.score >= SLIP}
        return len(keys) >= FEWEST_MISSPELT
    return bool(keys) and len(keys) + bool(header.index) >= FEWEST_FIELDS


def _keys(levels: Sequence[str], lexicon: Lexicon) -> Iterable[str]:
    for level in levels:
        found = lexicon.quick(level) or lexicon.flag(level)
        if found and found[0].score >= SURE:
            yield found[0].field.key
