"""The pages of a PDF as one flow of paragraphs, tables and pictures in reading order; reads no file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.document import Picture, TextRole
from parsers.formats.flow import Box, Flow, Run, Table, Text
from parsers.formats.pdf.furniture import Furniture
from parsers.formats.pdf.habits import Habit, habit_of
from parsers.formats.pdf.lattice import Frame
from parsers.formats.pdf.lines import Edges, Line
from parsers.formats.pdf.page import Page
from parsers.formats.pdf.paragraphs import ends_between as ends_in_cell
from parsers.formats.pdf.paragraphs import is_centered, is_item, is_labelled, paragraphs_of, runs_of
from parsers.formats.pdf.rests import last_rows
from parsers.formats.pdf.tables import (
    Joined,
    Part,
    continues,
    go_on,
    is_beside,
    joined_of,
    put_beside,
    same_columns,
)
from parsers.formats.pdf.values import Image, Rect
from parsers.formats.pdf.wraps import is_glued, is_torn

_MARK = re.compile(r"([•●▪■◦○➢❖·])\s*(?=\S)")
_LARGER = 1.14
_MOST_LEVELS = 3
_PADDING = (1.5, 7.0)
_LOOSE = 1.28
_FIRST_PITCH = 1.75
_INDENT = 0.9
_TERMINAL = ".;:!?"
_MOST_LEADING = 120


@dataclass(slots=True)
class _Told:
    """A line with the edges of its column and the page it stands on."""

    line: Line
    edges: Edges
    page: int


_Item = _Told | Joined | Image


class Story:
    """Lays the pages one after another."""

    def __init__(self, pages: Sequence[Page], furniture: Furniture) -> None:
        self._pages, self._furniture = pages, furniture
        self._inner = {key: frames for page in pages for key, frames in page.inner.items()}
        self._pictured = {key: images for page in pages for key, images in page.pictured.items()}
        self._named = 0
        self._seen: set[str] = set()
        self.tables: list[Joined] = []
        """The tables of the flow, in its order, once it is told."""

    def flow(self) -> Flow:
        """Everything in reading order; headers first, footers last."""
        items = self._items()
        levels = _levels(item.line for item in items if isinstance(item, _Told))
        running = self._furniture.lines
        flow: Flow = [Text(runs_of(line), role=role) for line, role in running if role is TextRole.HEADER]
        told: list[_Told] = []
        for item in items:
            if isinstance(item, _Told):
                told.append(item)
                continue
            flow.extend(_prose(told, levels))
            told = []
            if isinstance(item, Joined):
                self.tables.append(item)
                flow.extend(self._table(item))
            else:
                flow.extend(self._picture(item))
        flow.extend(_prose(told, levels))
        flow.extend(Text(runs_of(line), role=role) for line, role in running if role is TextRole.FOOTER)
        return flow

    def _items(self) -> list[_Item]:
        """Lines, tables and pictures; tables that go on over pages are one."""
        items: list[_Item] = []
        sheets: list[list[Joined]] = []
        for number, page in enumerate(self._pages):
            tables: list[Joined] = []
            for item in _page_items(page, number):
                if isinstance(item, Joined):
                    if self._stitched(item, tables, items, sheets):
                        continue
                    tables.append(item)
                items.append(item)
            sheets.append(tables)
        return _continued(items, sheets)

    def _stitched(
        self, table: Joined, tables: list[Joined], items: list[_Item], sheets: list[list[Joined]]
    ) -> bool:
        """Whether the table was put beside the one on an earlier page whose rows it has."""
        if tables:
            return False
        above = [item for item in items if isinstance(item, _Told) and item.page == len(sheets)]
        bases = [one for tables in sheets for one in tables if one.beside]
        known = any(same_columns(columns, table.xs) for base in bases for columns in base.beside[1:])
        for number, earlier in enumerate(sheets):
            if len(earlier) != 1 or not is_beside(earlier[0], table, known=known):
                continue
            printed = {
                (item.line.text, round(item.line.base))
                for item in items
                if isinstance(item, _Told) and item.page == number
            }
            if all((item.line.text, round(item.line.base)) in printed for item in above):
                del items[len(items) - len(above) :]
                put_beside(earlier[0], table)
                return True
        return False

    def _table(self, table: Joined) -> Iterator[Table]:
        habit = habit_of([_told_in(part) for part in table.parts if part.chunks])
        boxes = [
            self._box(part, habit) for part in sorted(table.parts, key=lambda part: (part.top, part.left))
        ]
        yield Table(boxes)

    def _box(self, part: Part, habit: Habit) -> Box:
        box = Box(part.top + 1, part.left + 1, part.bottom - part.top + 1, part.right - part.left + 1)
        if part.chunks:
            lines, edges = _told_in(part)
            part.torn = is_torn(lines, edges, habit)
            box.content.extend(_text(runs) for runs in paragraphs_of(lines, edges, habit))
        for slot in part.slots:
            for frame in self._inner.get(id(slot), ()):
                box.content.extend(self._table(joined_of(frame)))
            for image in self._pictured.get(id(slot), ()):
                box.content.extend(self._picture(image))
        return box

    def _picture(self, image: Image) -> Iterator[Picture]:
        """A picture by its number in the document; one that every page repeats is told once."""
        if image.sha256 and image.sha256 in self._seen:
            return
        self._seen.add(image.sha256)
        self._named += 1
        yield Picture(
            name=f"image{self._named}.{image.kind}",
            media_type=f"image/{image.kind}",
            size=image.size,
            width=image.width,
            height=image.height,
            sha256=image.sha256,
        )


def _page_items(page: Page, number: int) -> Iterator[_Item]:
    for column in page.columns:
        for block in column.blocks:
            if isinstance(block.what, Line):
                yield _Told(block.what, (column.left, column.right), number)
            elif isinstance(block.what, Frame):
                yield joined_of(block.what)
            else:
                yield block.what


def _continued(items: Sequence[_Item], sheets: Sequence[Sequence[Joined]]) -> list[_Item]:
    """The items, a table that begins a page joined to the one that ended the page before."""
    page_of = {id(table): number for number, tables in enumerate(sheets) for table in tables}
    kept: list[_Item] = []
    page = -1
    rest: set[int] = set()
    for number, item in enumerate(items):
        last = kept[-1] if kept else None
        if isinstance(item, _Told):
            if item.page > page and isinstance(last, Joined) and not last.ruled:
                rest = last_rows(last, _leading(items, number))
            page = item.page
            if id(item.line) in rest:
                continue
        if isinstance(item, Joined):
            mine = page_of[id(item)]
            if isinstance(last, Joined) and mine > page and continues(last, item):
                go_on(last, item)
                page = mine
                continue
            page = mine
        kept.append(item)
    return kept


def _leading(items: Sequence[_Item], begin: int) -> list[Line]:
    """The lines at a page's top before anything else."""
    told: list[Line] = []
    first = items[begin]
    for item in items[begin : begin + _MOST_LEADING]:
        if not isinstance(item, _Told) or not isinstance(first, _Told) or item.page != first.page:
            break
        told.append(item.line)
    return told


