from __future__ import annotations

from dataclasses import replace

import pytest

from parsers.document import Cell, CellKind, Grid, Span
from tests.support.layouts import (
    BAKING,
    HEADINGS,
    TAILORING,
    Row,
    contacts,
    courses,
    grid,
    of_kind,
    paragraphs,
    read,
    reading,
)

LETTERHEAD = (("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "", "", "", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), ())


def test_each_row_below_the_headings_is_a_course_with_the_place_of_every_value() -> None:
    found = read(grid([*LETTERHEAD, ("DANH SÁCH KHÓA HỌC",), (), HEADINGS, BAKING, TAILORING]))
    first, second = of_kind(found, "course")
    assert (reading(first, "title").text, str(reading(first, "title").place)) == ("Làm bánh Âu", "Sheet1!B6")
    assert (reading(second, "fee").text, str(reading(second, "fee").place)) == ("Miễn phí", "Sheet1!E7")
    assert reading(first, "fee").confidence > 0.9
    assert ("SỞ GIÁO DỤC VÀ ĐÀO TẠO") in [text for _, text in found.prose]


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Tên khóa học (*)", "title"),
        ("TÊN NGHỀ", "title"),
        ("Bậc học", "level"),
        ("Thời gian đào đạo", "duration"),
        ("Học phí (nghìn đồng)", "fee"),
        ("Link\nlớp học", "url"),
        ("Nội dung/Chương trình đào tạo", "content"),
        ("Course name\n(Tên khóa học)", "title"),
    ],
)
def test_headings_are_known_by_synonym_hint_slip_and_second_language(heading: str, field: str) -> None:
    value = {"url": "https://truong.example/lop", "fee": "3.500"}.get(field, "Sơ cấp")
    headings = (
        "STT",
        *[one for one in ("Tên khóa học", "Hình thức") if field != "title" or one != "Tên khóa học"],
    )
    rows = [(*headings, heading), (*("1", "Làm bánh", "Trực tiếp")[: len(headings)], value)]
    assert courses(grid(rows))[0][field] == value


def test_headings_over_two_rows_are_read_from_the_top_down() -> None:
    top = ("STT", "Tên khóa học", "Học phí", "", "Thời gian")
    below = ("", "", "Miễn phí", "Có thu phí (đồng)", "")
    spans = [Span(1, 1, 2, 1), Span(1, 2, 2, 2), Span(1, 3, 1, 4), Span(1, 5, 2, 5)]
    rows = [top, below, ("1", "Hàn", "x", "", "3 tháng"), ("2", "Tiện", "", "2.000.000", "4 tháng")]
    free, paid = of_kind(read(grid(rows, spans=spans)), "course")
    assert (reading(free, "fee").choice, reading(free, "fee").heading) == ("free", "Học phí / Miễn phí")
    assert (reading(paid, "fee").choice, reading(paid, "fee").text) == ("", "2.000.000")
    assert str(reading(paid, "fee").place) == "Sheet1!D4"


def test_a_row_that_numbers_the_columns_is_no_record() -> None:
    numbers = tuple(f"({number})" for number in range(1, 8))
    hints = ("", "(tên đầy đủ)", "", "", "(đồng/khóa)")
    assert len(courses(grid([HEADINGS, numbers, hints, BAKING]))) == 1


def test_ticks_under_a_common_heading_give_the_choice() -> None:
    rows = [
        ("Tên khóa học", "Hình thức", "", ""),
        ("", "Trực tuyến", "Kết hợp", "Trực tiếp"),
        ("Hàn điện", "", "", "x"),
        ("Tin học", "✓", "", ""),
    ]
    found = of_kind(read(grid(rows, spans=[Span(1, 2, 1, 4), Span(1, 1, 2, 1)])), "course")
    assert [reading(one, "delivery").choice for one in found] == ["in_person", "online"]


def test_a_merged_cell_speaks_for_its_rows_only_and_names_its_anchor() -> None:
    rows = [HEADINGS, BAKING, ("2", "Pha chế", "", "", "Miễn phí"), ("3", "Phục vụ", "", "", "Miễn phí")]
    first, second, third = of_kind(read(grid(rows, spans=[Span(2, 3, 3, 3)])), "course")
    assert str(reading(second, "level").place) == "Sheet1!C2"
    assert reading(first, "level").text == reading(second, "level").text == "Sơ cấp"
    assert "level" not in {one.field for one in third.readings}


