"""The same workbook as xlsx and as xls, converted by another program: a person sees the same in both."""

from __future__ import annotations

import struct
import zlib
from dataclasses import replace
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from parsers.document import Cell, Document, Grid, Place, Span
from parsers.formats.xls.reader import read_xls
from parsers.formats.xlsx.reader import read_xlsx

SAMPLES = Path(__file__).parent / "samples" / "xls"
HEADINGS = ("STT", "Tên khóa học", "Học phí", "Khai giảng", "Điện thoại", "Tỉ lệ", "Liên kết", "Hình ảnh")


def png(width: int, height: int) -> BytesIO:
    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    rows = (b"\0" + b"\x28\x5a\xc8" * width) * height
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return BytesIO(b"\x89PNG\r\n\x1a\n" + body)


def rows(sheet: Worksheet) -> None:
    sheet["A1"] = "DANH SÁCH KHÓA HỌC NĂM 2025"
    sheet.merge_cells("A1:H1")
    for column, heading in enumerate(HEADINGS, start=1):
        sheet.cell(3, column, heading).font = Font(bold=True)
    for number in range(1, 7):
        row = 3 + number
        sheet.cell(row, 1, number)
        sheet.cell(row, 2, f"Khóa học thử {number}")
        sheet.cell(row, 3, 1_250_000 * number).number_format = '#,##0 "đồng"'
        sheet.cell(row, 4, date(2025, 9, number)).number_format = "dd/mm/yyyy"
        sheet.cell(row, 5, 901_234_560 + number).number_format = "0000 000 000"
        sheet.cell(row, 6, 0.125 * number).number_format = "0.0%"


def marks(sheet: Worksheet) -> None:
    sheet["G4"] = "Đăng ký"
    sheet["G4"].hyperlink = "https://truong.example/khoa?id=4&x=1"
    sheet["G5"] = '=HYPERLINK("https://truong.example/khoa5","Xem tại đây")'
    sheet["G6"] = "daotao@truong.example"
    sheet["G6"].hyperlink = "mailto:daotao@truong.example"
    sheet["C5"].comment = Comment("Đã giảm 10%", "Nguyễn Thị Mẫu")
    sheet["B6"].font = Font(strike=True)
    sheet["B7"] = CellRichText("Nghề ", TextBlock(InlineFont(strike=True), "cũ "), "mới")
    sheet["D8"] = datetime(2025, 9, 8, 7, 30)  # noqa: DTZ001
    sheet["D8"].number_format = "dd/mm/yyyy hh:mm"
    sheet["D9"] = time(18, 5)
    sheet["D9"].number_format = "hh:mm"
    sheet.merge_cells("H5:H6")
    sheet.row_dimensions[8].hidden = True
    sheet.column_dimensions["F"].hidden = True
    sheet["A10"], sheet["B10"] = "Còn tuyển", True
    sheet["C10"], sheet["D10"] = -1500, 0
    sheet["C10"].number_format = sheet["D10"].number_format = '_(* #,##0_);_(* (#,##0);_(* "-"??_);_(@_)'
    sheet.add_image(Image(png(40, 30)), "H4")
    sheet.add_image(Image(png(20, 20)), "H5")


def make() -> bytes:
    """The workbook that samples/xls/danh-sach.xls was converted from."""
    made = Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Danh sách"
    rows(sheet)
    marks(sheet)
    draft = made.create_sheet("Nháp")
    draft.sheet_state = "hidden"
    draft["A1"], draft["B2"] = "không tính", "bỏ"
    people = made.create_sheet("Liên hệ")
    people["A1"], people["B1"] = "Người liên hệ", "Trần Văn Mẫu"
    people["A2"], people["B2"] = "Ngày lập", date(2025, 1, 2)
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def seen(cell: Cell) -> Cell:
    """The cell without the spelling of its format, which every program has its own way with."""
    return replace(cell, number_format=cell.number_format.replace("\\", "").replace('"', "").replace(" ", ""))


def assert_same_sight(old: Grid, new: Grid) -> None:
    assert (old.title, old.hidden, old.n_rows, old.n_columns) == (
        new.title,
        new.hidden,
        new.n_rows,
        new.n_columns,
    )
    assert (old.hidden_rows, old.hidden_columns) == (new.hidden_rows, new.hidden_columns)
    assert set(old.spans) == set(new.spans)
    assert {key: seen(cell) for key, cell in old.cells.items()} == {
        key: seen(cell) for key, cell in new.cells.items()
    }


def test_an_old_workbook_shows_what_the_new_one_shows() -> None:
    old = read_xls((SAMPLES / "danh-sach.xls").read_bytes())
    new = read_xlsx(make())
    assert len(old.grids) == len(new.grids) == 3
    for one, other in zip(old.grids, new.grids, strict=True):
        assert_same_sight(one, other)
    assert old.pictures == new.pictures
    assert [(shown.name, shown.width, str(shown.place)) for shown in old.pictures] == [
        ("image1.png", 40, "Danh sách!H4"),
        ("image2.png", 20, "Danh sách!H5"),
    ]


def test_the_old_workbook_really_holds_what_is_compared() -> None:
    grid = read_xls((SAMPLES / "danh-sach.xls").read_bytes()).grids[0]
    assert (set(grid.hidden_rows), set(grid.hidden_columns)) == ({8}, {6})
    assert Span(5, 8, 6, 8) in grid.spans
    assert (grid.cells[4, 5].text, grid.cells[4, 3].text) == ("0901 234 561", "1.250.000 đồng")
    assert (grid.cells[9, 4].text, grid.cells[9, 4].value) == ("18:05", time(18, 5))
    assert (grid.cells[10, 3].text, grid.cells[10, 4].text) == ("(1.500)", "-")
    assert (grid.cells[7, 2].text, grid.cells[6, 2].struck) == ("Nghề mới", True)
    assert (grid.cells[5, 3].comment, grid.cells[5, 7].href) == (
        "Đã giảm 10%",
        "https://truong.example/khoa5",
    )


def test_check_boxes_and_text_boxes_are_the_same_in_both_formats() -> None:
    read: list[Document] = [
        read_xls((SAMPLES / "o-danh-dau.xls").read_bytes()),
        read_xlsx((SAMPLES / "o-danh-dau.xlsx").read_bytes()),
    ]
    for document in read:
        cells = document.grids[0].cells
        assert (cells[2, 2].text, cells[3, 2].text) == ("☑ Miễn phí", "☐ Có phí")
        (box,) = document.paragraphs
        assert (box.text, box.place) == ("Liên hệ: cô Mẫu\n0901 234 567", Place("Tick", 2, 4))