# --- running text


def _levels(lines: Iterator[Line]) -> dict[float, int]:
    """The heading level of every size of letters clearly larger than the usual one."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += sum(len(piece.text) for piece in line.pieces)
    if not sizes:
        return {}
    usual = sizes.most_common(1)[0][0]
    larger = sorted((size for size in sizes if size > _LARGER * usual), reverse=True)
    return {size: min(rank, _MOST_LEVELS) for rank, size in enumerate(larger, 1)}


def _prose(told: Sequence[_Told], levels: dict[float, int]) -> Iterator[Text]:
    """Lines as paragraphs."""
    paragraph: list[Run] = []
    start: _Told | None = None
    before: _Told | None = None
    pitch = 0.0
    for one in told:
        if start is None or before is None or _ends(before, one, start, pitch):
            if start is not None:
                yield _text(paragraph, levels.get(round(start.line.size, 1), 0))
            paragraph, start, pitch = [], one, 0.0
        else:
            if not is_glued(before.line, one.line, one.edges):
                paragraph[-1].text += " "
            pitch = one.line.base - before.line.base if before.page == one.page else pitch
        paragraph.extend(runs_of(one.line))
        before = one
    if start is not None:
        yield _text(paragraph, levels.get(round(start.line.size, 1), 0))


def _ends(before: _Told, one: _Told, start: _Told, pitch: float) -> bool:
    """Whether a paragraph ends between two lines of running text."""
    above, line = before.line, one.line
    if before.page != one.page:
        return not _flows_on(above, line, one.edges)
    if before.edges != one.edges or line.base <= above.base:
        return True
    if abs(above.size - line.size) > 0.12 * line.size or above.bold != line.bold:
        return True
    if line.base - above.base > (_LOOSE * pitch if pitch else _FIRST_PITCH * line.size):
        return True
    if (
        line.left - above.left > _INDENT * line.size
        and not is_centered(line, one.edges)
        and not is_item(above.text)
    ):
        return True
    if is_labelled(line.text) and above.text.rstrip()[-1:] in _TERMINAL:
        return True
    return ends_in_cell(above, line, start.line, one.edges) and not _goes_on(above, line, start.line)


def _goes_on(above: Line, line: Line, start: Line) -> bool:
    """Whether what a label says goes on, though nothing shows how far its lines may reach."""
    begins_low = line.text[:1].islower() and not is_item(line.text)
    return begins_low and is_labelled(start.text) and above.text.rstrip()[-1:] not in _TERMINAL


def _flows_on(above: Line, line: Line, edges: Edges) -> bool:
    """Whether a sentence goes on over the page."""
    begins_low = line.text[:1].islower()
    return (
        begins_low
        and above.text.rstrip()[-1:] not in _TERMINAL
        and not ends_in_cell(above, line, above, edges)
    )


def _text(runs: list[Run], level: int = 0) -> Text:
    """A paragraph, its bullet as a marker."""
    found = _MARK.match(runs[0].text) if runs else None
    if found is None:
        return Text(runs, level=level)
    first = runs[0]
    rest = Run(first.text[found.end() :], first.struck, first.bold, first.href)
    return Text([rest, *runs[1:]], marker=found.group(1), level=level)


def _told_in(part: Part) -> tuple[list[Line], Edges]:
    """The lines of a cell over all its pages, and where they may stand."""
    lines = [line for chunk, _ in part.chunks for line in chunk]
    return lines, _cell_edges(part.chunks[0][1], part.chunks[0][0])


def _cell_edges(rect: Rect, lines: Sequence[Line]) -> Edges:
    """Where the text of a cell may stand: the same margin on both sides as its nearest line keeps."""
    inset = min(line.left for line in lines) - rect.left
    padding = min(max(inset, _PADDING[0]), _PADDING[1])
    return rect.left + padding, rect.right - padding
