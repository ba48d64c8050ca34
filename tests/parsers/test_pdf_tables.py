"""Tables of PDF files come out as the cells that a person sees, however they are drawn."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pdfplumber
import pytest

from parsers.document import Document, Grid, Span
from parsers.formats.pdf.reader import read_pdf
from tests.support.growth import assert_linear
from tests.support.pdfs import Paper

SAMPLES = Path(__file__).parent / "samples" / "pdf"
XS = [60.0, 100.0, 260.0, 360.0, 540.0]
ROWS = [
    ["STT", "Tên khóa học", "Học phí", "Nội dung"],
    ["1", "May công nghiệp", "Miễn phí", "Vận hành máy một kim"],
    ["2", "Kế toán", "1.200.000", "Nguyên lý kế toán"],
    ["3", "Điện lạnh", "3.000.000", "Sửa chữa máy lạnh"],
]


def sample(name: str) -> Document:
    return read_pdf((SAMPLES / f"{name}.pdf").read_bytes())


def rows_of(grid: Grid) -> list[list[str]]:
    return [
        [
            cell.text if (cell := grid.cells.get((row, column))) else ""
            for column in range(1, grid.n_columns + 1)
        ]
        for row in range(1, grid.n_rows + 1)
    ]


def only(document: Document) -> list[list[str]]:
    assert [grid.title for grid in document.grids] == ["Bảng 1"]
    return rows_of(document.grids[0])


def ruled() -> Paper:
    return Paper().table(XS, 100, ROWS)


def per_cell() -> Paper:
    paper = Paper().cells(XS, [100 + 20 * row for row in range(4)], ROWS)
    for row in range(4):
        for left, right in pairwise(XS):
            paper.box(left, 100 + 20 * row, right - left, 20)
    return paper


def thin_areas() -> Paper:
    paper = Paper().cells(XS, [100 + 20 * row for row in range(4)], ROWS)
    for x in XS:
        paper.box(x - 0.25, 100, 0.5, 80, fill=0)
    for row in range(5):
        paper.box(60, 99.75 + 20 * row, 480, 0.5, fill=0)
    return paper


def open_sides() -> Paper:
    paper = Paper().cells(XS, [100 + 20 * row for row in range(4)], ROWS)
    for x in XS[1:-1]:
        paper.line(x, 100, x, 180)
    for row in range(5):
        paper.line(60, 100 + 20 * row, 540, 100 + 20 * row)
    return paper


def columns_only() -> Paper:
    paper = Paper().cells(XS, [100 + 20 * row for row in range(4)], ROWS)
    return paper.lattice(XS, [100, 180]).line(60, 120, 540, 120)


def rules_between_rows() -> Paper:
    paper = Paper().cells(XS, [100 + 20 * row for row in range(4)], ROWS)
    for row in range(5):
        paper.line(60, 100 + 20 * row, 540, 100 + 20 * row)
    return paper


def three_rules() -> Paper:
    paper = Paper().cells(XS, [100 + 20 * row for row in range(4)], ROWS)
    return paper.line(60, 98, 540, 98).line(60, 118, 540, 118).line(60, 180, 540, 180)


def stripes() -> Paper:
    paper = Paper()
    for row in (1, 3):
        paper.box(60, 100 + 20 * row, 480, 20, fill=0.9)
    return paper.cells(XS, [100 + 20 * row for row in range(4)], ROWS)


def white_gaps() -> Paper:
    return Paper().cells(XS, [100 + 16 * row for row in range(4)], ROWS)


def spaced_boxes() -> Paper:
    paper = Paper().cells(XS, [100 + 20 * row for row in range(4)], ROWS).box(58, 98, 484, 84)
    for row in range(4):
        for left, right in pairwise(XS):
            paper.box(left + 1, 101 + 20 * row, right - left - 2, 18)
    return paper


DIALECTS = [
    ruled, per_cell, thin_areas, open_sides, columns_only,
    rules_between_rows, three_rules, stripes, white_gaps, spaced_boxes,
]  # fmt: skip


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_table_is_the_same_however_it_is_drawn(dialect: object) -> None:
    assert callable(dialect)
    assert only(read_pdf(dialect().data())) == ROWS


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_rotated_page_is_read_upright(turn: int) -> None:
    paper = Paper()
    # The library that draws swaps the sides of a page that lies on its side.
    width, height = paper.size if turn == 180 else paper.size[::-1]
    paper.canvas.setPageRotation(turn)
    paper.canvas.translate(*{90: (width, 0), 180: (width, height), 270: (0, height)}[turn])
    paper.canvas.rotate(turn)
    paper.size = (width, 500)
    xs = [60.0, 200.0, 340.0, 480.0]
    rows = [
        ["Tên khóa học", "Trình độ", "Học phí"],
        ["Kế toán", "Sơ cấp", "Miễn phí"],
        ["May", "Sơ cấp", "0 đồng"],
    ]
    paper.table(xs, 100, rows)
    assert only(read_pdf(paper.data())) == rows


def test_merged_cells_are_spans_and_turned_headings_are_read() -> None:
    paper = Paper()
    for x, top in ((60, 100), (100, 100), (260, 100), (360, 120), (540, 100)):
        paper.line(x, top, x, 180)
    paper.line(260, 100, 260, 180)
    for y in (100, 140, 160, 180):
        paper.line(60, y, 540, y)
    paper.line(260, 120, 540, 120)
    paper.text(104, 115, "Tên khóa học").text(364, 115, "Học phí").text(264, 135, "Loại").text(
        364, 135, "Mức"
    )
    paper.cells(
        [60.0, 100.0, 260.0, 360.0, 540.0],
        [140, 160],
        [["1", "May", "Có", "200.000"], ["2", "Hàn", "Có", "1"]],
    )
    paper.canvas.saveState()
    paper.canvas.translate(84, paper.size[1] - 136)
    paper.canvas.rotate(90)
    paper.canvas.drawString(0, 0, "Số TT")
    paper.canvas.restoreState()
    grid = read_pdf(paper.data()).grids[0]
    assert rows_of(grid)[:2] == [["Số TT", "Tên khóa học", "Học phí", ""], ["", "", "Loại", "Mức"]]
    assert set(grid.spans) == {Span(1, 1, 2, 1), Span(1, 2, 2, 2), Span(1, 3, 1, 4)}


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("https://hoc.an-hoa.example/khoa-\nhoc/ke-toan", "https://hoc.an-hoa.example/khoa-hoc/ke-toan"),
        ("tuyensinh.trungtam@anhoa\n.example", "tuyensinh.trungtam@anhoa.example"),
        ("Sửa chữa máy điều hòa\nkhông khí và tủ lạnh", "Sửa chữa máy điều hòa không khí và tủ lạnh"),
        ("- Thực hành tại xưởng\n- Kiểm tra cuối khóa", "- Thực hành tại xưởng\n- Kiểm tra cuối khóa"),
        ("Phòng Đào tạo\nĐiện thoại: 0912345678", "Phòng Đào tạo\nĐiện thoại: 0912345678"),
        ("Học phí trọn khóa 3.500.\n000 đồng", "Học phí trọn khóa 3.500.000 đồng"),
    ],
)  # fmt: skip
def test_wrapped_lines_of_a_cell_are_joined_as_they_were_written(lines: str, said: str) -> None:
    longest = max(lines.split("\n"), key=len)
    width = Paper().canvas.stringWidth(longest, "DejaVuSans", 10) + 10
    rows = [["Khóa học", "Ghi chú"], [lines, "Có"]]
    data = Paper().table([60, 60 + max(width, 120), 60 + max(width, 120) + 80], 100, rows, height=40).data()
    assert only(read_pdf(data))[1][0] == said


def test_a_word_too_long_for_its_column_is_made_whole() -> None:
    data = (
        Paper()
        .table([60, 92, 300], 100, [["A", "B"], ["nghi\nệp", "x"], ["Tin\nhọc", "y"]], height=40)
        .data()
    )
    assert [row[0] for row in only(read_pdf(data))] == ["A", "nghiệp", "Tin học"]


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("Trung\ncấp", "Trung cấp"),
        ("Tru\nng\ncấp", "Trung cấp"),
        ("Ghi\nch\nú", "Ghi chú"),
        ("3\ntháng", "3 tháng"),
        ("1.200.0\n00", "1.200.000"),
        ("Chươ\nng", "Chương"),
        ("Photo\nshop", "Photoshop"),
        ("Quảng cá\no trên mạ\nng xã hội", "Quảng cáo trên mạng xã hội"),
    ],
)
def test_a_line_broken_in_a_narrow_column_is_joined_by_what_makes_words(lines: str, said: str) -> None:
    width = max(Paper().canvas.stringWidth(line, "DejaVuSans", 10) for line in lines.split("\n"))
    xs = [60, 60 + width + 10, 300]
    data = Paper().table(xs, 100, [["", "B"], [lines, "x"], ["", "y"]], height=46).data()
    assert only(read_pdf(data))[1][0] == said


WHITE = [
    ["STT", "Tên khóa học", "Học phí", "Nội dung"],
    ["1", "May công nghiệp", "Miễn phí", "Vận hành máy một kim"],
    ["2", "Kế toán", "1.200.000", "Nguyên lý kế toán"],
    ["3", "Điện lạnh", "3.000.000", "Sửa chữa máy lạnh,"],
]


def white(top: float, rows: list[list[str]], paper: Paper | None = None, pitch: float = 26) -> Paper:
    return (paper or Paper()).cells(XS, [top + pitch * row for row in range(len(rows))], rows)


def test_the_last_row_of_a_table_without_lines_is_whole_on_its_page_and_over_the_next() -> None:
    said = "Sửa chữa máy lạnh, bảo dưỡng tủ lạnh và máy giặt"
    paper = white(100, WHITE)
    for number, text in enumerate(("bảo dưỡng", "tủ lạnh và", "máy giặt"), 1):
        paper.text(364, 193 + 12 * number, text)
    assert " ".join(only(read_pdf(paper.data()))[3][3].split()) == said
    paper = white(700, WHITE).page().text(364, 60, "bảo dưỡng tủ lạnh").text(364, 72, "và máy giặt")
    white(84, [["4", "Hàn điện", "2.000.000", "Hàn hồ quang"]], paper)
    paper.text(60, 130, "Ghi chú: học phí chưa gồm tài liệu.")
    document = read_pdf(paper.data())
    rows = only(document)
    assert " ".join(rows[3][3].split()) == said
    assert rows[4] == ["4", "Hàn điện", "2.000.000", "Hàn hồ quang"]
    assert [one.text for one in document.paragraphs] == ["Ghi chú: học phí chưa gồm tài liệu."]


def test_columns_printed_close_together_are_told_by_where_many_texts_begin() -> None:
    xs = [60.0, 68.4, 160.0, 228.0, 400.0]
    rows = [["1", "May công nghiệp", "Cao đẳng", "Vận hành máy"], ["2", "Kế toán", "Sơ cấp", "Nguyên lý"]]
    rows += [["3", "Điện lạnh", "Trung cấp", "Sửa chữa"], ["4", "Hàn", "Sơ cấp", "Hồ quang"]]
    assert only(read_pdf(Paper().cells(xs, [100 + 20 * row for row in range(4)], rows).data())) == rows


def test_a_merged_cell_whose_row_a_page_cuts_reaches_over_all_its_rows() -> None:
    xs = [60.0, 130.0, 300.0]
    first = Paper().lattice(xs, [740, 780]).text(64, 760, "Sơ cấp").text(134, 760, "Cắt may áo dài")
    first.line(60, 720, 300, 720).line(60, 720, 60, 800).line(130, 720, 130, 800).line(300, 720, 300, 800)
    first.text(64, 734, "Trình độ").text(134, 734, "Khóa học").text(134, 795, "Pha chế và")
    first.text(64, 795, "Ngắn hạn").page()
    for x in xs:
        first.line(x, 40, x, 100)
    first.line(130, 70, 300, 70).line(60, 100, 300, 100)
    grid = read_pdf(first.text(134, 55, "quản lý quầy").text(134, 90, "Hàn điện").data()).grids[0]
    assert [row[1] for row in rows_of(grid)][1:] == ["Cắt may áo dài", "Pha chế và\nquản lý quầy", "Hàn điện"]
    assert Span(3, 1, 4, 1) in grid.spans


def test_a_table_goes_on_over_pages_without_its_repeated_heading() -> None:
    paper = Paper().table(XS, 700, ROWS[:3]).page().table(XS, 60, [ROWS[0], ROWS[3]])
    assert only(read_pdf(paper.data())) == ROWS


def test_a_row_cut_by_the_page_is_one_row() -> None:
    begun = "Nguyên lý kế toán và lập báo"
    xs = [*XS[:4], XS[3] + 8 + Paper().canvas.stringWidth(begun, "DejaVuSans", 10)]
    paper = Paper().table(xs, 740, [ROWS[0], ["1", "Kế toán", "Miễn phí", begun]])
    paper.page().table(xs, 60, [ROWS[0], ["", "", "", "cáo tài chính"], ["2", "May", "Có", "Máy một kim"]])
    rows = only(read_pdf(paper.data()))
    assert [row[0] for row in rows] == ["STT", "1", "2"]
    assert rows[1] == ["1", "Kế toán", "Miễn phí", f"{begun} cáo tài chính"]


def test_numbers_touching_the_next_column_stay_in_their_own() -> None:
    paper = Paper().lattice([60, 90, 300], [100, 120, 140])
    for row, (serial, title) in enumerate([("1", "May"), ("2", "Cắm hoa")]):
        paper.canvas.drawRightString(90, paper.size[1] - 113 - 20 * row, serial)
        paper.text(90, 113 + 20 * row, title)
    assert only(read_pdf(paper.data())) == [["1", "May"], ["2", "Cắm hoa"]]


def test_rows_counted_by_numbers_in_their_middle_need_no_line_at_all() -> None:
    paper = Paper().lines(60, 60, ["STT"]).lines(100, 60, ["Tên khóa học"]).lines(260, 60, ["Học phí"])
    for row, (title, fee) in enumerate(
        [("Sửa chữa điện", "0 đồng"), ("Kỹ thuật may", "Miễn phí"), ("Kế toán", "1")]
    ):
        y = 100 + 40 * row
        paper.text(60, y, f"{row + 1}").lines(100, y - 6, [title, "nâng cao"], pitch=12).text(260, y, fee)
    assert only(read_pdf(paper.data())) == [
        ["STT", "Tên khóa học", "Học phí"],
        ["1", "Sửa chữa điện\nnâng cao", "0 đồng"],
        ["2", "Kỹ thuật may\nnâng cao", "Miễn phí"],
        ["3", "Kế toán\nnâng cao", "1"],
    ]


def test_a_lone_frame_is_text_and_not_a_table() -> None:
    paper = (
        Paper().box(50, 90, 400, 60).lines(60, 110, ["Liên hệ: bà Đặng Thu Hà", "Điện thoại: 0912 345 678"])
    )
    document = read_pdf(paper.data())
    assert not document.grids
    assert [one.text for one in document.paragraphs] == [
        "Liên hệ: bà Đặng Thu Hà",
        "Điện thoại: 0912 345 678",
    ]


def test_crossed_out_text_is_marked_and_links_lie_behind_their_text() -> None:
    rows = [["Khóa học", "Trang"], ["Cắm hoa", "Chi tiết"]]
    paper = Paper().table([60, 200, 400], 100, rows)
    width = paper.canvas.stringWidth("Cắm hoa", "DejaVuSans", 10)
    paper.line(64, 130, 64 + width, 130)
    paper.canvas.linkURL("https://an-hoa.example/hoa", (204, paper.size[1] - 138, 250, paper.size[1] - 120))
    cells = read_pdf(paper.data()).grids[0].cells
    assert cells[2, 1].struck
    assert cells[2, 2].href == "https://an-hoa.example/hoa"


def test_a_picture_in_a_cell_knows_its_cell() -> None:
    paper = Paper().table([60, 200, 400], 100, [["Khóa học", "Ảnh"], ["Cắm hoa", ""]], height=60)
    paper.picture(210, 165, 40, 40, (12, 9))
    document = read_pdf(paper.data())
    assert document.grids[0].cells[2, 2].pictures == ("image1.png",)
    picture = document.pictures[0]
    assert (picture.width, picture.height, str(picture.place)) == (12, 9, "Bảng 1!B2")


def test_writers_wide_table_over_pages_is_one_with_its_two_heading_rows() -> None:
    document = sample("writer-wide-table")
    rows = only(document)
    assert rows[0][4:6] == ["Học phí", ""]
    assert rows[1][4:6] == ["Có thu phí / Miễn phí", "Mức (đồng)"]
    assert [row[0] for row in rows] == ["STT", "", *map(str, range(1, 13))]
    assert rows[2][7].endswith("các món ăn Á – Âu, vệ sinh an toàn thực phẩm và tổ chức bếp")
    assert rows[3][8] == "https://hoc.truongnghe-binhphu.example/khoa-hoc/tin-hoc-van-phong"


def test_calcs_columns_on_further_pages_stand_beside_the_first_ones() -> None:
    rows = only(sample("calc-wide"))
    assert rows[0] == [
        "STT", "Tên khóa học", "Trình độ", "Hình thức", "Học phí", "Mức học phí (đồng)", "Thời gian",
        "Nội dung", "Website", "Chương trình đào tạo", "Cấp chứng chỉ", "Ghi chú",
    ]  # fmt: skip
    assert [row[0] for row in rows[1:]] == [str(number) for number in range(1, 14)]
    assert rows[13][8:11] == [
        "https://hoc.truongnghe-binhphu.example/khoa-hoc/che-bien-mon-an-2025",
        "Lý thuyết 30%, thực hành 70%, kiểm tra cuối khóa",
        "Có",
    ]


def test_chromiums_table_keeps_spans_and_links() -> None:
    grid = sample("chromium-table").grids[0]
    assert Span(1, 3, 1, 4) in grid.spans
    assert [row[0] for row in rows_of(grid)] == ["TT", "", *map(str, range(1, 13))]
    assert grid.cells[3, 6].href == "https://hoc.truongnghe-binhphu.example/khoa-hoc/che-bien-mon-an-2025"


@pytest.mark.parametrize("name", ["writer-wide-table", "writer-letter-tables", "chromium-table"])
def test_cells_hold_the_letters_that_another_reader_finds_there(name: str) -> None:
    with pdfplumber.open(SAMPLES / f"{name}.pdf") as pdf:
        table = pdf.pages[0].extract_tables()[0]
    theirs = {"".join(text.split()) for row in table[:-1] for text in row if text}
    cells = [cell for grid in sample(name).grids for cell in grid.cells.values()]
    ours = {"".join(cell.text.split()) for cell in cells}
    assert theirs <= ours


def test_many_pages_cost_as_much_more() -> None:
    def read(pages: int) -> None:
        read_pdf(made[pages])

    made = {}
    for pages in (5, 20):
        paper = Paper()
        for page in range(pages):
            paper.table(XS, 60, [[f"{page}.{row}", *ROWS[1][1:]] for row in range(30)]).page()
        made[pages] = paper.data()
    assert_linear(read, 5)


def test_the_rest_of_a_rows_one_long_cell_on_the_next_page_belongs_to_it() -> None:
    xs, rest = [60.0, 100, 220, 400], ["", "", "tự do"]
    paper = Paper().table(
        xs, 700, [["STT", "Tên", "Nội dung"], ["1", "Hàn", "hàn điện"], ["2", "May", "áo,"]]
    )
    (grid,) = read_pdf(paper.page().table(xs, 60, [rest]).page().data()).grids
    assert [grid.cells[3, column].text for column in (1, 2, 3)] == ["2", "May", "áo,\ntự do"]
    assert grid.n_rows == 3


def test_headings_said_again_above_a_last_row_without_lines_are_left_out_and_the_row_is_kept() -> None:
    heads = ["STT", "Tên khóa học", "Hình thức", "Nội dung"]
    xs = [60.0, 100, 220, 300]
    rows = [[str(number), f"Khóa {number}", "Trực tiếp", "lý thuyết"] for number in range(1, 9)]
    paper = Paper().cells([*xs], [600.0 + 20 * number for number in range(9)], [heads, *rows]).page()
    paper.cells([*xs], [40.0, 60], [heads, ["9", "Khóa 9", "Trực tuyến", "thực hành\nở xưởng"]])
    document = read_pdf(paper.text(60, 140, "Người lập biểu").data())
    (grid,) = document.grids
    assert grid.n_rows == 10
    assert [grid.cells[10, column].text.replace("\n", " ") for column in range(1, 5)] == [
        "9",
        "Khóa 9",
        "Trực tuyến",
        "thực hành ở xưởng",
    ]
    assert [paragraph.text for paragraph in document.paragraphs] == ["Người lập biểu"]
