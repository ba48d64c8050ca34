"""Why a unit gets no letter now, as a value and in words for the operator: tells, decides nothing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from catalogue.asking.office import add_working_days, local_day, next_office_moment
from catalogue.asking.questions import items_for
from catalogue.asking.standing import Standing
from catalogue.asking.turns import PATIENCE, QUIET, reminder_due, turn_due
from catalogue.records import LetterKind, UnitStatus
from config.campaign import Campaign


class Hush(StrEnum):
    """The reasons for which a unit is written nothing."""

    CLOSED_BY_HAND = "closed_by_hand"
    CLOSED = "closed"
    STOPPED = "stopped"
    SETTLING = "settling"
    LETTERS_OF_DAY = "letters_of_day"
    TOO_MANY = "too_many"
    ASKED_TODAY = "asked_today"
    ASKED_OUT = "asked_out"
    LETTERS_IN_ALL = "letters_in_all"
    SENT_NOTHING = "sent_nothing"
    NOTHING_TO_ASK = "nothing_to_ask"
    MAY_ANSWER = "may_answer"
    ASKED = "asked"
    TOLD = "told"


class Reminder(StrEnum):
    """What is to be said of a unit's next reminder."""

    OVER = "over"
    WAITS = "waits"
    AHEAD = "ahead"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class Silence:
    """Why no letter is due. ``count`` of ``most`` are reached; ``day`` is that of a cap or of the asking.

    ``asked_at`` is when the ``letter`` left that asked for all that lacks, ``until`` how long is waited.
    ``reminder`` is told where time is waited for, ``ahead`` is the days before the last day of the next one.
    """

    why: Hush
    count: int = 0
    most: int = 0
    day: date | None = None
    until: datetime | None = None
    status: UnitStatus | None = None
    letter: LetterKind | None = None
    asked_at: datetime | None = None
    reminder: Reminder | None = None
    ahead: int = 0


def why_not(standing: Standing, campaign: Campaign, now: datetime) -> str:
    """The first reason for which no letter is due to a unit, for the operator; "" where one is due."""
    silence = why_silent(standing, campaign, now)
    return "" if silence is None else words_of(silence, campaign)


def why_silent(standing: Standing, campaign: Campaign, now: datetime) -> Silence | None:
    """The first reason for which no letter is due to a unit; None where one is due.

    Whether any of its addresses may be written to is not known here.
    """
    if turn_due(standing, campaign, now) is not None or reminder_due(standing, campaign, now) is not None:
        return None
    return next(_reasons(standing, campaign, now))


def _reasons(standing: Standing, campaign: Campaign, now: datetime) -> Iterator[Silence]:
    yield from _closed(standing)
    settles = max((one.done_at + standing.settle for one in standing.fresh), default=now)
    if settles > now:
        yield Silence(why=Hush.SETTLING, until=settles)
    yield from _bounds(standing, campaign, now)
    if standing.state.status is UnitStatus.NOT_SUBMITTED:
        yield _until_reminded(Silence(why=Hush.SENT_NOTHING), standing, campaign, now)
    if not items_for(standing.state, campaign):
        yield Silence(why=Hush.NOTHING_TO_ASK)
    yield from _waits(standing, campaign, now)


def _closed(standing: Standing) -> Iterator[Silence]:
    if standing.state.closed_at is not None:
        yield Silence(why=Hush.CLOSED_BY_HAND)
    elif standing.state.status in (UnitStatus.COMPLETE, UnitStatus.NO_COURSES):
        yield Silence(why=Hush.CLOSED, status=standing.state.status)
    if standing.stopped:
        yield Silence(why=Hush.STOPPED)


def _bounds(standing: Standing, campaign: Campaign, now: datetime) -> Iterator[Silence]:
    """The caps that are reached, of the day first."""
    day = local_day(next_office_moment(now, campaign), campaign)
    today = [one for one in standing.letters if local_day(one.at, campaign) >= day]
    asked = [one for one in standing.of_kind(LetterKind.CLARIFICATION) if not one.is_lost]
    ordered = len(standing.ordered)
    if len(today) >= campaign.letters_per_day:
        yield Silence(why=Hush.LETTERS_OF_DAY, count=len(today), most=campaign.letters_per_day, day=day)
    if len(standing.letters) >= 2 * campaign.letters_in_all:
        yield Silence(why=Hush.TOO_MANY, count=len(standing.letters))
    if len([one for one in asked if one in today]) >= campaign.clarifications_per_day:
        yield Silence(why=Hush.ASKED_TODAY, day=day)
    if len(asked) >= campaign.clarifications_in_all + ordered:
        most = campaign.clarifications_in_all + ordered
        yield Silence(why=Hush.ASKED_OUT, count=len(asked), most=most)
    if len(standing.got) >= campaign.letters_in_all - 1 + ordered:
        yield Silence(why=Hush.LETTERS_IN_ALL, count=len(standing.got), most=campaign.letters_in_all)


