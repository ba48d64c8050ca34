"""What the extractor promises of questions as headings and of words that are no record's or one's own."""

from __future__ import annotations

import pytest

from tests.support.layouts import contacts, courses, grid, paragraphs


@pytest.mark.parametrize(
    ("heading", "field", "value"),
    [
        ("Khóa học được tổ chức theo hình thức nào?", "delivery", "Trực tuyến"),
        ("Nếu có, mức học phí là bao nhiêu?", "fee", "900.000"),
        ("Khóa học kéo dài bao lâu?", "duration", "3 tháng"),
        ("H.phí (đ)", "fee", "900.000"),
        ("N.dung", "content", "Cắt, may, ráp"),
    ],
)
def test_a_heading_that_asks_or_shortens_is_the_field_it_asks_for(
    heading: str, field: str, value: str
) -> None:
    rows = [("Dấu thời gian", "Tên khóa học", "Trình độ", heading), ("x", "May áo", "SC", value)]
    found = courses(grid(rows))
    assert found[0][field] == value


def test_the_day_on_which_a_form_was_filled_in_is_nobodys_length() -> None:
    rows = [
        ("Dấu thời gian", "Tên khóa học", "Trình độ", "Nội dung"),
        ("20/05/2025 8:00:12", "May áo", "Sơ cấp", "Cắt, may, ráp"),
    ]
    assert "duration" not in courses(grid(rows))[0]


def test_an_unknown_label_of_one_record_says_nothing_of_the_others() -> None:
    text = """
    Tên khóa học: Nhiếp ảnh sản phẩm
    Trình độ: Ngắn hạn
    Sóng: trực tuyến
    Học phí: 2.900.000 đ

    Tên khóa học: Dựng phim
    Trình độ: Ngắn hạn
    Sóng: ngay ở xưởng phim
    Học phí: 900.000 đ
    """
    assert ["delivery" in one for one in courses(*paragraphs(text))] == [False, False]


def test_a_whole_sentence_before_a_label_names_no_course() -> None:
    text = (
        "Kính mời đại diện Phòng dự hội thảo lúc 8g00 ngày 27/5/2025. "
        "Nội dung: chia sẻ mô hình lớp học trực tuyến miễn phí. Học phí: không thu."
    )
    assert not any("title" in one for one in courses(*paragraphs(text)))


def test_an_item_with_a_colon_names_no_course() -> None:
    text = """
    Guitar đệm hát
    • Học: trực tiếp, 24 buổi
    • Học phí: 2.400.000 đồng
    • Nội dung: hợp âm, tiết điệu
    """
    assert not any(one.get("title", "").startswith("Học") for one in courses(*paragraphs(text)))


def test_what_one_is_called_is_no_post_and_commas_part_one_number() -> None:
    text = "Liên hệ: Lê Hải Đăng (Mr.) - Điều phối đào tạo - 0898,443,321"
    (found,) = contacts(*paragraphs(text))
    assert (found["full_name"], found["position"], found["phone"]) == (
        "Lê Hải Đăng",
        "Điều phối đào tạo",
        "0898,443,321",
    )


def test_a_row_of_headings_full_of_slips_is_still_one() -> None:
    rows = [
        ("Têm lớp", "Trìh độ", "Hoc phí", "Thờ gian học", "Ng phụ trách"),
        ("May áo", "Sơ cấp", "1.500.000", "3 tháng", "thầy Tám"),
    ]
    (found,) = courses(grid(rows))
    assert (found["title"], found["fee"], found["duration"]) == ("May áo", "1.500.000", "3 tháng")


def test_of_two_columns_that_are_called_like_the_name_the_left_one_is_it() -> None:
    rows = [
        ("TT", "Khóa bồi dưỡng", "Trình độ", "Kinh phí", "Chuyên đề"),
        ("1", "Soạn thảo văn bản", "Ngắn hạn", "700.000", "Thể thức, kỹ thuật trình bày"),
        ("2", "Lưu trữ số", "Ngắn hạn", "950.000", "Số hóa, bảo quản"),
    ]
    assert [one["title"] for one in courses(grid(rows))] == ["Soạn thảo văn bản", "Lưu trữ số"]
