"""A sheet or table as a person sees it, cut to what can be drawn; values in, rows of drawn cells out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from catalogue.fields import COURSE
from parsers.document import Cell, Grid, Span, column_letters
from parsers.wanted import ColumnMap, Region
from reports.seen import Claim
from reports.seen_colours import LOOKS, Look, classes, look_of, look_of_column
from reports.seen_cut import MOST_COLUMNS, At, chosen_columns, chosen_rows, drawn_spans, with_gaps
from reports.seen_words import claim_words, confidence_words, reason_in_words

LONGEST = 320
LINKS = 3

_STEERING = (*range(9), *range(0x0B, 0x20), *range(0x7F, 0xA0))
_TURNING = (0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_UNSEEN = dict.fromkeys((*_STEERING, *_TURNING))


@dataclass(frozen=True, slots=True, kw_only=True)
class Chip:
    """The short name of a field beside what it took, in its colour."""

    name: str
    css: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnCell:
    """One cell. ``records`` are the numbers of the records to lead to, ``more`` how many are not told."""

    text: str = ""
    at: At | None = None
    css: str = ""
    title: str = ""
    anchor: str = ""
    columns: int = 1
    rows: int = 1
    chips: tuple[Chip, ...] = ()
    records: tuple[int, ...] = ()
    more: int = 0
    comment: str = ""
    pictures: tuple[str, ...] = ()
    href: str = ""
    struck: bool = False
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRow:
    """One row, or a gap: then ``gap`` tells the rows left out and whether they are empty."""

    number: int = 0
    hidden: bool = False
    cells: tuple[DrawnCell, ...] = ()
    gap: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnColumn:
    """The head of one column: its letters or number, "…" for columns left out."""

    name: str
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnGrid:
    """A sheet or table ready to be drawn. ``left_out`` counts filled rows that are not."""

    title: str
    caption: str
    hidden: bool
    columns: tuple[DrawnColumn, ...]
    rows: tuple[DrawnRow, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What is known of one grid's places: claims, what nobody claimed, and the regions."""

    claims: Mapping[At, Sequence[Claim]]
    unclaimed: Collection[At]
    regions: Sequence[Region]
    anchor: str
    """How the places of this grid begin in the page."""

    @property
    def found(self) -> set[int]:
        """The rows on which anything was found."""
        rows = {row for row, _ in self.claims} | {row for row, _ in self.unclaimed}
        return rows | {row for region in self.regions for row in region.heading_rows}


def draw_grid(grid: Grid, marks: Marks, room: int) -> DrawnGrid:
    """The grid as at most ``room`` rows around what was found."""
    filled = sorted({row for row, _ in grid.cells})
    rows = chosen_rows(filled, marks.found, room)
    columns = chosen_columns(grid, rows)
    plan = _Plan(grid, marks, list(with_gaps(rows, filled)), columns)
    return DrawnGrid(
        title=grid.title,
        caption=_caption(grid),
        hidden=grid.hidden,
        columns=tuple(_column(grid, column) for column in columns),
        rows=tuple(plan.rows()),
        left_out=len(filled) - len(set(filled) & set(rows)),
    )


def _caption(grid: Grid) -> str:
    kind = "Trang tính" if grid.is_sheet else ""
    inside = f" (trong ô {grid.nested_in})" if grid.nested_in is not None else ""
    return f"{kind} {grid.title}{inside}".strip()


def _column(grid: Grid, column: int) -> DrawnColumn:
    if not column:
        return DrawnColumn(name="…")
    name = column_letters(column) if grid.is_sheet else str(column)
    return DrawnColumn(name=name, hidden=column in grid.hidden_columns)


# --- cells


