"""What the extractor promises of headings of many meanings: the values and the neighbours decide."""

from __future__ import annotations

import pytest

from tests.support.layouts import courses, grid, of_kind, paragraphs, read, reading

PAGES = ("https://hoc.example/may", "hoc.example/han")
STREETS = ("12 Lê Lợi, Quận 1", "34 Nguyễn Huệ, Quận 1")


def field_of(heading: str, values: tuple[str, ...]) -> str:
    """What a column beside a title and a fee is taken for."""
    rows = [
        (str(number), f"Lớp {name}", "Lẻ", text)
        for number, name, text in zip("12", "AB", values, strict=True)
    ]
    found = read(grid([("STT", "Tên lớp", "Ca", heading), *rows])).regions[0].columns[-1]
    return found.field


@pytest.mark.parametrize(
    ("heading", "values", "field"),
    [
        ("Địa chỉ đăng ký", PAGES, "course.url"),
        ("Địa chỉ đăng ký", STREETS, ""),
        ("Địa chỉ", PAGES, "course.url"),
        ("Địa chỉ", STREETS, ""),
        ("Liên hệ", PAGES, "course.url"),
        ("Trang", PAGES, "course.url"),
        ("Trang", ("1", "4"), ""),
        ("Thông tin", PAGES, "course.url"),
        ("Thông tin", ("Đo, cắt; may áo sơ mi", "Hàn que; hàn khí"), "course.content"),
        ("Loại hình", ("Trực tuyến", "Trực tiếp"), "course.delivery"),
        ("Loại hình", ("Miễn phí", "Có thu phí"), "course.fee"),
        ("Loại hình", ("Công lập", "Tư thục"), ""),
        ("Loại", ("Sơ cấp", "Ngắn hạn"), "course.level"),
        ("Loại", ("Trực tuyến", "Trực tiếp"), "course.delivery"),
        ("Hình thức đào tạo", ("Sơ cấp", "Trung cấp"), "course.level"),
        ("Chương trình", ("6 mô đun: an toàn; hàn", "Đo; cắt; may"), "course.curriculum"),
    ],
)
def test_values_tell_what_a_vague_heading_means(heading: str, values: tuple[str, ...], field: str) -> None:
    assert field_of(heading, values) == field


@pytest.mark.parametrize("heading", ["Tên", "Title", "Chương trình", "Nội dung", "Danh mục"])
def test_names_under_a_vague_heading_are_titles_beside_fields_of_a_course(heading: str) -> None:
    rows = [
        ("STT", heading, "Trình độ", "Học phí"),
        ("1", "May áo dài", "Sơ cấp", "900.000đ"),
        ("2", "Hàn điện", "Ngắn hạn", "800.000đ"),
    ]
    found = of_kind(read(grid(rows)), "course")
    assert [reading(one, "title").text for one in found] == ["May áo dài", "Hàn điện"]
    assert all(reading(one, "title").confidence < 0.7 for one in found)


def test_a_vague_heading_is_no_title_where_one_is_told() -> None:
    rows = [
        ("STT", "Tên lớp", "Nội dung", "Trình độ", "Học phí"),
        ("1", "May áo dài", "Cắt và may", "Sơ cấp", "900.000đ"),
    ]
    (found,) = courses(grid(rows))
    assert (found["title"], found["content"]) == ("May áo dài", "Cắt và may")


def test_a_table_of_persons_keeps_its_names_and_titles() -> None:
    rows = [("STT", "Tên", "Title", "Phone"), ("1", "Lê Văn Tám", "Trưởng phòng", "0909 123 456")]
    extraction = read(grid(rows))
    assert not of_kind(extraction, "course")


@pytest.mark.parametrize(
    ("line", "field", "text"),
    [
        ("Địa chỉ đăng ký: https://hoc.example/may", "url", "https://hoc.example/may"),
        ("Địa chỉ đăng ký: 12 Lê Lợi", "url", None),
        ("Loại hình: Trực tuyến", "delivery", "Trực tuyến"),
        ("Hình thức: Miễn phí", "fee", "Miễn phí"),
        ("Hình thức: Trực tiếp", "delivery", "Trực tiếp"),
        ("Hình thức đào tạo: Sơ cấp", "level", "Sơ cấp"),
    ],
)
def test_a_vague_label_means_what_its_value_shows(line: str, field: str, text: str | None) -> None:
    (found,) = courses(*paragraphs(f"Tên khóa học: May áo\n{line}\nNội dung: Đo, cắt, ráp"))
    assert found.get(field) == text
