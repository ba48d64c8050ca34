"""Text of a PDF that nobody reads surely: printed over, cut off or torn in a word; changes no text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from parsers.document import Block, Grid
from parsers.formats.pdf.tables import Joined, Part
from parsers.formats.pdf.values import Piece

# In parts of the letters' size: how close two lines stand that share ink, and how far they overlap at least.
_SAME_LINE = 0.08
_SHARED_INK = 0.62
_OVERLAP = 0.5
_ALIKE = 0.75
_MOST_LEVELS = 40
_FULL = 0.6
_SHORT = 0.5
_ROOM = 0.9
_FEWEST_CUT = 2
# A word so long, by the size of its letters, is moved to the next line before it is cut.
_LONG_WORD = 3.5
# Who writes no blank after whole texts shows some that end so, for every one that does not.
_ENDED = 0.15

Cells = frozenset[tuple[int, int]]


def mark_overprinted(pieces: Sequence[Piece]) -> None:
    """Marks the pieces whose letters lie on those of other lines."""
    levels: dict[float, list[Piece]] = defaultdict(list)
    for piece in sorted(filter(_counts, pieces), key=lambda one: (one.base, one.left)):
        levels[piece.base].append(piece)
    bases = list(levels)
    for number, base in enumerate(bases):
        line = levels[base]
        _mark(pairwise(line))
        reach = base + _SHARED_INK * max(piece.size for piece in line)
        for other in bases[number + 1 : number + 1 + _MOST_LEVELS]:
            if other >= reach:
                break
            _mark(_meeting(line, levels[other]))


def _mark(pairs: Iterable[tuple[Piece, Piece]]) -> None:
    for one, other in pairs:
        if _covers(one, other):
            one.unsure = other.unsure = True


def _meeting(line: Sequence[Piece], other: Sequence[Piece]) -> Iterator[tuple[Piece, Piece]]:
    """The pieces of two lines that stand over each other, both from left to right."""
    mine = theirs = 0
    while mine < len(line) and theirs < len(other):
        yield line[mine], other[theirs]
        if line[mine].right < other[theirs].right:
            mine += 1
        else:
            theirs += 1


def _counts(piece: Piece) -> bool:
    """Whether a piece is text: dots and dashes are there to be written over."""
    return not piece.turned and len(piece.text) > 1 and any(map(str.isalnum, piece.text))


def _covers(one: Piece, other: Piece) -> bool:
    smaller, larger = sorted((one.size, other.size))
    if smaller < _ALIKE * larger:
        return False
    shared = min(one.right, other.right) - max(one.left, other.left)
    apart = other.base - one.base
    return shared > _OVERLAP * larger and (_SAME_LINE * larger < apart or shared > larger)


def unsure_cells(tables: Sequence[Joined]) -> list[Cells]:
    """For every table its cells, from 1, whose texts lie over one another, end early or are torn."""
    rows = [set(_overprinted(table.parts)) for table in tables]
    cut = _cut(tables)
    for number, part in cut:
        rows[number].update(range(part.top, part.bottom + 1))
    ending = {id(part) for _, part in cut}
    return [
        frozenset(
            (row + 1, part.left + 1)
            for part in table.parts
            for row in range(part.top, part.bottom + 1)
            if part.torn or id(part) in ending or _is_garbled(part) or (row in told and _is_full(part))
        )
        for table, told in zip(tables, rows, strict=True)
    ]


def _overprinted(parts: Iterable[Part]) -> Iterator[int]:
    for part in parts:
        lines = (line for chunk, _ in part.chunks for line in chunk)
        if any(piece.unsure for line in lines for piece in line.pieces):
            # What lies over a cell mostly flowed out of the one above it.
            yield from range(part.top - 1, part.bottom + 1)


def _is_garbled(part: Part) -> bool:
    return any(piece.garbled for chunk, _ in part.chunks for line in chunk for piece in line.pieces)


def _is_full(part: Part) -> bool:
    """Whether a cell's text fills a line, or lies over others: then it may be less, or more, than its own."""
    lines = [(line, rect) for chunk, rect in part.chunks for line in chunk]
    return any(
        line.right - line.left >= _SHORT * rect.width or any(piece.unsure for piece in line.pieces)
        for line, rect in lines
    )


def _cut(tables: Sequence[Joined]) -> list[tuple[int, Part]]:
    """The cells, with the table of each, whose last line says that it goes on and has no room to.

    Some programs write the blank where a line was wrapped, and none after a text's end. Others write one
    after every text: then short ones have it, too, and nothing is known.
    """
    found: list[tuple[int, Part]] = []
    ended = blank = 0
    for number, table in enumerate(tables):
        for part in table.parts:
            if not part.chunks or not part.chunks[-1][0]:
                continue
            if not part.chunks[-1][0][-1].pieces[-1].space:
                ended += 1
                continue
            blank += 1
            share, narrow = _before_blank(part)
            if share < _SHORT and not narrow:
                return []
            if (share >= _FULL or narrow) and not _has_room(part):
                found.append((number, part))
    return found if len(found) >= _FEWEST_CUT and ended >= _ENDED * blank else []


def _before_blank(part: Part) -> tuple[float, bool]:
    """How much of its cell's width a last line fills, and whether a long word had no room behind it."""
    lines, rect = part.chunks[-1]
    last = lines[-1]
    return (last.right - last.left) / (rect.width or 1.0), rect.right - last.right < _LONG_WORD * last.size


def _has_room(part: Part) -> bool:
    lines, rect = part.chunks[-1]
    return rect.bottom - lines[-1].base > _ROOM * lines[-1].size


def with_unsure(blocks: Sequence[Block], cells: Sequence[Cells]) -> tuple[Block, ...]:
    """The blocks, every table with its unsure cells; ``cells`` are those of the outer tables, in order."""
    waiting = iter(cells)
    return tuple(
        replace(block, unsure=next(waiting, frozenset()))
        if isinstance(block, Grid) and block.nested_in is None
        else block
        for block in blocks
    )
