"""Which letter a unit gets now, and when it gets none."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from catalogue.asking.office import next_office_moment
from catalogue.asking.questions import items_for
from catalogue.asking.standing import Standing, UnitLetter, UnitMail, Weight
from catalogue.asking.turns import Turn, is_given_up, is_overtaken, reminder_due, turn_due
from catalogue.records import LetterKind, UnitState
from tests.support.statements import CAMPAIGN, contact, file, folded, full_course, message

ACK, ASK, DONE = LetterKind.ACKNOWLEDGEMENT, LetterKind.CLARIFICATION, LetterKind.COMPLETE
NONE, UNREAD, REMIND = LetterKind.NO_COURSES, LetterKind.UNREADABLE, LetterKind.REMINDER
PERSON = contact("Lê Thị Hoa", position="Phó Giám đốc", phone="+84909000001", row=30)
INCOMPLETE = folded(message(0, full_course("Kế toán", url=None), PERSON))
COMPLETE = folded(message(0, full_course("Kế toán"), PERSON))
NO_COURSES = folded(message(0, no_courses=True))
SILENT = folded()
SETTLED = timedelta(minutes=10)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment of May 2025 in the city."""
    return datetime(2025, 5, day, hour, minute, tzinfo=CAMPAIGN.time_zone)


def mail(moment: datetime, weight: Weight = Weight.NEWS, *, submits: bool = True) -> UnitMail:
    name = f"{moment:%d%H%M}"
    return UnitMail(
        sha256=name, received_at=moment, done_at=moment, is_submission=submits, weight=weight
    )  # fmt: skip


def letter(
    kind: LetterKind, moment: datetime, state: UnitState = INCOMPLETE, window: str = "1"
) -> UnitLetter:
    items = items_for(state, CAMPAIGN) if kind in (ASK, REMIND) else ()
    return UnitLetter(kind=kind, window=window, made_at=moment, at=moment, items=items)


def standing(state: UnitState, *past: UnitMail | UnitLetter) -> Standing:
    mails = tuple(one for one in past if isinstance(one, UnitMail))
    return Standing(
        state=state, mails=mails, letters=tuple(one for one in past if isinstance(one, UnitLetter))
    )


def turn(now: datetime, state: UnitState, *past: UnitMail | UnitLetter) -> Turn | None:
    return turn_due(standing(state, *past), CAMPAIGN, now)


def kind(now: datetime, state: UnitState, *past: UnitMail | UnitLetter) -> LetterKind | None:
    due = turn(now, state, *past)
    return due.kind if due else None


# --- what answers a mail


def test_one_letter_answers_a_mail_and_is_the_one_that_fits_where_the_case_stands() -> None:
    sent = mail(at(12, 9))
    assert kind(at(12, 9, 10), COMPLETE, sent) is DONE
    assert kind(at(12, 9, 10), NO_COURSES, sent) is NONE
    assert kind(at(12, 9, 10), INCOMPLETE, sent) is ASK
    asked = turn(at(12, 9, 10), INCOMPLETE, sent)
    assert asked is not None
    assert (asked.items, asked.fresh) == (items_for(INCOMPLETE, CAMPAIGN), True)


def test_a_unit_whose_only_file_cannot_be_read_is_told_why() -> None:
    unread = folded(message(0, parts=(file("ds.pdf", reason="scanned"),)))
    sent = replace(mail(at(12, 9)), sha256=unread.unread[0].origin.message)
    assert kind(at(12, 10), unread, sent) is UNREAD
    told = letter(UNREAD, at(12, 10))
    assert kind(at(13, 10), unread, sent, told) is None
    assert kind(at(14, 10), unread, sent, told) is ASK


def test_nothing_is_written_while_a_unit_may_still_be_sending() -> None:
    mails = [mail(at(12, 9, minute)) for minute in (0, 5, 9)]
    assert kind(at(12, 9, 18), COMPLETE, *mails) is None
    assert kind(at(12, 9, 19), COMPLETE, *mails) is DONE


