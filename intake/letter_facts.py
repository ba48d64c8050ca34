"""What the store knows of a unit's correspondence, for the choice of its next letter; writes nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from catalogue.asking.standing import Standing, UnitLetter, UnitMail, Weight, told_by, weight_of
from catalogue.memory.tables import MessageState
from catalogue.records import Decision, DecisionKind, LetterKind, LetterState, MessageKind, Unit, UnitState
from catalogue.views import MessageFilter, PastLetter, StoredMessage
from intake.app import App

MOST_MESSAGES = 1000
_SAYING = frozenset({MessageKind.SUBMISSION, MessageKind.REPLY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """The officer's standing orders, by unit: nothing more to be asked, and when to ask once more."""

    stopped: frozenset[str] = frozenset()
    again: Mapping[str, tuple[datetime, ...]] = field(default_factory=dict)

    def ordered(self, unit_id: str) -> tuple[datetime, ...]:
        return self.again.get(unit_id, ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A unit with where it stands; ``messages`` are all that it sent, oldest first, imported ones too."""

    unit: Unit
    standing: Standing
    messages: tuple[StoredMessage, ...] = ()

    @property
    def state(self) -> UnitState:
        return self.standing.state

    @property
    def senders(self) -> tuple[str, ...]:
        """Who wrote for the unit, the last one first."""
        return tuple(dict.fromkeys(one.sender for one in reversed(self.messages) if one.sender))

    @property
    def fresh(self) -> tuple[StoredMessage, ...]:
        """The messages that no letter covers yet."""
        covered = {one.sha256 for one in self.standing.fresh}
        return tuple(one for one in self.messages if one.sha256 in covered)


def facts_of(app: App, unit: Unit, state: UnitState, orders: Orders) -> Facts:
    """All that the choice of a letter to this unit rests on."""
    history = app.store.letter_history(app.campaign.id, unit.id)
    known = Standing(
        state=state,
        letters=unit_letters(history),
        settle=timedelta(minutes=app.settings.schedule.settle_minutes),
        stopped=unit.id in orders.stopped,
        ordered=orders.ordered(unit.id),
        written=Counter(one.kind for one in history),
    )
    messages = _messages(app, unit)
    told = told_by(state)
    mails = tuple(_mail(state, told, one) for one in messages if _came_by_mail(app, known, one))
    return Facts(unit=unit, standing=replace(known, mails=mails), messages=messages)


def unit_letters(history: Sequence[PastLetter]) -> tuple[UnitLetter, ...]:
    """The letters that left or will leave, in the order in which they were made."""
    return tuple(
        UnitLetter(
            kind=one.kind,
            window=one.window,
            made_at=one.made_at,
            at=one.at or one.made_at,
            items=one.items,
            is_lost=one.state is LetterState.RETURNED,
        )
        for one in history
        if one.made_at is not None
        and one.state is not LetterState.WITHDRAWN
        and one.kind is not LetterKind.ANSWER
    )


def _messages(app: App, unit: Unit) -> tuple[StoredMessage, ...]:
    """What the unit sent, oldest first."""
    wanted = MessageFilter(unit_id=unit.id, state=MessageState.DONE)
    found = [one for one in app.store.messages(app.campaign.id, wanted, MOST_MESSAGES) if one.kind in _SAYING]
    return tuple(sorted(found, key=lambda one: (one.received_at, one.sha256)))


def _came_by_mail(app: App, known: Standing, message: StoredMessage) -> bool:
    """Whether a message is to be answered: nobody waits for an answer to an imported file.

    What a letter covers is not looked up any more.
    """
    until = known.answered_until
    covered = until is not None and _done(message) + known.settle <= until
    return covered or bool(app.store.copies(message.sha256))


def _mail(state: UnitState, told: Collection[str], message: StoredMessage) -> UnitMail:
    is_submission = message.kind is MessageKind.SUBMISSION
    weight = weight_of(state, told, message.sha256, message.message_id)
    return UnitMail(
        sha256=message.sha256,
        received_at=message.received_at,
        done_at=_done(message),
        is_submission=is_submission,
        weight=weight if is_submission or weight is Weight.NEWS else Weight.NOTHING,
    )


def _done(message: StoredMessage) -> datetime:
    return message.done_at or message.archived_at


def orders_of(decisions: Sequence[Decision]) -> Orders:
    """The standing orders that decisions give; the last word on a unit counts."""
    stopped: dict[str, bool] = {}
    again: dict[str, tuple[datetime, ...]] = {}
    for decision in decisions:
        if decision.kind is DecisionKind.STOP_ASKING:
            stopped[decision.subject] = decision.value != "off"
        elif decision.kind is DecisionKind.ASK_AGAIN and decision.made_at is not None:
            again[decision.subject] = (*again.get(decision.subject, ()), decision.made_at)
            stopped[decision.subject] = False
    return Orders(stopped=frozenset(unit for unit, said in stopped.items() if said), again=again)
