"""What the workbook reader promises, with openpyxl as the judge of values and hostile files as the judge of limits."""

# ruff: noqa: E501  (markup is clearest on one line)

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from parsers.document import CellKind, Document, Place, Reason, Span, UnreadableError
from parsers.formats.xlsx.reader import read_xlsx
from tests.support.growth import assert_as_cheap

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
PNG = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01\0\0\0\x01\x08\x06\0\0\0\x1f\x15\xc4\x89"
    b"\0\0\0\rIDATx\xdac\xfc\xcf\xc0P\x0f\0\x04\x85\x01\x80\x84\xa9\x8c!\0\0\0\0IEND\xaeB`\x82"
)


def book(fill: Callable[[Worksheet], object], title: str = "Danh sách") -> bytes:
    made = Workbook()
    sheet = made.active
    assert isinstance(sheet, Worksheet)
    sheet.title = title
    fill(sheet)
    target = BytesIO()
    made.save(target)
    return target.getvalue()


def raw_book(sheet: str, parts: dict[str, str | bytes] | None = None, prefix: str = "") -> bytes:
    """The smallest package around a sheet's XML, as programs other than Excel write it."""
    rels = "http://schemas.openxmlformats.org/package/2006/relationships"
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    contents: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{rels}">'
        f'<Relationship Id="r1" Type="{kinds}/officeDocument" Target="/book/main.xml"/></Relationships>',
        "book/main.xml": f'<{prefix}workbook xmlns{":x" if prefix else ""}="{MAIN}" xmlns:r="{kinds}">'
        f'<{prefix}sheets><{prefix}sheet name="S" sheetId="1" r:id="r9"/></{prefix}sheets></{prefix}workbook>',
        "book/_rels/main.xml.rels": f'<Relationships xmlns="{rels}">'
        f'<Relationship Id="r9" Type="{kinds}/worksheet" Target="leaves/one.xml"/>'
        f'<Relationship Id="r8" Type="{kinds}/sharedStrings" Target="strings.xml"/></Relationships>',
        "book/leaves/one.xml": sheet,
        **(parts or {}),
    }
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in contents.items():
            archive.writestr(name, text)
    return target.getvalue()


def sheet_of(rows: str, after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def texts(document: Document) -> dict[tuple[int, int], str]:
    return {key: cell.text for key, cell in document.grids[0].cells.items()}


def refusal(data: bytes) -> Reason:
    with pytest.raises(UnreadableError) as caught:
        read_xlsx(data)
    return caught.value.reason


def fill_everything(sheet: Worksheet) -> None:
    sheet["A1"] = "DANH SÁCH KHÓA HỌC"
    sheet.merge_cells("A1:E1")
    sheet.append(["STT", "Tên khóa học", "Học phí", "Khai giảng", "Liên kết"])
    for number in range(1, 8):
        sheet.append([number, f"Nghề {number}", 1_500_000.5 * number, date(2025, 5, number), "Xem tại đây"])
    sheet["E3"].hyperlink = "https://truong.example/khoa"
    sheet.merge_cells("B4:B6")
    sheet["A9"], sheet["B9"] = True, datetime(2025, 5, 30, 17, 30)  # noqa: DTZ001
    sheet.row_dimensions[5].hidden = True
    sheet.column_dimensions["D"].hidden = True


def test_values_merges_links_and_hidden_parts_are_those_that_openpyxl_sees() -> None:
    data = book(fill_everything)
    judge = load_workbook(BytesIO(data), data_only=True)["Danh sách"]
    grid = read_xlsx(data).grids[0]
    seen = {
        (cell.row, cell.column): cell.value
        for row in judge.iter_rows()
        for cell in row
        if cell.value is not None
    }
    assert grid.cells.keys() == seen.keys()
    for key, value in seen.items():
        cell = grid.cells[key]
        if isinstance(value, str):
            assert (cell.text, cell.kind) == (value, CellKind.TEXT)
        elif isinstance(value, datetime) and value.time() == datetime.min.time():
            assert cell.value == value.date()
        else:
            assert cell.value == value
    assert {(s.top, s.left, s.bottom, s.right) for s in grid.spans} == {
        (m.min_row, m.min_col, m.max_row, m.max_col) for m in judge.merged_cells.ranges
    }
    assert grid.cells[(3, 5)].href == "https://truong.example/khoa"
    assert (set(grid.hidden_rows), set(grid.hidden_columns)) == ({5}, {4})
    assert (grid.n_rows, grid.n_columns, grid.is_sheet) == (9, 5, True)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (2_800_000, "General", "2800000"),
        (2.5, "General", "2.5"),
        (2_800_000, "#,##0", "2.800.000"),
        (2_800_000, '#,##0 "đ"', "2.800.000 đ"),
        (2_800_000, '_(* #,##0_);_(* \\(#,##0\\);_(* "-"??_);_(@_)', "2.800.000"),
        (2_800_000, "#,##0\\ [$₫-42A]", "2.800.000 ₫"),
        (1234.5, "#,##0.00", "1.234,50"),
        (-1500, "#,##0", "-1.500"),
        (366_000_111, "0000000000", "0366000111"),
        (366_000_111, "0000\\.000\\.000", "0366.000.111"),
        (0.15, "0%", "15%"),
        (3, '0" tháng"', "3 tháng"),
        (3, 'General" tiết"', "3 tiết"),
        (2.5, "0.##", "2,5"),
        (date(2025, 5, 9), "d/m/yyyy", "9/5/2025"),
        (date(2025, 5, 9), "dd/mm/yyyy", "09/05/2025"),
        (datetime(2025, 5, 9, 7, 30), "dd/mm/yyyy hh:mm", "09/05/2025 07:30"),  # noqa: DTZ001
        (date(2025, 5, 9), '"Ngày" d "tháng" m "năm" yyyy', "Ngày 9 tháng 5 năm 2025"),
    ],
)
def test_numbers_are_shown_as_their_format_shows_them(value: object, code: str, shown: str) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = value
        sheet["A1"].number_format = code

    assert texts(read_xlsx(book(fill)))[(1, 1)] == shown


