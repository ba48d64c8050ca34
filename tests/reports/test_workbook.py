import io
import unicodedata
import zipfile
from dataclasses import replace
from datetime import datetime
from typing import Any

from openpyxl import load_workbook

from catalogue.records import Conflict, Record
from catalogue.snapshot import Snapshot, UnitLine
from reports.sheets import Sheet, SheetCell, Tone
from reports.workbook import build_workbook
from reports.xlsx import write_workbook
from tests.reports import samples
from tests.support.growth import assert_linear


def book(snapshot: Snapshot) -> Any:
    return load_workbook(io.BytesIO(build_workbook(snapshot)))


def of_one_unit(*records: Record) -> Snapshot:
    line = UnitLine(unit=samples.unit(), state=samples.state(*records))
    return samples.snapshot(units=(line,), today=(), needs=(), unassigned=samples.state(unit_id=None))


def tables(made: Any) -> list[Any]:
    return [page for page in made if page.title != "Tóm tắt"]


def written(*rows: tuple[SheetCell, ...], **more: Any) -> Any:
    columns = tuple((f"Cột {number}", 20) for number in range(1, 4))
    made = write_workbook(
        [Sheet(title="Thử", columns=columns, rows=iter(rows), **more)], "DS & 1", samples.NOW
    )
    return load_workbook(io.BytesIO(made))


def cell(page: Any, heading: str, row: int = 2) -> Any:
    column = next(one.column for one in page[1] if one.value == heading)
    return page.cell(row, column)


def test_the_workbook_has_five_sheets_whose_lengths_are_the_figures() -> None:
    made = book(samples.snapshot())
    rows = {page.title: page.max_row - 1 for page in tables(made)}
    assert rows == {"Khóa học": 37, "Đầu mối liên hệ": 13, "Đơn vị": 22, "Cần bổ sung": 20, "Cần xử lý": 5}


def test_the_first_sheet_tells_the_figures_of_the_digest_and_what_each_colour_means() -> None:
    page = book(samples.snapshot()).worksheets[0]
    told = {page.cell(row, 1).value: page.cell(row, 2).value for row in range(page.max_row, 0, -1)}
    assert [told[words] for words in ("Được mời", "Đủ thông tin", "Cần bổ sung, xác nhận", "Chưa gửi")] == [
        22,
        7,
        5,
        9,
    ]
    assert (told["Việc chờ chuyên viên"], page.auto_filter.ref) == (5, None)
    colours = {one.value: one.fill.fgColor.rgb for one in page["A"] if one.fill.fgColor.rgb != "00000000"}
    assert colours["Cần xác nhận"] == "FFFFF2CC"


def test_every_table_is_made_for_the_screen_and_for_a4_paper() -> None:
    for page in tables(book(samples.snapshot())):
        assert page.freeze_panes in {"C2", "D2"}
        assert page.auto_filter.ref == page.dimensions
        assert page.print_title_rows in {"1:1", "$1:$1"}
        assert (page.page_setup.orientation, page.page_setup.paperSize) == ("landscape", 9)
        assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) == (1, 0)
        assert page.sheet_properties.pageSetUpPr.fitToPage
        assert page["B2"].alignment.wrap_text
        assert page.oddHeader.left.text == samples.campaign().title
        assert (page.oddHeader.right.text, page.oddFooter.right.text) == (
            "Lập lúc 07:30 26/5/2025",
            "Trang &P/&N",
        )


def test_what_is_printed_of_a_table_is_wide_enough_to_be_read_on_paper() -> None:
    for page in tables(book(samples.snapshot())):
        last = page.print_area.rpartition("$")[0].rpartition("$")[2]
        printed = [page.column_dimensions[one.column_letter].width for one in page[1]]
        shown = printed[: page[f"{last}1"].column]
        assert sum(shown) <= 245, page.title  # 11 points become 6.7 on A4 landscape, within its margins


