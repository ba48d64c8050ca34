"""Words cut at the ends of lines in narrow cells are made whole by what the table shows, or are unsure."""

from __future__ import annotations

import pytest
from reportlab.pdfbase import pdfmetrics

from parsers.document import Grid
from parsers.formats.pdf.reader import read_pdf
from tests.support.pdfs import Paper

LEFT = 90.0


def width(text: str) -> float:
    Paper()  # whose font it is
    return float(pdfmetrics.stringWidth(text, "DejaVuSans", 10))


def table(*texts: str, widest: str) -> Grid:
    """Cells under one another in a column in which ``widest`` fills a line."""
    paper = Paper()
    right = LEFT + 9 + width(widest)
    rows = [[str(number), text] for number, text in enumerate(texts, 1)]
    (grid,) = read_pdf(paper.table([60, LEFT, right], 100, rows, height=78).data()).grids
    return grid


def told(grid: Grid, row: int = 1) -> str:
    return grid.cells[row, 2].text.replace("\n", " ")


@pytest.mark.parametrize(
    ("lines", "whole"),
    [
        ("Marketi\nng tổng\nhợp", "Marketing tổng hợp"),
        ("Excel\nnâng cao", "Excel nâng cao"),
        ("Photosh\nop, in ấn", "Photoshop, in ấn"),
        ("AutoCA\nD 2D", "AutoCAD 2D"),
        ("ngành\nLogistic\ns cảng", "ngành Logistics cảng"),
    ],
)
def test_known_foreign_words_are_whole_again_and_words_behind_them_stay_apart(lines: str, whole: str) -> None:
    grid = table(lines, "Hàn", widest=max(lines.split("\n"), key=width))
    assert told(grid) == whole
    assert not grid.unsure


def test_two_foreign_words_are_not_made_one_for_want_of_room() -> None:
    assert told(table("dạng\npractical\nlife", "Hàn", widest="practical")) == "dạng practical life"


def test_a_word_that_no_list_has_is_unsure_where_its_line_is_full() -> None:
    assert table("Lumi\non", "Hàn", widest="Lumi").unsure == {(1, 2)}
    assert not table("Lumi\non", "Hàn", widest="Lumi xx").unsure


def test_a_word_that_stands_whole_elsewhere_in_the_table_is_known() -> None:
    cut = "phủ giá thể vermic\nulite"
    grid = table(cut, "dùng vermiculite", widest="phủ giá thể vermic")
    assert told(grid) == "phủ giá thể vermiculite"
    assert told(table(cut, "Hàn", widest="phủ giá thể vermic")) == "phủ giá thể vermic ulite"


def test_where_wrapped_lines_bear_their_blanks_a_line_without_one_was_cut_in_a_word() -> None:
    bearing = ["Cắt \nmay \náo ", "Hàn \nđiện \ncơ ", "Pha \nchế \nsữa "]
    assert told(table("Fanucr\nan \nhàn", *bearing, widest="Fanucr")) == "Fanucran hàn"
    assert not table("Fanucr\nan \nhàn", *bearing, widest="Fanucr").unsure
    assert table("Fanucr\nan\nhàn", "Hàn", widest="Fanucr").unsure == {(1, 2)}


def test_a_table_that_cuts_syllables_anywhere_cuts_them_in_cells_of_two_lines_too() -> None:
    grid = table("Trực ti\nếp", "Dạy ngh\nề may", "Lớp nấ\nu ăn", "Học vi\ndeo hay", widest="Trực ti")
    assert [told(grid, row) for row in range(1, 5)] == [
        "Trực tiếp",
        "Dạy nghề may",
        "Lớp nấu ăn",
        "Học video hay",
    ]
    assert told(table("Trực ti\nếp", "Hàn", widest="Trực ti")) == "Trực ti ếp"


def test_cells_made_narrow_by_a_typed_line_break_stay_two_words() -> None:
    assert told(table("Online\nForum", "Hàn", widest="Online")) == "Online Forum"


def test_a_cut_syllable_is_sure_whatever_fills_its_line() -> None:
    grid = table("Trun\ng cấp", "Hàn", widest="g cấp")
    assert told(grid) == "Trung cấp"
    assert not grid.unsure
