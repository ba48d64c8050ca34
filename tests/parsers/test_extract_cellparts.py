"""Cells that say several fields of a record at once."""

from __future__ import annotations

from tests.support.layouts import courses, grid


def test_a_cell_that_begins_with_its_own_label_is_parted_at_the_further_labels() -> None:
    rows = [
        ("Khóa học", "Mô tả", "Học phí"),
        ("Ủ sữa chua", "Nội dung: lên men, đóng gói. Chương trình: 4 mô đun.", "900.000 đồng"),
        ("Làm bánh", "Nội dung: nhào bột, nướng. Chương trình: 6 bài.", "miễn phí"),
    ]
    first, second = courses(grid(rows))
    assert (first["content"].strip(" ."), first["curriculum"].strip(" .")) == (
        "lên men, đóng gói",
        "4 mô đun",
    )
    assert (second["content"].strip(" ."), second["curriculum"].strip(" .")) == ("nhào bột, nướng", "6 bài")


def test_a_cell_of_values_that_each_show_what_they_are_is_parted() -> None:
    rows = [
        ("Khóa học", "Hình thức/Thời lượng", "Học phí"),
        ("Ủ sữa chua", "Sơ cấp, trực tiếp, 3 tháng", "900.000 đồng"),
        ("Làm bánh", "Trung cấp, vừa học vừa làm, 2 năm", "miễn phí"),
    ]
    first, second = courses(grid(rows))
    assert (first["level"], first["delivery"], first["duration"]) == ("Sơ cấp", "trực tiếp", "3 tháng")
    assert (second["level"], second["work_study"], second["duration"]) == (
        "Trung cấp",
        "vừa học vừa làm",
        "2 năm",
    )
    assert "delivery" not in second


def test_a_cell_keeps_what_another_column_says() -> None:
    rows = [
        ("Khóa học", "Hình thức", "Thời gian", "Học phí"),
        ("Ủ sữa chua", "Trực tiếp, 3 tháng", "90 giờ", "900.000 đồng"),
    ]
    (course,) = courses(grid(rows))
    assert (course["delivery"], course["duration"]) == ("Trực tiếp, 3 tháng", "90 giờ")