def test_a_missing_value_is_coloured_and_its_comment_says_what_lacks() -> None:
    page = book(of_one_unit(samples.course(url=None)))["Khóa học"]
    lacking = cell(page, "Địa chỉ trang thông tin lớp học")
    assert lacking.value is None
    assert lacking.fill.fgColor.rgb == "FFFBE3E0"
    assert "Chưa có địa chỉ trang thông tin lớp học" in lacking.comment.text
    assert cell(page, "Còn thiếu").value == "địa chỉ trang thông tin lớp học"
    assert cell(page, "Tình trạng").value == "Cần bổ sung"
    assert cell(page, "Tên khóa học").comment is None


def test_a_doubtful_value_shows_what_was_written_why_it_is_doubted_and_where_it_stands() -> None:
    fee = samples.value(None, "theo quy định", at="Sơ cấp!E9", doubt="unclear: no figure")
    doubted = cell(book(of_one_unit(samples.course(fee=fee)))["Khóa học"], "Học phí")
    assert doubted.value == "theo quy định"
    assert doubted.fill.fgColor.rgb == "FFFFF2CC"
    assert doubted.comment.text == (
        'Cần xác nhận: chưa rõ.\nGhi trong thư: "theo quy định".\nNguồn: ds-khoa-hoc-2025.xlsx, Sơ cấp!E9.'
    )


def test_a_case_that_a_person_closed_says_so() -> None:
    state = samples.state(samples.course(url=None), closed_at=samples.NOW)
    line = UnitLine(unit=samples.unit(), state=state, muted=True)
    made = book(samples.snapshot(units=(line,), today=(), needs=()))
    assert cell(made["Đơn vị"], "Ghi chú").value == "chuyên viên đóng hồ sơ; đã dừng gửi thư"


def test_what_a_colour_says_stands_in_words_too() -> None:
    fee = samples.value(2000000, "khoảng 2 triệu", doubt="open: rough")
    both = (samples.value("elementary", "Sơ cấp"), samples.value("college", "CĐ"))
    record = replace(samples.course(fee_vnd=fee), conflicts=(Conflict(field="level", values=both),))
    page = book(of_one_unit(record, samples.course(record_id="c2")))["Khóa học"]
    assert [cell(page, "Tình trạng", row).value for row in (2, 3)] == ["Cần xác nhận", "Đủ thông tin"]
    assert cell(page, "Cần xác nhận").value == (
        "mức học phí: mức ước chừng hoặc tối thiểu; trình độ đào tạo: hai giá trị không thống nhất"
    )
    doubted = cell(page, "Mức học phí (đồng)")
    assert (doubted.value, doubted.number_format, doubted.fill.fgColor.rgb) == (2000000, "#,##0", "FFFFF2CC")


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


def test_phones_are_text_fees_are_numbers_and_moments_are_dates() -> None:
    made = book(of_one_unit(samples.course(), samples.contact()))
    phone = cell(made["Đầu mối liên hệ"], "Số điện thoại")
    assert (phone.value, phone.data_type, phone.number_format) == ("0909 123 456", "s", "@")
    assert cell(made["Khóa học"], "Mức học phí (đồng)").value == 1500000
    assert cell(made["Đơn vị"], "Gửi lần đầu").value == datetime(2025, 5, 23, 9, 5)  # noqa: DTZ001 as Excel holds it


def test_a_free_course_has_no_sum_and_lacks_none() -> None:
    none = samples.value(None, "Miễn phí", answered=True)
    page = book(of_one_unit(samples.course(fee="free", fee_vnd=none)))["Khóa học"]
    assert (cell(page, "Học phí").value, cell(page, "Mức học phí (đồng)").value) == ("miễn phí", None)


def test_a_number_that_excel_would_round_and_a_day_that_it_cannot_hold_are_texts() -> None:
    long_ago = datetime(1899, 12, 30, 8, 0)  # noqa: DTZ001 sheets hold moments without zone
    row = written((SheetCell(12345678901234567), SheetCell(999), SheetCell(long_ago)))["Thử"][2]
    assert [one.value for one in row] == ["12345678901234567", 999, "08:00 30/12/1899"]


