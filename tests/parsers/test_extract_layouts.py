"""Tables that only lay a page out: what stands in their cells, and the tables inside of them."""

from __future__ import annotations

from dataclasses import replace

from parsers.document import Cell, Grid, Place
from tests.support.layouts import courses, grid


def _inner(number: int, row: int, column: int, *rows: tuple[str, str]) -> Grid:
    made = grid(rows, title=f"Bảng {number}")
    return replace(made, is_sheet=False, nested_in=Place("Bảng 1", row, column))


def test_a_table_inside_a_cell_belongs_to_the_words_beside_it() -> None:
    outer = replace(
        grid([("Khóa học 1: Tiện gỗ",), ("Khóa học 2: Chạm khắc",)], title="Bảng 1"), is_sheet=False
    )
    found = courses(
        outer,
        _inner(2, 1, 2, ("Trình độ", "Sơ cấp"), ("Học phí", "900.000 đồng")),
        _inner(3, 2, 2, ("Trình độ", "Trung cấp"), ("Học phí", "miễn phí")),
    )
    assert [(one["title"], one["level"], one["fee"]) for one in found] == [
        ("Tiện gỗ", "Sơ cấp", "900.000 đồng"),
        ("Chạm khắc", "Trung cấp", "miễn phí"),
    ]


def test_tables_in_two_cells_of_a_row_have_each_its_own_words_above() -> None:
    outer = replace(grid([("Khóa học: Tiện gỗ", "Khóa học: Chạm khắc")], title="Bảng 1"), is_sheet=False)
    found = courses(
        outer,
        _inner(2, 1, 1, ("Trình độ", "Sơ cấp"), ("Học phí", "900.000 đồng")),
        _inner(3, 1, 2, ("Trình độ", "Trung cấp"), ("Học phí", "miễn phí")),
    )
    assert [(one["title"], one["level"]) for one in found] == [
        ("Tiện gỗ", "Sơ cấp"),
        ("Chạm khắc", "Trung cấp"),
    ]


def test_a_picture_beside_a_cell_of_lines_does_not_hide_the_name_above_them() -> None:
    lines = "Ghép mai vàng\nTrình độ: ngắn hạn\nHình thức: trực tiếp\nHọc phí: 600.000 đồng"
    (course,) = courses(replace(grid([(Cell("", pictures=("anh.png",)), lines)]), is_sheet=False))
    assert (course["title"], course["fee"]) == ("Ghép mai vàng", "600.000 đồng")
