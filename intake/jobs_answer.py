"""The officer's answer to a question goes through our outbox, and closes it."""

from __future__ import annotations

from catalogue.asking.office import next_office_moment
from catalogue.asking.turns import Turn
from catalogue.outbox import Letter
from catalogue.records import LetterKind, MessageKind, nothing_of
from catalogue.views import StoredMessage
from intake.app import App
from intake.jobs_decide import DecisionError, answered
from intake.letter_facts import Orders, facts_of
from intake.letter_making import make_answer


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
    turn = Turn(kind=LetterKind.ANSWER, window=question.sha256, not_before=moment)
    letter = make_answer(app, facts_of(app, unit, state, Orders()), turn, question, text)
    if not app.store.add_letter(letter):
        raise DecisionError(
            f"{question.short_id} was answered before; see `intake list letters --kind answer`"
        )
    answered(app, question.sha256, "letter")
    return letter


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
