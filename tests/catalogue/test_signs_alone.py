"""A sign without a letter is an answer to a question of yes or no, and to no other."""

from __future__ import annotations

import pytest

from catalogue.normalizing.evidence import Source
from catalogue.normalizing.normalize import normalize_reading
from parsers.document import Place
from parsers.wanted import Reading

SOURCE = Source(message_id="<1@truong.example>", part="ds.xlsx")


@pytest.mark.parametrize("sign", ["✓", "✔", "√"])
def test_a_tick_of_any_shape_says_yes(sign: str) -> None:
    assert normalize_reading("course", _reading("certificate", sign), SOURCE)["certificate"].value is True


def test_a_tick_is_no_title_and_a_dash_no_answer() -> None:
    assert not normalize_reading("course", _reading("title", "✓"), SOURCE)
    assert not normalize_reading("course", _reading("certificate", "–"), SOURCE)


def _reading(field: str, text: str) -> Reading:
    return Reading(field=field, text=text, place=Place("S", 2, 3), confidence=0.9, reason="heading")
