"""The writing door of openpyxl: sheets as values in, the bytes of a workbook out; knows no course.

Rows go out as they come, so that a hundred thousand cost little memory. The same sheets give the same bytes:
the dates inside the file come from the caller, never from the clock.
"""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain, islice

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.sheets import FORMULA_STARTS, Sheet, SheetCell, Tone
from reports.xlsx_styles import FONT, style_name, styles
from reports.xlsx_text import AUTHOR, clean, comment, cut_note, row_height, write_text

_MOST_DIGITS = 10**15
"""Excel counts with 15 digits: a greater number stays a text, or its end would become zeros."""
_FIRST_YEAR = 1900
_A4 = 9
_HEAD_ROOM, _TITLE_HEIGHT = 6, 26
_HEADER_SIZE = 11
_MOST_IN_HEADER = 80
"""Header and footer hold 255 characters each, with the marks for font and "&" twice."""


def write_workbook(sheets: Sequence[Sheet], title: str, made_at: datetime) -> bytes:
    """The workbook; ``made_at`` without its zone is the date inside the file and on its pages."""
    stamp = made_at.replace(tzinfo=None, microsecond=0)
    book = Workbook(write_only=True)
    book.properties.title, book.properties.creator = clean(title), AUTHOR
    book.properties.language = "vi-VN"
    book.properties.created = book.properties.modified = stamp
    for style in styles():
        book.add_named_style(style)
    for sheet in sheets:
        for number, rows in enumerate(_pieces(sheet), 1):
            page = book.create_sheet(sheet.title if number == 1 else f"{sheet.title} ({number})")
            _set_up(
                page, sheet, _plain(title), f"Lập lúc {stamp:%H:%M} {stamp.day}/{stamp.month}/{stamp.year}"
            )
            _Pen(page, sheet).fill(rows)
    written = io.BytesIO()
    book.save(written)
    return settled(written.getvalue(), stamp)


def _pieces(sheet: Sheet) -> Iterator[Iterable[Sequence[SheetCell]]]:
    """The rows of each page; what does not fit the first goes on in the next."""
    rows = iter(sheet.rows)
    yield islice(rows, sheet.most_rows)
    while first := next(rows, None):
        yield chain((first,), islice(rows, sheet.most_rows - 1))


class _Pen:
    """Writes the rows of one page; cells without a note are used again row after row."""

    def __init__(self, page: Worksheet, sheet: Sheet) -> None:
        self._page, self._sheet = page, sheet
        self._widths = [width for _heading, width in sheet.columns]
        self._used: dict[tuple[int, Tone, type], Cell] = {}
        self._notes = 0
        self._row = 0

    def fill(self, rows: Iterable[Sequence[SheetCell]]) -> None:
        """Write the headings and the rows, and lay filter and print area over them."""
        if self._sheet.is_table:
            headings = [SheetCell(heading, Tone.HEADING) for heading, _width in self._sheet.columns]
            self._write([SheetCell(headings[0].value, Tone.HEADING, self._sheet.heading_note), *headings[1:]])
        for cells in rows:
            self._write(cells)
        self._frame()

    def _write(self, cells: Sequence[SheetCell]) -> None:
        self._row += 1
        heights = self._page.row_dimensions
        heights[self._row].height = self._height(cells)
        self._page.append([self._cell(column, cell) for column, cell in enumerate(cells)])
        del heights[self._row]

    def _height(self, cells: Sequence[SheetCell]) -> float:
        tone = cells[0].tone if cells else Tone.PLAIN
        if tone is Tone.TITLE:
            return _TITLE_HEIGHT
        room = _HEAD_ROOM if tone is Tone.HEADING else 0
        return row_height([cell.value for cell in cells], self._widths) + room

    def _cell(self, column: int, cell: SheetCell) -> Cell:
        value = _held(cell.value)
        note, kind = cell.note, type(value)
        is_own = bool(note)
        if isinstance(value, str):
            note = "\n".join(filter(None, (note, cut_note(value))))
            is_own = bool(note) or value.startswith(FORMULA_STARTS)
        written = self._new(cell.tone, kind) if is_own else self._shared((column, cell.tone, kind))
        if isinstance(value, str) and value:
            write_text(written, value)
        else:
            written.value = None if value == "" else value
        if note and self._notes < self._sheet.most_notes:
            self._notes += 1
            written.comment = comment(note)
        return written

    def _shared(self, look: tuple[int, Tone, type]) -> Cell:
        cell = self._used.get(look)
        if cell is None:
            cell = self._used[look] = self._new(*look[1:])
        return cell

    def _new(self, tone: Tone, kind: type) -> Cell:
        cell = WriteOnlyCell(self._page)
        cell.style = style_name(tone, kind)
        return cell

    def _frame(self) -> None:
        columns = len(self._sheet.columns)
        printed = get_column_letter(columns - self._sheet.unprinted)
        self._page.print_area = f"A1:{printed}{max(self._row, 1)}"
        if self._sheet.is_table:
            self._page.auto_filter.ref = f"A1:{get_column_letter(columns)}{max(self._row, 2)}"


def _held(value: str | int | datetime | None) -> str | int | datetime:
    """A value as a cell can hold it: what Excel cannot count or date is a text."""
    if isinstance(value, int) and abs(value) >= _MOST_DIGITS:
        return str(value)
    if isinstance(value, datetime) and value.year < _FIRST_YEAR:
        return f"{value:%H:%M %d/%m/%Y}"
    return "" if value is None else value


def _set_up(page: Worksheet, sheet: Sheet, title: str, made: str) -> None:
    """What has to stand before the rows (widths, frozen panes), and how the page is printed."""
    for column, (_heading, width) in enumerate(sheet.columns, 1):
        page.column_dimensions[get_column_letter(column)].width = width
    if sheet.is_table:
        page.freeze_panes = f"{get_column_letter(sheet.frozen + 1)}2"
        page.print_title_rows = "1:1"
    else:
        page.sheet_view.showGridLines = False
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", _A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.HeaderFooter.scaleWithDoc = False
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top = page.page_margins.bottom = 0.7
    page.page_margins.header = page.page_margins.footer = 0.3
    head, foot = page.oddHeader, page.oddFooter
    head.left.text, head.right.text = title, made
    foot.left.text, foot.right.text = _plain(page.title), "Trang &P/&N"
    for part in (head.left, head.right, foot.left, foot.right):
        part.font, part.size = FONT, _HEADER_SIZE


def _plain(text: str) -> str:
    """A text for header or footer, where "&" begins a command."""
    return clean(" ".join(text.split()), _MOST_IN_HEADER).replace("&", "&&")


def settled(data: bytes, stamp: datetime) -> bytes:
    """The same workbook with every date in it set: openpyxl stamps the time of saving."""
    settled = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as made,
        zipfile.ZipFile(settled, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for member in made.infolist():
            entry = zipfile.ZipInfo(member.filename, date_time=stamp.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            if member.filename == "docProps/core.xml":
                moment = rb"\g<1>%sZ\g<2>" % stamp.isoformat().encode()
                kept.writestr(entry, _MODIFIED.sub(moment, made.read(member)))
                continue
            with made.open(member) as source, kept.open(entry, "w") as target:
                shutil.copyfileobj(source, target, 1 << 20)
    return settled.getvalue()


_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