def test_a_mail_that_had_not_settled_when_a_letter_was_made_is_answered_by_the_next() -> None:
    first, later = mail(at(12, 9)), mail(at(12, 9, 25))
    made = letter(ACK, at(12, 9, 30))
    assert kind(at(12, 9, 40), COMPLETE, first, later, made) is DONE


def test_thanks_come_once_and_again_only_after_something_was_owed_anew() -> None:
    sent, thanked = mail(at(12, 9)), letter(DONE, at(12, 10))
    assert kind(at(13, 10), COMPLETE, sent, thanked) is None
    more = mail(at(14, 9))
    assert kind(at(14, 10), COMPLETE, sent, thanked, more) is ACK
    owed = letter(ASK, at(14, 11))
    answer = mail(at(15, 9), submits=False)
    assert kind(at(15, 10), COMPLETE, sent, thanked, more, owed, answer) is DONE


def test_a_case_that_an_answer_or_a_person_completes_is_thanked_for() -> None:
    sent, asked = mail(at(12, 9)), letter(ASK, at(12, 10))
    assert kind(at(13, 10), COMPLETE, sent, asked, mail(at(13, 9), submits=False)) is DONE
    assert kind(at(13, 10), COMPLETE, sent, asked) is DONE


def test_a_reply_that_only_thanks_draws_no_letter() -> None:
    sent, thanked = mail(at(12, 9)), letter(DONE, at(12, 10))
    assert kind(at(13, 10), COMPLETE, sent, thanked, mail(at(13, 9), Weight.NOTHING, submits=False)) is None


def test_what_is_asked_already_is_received_with_thanks_and_not_asked_twice() -> None:
    sent, asked = mail(at(12, 9)), letter(ASK, at(12, 10))
    again = mail(at(12, 14), Weight.SAME)
    assert kind(at(12, 15), INCOMPLETE, sent, asked, again) is None
    after_a_week = mail(at(20, 14), Weight.SAME)
    assert kind(at(20, 15), INCOMPLETE, sent, asked, after_a_week) is ACK


def test_two_letters_a_day_at_most_and_what_waited_is_made_up_for() -> None:
    past: list[UnitMail | UnitLetter] = [
        mail(at(12, 8)),
        letter(ASK, at(12, 9)),
        mail(at(12, 10)),
        letter(ACK, at(12, 11)),
        mail(at(12, 12)),
    ]
    assert kind(at(12, 13), COMPLETE, *past) is None
    assert kind(at(13, 8), COMPLETE, *past) is DONE


def test_two_machines_that_know_nothing_of_each_other_end() -> None:
    past: list[UnitMail | UnitLetter] = []
    for day in range(1, 29):
        now = at(day, 9)
        past.append(mail(now, Weight.NOTHING))
        due = turn(now + SETTLED, INCOMPLETE, *past)
        if due is not None:
            past.append(UnitLetter(kind=due.kind, window=due.window, made_at=now + SETTLED,
                                   at=due.not_before, items=due.items))  # fmt: skip
    assert [one.kind for one in past if isinstance(one, UnitLetter)] == [ASK, ASK]


# --- what is asked again


def test_a_unit_is_asked_once_a_day_and_three_times_in_all() -> None:
    sent, later = mail(at(5, 8)), mail(at(8, 9))
    other = folded(message(0, full_course("Hàn", content=None), PERSON))
    assert kind(at(8, 10), other, sent, letter(ASK, at(8, 8)), later) is ACK
    assert kind(at(9, 8), other, sent, letter(ASK, at(8, 8)), later) is ASK
    thrice = [letter(ASK, at(day, 8)) for day in (5, 6, 7)]
    assert kind(at(9, 8), other, sent, *thrice, later) is ACK
    ordered = replace(standing(other, sent, *thrice), ordered=(at(8, 8),))
    assert turn_due(ordered, CAMPAIGN, at(9, 8)) is not None