def test_no_text_from_a_school_becomes_a_formula_and_none_is_changed() -> None:
    titles = ("=HYPERLINK(1)", "+1", "-1+2", "@SUM(1)", "\t=1", "＝1", "#REF!")
    page = book(of_one_unit(*(samples.course(title, title) for title in titles)))["Khóa học"]
    cells = [cell(page, "Tên khóa học", row) for row in range(2, 9)]
    assert [one.value for one in cells] == list(titles)
    assert {one.data_type for one in cells} == {"s"}
    assert [bool(one.quotePrefix) for one in cells] == [True] * 6 + [False]


def test_characters_that_no_workbook_can_hold_do_not_break_it() -> None:
    page = book(of_one_unit(samples.course("Cắt\x0b may\ud800 " + "x" * 40_000)))["Khóa học"]
    held = cell(page, "Tên khóa học").value
    assert held.startswith("Cắt may x")
    assert held.endswith("[…]")
    assert len(held) < 32_768
    assert "dài 40.010 ký tự" in cell(page, "Tên khóa học").comment.text


def test_letters_are_composed_and_what_excel_would_decode_is_kept_as_written() -> None:
    parted = unicodedata.normalize("NFD", "Trường Trung cấp")
    name, code, _rest = written((SheetCell(parted), SheetCell("a_x000D_b"), SheetCell()))["Thử"][2]
    assert name.value == "Trường Trung cấp"
    assert code.value == "a_x005F_x000D_b"  # as ECMA-376 writes the text a_x000D_b


def test_a_comment_quotes_no_more_than_a_person_reads() -> None:
    both = tuple(samples.value("y", "y" * 9_000, at=f"A!B{number}") for number in range(9))
    record = replace(samples.course(), conflicts=(Conflict(field="content", values=both),))
    note = cell(book(of_one_unit(record))["Khóa học"], "Nội dung").comment
    assert len(note.text) < 1_600
    assert note.text.endswith("[…]")


def test_rows_beyond_what_a_sheet_holds_go_on_in_the_next_with_their_headings() -> None:
    made = written(*((SheetCell(number), SheetCell(), SheetCell()) for number in range(5)), most_rows=2)
    assert made.sheetnames == ["Thử", "Thử (2)", "Thử (3)"]
    assert [[one.value for one in page["A"]] for page in made] == [
        ["Cột 1", 0, 1],
        ["Cột 1", 2, 3],
        ["Cột 1", 4],
    ]


def test_comments_end_where_a_sheet_bears_no_more_and_colours_go_on() -> None:
    page = written(*((SheetCell("x", Tone.DOUBTFUL, "vì sao"),) for _ in range(2)), most_notes=1)["Thử"]
    assert [bool(one.comment) for one in page["A"]] == [False, True, False]
    assert page["A3"].fill.fgColor.rgb == "FFFFF2CC"


def test_each_row_costs_as_much_as_the_one_before_it() -> None:
    row = (SheetCell("x", Tone.DOUBTFUL, "vì sao"), SheetCell("văn bản " * 20), SheetCell(7))

    def write(rows: int) -> object:
        sheet = Sheet(title="Thử", columns=(("A", 9), ("B", 9), ("C", 9)), rows=(row for _ in range(rows)))
        return write_workbook([sheet], "DS", samples.NOW)

    assert_linear(write, 150)


def test_an_ampersand_of_the_title_is_no_command_of_the_header() -> None:
    assert written()["Thử"].oddHeader.left.text == "DS && 1"


def test_no_date_inside_the_file_is_that_of_its_making() -> None:
    made = build_workbook(samples.snapshot())
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(2025, 5, 26, 7, 30, 0)}
        assert archive.read("docProps/core.xml").count(b"2025-05-26T07:30:00Z") == 2
    assert build_workbook(samples.snapshot()) == made


def test_an_empty_campaign_gives_a_workbook_too() -> None:
    made = book(samples.snapshot(units=(), today=(), needs=(), unassigned=samples.state(unit_id=None)))
    assert [page.max_row for page in tables(made)] == [1] * 5
