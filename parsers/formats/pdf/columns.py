"""Where columns and rows of text part that no line parts: by the white between them; draws no table."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from parsers.formats.pdf.lines import Line
from parsers.formats.pdf.order import stretches_of
from parsers.formats.pdf.values import Piece

_GAP = 4.5
_NARROW_GAP = 0.75
# Letters of one word stand nearer than this, by their size.
_NEAR_LETTERS = 0.07
_MANY_LINES = 8
_CROSSING = 12
_BLANK = 0.45
_WIDEST_PAGE = 20_000
# The parts of a point that places are rounded to.
_STEPS = 10
_NEAR = 1.6
# Lines nearer than this overlap: they stand in cells beside each other.
_OVERLAP = 0.9
_SERIAL = re.compile(r"\d{1,3}[.)]?$")
_FEWEST_SERIALS = 3
_HEADING = 1.3
_LEVEL = 1.5

Spans = list[tuple[float, float]]


def column_cuts(lines: Sequence[Line], *, counted: bool = False) -> list[float]:
    """The middles of the white gaps that lines leave; a heading over several columns may cross them.

    Many lines prove a narrow gap, of few only wide ones are trusted unless their rows are ``counted``.
    """
    if not lines:
        return []
    if counted or len(lines) >= _MANY_LINES:
        spans = _busy(lines)
    else:
        stretches = [part for line in lines for part in stretches_of(line)]
        widest = 0.6 * (max(one.right for one in stretches) - min(one.left for one in stretches))
        spans = intervals_with([], [part for part in stretches if part.right - part.left < widest])
    runs = [run for line in lines for run in runs_of(line)]
    return [_middle(before[1], after[0], runs) for before, after in pairwise(spans)]


def _middle(left: float, right: float, runs: Spans) -> float:
    """The middle of what is white in every line between two columns; a text across counts for none."""
    for start, end in runs:
        if start < left < end < right:
            left = end
        elif left < start < right < end:
            right = start
    return (left + right) / 2


def intervals_with(spans: Spans, row: Sequence[Line]) -> Spans:
    """The stretches of the page's width that anything stands in, gaps too narrow closed."""
    joined: Spans = []
    for left, right in sorted([*spans, *((line.left, line.right) for line in row)]):
        if joined and left - joined[-1][1] < _GAP:
            joined[-1] = (joined[-1][0], max(joined[-1][1], right))
        else:
            joined.append((left, right))
    return joined


def _busy(lines: Sequence[Line]) -> Spans:
    """The stretches of the page's width that more than a few lines write in."""
    changes: dict[float, int] = {}
    for line in lines:
        for left, right in runs_of(line):
            begin, end = int(left * _STEPS) / _STEPS, int(right * _STEPS + 1) / _STEPS
            if 0 <= begin < end < _WIDEST_PAGE:
                changes[begin] = changes.get(begin, 0) + 1
                changes[end] = changes.get(end, 0) - 1
    allowed = len(lines) // _CROSSING
    spans: Spans = []
    depth = 0
    for place in sorted(changes):
        before, depth = depth, depth + changes[place]
        if before <= allowed < depth:
            if spans and place - spans[-1][1] < _NARROW_GAP:
                spans[-1] = (spans[-1][0], place)
            else:
                spans.append((place, place))
        elif before > allowed >= depth:
            spans[-1] = (spans[-1][0], place)
    return _peopled(spans, lines)


def _peopled(spans: Spans, lines: Sequence[Line]) -> Spans:
    """The spans; one that hardly any line begins in is part of the one before: a word, no column."""
    begun = [0] * len(spans)
    for line in lines:
        for left, _ in runs_of(line):
            at = bisect_right(spans, left + 1, key=lambda span: span[0]) - 1
            if at >= 0:
                begun[at] += 1
    kept: Spans = []
    for span, count in zip(spans, begun, strict=True):
        if kept and count < _FEWEST_SERIALS:
            kept[-1] = (kept[-1][0], span[1])
        else:
            kept.append(span)
    return kept


def runs_of(line: Line) -> Spans:
    """The pieces of a line, those that a stored blank joins as one."""
    runs: Spans = [(line.pieces[0].left, line.pieces[0].right)]
    for piece, after in pairwise(line.pieces):
        if is_one_run(piece, after):
            runs[-1] = (runs[-1][0], max(runs[-1][1], after.right))
        else:
            runs.append((after.left, after.right))
    return runs


def is_one_run(piece: Piece, after: Piece) -> bool:
    """Whether two pieces were surely written as one text: a stored blank, as wide as one, or none at all."""
    gap = after.left - piece.right
    return gap < _BLANK * piece.size if piece.space else gap < _NEAR_LETTERS * piece.size


