"""Forms side by side on one sheet: the same labels again further right; tells which columns are whose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from parsers.layout.sheet import Sheet
from parsers.text import fold

FEWEST_TWINS = 3
LONGEST_LABEL = 90

Range = tuple[int, int]


def parted(sheet: Sheet, rows: Sequence[int]) -> list[tuple[list[int], Range]]:
    """The rows in the order in which they are read, each run with its columns.

    Where rows say the same labels again further right, each form is read to its end before the next.
    """
    whole = (1, max(sheet.grid.n_columns, 1))
    runs: list[tuple[list[int], tuple[int, ...]]] = []
    for row in rows:
        starts = _starts(sheet, row)
        if runs and starts == runs[-1][1]:
            runs[-1][0].append(row)
        else:
            runs.append(([row], starts))
    ordered: list[tuple[list[int], Range]] = []
    for run, starts in runs:
        if len(starts) > 1 and len(run) >= FEWEST_TWINS:
            ordered.extend((run, part) for part in _ranges(starts, whole[1]))
        elif ordered and ordered[-1][1] == whole:
            ordered[-1][0].extend(run)
        else:
            ordered.append((list(run), whole))
    return ordered


def _starts(sheet: Sheet, row: int) -> tuple[int, ...]:
    """The columns in which a row says its first text again, with the first; none where it says it once."""
    columns = sheet.free(row)
    first = fold(sheet.cells[row, columns[0]].text[:LONGEST_LABEL]) if len(columns) > FEWEST_TWINS else ""
    if not first or not any(map(str.isalpha, first)):
        return ()
    again = [column for column in columns if fold(sheet.cells[row, column].text[:LONGEST_LABEL]) == first]
    return tuple(again) if len(again) > 1 and again[1] - again[0] > 1 else ()


def _ranges(starts: Sequence[int], right: int) -> Iterable[Range]:
    ends = [one - 1 for one in starts[1:]]
    yield from zip(starts, [*ends, right], strict=True)
