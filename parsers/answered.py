"""Answers that no sign sets apart: rows of a table of answers, words typed into a quoted letter; no I/O."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from parsers.answers import Answer, numbered
from parsers.document import Grid, Place
from parsers.quoting import Line
from parsers.text import fold

_NUMBER = re.compile(r"\s*(?:câu|mục|cau|muc)?\s*\(?(\d{1,3})\s*[.)/:]?\s*", re.IGNORECASE)
_ANSWERS = re.compile(
    r"\b(?:tra loi|phan hoi|bo sung|y kien|dap an|giai trinh|ket qua|answer|reply|lam ro|xac nhan)\b"
)
# What our letters ask with: other numbered lists in a thread ask nothing.
_ASKS = re.compile(r"\b(?:de nghi|chua (?:co|ro|dung|neu|doc)|can|thieu|xac nhan|vui long|please|missing)\b")
_OURS = re.compile(
    r"\b(?:dong \d+|trang tinh|de nghi (?:ghi|tra loi|gui|cho biet|xac nhan)|neu chua co de nghi"
    r"|duoc hieu la)\b"
)
_ENDED = (".", "?", "!", ":", ")", '"', "”", ";")
# "II. Đối với đầu mối liên hệ" stands between two questions of one letter.
_HEADING = re.compile(r"\s*(?:[IVX]{1,5}|[A-Z])[.)]\s")
_PART_OF_LETTER = re.compile(r"^(?:de nghi|neu|vi du)\b")
_MOST_ROWS = 200
_LONGEST = 300
_PAIR = 2


def table_answers(grid: Grid) -> Iterator[Answer]:
    """The answers of a table that has their numbers first: its last column, where its head says so.

    Without a head it must be of two columns; a list of courses has numbers too.
    """
    rows = [(row, _cells(grid, row)) for row in range(1, min(grid.n_rows, _MOST_ROWS) + 1)]
    rows = [(row, cells) for row, cells in rows if cells]
    headed = bool(rows) and _number(rows[0][1]) == 0
    head = rows.pop(0)[1] if headed else []
    if (headed and not _ANSWERS.search(fold(head[-1][1]))) or (not headed and grid.n_columns != _PAIR):
        return
    last = head[-1][0] if headed else _PAIR
    for row, cells in rows:
        column, text = cells[-1]
        if _number(cells) and column == last and not repeats_question(text):
            yield _number(cells), text.strip(), grid.place(row, column)


def repeats_question(text: str) -> bool:
    """Whether a text begins with a question as our letters put it: with its number it is no answer."""
    first = text.strip().partition("\n")[0]
    return _is_question(first) and _OURS.search(fold(first)) is not None


def _cells(grid: Grid, row: int) -> list[tuple[int, str]]:
    """The cells of a row that hold a text, by column."""
    found = ((column, grid.cells.get((row, column))) for column in range(1, grid.n_columns + 1))
    return [(column, cell.text) for column, cell in found if cell is not None and cell.text.strip()]


def _number(cells: Sequence[tuple[int, str]]) -> int:
    """The number that a row begins with, 0 where it begins with none."""
    found = _NUMBER.fullmatch(cells[0][1])
    return int(found[1]) if found else 0


@dataclass(slots=True)
class _Question:
    """A numbered question of a quoted letter and the lines under it; ``sure`` ones are in its own cell."""

    number: int
    is_one: bool
    is_closed: bool = False
    sure: list[tuple[str, Place]] = field(default_factory=list)
    under: list[tuple[str, Place]] = field(default_factory=list)


def typed_answers(lines: Iterable[tuple[Line, Place]]) -> Iterator[Answer]:
    """The answers typed into a quoted letter under its questions, or behind them in a colour.

    What stands between a question and the next, or the next heading, is an answer; what stands under the
    last one may be the letter's own end, and is left alone.
    """
    before: _Question | None = None
    for line, place in lines:
        question = _question(line, place)
        if question is None:
            if before is not None and _HEADING.match(line.text):
                before.is_closed = True
            elif before is not None and not before.is_closed and line.text.strip():
                before.under.append((line.text.strip(), place))
            continue
        if before is not None:
            yield from _told(before, is_last=question.number != before.number + 1)
        before = question
    if before is not None:
        yield from _told(before, is_last=True)


def _question(line: Line, place: Place) -> _Question | None:
    text = line.text.strip()
    if line.is_table:
        first, _, rest = text.partition("\n")
        number = _NUMBER.fullmatch(first)
        asks, *typed = [one for one in rest.split("\n") if one.strip()] or [""]
        if number is None:
            return None
        return _Question(int(number[1]), _is_question(asks), sure=[(one.strip(), place) for one in typed])
    found = numbered(text)
    if found is None:
        return None
    behind = [(line.text[line.ink :].strip(), place)] if line.ink > 0 else []
    asks = line.text[: line.ink].strip() if line.ink > 0 else found[1]
    return _Question(found[0][0], _is_question(asks), sure=behind)


def _is_question(text: str) -> bool:
    return text.strip().endswith(_ENDED) and bool("?" in text or _ASKS.search(fold(text)))


def _told(question: _Question, *, is_last: bool) -> Iterator[Answer]:
    told = question.sure or ([] if is_last and not question.is_closed else question.under)
    told = [(text, place) for text, place in told if not _PART_OF_LETTER.match(fold(text))]
    text = "\n".join(text for text, _ in told)
    if question.is_one and text and len(text) <= _LONGEST:
        yield question.number, text, told[0][1]
