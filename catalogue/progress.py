"""The course of a campaign: how many units were done at the end of each day, and the pace that is needed.

Pure: changes of status and a day in, figures out. Where changes were not written down yet, the day of a
unit's last message stands for the day on which it was done, and is told as an estimate.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import accumulate
from zoneinfo import ZoneInfo

from catalogue.records import UnitState, UnitStatus
from parsers.values import value

DONE = frozenset({UnitStatus.COMPLETE, UnitStatus.NO_COURSES})
"""The statuses in which nothing more is awaited of a unit."""
RECENT = timedelta(days=7)
"""Over how many days the present pace is measured."""


@value
class StatusChange:
    """That a unit's case came to a status at a moment (aware)."""

    unit_id: str
    status: UnitStatus
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """The days that are drawn, on the campaign's calendar: the first, the last that is accepted, today."""

    opens_on: date
    last_day: date
    today: date
    zone: ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a campaign has come. ``done`` holds each day and how many of ``invited`` were done at its end.

    ``estimated`` units were done before changes were written down: their day is that of their last message.
    """

    invited: int
    done: tuple[tuple[date, int], ...]
    span: Span
    estimated: int = 0

    @property
    def now(self) -> int:
        """How many are done today."""
        return self.done[-1][1] if self.done else 0

    @property
    def open(self) -> int:
        """How many are not done yet."""
        return self.invited - self.now

    @property
    def days(self) -> int:
        """How many days are left, today among them; 0 once the last one is over."""
        return max(0, (self.span.last_day - self.span.today).days + 1)

    @property
    def needed(self) -> float:
        """How many units a day have to be done from today on; 0 where none is open or no day is left."""
        return self.open / self.days if self.days else 0.0

    @property
    def pace(self) -> float:
        """How many units a day were done in the last seven full days (fewer where there were not so many)."""
        earlier = [count for day, count in self.done if day < self.span.today]
        if not earlier:
            return 0.0
        days = min(RECENT.days, len(earlier))
        before = earlier[-days - 1] if len(earlier) > days else 0
        return (earlier[-1] - before) / days


def progress(states: Sequence[UnitState], changes: Iterable[StatusChange], span: Span) -> Progress:
    """The figures of each day from the first one to today; the last is that of the states themselves."""
    invited = {state.unit_id: state for state in states}
    steps, known = _steps_of_changes(changes, invited, span.zone)
    unknown = [state for state in states if state.status in DONE and state.unit_id not in known]
    for state in unknown:
        day = _day(state.closed_at or state.last_received_at, span)
        steps[day] = steps.get(day, 0) + 1
    first = min([span.opens_on, span.today, *steps])
    days = [first + timedelta(days=number) for number in range((span.today - first).days + 1)]
    counts = list(accumulate(steps.get(day, 0) for day in days))
    counts[-1] = sum(1 for state in states if state.status in DONE)
    return Progress(
        invited=len(states), done=tuple(zip(days, counts, strict=True)), span=span, estimated=len(unknown)
    )


def _steps_of_changes(
    changes: Iterable[StatusChange], invited: Mapping[str | None, UnitState], zone: ZoneInfo
) -> tuple[dict[date, int], set[str]]:
    """By how many each day raised (or lowered) the number of who is done; and whose changes are known."""
    steps: dict[date, int] = {}
    done: set[str] = set()
    known: set[str] = set()
    for one in changes:
        if one.unit_id not in invited:
            continue
        known.add(one.unit_id)
        was, now = one.unit_id in done, one.status in DONE
        if was == now:
            continue
        done.symmetric_difference_update({one.unit_id})
        day = one.at.astimezone(zone).date()
        steps[day] = steps.get(day, 0) + (1 if now else -1)
    return steps, known


def _day(moment: datetime | None, span: Span) -> date:
    """The day of a moment, within what is drawn."""
    if moment is None:
        return span.today
    return min(moment.astimezone(span.zone).date(), span.today)
