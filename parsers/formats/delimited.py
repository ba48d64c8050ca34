"""Delimited text (csv, tsv, "Unicode Text") as one table; delimiter and code are found in the text itself."""

from __future__ import annotations

import csv
from collections import Counter
from io import StringIO

from parsers.document import Cell, Document, Grid, Reason, UnreadableError
from parsers.text import clean, decode

_DELIMITERS = (",", ";", "\t", "|")
_SAMPLE_LINES = 200
_SAMPLE_CHARACTERS = 1 << 16
_MAX_CELLS = 400_000
_MAX_COLUMNS = 16_384
_MIN_SCORE = 1.0


def read_csv(data: bytes) -> Document:
    """The records of a delimited file; a record's number is its row."""
    if not data:
        raise UnreadableError(Reason.EMPTY, "no bytes")
    text, said = _without_hint(decode(data))
    delimiter = said or find_delimiter(text) or ","
    try:
        grid, lost = _grid(text, delimiter)
    except csv.Error as error:
        raise UnreadableError(Reason.CORRUPT, f"csv: {error}") from error
    warnings = (f"{lost} fields beyond column {_MAX_COLUMNS} are left out",) if lost else ()
    return Document(media="csv", blocks=(grid,), warnings=warnings)


def find_delimiter(text: str) -> str:
    """The delimiter under which records agree best on their number of fields, "" where none does."""
    score, delimiter = max((_score(text, delimiter), delimiter) for delimiter in _DELIMITERS)
    return delimiter if score >= _MIN_SCORE else ""


def _without_hint(text: str) -> tuple[str, str]:
    """Excel's own first line ("sep=;") is an instruction, not a record."""
    first, _, rest = text.partition("\n")
    hint = first.strip().removeprefix("sep=")
    if first.startswith("sep=") and len(hint or "\t") == 1:
        return rest, hint or "\t"
    return text, ""


def _score(text: str, delimiter: str) -> float:
    """How many fields the usual record has, weighed by how usual it is; single fields count for nothing."""
    sample = text[:_SAMPLE_CHARACTERS]
    if delimiter not in sample:
        return 0.0
    widths = _widths(sample, delimiter)
    if not widths:
        return 0.0
    width, records = Counter(widths).most_common(1)[0]
    # A delimiter inside prose gives many widths; preambles and short last rows give a few.
    wide = sum(1 for found in widths if found > 1)
    agreement = records / wide if wide else 0.0
    return agreement * min(wide, records) / len(widths) * (width - 1) * _steadiness(records, wide)


def _steadiness(records: int, wide: int) -> float:
    return 1.0 if records >= 2 or wide == 1 else 0.5  # noqa: PLR2004


def _widths(sample: str, delimiter: str) -> list[int]:
    rows = csv.reader(StringIO(sample, newline=""), delimiter=delimiter)
    widths: list[int] = []
    try:
        for row in rows:
            if any(field.strip() for field in row):
                widths.append(len(_trimmed(row)))
            if len(widths) >= _SAMPLE_LINES:
                break
    except csv.Error:
        return []
    return [width for width in widths if width > 0]


def _trimmed(row: list[str]) -> list[str]:
    """Excel pads every record to the widest: what stands empty at the end says nothing of the delimiter."""
    return row


def _grid(text: str, delimiter: str) -> tuple[Grid, int]:
    """The table, and how many fields stand too far to the right for any workbook."""
    cells: dict[tuple[int, int], Cell] = {}
    n_rows = n_columns = lost = 0
    for number, row in enumerate(csv.reader(StringIO(text, newline=""), delimiter=delimiter), start=1):
        for column, field in enumerate(row[:_MAX_COLUMNS], start=1):
            shown = clean(field)
            if shown:
                cells[(number, column)] = Cell(shown)
                n_rows, n_columns = number, max(n_columns, column)
        lost += sum(1 for field in row[_MAX_COLUMNS:] if field.strip())
        if len(cells) > _MAX_CELLS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {_MAX_CELLS} cells")
    return Grid(title="Bảng 1", cells=cells, n_rows=n_rows, n_columns=n_columns), lost