def _waits(standing: Standing, campaign: Campaign, now: datetime) -> Iterator[Silence]:
    asked = [one for one in standing.letters if one.items]
    if asked:
        until = add_working_days(asked[-1].at, PATIENCE, campaign)
        waiting = Silence(why=Hush.ASKED, letter=asked[-1].kind, asked_at=asked[-1].at)
        if now < until:
            yield replace(waiting, why=Hush.MAY_ANSWER, until=until)
        yield _until_reminded(waiting, standing, campaign, now)
    yield _until_reminded(Silence(why=Hush.TOLD), standing, campaign, now)


def _until_reminded(silence: Silence, standing: Standing, campaign: Campaign, now: datetime) -> Silence:
    """The same, with what is to be said of the next reminder."""
    left = (campaign.last_day - local_day(now, campaign)).days
    if left < 0:
        return replace(silence, reminder=Reminder.OVER)
    sent = {one.window for one in standing.of_kind(LetterKind.REMINDER)}
    near = [days for days in campaign.reminder_days if days >= left]
    if near and f"T-{min(near)}" not in sent:
        return replace(silence, reminder=Reminder.WAITS)
    ahead = [days for days in campaign.reminder_days if days < left]
    if not ahead:
        return replace(silence, reminder=Reminder.NONE)
    return replace(silence, reminder=Reminder.AHEAD, ahead=max(ahead))


_WORDS: Mapping[Hush, str] = {
    Hush.CLOSED_BY_HAND: "its case was closed by hand (`intake decide complete --off` undoes this)",
    Hush.CLOSED: "its case is closed ({status}) and it has been told so",
    Hush.STOPPED: "the officer said to ask it nothing more (`intake decide ask-again` undoes this)",
    Hush.SETTLING: "its last mail has not settled: it may be sending more until {until}",
    Hush.LETTERS_OF_DAY: "cap: {count} of {most} letters of {day} are written",
    Hush.TOO_MANY: "cap: {count} letters in all, its answers may be a program's",
    Hush.ASKED_TODAY: "cap: it was asked already on {day}",
    Hush.ASKED_OUT: (
        "cap: asked {count} of {most} times: "
        "the rest is the officer's (`intake decide ask-again` allows one more)"
    ),
    Hush.LETTERS_IN_ALL: "cap: {count} of {most} letters, the last is for the thanks",
    Hush.SENT_NOTHING: "it has sent nothing; {reminder}",
    Hush.NOTHING_TO_ASK: "nothing lacks that a school is asked for: what is open waits for the officer",
    Hush.MAY_ANSWER: "all that lacks was asked by the {letter} of {asked_at}; it has until {until} to answer",
    Hush.ASKED: "all that lacks was asked by the {letter} of {asked_at}; {reminder}",
    Hush.TOLD: "it was told how to mend its file, or tells nothing new; {reminder}",
}
_REMINDERS: Mapping[Reminder | None, str] = {
    None: "",
    Reminder.OVER: "the last day is over: `intake overdue` makes a letter, the officer lets it go",
    Reminder.WAITS: (
        f"its reminder waits: written to or by it within {QUIET.days} days, or a letter is kept for later"
    ),
    Reminder.AHEAD: "the next reminder is that of T-{ahead}",
    Reminder.NONE: "no reminder is left",
}


def words_of(silence: Silence, campaign: Campaign) -> str:
    """A silence in words for the operator."""
    return _WORDS[silence.why].format(
        count=silence.count,
        most=silence.most,
        day=silence.day,
        status=silence.status,
        letter=silence.letter,
        until=_at(silence.until, campaign),
        asked_at=_at(silence.asked_at, campaign),
        reminder=_REMINDERS[silence.reminder].format(ahead=silence.ahead),
    )


def _at(moment: datetime | None, campaign: Campaign) -> str:
    return moment.astimezone(campaign.time_zone).isoformat(" ", "minutes") if moment else ""
