"""What the extractor promises of sheets as offices lay them out: units, guides, neighbours, forms, parts."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from parsers.document import Cell, CellKind, Span
from tests.support.layouts import Row, contacts, courses, grid, of_kind, read

HEADINGS = ("STT", "Tên lớp", "Hình thức", "Học phí")


def heading_of(rows: Iterable[Row], field: str) -> list[str]:
    """The headings under which the values of a field stood, course by course."""
    found = of_kind(read(grid(rows)), "course")
    return [one.heading for each in found for one in each.readings if one.field == field]


def test_a_unit_in_a_line_above_the_table_belongs_to_its_sums() -> None:
    rows = [("", "", "", "ĐVT: 1.000 đồng"), HEADINGS, ("1", "May áo", "Trực tuyến", "900")]
    assert heading_of(rows, "fee") == ["Học phí (ĐVT: 1.000 đồng)"]


def test_the_unit_of_each_row_may_stand_in_a_column_of_its_own() -> None:
    rows = [
        ("STT", "Tên lớp", "Số tiền", "ĐVT", "Thời lượng", "ĐV thời lượng"),
        ("1", "May áo", "4,2", "triệu đồng", "3", "tháng"),
        ("2", "Nấu ăn", "850", "nghìn đồng", "8", "buổi"),
    ]
    assert heading_of(rows, "fee") == ["Số tiền (triệu đồng)", "Số tiền (nghìn đồng)"]
    assert heading_of(rows, "duration") == ["Thời lượng (tháng)", "Thời lượng (buổi)"]


def test_a_row_that_says_how_to_fill_the_columns_goes_with_their_headings() -> None:
    rows = [
        HEADINGS,
        ("", "(ghi đủ)", "(1: trực tuyến; 2: trực tiếp)", "(triệu đồng)"),
        ("1", "May áo", "2", "1,5"),
    ]
    assert heading_of(rows, "delivery") == ["Hình thức (1: trực tuyến; 2: trực tiếp)"]
    assert heading_of(rows, "fee") == ["Học phí (triệu đồng)"]


def test_tables_side_by_side_each_have_the_line_above_them() -> None:
    rows = [
        ("LỚP TRỰC TUYẾN", "", "", "", "LỚP TRỰC TIẾP"),
        ("STT", "Tên lớp", "Học phí", "", "STT", "Tên lớp", "Học phí"),
        ("1", "May áo", "900.000đ", "", "1", "Nấu ăn", "800.000đ"),
    ]
    found = of_kind(read(grid(rows, spans=[Span(1, 1, 1, 3), Span(1, 5, 1, 7)])), "course")
    assert [[one.choice for one in each.readings if one.field == "delivery"] for each in found] == [
        ["online"],
        ["in_person"],
    ]


def test_name_and_phone_under_a_heading_of_teachers_are_no_contact() -> None:
    rows = [
        ("STT", "Tên lớp", "Học phí", "Giáo viên chủ nhiệm", ""),
        ("", "", "", "Họ tên", "SĐT"),
        ("1", "May áo", "900.000đ", "Hứa Kim Phượng", "0912446770"),
    ]
    spans = [Span(1, column, 2, column) for column in (1, 2, 3)]
    found = grid(rows, spans=[*spans, Span(1, 4, 1, 5)])
    assert [one["title"] for one in courses(found)] == ["May áo"]
    assert not contacts(found)


def test_a_list_of_teachers_with_what_they_teach_holds_no_course_and_no_contact() -> None:
    rows = [
        ("II. ĐỘI NGŨ GIÁO VIÊN", "", "", "", ""),
        ("STT", "Họ và tên", "Trình độ", "Môn dạy", "Điện thoại"),
        ("1", "Hứa Kim Phượng", "Đại học", "Luật giao thông", "0912446770"),
        ("2", "Cù Đức Độ", "Trung cấp", "Thực hành lái", "0912446771"),
    ]
    found = grid(rows)
    assert not courses(found)
    assert not contacts(found)


def test_a_faculty_is_no_course_where_headings_have_their_accents() -> None:
    rows = [
        ("STT", "Họ và tên", "Chức vụ", "Điện thoại", "Khoa"),
        ("1", "Hứa Kim Phượng", "Trưởng khoa", "0912446770", "Cơ khí"),
    ]
    assert not courses(grid(rows))
    assert contacts(grid(rows))[0]["full_name"] == "Hứa Kim Phượng"


def test_a_sum_of_a_group_is_no_course() -> None:
    rows = [
        HEADINGS,
        ("1", "May áo", "Trực tuyến", "900000"),
        ("", "Cộng nhóm (I)", "", "900000"),
        ("2", "Cộng tác viên truyền thông", "Trực tuyến", "800000"),
    ]
    assert [one["title"] for one in courses(grid(rows))] == ["May áo", "Cộng tác viên truyền thông"]


def test_the_hours_of_a_course_s_modules_neither_part_it_nor_are_its_length() -> None:
    rows = [
        ("STT", "Tên khóa học", "Trình độ", "Học phí", "Mô đun", "Số giờ"),
        ("1", "Lắp ống nước", "Sơ cấp", "900.000đ", "Đọc bản vẽ", "40"),
        ("", "", "", "", "Lắp ống", "120"),
        ("2", "Sơn nước", "Sơ cấp", "800.000đ", "Pha màu", "30"),
    ]
    spans = [Span(2, column, 3, column) for column in (1, 2, 3, 4)]
    found = courses(grid(rows, spans=spans))
    assert [one["title"] for one in found] == ["Lắp ống nước", "Sơn nước"]
    assert "duration" not in found[0]


def test_large_numbers_are_no_length_of_a_course() -> None:
    rows: list[Row] = [
        ("STT", "Tên lớp", "Trình độ", "Hình thức", "Số tiền (đ)"),
        ("1", "May áo", "Sơ cấp", "Trực tuyến", Cell("5200000", CellKind.NUMBER, 5200000.0)),
    ]
    (found,) = courses(grid(rows))
    assert found["fee"] == "5200000"
    assert "duration" not in found


def test_blocks_of_columns_under_each_other_are_tables_of_their_own() -> None:
    rows: list[Row] = [
        ("Tên lớp", "Mộc dân dụng", "Sơn đồ gỗ"),
        ("Hình thức", "Trực tiếp", "Vừa học vừa làm"),
        ("Học phí", "900.000đ", "800.000đ"),
        ("Thời gian", "3 tháng", "2 tháng"),
        (),
        ("Tên lớp", "Vẽ phối cảnh", ""),
        ("Hình thức", "Trực tuyến", ""),
        ("Học phí", "700.000đ", ""),
        ("Thời gian", "1 tháng", ""),
    ]
    found = courses(grid(rows))
    assert [(one["title"], one["fee"]) for one in found] == [
        ("Mộc dân dụng", "900.000đ"),
        ("Sơn đồ gỗ", "800.000đ"),
        ("Vẽ phối cảnh", "700.000đ"),
    ]


def test_a_numbered_form_says_by_a_tick_in_its_own_cell_which_option_holds() -> None:
    def form(options: tuple[str, ...]) -> dict[str, str]:
        rows: list[Row] = [
            ("1. Tên khóa học", "May áo"),
            ("2. Trình độ", *options),
            ("3. Học phí", "900.000đ"),
            ("4. Thời gian", "3 tháng"),
        ]
        return courses(grid(rows))[0]

    assert form(("Sơ cấp", "x", "Ngắn hạn"))["level"] == "Sơ cấp"
    assert form(("Sơ cấp", "", "Ngắn hạn", "x"))["level"] == "Ngắn hạn"
    assert form(("x", "Sơ cấp", "", "Ngắn hạn"))["level"] == "Sơ cấp"


def test_an_example_in_the_guide_to_a_form_is_no_course() -> None:
    rows = [("Ví dụ: Tên khóa học: Cắt may; Học phí: 1.000.000 đồng", ""), ("Hình thức: ghi rõ", "")]
    assert not courses(grid(rows))


def test_an_office_in_capitals_beside_the_contact_is_the_signer_s() -> None:
    rows = [
        ("Người liên hệ: Hứa Kim Phượng", "", "", "TRƯỞNG PHÒNG"),
        ("Chức vụ: Chuyên viên", "", "", ""),
        ("Điện thoại: 0912446770", "", "", ""),
    ]
    assert contacts(grid(rows))[0]["position"] == "Chuyên viên"


def test_a_heading_that_calls_its_column_a_course_behind_a_stroke_names_them() -> None:
    rows = [
        ("STT", "Nội dung tập huấn / khóa học", "Hình thức", "Đơn giá", "Tài liệu"),
        ("1", "An toàn điện", "Trực tiếp", "650.000đ", "Bộ tài liệu 03"),
    ]
    assert [one["title"] for one in courses(grid(rows))] == ["An toàn điện"]


def test_a_section_numbered_like_a_part_is_none_of_the_records() -> None:
    rows: list[Row] = [
        ("STT", "Tên lớp", "Học phí", "Thời gian"),
        ("1.1", "Học trực tiếp", "", ""),
        ("1", "May áo", "900.000đ", "3 tháng"),
        ("1.2", "Trực tuyến", "", ""),
        ("2", "Nấu ăn", "800.000đ", "2 tháng"),
    ]
    found = of_kind(read(grid(rows, spans=[Span(2, 2, 2, 4), Span(4, 2, 4, 4)])), "course")
    assert [[one.choice for one in each.readings if one.field == "delivery"] for each in found] == [
        ["in_person"],
        ["online"],
    ]


def test_an_empty_column_parts_a_table_only_where_both_parts_name_records() -> None:
    rows: list[Row] = [
        ("STT", "", "Tên lớp", "Trình độ", "", "Học phí", "", "Họ và tên", "Điện thoại"),
        ("1", "", "May áo", "Sơ cấp", "", "900.000đ", "", "Hứa Kim Phượng", "0912446770"),
    ]
    found = grid(rows)
    assert [(one["title"], one["fee"]) for one in courses(found)] == [("May áo", "900.000đ")]
    assert [one["full_name"] for one in contacts(found)] == ["Hứa Kim Phượng"]


@pytest.mark.parametrize(
    ("line", "name", "phone"),
    [
        ("Hotline lớp học: 0795 118 336 (Ms Xuân Yến - Quản lý đào tạo)", "Ms Xuân Yến", "0795 118 336"),
        (
            "Hotline: 1900 6068 - Quản lý đào tạo: Từ Công Phụng (0779.246.810)",
            "Từ Công Phụng",
            "0779.246.810",
        ),
        ("Thầy Lê Văn An (Phó Giám đốc): 0909 331 176", "Thầy Lê Văn An", "0909 331 176"),
    ],
)
def test_a_name_with_a_post_and_a_phone_below_the_table_is_a_contact(
    line: str, name: str, phone: str
) -> None:
    found = contacts(grid([HEADINGS, ("1", "May áo", "Trực tuyến", "900.000đ"), (), (line,)]))
    assert [(one["full_name"], one["phone"]) for one in found] == [(name, phone)]


@pytest.mark.parametrize(
    "line",
    [
        "Thầy Lê Văn An (Giáo viên dạy nghề): 0909 331 176",
        "Người hướng dẫn: Lê Văn An - Tổ trưởng Tổ Bếp - 0909 331 176",
    ],
)
def test_a_teacher_with_a_phone_below_the_table_is_no_contact(line: str) -> None:
    assert not contacts(grid([HEADINGS, ("1", "May áo", "Trực tuyến", "900.000đ"), (), (line,)]))


def test_whoever_only_answers_the_phone_without_a_post_is_no_contact() -> None:
    line = "Bảo vệ cổng: chú Tám 0901 444 555"
    assert not contacts(grid([HEADINGS, ("1", "May áo", "Trực tuyến", "900.000đ"), (), (line,)]))


def test_forms_side_by_side_are_read_one_after_the_other() -> None:
    rows: list[Row] = [
        ("Tên khóa học:", "May áo", "", "Tên khóa học:", "Nấu ăn"),
        ("Trình độ:", "Sơ cấp", "", "Trình độ:", "Ngắn hạn"),
        ("Học phí:", "900.000đ", "", "Học phí:", "Thỏa thuận"),
        ("Nội dung:", "Cắt, ráp", "", "Nội dung:", "Món mặn, món chay"),
    ]
    assert [(one["title"], one["level"], one["fee"], one["content"]) for one in courses(grid(rows))] == [
        ("May áo", "Sơ cấp", "900.000đ", "Cắt, ráp"),
        ("Nấu ăn", "Ngắn hạn", "Thỏa thuận", "Món mặn, món chay"),
    ]
