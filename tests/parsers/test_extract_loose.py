"""Lines that say values without labels, below a record's name: each value shows what it is."""

from __future__ import annotations

from tests.support.layouts import courses, paragraphs


def test_a_name_above_lines_of_values_without_labels_is_a_record() -> None:
    text = """
    *Khóa 1: Khai thuế qua mạng*
    Ngắn hạn - online
    Thời gian: 8 buổi
    Nội dung: tờ khai, hóa đơn
    https://lop.example/thue

    ĐAN LEN
    Sơ cấp, học trực tiếp tại xưởng, 04 tháng
    Học phí 3.200.000 đồng
    Nội dung: mũi đan, móc
    """
    first, second = courses(*paragraphs(text))
    assert (first["level"], first["delivery"]) == ("Ngắn hạn", "online")
    assert (first["content"], first["url"]) == ("tờ khai, hóa đơn", "https://lop.example/thue")
    assert (second["title"], second["level"], second["duration"]) == ("ĐAN LEN", "Sơ cấp", "04 tháng")
    assert (second["delivery"], second["fee"]) == ("học trực tiếp tại xưởng", "Học phí 3.200.000 đồng")


def test_values_before_the_first_label_of_a_line_name_no_record() -> None:
    (course,) = courses(
        *paragraphs("Excel từ số 0\nThời lượng 10 buổi - Học phí: miễn phí\nNội dung: hàm, biểu đồ")
    )
    assert course == {
        "title": "Excel từ số 0",
        "duration": "10 buổi",
        "fee": "miễn phí",
        "content": "hàm, biểu đồ",
    }


def test_a_name_that_begins_with_a_choice_is_still_a_name() -> None:
    text = "1. Bồi dưỡng kế toán trưởng\nTrình độ: ngắn hạn\nHọc phí: 900.000 đồng"
    assert [one["title"] for one in courses(*paragraphs(text))] == ["Bồi dưỡng kế toán trưởng"]


def test_items_of_a_content_are_no_values_of_other_fields() -> None:
    text = "Khóa học: Bán hàng\nHọc phí: 500.000 đồng\nNội dung:\n- Chụp ảnh\n- Trực tuyến\n- Giao hàng"
    (course,) = courses(*paragraphs(text))
    assert "delivery" not in course
    assert "Trực tuyến" in course["content"]


def test_a_name_that_ends_with_a_figure_is_no_length() -> None:
    text = "1) Huấn luyện viên yoga 200 giờ\n- Trình độ: ngắn hạn\n- Học phí: 9.000.000 đồng"
    assert [one["title"] for one in courses(*paragraphs(text))] == ["Huấn luyện viên yoga 200 giờ"]
