"""What a decision rests on, cut to what must be seen: rows around a marked cell, words around a quote.

Drawn from the reading that is kept, so no file is opened for it; pure, all text stays text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from catalogue.fields import KEY_FIELD
from catalogue.records import MessageReading, Value
from parsers.document import Cell, Grid
from reports.seen import Claim
from reports.seen_cut import At
from reports.seen_grid import DrawnCell, DrawnGrid, Marks, clipped, draw_grid

AROUND = 2
MOST_ROWS = 12
MOST_CELL, MOST_BESIDE = 160, 60
QUOTED = 220
LONGEST_TEXT = 6000
_TABLE = re.compile(r"(Bảng|Trang) \d+.*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words of a text: what is meant with what stands before and after it, or a whole text in ``after``."""

    before: str = ""
    marked: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetCell:
    """One cell; ``fields`` are the names of the fields that took it, where its column does not say them."""

    text: str
    is_marked: bool = False
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One row, or a gap: then it tells the rows that are left out."""

    number: int = 0
    cells: tuple[SheetCell, ...] = ()
    gap: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Some rows of a sheet or table. ``columns`` are their letters, each with the field it was taken for."""

    title: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[SheetRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """One piece of evidence. ``heading`` says what is to be seen, ``key`` the decision that it speaks for.

    ``place``, ``told`` and ``path`` say where it stands, who told it when, and where more of it is, which
    ``link`` names.
    """

    heading: str = ""
    key: str = ""
    place: str = ""
    told: str = ""
    path: str = ""
    link: str = "Xem thư"
    notes: tuple[str, ...] = ()
    sheet: Sheet | None = None
    quote: Quote | None = None


def sheet_around(reading: MessageReading, values: Sequence[Value], *, narrow: bool = False) -> Sheet | None:
    """The rows around the cells of these values, which stand in one table; None where they are in none.

    ``narrow`` leaves only the columns beside the cells, and those that name the records.
    """
    if not values or not values[0].origin.container or not values[0].origin.row:
        return None
    first = values[0].origin
    meant = {_at(one) for one in values if one.origin.spot[:2] == first.spot[:2]}
    near = {row + step for row, _ in meant for step in range(-AROUND, AROUND + 1)}
    claims: dict[At, list[Claim]] = {}
    cells: dict[At, Cell] = {}
    for at, text, claim in _told(reading, (first.part, first.container)):
        if at[0] in near:
            known = cells.get(at)
            cells[at] = Cell(text=text if known is None or len(text) > len(known.text) else known.text)
            if claim is not None:
                claims.setdefault(at, []).append(claim)
    for one in values:
        cells.setdefault(_at(one), Cell(text=one.text or str(one.value)))
    if narrow:
        kept = _beside(meant, claims)
        cells = {at: cell for at, cell in cells.items() if at[1] in kept}
    grid = Grid(title=first.container, cells=cells, is_sheet=not _TABLE.fullmatch(first.container))
    drawn = draw_grid(grid, Marks(claims=claims, unclaimed=(), regions=(), anchor=""), MOST_ROWS)
    return _sheet(drawn, meant)


def quote_around(text: str, words: str) -> Quote:
    """The words where they stand in a text, with what stands around; alone where they are not found."""
    flat, sought = " ".join(text.split()), " ".join(words.split())
    start = flat.find(sought) if sought else -1
    if start < 0:
        return Quote(marked=clipped(words, LONGEST_TEXT))
    end = start + len(sought)
    left, right = max(0, start - QUOTED), min(len(flat), end + QUOTED)
    return Quote(
        before=("… " if left else "") + clipped(flat[left:start], LONGEST_TEXT),
        marked=clipped(flat[start:end], LONGEST_TEXT),
        after=clipped(flat[end:right], LONGEST_TEXT) + (" …" if right < len(flat) else ""),
    )


def whole_text(text: str) -> Quote:
    """A letter's own words, as far as a card shows them; lines stay lines."""
    lines = (clipped(line, LONGEST_TEXT) for line in text.strip().splitlines())
    shown = "\n".join(lines)
    return Quote(after=shown if len(shown) <= LONGEST_TEXT else f"{shown[:LONGEST_TEXT]}…")


def tables_of(values: Iterable[Value]) -> list[list[Value]]:
    """The values by the table or text that they stand in, in order."""
    found: dict[tuple[str, str, str], list[Value]] = {}
    for one in values:
        found.setdefault((one.origin.message, *one.origin.spot[:2]), []).append(one)
    return list(found.values())


def _told(reading: MessageReading, where: tuple[str, str]) -> Iterator[tuple[At, str, Claim | None]]:
    """What was read in a table, cell by cell."""
    for entry in reading.entries:
        for key, value in entry.values.items():
            if value.origin.spot[:2] == where and value.origin.row and value.text.strip():
                yield _at(value), value.text, Claim(kind=entry.kind, field=key, value=value)
    for free in reading.unclaimed:
        if free.origin.spot[:2] == where and free.origin.row:
            yield (free.origin.row, free.origin.column), free.text, None


def _beside(meant: Collection[At], claims: Mapping[At, Sequence[Claim]]) -> set[int]:
    """The columns of the meant cells, those next to them, and those that name records."""
    names = {at[1] for at, those in claims.items() if any(one.field == KEY_FIELD[one.kind] for one in those)}
    return names | {column + step for _, column in meant for step in (-1, 0, 1)}


def _at(value: Value) -> At:
    return value.origin.row, max(value.origin.column, 1)


def _sheet(grid: DrawnGrid, meant: Collection[At]) -> Sheet:
    """The grid with the meant cells marked, and the names of fields where they are said once."""
    heads = [_head([row.cells[at] for row in grid.rows if len(row.cells) == len(grid.columns)])
             for at in range(len(grid.columns))]  # fmt: skip
    rows = [
        SheetRow(
            number=row.number,
            cells=tuple(_cell(cell, meant, heads) for cell in row.cells),
            gap=row.gap,
        )
        for row in grid.rows
    ]
    names = [(column.name, head) for column, head in zip(grid.columns, heads, strict=True)]
    return _without_empty(Sheet(title=grid.title, columns=tuple(names), rows=tuple(rows)))


def _without_empty(sheet: Sheet) -> Sheet:
    """The sheet without columns in which nothing stands; a gap is told where it parts two rows only."""
    rows = tuple(row for at, row in enumerate(sheet.rows) if at or not row.gap)
    told = [row for row in rows if not row.gap]
    kept = [at for at in range(len(sheet.columns)) if any(row.cells[at].text for row in told)]
    cut = tuple(
        replace(row, cells=tuple(row.cells[at] for at in kept)) if not row.gap else row for row in rows
    )
    return replace(sheet, columns=tuple(sheet.columns[at] for at in kept), rows=cut)


def _head(cells: Sequence[DrawnCell]) -> str:
    """The fields of a column, where all its cells that were taken were taken for the same."""
    found = {_fields(cell) for cell in cells if cell.chips}
    return ", ".join(found.pop()) if len(found) == 1 else ""


def _cell(cell: DrawnCell, meant: Collection[At], heads: Collection[str]) -> SheetCell:
    fields = _fields(cell)
    return SheetCell(
        text=clipped(cell.text, MOST_CELL if cell.at in meant else MOST_BESIDE),
        is_marked=cell.at in meant,
        fields=() if ", ".join(fields) in heads else fields,
    )


def _fields(cell: DrawnCell) -> tuple[str, ...]:
    return tuple(chip.name for chip in cell.chips)
