"""Plain text as lines and, where lines line up in fields, as tables; meaning is left to others."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.document import Block, Cell, Document, Grid, Paragraph, Place, Reason, UnreadableError
from parsers.text import clean, decode

_MAX_LINES = 200_000
_MIN_FIELDS = 3
_MIN_ROWS = 2
# "1.", "1.2.", "1)", "a)", "IV.", "-", "•": what a writer puts before the items of a list.
_MARKER = re.compile(
    r"(?P<marker>\(?\d{1,3}(?:\.\d{1,2}){0,3}[.)]|\(?[a-zđ]\)|[A-Z]\.|[IVX]{1,5}[.)]|[-+*•●○▪■◦–—→►✓✔])"
    r"(?P<gap>\s+|(?=[^\W\d_]))(?=\S)",
)
# Without a gap this is emphasis ("*đậm*"), no marker; before digits a dash is a sign ("-5").
_NEEDS_GAP = frozenset("*")
# A field of a line whose columns are lined up by blanks.
_FIELD = re.compile(r"\S+(?: \S+)*")
_MAX_LINED_UP = 5_000
_RULE = re.compile(r"[-+=|: ]+")


def read_plain(data: bytes) -> Document:
    """The lines of a text file."""
    if not data:
        raise UnreadableError(Reason.EMPTY, "no bytes")
    return read_text(decode(data))


def read_text(text: str) -> Document:
    """One paragraph a line, its number as place; runs of lines with equal fields are grids."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")[:_MAX_LINES]
    blocks: list[Block] = []
    tables = position = 0
    while position < len(lines):
        rows = _table_at(lines, position)
        if rows:
            tables += 1
            blocks.append(_grid(f"Bảng {tables}", rows))
            position = rows[-1][0]
            continue
        paragraph = _paragraph(lines[position], position + 1)
        if paragraph:
            blocks.append(paragraph)
        position += 1
    return Document(media="text", blocks=tuple(blocks))


def split_marker(text: str) -> tuple[str, str]:
    """The list marker before a text, "" where none, and the text."""
    match = _MARKER.match(text)
    if not match or (not match["gap"] and match["marker"] in _NEEDS_GAP):
        return "", text
    return match["marker"], text[match.end() :]


def _paragraph(line: str, number: int) -> Paragraph | None:
    text = clean(line)
    if not text:
        return None
    marker, rest = split_marker(text)
    return Paragraph(text=rest, place=Place(row=number), marker=marker)


def _table_at(lines: Sequence[str], start: int) -> list[tuple[int, list[str]]]:
    """The rows (line number, fields) of a table that begins at a line; empty where none does."""
    for sign in "\t|":
        rows: list[tuple[int, list[str]]] = []
        number = start
        while number < len(lines) and sign in lines[number]:
            fields = _fields(lines[number], sign)
            if rows and len(fields) != len(rows[0][1]) and not _is_rule(lines[number]):
                break
            rows.append((number + 1, fields))
            number += 1
        filled = [row for row in rows if not _is_rule(lines[row[0] - 1])]
        if len(filled) >= _MIN_ROWS and len(filled[0][1]) >= _MIN_FIELDS:
            return [*filled[:-1], (rows[-1][0], filled[-1][1])] if filled[-1][0] != rows[-1][0] else filled
    return _lined_up_at(lines, start)


def _lined_up_at(lines: Sequence[str], start: int) -> list[tuple[int, list[str]]]:
    """The rows of a table whose columns are parted by blanks and stand below each other."""
    first = _starts(lines[start])
    if len(first) < _MIN_FIELDS:
        return []
    rows: list[tuple[int, list[str]]] = []
    ruled = False
    for number, line in enumerate(lines[start : start + _MAX_LINED_UP], start=start + 1):
        if line.strip() and _is_rule(line) and not ruled:
            ruled = True
            continue
        ruled = False
        if not _stand_below(_starts(line), first):
            break
        rows.append((number, _cut(line, first)))
    return rows if len(rows) > _MIN_ROWS else []


def _starts(line: str) -> list[int]:
    """Where the fields of a line start that more than one blank parts."""
    return [found.start() for found in _FIELD.finditer(line.expandtabs(8))]


def _stand_below(starts: Sequence[int], first: Sequence[int]) -> bool:
    """Whether each field starts where one of the first row does."""
    return len(starts) >= _MIN_FIELDS and set(starts) <= set(first)


def _cut(line: str, starts: Sequence[int]) -> list[str]:
    ends = [*starts[1:], None]
    whole = line.rstrip("\r\n").expandtabs(8)
    return [clean(whole[begin:end]) for begin, end in zip(starts, ends, strict=True)]


def _is_rule(line: str) -> bool:
    return _RULE.fullmatch(line.strip()) is not None


def _fields(line: str, sign: str) -> list[str]:
    if sign == "|":
        return [clean(field) for field in line.strip().removeprefix("|").removesuffix("|").split(sign)]
    return [clean(field) for field in line.rstrip("\r\n").split(sign)]


def _grid(title: str, rows: list[tuple[int, list[str]]]) -> Grid:
    cells = {
        (number, column): Cell(field)
        for number, (_, fields) in enumerate(rows, start=1)
        for column, field in enumerate(fields, start=1)
        if field
    }
    return Grid(title=title, cells=cells, n_rows=len(rows), n_columns=len(rows[0][1]))
