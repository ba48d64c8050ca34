"""What the desk knows of one message, gathered from the store; only looks, opens no file."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalogue.decided import ids_named
from catalogue.lists import LetterLine, Span, WantedUnits
from catalogue.memory.store import StoreError
from catalogue.memory.tables import MessageState
from catalogue.outbox import Letter
from catalogue.reading.content import READER
from catalogue.records import Decision, Unit
from catalogue.views import LetterFilter, StoredMessage
from intake.app import App
from intake.desk.unit_facts import find_unit
from reports.desk.messages import MessageFacts

MOST_UNITS = 8
MOST_DECISIONS = 50
_ID = re.compile(r"[0-9a-f]{10,64}")


def find_message(app: App, short_id: str) -> StoredMessage | None:
    """A message of this campaign by its id; None for what is none, or where it does not say which."""
    if not _ID.fullmatch(short_id):
        return None
    try:
        found = app.store.message(short_id)
    except StoreError as error:
        if error.__cause__ is not None:  # the database, not the id
            raise
        return None
    return found if found is not None and found.campaign == app.campaign.id else None


def message_facts(app: App, message: StoredMessage) -> MessageFacts:
    """All that the page of a message shows."""
    decisions = _decisions(app, message)
    return MessageFacts(
        campaign=app.campaign,
        message=message,
        reading=None if message.state is MessageState.ERASED else app.store.reading(message.sha256),
        unit=find_unit(app, message.unit_id) if message.unit_id else None,
        answers=_answered(app, message),
        letters=_answering(app, message),
        decisions=decisions,
        names=app.store.names(app.campaign.id, ids_named(decisions)),
        reader=READER,
    )


def units_like(app: App, words: str) -> Sequence[Unit]:
    """Some units of the roster that fit what a person typed."""
    if not words.strip():
        return ()
    wanted = WantedUnits(words=words, by_address=True)
    found = app.store.lists.units(app.campaign.id, wanted, Span(0, MOST_UNITS))
    return tuple(one.unit for one in found.lines)


def line_of(letter: Letter) -> LetterLine:
    """A letter as lists hold it."""
    names = ("id", "unit_id", "kind", "window", "state", "to", "subject", "ref", "created_at",
             "not_before", "sent_at", "attempts", "error")  # fmt: skip
    due = letter.not_before or letter.created_at
    assert due is not None
    return LetterLine(**{name: getattr(letter, name) for name in names}, due_at=due)


def _answered(app: App, message: StoredMessage) -> LetterLine | None:
    letter = app.store.letter(message.letter_id) if message.letter_id else None
    return line_of(letter) if letter is not None and letter.campaign == app.campaign.id else None


def _answering(app: App, message: StoredMessage) -> tuple[LetterLine, ...]:
    """The letters that answer a message: those to its unit that name it."""
    if not message.unit_id or not message.message_id:
        return ()
    letters = app.store.letters(app.campaign.id, LetterFilter(unit_id=message.unit_id))
    return tuple(line_of(one) for one in letters if message.message_id in one.in_reply_to)


def _decisions(app: App, message: StoredMessage) -> list[Decision]:
    """What was decided about the message and about its sender, the newest first."""
    subjects = {message.sha256, message.sender} - {""}
    made = [one for one in app.store.all_decisions(app.campaign.id) if one.subject in subjects]
    return made[::-1][:MOST_DECISIONS]