def test_one_name_merged_over_several_rows_is_one_course() -> None:
    rows = [
        ("Tên khóa học", "Trình độ", "Nội dung"),
        ("Hàn", "Sơ cấp", "An toàn lao động trong xưởng"),
        ("", "", "Hàn hồ quang tay"),
    ]
    (course,) = courses(grid(rows, spans=[Span(2, 1, 3, 1), Span(2, 2, 3, 2)]))
    assert course["content"] == "An toàn lao động trong xưởng\nHàn hồ quang tay"


def test_a_section_row_gives_its_level_to_the_rows_below_it() -> None:
    headings = ("STT", "Tên nghề", "Hình thức", "Học phí")
    rows = [
        headings,
        ("I. TRÌNH ĐỘ SƠ CẤP",),
        ("1", "Điện dân dụng", "Trực tiếp", "2.000.000"),
        ("II. TRÌNH ĐỘ TRUNG CẤP",),
        ("1", "Cơ điện tử", "Trực tiếp", "9.000.000"),
    ]
    found = of_kind(read(grid(rows, spans=[Span(2, 1, 2, 4), Span(4, 1, 4, 4)])), "course")
    levels = [(reading(one, "level").choice, str(reading(one, "level").place)) for one in found]
    assert levels == [("elementary", "Sheet1!A2"), ("intermediate", "Sheet1!A4")]


def test_a_section_inside_a_section_keeps_what_the_outer_one_says() -> None:
    rows = [
        ("STT", "Tên nghề", "Học phí", "Thời gian"),
        ("I", "TRÌNH ĐỘ SƠ CẤP"),
        ("A. Nhóm nghề điện",),
        ("1", "Điện dân dụng", "2.000.000", "3 tháng"),
        ("B. Các lớp trực tuyến",),
        ("2", "Tin học", "900.000", "3 tháng"),
        ("II", "TRÌNH ĐỘ TRUNG CẤP"),
        ("1", "Cơ điện tử", "9.000.000", "2 năm"),
    ]
    found = of_kind(read(grid(rows)), "course")
    said = [{one.field: one.choice for one in each.readings if one.choice} for each in found]
    assert said == [
        {"level": "elementary"},
        {"level": "elementary", "delivery": "online"},
        {"level": "intermediate"},
    ]
    assert str(reading(found[0], "level").place) == "Sheet1!B2"


def test_one_name_merged_over_several_levels_is_a_course_a_level() -> None:
    rows = [
        ("Tên nghề", "Trình độ", "Thời gian"),
        ("Hàn", "Sơ cấp", "3 tháng"),
        ("", "Trung cấp", "2 năm"),
    ]
    assert courses(grid(rows, spans=[Span(2, 1, 3, 1)])) == [
        {"title": "Hàn", "level": "Sơ cấp", "duration": "3 tháng"},
        {"title": "Hàn", "level": "Trung cấp", "duration": "2 năm"},
    ]


def test_a_name_left_blank_is_not_filled_down_but_doubted() -> None:
    rows = [("Tên nghề", "Trình độ", "Thời gian"), ("Hàn", "Sơ cấp", "3 tháng"), ("", "Trung cấp", "2 năm")]
    _, second = of_kind(read(grid(rows)), "course")
    assert "title" not in {one.field for one in second.readings}
    assert second.doubt == "no title"


def test_totals_signatures_and_notes_end_the_table() -> None:
    rows = [
        HEADINGS,
        BAKING,
        ("Tổng cộng", "", "", "", "3.500.000"),
        (),
        ("Ghi chú: lớp mở khi đủ 15 học viên.",),
        ("", "NGƯỜI LẬP BIỂU", "", "", "HIỆU TRƯỞNG"),
        ("", "Lê Thị Lụa", "", "", "Trần Văn Gấm"),
    ]
    found = read(grid(rows))
    assert [reading(one, "title").text for one in of_kind(found, "course")] == ["Làm bánh Âu"]
    assert of_kind(found, "contact") == []
    signed = [one for one in found.candidates if one.doubt == "signature"]
    assert {reading(one, "full_name").text for one in signed} == {"Lê Thị Lụa", "Trần Văn Gấm"}
    assert all(reading(one, "full_name").confidence < 0.5 for one in signed)


