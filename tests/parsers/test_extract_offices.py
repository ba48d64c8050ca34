"""What the extractor promises of the ways in which offices shorten, repeat and remark."""

from __future__ import annotations

import pytest

from parsers.document import Span
from tests.support.layouts import contacts, courses, grid, of_kind, paragraphs, read

HEADINGS = ("STT", "Tên lớp", "Hình thức", "Học phí")


@pytest.mark.parametrize(
    ("heading", "field", "value"),
    [
        ("Bậc ĐT", "level", "Sơ cấp"),
        ("TG", "duration", "3 tháng"),
        ("C.chỉ", "certificate", "Có"),
        ("CT đào tạo", "curriculum", "8 mô đun"),
        ("Đề cương", "curriculum", "8 mô đun"),
    ],
)
def test_a_heading_is_known_by_its_abbreviations_and_by_its_beginning(
    heading: str, field: str, value: str
) -> None:
    found = courses(grid([(*HEADINGS, heading), ("1", "May áo", "Trực tuyến", "900.000đ", value)]))
    assert found[0][field] == value


def test_values_of_a_closed_vocabulary_and_sums_speak_for_a_column_that_no_word_knows() -> None:
    rows = [
        ("STT", "Tên lớp", "Thời gian", "Ngồi đâu", "Đóng bao nhiêu"),
        ("1", "May áo", "1 tháng", "Trực tiếp", "1.200.000"),
        ("2", "Nấu ăn", "2 tháng", "Trực tuyến", "miễn phí"),
    ]
    assert [(one["delivery"], one["fee"]) for one in courses(grid(rows))] == [
        ("Trực tiếp", "1.200.000"),
        ("Trực tuyến", "miễn phí"),
    ]


def test_a_remark_between_the_rows_ends_no_table() -> None:
    rows = [
        HEADINGS,
        ("1", "May áo", "Trực tuyến", "900.000đ"),
        ("Lưu ý: học viên tự mua dụng cụ", "", "", ""),
        ("2", "Nấu ăn", "Trực tuyến", "800.000đ"),
    ]
    assert [one["title"] for one in courses(grid(rows, spans=[Span(3, 1, 3, 4)]))] == ["May áo", "Nấu ăn"]


def test_a_label_in_the_column_of_numbers_ends_the_table() -> None:
    rows = [
        HEADINGS,
        ("1", "May áo", "Trực tuyến", "900.000đ"),
        ("Người phụ trách", "Hứa Kim Phượng", "", ""),
        ("Chức danh", "Quản đốc", "", ""),
        ("Số ĐT", "0912 446 770", "", ""),
    ]
    found = grid(rows)
    assert [one["title"] for one in courses(found)] == ["May áo"]
    assert contacts(found)[0]["phone"] == "0912 446 770"


def test_ditto_marks_mean_the_value_above_however_often() -> None:
    rows = [
        HEADINGS,
        ("1", "May áo", "Trực tuyến", "900.000đ"),
        ("2", "Nấu ăn", "nt", "//"),
        ("3", "Cắm hoa", "Như trên", "800.000đ"),
    ]
    assert [(one["delivery"], one["fee"]) for one in courses(grid(rows))] == [
        ("Trực tuyến", "900.000đ"),
        ("Trực tuyến", "900.000đ"),
        ("Trực tuyến", "800.000đ"),
    ]


def test_a_form_may_hold_two_pairs_in_a_row() -> None:
    rows = [
        ("Tên khóa học", "Chạm khắc gỗ", "Trình độ", "Sơ cấp"),
        ("Hình thức", "Trực tiếp", "Học phí", "3 triệu đồng"),
        ("Thời gian", "3 tháng", "Trang web", ""),
    ]
    (found,) = courses(grid(rows))
    assert (found["title"], found["level"], found["fee"]) == ("Chạm khắc gỗ", "Sơ cấp", "3 triệu đồng")
    assert "url" not in found


def test_an_item_tells_of_a_course_by_values_that_show_what_they_are() -> None:
    (found,) = courses(
        *paragraphs("1. Vận hành xe cuốc - trình độ sơ cấp - học trực tiếp - 3 tháng - 7.500.000đ")
    )
    assert found == {
        "title": "Vận hành xe cuốc",
        "level": "trình độ sơ cấp",
        "delivery": "học trực tiếp",
        "duration": "3 tháng",
        "fee": "7.500.000đ",
    }


def test_a_sentence_with_such_values_is_no_course() -> None:
    said = "Trung tâm có 5 khóa ngắn hạn, học trực tuyến, miễn phí."
    assert not courses(*paragraphs(said))


def test_both_ways_of_learning_and_the_word_that_joins_them_are_one_way() -> None:
    text = paragraphs("Tất cả các khóa học trực tuyến qua Zoom kết hợp thực hành trực tiếp tại xưởng.")
    assert [(one.field, one.choice) for one in read(*text).shared] == [("delivery", "blended")]


def test_a_label_over_numbered_rows_opens_a_group_and_says_what_holds_for_it() -> None:
    rows = [
        ("STT", "Tên lớp", "Học phí"),
        ("Hình thức: Trực tuyến", "", ""),
        ("1", "May áo", "900.000đ"),
        ("Hình thức:", "Trực tiếp", ""),
        ("2", "Nấu ăn", "800.000đ"),
    ]
    spans = [Span(2, 1, 2, 3)]
    found = of_kind(read(grid(rows, spans=spans)), "course")
    assert [[one.choice for one in each.readings if one.field == "delivery"] for each in found] == [
        ["online"],
        ["in_person"],
    ]
