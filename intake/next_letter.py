"""The letter that a unit gets next, as it stands now, or why it gets none; gathers, makes no letter."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.asking.silence import Silence, why_silent
from catalogue.asking.turns import reminder_due, turn_due
from catalogue.records import LetterKind, LetterState
from catalogue.views import PastLetter
from intake.app import App
from intake.letter_facts import Facts
from intake.letter_making import addressee, shut_now

_WAITING = frozenset({LetterState.QUEUED, LetterState.HELD})


@dataclass(frozen=True, slots=True, kw_only=True)
class NextLetter:
    """One of three: a letter ``waiting`` in the outbox, the ``kind`` that is due, or a ``silence``.

    ``to`` is "" where no address of the unit may be written to: what is due then cannot leave.
    """

    waiting: PastLetter | None = None
    kind: LetterKind | None = None
    to: str = ""
    silence: Silence | None = None


def next_letter(app: App, facts: Facts) -> NextLetter:
    """What is to be written to a unit now."""
    history = app.store.letter_history(app.campaign.id, facts.unit.id)
    waiting = next((one for one in history if one.state in _WAITING), None)
    if waiting is not None:
        return NextLetter(waiting=waiting)
    now, standing = app.clock(), facts.standing
    turn = turn_due(standing, app.campaign, now) or reminder_due(standing, app.campaign, now)
    if turn is None:
        return NextLetter(silence=why_silent(standing, app.campaign, now))
    return NextLetter(kind=turn.kind, to=addressee(facts.unit, facts.senders, shut_now(app)))
