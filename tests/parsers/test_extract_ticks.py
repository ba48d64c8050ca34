"""What the extractor promises of tables whose choices are headings with ticks below them."""

from __future__ import annotations

import pytest

from tests.support.layouts import courses, grid, of_kind, read, reading

CHOICES = ("Trực tuyến", "Trực tiếp", "Miễn phí", "Có thu phí")


@pytest.mark.parametrize(
    "headings",
    [("STT", "Tên khóa học", *CHOICES), ("TT", "Nghề đào tạo", *CHOICES), ("", "Tên lớp", *CHOICES)],
)
def test_ticks_below_make_choices_headings_of_a_table(headings: tuple[str, ...]) -> None:
    number = "1" if headings[0] else ""
    found = of_kind(read(grid([headings, (number, "May áo", "x", "", "", "✓")])), "course")
    assert [(one.field, one.choice) for one in found[0].readings if one.choice] == [
        ("delivery", "online"),
        ("fee", "paid"),
    ]


def test_choices_without_ticks_below_are_values_of_a_row() -> None:
    rows = [
        ("Tên lớp", "Hình thức", "Học phí"),
        ("May áo", "Trực tuyến", "Miễn phí"),
        ("Nấu ăn", "Trực tiếp", "Có thu phí"),
    ]
    assert [one["title"] for one in courses(grid(rows))] == ["May áo", "Nấu ăn"]


def test_other_words_in_a_tick_column_are_its_choice_at_a_low_confidence() -> None:
    rows = [
        ("STT", "Tên lớp", *CHOICES),
        ("1", "May áo", "x", "", "", "x"),
        ("2", "Nấu ăn", "dự kiến", "", "", "theo quy định"),
        ("3", "Cắm hoa", "", "qua Zoom", "", "900.000đ"),
        ("4", "Pha chế", "đang cập nhật", "x", "...", ""),
    ]
    _, cooking, flowers, drinks = of_kind(read(grid(rows)), "course")
    assert (reading(cooking, "delivery").choice, reading(cooking, "fee").choice) == ("online", "paid")
    assert max(reading(cooking, "delivery").confidence, reading(cooking, "fee").confidence) < 0.6
    assert [(one.text, one.choice) for one in flowers.readings[1:]] == [("qua Zoom", ""), ("900.000đ", "")]
    assert [(one.text, one.choice) for one in drinks.readings[1:]] == [("x", "in_person")]
