"""Taking back what was just decided, from whichever page it was; handlers only."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Form
from starlette.responses import RedirectResponse

from catalogue.accounts import Right
from intake.decision_steps import DecisionError
from intake.desk.doors import ForbiddenError, Visit, deed
from intake.desk.queue_view import LEFT, QUEUE, STALE
from intake.desk.responses import go_to
from intake.desk.said import LONGEST_ID, UNDO
from intake.desk.undoing import may_take_back, take_back
from reports.desk.places import after_deed, own_path

router = APIRouter()
Acts = Annotated[Visit, Depends(deed(Right.PERSONAL))]
MOST = 300


@router.post(UNDO)
def undo(
    visit: Acts,
    ids: Annotated[str, Form()] = "",
    letters: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Take decisions back, hold letters that have not left, and go back to the page."""
    decisions, held = _numbers(ids), _numbers(letters)
    if not may_take_back(visit.app, visit.session.user, decisions, held):
        raise ForbiddenError
    there = own_path(back, QUEUE)
    try:
        done = visit.do(take_back, decisions, held)
    except DecisionError:
        return go_to(_back(there, (), noi=STALE))
    return go_to(_back(there, done.decisions, letters=letters, noi=LEFT if done.left else ""))


def _back(there: str, decisions: tuple[int, ...], **words: str) -> str:
    """The page to go back to, with what is said there."""
    address = after_deed(there, decisions)
    told = urlencode({name: value for name, value in words.items() if value})
    return f"{address}{'&' if '?' in address else '?'}{told}" if told else address


def _numbers(told: str) -> tuple[int, ...]:
    ids = (one for one in told.split(",")[:MOST] if one.isascii() and one.isdigit())
    return tuple(int(one) for one in ids if len(one) <= LONGEST_ID)
