"""A month of a small campaign, every habit of schools at least once: what must hold on each day does hold."""

from __future__ import annotations

from datetime import date

import pytest

from bench.season import telling
from bench.season.habits import SHARES, UNWILLING
from bench.season.play import Result, play

pytestmark = [pytest.mark.server, pytest.mark.slow]

FOUR_DAYS = date(2025, 5, 1)


@pytest.fixture(scope="module")
def season() -> Result:
    """One school of each habit."""
    return play(1, len(SHARES))


def test_what_must_hold_holds_on_every_day(season: Result) -> None:
    assert season.faults == (), telling.page(season)


def test_no_value_is_wrong_without_a_flag(season: Result) -> None:
    assert season.wrong == (), telling.page(season)


def test_every_willing_school_ends_complete(season: Result) -> None:
    willing = sum(count for habit, count in season.habits.items() if habit not in UNWILLING)
    assert season.curve[-1][1] == willing


def test_every_kind_of_letter_is_sent(season: Result) -> None:
    assert set(season.letters) >= {
        *("acknowledgement", "clarification", "complete", "digest", "help_receipt"),
        *("no_courses", "overdue", "reminder", "unreadable"),
    }


def test_the_same_seed_plays_the_same_season() -> None:
    first, second = play(7, 12, last=FOUR_DAYS), play(7, 12, last=FOUR_DAYS)
    assert first == second
    assert telling.page(first) == telling.page(second)
    assert play(8, 12, last=FOUR_DAYS) != first
