"""What may be done with letters at the desk: approve, hold, cancel, one or many, as the commands do it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from intake.app import App
from intake.decision_steps import DecisionError
from intake.jobs_decide import decide_letter

VERBS = ("approve", "hold", "cancel")
LARGEST_ID = 2**31 - 1
"""No database knows a larger one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """The letters that were changed, and those that were past it."""

    letters: tuple[int, ...] = ()
    past: tuple[int, ...] = ()


def change_letters(app: App, verb: str, ids: Sequence[int]) -> Done:
    """Approve, hold or cancel letters of this campaign; what is past it stays as it is and is told."""
    changed: list[int] = []
    past: list[int] = []
    for letter_id in dict.fromkeys(ids):
        (changed if _changed(app, verb, letter_id) else past).append(letter_id)
    return Done(letters=tuple(changed), past=tuple(past))


def _changed(app: App, verb: str, letter_id: int) -> bool:
    letter = app.store.letter(letter_id) if 0 < letter_id <= LARGEST_ID else None
    if letter is None or letter.campaign != app.campaign.id:
        return False
    try:
        decide_letter(app, letter_id, verb)
    except DecisionError:
        return False
    app.log.info("decided", letter=letter_id, verb=verb, user=app.actor)
    return True