def rows_of_text(lines: Sequence[Line], xs: Sequence[float]) -> list[list[Line]]:
    """Lines by row: parted by serial numbers in the first column, else one that leaves it empty goes on."""
    serials = [line for line in lines if _SERIAL.match(_first_text(line, xs))]
    if len(serials) >= _FEWEST_SERIALS:
        return _by_serials(lines, serials, xs)
    rows: list[list[Line]] = []
    for line in lines:
        columns = {bisect_right(xs, piece.center) for piece in line.pieces}
        gap = line.base - rows[-1][-1].base if rows else 0.0
        if rows and (gap < _OVERLAP * line.size or (0 not in columns and gap <= _NEAR * line.size)):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _first_text(line: Line, xs: Sequence[float]) -> str:
    return "".join(piece.text for piece in line.pieces if piece.center < xs[0])


def _by_serials(lines: Sequence[Line], serials: Sequence[Line], xs: Sequence[float]) -> list[list[Line]]:
    """Rows begin with their numbers, or have them in their middle."""
    level = sum(1 for line in serials if any(piece.center > xs[0] for piece in line.pieces))
    begins = level * 2 > len(serials) and not _stands_above(lines, serials)
    cuts = [serials[0].top - 1 if begins else _middle_top(serials)]
    cuts += [line.top - 1 if begins else (before.base + line.base) / 2 for before, line in pairwise(serials)]
    rows: list[list[Line]] = [[] for _ in range(len(cuts) + 1)]
    for line in lines:
        place = line.base if begins else line.pieces[0].middle
        rows[bisect_right(cuts, place)].append(line)
    heading = rows_of_text(rows[0], xs) if rows[0] else []
    return [*heading, *(row for row in rows[1:] if row)]


def _stands_above(lines: Sequence[Line], serials: Sequence[Line]) -> bool:
    """Whether text of a row stands nearer above its number than below the one before."""
    bases = [line.base for line in lines]
    above = 0
    for before, line in pairwise(serials):
        between = [base for base in bases if before.base + _LEVEL < base < line.base - _LEVEL]
        if between and line.base - between[-1] < _NEAR * line.size < _gap(before.base, between):
            above += 1
    return above * 3 > len(serials)


def _gap(start: float, places: Sequence[float]) -> float:
    return max(after - before for before, after in pairwise([start, *places]))


def _middle_top(serials: Sequence[Line]) -> float:
    """Where the first row begins that has its number in the middle."""
    return serials[0].base - max((serials[1].base - serials[0].base) / 2, 0.5 * serials[0].size)


def numbered_runs(lines: Sequence[Line]) -> list[tuple[int, int]]:
    """The first and last line of every stretch whose lines begin with numbers that count on."""
    found: list[list[int]] = []
    for index, line in enumerate(lines):
        first = line.pieces[0]
        if not is_serial(first) or (len(line.pieces) > 1 and is_one_run(first, line.pieces[1])):
            continue
        before = lines[found[-1][-1]].pieces[0] if found else None
        if before is not None and _follows(before, first):
            found[-1].append(index)
        else:
            found.append([index])
    return [_with_ends(lines, serials) for serials in found if len(serials) >= _FEWEST_SERIALS]


def is_serial(piece: Piece) -> bool:
    """Whether a piece is a number as lists count with."""
    return bool(_SERIAL.match(piece.text))


def _follows(before: Piece, piece: Piece) -> bool:
    beside = abs(before.left - piece.left) < piece.size or abs(before.right - piece.right) < piece.size
    return beside and int(piece.text.rstrip(".)")) == int(before.text.rstrip(".)")) + 1


def _with_ends(lines: Sequence[Line], serials: list[int]) -> tuple[int, int]:
    """The rows of the first and last number whole, and the heading right above."""
    bases = [lines[index].base for index in serials]
    pitch = sorted(after - before for before, after in pairwise(bases))[len(bases) // 2 - 1]
    begin, end = serials[0], serials[-1]
    while end + 1 < len(lines) and lines[end + 1].base < bases[-1] + max(0.5 * pitch, lines[end].size * 0.5):
        end += 1
    end = _last_of_row(lines, serials[-1], end)
    while begin and bases[0] - lines[begin - 1].base < _HEADING * max(pitch, lines[begin].size):
        begin -= 1
        if (
            len(list(stretches_of(lines[begin]))) < _FEWEST_SERIALS - 1
            and bases[0] - lines[begin].base > 0.6 * pitch
        ):
            begin += 1
            break
    return _first_of_heading(lines, begin), end


def _first_of_heading(lines: Sequence[Line], begin: int) -> int:
    """Where the heading begins: what stands half a line higher is the rest of a cell centred in its row."""
    while begin and lines[begin].base - lines[begin - 1].base < _OVERLAP * lines[begin].size:
        begin -= 1
    return begin


def _last_of_row(lines: Sequence[Line], begin: int, end: int) -> int:
    """How far a row goes on below: lines close together, each text flush with one of those above it."""
    lefts = [part.left for line in lines[begin : end + 1] for part in stretches_of(line)]
    serial = lines[begin].pieces[0].right
    while end + 1 < len(lines):
        line, above = lines[end + 1], lines[end]
        flush = all(any(abs(part.left - left) < _LEVEL for left in lefts) for part in stretches_of(line))
        if line.left <= serial or not flush or line.base - above.base > _NEAR * line.size:
            break
        end += 1
    return end
