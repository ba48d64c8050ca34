"""Why no letter is due is told for every unit that gets none, and only for those."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from catalogue.asking.silence import why_not
from catalogue.asking.standing import Standing
from catalogue.asking.turns import reminder_due, turn_due
from tests.catalogue.test_turns import (
    ACK,
    ASK,
    COMPLETE,
    DONE,
    INCOMPLETE,
    REMIND,
    SILENT,
    at,
    letter,
    mail,
    standing,
)
from tests.support.statements import CAMPAIGN

ASKED = (mail(at(5, 9)), letter(ASK, at(5, 10)))
ASKED_OUT = (
    mail(at(5, 9)), letter(ASK, at(5, 10)), mail(at(6, 9)), letter(ASK, at(6, 10), window="2"),
    mail(at(7, 9)), letter(ASK, at(7, 10), window="3"), mail(at(8, 9)),
)  # fmt: skip
CASES = {
    "settled": (standing(INCOMPLETE, mail(at(5, 9))), at(5, 9, 5)),
    "letters of 2025-05-05 are written": (
        standing(INCOMPLETE, mail(at(5, 9)), letter(ACK, at(5, 9, 30)), letter(ASK, at(5, 10))), at(5, 11)
    ),
    "asked already": (standing(INCOMPLETE, *ASKED, mail(at(5, 11), submits=False)), at(5, 12)),
    "to answer": (standing(INCOMPLETE, *ASKED), at(6, 9)),
    "asked 3 of 3": (standing(INCOMPLETE, *ASKED_OUT, letter(ACK, at(8, 10))), at(12, 9)),
    "closed (complete)": (standing(COMPLETE, mail(at(5, 9)), letter(DONE, at(5, 10))), at(6, 9)),
    "ask it nothing more": (replace(standing(INCOMPLETE, *ASKED), stopped=True), at(20, 9)),
    "reminder is that of T-14": (standing(SILENT), at(5, 9)),
    "T-7": (standing(SILENT, letter(REMIND, at(15, 9), SILENT, "T-14")), at(17, 9)),
    "overdue": (standing(SILENT), at(30, 9)),
}  # fmt: skip


@pytest.mark.parametrize("told", CASES)
def test_the_reason_names_what_keeps_us_silent(told: str) -> None:
    known, now = CASES[told]
    assert turn_due(known, CAMPAIGN, now) is None
    assert told in why_not(known, CAMPAIGN, now)


def test_a_unit_that_gets_a_letter_has_no_reason() -> None:
    assert why_not(standing(INCOMPLETE, mail(at(5, 9))), CAMPAIGN, at(5, 10)) == ""
    assert why_not(standing(SILENT), CAMPAIGN, at(15, 9)) == ""


@pytest.mark.parametrize("known", [one for one, _ in CASES.values()])
def test_there_is_a_reason_at_every_hour_without_a_letter(known: Standing) -> None:
    for hours in range(0, 40 * 24, 7):
        now = at(1, 6) + timedelta(hours=hours)
        due = turn_due(known, CAMPAIGN, now) or reminder_due(known, CAMPAIGN, now)
        assert bool(why_not(known, CAMPAIGN, now)) is (due is None)