class _Plan:
    """One grid while it is drawn: which cell stands for which places."""

    def __init__(
        self, grid: Grid, marks: Marks, lines: Sequence[tuple[int, str]], columns: Sequence[int]
    ) -> None:
        self._grid = grid
        self._marks = marks
        self._lines = lines
        self._columns = columns
        self._headings = _headings(marks.regions)
        self._regions = _by_row(marks.regions, [row for row, _ in lines])
        self._spans, self._covered = drawn_spans(grid, [row for row, _ in lines], columns)

    def rows(self) -> Iterator[DrawnRow]:
        for row, gap in self._lines:
            if gap:
                yield DrawnRow(gap=gap)
            else:
                hidden = row in self._grid.hidden_rows
                yield DrawnRow(number=row, hidden=hidden, cells=tuple(self._cells(row)))

    def _cells(self, row: int) -> Iterator[DrawnCell]:
        for column in self._columns:
            if (row, column) in self._covered:
                continue
            if not column:
                yield DrawnCell(css="gap")
            else:
                yield self._cell((row, column))

    def _cell(self, at: At) -> DrawnCell:
        span, rows, columns = self._spans.get(at, (Span(*at, *at), 1, 1))
        anchor = (span.top, span.left)
        hidden = "off" if at[1] in self._grid.hidden_columns else ""
        edges = _joined(_borders(self._regions.get(at[0], ()), span), hidden)
        cell = self._grid.cells.get(anchor)
        if cell is None:
            return DrawnCell(css=edges, rows=rows, columns=columns)
        claims = self._marks.claims.get(anchor, ())
        look = self._claimed(claims, anchor) if claims else self._unclaimed(anchor, span.bottom)
        look["css"] = _joined(edges, look["css"])
        return replace(_drawn(cell), **look, at=anchor, rows=rows, columns=columns)

    def _unclaimed(self, at: At, bottom: int) -> dict[str, Any]:
        """How a heading is drawn, a value that nobody claimed, or any other text."""
        heading = self._headings.get((bottom, at[1]))
        if heading is not None:
            return {"css": _joined("head", _heading_css(heading)), "title": _heading_words(heading),
                    "chips": _heading_chips(heading)}  # fmt: skip
        if (bottom, at[1]) in self._headings:
            return {"css": "head"}
        if at in self._marks.unclaimed:
            return {"css": "free", "title": "chưa trường nào nhận", "anchor": self._name(at)}
        return {"css": ""}

    def _claimed(self, claims: Sequence[Claim], at: At) -> dict[str, Any]:
        """How a value is drawn: in the colour of the first field that took it, with the names of others."""
        looks = looks_of(claims)
        doubtful = any(claim.value.doubt for claim in claims)
        mapped = self._mapped(at)
        numbers = list(dict.fromkeys(number for claim in claims for number in claim.records))
        return {
            "css": _joined("took", classes(looks[0]), "doubt" if doubtful else ""),
            "title": "; ".join(map(claim_words, claims)),
            "chips": tuple(chip(look) for look in looks if look != mapped),
            "anchor": self._name(at),
            "records": tuple(numbers[:LINKS]),
            "more": len(numbers[LINKS:]),
            "doubtful": doubtful,
        }

    def _name(self, at: At) -> str:
        return f"{self._marks.anchor}-{at[0]}-{at[1]}"

    def _mapped(self, at: At) -> Look | None:
        """The field that the whole column (or row) was taken for: its cells need no name of their own."""
        for region in self._regions.get(at[0], ()):
            if region.left <= at[1] <= region.right:
                number = at[0] if region.kind == "transposed" else at[1]
                found = next((one for one in region.columns if one.column == number and one.field), None)
                if found is not None:
                    return look_of_column(found.field)
        return None


def looks_of(claims: Sequence[Claim]) -> list[Look]:
    """The fields that took a place, in the catalogue's order; beside a fee its sum goes without saying."""
    fields = dict.fromkeys((claim.kind, claim.field) for claim in claims)
    if (COURSE, "fee") in fields:
        fields.pop((COURSE, "fee_vnd"), None)
    known = [field for field in LOOKS if field in fields]
    return [look_of(*field) for field in (*known, *(field for field in fields if field not in LOOKS))]


def chip(look: Look) -> Chip:
    """The name of a field in its colour."""
    return Chip(name=look.name, css=classes(look))


def clipped(text: str, longest: int = LONGEST) -> str:
    """A text as far as it is drawn, without signs that steer a terminal or turn the writing."""
    text = text.translate(_UNSEEN)
    return text if len(text) <= longest else f"{text[:longest]}… (+{len(text) - longest} ký tự)"


def _joined(*css: str) -> str:
    return " ".join(filter(None, css))


def _drawn(cell: Cell) -> DrawnCell:
    """What the file says of a cell, no mark on it yet."""
    return DrawnCell(
        text=clipped(cell.text),
        comment=clipped(cell.comment),
        pictures=cell.pictures[:LINKS],
        href=clipped(cell.href) if cell.href.strip() and cell.href not in cell.text else "",
        struck=cell.struck,
    )


def _headings(regions: Iterable[Region]) -> dict[At, ColumnMap | None]:
    """The heading cells of every table; those of its lowest row with what the column was taken for."""
    found: dict[At, ColumnMap | None] = {}
    for region in regions:
        maps = {one.column: one for one in region.columns}
        if region.kind == "transposed":
            found |= {(row, region.left): one for row, one in maps.items()}
            continue
        columns = range(region.left, min(region.right, region.left + MOST_COLUMNS) + 1)
        for row in region.heading_rows:
            lowest = row == region.heading_rows[-1]
            found |= {(row, column): maps.get(column) if lowest else None for column in columns}
    return found


def _heading_css(heading: ColumnMap) -> str:
    return classes(look_of_column(heading.field)) if heading.field else ""


def _heading_chips(heading: ColumnMap | None) -> tuple[Chip, ...]:
    return (chip(look_of_column(heading.field)),) if heading is not None and heading.field else ()


def _heading_words(heading: ColumnMap) -> str:
    if not heading.field:
        return "cột không thuộc trường nào"
    name = look_of_column(heading.field).name
    return f"cột {name}: tin cậy {confidence_words(heading.confidence)}, {reason_in_words(heading.reason)}"


def _by_row(regions: Iterable[Region], rows: Sequence[int]) -> dict[int, list[Region]]:
    """The regions on each drawn row."""
    found: dict[int, list[Region]] = {}
    drawn = sorted(row for row in rows if row)
    for region in regions:
        for row in drawn[bisect_left(drawn, region.top) : bisect_right(drawn, region.bottom)]:
            found.setdefault(row, []).append(region)
    return found


def _borders(regions: Iterable[Region], span: Span) -> str:
    """The sides of a cell, joined or not, that lie on the edge of a region."""
    sides: dict[str, None] = {}
    for one in regions:
        if one.top <= span.top <= one.bottom and one.left <= span.left <= one.right:
            edges = (
                ("rt", span.top == one.top),
                ("rb", span.bottom >= one.bottom),
                ("rl", span.left == one.left),
                ("rr", span.right >= one.right),
            )
            sides |= {side: None for side, is_edge in edges if is_edge}
    return " ".join(sides)