def test_dates_of_a_1904_workbook_are_the_same_days() -> None:
    made = Workbook()
    made.epoch = datetime(1904, 1, 1)  # noqa: DTZ001
    made.active["A1"] = date(2025, 5, 30)
    target = BytesIO()
    made.save(target)
    assert read_xlsx(target.getvalue()).grids[0].cells[(1, 1)].value == date(2025, 5, 30)


def test_hidden_and_very_hidden_sheets_say_so() -> None:
    made = Workbook()
    made.active.title = "2025"
    made.create_sheet("2024").sheet_state = "hidden"
    made.create_sheet("DM").sheet_state = "veryHidden"
    target = BytesIO()
    made.save(target)
    assert [(grid.title, grid.hidden) for grid in read_xlsx(target.getvalue()).grids] == [
        ("2025", False),
        ("2024", True),
        ("DM", True),
    ]


def test_struck_and_bold_cells_are_marked_and_comments_kept() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"], sheet["A2"] = "Bỏ", "Giữ"
        sheet["A1"].font = Font(strike=True)
        sheet["A2"].font = Font(bold=True)
        sheet["A2"].comment = Comment("hỏi lại\ntrường", "A")

    cells = read_xlsx(book(fill)).grids[0].cells
    assert (cells[(1, 1)].struck, cells[(1, 1)].text) == (True, "Bỏ")
    assert (cells[(2, 1)].bold, cells[(2, 1)].struck, cells[(2, 1)].comment) == (
        True,
        False,
        "hỏi lại\ntrường",
    )


def test_struck_runs_inside_a_cell_are_left_out() -> None:
    strings = (
        f'<sst xmlns="{MAIN}"><si><r><rPr><strike/></rPr><t>3.000.000</t></r><r><t xml:space="preserve"> 2.500.000</t></r>'
        '<rPh sb="0" eb="1"><t>phiên âm</t></rPh></si><si><r><rPr><strike/></rPr><t>bỏ hết</t></r></si></sst>'
    )
    rows = '<row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row>'
    cells = read_xlsx(raw_book(sheet_of(rows), {"book/strings.xml": strings})).grids[0].cells
    assert (cells[(1, 1)].text, cells[(1, 1)].struck) == ("2.500.000", False)
    assert (cells[(1, 2)].text, cells[(1, 2)].struck) == ("bỏ hết", True)


