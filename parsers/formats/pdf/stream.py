"""Tables without a full lattice: columns parted by white gaps, rows by lines, stripes or the text itself."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from parsers.formats.pdf.columns import (
    column_cuts,
    intervals_with,
    is_serial,
    numbered_runs,
    rows_of_text,
)
from parsers.formats.pdf.grid import grid_of
from parsers.formats.pdf.lattice import Frame, merged_rules
from parsers.formats.pdf.lines import Line, lines_of
from parsers.formats.pdf.order import stretches_of
from parsers.formats.pdf.values import Fill, Ink, Piece, Rect, Rule

_ALIKE = 4.0
_GAP = 0.4
_NEAR = 1.6
_FEWEST_ROWS = 3
_FEWEST_COLUMNS = 3
_LONG_RULE = 100.0
_FAR = 2.6
_FARTHEST = 6.0
# How many beginnings are tried in a run of lines that is no table as a whole.
_STEPS = 8
_PROSE = 60
_STRIPE = (6.0, 200.0)
_LOOSE = 1.5
_TIGHT = 0.5
_WHITE = 0.97
_MOST_PIECES = 40_000
_MOST_RULES = 3000
_MOST_REGIONS = 40


def open_tables(ink: Ink, pieces: list[Piece], width: float) -> Iterator[tuple[Frame, list[Piece]]]:
    """The tables among the pieces that no lattice holds, each with the pieces it takes."""
    if len(pieces) > _MOST_PIECES:
        return
    taken: set[int] = set()
    for region in islice(_ruled_regions(ink), _MOST_REGIONS):
        free = [one for one in pieces if id(one) not in taken and not one.turned]
        _stretch(region, free)
        inside = [one for one in free if region.rect.holds(one.center, one.middle)]
        frame = _region_frame(region, inside)
        if frame is not None:
            taken.update(map(id, inside))
            yield frame, inside
    lines = lines_of(one for one in pieces if id(one) not in taken and not one.turned)
    gone: set[int] = set()
    for begin, end in numbered_runs(lines):
        found = _numbered_frame(lines[begin : end + 1])
        if found is not None:
            gone.update(range(begin, end + 1))
            yield found, [piece for line in lines[begin : end + 1] for piece in line.pieces]
    yield from _white_tables([line for index, line in enumerate(lines) if index not in gone], width)


def _numbered_frame(lines: list[Line]) -> Frame | None:
    """Rows that count 1, 2, 3, … over at least three columns."""
    xs = column_cuts(lines, counted=True)
    if len(xs) + 1 < _FEWEST_COLUMNS:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    frame = grid_of([left - 1, *xs, right + 1], rows_of_text(lines, xs), _GAP)
    if frame is None or not _is_table(frame, fewest=_FEWEST_COLUMNS):
        return None
    firsts = [[piece for piece in slot.pieces if is_serial(piece)] for slot in frame.slots if slot.left == 0]
    return frame if all(len(serials) <= 1 for serials in firsts) else None


# --- between lines or stripes


@dataclass(slots=True)
class _Region:
    """An area between lines or of stripes, the places where its rows part and where its drawn parts begin."""

    rect: Rect
    cuts: list[float]
    xs: list[float]


def _ruled_regions(ink: Ink) -> Iterator[_Region]:
    """Areas with several lines of the same extent above each other, or stripes."""
    levels = merged_rules(rule for rule in ink.rows if rule.end - rule.start >= _LONG_RULE / 4)
    stripes = [
        Rule(at, fill.rect.left, fill.rect.right)
        for fill in _stripes(ink.fills)
        for at in (fill.rect.top, fill.rect.bottom)
    ]
    if len(levels) + len(stripes) > _MOST_RULES:
        return
    groups: list[list[Rule]] = []
    for rule in sorted(merged_rules([*levels, *stripes]), key=lambda one: one.at):
        if rule.end - rule.start < _LONG_RULE:
            continue
        group = next((one for one in groups if _same_extent(one[-1], rule)), None)
        if group is None:
            groups.append([rule])
        else:
            group.append(rule)
    for group in groups:
        cuts = [rule.at for rule in group]
        if len(cuts) >= _FEWEST_ROWS:
            rect = Rect(group[0].start - 1, cuts[0] - 1, group[0].end + 1, cuts[-1] + 1)
            yield _Region(rect, cuts, _drawn_cuts(ink, rect))


def _drawn_cuts(ink: Ink, rect: Rect) -> list[float]:
    """Where lines and areas are drawn cell by cell: the places at which many of them begin."""
    begins = sorted(
        [rule.start for rule in ink.rows if rect.top <= rule.at <= rect.bottom]
        + [fill.rect.left for fill in ink.fills if rect.top <= fill.rect.top <= rect.bottom]
    )
    cuts: list[list[float]] = []
    for x in begins:
        if rect.left + _ALIKE < x < rect.right - _ALIKE:
            if cuts and x - cuts[-1][0] <= _NEAR:
                cuts[-1].append(x)
            else:
                cuts.append([x])
    return [sum(cut) / len(cut) for cut in cuts if len(cut) >= _FEWEST_ROWS]


def _stripes(fills: Sequence[Fill]) -> list[Fill]:
    return [
        fill
        for fill in fills
        if fill.light < _WHITE and _STRIPE[0] < fill.rect.height < _STRIPE[1] and fill.rect.width > _STRIPE[0]
    ]


def _same_extent(one: Rule, other: Rule) -> bool:
    return abs(one.start - other.start) <= _ALIKE and abs(one.end - other.end) <= _ALIKE


def _stretch(region: _Region, pieces: list[Piece]) -> None:
    """Rows at a table's ends often have no line or stripe: text in its columns right beside is theirs."""
    rect = region.rect
    inside = [one for one in pieces if rect.holds(one.center, one.middle)]
    xs = region.xs or column_cuts(lines_of(inside))
    beside = [
        line for line in lines_of(pieces) if rect.left - 2 <= line.left and line.right <= rect.right + 2
    ]
    for line in (one for one in beside if one.pieces[0].middle > rect.bottom):
        if not _is_row(line, xs, line.top - rect.bottom):
            break
        rect.bottom = line.bottom
    for line in reversed([one for one in beside if one.pieces[0].middle < rect.top]):
        if not _is_row(line, xs, rect.top - line.bottom):
            break
        rect.top = line.top


