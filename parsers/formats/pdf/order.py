"""The reading order of a page: columns side by side are read one after the other; no meaning."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from parsers.formats.pdf.lattice import Frame, Slot
from parsers.formats.pdf.lines import Line
from parsers.formats.pdf.values import Image, Rect

_SPLIT = 1.3
_GUTTER = 9.0
_WIDE_GAP = 3.0
_TRAILING = 1.9
_APART = 2.0
_MOST_DEPTH = 6
_EDGE = 1.5
_NARROW_COLUMN = 12
_LONG = 0.7
# A margin that is broader than this share of the page may only look like one: short lines leave it too.
_BROAD = 0.25
_FULL = 4.0
_LONGEST_LABEL = 22
_TICKS = tuple("☐☒☑")
_FEW = 3
_NEXT = 1.8
_TERMINAL = ".;:!?"


@dataclass(slots=True)
class Block:
    """A stretch of a line, a table or a picture, and where it stands."""

    rect: Rect
    what: Line | Frame | Image

    @property
    def line(self) -> Line | None:
        return self.what if isinstance(self.what, Line) else None


@dataclass(slots=True)
class Column:
    """What is read one below the other, and the edges of the text."""

    blocks: list[Block]
    left: float
    right: float


def stretches_of(line: Line) -> Iterator[Line]:
    """The parts of a line that stand wide apart."""
    begin = 0
    for index, (piece, after) in enumerate(pairwise(line.pieces), 1):
        if after.left - piece.right > _SPLIT * max(piece.size, after.size):
            yield Line(line.pieces[begin:index])
            begin = index
    yield Line(line.pieces[begin:])


def block_of(what: Line | Frame | Image) -> Block:
    """A thing with its place."""
    if isinstance(what, Line):
        return Block(Rect(what.left, what.top, what.right, what.bottom), what)
    return Block(what.rect, what)


def columns_of(blocks: Sequence[Block], edges: tuple[float, float], depth: int = 0) -> Iterator[Column]:
    """The blocks in reading order, cut into columns of text."""
    strips = _strips(blocks)
    waiting: list[Block] = []
    index = 0
    while index < len(strips):
        end, gutter = _band(strips, index) if depth < _MOST_DEPTH else (index + 1, None)
        band = [block for strip in strips[index:end] for block in strip]
        if gutter is not None:
            begun = _begun_right(waiting, gutter, min(block.rect.top for block in band))
            band = waiting[begun:] + band
            strips[index] = waiting[begun:] + strips[index]
            del waiting[begun:]
        if gutter is None:
            waiting.extend(_whole(band))
        elif rows := _labelled_rows(strips[index:end], gutter):
            waiting.extend(rows)
        elif frame := _listed_frame(strips[index:end], gutter):
            waiting.append(block_of(frame))
        else:
            yield from _column(waiting, edges)
            waiting = []
            left = [block for block in band if block.rect.right <= gutter[0] + 1]
            right = [block for block in band if block.rect.right > gutter[0] + 1]
            yield from columns_of(left, _edges_of(left), depth + 1)
            yield from columns_of(right, _edges_of(right), depth + 1)
        index = end
    yield from _column(waiting, edges)


def _begun_right(waiting: Sequence[Block], gutter: Gutter, top: float) -> int:
    """From which block on those above a gap are its right column, which begins a little higher."""
    begun = len(waiting)
    while begun:
        block = waiting[begun - 1]
        if not block.line or block.rect.left < gutter[0] or top - block.rect.bottom > 0.7 * block.rect.height:
            break
        top = block.rect.top
        begun -= 1
    return begun


def _column(blocks: list[Block], edges: tuple[float, float]) -> Iterator[Column]:
    if blocks:
        yield Column(blocks, *edges)


def _edges_of(blocks: Sequence[Block]) -> tuple[float, float]:
    """The edges of a column; without lines that show a right one every line may stand for itself."""
    left, right = min(block.rect.left for block in blocks), max(block.rect.right for block in blocks)
    full = sum(1 for block in blocks if block.line and block.rect.right > right - _EDGE * block.line.size)
    wide = right - left > _NARROW_COLUMN * max(
        (block.line.size for block in blocks if block.line), default=0.0
    )
    return left, right if full >= _FEW and wide else right + (right - left)


def _strips(blocks: Sequence[Block]) -> list[list[Block]]:
    """Blocks that stand beside each other, at least in part."""
    strips: list[list[Block]] = []
    bottom = float("-inf")
    for block in sorted(blocks, key=lambda one: (one.rect.top, one.rect.left)):
        leeway = 0.3 * block.rect.height if block.line else 1.0
        if strips and block.rect.top < bottom - leeway:
            strips[-1].append(block)
        else:
            strips.append([block])
        bottom = max(bottom, block.rect.bottom)
    return strips


Gutter = tuple[float, float]


def _band(strips: list[list[Block]], begin: int) -> tuple[int, Gutter | None]:
    """How many strips from ``begin`` on share a white gap that parts them into columns."""
    gutter = _widest_gap(strips[begin])
    if gutter is None:
        return begin + 1, None
    end, both = begin + 1, begin + 1
    bottom = max(block.rect.bottom for block in strips[begin])
    while end < len(strips):
        narrowed = _narrowed(gutter, strips[end])
        if narrowed is None:
            break
        sides = {block.rect.left > narrowed[0] for block in strips[end]}
        top = min(block.rect.top for block in strips[end])
        height = strips[end][0].rect.height
        if sides == {False} and top - bottom > (_TRAILING - 1) * height:
            break
        if len(sides) > 1 and top - bottom > _APART * height:
            break
        gutter, bottom = narrowed, max(block.rect.bottom for block in strips[end])
        end += 1
        if sides != {False} or _ends_low(strips, begin, end - 1, gutter):
            both = end
    alone = both == begin + 1 and len(strips[begin]) == 2  # noqa: PLR2004  (two stretches of one line)
    size = strips[begin][0].rect.height
    if alone and all(block.line for block in strips[begin]) and gutter[1] - gutter[0] < _WIDE_GAP * size:
        return begin + 1, None
    return both, gutter


def _ends_low(strips: list[list[Block]], begin: int, index: int, gutter: Gutter) -> bool:
    """Whether a sentence or a record of the left column goes on below the end of the right one."""
    line = strips[index][0].line
    if line is None:
        return False
    blocks = [block for strip in strips[begin:index] for block in strip]
    left = [block.line for block in blocks if block.rect.right <= gutter[0] + 1]
    above = left[-1] if left else None
    if above is None or line.base - above.base >= _NEXT * max(line.size, _usual_pitch(left)):
        return False
    if line.text[:1].islower():
        return line.base - above.base < _NEXT * line.size and above.text.rstrip()[-1:] not in _TERMINAL
    # Two records side by side have the same labels; the left one is only the longer.
    label = _label_of(line)
    right = [block.line for block in blocks if block.rect.right > gutter[0] + 1]
    return bool(label) and label in map(_label_of, right) and label not in map(_label_of, left)


def _usual_pitch(lines: Sequence[Line | None]) -> float:
    """How far a column's lines stand from each other, in the middle."""
    bases = [line.base for line in lines if line is not None]
    pitches = sorted(below - above for above, below in pairwise(bases))
    return pitches[len(pitches) // 2] if pitches else 0.0


def _label_of(line: Line | None) -> str:
    """What stands before a line's colon, "" where that is no label."""
    label, colon, _ = line.text.partition(":") if line is not None else ("", "", "")
    return label.strip() if colon and len(label) <= _LONGEST_LABEL else ""


def _widest_gap(strip: list[Block]) -> Gutter | None:
    gaps = []
    reach = float("-inf")
    for block in sorted(strip, key=lambda one: one.rect.left):
        if block.rect.left - reach >= _GUTTER and reach > float("-inf"):
            gaps.append((reach, block.rect.left))
        reach = max(reach, block.rect.right)
    return max(gaps, key=lambda gap: gap[1] - gap[0], default=None)


def _narrowed(gutter: Gutter, strip: list[Block]) -> Gutter | None:
    """What is left of a gap between the blocks of one more strip; None where one stands across."""
    left, right = gutter
    for block in strip:
        middle = (block.rect.left + block.rect.right) / 2
        if middle < (left + right) / 2:
            left = max(left, block.rect.right)
        else:
            right = min(right, block.rect.left)
    return (left, right) if right - left >= _GUTTER else None


def _whole(band: list[Block]) -> list[Block]:
    """Stretches of one line put together again, other blocks from left to right."""
    lines = [block.line for block in band if block.line]
    if len(lines) < 2 or len(lines) < len(band) or len({round(line.base) for line in lines}) > 1:  # noqa: PLR2004
        return sorted(band, key=lambda one: (one.rect.top, one.rect.left))
    pieces = sorted((piece for line in lines for piece in line.pieces), key=lambda one: one.left)
    return [block_of(Line(pieces))]


def _labelled_rows(strips: list[list[Block]], gutter: Gutter) -> list[Block]:
    """Rows of a label with its colon and a value beside it, as lines; empty for any other band."""
    rows, labelled = [], 0
    for strip in strips:
        if not all(block.line for block in strip):
            return []
        left = [block for block in strip if block.rect.right <= gutter[0] + 1]
        right = [block for block in strip if block.rect.right > gutter[0] + 1]
        texts = (
            [block.line.text for block in left if block.line],
            [block.line.text for block in right if block.line],
        )
        if texts[0] and texts[1] and _is_labelled(texts[0][-1].rstrip(), texts[1][0]):
            labelled += 1
        pieces = sorted(
            (piece for block in strip if block.line for piece in block.line.pieces), key=lambda one: one.left
        )
        rows.append(block_of(Line(pieces)))
    return rows if labelled * 5 >= len(strips) * 3 else []


def _is_labelled(left: str, right: str) -> bool:
    """Whether two texts of a row belong together: a label and its value, a box to tick and what it says."""
    return left.endswith(":") or right.startswith(":") or left in _TICKS or right in _TICKS


def _listed_frame(strips: list[list[Block]], gutter: Gutter) -> Frame | None:
    """Short labels without colons with a value beside each, both flush left: a table of two columns."""
    pairs = [
        [block.line for block in sorted(strip, key=lambda one: one.rect.left) if block.line]
        for strip in strips
    ]
    if len(pairs) < _FEW or any(
        {len(pair), len(strip)} != {2} for pair, strip in zip(pairs, strips, strict=True)
    ):
        return None
    for side in (0, 1):
        lefts = [pair[side].left for pair in pairs]
        if max(lefts) - min(lefts) > 2:  # noqa: PLR2004
            return None
    labels = [pair[0].text.rstrip(" :") for pair in pairs]
    if sum(map(len, labels)) > _LONGEST_LABEL * len(pairs) or any(":" in label for label in labels):
        return None
    ys = [pair[0].top - 1 for pair in pairs] + [max(line.bottom for line in pairs[-1]) + 1]
    xs = [min(pair[0].left for pair in pairs) - 1, gutter[1] - 1, max(pair[1].right for pair in pairs) + 1]
    slots = [
        Slot(row, side, row, side, Rect(xs[side], ys[row], xs[side + 1], ys[row + 1]), pair[side].pieces)
        for row, pair in enumerate(pairs)
        for side in (0, 1)
    ]
    return Frame(xs, ys, slots, ruled=False)


def text_edges(lines: Sequence[Line], width: float) -> tuple[float, float]:
    """Where a page's text begins and ends: its long lines tell; without any, margins are taken as equal."""
    if not lines:
        return 0.0, width
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    long = [line.right for line in lines if line.right - line.left > _LONG * (right - left)]
    if len(long) >= _FEW and (width - right < _BROAD * width or _shows_edge(lines, right)):
        return left, max(long)
    return left, max([width - left, *long])


def _shows_edge(lines: Sequence[Line], right: float) -> bool:
    """Whether text was broken at an edge far from the page's: full lines go on in small letters."""
    ordered = sorted(lines, key=lambda line: line.base)
    full = [
        below.text[:1].islower()
        for above, below in pairwise(ordered)
        if above.right > right - _FULL * above.size
    ]
    return 2 * sum(full) > len(full)
