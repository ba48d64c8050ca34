"""After the deadline: letters that only the officer lets go."""

from datetime import date

import pytest

from catalogue.records import LetterKind, LetterState
from intake.jobs_letters import ask
from intake.jobs_overdue import OverdueError, approve_overdue, make_overdue
from intake.jobs_poll import poll
from intake.jobs_send import send
from tests.support.apps import BIEN_XANH, DOI_THONG, SAO_MAI, Office, row, submission

NEW = date(2025, 6, 6)


def over(office: Office, *raws: bytes) -> None:
    """The deadline has passed; what came was answered."""
    office.clock.at("2025-05-28T09:00:00")
    office.postbox.deliver(*raws, at=office.clock.now)
    poll(office.app)
    office.clock.forward(minutes=15)
    ask(office.app)
    send(office.app)
    office.clock.at("2025-06-02T09:00:00")


def test_each_open_case_gets_a_letter_that_waits_for_the_officer(office: Office) -> None:
    over(office, submission(1, row("Hàn điện")))
    made = make_overdue(office.app, NEW).made
    assert {one.unit_id for one in made} == {BIEN_XANH, DOI_THONG}
    assert {one.state for one in made} == {LetterState.HELD}
    assert "trước ngày 06 tháng 6 năm 2025" in made[0].text
    assert send(office.app).outcomes == {}
    assert approve_overdue(office.app) == 2
    assert send(office.app).outcomes == {"sent": 2}


def test_the_same_letters_are_made_once(office: Office) -> None:
    over(office)
    assert len(make_overdue(office.app, NEW, dry_run=True).made) == 3
    assert len(make_overdue(office.app, NEW).made) == 3
    assert make_overdue(office.app, NEW).made == []


def test_who_answers_while_the_letter_waits_does_not_get_it(office: Office) -> None:
    over(office)
    make_overdue(office.app, NEW)
    office.postbox.deliver(submission(1, row("Hàn điện")), at=office.clock.now)
    poll(office.app)
    approve_overdue(office.app)
    assert send(office.app).outcomes == {"withdrawn": 1, "sent": 2}
    [letter] = [one for one in office.app.store.letters(office.app.campaign.id) if one.unit_id == SAO_MAI]
    assert (letter.kind, letter.state) == (LetterKind.OVERDUE, LetterState.WITHDRAWN)


def test_a_unit_that_no_letter_can_reach_is_named(office: Office) -> None:
    over(office)
    office.app.store.note_bounce("vanphong@bienxanh.example", office.clock.now.replace(year=2026))
    done = make_overdue(office.app, NEW)
    assert [one.id for one in done.unreachable] == [BIEN_XANH]
    assert len(done.made) == 2


@pytest.mark.parametrize(
    ("now", "until", "words"),
    [
        ("2025-05-29T16:00:00", NEW, "has not passed"),
        ("2025-06-02T09:00:00", date(2025, 6, 2), "not in the future"),
    ],
)
def test_letters_before_their_time_are_refused(office: Office, now: str, until: date, words: str) -> None:
    office.clock.at(now)
    with pytest.raises(OverdueError, match=words):
        make_overdue(office.app, until)
