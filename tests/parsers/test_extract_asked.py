"""What the extractor promises of questions as headings and of words that are no record's or one's own."""

from __future__ import annotations

import pytest

from tests.support.layouts import courses, grid, paragraphs


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
