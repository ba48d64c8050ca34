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
        columns = sheet.free(row)
        starts = _starts(sheet, row, columns) or _heads_twins(sheet, row, columns)
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


def _heads_twins(sheet: Sheet, row: int, columns: list[int]) -> tuple[int, ...]:
    """The columns of a row of names, each right above a form that begins in its column."""
    if len(columns) < 2 or row + 1 not in sheet.rows or sheet.free(row + 1) != columns:  # noqa: PLR2004
        return ()
    texts = [sheet.cells[row, column].text for column in columns]
    if any(":" in text for text in texts):
        return ()
    starts = _starts(sheet, row + 1, columns)
    return starts if list(starts) == columns and len(set(map(fold, texts))) == len(texts) else ()


def _starts(sheet: Sheet, row: int, columns: list[int]) -> tuple[int, ...]:
    """The columns in which a row says its first text again, with the first; none where it says it once."""
    if not columns:
        return ()
    labels = [_label_in(sheet.cells[row, column].text) for column in columns]
    if len(columns) > 1 and labels[0] and len(set(labels)) == 1:
        return tuple(columns)
    first = fold(sheet.cells[row, columns[0]].text[:LONGEST_LABEL]) if len(columns) > FEWEST_TWINS else ""
    if not first or not any(map(str.isalpha, first)):
        return ()
    again = [column for column in columns if fold(sheet.cells[row, column].text[:LONGEST_LABEL]) == first]
    return tuple(again) if len(again) > 1 and again[1] - again[0] > 1 else ()


def _label_in(text: str) -> str:
    """What stands before the colon of a cell that holds both a label and its value."""
    label, colon, value = text[: LONGEST_LABEL * 2].partition(":")
    return fold(label[:LONGEST_LABEL]) if colon and value.strip() and "//" not in value[:2] else ""


def _ranges(starts: Sequence[int], right: int) -> Iterable[Range]:
    ends = [one - 1 for one in starts[1:]]
    yield from zip(starts, [*ends, right], strict=True)