def test_what_nobody_answered_is_asked_again_after_five_working_days_unless_a_reminder_tells_of_it() -> None:
    sent, asked = mail(at(5, 8)), letter(ASK, at(5, 9))
    assert kind(at(9, 9), INCOMPLETE, sent, asked) is None
    assert (at(9, 9) - at(5, 9)).days == 4
    no_reminders = replace(CAMPAIGN, reminder_days=())
    again = turn_due(standing(INCOMPLETE, sent, asked), no_reminders, at(12, 9))
    assert again is not None
    assert (again.kind, again.fresh) == (ASK, False)
    assert kind(at(12, 9), INCOMPLETE, sent, asked) is None


def test_news_that_leave_a_gap_are_asked_about_at_once() -> None:
    sent, asked = mail(at(12, 8)), letter(ASK, at(12, 9))
    assert kind(at(13, 9), INCOMPLETE, sent, asked, mail(at(13, 8), submits=False)) is ASK


def test_an_order_to_ask_again_needs_no_patience_and_one_to_stop_ends_all_asking() -> None:
    past = standing(INCOMPLETE, mail(at(12, 8)), letter(ASK, at(12, 9)))
    ordered = turn_due(replace(past, ordered=(at(12, 15),)), CAMPAIGN, at(13, 8))
    assert ordered is not None
    assert ordered.kind is ASK
    stopped = replace(past, stopped=True, mails=(*past.mails, mail(at(13, 8))))
    received = turn_due(stopped, CAMPAIGN, at(13, 9))
    assert received is not None
    assert received.kind is ACK
    assert reminder_due(stopped, CAMPAIGN, at(22, 9)) is None


def test_the_assurances_are_asked_for_once() -> None:
    asked = turn(at(13, 9), INCOMPLETE, mail(at(12, 8)), letter(ASK, at(12, 9)), mail(at(13, 8)))
    assert asked is not None
    assert [(one.number, one.fields) for one in asked.items] == [(1, ("url",))]


# --- when


@pytest.mark.parametrize(
    ("now", "moment"),
    [
        (at(12, 6), at(12, 7, 30)),
        (at(12, 16, 59), at(12, 16, 59)),
        (at(12, 17), at(13, 7, 30)),
        (at(16, 20), at(19, 7, 30)),
        (at(17, 10), at(19, 7, 30)),
        (at(1, 9), at(5, 7, 30)),
    ],
)
def test_letters_leave_in_office_hours_of_working_days(now: datetime, moment: datetime) -> None:
    assert next_office_moment(now, CAMPAIGN) == moment
    due = turn(now, COMPLETE, mail(now - SETTLED))
    assert due is not None
    assert due.not_before == moment


@pytest.mark.parametrize(
    ("now", "sent", "window"),
    [
        (at(14, 9), (), None),
        (at(15, 9), (), "T-14"),
        (at(16, 9), (), "T-14"),
        (at(16, 9), ("T-14",), None),
        (at(27, 9), (), "T-3"),
        (at(27, 9), ("T-3",), None),
        (at(28, 9), ("T-3",), "T-1"),
        (at(29, 9), (), "T-1"),
        (at(29, 18), (), None),
        (at(30, 1), (), None),
    ],
)
def test_only_the_latest_missed_reminder_is_caught_up_and_none_after_the_last_office_hour(
    now: datetime, sent: tuple[str, ...], window: str | None
) -> None:
    past = [letter(REMIND, at(1, 9), SILENT, one) for one in sent]
    due = reminder_due(standing(SILENT, *past), CAMPAIGN, now)
    assert (due.window if due else None) == window


def test_who_is_complete_or_has_no_courses_is_not_reminded() -> None:
    for state in (COMPLETE, NO_COURSES):
        assert reminder_due(standing(state), CAMPAIGN, at(22, 9)) is None
    due = reminder_due(standing(INCOMPLETE), CAMPAIGN, at(22, 9))
    assert due is not None
    assert (due.window, due.items) == ("T-7", items_for(INCOMPLETE, CAMPAIGN))


