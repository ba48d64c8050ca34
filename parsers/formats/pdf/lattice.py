"""Tables that are ruled: from lines on a page to the rectangles of cells; text is not looked at."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from parsers.formats.pdf.values import Piece, Rect, Rule

_SNAP = 2.0
_JOIN = 3.0
# Lines nearer than this are the two sides of one border.
_DOUBLE = 4.6
_TOUCH = 2.5
_OPEN = 8.0
_COVERED = 0.55
_MOST_LINES = 600
_MOST_CELLS = 40_000
# More lines than that are a drawing.
_MOST_RULES = 3000


@dataclass(slots=True)
class Slot:
    """One cell: rows and columns from 0, the last ones included, and what stands in it."""

    top: int
    left: int
    bottom: int
    right: int
    rect: Rect
    pieces: list[Piece] = field(default_factory=list)


@dataclass(slots=True)
class Frame:
    """A table on a page: the places of its columns and rows, its cells, whether its ends are ruled."""

    xs: list[float]
    ys: list[float]
    slots: list[Slot]
    closed_top: bool = True
    closed_bottom: bool = True
    ruled: bool = True

    @property
    def rect(self) -> Rect:
        return Rect(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def frames_of(rows: Sequence[Rule], columns: Sequence[Rule]) -> list[Frame]:
    """The tables that lines draw, a lone box among them as a table of one cell."""
    across, down = merged_rules(rows), merged_rules(columns)
    if len(across) > _MOST_RULES or len(down) > _MOST_RULES:
        return []
    frames = [_frame(*group) for group in _groups(across, down)]
    return [frame for frame in frames if frame is not None]


def merged_rules(rules: Iterable[Rule]) -> list[Rule]:
    """Lines at the same place drawn in parts, as one."""
    merged: list[Rule] = []
    level: list[Rule] = []
    for rule in sorted(rules, key=lambda one: one.at):
        if level and rule.at - level[0].at > _SNAP:
            merged.extend(_joined(level))
            level = []
        level.append(rule)
    return merged + _joined(level)


def _joined(level: list[Rule]) -> list[Rule]:
    joined: list[Rule] = []
    if not level:
        return joined
    at = sum(rule.at for rule in level) / len(level)
    for rule in sorted(level, key=lambda one: one.start):
        if joined and rule.start <= joined[-1].end + _JOIN:
            joined[-1].end = max(joined[-1].end, rule.end)
        else:
            joined.append(Rule(at, rule.start, rule.end))
    return joined


def _groups(across: list[Rule], down: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that cross or touch each other belong together."""
    parent = list(range(len(across) + len(down)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    levels = [rule.at for rule in across]
    for number, column in enumerate(down):
        first = bisect_left(levels, column.start - _TOUCH)
        for index in range(first, len(across)):
            row = across[index]
            if row.at > column.end + _TOUCH:
                break
            if row.start - _TOUCH <= column.at <= row.end + _TOUCH:
                parent[root(index)] = root(len(across) + number)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate(across):
        groups.setdefault(root(index), ([], []))[0].append(rule)
    for number, rule in enumerate(down):
        groups.setdefault(root(len(across) + number), ([], []))[1].append(rule)
    return [group for group in groups.values() if group[0] and group[1]]


def _frame(across: list[Rule], down: list[Rule]) -> Frame | None:
    left, right = min(rule.start for rule in across), max(rule.end for rule in across)
    top, bottom = min(rule.start for rule in down), max(rule.end for rule in down)
    xs = _levels([rule.at for rule in down])
    ys = _levels([rule.at for rule in across])
    closed_top, closed_bottom = top > ys[0] - _OPEN, bottom < ys[-1] + _OPEN
    xs = _with_ends(xs, left, right)
    ys = _with_ends(ys, top, bottom)
    if len(xs) < 2 or len(ys) < 2 or max(len(xs), len(ys)) > _MOST_LINES:  # noqa: PLR2004
        return None
    if (len(xs) - 1) * (len(ys) - 1) > _MOST_CELLS:
        return None
    slots = _Cells(xs, ys, across, down).slots()
    return Frame(xs, ys, slots, closed_top=closed_top, closed_bottom=closed_bottom)


def _levels(places: Iterable[float]) -> list[float]:
    levels: list[float] = []
    for place in sorted(places):
        if not levels or place - levels[-1] > _DOUBLE:
            levels.append(place)
    return levels


def _with_ends(levels: list[float], start: float, end: float) -> list[float]:
    """The levels, and the ends of the lines across them where these reach beyond: an open side."""
    begin = [start] if start < levels[0] - _OPEN else []
    close = [end] if end > levels[-1] + _OPEN else []
    return [*begin, *levels, *close]


class _Cells:
    """The cells between lines: neighbours without a line between them are one."""

    def __init__(self, xs: list[float], ys: list[float], across: list[Rule], down: list[Rule]) -> None:
        self.xs, self.ys = xs, ys
        self._across = _by_level(across, ys)
        self._down = _by_level(down, xs)
        self._taken: set[tuple[int, int]] = set()

    def slots(self) -> list[Slot]:
        """Every cell, row by row."""
        places = ((row, column) for row in range(len(self.ys) - 1) for column in range(len(self.xs) - 1))
        return [self._slot(row, column) for row, column in places if (row, column) not in self._taken]

    def _slot(self, row: int, column: int) -> Slot:
        right = column
        while right + 2 < len(self.xs) and self._is_open(row, right) and (row, right + 1) not in self._taken:
            right += 1
        bottom = row
        while bottom + 2 < len(self.ys) and self._goes_down(bottom, column, right):
            bottom += 1
        for y in range(row, bottom + 1):
            for x in range(column, right + 1):
                self._taken.add((y, x))
        rect = Rect(self.xs[column], self.ys[row], self.xs[right + 1], self.ys[bottom + 1])
        return Slot(row, column, bottom, right, rect)

    def _is_open(self, row: int, column: int) -> bool:
        """Whether no line stands right of a place."""
        return not _covered(self._down.get(column + 1, ()), self.ys[row], self.ys[row + 1])

    def _goes_down(self, row: int, left: int, right: int) -> bool:
        """Whether the row of places below belongs to the same cell."""
        below = range(left, right + 1)
        lines = self._across.get(row + 1, ())
        if any((row + 1, x) in self._taken or _covered(lines, self.xs[x], self.xs[x + 1]) for x in below):
            return False
        if any(not self._is_open(row + 1, x) for x in range(left, right)):
            return False
        edge_left = left == 0 or not self._is_open(row + 1, left - 1)
        edge_right = right + 2 == len(self.xs) or not self._is_open(row + 1, right)
        return edge_left and edge_right


def _by_level(rules: Iterable[Rule], levels: list[float]) -> dict[int, list[Rule]]:
    found: dict[int, list[Rule]] = {}
    for rule in rules:
        at = bisect_right(levels, rule.at + _SNAP / 2) - 1
        found.setdefault(max(at, 0), []).append(rule)
    return found


def _covered(rules: Iterable[Rule], start: float, end: float) -> bool:
    shared = sum(max(min(rule.end, end) - max(rule.start, start), 0.0) for rule in rules)
    return shared >= _COVERED * (end - start)