DRAWING = """<d:wsDr xmlns:d="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="KINDS">
<d:twoCellAnchor><d:from><d:col>9</d:col><d:row>1</d:row></d:from><d:to><d:col>4</d:col><d:row>5</d:row></d:to>
<d:pic><d:blipFill><a:blip r:embed="p1"/></d:blipFill></d:pic></d:twoCellAnchor>
<d:oneCellAnchor><d:from><d:col>0</d:col><d:row>6</d:row></d:from>
<d:sp><d:txBody><a:p><a:r><a:t>Liên hệ: </a:t></a:r><a:r><a:t>P. Đào tạo</a:t></a:r></a:p></d:txBody></d:sp>
</d:oneCellAnchor></d:wsDr>"""
KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = "http://schemas.openxmlformats.org/package/2006/relationships"


def test_pictures_and_text_boxes_stand_where_they_are_anchored() -> None:
    sheet = (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{KINDS}"><sheetData><row><c><v>1</v></c></row></sheetData>'
        '<drawing r:id="d1"/></worksheet>'
    )
    parts: dict[str, str | bytes] = {
        "book/leaves/_rels/one.xml.rels": f'<Relationships xmlns="{RELS}">'
        f'<Relationship Id="d1" Type="{KINDS}/drawing" Target="../drawings/d.xml"/></Relationships>',
        "book/drawings/d.xml": DRAWING.replace("KINDS", KINDS),
        "book/drawings/_rels/d.xml.rels": f'<Relationships xmlns="{RELS}">'
        f'<Relationship Id="p1" Type="{KINDS}/image" Target="../media/image7.png"/></Relationships>',
        "book/media/image7.png": PNG,
    }
    document = read_xlsx(raw_book(sheet, parts))
    (picture,) = document.pictures
    assert (picture.name, picture.place, picture.width) == ("image7.png", Place("S", 2, 10), 1)
    assert (picture.media_type, picture.size) == ("image/png", len(PNG))
    assert document.grids[0].cells[(2, 10)].pictures == ("image7.png",)
    assert [(box.text, box.place) for box in document.paragraphs] == [
        ("Liên hệ: P. Đào tạo", Place("S", 7, 1))
    ]


def test_addresses_inside_formulas_are_found_and_missing_results_told() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = '=HYPERLINK("https://truong.example/a","Xem")'
        sheet["A2"] = "=B1&B2"

    document = read_xlsx(book(fill))
    cell = document.grids[0].cells[(1, 1)]
    assert (cell.text, cell.href) == ("Xem", "https://truong.example/a")
    assert (2, 1) not in document.grids[0].cells
    assert any("formulas without a value" in warning for warning in document.warnings)


def test_cached_results_of_formulas_are_the_values() -> None:
    rows = '<row r="2"><c r="B2" t="str"><f>A1&amp;A2</f><v>Kế toán</v></c><c r="C2"><f>1+1</f><v>2</v></c></row>'
    document = read_xlsx(raw_book(sheet_of(rows)))
    assert texts(document) == {(2, 2): "Kế toán", (2, 3): "2"}
    assert document.warnings == ()


def test_sheets_without_references_with_prefixes_and_odd_paths_are_read() -> None:
    rows = (
        '<x:row><x:c t="inlineStr"><x:is><x:t>Tên</x:t></x:is></x:c><x:c><x:v>1.0</x:v></x:c></x:row>'
        '<x:row><x:c t="b"><x:v>1</x:v></x:c><x:c t="e"><x:v>#N/A</x:v></x:c></x:row>'
    )
    sheet = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData>{rows}</x:sheetData></x:worksheet>'
    cells = read_xlsx(raw_book(sheet, prefix="x:")).grids[0].cells
    assert {key: cell.text for key, cell in cells.items()} == {
        (1, 1): "Tên",
        (1, 2): "1",
        (2, 1): "TRUE",
        (2, 2): "#N/A",
    }
    assert cells[(2, 2)].kind is CellKind.ERROR


def test_what_a_merged_range_covers_is_not_seen() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    merge = '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
    grid = read_xlsx(raw_book(sheet_of(rows, merge))).grids[0]
    assert (set(grid.cells), grid.spans) == ({(1, 1)}, (Span(1, 1, 1, 2),))


def test_text_in_legacy_fonts_and_decomposed_text_come_as_composed_unicode() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["Tªn nghÒ", "Häc phÝ", "Tr×nh ®é"])

    assert list(texts(read_xlsx(book(fill))).values()) == ["Tên nghề", "Học phí", "Trình độ"]

    def fill_decomposed(sheet: Worksheet) -> None:
        sheet["A1"] = "Tên nghề"

    assert texts(read_xlsx(book(fill_decomposed)))[(1, 1)] == "Tên nghề"


