"""What replies in every usual way of answering come to (tests/replies/answers.txt), told as counts."""

from __future__ import annotations

from tests.support.asked import outcome, table

LEAST = 0.97


def test_answers_reach_the_field_that_was_asked_for_and_nothing_is_wrong_without_a_flag() -> None:
    every = [(told, outcome(told)) for told in table()]
    wrong = [(told.name, found.wrong) for told, found in every if found.wrong]
    missed = [(told.name, found.missed) for told, found in every if found.missed]
    assert len(every) >= 100
    assert wrong == []
    assert len(missed) <= (1 - LEAST) * len(every), missed
