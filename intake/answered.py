"""Which letter of ours a message answers where its marks do not say it all; writes nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from catalogue.outbox import Letter
from catalogue.records import LetterState, Unit
from catalogue.views import PastLetter
from intake.app import App
from intake.ownership import by_sender
from intake.pipeline import Routed
from parsers.mail import Message
from parsers.text import fold

_LEFT = frozenset({LetterState.SENT, LetterState.SENDING})
_REPLY = re.compile(
    r"^\s*(?:(?:re|tl|trả lời|tra loi|phản hồi|phan hoi|aw|fwd?)\s*(?:\[\d+\])?\s*:\s*)+", re.IGNORECASE
)
_REFERENCE = re.compile(r"\(m[ãa] [^()]*\)")
_LEAST = 12
"""A shorter subject ("Bổ sung") is nobody's answer."""
_MOST_LOOKED_AT = 8


def by_subject(
    app: App, message: Message, known: tuple[Mapping[str, Unit], Mapping[str, str]], before: datetime
) -> tuple[int, str | None]:
    """The last letter to the sender's unit whose subject the message repeats; (0, None) where none.

    ``known`` are the units of the roster and the senders that the officer decided.
    Some programs, and many people, answer without the headers that tie an answer to its letter.
    """
    told = _REPLY.match(message.subject)
    words = _gist(message.subject[told.end() :]) if told else ""
    unit_id = by_sender(message, *known).unit_id if len(words) >= _LEAST else None
    if unit_id is None:
        return 0, None
    for past in _left(app, unit_id, before)[:_MOST_LOOKED_AT]:
        letter = app.store.letter(past.id)
        if letter is not None and _is_repeated(letter, words):
            return past.id, unit_id
    return 0, None


def with_asking_letter(app: App, routed: Routed) -> Routed:
    """The same with the letter whose numbers the message answers.

    Who answers a receipt, or only keeps the reference of his case, speaks of the last questions he was sent.
    """
    route = routed.route
    letter = app.store.letter(route.letter_id) if route.letter_id else None
    if letter is None or letter.items or not letter.unit_id:
        return routed
    asking = next((one for one in _left(app, letter.unit_id, routed.received_at) if one.items), None)
    return replace(routed, route=replace(route, letter_id=asking.id)) if asking else routed


def _left(app: App, unit_id: str, before: datetime) -> list[PastLetter]:
    """The letters to a unit that had left by a moment, the last one first."""
    history = app.store.letter_history(app.campaign.id, unit_id)
    return [one for one in reversed(history) if one.state in _LEFT and one.at and one.at <= before]


def _is_repeated(letter: Letter, words: str) -> bool:
    ours = _gist(letter.subject)
    return ours in words or words in ours


def _gist(subject: str) -> str:
    return fold(_REFERENCE.sub(" ", subject))
