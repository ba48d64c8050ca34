"""The writing door of openpyxl: sheets as values in, the bytes of a workbook out; knows no course.

The same sheets give the same bytes: the dates inside the file come from the caller, never from the clock.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from reports.sheets import FORMULA_STARTS, Sheet, SheetCell, Tone

MOST_TEXT = 32_000
"""Excel holds 32,767 characters in a cell; a longer text is cut and says so."""

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE_POINTS = 15.5
_NARROW, _RAGGED = 16, 3
_MOST_LINES = 14
"""A long text makes a row of this height at most; the whole of it stands in the cell."""

_CUT = " […]"
FONT = "Times New Roman"
_AUTHOR = "Hộp thư tiếp nhận"


_FILLS = {Tone.MISSING: "FFFBE3E0", Tone.DOUBTFUL: "FFFFF2CC", Tone.CONFLICT: "FFFFD9B3"}


def write_workbook(sheets: Sequence[Sheet], title: str, made_at: datetime) -> bytes:
    """The workbook; ``made_at`` without its zone becomes the date inside the file."""
    stamp = made_at.replace(tzinfo=None, microsecond=0)
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator = title, _AUTHOR
    book.properties.created = book.properties.modified = stamp
    for style in _styles():
        book.add_named_style(style)
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title), sheet)
    written = io.BytesIO()
    book.save(written)
    return settled(written.getvalue(), stamp)


def _fill(page: Worksheet, sheet: Sheet) -> None:
    for column, (heading, width) in enumerate(sheet.columns, 1):
        page.cell(1, column, heading).style = "Tiêu đề cột"
        page.column_dimensions[get_column_letter(column)].width = width
    if sheet.heading_note:
        page.cell(1, 1).comment = comment(sheet.heading_note)
    widths = [width for _heading, width in sheet.columns]
    page.row_dimensions[1].height = row_height([heading for heading, _width in sheet.columns], widths)
    for row, cells in enumerate(sheet.rows, 2):
        page.row_dimensions[row].height = row_height([cell.value for cell in cells], widths)
        for column, cell in enumerate(cells, 1):
            _write(page, (row, column), cell)
    _set_up(page, sheet)


def _write(page: Worksheet, at: tuple[int, int], cell: SheetCell) -> None:
    written = page.cell(*at)
    written.style = cell.tone.value
    if isinstance(cell.value, int):
        written.value = cell.value
    elif cell.value:
        write_text(written, cell.value)
    if cell.note:
        written.comment = comment(cell.note)


def write_text(written: Cell, text: str) -> None:
    """Write a text that stays a text, whatever it begins with."""
    shown = clean(text)
    written.value = shown
    # A leading "=" must stay a text, and quotePrefix keeps it one when a person edits the cell.
    written.data_type = "s"
    if shown.startswith(FORMULA_STARTS):
        written.quotePrefix = True


def clean(text: str) -> str:
    """A text that a cell can hold: no characters that XML forbids, not too long."""
    kept = _ILLEGAL.sub("", text)
    return kept if len(kept) <= MOST_TEXT else kept[:MOST_TEXT] + _CUT


def _set_up(page: Worksheet, sheet: Sheet) -> None:
    last = get_column_letter(len(sheet.columns))
    page.freeze_panes = page.cell(2, sheet.frozen + 1)
    page.auto_filter.ref = f"A1:{last}{max(len(sheet.rows) + 1, 2)}"
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = "1:1"
    page.print_area = f"A1:{get_column_letter(len(sheet.columns) - sheet.unprinted)}{len(sheet.rows) + 1}"
    page.HeaderFooter.scaleWithDoc = False
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top, page.page_margins.bottom = 0.5, 0.75
    page.page_margins.header = page.page_margins.footer = 0.3
    page.oddFooter.left.text, page.oddFooter.right.text = sheet.title, "Trang &P/&N"


def row_height(values: Sequence[str | int | None], widths: Sequence[int]) -> float:
    """The height in points that the tallest cell of a row needs; not every program finds it by itself."""
    texts = ((value, width) for value, width in zip(values, widths, strict=True) if isinstance(value, str))
    return _LINE_POINTS * min(_MOST_LINES, max((_lines(text, width) for text, width in texts), default=1))


def _lines(text: str, width: int) -> int:
    # Words do not fill a narrow column to its edge: what is held back keeps the last one in sight.
    held = width - _RAGGED if width < _NARROW else width
    return sum(1 + len(line) // max(held, 1) for line in text.split("\n"))


def comment(text: str) -> Comment:
    """A note at a cell, as large as its text needs."""
    note = Comment(clean(text), _AUTHOR)
    note.width, note.height = 340, 40 + 18 * (1 + len(text) // 45 + text.count("\n"))
    return note


def _styles() -> list[NamedStyle]:
    line = Side(style="thin", color="FFC5CCD6")
    border = Border(left=line, right=line, top=line, bottom=line)
    heading = NamedStyle(
        "Tiêu đề cột",
        font=Font(name=FONT, size=11, bold=True, color="FFFFFFFF"),
        fill=PatternFill("solid", fgColor="FF1D4F91"),
        alignment=Alignment(wrap_text=True, vertical="center", horizontal="center"),
        border=border,
    )
    return [heading, *(_body_style(tone, border) for tone in Tone)]


def _body_style(tone: Tone, border: Border) -> NamedStyle:
    number = tone is Tone.NUMBER
    style = NamedStyle(
        tone.value,
        font=Font(name=FONT, size=11),
        alignment=Alignment(
            wrap_text=True, vertical="top", horizontal="right" if number else "left", indent=int(number)
        ),
        border=border,
        number_format="#,##0" if number else "@",
    )
    if tone in _FILLS:
        style.fill = PatternFill("solid", fgColor=_FILLS[tone])
    return style


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
            content = made.read(member)
            if member.filename == "docProps/core.xml":
                content = _MODIFIED.sub(rb"\g<1>%sZ\g<2>" % stamp.isoformat().encode(), content)
            kept.writestr(entry, content)
    return settled.getvalue()


_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")
