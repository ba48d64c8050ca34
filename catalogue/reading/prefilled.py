"""Our own workbook come back: what was written into its open cells, what was changed, which rows are new."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from catalogue.normalizing.answer_values import normalize_field
from catalogue.normalizing.evidence import Source, place_origin
from catalogue.prefilled import CELL, COLUMN, ID_HEADING, LETTER, MARK, NEW, OPEN, CellMark
from catalogue.records import Entry, FilledCell, Value
from catalogue.tokens import references_within
from parsers.document import Block, Document, Grid
from parsers.text import squeeze

_HEAD_WITHIN = 12
"""The rows within which the headings stand, also where somebody put lines above them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """What a workbook of ours brought back.

    ``letter`` is the Message-ID of the letter it went out with, ``reference`` that of the case; ``filled``
    what stands in open cells, ``changes`` what else was written over; ``rest`` is the document without all
    that we wrote ourselves.
    """

    letter: str
    reference: str
    filled: tuple[FilledCell, ...]
    changes: tuple[Entry, ...]
    rest: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marks:
    """The hidden sheet: the letter, kind and field by heading, and the cells by record and field."""

    letter: str
    columns: Mapping[tuple[str, str], str]
    cells: Mapping[tuple[str, str], CellMark]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sheet:
    """One of our sheets of records: where its headings stand, and the field of each column."""

    grid: Grid
    kind: str
    head: int
    columns: Mapping[int, str]


def read_returned(document: Document, source: Source) -> Returned | None:
    """What our own workbook says; None for every other document."""
    hidden = next((grid for grid in document.grids if _text(grid, 1, 1) == MARK), None)
    if hidden is None:
        return None
    marks = _marks(hidden)
    blocks: list[Block] = []
    filled: list[FilledCell] = []
    changes: list[Entry] = []
    for block in document.blocks:
        if block is hidden:
            continue
        ours = _sheet(block, marks) if isinstance(block, Grid) else None
        if ours is None:
            blocks.append(block)
            continue
        filled += _filled(ours, marks, source)
        changes += _changes(ours, marks, source)
        blocks += _new_rows(ours)
    rest = replace(document, blocks=tuple(blocks))
    told = references_within(_text(hidden, 2, 1))
    return Returned(
        letter=marks.letter,
        reference=told[0] if told else "",
        filled=tuple(filled),
        changes=tuple(changes),
        rest=rest,
    )


def _marks(hidden: Grid) -> _Marks:
    letter, columns, cells = "", {}, {}
    for row in sorted({row for row, _column in hidden.cells}):
        told = [_text(hidden, row, column) for column in range(1, 6)]
        if told[0] == LETTER:
            letter = told[1].lower()
        elif told[0] == COLUMN:
            columns[told[1], told[2]] = told[3]
        elif told[0] == CELL:
            cells[told[1], told[2]] = CellMark(told[1], told[2], told[3], is_open=told[4] == OPEN)
    return _Marks(letter=letter, columns=columns, cells=cells)


def _sheet(grid: Grid, marks: _Marks) -> _Sheet | None:
    """The grid as one of our sheets; None where its headings are not ours any more."""
    head = next((row for row in range(1, _HEAD_WITHIN + 1) if _text(grid, row, 1) == ID_HEADING), 0)
    if not head:
        return None
    headings = {column: _text(grid, head, column) for row, column in grid.cells if row == head}
    found: dict[str, dict[int, str]] = {}
    for column, heading in headings.items():
        for kind in {kind for kind, label in marks.columns if label == heading}:
            found.setdefault(kind, {})[column] = marks.columns[kind, heading]
    if not found:
        return None
    kind = max(found, key=lambda one: len(found[one]))
    return _Sheet(grid=grid, kind=kind, head=head, columns=found[kind])


def _ours(sheet: _Sheet) -> Iterator[tuple[int, str]]:
    """The rows that we wrote, each with the id of its record."""
    for row in sorted({row for row, column in sheet.grid.cells if column == 1 and row > sheet.head}):
        yield row, _text(sheet.grid, row, 1)


def _filled(sheet: _Sheet, marks: _Marks, source: Source) -> Iterator[FilledCell]:
    for row, record_id in _ours(sheet):
        for column, key in sheet.columns.items():
            mark, text = marks.cells.get((record_id, key)), _text(sheet.grid, row, column)
            if mark is not None and mark.is_open and text:
                origin = place_origin(sheet.grid.place(row, column), source)
                record = "" if record_id == NEW else record_id
                yield FilledCell(kind=sheet.kind, record_id=record, field=key, text=text, origin=origin)


def _changes(sheet: _Sheet, marks: _Marks, source: Source) -> Iterator[Entry]:
    """The known cells that somebody wrote over, a record at a time; an emptied one erases nothing."""
    for row, record_id in _ours(sheet):
        values: dict[str, Value] = {}
        for column, key in sheet.columns.items():
            mark, text = marks.cells.get((record_id, key)), _text(sheet.grid, row, column)
            if mark is None or mark.is_open or not text or text == squeeze(mark.text):
                continue
            origin = place_origin(sheet.grid.place(row, column), source)
            values.update(normalize_field(sheet.kind, key, text, origin))
        if values:
            yield Entry(kind=sheet.kind, values=values, partial=True, record_id=record_id)


def _new_rows(sheet: _Sheet) -> list[Grid]:
    """The sheet with its headings and the rows that are not ours; nothing where there are none."""
    ours = {row for row, _record in _ours(sheet)}
    kept = {
        (row, column): cell
        for (row, column), cell in sheet.grid.cells.items()
        if column > 1 and row >= sheet.head and row not in ours
    }
    if not any(row > sheet.head for row, _column in kept):
        return []
    return [replace(sheet.grid, cells=kept, spans=())]


def _text(grid: Grid, row: int, column: int) -> str:
    cell = grid.cells.get((row, column))
    return squeeze(cell.text) if cell is not None else ""
