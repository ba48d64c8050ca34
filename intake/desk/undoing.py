"""Taking back what was just done: decisions by an undo, letters by holding them; what has left stays told."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.accounts import Right, User
from catalogue.records import LetterKind
from intake import jobs_decide
from intake.app import App

MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """The undos that were made, and the letters that had left already."""

    decisions: tuple[int, ...] = ()
    left: tuple[int, ...] = ()


def may_take_back(app: App, user: User, decisions: tuple[int, ...], letters: tuple[int, ...]) -> bool:
    """Whether a user may: who decides, and anybody what he did himself; letters who may send."""
    if letters and not user.may(Right.SEND):
        return False
    if user.may(Right.DECIDE):
        return True
    own = {one.id for one in app.store.all_decisions(app.campaign.id) if one.made_by == user.name}
    return set(decisions) <= own


def take_back(app: App, decisions: tuple[int, ...], letters: tuple[int, ...]) -> TakenBack:
    """Undo decisions (all or none), then hold letters that have not left; an answer is withdrawn.

    Raises DecisionError where a decision is not there, or was taken back before.
    """
    made = jobs_decide.undo(app, *decisions).ids if decisions else ()
    left = tuple(one for one in letters[:MOST] if not _held(app, one))
    return TakenBack(decisions=made, left=left)


def _held(app: App, letter_id: int) -> bool:
    letter = app.store.letter(letter_id)
    if letter is None or letter.campaign != app.campaign.id:
        return False
    return (
        app.store.withdraw(letter_id)
        if letter.kind is LetterKind.ANSWER
        else app.store.hold(letter_id) or app.store.revive(letter_id)
    )