def _is_row(line: Line, xs: Sequence[float], gap: float) -> bool:
    """Whether a line stands near enough and in the columns: none of its pieces crosses into the next."""
    columns = {bisect_right(xs, piece.center) for piece in line.pieces}
    crossing = any(piece.left + 1 < x < piece.right - 1 for piece in line.pieces for x in xs)
    near = gap < (_LOOSE if len(columns) > 1 else _TIGHT) * line.size
    return bool(xs) and near and not crossing and (len(columns) > 1 or 0 not in columns)


def _region_frame(region: _Region, pieces: list[Piece]) -> Frame | None:
    lines = lines_of(one for one in pieces if not one.turned)
    if len(lines) < _FEWEST_ROWS:
        return None
    first, last = region.cuts[0], region.cuts[-1]
    above = [line for line in lines if line.pieces[0].middle < first]
    below = [line for line in lines if line.pieces[0].middle > last]
    bands: list[list[Line]] = [[] for _ in range(len(region.cuts) + 1)]
    for line in lines[len(above) : len(lines) - len(below)]:
        bands[bisect_right(region.cuts, line.pieces[0].middle)].append(line)
    filled = [band for band in bands if band]
    # A rule under every row parts them; rules above and below a whole body do not.
    by_rules = len(filled) > 1 and max(len(band) for band in filled) <= max(len(lines) // 3, 1)
    xs = region.xs or column_cuts(lines)
    if not xs:
        return None
    groups = (
        [*rows_of_text(above, xs), *filled, *rows_of_text(below, xs)] if by_rules else rows_of_text(lines, xs)
    )
    frame = grid_of([region.rect.left, *xs, region.rect.right], groups, 0.0 if region.xs else _GAP)
    return frame if frame is not None and _is_table(frame, fewest=2) else None


# --- between white gaps


def _white_tables(lines: list[Line], width: float) -> Iterator[tuple[Frame, list[Piece]]]:
    rows = [list(stretches_of(line)) for line in lines]
    index = 0
    while index < len(rows):
        if len(rows[index]) < _FEWEST_COLUMNS:
            index += 1
            continue
        end = _end_of_run(rows, index)
        found = _white_frame(lines[index:end], width)
        if found is not None:
            yield found, [piece for line in lines[index:end] for piece in line.pieces]
            index = end
        else:
            index += max((end - index) // _STEPS, 1)


def _end_of_run(rows: list[list[Line]], begin: int) -> int:
    """How far the columns of a row go on downward."""
    spans = intervals_with([], rows[begin])
    end = begin + 1
    while end < len(rows):
        row = rows[end]
        gap = row[0].base - rows[end - 1][0].base
        far = _FAR if len(row) < _FEWEST_COLUMNS else _FARTHEST
        if gap > far * max(row[0].size, rows[end - 1][0].size):
            break
        widened = intervals_with(spans, row)
        if len(widened) < max(_FEWEST_COLUMNS, len(spans) - 1):
            break
        spans = widened
        end += 1
    while end > begin + 1 and len(rows[end - 1]) == 1 and rows[end - 1][0].left <= spans[0][1]:
        end -= 1
    return end


def _white_frame(lines: list[Line], width: float) -> Frame | None:
    full = [line for line in lines if len(list(stretches_of(line))) >= _FEWEST_COLUMNS]
    if len(full) < _FEWEST_ROWS:
        return None
    xs = column_cuts(lines)
    if len(xs) + 1 < _FEWEST_COLUMNS:
        return None
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    frame = grid_of(
        [left - 1, *xs, max(right + 1, min(width - left, right + 60))], rows_of_text(lines, xs), _GAP
    )
    return frame if frame is not None and _is_table(frame, fewest=_FEWEST_COLUMNS) else None


def _is_table(frame: Frame, fewest: int) -> bool:
    """Whether enough rows fill enough columns with texts short enough; prose in columns is none."""
    widths: dict[int, int] = {}
    letters = 0
    for slot in frame.slots:
        widths[slot.top] = widths.get(slot.top, 0) + 1
        letters += sum(len(piece.text) for piece in slot.pieces)
    wide = sum(1 for width in widths.values() if width >= fewest)
    return wide >= _FEWEST_ROWS and 2 * wide >= len(widths) and letters / max(len(frame.slots), 1) <= _PROSE
