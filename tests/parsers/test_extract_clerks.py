"""What the extractor promises of sheets that clerks make for themselves: groups, links, legends, campuses."""

from __future__ import annotations

import pytest

from parsers.document import Cell
from tests.support.layouts import Row, contacts, courses, grid, of_kind, read

HEADINGS = ("STT", "Tên lớp", "Hình thức", "Học phí")
MAY_AO = ("1", "May áo", "Trực tuyến", "900.000đ")
NAU_AN = ("2", "Nấu ăn", "Trực tiếp", "800.000đ")


def titles(*rows: Row) -> list[str]:
    return [one["title"] for one in courses(grid(rows))]


def test_a_group_with_sums_of_its_learners_is_no_course() -> None:
    headings = ("STT", "Tên nghề", "Trình độ", "Tổng số HV", "Học phí")
    rows = [
        headings,
        ("I", "Trình độ trung cấp", "", "60", ""),
        ("1", "Thú y", "TC", "35", "9.600.000"),
        ("II", "Trình độ sơ cấp", "", "25", ""),
        ("2", "Trồng lan", "SC", "25", "1.800.000"),
    ]
    assert titles(*rows) == ["Thú y", "Trồng lan"]


def test_courses_numbered_by_roman_numbers_with_their_quota_stay_courses() -> None:
    rows = [
        ("STT", "Tên nghề", "Chỉ tiêu", "Học phí"),
        ("I", "Thú y", "35", ""),
        ("II", "Trồng lan", "25", ""),
    ]
    assert titles(*rows) == ["Thú y", "Trồng lan"]


def test_a_line_above_headings_that_come_again_is_no_course() -> None:
    rows = [
        HEADINGS[1:],
        MAY_AO[1:],
        ("KHÓA HỌC NẤU ĂN", "", ""),
        HEADINGS[1:],
        NAU_AN[1:],
    ]
    assert titles(*rows) == ["May áo", "Nấu ăn"]


def test_a_remark_with_a_sign_between_rows_is_no_course() -> None:
    rows = [HEADINGS, MAY_AO, ("", "(*) Lớp do Hội Khuyến học phối hợp tổ chức", "", ""), NAU_AN]
    assert titles(*rows) == ["May áo", "Nấu ăn"]


def test_words_that_speak_of_many_courses_before_a_label_name_none() -> None:
    rows = [("Thông tin các lớp sơ cấp, hình thức: trực tiếp tại xưởng", "", "", ""), HEADINGS, MAY_AO]
    assert titles(*rows) == ["May áo"]


def test_a_column_of_links_without_a_heading_gives_each_course_its_page() -> None:
    links = [Cell("Xem chi tiết", href=f"https://svm.example/{page}") for page in ("may", "nau")]
    found = of_kind(read(grid([HEADINGS, (*MAY_AO, links[0]), (*NAU_AN, links[1])])), "course")
    assert [[one.href for one in each.readings if one.field == "url"] for each in found] == [
        ["https://svm.example/may"],
        ["https://svm.example/nau"],
    ]


@pytest.mark.parametrize(
    "legend", ["Quy ước: TT: trực tiếp; TrT: trực tuyến", "(Ghi chú: TT = trực tiếp, TrT = trực tuyến)"]
)
def test_a_legend_above_goes_with_the_columns_of_choices_and_is_no_course(legend: str) -> None:
    rows = [
        (legend, "", "", ""),
        HEADINGS,
        ("1", "May áo", "TrT", "900.000đ"),
        ("2", "Nấu ăn", "TT", "800.000đ"),
    ]
    found = of_kind(read(grid(rows)), "course")
    headings = [one.heading for each in found for one in each.readings if one.field == "delivery"]
    assert len(found) == 2
    assert all("TT" in heading and "trực tiếp" in heading for heading in headings)


def test_a_unit_inside_a_sentence_above_belongs_to_the_sums() -> None:
    rows = [
        ("(Các lớp học tại trung tâm. ĐVT: 1.000 đồng)", "", "", ""),
        HEADINGS,
        ("1", "May áo", "", "900"),
    ]
    found = of_kind(read(grid(rows)), "course")
    assert [one.heading for one in found[0].readings if one.field == "fee"] == ["Học phí (ĐVT: 1.000 đồng)"]