def test_who_was_in_touch_these_days_is_reminded_later_and_on_the_last_day_all_the_same() -> None:
    wrote = standing(INCOMPLETE, mail(at(21, 10)), letter(ASK, at(21, 11)))
    assert reminder_due(wrote, CAMPAIGN, at(22, 9)) is None
    assert reminder_due(wrote, CAMPAIGN, at(23, 12)) is not None
    asked = standing(INCOMPLETE, mail(at(27, 10)), letter(ASK, at(27, 11)))
    assert reminder_due(asked, CAMPAIGN, at(28, 9)) is not None


def test_the_last_letter_that_a_unit_may_get_is_kept_for_its_thanks() -> None:
    past = [letter(ASK, at(5, 9)), letter(ACK, at(6, 9)), letter(ASK, at(7, 9)), letter(ASK, at(8, 9)),
            letter(REMIND, at(15, 9), window="T-14")]  # fmt: skip
    assert reminder_due(standing(INCOMPLETE, *past), CAMPAIGN, at(22, 9)) is None
    assert kind(at(22, 10), COMPLETE, *past, mail(at(22, 9), submits=False)) is DONE


def test_of_a_long_series_of_reminders_one_in_the_middle_is_left_out_and_never_the_last() -> None:
    past: list[UnitMail | UnitLetter] = []
    for day in range(10, 30):
        due = reminder_due(standing(SILENT, *past), CAMPAIGN, at(day, 9))
        if due is not None:
            past.append(letter(REMIND, due.not_before, SILENT, due.window))
    assert [one.window for one in past if isinstance(one, UnitLetter)] == ["T-14", "T-7", "T-1"]


def test_the_officer_gets_a_case_when_the_last_question_had_its_time_or_the_deadline_is_over() -> None:
    asked = [letter(ASK, at(day, 9)) for day in (5, 6, 7)]
    out = standing(INCOMPLETE, mail(at(5, 8)), *asked)
    assert not is_given_up(out, CAMPAIGN, at(13, 9))
    assert is_given_up(out, CAMPAIGN, at(14, 9))
    once = standing(INCOMPLETE, mail(at(5, 8)), asked[0])
    assert not is_given_up(once, CAMPAIGN, at(28, 9))
    assert is_given_up(once, CAMPAIGN, at(30, 0))


def test_a_letter_that_came_back_counts_against_no_bound() -> None:
    lost = [replace(letter(ASK, at(day, 9)), is_lost=True) for day in (5, 6, 7)]
    assert kind(at(8, 9), INCOMPLETE, mail(at(5, 8)), *lost, mail(at(8, 8))) is ASK


# --- what is overtaken


def test_a_letter_that_waits_is_withdrawn_once_news_have_come_or_its_matter_is_settled() -> None:
    asked, first = letter(ASK, at(12, 20)), mail(at(12, 19))
    now = at(13, 7)
    assert not is_overtaken(asked, standing(INCOMPLETE, first), CAMPAIGN, now)
    assert is_overtaken(asked, standing(INCOMPLETE, first, mail(at(12, 22))), CAMPAIGN, now)
    assert is_overtaken(asked, standing(COMPLETE, first), CAMPAIGN, now)
    assert is_overtaken(asked, replace(standing(INCOMPLETE, first), stopped=True), CAMPAIGN, now)
    other = folded(message(0, full_course("Hàn", content=None), PERSON))
    assert is_overtaken(asked, standing(other, first), CAMPAIGN, now)
    assert is_overtaken(letter(DONE, at(12, 20)), standing(INCOMPLETE, first), CAMPAIGN, now)


def test_a_reminder_that_could_not_leave_in_time_is_withdrawn() -> None:
    late = letter(REMIND, at(29, 9), SILENT, "T-1")
    assert not is_overtaken(late, standing(SILENT), CAMPAIGN, at(29, 10))
    assert is_overtaken(late, standing(SILENT), CAMPAIGN, at(30, 8))