def test_a_course_whose_name_begins_like_a_total_is_a_course() -> None:
    rows = [("Tên khóa học", "Trình độ"), ("Tổng quan du lịch", "Sơ cấp"), ("Cộng đồng số", "Ngắn hạn")]
    assert [one["title"] for one in courses(grid(rows))] == ["Tổng quan du lịch", "Cộng đồng số"]


def test_example_rows_and_empty_numbered_rows_yield_nothing() -> None:
    example = ("VD", "Tin học (ví dụ)", "Sơ cấp", "Trực tuyến", "1.000.000", "3 tháng", "…")
    rows = [HEADINGS, example, BAKING, ("2",), ("3", "…", "", "", "", "", "")]
    assert [one["title"] for one in courses(grid(rows))] == ["Làm bánh Âu"]


def test_hidden_rows_columns_and_sheets_and_crossed_out_cells_are_no_records() -> None:
    struck = tuple(Cell(text, struck=True) for text in TAILORING)
    shown = grid(
        [HEADINGS, BAKING, TAILORING, struck], hidden_rows=frozenset({3}), hidden_columns=frozenset({5})
    )
    hidden = grid([HEADINGS, TAILORING], title="Cũ", hidden=True)
    found = courses(shown, hidden)
    assert [one["title"] for one in found] == ["Làm bánh Âu"]
    assert "fee" not in found[0]


def test_several_tables_of_a_sheet_have_their_own_columns_and_titles() -> None:
    rows = [
        ("A. CÁC KHÓA HỌC MIỄN PHÍ",),
        ("STT", "Tên khóa học", "Trình độ"),
        ("1", "Kỹ năng số", "Ngắn hạn"),
        (),
        ("B. CÁC KHÓA HỌC CÓ THU PHÍ",),
        ("STT", "Học phí", "Tên khóa học", "Trình độ"),
        ("1", "3.000.000 đ", "Pha chế", "Sơ cấp"),
    ]
    free, paid = of_kind(read(grid(rows)), "course")
    assert (reading(free, "fee").choice, reading(free, "fee").reason) == ("free", "title")
    assert reading(paid, "fee").text == "3.000.000 đ"
    assert reading(free, "fee").confidence < reading(paid, "fee").confidence


def test_a_table_beside_another_is_read_for_itself() -> None:
    rows = [
        ("STT", "Tên lớp", "Trình độ", "", "Họ tên người liên hệ", "Chức vụ", "Số ĐT"),
        ("1", "May", "Sơ cấp", "", "Trần Thị Lụa", "Giám đốc", "0909111222"),
        ("2", "Thêu", "Ngắn hạn"),
    ]
    assert len(courses(grid(rows))) == 2
    assert contacts(grid(rows)) == [
        {"full_name": "Trần Thị Lụa", "position": "Giám đốc", "phone": "0909111222"},
    ]


def test_a_header_said_again_on_the_next_page_is_no_record() -> None:
    assert len(courses(grid([HEADINGS, BAKING, HEADINGS, TAILORING]))) == 2


def test_an_ambiguous_heading_is_decided_by_its_neighbours() -> None:
    alone = grid([("STT", "Chương trình đào tạo", "Trình độ"), ("1", "Hàn điện", "Sơ cấp")])
    beside = grid(
        [
            ("Tên khóa học", "Chương trình đào tạo", "Trình độ"),
            ("Hàn", "Mô đun 1: An toàn; Mô đun 2: Hàn", "Sơ cấp"),
        ]
    )
    assert courses(alone)[0]["title"] == "Hàn điện"
    assert courses(beside)[0]["curriculum"].startswith("Mô đun 1")