def test_a_cell_of_labelled_values_is_read_label_by_label() -> None:
    def told(level: str, fee: str) -> str:
        return f"Trình độ: {level}\nHọc phí: {fee}\nWeb: https://mv.example/{level[:2]}"

    rows = [
        ("STT", "Tên khóa", "Thông tin khóa học"),
        ("1", "May áo", told("Sơ cấp", "900.000đ")),
        ("2", "Nấu ăn", told("Ngắn hạn", "miễn phí")),
    ]
    found = courses(grid(rows))
    assert [(one["level"], one["fee"]) for one in found] == [("Sơ cấp", "900.000đ"), ("Ngắn hạn", "miễn phí")]


def test_a_title_above_the_first_of_several_counted_places_holds_for_all() -> None:
    rows = [
        ("CÁC LỚP ĐÀO TẠO NGẮN HẠN", "", "", ""),
        ("CƠ SỞ 1: 12 đường A", "", "", ""),
        HEADINGS,
        MAY_AO,
        ("CƠ SỞ 2: 45 đường B", "", "", ""),
        HEADINGS,
        NAU_AN,
    ]
    found = of_kind(read(grid(rows)), "course")
    assert [[one.choice for one in each.readings if one.field == "level"] for each in found] == [
        ["short_term"],
        ["short_term"],
    ]


def test_whom_a_remark_below_says_to_ask_for_is_a_contact() -> None:
    remark = "Ghi chú: Đóng tiền tại văn phòng, gặp chị Tô Ngọc Diệp (giáo vụ), 0704 229 815"
    assert [one["full_name"] for one in contacts(grid([HEADINGS, MAY_AO, (remark, "", "", "")]))] == [
        "Tô Ngọc Diệp"
    ]


def test_a_contact_in_the_comment_of_a_cell_is_seen() -> None:
    commented = Cell("STT", comment="pdt:\nLiên hệ: Thạch Thị Sô Phi - Giáo vụ - 0886 113 570")
    found = contacts(grid([(commented, *HEADINGS[1:]), MAY_AO]))
    assert [(one["full_name"], one["phone"]) for one in found] == [("Thạch Thị Sô Phi", "0886 113 570")]


def test_a_remark_on_a_fee_in_a_comment_is_no_contact() -> None:
    commented = Cell("Học phí", comment="Chưa gồm tài liệu")
    assert contacts(grid([(*HEADINGS[:3], commented), MAY_AO])) == []


@pytest.mark.parametrize("post", ["P. Giám đốc", "Q. Hiệu trưởng", "PTP. Tuyển sinh"])
def test_a_deputy_s_or_acting_post_keeps_its_letter(post: str) -> None:
    rows = [HEADINGS, MAY_AO, (f"Liên hệ: Tô Ngọc Diệp - {post} - 0704 229 815", "", "", "")]
    assert [one["position"] for one in contacts(grid(rows))] == [post]
    below = [HEADINGS, MAY_AO, ("Đầu mối: Tô Ngọc Diệp",), (post,), ("0704 229 815",)]
    assert [one["position"] for one in contacts(grid(below))] == [post]


def test_the_first_of_sections_that_repeat_the_headings_does_not_speak_for_the_others() -> None:
    rows = [
        ("I. LỚP HỌC TRỰC TUYẾN",),
        HEADINGS,
        ("1", "May áo", "", "900.000đ"),
        ("II. LỚP HỌC TRỰC TIẾP",),
        HEADINGS,
        ("1", "Nấu ăn", "", "800.000đ"),
        ("III. LỚP MIỄN PHÍ",),
        HEADINGS,
        ("1", "Cắm hoa", "", ""),
    ]
    found = of_kind(read(grid(rows)), "course")
    assert [[one.choice for one in each.readings if one.field == "delivery"] for each in found] == [
        ["online"],
        ["in_person"],
        [],
    ]
