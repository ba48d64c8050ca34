"""Headings, forms and contact lines as other offices put them."""

from __future__ import annotations

import pytest

from parsers.document import Span
from tests.support.layouts import contacts, courses, grid, paragraphs, read


@pytest.mark.parametrize("name", ["Course / Khóa học", "Khóa học | Course", "Course - Khóa học"])
def test_a_heading_in_two_languages_is_known_by_either_side(name: str) -> None:
    rows = [
        ("No.", name, "Level / Trình độ", "Fee / Học phí"),
        ("1", "Tiếng Nhật du lịch", "Ngắn hạn", "2.100.000 VND"),
        ("2", "Tiếng Nga du lịch", "Ngắn hạn", "1.900.000 VND"),
    ]
    assert [(one["title"], one["level"], one["fee"]) for one in courses(grid(rows))] == [
        ("Tiếng Nhật du lịch", "Ngắn hạn", "2.100.000 VND"),
        ("Tiếng Nga du lịch", "Ngắn hạn", "1.900.000 VND"),
    ]


def test_another_word_in_a_heading_is_no_slip_of_a_known_one() -> None:
    # Close in letters to "tài khoản học trực tuyến", but a house is no account.
    rows = [
        ("STT", "Tên khóa học", "Trình độ", "Học tại nhà/trực tuyến"),
        ("1", "Đan lưới", "Sơ cấp", "Xưởng số 2, buổi tối"),
    ]
    assert "learner_account" not in courses(grid(rows))[0]


def test_numbered_labels_under_a_heading_are_a_form_and_no_list() -> None:
    rows = [
        ("PHIẾU THÔNG TIN", "", ""),
        ("TT", "Mục thông tin", "Nội dung trả lời"),
        ("1", "Tên khóa học", "Đan lưới đánh cá"),
        ("2", "Trình độ", "Sơ cấp"),
        ("3", "Học phí", "1.750.000 đồng"),
        ("4", "Thời gian đào tạo", "3 tháng"),
    ]
    assert courses(grid(rows)) == [
        {
            "title": "Đan lưới đánh cá",
            "level": "Sơ cấp",
            "fee": "1.750.000 đồng",
            "duration": "3 tháng",
        }
    ]


def test_short_names_of_levels_head_tick_columns_below_their_heading() -> None:
    rows = [
        ("STT", "Tên khóa học", "Cấp trình độ", "", "", "Học phí"),
        ("", "", "SC", "TC", "CĐ", ""),
        ("1", "Đan lưới", "✓", "", "", "1.000.000"),
        ("2", "Đóng tàu", "", "", "✓", "9.000.000"),
    ]
    spans = [Span(1, 1, 2, 1), Span(1, 2, 2, 2), Span(1, 3, 1, 5), Span(1, 6, 2, 6)]
    found = read(grid(rows, spans=spans)).candidates
    levels = [one.choice for record in found for one in record.readings if one.field == "level"]
    assert levels == ["elementary", "college"]


def test_of_columns_under_one_merged_heading_the_one_with_the_values_counts() -> None:
    rows = [
        ("Đầu mối", "", "Chức danh", "", "Máy di động", ""),
        ("Vương Lệ Thu", "", "Phó phòng Đào tạo", "", "0939 118 864", ""),
        ("Tạ Minh Khoa", "", "Chuyên viên", "", "0353 118 620", ""),
    ]
    spans = [Span(row, column, row, column + 1) for row in (1, 2, 3) for column in (1, 3, 5)]
    assert [(one["full_name"], one["phone"]) for one in contacts(grid(rows, spans=spans))] == [
        ("Vương Lệ Thu", "0939 118 864"),
        ("Tạ Minh Khoa", "0353 118 620"),
    ]


def test_talk_behind_a_phone_is_no_position() -> None:
    (found,) = contacts(*paragraphs("Liên hệ: Tô Hải Yến - 0796.118.221 nha anh chị"))
    assert found["full_name"] == "Tô Hải Yến"
    assert "position" not in found


def test_a_position_keeps_its_last_word_where_no_phone_follows_it() -> None:
    lines = ("Liên hệ:", "Ông Tô Khắc Duy", "Viện trưởng Viện Đào tạo số", "0961 220 771")
    (found,) = contacts(*paragraphs("\n".join(lines)))
    assert found["position"] == "Viện trưởng Viện Đào tạo số"


def test_a_row_above_a_group_may_name_the_fee_of_its_courses() -> None:
    rows = [
        ("STT", "Tên lớp", "Thời gian"),
        ("I. Sơ cấp - học phí 1.450.000 đồng/khóa", "", ""),
        ("1", "Đan lưới", "3 tháng"),
        ("II. Ngắn hạn (học phí từ 500.000 đồng)", "", ""),
        ("2", "Vá lưới", "1 tháng"),
    ]
    spans = [Span(2, 1, 2, 3), Span(4, 1, 4, 3)]
    assert [one.get("fee", "") for one in courses(grid(rows, spans=spans))] == ["1.450.000 đồng/khóa", ""]
