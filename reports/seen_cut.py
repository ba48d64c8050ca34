"""Which rows and columns of a sheet are drawn, the gaps between, and how joined cells fit; pure counting."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence

from parsers.document import Grid, Span

AROUND = 2
"""Rows drawn above and below what was found, where a sheet is too long to be drawn whole."""
MOST_COLUMNS = 60
SMALL_GAP = 3
_HEAD = 30

At = tuple[int, int]


def chosen_rows(filled: Sequence[int], found: Collection[int], room: int) -> list[int]:
    """The rows to draw, small gaps between filled rows included."""
    near = filled
    if len(filled) > room:
        around = {row + step for row in found for step in range(-AROUND, AROUND + 1)}
        near = [row for row in filled if row in around] or filled
    chosen: list[int] = []
    for row in near[:room]:
        if chosen and row - chosen[-1] <= SMALL_GAP:
            chosen += range(chosen[-1] + 1, row)
        chosen.append(row)
    return chosen


def chosen_columns(grid: Grid, rows: Collection[int]) -> list[int]:
    """The columns to draw, 0 for columns left out between two of them."""
    wanted = set(rows)
    used = sorted({column for row, column in grid.cells if row in wanted})[:MOST_COLUMNS]
    columns: list[int] = []
    for column in used:
        before = columns[-1] if columns else 0
        if 1 < column - before <= SMALL_GAP or (column <= _HEAD and column - before < _HEAD // 2):
            columns += range(before + 1, column)
        elif column - before > 1:
            columns.append(0)
        columns.append(column)
    return columns


def with_gaps(rows: Sequence[int], filled: Sequence[int]) -> Iterator[tuple[int, str]]:
    """The rows with the gaps between them: (row, "") or (0, what is left out)."""
    held = set(filled)
    before = 0
    for row in rows:
        if row - before > 1 and (before or row > SMALL_GAP):
            yield 0, _gap(before + 1, row - 1, held)
        yield row, ""
        before = row


def _gap(first: int, last: int, filled: Collection[int]) -> str:
    count = sum(first <= row <= last for row in filled)
    rows = f"dòng {first}" if first == last else f"dòng {first}–{last}"
    return f"{rows}: {f'không hiển thị {count} dòng' if count else 'để trống'}"


def drawn_spans(
    grid: Grid, rows: Sequence[int], columns: Sequence[int]
) -> tuple[dict[At, tuple[Span, int, int]], set[At]]:
    """Joined cells by the first drawn place of each, with their size in drawn lines; and what they hide."""
    spans: dict[At, tuple[Span, int, int]] = {}
    covered: set[At] = set()
    down, along = Axis(rows), Axis(columns)
    for span in grid.spans:
        lines = down.within(span.top, span.bottom)
        across = along.within(span.left, span.right)
        if len(lines) * len(across) < 2:  # noqa: PLR2004 one cell is joined to nothing
            continue
        first, *rest = [(row, column) for row in lines for column in across]
        if first in spans or first in covered or not covered.isdisjoint(rest):
            continue
        spans[first] = (span, len(lines), len(across))
        covered.update(rest)
    return spans, covered


class Axis:
    """The drawn rows or columns in order, gaps as 0 between them."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._lines = [(number, at) for at, number in enumerate(numbers) if number]
        self._numbers = numbers

    def within(self, first: int, last: int) -> list[int]:
        """The drawn numbers of a range up to the first gap."""
        start = bisect_left(self._lines, (first, 0))
        found: list[int] = []
        if start < len(self._lines):
            at = self._lines[start][1]
            while at < len(self._numbers) and 0 < self._numbers[at] <= last:
                found.append(self._numbers[at])
                at += 1
        return found
