"""Why a unit gets no letter now, in words for the operator: tells the bounds and waits, decides nothing."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from catalogue.asking.office import add_working_days, local_day, next_office_moment
from catalogue.asking.questions import items_for
from catalogue.asking.standing import Standing
from catalogue.asking.turns import PATIENCE, QUIET, reminder_due, turn_due
from catalogue.records import LetterKind, UnitStatus
from config.campaign import Campaign


def why_not(standing: Standing, campaign: Campaign, now: datetime) -> str:
    """The first reason for which no letter is due to a unit; "" where one is due.

    Whether any of its addresses may be written to is not known here.
    """
    if turn_due(standing, campaign, now) is not None or reminder_due(standing, campaign, now) is not None:
        return ""
    return next(_reasons(standing, campaign, now))


def _reasons(standing: Standing, campaign: Campaign, now: datetime) -> Iterator[str]:
    yield from _closed(standing)
    settles = max((one.done_at + standing.settle for one in standing.fresh), default=now)
    if settles > now:
        yield f"its last mail has not settled: it may be sending more until {_at(settles, campaign)}"
    yield from _bounds(standing, campaign, now)
    if standing.state.status is UnitStatus.NOT_SUBMITTED:
        yield f"it has sent nothing; {_next_reminder(standing, campaign, now)}"
    if not items_for(standing.state, campaign):
        yield "nothing lacks that a school is asked for: what is open waits for the officer"
    yield from _waits(standing, campaign, now)


def _closed(standing: Standing) -> Iterator[str]:
    if standing.state.closed_at is not None:
        yield "its case was closed by hand (`intake decide complete --off` undoes this)"
    elif standing.state.status in (UnitStatus.COMPLETE, UnitStatus.NO_COURSES):
        yield f"its case is closed ({standing.state.status.value}) and it has been told so"
    if standing.stopped:
        yield "the officer said to ask it nothing more (`intake decide ask-again` undoes this)"


def _bounds(standing: Standing, campaign: Campaign, now: datetime) -> Iterator[str]:
    """The caps that are reached, of the day first."""
    day = local_day(next_office_moment(now, campaign), campaign)
    today = [one for one in standing.letters if local_day(one.at, campaign) >= day]
    asked = [one for one in standing.of_kind(LetterKind.CLARIFICATION) if not one.is_lost]
    if len(today) >= campaign.letters_per_day:
        yield f"cap: {len(today)} of {campaign.letters_per_day} letters of {day} are written"
    if len(standing.letters) >= 2 * campaign.letters_in_all:
        yield f"cap: {len(standing.letters)} letters in all, its answers may be a program's"
    if len([one for one in asked if one in today]) >= campaign.clarifications_per_day:
        yield f"cap: it was asked already on {day}"
    ordered = len(standing.ordered)
    if len(asked) >= campaign.clarifications_in_all + ordered:
        yield (
            f"cap: asked {len(asked)} of {campaign.clarifications_in_all + ordered} times: "
            "the rest is the officer's (`intake decide ask-again` allows one more)"
        )
    if len(standing.got) >= campaign.letters_in_all - 1 + ordered:
        yield f"cap: {len(standing.got)} of {campaign.letters_in_all} letters, the last is for the thanks"


def _waits(standing: Standing, campaign: Campaign, now: datetime) -> Iterator[str]:
    asked = [one for one in standing.letters if one.items]
    if asked:
        until = add_working_days(asked[-1].at, PATIENCE, campaign)
        waiting = f"all that lacks was asked by the {asked[-1].kind.value} of {_at(asked[-1].at, campaign)}"
        if now < until:
            yield f"{waiting}; it has until {_at(until, campaign)} to answer"
        yield f"{waiting}; {_next_reminder(standing, campaign, now)}"
    yield f"it was told how to mend its file, or tells nothing new; {_next_reminder(standing, campaign, now)}"


def _next_reminder(standing: Standing, campaign: Campaign, now: datetime) -> str:
    left = (campaign.last_day - local_day(now, campaign)).days
    if left < 0:
        return "the last day is over: `intake overdue` makes a letter, the officer lets it go"
    sent = {one.window for one in standing.of_kind(LetterKind.REMINDER)}
    near = [days for days in campaign.reminder_days if days >= left]
    if near and f"T-{min(near)}" not in sent:
        return (
            f"its reminder waits: written to or by it within {QUIET.days} days, or a letter is kept for later"
        )
    ahead = [days for days in campaign.reminder_days if days < left]
    return f"the next reminder is that of T-{max(ahead)}" if ahead else "no reminder is left"


def _at(moment: datetime, campaign: Campaign) -> str:
    return moment.astimezone(campaign.time_zone).isoformat(" ", "minutes")