def test_whether_and_how_much_are_two_columns() -> None:
    rows = [
        ("Tên khóa học", "Miễn phí/Có thu phí", "Mức học phí (đồng)"),
        ("Hàn", "Có thu phí", "27.000.000"),
    ]
    assert courses(grid(rows)) == [{"title": "Hàn", "fee": "Có thu phí", "fee_vnd": "27.000.000"}]


def test_a_list_of_learners_gives_no_contacts() -> None:
    rows = [
        ("DANH SÁCH HỌC VIÊN",),
        ("STT", "Họ và tên", "Ngày sinh", "Số điện thoại"),
        ("1", "Lê Văn A", "1/1/2000", "0909111222"),
    ]
    found = read(grid(rows))
    assert of_kind(found, "contact") == []
    assert "0909111222" in [one.text for one in found.unclaimed]


def test_what_no_field_claims_is_kept_with_its_heading() -> None:
    rows = [(*HEADINGS, "Xưởng thực hành"), (*BAKING, "Xưởng số 2")]
    (left,) = read(grid(rows)).unclaimed
    assert (left.text, left.heading, str(left.place)) == ("Xưởng số 2", "Xưởng thực hành", "Sheet1!H2")


def test_family_and_given_name_in_two_columns_are_one_name() -> None:
    rows = [
        ("STT", "Họ và chữ lót", "Tên", "Chức vụ", "Điện thoại"),
        ("1", "Nguyễn Thị", "Lụa", "Giáo vụ", "0909111222"),
    ]
    assert contacts(grid(rows))[0]["full_name"] == "Nguyễn Thị Lụa"


def test_a_number_keeps_its_typed_value_and_format() -> None:
    fee = Cell("1.850", CellKind.NUMBER, 1850.0, "#,##0")
    rows: list[Row] = [("Tên khóa học", "Học phí (nghìn đồng)"), ("May", fee)]
    (course,) = of_kind(read(grid(rows)), "course")
    found = reading(course, "fee")
    assert (found.value, found.number_format, found.heading) == (1850.0, "#,##0", "Học phí (nghìn đồng)")


def test_without_a_heading_for_the_name_the_only_text_column_is_a_doubtful_one() -> None:
    rows = [("STT", "Tại xưởng", "Thời gian"), ("1", "Hàn điện", "3 tháng"), ("2", "Tiện", "4 tháng")]
    first, _ = of_kind(read(grid(rows)), "course")
    assert reading(first, "title").confidence < 0.6


def test_a_title_in_a_paragraph_above_holds_for_the_table_below_but_a_schools_name_does_not() -> None:
    above = paragraphs("TRƯỜNG CAO ĐẲNG ÁNH DƯƠNG\nDANH MỤC KHÓA HỌC TRỰC TUYẾN MIỄN PHÍ")
    (course,) = of_kind(
        read(*above, grid([("STT", "Khóa học", "Số tiết"), ("1", "Kỹ năng số", "12")])), "course"
    )
    said = {one.field: one.choice for one in course.readings if one.reason == "title"}
    assert said == {"delivery": "online", "fee": "free"}


def test_a_title_above_numbered_captions_holds_for_every_table() -> None:
    rows = [
        ("DANH MỤC CÁC KHÓA HỌC TRỰC TUYẾN",),
        ("A. CÁC LỚP MIỄN PHÍ",),
        ("STT", "Tên khóa học", "Số tiết"),
        ("1", "Kỹ năng số", "12"),
        (),
        ("B. CÁC LỚP CÓ THU PHÍ",),
        ("STT", "Tên khóa học", "Học phí"),
        ("1", "Tin học", "900.000 đ"),
    ]
    free, paid = of_kind(read(grid(rows)), "course")
    assert reading(free, "fee").choice == "free"
    assert reading(paid, "delivery").choice == reading(free, "delivery").choice == "online"
    assert reading(paid, "fee").text == "900.000 đ"


def test_a_table_that_goes_on_without_its_headings_keeps_its_columns() -> None:
    first = replace(grid([HEADINGS, BAKING], title="Bảng 1"), is_sheet=False)
    second = replace(grid([TAILORING], title="Bảng 2"), is_sheet=False)
    found = of_kind(read(first, second), "course")
    assert [str(reading(one, "title").place) for one in found] == ["Bảng 1!B2", "Bảng 2!B1"]


