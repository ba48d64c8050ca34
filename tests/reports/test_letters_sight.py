"""Letters can be read on any screen: wide, narrow, dark, inverted, and by programs that know tables only."""

import re

import pytest

from catalogue.outbox import Letter
from reports.examples import examples
from tests.reports import samples
from tests.reports.sight import contrast, inverted, texts_of

LETTERS = examples(samples.campaign())
READABLE = 4.5
NARROWEST = 320

every_letter = pytest.mark.parametrize("letter", LETTERS.values(), ids=LETTERS)


@every_letter
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground_and_still_does_when_a_program_inverts_it(
    letter: Letter, scheme: str
) -> None:
    for one in texts_of(letter.html, dark=scheme == "dark"):
        color, ground = one.look.color, one.look.background
        assert contrast(color, ground) >= READABLE, one
        assert contrast(inverted(color), inverted(ground)) >= READABLE, one


@every_letter
def test_every_word_has_at_least_sixteen_pixels_and_a_font_that_outlook_keeps(letter: Letter) -> None:
    for one in texts_of(letter.html):
        assert one.look.size >= 16, one
        assert one.look.font, one


@every_letter
def test_nothing_is_wider_than_the_narrowest_phone(letter: Letter) -> None:
    shown = re.sub(r"<!--\[if mso\]>.*?<!\[endif\]-->", "", letter.html)
    widths = re.findall(r"(?<![-\w])width[:=]\"?(\d+)(?!\d*%)", shown)
    assert all(int(width) < NARROWEST for width in widths)
    for one in texts_of(letter.html):
        assert one.look.wraps or len(one.text) <= 20, one


@every_letter
def test_layout_stands_in_tables_and_nothing_is_fetched(letter: Letter) -> None:
    assert not re.search(r"float:|flex|grid|position:|@import|url\(|<img|<link|<script", letter.html)
    assert letter.html.count("<table") == letter.html.count('role="presentation"')
    assert len(letter.html.encode()) < 100_000  # Gmail cuts longer ones off
