"""What a reply says anew, of the set of replies in the styles of the usual mail programs (tests/replies)."""

from __future__ import annotations

from catalogue.reading.lines import plain_text
from parsers.body import split_body
from parsers.message import read_message
from tests.support.replies import cases


def squeezed(text: str) -> str:
    return " ".join(text.split())


def test_replies_of_every_program_are_reduced_to_exactly_what_is_new() -> None:
    every = list(cases())
    wrong = [
        one.name
        for one in every
        if squeezed(plain_text(split_body(read_message(one.raw)).new)) != squeezed(one.expected)
    ]
    assert len(every) >= 160
    assert wrong == []