def test_a_cell_with_several_persons_is_several_contacts() -> None:
    rows = [
        ("STT", "Họ và tên", "Chức vụ"),
        ("1", "Lê Văn Gấm - 0903 111 222\nTrần Thị Lụa - 0907 111 222", "Chuyên viên"),
    ]
    assert [(one["full_name"], one["phone"], one["position"]) for one in contacts(grid(rows))] == [
        ("Lê Văn Gấm", "0903 111 222", "Chuyên viên"),
        ("Trần Thị Lụa", "0907 111 222", "Chuyên viên"),
    ]


def test_sub_headings_without_merged_cells_stand_under_the_heading_to_their_left() -> None:
    rows = [
        ("STT", "Tên khóa học", "Hình thức", "", "Học phí"),
        ("", "", "Trực tuyến", "Trực tiếp", ""),
        ("1", "Hàn", "", "x", "2.000.000"),
    ]
    (course,) = of_kind(read(grid(rows)), "course")
    assert reading(course, "delivery").choice == "in_person"


def test_a_timetable_is_no_list_of_courses() -> None:
    assert (
        courses(grid([("Thời gian", "Nội dung", "Báo cáo viên"), ("8g00", "Khai mạc", "Ban tổ chức")])) == []
    )


def test_a_sentence_about_all_and_a_note_below_hold_for_every_course() -> None:
    above = paragraphs(
        "Tất cả các khóa học dưới đây đều miễn phí, người học được cấp tài khoản và không cấp chứng chỉ."
    )
    table = grid(
        [
            ("STT", "Khóa học", "Số tiết"),
            ("1", "Kỹ năng số", "12"),
            (),
            ("Đăng ký và học tại: https://hoc.example/lop",),
        ]
    )
    found = read(*above, table)
    (course,) = of_kind(found, "course")
    assert reading(course, "fee").choice == "free"
    assert (reading(course, "learner_account").choice, reading(course, "certificate").choice) == ("yes", "no")
    assert reading(course, "url").reason == "note"
    assert {"fee", "url"} <= {one.field for one in found.shared}


def test_a_table_goes_on_where_its_values_suit_the_headings_of_the_page_before() -> None:
    headed = [("Khoa", "Tên khóa học", "Trình độ", "Học phí"), ("Xây dựng", "Nề", "Sơ cấp", "900.000 đ")]
    below = [("Điện nước", "Cấp thoát nước", "Trung cấp", "1.200.000 đ")]
    other = [("Đinh Văn A", "1990", "Thợ hàn", "Bậc 3")]
    tables = [
        Grid(title=f"Bảng {number}", cells=grid(rows).cells, n_rows=len(rows), n_columns=4)
        for number, rows in enumerate((headed, below, other), 1)
    ]
    assert [one["title"] for one in courses(*tables)] == ["Nề", "Cấp thoát nước"]


def test_names_listed_in_one_cell_are_records_that_share_the_row() -> None:
    rows = [
        ("STT", "Các khóa học", "Trình độ", "Học phí", "Thời gian"),
        ("1", "1. Điện dân dụng\n2. Lắp camera", "Sơ cấp", "900.000 đ\n1.200.000 đ", "3 tháng"),
        ("2", "- Cắt tóc\n- Uốn tóc", "Ngắn hạn", "Miễn phí", "1 tháng\n(45 tiết)\n(buổi tối)"),
        ("3", "Kỹ thuật chế biến\nmón ăn", "Sơ cấp", "700.000 đ", "2 tháng"),
    ]
    found = of_kind(read(grid(rows)), "course")
    assert [reading(one, "title").text.split() for one in found[:4]] == [
        ["Điện", "dân", "dụng"], ["Lắp", "camera"], ["Cắt", "tóc"], ["Uốn", "tóc"]
    ]  # fmt: skip
    assert [reading(one, "fee").text for one in found[:3]] == ["900.000 đ", "1.200.000 đ", "Miễn phí"]
    assert reading(found[2], "duration").confidence <= 0.5
    assert len(found) == 5
