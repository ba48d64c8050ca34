"""Ask and remind: what is due to each unit becomes letters in the outbox; nothing is sent here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from catalogue.asking.office import local_day
from catalogue.asking.standing import UnitLetter
from catalogue.asking.turns import is_overtaken, is_reminding, reminder_due, turn_due
from catalogue.memory.tables import MessageState
from catalogue.outbox import Letter
from catalogue.records import (
    DecisionKind,
    LetterKind,
    LetterState,
    MessageKind,
    Unit,
    UnitStatus,
    nothing_of,
)
from catalogue.views import LetterFilter, MessageFilter, PastLetter, StoredMessage
from intake.app import App
from intake.letter_facts import Facts, Orders, facts_of, orders_of
from intake.letter_making import Shut, addressee, make_help_receipt, make_letter, shut_now
from parsers.text import squeeze

MOST_WAITING = 100_000
MOST_QUESTIONS = 1000
STALE_QUESTION = timedelta(days=7)
"""A question that lay longer, as in an imported mailbox, gets no receipt any more."""
CLOSED = frozenset({UnitStatus.COMPLETE, UnitStatus.NO_COURSES})
ENDING = frozenset({LetterKind.COMPLETE, LetterKind.NO_COURSES, LetterKind.ACKNOWLEDGEMENT})
"""The letters after which a closed case owes nothing and is owed nothing."""
RECEIPTS_PER_DAY = 1
"""Receipts of questions to one unit; more of them draw none, the officer sees them all."""
_CONVERSING = frozenset(
    (
        LetterKind.ACKNOWLEDGEMENT,
        LetterKind.CLARIFICATION,
        LetterKind.COMPLETE,
        LetterKind.NO_COURSES,
        LetterKind.UNREADABLE,
        LetterKind.REMINDER,
        LetterKind.OVERDUE,
    )
)


@dataclass(slots=True)
class Asked:
    """The letters that a round made (or, in a dry run, would make), and how many it withdrew."""

    made: list[Letter] = field(default_factory=list)
    withdrawn: int = 0

    @property
    def letters(self) -> int:
        return len(self.made)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Round:
    """What holds for all units of one round."""

    app: App
    orders: Orders
    shut: Shut
    done: Asked
    dry_run: bool


def ask(app: App, *, dry_run: bool = False) -> Asked:
    """Answer what came in and ask for what lacks, unit by unit, one letter a turn."""
    now = _round(app, dry_run=dry_run)
    if not dry_run:
        now.done.withdrawn = withdraw_overtaken(app)
    units = {unit.id: unit for unit in app.store.units(app.campaign.id)}
    done_with = _done_with(app)
    for state in list(app.store.unit_states(app.campaign.id)):
        unit = units.get(state.unit_id or "")
        if unit is not None and not (state.status in CLOSED and unit.id in done_with):
            _ask_unit(now, facts_of(app, unit, state, now.orders))
    _receive_questions(now, units)
    return _told(now, "asked")


def remind(app: App, *, dry_run: bool = False) -> Asked:
    """Remind the units that sent nothing, or not all, on the campaign's days; each window once."""
    now = _round(app, dry_run=dry_run)
    if not is_reminding(app.campaign, app.clock()):
        return now.done
    states = {state.unit_id: state for state in app.store.unit_states(app.campaign.id)}
    for unit in app.store.units(app.campaign.id):
        if unit.id in states and states[unit.id].status in CLOSED:
            continue
        state = states.get(unit.id) or nothing_of(unit.id)
        facts = facts_of(app, unit, state, now.orders)
        turn = reminder_due(facts.standing, app.campaign, app.clock())
        to = addressee(unit, facts.senders, now.shut)
        if turn is None or not to:
            continue
        _put(now, make_letter(app, facts, turn, to))
    return _told(now, "reminded")


def _done_with(app: App) -> frozenset[str]:
    """The units whose last letter was a thanks or a receipt that covers all that they sent.

    A closed case among them needs no look: most cases are so towards the end.
    """
    settle = timedelta(minutes=app.settings.schedule.settle_minutes)
    heard = app.store.last_heard(app.campaign.id)
    return frozenset(
        unit
        for unit, (kind, made_at) in app.store.last_letters(app.campaign.id).items()
        if kind in ENDING and unit in heard and heard[unit] + settle <= made_at
    )


