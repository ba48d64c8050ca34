"""The writing of the prefilled workbook: locked grey cells, open yellow ones, lists to pick from, questions.

It draws what reports/prefilled.py says and knows no rule of its own; the same case gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from catalogue.outbox import LetterFile
from catalogue.prefilled import COLUMN, HIDDEN_SHEET, ID_HEADING, LETTER, MARK
from reports import wording
from reports.case import Case, is_private
from reports.prefilled import GapCell, GapSheet, gap_sheets, spare_choices, width
from reports.xlsx import settled
from reports.xlsx_styles import FONT
from reports.xlsx_text import clean, comment, row_height, write_text

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEAD = 4
"""The row of the headings, below the title, how to fill it in, and until when."""
_FIRST = 3
"""The first column of fields: before it the hidden id and the running number."""
_GREY, _YELLOW = PatternFill("solid", fgColor="FFE7E9ED"), PatternFill("solid", fgColor="FFFFF2A8")
_BLUE = PatternFill("solid", fgColor="FF1D4F91")
_LINE = Side(style="thin", color="FFC5CCD6")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_PROMPT = 250
"""Excel shows so many characters of a prompt."""


def prefilled_workbook(case: Case, written_by: str, message_id: str) -> LetterFile | None:
    """The workbook of a letter, None where the case has nothing to fill in.

    ``written_by`` is who sent the data; to anybody else no telephone number or address is quoted.
    ``message_id`` is that of the letter, by which the answers find their questions.
    """
    sheets = gap_sheets(case, private=is_private(case, written_by))
    if not sheets:
        return None
    book = Workbook()
    book.remove(book.worksheets[0])
    stamp = wording.local(case.campaign, case.now).replace(tzinfo=None, microsecond=0)
    book.properties.title, book.properties.creator = case.campaign.title, case.campaign.office
    book.properties.created = book.properties.modified = stamp
    for sheet in sheets:
        _draw(book.create_sheet(sheet.title), sheet, case)
    _mark(book.create_sheet(HIDDEN_SHEET), sheets, (case.ref, message_id))
    written = io.BytesIO()
    book.save(written)
    name = f"Noi-dung-bo-sung-{case.ref}.xlsx"
    return LetterFile(filename=name, media_type=XLSX, data=settled(written.getvalue(), stamp))


def _draw(page: Worksheet, sheet: GapSheet, case: Case) -> None:
    last = _FIRST + len(sheet.fields) - 1
    for row, (text, size) in enumerate(_title(sheet, case), 1):
        cell = page.cell(row, 2)
        write_text(cell, text)
        cell.font = Font(name=FONT, size=size, bold=row == 1)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
        page.merge_cells(start_row=row, start_column=2, end_row=row, end_column=max(last, 5))
    wide = [width(field) for field in sheet.fields]
    page.row_dimensions[2].height = row_height([_title(sheet, case)[1][0]], [sum(wide)])
    page.row_dimensions[_HEAD].height = row_height([sheet.label(field) for field in sheet.fields], wide) + 4
    _head(page, sheet)
    lists = _Lists(page)
    for number, cells in enumerate(sheet.rows, 1):
        page.row_dimensions[_HEAD + number].height = row_height([cell.mark.text for cell in cells], wide)
        _row(page, (_HEAD + number, number), cells, lists)
    for number in range(sheet.spare):
        _spare_row(page, _HEAD + len(sheet.rows) + 1 + number, sheet, lists)
    _set_up(page, last)


def _title(sheet: GapSheet, case: Case) -> tuple[tuple[str, int], ...]:
    unit = case.unit.name if case.unit else ""
    spare = " Khóa học chưa có trong danh sách ghi vào các dòng trống." if sheet.spare else ""
    how = (
        "Ô màu vàng: nội dung cần bổ sung hoặc xác nhận; chọn ô để xem câu hỏi. "
        "Ô màu xám: nội dung đã ghi nhận."
        f"{spare} Điền xong, vui lòng gửi lại tệp này bằng cách trả lời thư (mã {case.ref})."
    )
    until = f"Thời hạn: {wording.deadline(case.campaign)}."
    return (f"{sheet.title.upper()} - {unit}", 14), (how, 11), (until, 11)


def _head(page: Worksheet, sheet: GapSheet) -> None:
    page.column_dimensions["A"].hidden = True
    page.column_dimensions["B"].width = 6
    for column, text in enumerate((ID_HEADING, "STT", *map(sheet.label, sheet.fields)), 1):
        cell = page.cell(_HEAD, column, text)
        cell.font = Font(name=FONT, size=11, bold=True, color="FFFFFFFF")
        cell.fill, cell.border = _BLUE, _BORDER
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    for column, field in enumerate(sheet.fields, _FIRST):
        page.column_dimensions[get_column_letter(column)].width = width(field)


def _row(page: Worksheet, at: tuple[int, int], cells: Sequence[GapCell], lists: _Lists) -> None:
    row, number = at
    page.cell(row, 1, cells[0].mark.record_id)
    _style(page.cell(row, 2, number), _GREY)
    for column, gap in enumerate(cells, _FIRST):
        cell = page.cell(row, column)
        _style(cell, _YELLOW if gap.mark.is_open else _GREY, locked=not gap.mark.is_open)
        if gap.mark.text:
            write_text(cell, gap.mark.text)
        if gap.ask:
            cell.comment = comment(gap.ask)
        if gap.mark.is_open:
            lists.add(cell, gap.choices, gap.ask)


def _spare_row(page: Worksheet, row: int, sheet: GapSheet, lists: _Lists) -> None:
    _style(page.cell(row, 2), None, locked=False)
    for column, field in enumerate(sheet.fields, _FIRST):
        cell = page.cell(row, column)
        _style(cell, None, locked=False)
        lists.add(cell, spare_choices(field), "")


def _style(cell: Cell, fill: PatternFill | None, *, locked: bool = True) -> None:
    cell.font = Font(name=FONT, size=11)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.border, cell.number_format = _BORDER, "@"
    cell.protection = Protection(locked=locked)
    if fill is not None:
        cell.fill = fill


class _Lists:
    """The lists to pick from and the prompts of one sheet, one rule for all cells that share them."""

    def __init__(self, page: Worksheet) -> None:
        self._page = page
        self._rules: dict[tuple[tuple[str, ...], str], DataValidation] = {}

    def add(self, cell: Cell, choices: tuple[str, ...], ask: str) -> None:
        """Offer the choices in a cell; another answer may be written all the same."""
        if not choices and not ask:
            return
        rule = self._rules.get((choices, ask))
        if rule is None:
            rule = self._rules[choices, ask] = _rule(choices, ask)
            self._page.add_data_validation(rule)
        rule.add(cell)


def _rule(choices: tuple[str, ...], ask: str) -> DataValidation:
    listed = f'"{",".join(choices)}"' if choices else None
    rule = DataValidation(
        type="list" if listed else None, formula1=listed, allow_blank=True, showErrorMessage=False
    )
    if ask:
        rule.showInputMessage = True
        rule.promptTitle = "Nội dung cần bổ sung"
        rule.prompt = clean(ask if len(ask) <= _PROMPT else ask[: _PROMPT - 1] + "…")
    return rule


def _set_up(page: Worksheet, last: int) -> None:
    page.freeze_panes = page.cell(_HEAD + 1, _FIRST + 1)
    page.page_setup.orientation, page.page_setup.paperSize = "landscape", page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.print_title_rows = f"{_HEAD}:{_HEAD}"
    page.print_area = f"B1:{get_column_letter(last)}{page.max_row}"
    # Without a password: it keeps known values from slipping, it keeps nobody out.
    page.protection.sheet = True
    page.protection.formatColumns = page.protection.formatRows = page.protection.formatCells = False


def _mark(page: Worksheet, sheets: Sequence[GapSheet], letter: tuple[str, str]) -> None:
    """The hidden sheet, by which the workbook is known again from whatever address it comes."""
    ref, message_id = letter
    rows: list[Sequence[str]] = [(MARK,), ("(mã " + ref + ")",), (LETTER, message_id)]
    for sheet in sheets:
        rows += [(COLUMN, sheet.kind, sheet.label(field), field.key) for field in sheet.fields]
        rows += [cell.mark.row() for cells in sheet.rows for cell in cells]
    for row, values in enumerate(rows, 1):
        for column, text in enumerate(values, 1):
            if text:
                write_text(page.cell(row, column), text)
    page.sheet_state = "hidden"
    page.protection.sheet = True
