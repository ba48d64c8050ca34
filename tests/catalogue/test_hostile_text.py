"""No text, however odd or long, makes a reader of values fail or dawdle."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalogue.normalizing.choices import read_delivery, read_level, read_work_study, read_yes_no, ticked
from catalogue.normalizing.durations import read_duration
from catalogue.normalizing.evidence import Source
from catalogue.normalizing.links import addresses, read_pictures, read_url
from catalogue.normalizing.money import read_fee
from catalogue.normalizing.people import read_name, read_person
from catalogue.normalizing.phones import read_phone
from catalogue.normalizing.titles import clean_title
from catalogue.reading.corrections import take_corrections
from catalogue.reading.lines import Line
from catalogue.reading.names import unit_names
from catalogue.reading.signatures import read_signature
from catalogue.reading.statements import replaces_list, states_no_courses
from parsers.document import Document, Paragraph, Place
from tests.support.growth import assert_linear


def corrections(text: str) -> object:
    paragraph = Paragraph(text=text, place=Place(row=1))
    return take_corrections(Document(media="text", blocks=(paragraph,)), Source())


def signature(text: str) -> object:
    return read_signature([Line(line, Place(row=1)) for line in text.split("\n")], Source())


def names(text: str) -> object:
    return unit_names([], [Line(text, Place(row=1))], text, [text])


READERS: list[Callable[[str], object]] = [
    read_phone, read_fee, read_level, read_delivery, read_work_study, read_yes_no, ticked, read_duration,
    read_url, addresses, read_pictures, read_name, read_person, clean_title, corrections, signature, names,
    replaces_list, states_no_courses,
]  # fmt: skip
WORDS = st.sampled_from(
    [
        "học phí", "khóa", "là", "thành", "không phải", "(", ")", "0909", "123", ".", ",", "-", "/", " ",
        "\n", "đ",
        "triệu", "tháng", "trực tuyến", "ông", "Lê", "☒", "☐", "http://", "a.vn", "@", "x", "+84", "Số",
        "rút", "\x00",
    ]
)  # fmt: skip


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=60, deadline=None)
@given(st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=20).map("".join)))
def test_any_text_is_read_without_a_fault(reader: Callable[[str], object], text: str) -> None:
    reader(text)


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "piece",
    [
        "1 ",
        "a",
        "a.",
        "khóa a ",
        "học phí là ",
        ".jpg a",
        "(",
        " - ",
        "0909 ",
        "từ a ",
        "Lê ",
        "☒",
        "trường a ",
    ],
)
def test_an_endless_text_takes_no_time(reader: Callable[[str], object], piece: str) -> None:
    assert_linear(lambda size: reader(piece * (size // len(piece))), 40_000)
