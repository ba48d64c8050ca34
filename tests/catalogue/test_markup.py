"""What normalizing promises about texts that still bear the markup of a web page."""

from __future__ import annotations

import pytest

from catalogue.normalizing.markup import without_markup
from tests.support.growth import assert_linear


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<p>Cài đặt, giao diện &amp; bảo mật</p>", "Cài đặt, giao diện & bảo mật"),
        ("<ul><li>Bài 1</li><li>Bài 2</li></ul>", "Bài 1\nBài 2\n"),
        ("Bài 1<br/>Bài 2", "Bài 1\nBài 2"),
        ("Lương < 5 triệu và > 18 tuổi", "Lương < 5 triệu và > 18 tuổi"),
        ("Hàn <TIG> & MIG", "Hàn <TIG> & MIG"),
        ("Marketing &amp; bán hàng", "Marketing & bán hàng"),
    ],
)
def test_tags_and_entities_are_no_words(text: str, said: str) -> None:
    assert without_markup(text).split("\n") == said.strip().split("\n")


def test_what_looks_like_tags_without_end_costs_no_more_than_its_length() -> None:
    assert_linear(lambda size: without_markup("<p " * size + "</p>"), 500)