# --- hostile and broken files

BOMB = '<!DOCTYPE s [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]>'


def test_a_document_type_is_hostile() -> None:
    strings = f'{BOMB}<sst xmlns="{MAIN}"><si><t>&b;</t></si></sst>'
    assert refusal(raw_book(sheet_of(""), {"book/strings.xml": strings})) is Reason.HOSTILE


def test_a_zip_bomb_is_refused_at_once() -> None:
    books = {size: raw_book(sheet_of(" " * size)) for size in (15_000_000, 60_000_000)}
    assert refusal(books[60_000_000]) in (Reason.HOSTILE, Reason.TOO_LARGE)
    assert_as_cheap(lambda: refusal(books[60_000_000]), lambda: refusal(books[15_000_000]))


def test_a_merge_of_the_whole_sheet_and_a_far_cell_are_cheap() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'
    data = raw_book(sheet_of(rows, '<mergeCells><mergeCell ref="B2:XFD1048575"/></mergeCells>'))
    near = raw_book(
        sheet_of('<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row>')
    )
    assert len(read_xlsx(data).grids[0].cells) == 2
    assert_as_cheap(lambda: read_xlsx(data), lambda: read_xlsx(near))


def test_a_merge_over_nothing_ends_with_the_sheet() -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c></row>'
    grid = read_xlsx(
        raw_book(sheet_of(rows, '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'))
    ).grids[0]
    assert (grid.n_rows, grid.n_columns, grid.spans) == (1, 1, ())


def test_endless_merges_are_refused() -> None:
    merges = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(1, 50_003))
    assert refusal(raw_book(sheet_of("", f"<mergeCells>{merges}</mergeCells>"))) is Reason.HOSTILE


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", Reason.EMPTY),
        (b"PK\x03\x04 cut off", Reason.CORRUPT),
        (raw_book("<worksheet><sheetData>"), Reason.CORRUPT),
        (raw_book(sheet_of(""))[:-200], Reason.CORRUPT),
    ],
    ids=["no bytes", "no directory", "broken XML", "cut off"],
)
def test_broken_files_are_refused_with_their_reason(data: bytes, reason: Reason) -> None:
    assert refusal(data) is reason


def test_a_broken_part_beside_the_values_does_not_cost_the_values() -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.append(["Tên khóa học", 2_800_000, date(2025, 5, 30), True])
        sheet["B1"].number_format = "#,##0"
        sheet["A1"].comment = Comment("ghi chú", "A")

    whole = zipfile.ZipFile(BytesIO(book(fill)))
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in whole.namelist():
            archive.writestr(
                name, b"<broken" if "comment" in name and name.endswith(".xml") else whole.read(name)
            )
    document = read_xlsx(target.getvalue())
    assert list(texts(document).values()) == ["Tên khóa học", "2.800.000", "2025-05-30", "TRUE"]
    assert "damaged" in document.warnings[0]


def test_escaped_characters_of_a_workbook_are_what_they_stand_for() -> None:
    rows = '<row><c t="inlineStr"><is><t>dòng 1_x000D_\ndòng 2</t></is></c></row>'
    assert texts(read_xlsx(raw_book(sheet_of(rows)))) == {(1, 1): "dòng 1\ndòng 2"}


def test_a_workbook_without_any_sheet_is_broken() -> None:
    data = raw_book(sheet_of(""))
    whole = zipfile.ZipFile(BytesIO(data))
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in whole.namelist():
            archive.writestr(name, whole.read(name).replace(b'r:id="r9"', b'r:id="r0"'))
    assert refusal(target.getvalue()) is Reason.CORRUPT


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="x"><c r="??"><v>1</v></c></row>',
        '<row r="99999999999"><c r="ZZZZ1" s="-1"><v>abc</v></c></row>',
        '<row><c t="s"><v>7</v></c><c t="s"><v/></c><c s="999"><v>1e999</v></c><c t="d"><v>?</v></c></row>',
        '<row><c t="n"><f>HYPERLINK(</f></c></row><c><v>1</v></c>',
    ],
)
def test_senseless_references_and_values_do_not_stop_the_reading(rows: str) -> None:
    assert read_xlsx(raw_book(sheet_of(rows))).media == "xlsx"
