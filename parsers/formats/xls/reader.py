"""Excel 97-2003 workbooks (and Excel 5.0/95) as sheets of cells; formulas and macros are never run.

Cells come from xlrd, what stands beside them from the records; calamine stands in where xlrd fails.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from parsers.document import Cell, Document, Picture, Place, Reason, UnreadableError
from parsers.formats.calamine import read_values
from parsers.formats.macros import macros_in
from parsers.formats.workbook import MAX_SHEETS, OpenedSheet, as_document, filled_in
from parsers.formats.xls.book import BookSheet, read_book
from parsers.formats.xls.drawings import Shape, is_note, picture_of, read_blips
from parsers.formats.xls.marks import BookMarks, SheetMarks, area, read_marks
from parsers.formats.xls.stream import compound_of, workbook_stream
from parsers.formats.xls.unlock import unlock
from parsers.formats.xlsx.cells import Key, RawSheet
from parsers.text import clean

# The other library lays a sheet out in full, from its first cell to its last.
_MAX_AREA = 4_000_000


def read_xls(data: bytes) -> Document:
    """The sheets of an old workbook in their order; charts and macro sheets are passed over."""
    if not data:
        raise UnreadableError(Reason.EMPTY, "no bytes")
    marks = read_marks(unlock(workbook_stream(data)), MAX_SHEETS)
    try:
        return _document(marks, read_book(marks.stream, MAX_SHEETS), macros_in(data))
    except MemoryError:
        raise
    # xlrd ends in whatever a broken record makes it stumble over: struct.error, AssertionError, KeyError …
    except Exception as error:  # noqa: BLE001
        return _values_only(marks, error)


def _values_only(marks: BookMarks, cause: Exception) -> Document:
    """The values as the other library gives them, with the reason why they come without their formats."""
    if any(area(marks.stream, sheet) > _MAX_AREA for sheet in marks.sheets):
        raise UnreadableError(Reason.TOO_LARGE, f"cells too far apart; {type(cause).__name__}: {cause}"[:300])
    found = read_values(compound_of(marks.stream), MAX_SHEETS)
    known = {sheet.title: sheet for sheet in marks.sheets}
    bare = [known.get(one.title) or SheetMarks(one.title, one.hidden, spans=one.raw.spans) for one in found]
    reason = f"{type(cause).__name__}: {cause}"[:200]
    warning = f"only values could be read, without formats ({reason})"
    beside = BookMarks(b"", bare, is_biff8=True, blips=marks.blips)
    return _document(beside, [BookSheet(one.title, one.raw.cells) for one in found], [warning])


def _document(marks: BookMarks, cells: Sequence[BookSheet], warnings: list[str]) -> Document:
    if not cells:
        raise UnreadableError(Reason.CORRUPT, "; ".join(["no worksheet", *warnings])[:300])
    blips = read_blips(marks.blips)
    opened = [_opened(sheet, beside, blips) for sheet, beside in zip(cells, marks.sheets, strict=True)]
    cut = [f"sheet {sheet.title} breaks off before its end" for sheet in marks.sheets if sheet.is_cut]
    return as_document("xls", opened, [*warnings, *cut])


def _opened(sheet: BookSheet, marks: SheetMarks, blips: list[Picture]) -> OpenedSheet:
    title = clean(sheet.title)
    raw = RawSheet(
        cells=sheet.cells,
        spans=marks.spans,
        hidden_rows=marks.hidden_rows,
        hidden_columns=marks.hidden_columns,
        last_row=max((row for row, _ in sheet.cells), default=0),
        last_column=max((column for _, column in sheet.cells), default=0),
    )
    shapes = [shape for shape in marks.drawing.shapes if not is_note(shape)]
    return OpenedSheet(
        title=title,
        raw=raw,
        hidden=marks.hidden,
        comments=sheet.notes | {key: marks.drawing.text_of(number) for key, number in marks.notes},
        links=_links(sheet.cells, marks),
        pictures=_pictures(shapes, blips, title),
        boxes=tuple((_place(shape, title), shape.text) for shape in shapes if shape.text and not shape.tick),
        ticks=tuple((shape.cell, shape.tick, shape.text) for shape in shapes if shape.tick and shape.cell),
    )


def _links(cells: Mapping[Key, Cell], marks: SheetMarks) -> dict[Key, str]:
    links: dict[Key, str] = {}
    for span, address in marks.links:
        for key in filled_in(cells, span):
            links[key] = address
    for key, target in marks.formula_links.items():
        pointed = cells.get(target) if isinstance(target, tuple) else None
        address = target if isinstance(target, str) else pointed.text if pointed else ""
        if address:
            links[key] = address
    return links


def _place(shape: Shape, title: str) -> Place:
    return Place(title, *shape.cell) if shape.cell else Place(title)


def _pictures(shapes: Sequence[Shape], blips: list[Picture], title: str) -> tuple[Picture, ...]:
    found = ((shape, picture_of(shape, blips)) for shape in shapes)
    return tuple(
        replace(shown, place=_place(shape, title) if shape.cell else None) for shape, shown in found if shown
    )
