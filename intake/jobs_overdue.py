"""Overdue: past the deadline each unit with an open case gets a letter, held until the officer says yes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from catalogue.asking.office import local_day, next_office_moment
from catalogue.asking.turns import Turn
from catalogue.outbox import Letter
from catalogue.records import LetterKind, LetterState, Unit, UnitState, UnitStatus, nothing_of
from catalogue.views import LetterFilter
from intake.app import App
from intake.letter_facts import Facts, Orders, facts_of, orders_of
from intake.letter_making import Shut, addressed, addressee, case_of, shut_now
from reports.letters import compose_overdue

MOST_LETTERS = 100_000
_OPEN = frozenset({UnitStatus.NOT_SUBMITTED, UnitStatus.INCOMPLETE})


class OverdueError(ValueError):
    """The letters cannot be made; the message says why and what to do."""


@dataclass(slots=True)
class Overdue:
    """The letters that were made, and the units that no letter can reach."""

    made: list[Letter] = field(default_factory=list)
    unreachable: list[Unit] = field(default_factory=list)


def make_overdue(app: App, new_deadline: date, *, dry_run: bool = False) -> Overdue:
    """A held letter to each unit whose case is open; ``new_deadline`` is the first day that is too late.

    Raises OverdueError while the campaign's own deadline has not passed, or where the new one is over.
    """
    now = app.clock()
    if now < app.campaign.closes_at:
        raise OverdueError(f"the deadline ({app.campaign.before}) has not passed: `intake remind` is meant")
    if new_deadline <= local_day(now, app.campaign):
        raise OverdueError(f"the new deadline {new_deadline} is not in the future")
    done, orders, shut = Overdue(), orders_of(app.store.decisions(app.campaign.id)), shut_now(app)
    states = {state.unit_id: state for state in app.store.unit_states(app.campaign.id)}
    for unit in app.store.units(app.campaign.id):
        state = states.get(unit.id) or nothing_of(unit.id)
        if state.status in _OPEN and unit.id not in orders.stopped:
            _make(app, (unit, state, orders, shut), new_deadline, done, dry_run=dry_run)
    return done


def approve_overdue(app: App) -> int:
    """Let all overdue letters that are held go; how many. The officer's word."""
    held = LetterFilter(state=LetterState.HELD, kind=LetterKind.OVERDUE)
    letters = app.store.letters(app.campaign.id, held, MOST_LETTERS)
    return sum(app.store.approve(one.id) for one in letters)


def _make(
    app: App,
    whom: tuple[Unit, UnitState, Orders, Shut],
    new_deadline: date,
    done: Overdue,
    *,
    dry_run: bool,
) -> None:
    unit, state, orders, shut = whom
    facts = facts_of(app, unit, state, orders)
    to = addressee(unit, facts.senders, shut)
    if not to:
        done.unreachable.append(unit)
        return
    letter = _letter(app, facts, new_deadline, to)
    number = 0 if dry_run else app.store.add_letter(letter)
    if dry_run or number:
        done.made.append(replace(letter, id=number))


def _letter(app: App, facts: Facts, new_deadline: date, to: str) -> Letter:
    moment = next_office_moment(app.clock(), app.campaign)
    turn = Turn(kind=LetterKind.OVERDUE, window=new_deadline.isoformat(), not_before=moment)
    letter = addressed(app, compose_overdue(case_of(app, facts, turn, to), new_deadline), moment)
    return replace(letter, state=LetterState.HELD)
