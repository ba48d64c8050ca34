"""The officer's answer to a question goes through our outbox, and closes it."""

from __future__ import annotations

from dataclasses import replace

from catalogue.asking.office import next_office_moment
from catalogue.asking.turns import Turn
from catalogue.outbox import Letter
from catalogue.records import LetterKind, LetterState, MessageKind, nothing_of
from catalogue.views import LetterFilter, StoredMessage
from intake.app import App
from intake.jobs_decide import DecisionError, answered
from intake.letter_facts import Orders, facts_of
from intake.letter_making import make_answer

_TAKEN_BACK = frozenset({LetterState.WITHDRAWN, LetterState.CANCELLED})


def answer(app: App, message_id: str, text: str) -> Letter:
    """Write the answer to a question of a unit into the outbox; the question is closed with it.

    Raises DecisionError where the message is no question of a unit, or was answered in this way before.
    """
    question = _question(app, message_id)
    if not text.strip():
        raise DecisionError("an answer without a word: give --text or --file")
    unit = next((one for one in app.store.units(app.campaign.id) if one.id == question.unit_id), None)
    if unit is None:
        raise DecisionError(f"{question.short_id} is of no unit; `intake decide sender` says whose it is")
    state = app.store.unit_state(app.campaign.id, unit.id) or nothing_of(unit.id)
    moment = next_office_moment(app.clock(), app.campaign)
    turn = Turn(kind=LetterKind.ANSWER, window=_window(app, question), not_before=moment)
    letter = make_answer(app, facts_of(app, unit, state, Orders()), turn, question, text)
    number = app.store.add_letter(letter)
    if not number:
        raise DecisionError(
            f"{question.short_id} was answered before; see `intake list letters --kind answer`"
        )
    answered(app, question.sha256, "letter")
    return replace(letter, id=number)


def _window(app: App, question: StoredMessage) -> str:
    """One answer to a question, and another one only where those before were taken back unsent."""
    wanted = LetterFilter(kind=LetterKind.ANSWER, unit_id=question.unit_id)
    made = app.store.letters(app.campaign.id, wanted)
    taken_back = sum(one.window.startswith(question.sha256) and one.state in _TAKEN_BACK for one in made)
    return f"{question.sha256}/{taken_back + 1}" if taken_back else question.sha256


def _question(app: App, message_id: str) -> StoredMessage:
    question = app.store.message(message_id)
    if question is None:
        raise DecisionError(
            f"no message {message_id!r}; `intake list messages --kind question` shows the ids"
        )
    if question.kind is not MessageKind.QUESTION:
        kind = question.kind.value if question.kind else "not read yet"
        raise DecisionError(f"{question.short_id} is no question but {kind}: `intake decide kind` changes it")
    return question
