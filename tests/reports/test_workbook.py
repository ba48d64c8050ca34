import io
import zipfile
from dataclasses import replace
from typing import Any

from openpyxl import load_workbook

from catalogue.records import Conflict, Record
from catalogue.snapshot import Snapshot, UnitLine
from reports.workbook import build_workbook
from tests.reports import samples


def book(snapshot: Snapshot) -> Any:
    return load_workbook(io.BytesIO(build_workbook(snapshot)))


def of_one_unit(*records: Record) -> Snapshot:
    line = UnitLine(unit=samples.unit(), state=samples.state(*records))
    return samples.snapshot(units=(line,), today=(), needs=(), unassigned=samples.state(unit_id=None))


def cell(page: Any, heading: str, row: int = 2) -> Any:
    column = next(one.column for one in page[1] if one.value == heading)
    return page.cell(row, column)


def test_the_workbook_has_five_sheets_whose_lengths_are_the_figures() -> None:
    made = book(samples.snapshot())
    rows = {page.title: page.max_row - 1 for page in made}
    assert rows == {"Khóa học": 37, "Đầu mối liên hệ": 13, "Đơn vị": 22, "Cần bổ sung": 20, "Cần xử lý": 5}


def test_every_sheet_is_made_for_the_screen_and_for_a4_paper() -> None:
    for page in book(samples.snapshot()):
        assert page.freeze_panes in {"C2", "D2"}
        assert page.auto_filter.ref.startswith("A1:")
        assert page.print_title_rows in {"1:1", "$1:$1"}
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page["B2"].alignment.wrap_text


def test_a_missing_value_is_coloured_and_its_comment_says_what_lacks() -> None:
    page = book(of_one_unit(samples.course(url=None)))["Khóa học"]
    lacking = cell(page, "Địa chỉ trang thông tin lớp học")
    assert lacking.value is None
    assert lacking.fill.fgColor.rgb == "FFFBE3E0"
    assert "Chưa có địa chỉ trang thông tin lớp học" in lacking.comment.text
    assert cell(page, "Còn thiếu").value == "địa chỉ trang thông tin lớp học"
    assert cell(page, "Tên khóa học").comment is None


def test_a_doubtful_value_shows_what_was_written_why_it_is_doubted_and_where_it_stands() -> None:
    fee = samples.value(None, "theo quy định", at="Sơ cấp!E9", doubt="unclear: no figure")
    doubted = cell(book(of_one_unit(samples.course(fee=fee)))["Khóa học"], "Học phí")
    assert doubted.value == "theo quy định"
    assert doubted.fill.fgColor.rgb == "FFFFF2CC"
    assert doubted.comment.text == (
        'Cần xác nhận: chưa rõ.\nGhi trong thư: "theo quy định".\nNguồn: ds-khoa-hoc-2025.xlsx, Sơ cấp!E9.'
    )


def test_a_doubtful_value_tells_how_sure_its_reading_is_and_what_it_rests_on() -> None:
    level = samples.value("elementary", "SC", confidence=0.55, reason="heading ~0.88",
                          doubt="confidence: heading ~0.88")  # fmt: skip
    note = cell(book(of_one_unit(samples.course(level=level)))["Khóa học"], "Trình độ").comment.text
    assert note.endswith("Độ tin cậy khi đọc: 55%, gần giống tiêu đề cột.")
    assert note.startswith("Cần xác nhận: cách trình bày chưa cho biết chắc chắn nội dung này thuộc mục nào.")


def test_a_doubtful_row_says_so_at_its_name() -> None:
    signer = replace(samples.contact(), doubtful=("record",), doubt="signer: named as signer only")
    named = cell(book(of_one_unit(signer))["Đầu mối liên hệ"], "Họ và tên")
    assert named.comment.text.startswith("Cần xác nhận cả dòng: chỉ nêu ở phần ký tên.")
    assert named.fill.fgColor.rgb == "FFFFF2CC"


def test_what_waits_for_a_yes_is_counted_and_listed_beside_what_lacks() -> None:
    fee = samples.value("paid", "khoảng 2 triệu", at="Sơ cấp!E9", doubt="open: rough")
    made = book(of_one_unit(samples.course(fee=fee, url=None), samples.contact()))
    units, owed = made["Đơn vị"], made["Cần bổ sung"]
    assert (cell(units, "Số nội dung còn thiếu").value, cell(units, "Số giá trị chờ xác nhận").value) == (
        1,
        1,
    )
    assert [cell(owed, "Còn thiếu, chờ xác nhận", row).value for row in (2, 3)] == [
        "địa chỉ trang thông tin lớp học",
        "chờ xác nhận học phí: mức ước chừng hoặc tối thiểu",
    ]


def test_two_values_that_disagree_are_both_told_with_their_places() -> None:
    both = (samples.value("free", "Miễn phí", at="A!B2"), samples.value("paid", "500.000", at="A!C2"))
    record = replace(samples.course(), conflicts=(Conflict(field="fee", values=both),))
    note = cell(book(of_one_unit(record))["Khóa học"], "Học phí").comment.text
    assert '"Miễn phí" (ds-khoa-hoc-2025.xlsx, A!B2)' in note
    assert '"500.000" (ds-khoa-hoc-2025.xlsx, A!C2)' in note


def test_phones_are_text_and_fees_are_numbers() -> None:
    made = book(of_one_unit(samples.course(), samples.contact()))
    phone = cell(made["Đầu mối liên hệ"], "Số điện thoại")
    assert (phone.value, phone.data_type, phone.number_format) == ("0909 123 456", "s", "@")
    assert cell(made["Khóa học"], "Mức học phí (đồng)").value == 1500000


def test_no_text_from_a_school_becomes_a_formula_and_none_is_changed() -> None:
    titles = ("=HYPERLINK(1)", "+1", "-1+2", "@SUM(1)", "\t=1", "#REF!")
    page = book(of_one_unit(*(samples.course(title, title) for title in titles)))["Khóa học"]
    cells = [cell(page, "Tên khóa học", row) for row in range(2, 8)]
    assert [one.value for one in cells] == list(titles)
    assert {one.data_type for one in cells} == {"s"}
    assert [bool(one.quotePrefix) for one in cells] == [True] * 5 + [False]


def test_characters_that_no_workbook_can_hold_do_not_break_it() -> None:
    page = book(of_one_unit(samples.course("Cắt\x0b may\ud800 " + "x" * 40_000)))["Khóa học"]
    held = cell(page, "Tên khóa học").value
    assert held.startswith("Cắt may x")
    assert held.endswith("[…]")
    assert len(held) < 32_768


def test_no_date_inside_the_file_is_that_of_its_making() -> None:
    made = build_workbook(samples.snapshot())
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(2025, 5, 26, 7, 30, 0)}
        assert archive.read("docProps/core.xml").count(b"2025-05-26T07:30:00Z") == 2
    assert build_workbook(samples.snapshot()) == made


def test_an_empty_campaign_gives_a_workbook_too() -> None:
    made = book(samples.snapshot(units=(), today=(), needs=(), unassigned=samples.state(unit_id=None)))
    assert [page.max_row for page in made] == [1] * 5
