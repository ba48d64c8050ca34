"""One page of a PDF taken apart: its tables, and the rest in reading order; knows no other page."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.formats.pdf.lattice import Frame, Slot
from parsers.formats.pdf.lines import lines_of
from parsers.formats.pdf.order import Block, Column, block_of, columns_of, stretches_of, text_edges
from parsers.formats.pdf.rows import numbered_rows
from parsers.formats.pdf.stream import open_tables
from parsers.formats.pdf.values import Image, Ink, Piece, Rect

_TINY = 9.0
_FEWEST_FILLED = 2
_FEWEST_COLUMNS = 3
_MOST_FRAMES = 200


@dataclass(slots=True)
class Page:
    """A page in reading order. ``inner`` are the tables that stand in the cells of others."""

    ink: Ink
    columns: list[Column] = field(default_factory=list)
    inner: dict[int, list[Frame]] = field(default_factory=dict)
    pictured: dict[int, list[Image]] = field(default_factory=dict)


def page_of(ink: Ink, lattice: list[Frame], furniture: set[int]) -> Page:
    """The page without its ``furniture`` (running headers, footers); ``lattice`` is what its lines draw."""
    page = Page(ink)
    pieces = [piece for piece in ink.pieces if id(piece) not in furniture]
    frames, pieces = _filled_frames(lattice, pieces, page)
    finders = [_Finder(frame) for frame in frames] if ink.images else []
    images = [image for image in ink.images if not _in_cell(image, finders, page)]
    top_level = [frame for frame in frames if not any(frame in inner for inner in page.inner.values())]
    width = ink.width
    for frame, taken in list(
        open_tables(_unused(ink, frames), [one for one in pieces if not one.turned], width)
    ):
        gone = set(map(id, taken))
        pieces = [piece for piece in pieces if id(piece) not in gone]
        top_level.append(frame)
    lines = lines_of(pieces)
    parts = [part for line in lines for part in stretches_of(line)]
    blocks = [block_of(part) for part in parts]
    blocks += [block_of(frame) for frame in top_level]
    page.columns = list(columns_of(blocks, text_edges(parts, width)))
    _place_images(page, images)
    return page


def _filled_frames(found: list[Frame], pieces: list[Piece], page: Page) -> tuple[list[Frame], list[Piece]]:
    """The frames that hold a table's text, smallest first, and the pieces outside them."""
    frames: list[Frame] = []
    several = [frame for frame in found if len(frame.slots) >= _FEWEST_FILLED]
    for frame in sorted(several, key=lambda one: one.rect.area)[-_MOST_FRAMES:]:
        finder = _Finder(frame)
        inside: list[tuple[Slot, Piece]] = []
        outside: list[Piece] = []
        for piece in pieces:
            slot = finder.slot(piece)
            if slot is None:
                outside.append(piece)
            else:
                inside.append((slot, piece))
        held = [other for other in frames if _holds(frame.rect, other.rect) and not _is_inner(other, page)]
        filled = {id(slot) for slot, _ in inside} | {id(finder.at(*_center(other.rect))) for other in held}
        if len(filled) < (1 if _may_be_rest(frame) else _FEWEST_FILLED):
            continue
        for slot, piece in inside:
            slot.pieces.append(piece)
        for other in held:
            around = finder.at(*_center(other.rect))
            if around is not None:
                page.inner.setdefault(id(around), []).append(other)
        pieces = outside
        frames.append(numbered_rows(frame))
    return frames, pieces


def _may_be_rest(frame: Frame) -> bool:
    """Whether a frame is one row of several columns: what a page before it left of its last row."""
    return len(frame.ys) - 1 == 1 and len(frame.xs) - 1 >= _FEWEST_COLUMNS


def _is_inner(frame: Frame, page: Page) -> bool:
    return any(frame is one for inner in page.inner.values() for one in inner)


def _holds(outer: Rect, inner: Rect) -> bool:
    return (
        outer.area > inner.area
        and outer.holds(inner.left + 1, inner.top + 1)
        and outer.holds(inner.right - 1, inner.bottom - 1)
    )


def _center(rect: Rect) -> tuple[float, float]:
    return (rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2


class _Finder:
    """Finds the cell at a point."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._slots: dict[tuple[int, int], Slot] = {}
        for slot in frame.slots:
            for row in range(slot.top, slot.bottom + 1):
                for column in range(slot.left, slot.right + 1):
                    self._slots[row, column] = slot

    def at(self, x: float, y: float) -> Slot | None:
        """The cell that holds a point, None outside the table."""
        if not self._frame.rect.holds(x, y):
            return None
        return self._slots.get((bisect_right(self._frame.ys, y) - 1, bisect_right(self._frame.xs, x) - 1))

    def slot(self, piece: Piece) -> Slot | None:
        """The cell of a piece; turned text is found by where it stands on the page."""
        if piece.turned == 1:
            return self.at(piece.base - 0.3 * piece.size, -piece.center)
        if piece.turned:
            return self.at(-piece.base + 0.3 * piece.size, piece.center)
        return self.at(piece.center, piece.middle)


def _in_cell(image: Image, finders: Sequence[_Finder], page: Page) -> bool:
    """Whether a picture stands in a cell of a table; it is remembered there."""
    for finder in finders:
        slot = finder.at(*_center(image.rect))
        if slot is not None and image.rect.area < 4 * slot.rect.area:
            page.pictured.setdefault(id(slot), []).append(image)
            return True
    return False


def _unused(ink: Ink, frames: Sequence[Frame]) -> Ink:
    """The page's lines and areas outside the tables already found."""
    rects = [frame.rect for frame in frames]

    def is_free(x: float, y: float) -> bool:
        return not any(
            rect.left - 2 <= x <= rect.right + 2 and rect.top - 2 <= y <= rect.bottom + 2 for rect in rects
        )

    rows = [rule for rule in ink.rows if is_free((rule.start + rule.end) / 2, rule.at)]
    fills = [fill for fill in ink.fills if is_free(*_center(fill.rect))]
    return Ink(ink.number, ink.width, ink.height, rows=rows, fills=fills)


def _place_images(page: Page, images: Sequence[Image]) -> None:
    """Pictures come after what stands above them."""
    for image in images:
        if min(image.rect.width, image.rect.height) < _TINY:
            continue
        block = Block(image.rect, image)
        column = next(
            (one for one in page.columns if any(_is_above(other, image) for other in one.blocks)), None
        )
        if column is None:
            page.columns.append(Column([block], image.rect.left, image.rect.right))
            continue
        above = [number for number, other in enumerate(column.blocks) if _is_above(other, image)]
        column.blocks.insert(above[-1] + 1, block)


def _is_above(block: Block, image: Image) -> bool:
    return block.rect.top <= image.rect.top