def withdraw_overtaken(app: App, due_by: datetime | None = None) -> int:
    """Take back the letters that wait to leave (by a moment) and no longer say what is so; how many."""
    wanted = LetterFilter(state=LetterState.QUEUED, due_by=due_by)
    waiting = app.store.letters(app.campaign.id, wanted, MOST_WAITING)
    waiting = [one for one in waiting if one.kind in _CONVERSING and one.unit_id]
    if not waiting:
        return 0
    orders = orders_of(app.store.decisions(app.campaign.id))
    units = {unit.id: unit for unit in app.store.units(app.campaign.id)}
    return sum(_withdrawn(app, one, units.get(one.unit_id or ""), orders) for one in waiting)


def _withdrawn(app: App, letter: Letter, unit: Unit | None, orders: Orders) -> bool:
    if unit is None:
        return False
    state = app.store.unit_state(app.campaign.id, unit.id) or nothing_of(unit.id)
    facts = facts_of(app, unit, state, orders)
    made = letter.created_at or app.clock()
    past = UnitLetter(
        kind=letter.kind, window=letter.window, made_at=made, at=letter.not_before or made, items=letter.items
    )
    if not is_overtaken(past, facts.standing, app.campaign, app.clock()):
        return False
    app.log.info("withdrawn", letter=letter.id, kind=letter.kind.value, unit=unit.id)
    return app.store.withdraw(letter.id)


def _round(app: App, *, dry_run: bool) -> _Round:
    orders = orders_of(app.store.decisions(app.campaign.id))
    return _Round(app=app, orders=orders, shut=shut_now(app), done=Asked(), dry_run=dry_run)


def _ask_unit(now: _Round, facts: Facts) -> None:
    turn = turn_due(facts.standing, now.app.campaign, now.app.clock())
    if turn is None:
        return
    to = addressee(facts.unit, facts.senders, now.shut)
    if not to:
        now.app.log.info("ask", unit=facts.unit.id, outcome="no address to write to")
        return
    _put(now, make_letter(now.app, facts, turn, to))


def _put(now: _Round, letter: Letter) -> None:
    if now.dry_run:
        now.done.made.append(letter)
        return
    number = now.app.store.add_letter(letter)
    if number:
        now.done.made.append(replace(letter, id=number))


def _told(now: _Round, verb: str) -> Asked:
    if now.done.made or now.done.withdrawn:
        now.app.log.info(
            verb, letters=now.done.letters, withdrawn=now.done.withdrawn or None, dry_run=now.dry_run or None
        )
    return now.done


def _receive_questions(now: _Round, units: dict[str, Unit]) -> None:
    """Tell who asked something that it came, a unit once a day."""
    app = now.app
    wanted = MessageFilter(kind=MessageKind.QUESTION, state=MessageState.DONE)
    answered = {
        one.subject for one in app.store.decisions(app.campaign.id) if one.kind is DecisionKind.ANSWERED
    }
    for question in reversed(app.store.messages(app.campaign.id, wanted, MOST_QUESTIONS)):
        unit = units.get(question.unit_id or "")
        if unit is None or question.sha256 in answered or not _wants_receipt(now, unit, question):
            continue
        state = app.store.unit_state(app.campaign.id, unit.id) or nothing_of(unit.id)
        _put(now, make_help_receipt(app, facts_of(app, unit, state, now.orders), question))


def _wants_receipt(now: _Round, unit: Unit, question: StoredMessage) -> bool:
    app = now.app
    settled = (question.done_at or question.archived_at) + timedelta(
        minutes=app.settings.schedule.settle_minutes
    ) <= app.clock()
    late = app.clock() - question.received_at > STALE_QUESTION
    shut = not question.sender or question.sender.lower() in now.shut.muted
    if not settled or late or shut or not app.store.copies(question.sha256):
        return False
    return not _had_receipt(app, unit, question)


def _had_receipt(app: App, unit: Unit, question: StoredMessage) -> bool:
    history = [
        one
        for one in app.store.letter_history(app.campaign.id, unit.id)
        if one.kind is LetterKind.HELP_RECEIPT and one.made_at is not None
    ]
    if question.letter_id in {one.id for one in history} or _is_repeated(app, question, history):
        # It answers the receipt itself, or says the same again: so do programs, and nothing new waits.
        return True
    today = local_day(app.clock(), app.campaign)
    days: Sequence[object] = [local_day(one.made_at, app.campaign) for one in history if one.made_at]
    return any(one.window == question.sha256 for one in history) or days.count(today) >= RECEIPTS_PER_DAY


def _is_repeated(app: App, question: StoredMessage, receipts: Sequence[PastLetter]) -> bool:
    """Whether a receipt was given for a question in the same words."""
    said = _words(app, question.sha256)
    return any(_words(app, one.window) == said for one in receipts if one.window != question.sha256)


def _words(app: App, sha256: str) -> str:
    reading = app.store.reading(sha256)
    return squeeze(reading.new_text) if reading else sha256
