"""A letter that is due becomes the letter: to whom, about which mails, with what it bears; stores nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from catalogue.asking.office import next_office_moment
from catalogue.asking.questions import items_for
from catalogue.asking.turns import Turn
from catalogue.outbox import Letter
from catalogue.records import LetterKind, LetterState, PartStatus, Unit, UnitState
from catalogue.tokens import message_id, reference
from catalogue.views import StoredMessage
from intake.app import App
from intake.letter_facts import Facts
from reports.letters import (
    Case,
    NotRead,
    Received,
    compose_acknowledgement,
    compose_answer,
    compose_clarification,
    compose_complete,
    compose_help_receipt,
    compose_no_courses,
    compose_reminder,
    compose_unreadable,
)
from reports.prefilled import gap_sheets
from reports.prefilled_xlsx import prefilled_workbook

MOST_QUOTED = 1500
"""So much of a question is quoted back."""
_NAMELESS = "tệp không tên"
_ABOUT_QUESTIONS = frozenset({LetterKind.HELP_RECEIPT, LetterKind.ANSWER})
_WITH_WORKBOOK = frozenset({LetterKind.CLARIFICATION, LetterKind.REMINDER})
_COMPOSERS = {
    LetterKind.ACKNOWLEDGEMENT: compose_acknowledgement,
    LetterKind.CLARIFICATION: compose_clarification,
    LetterKind.COMPLETE: compose_complete,
    LetterKind.NO_COURSES: compose_no_courses,
    LetterKind.UNREADABLE: compose_unreadable,
    LetterKind.HELP_RECEIPT: compose_help_receipt,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shut:
    """The addresses that are not to be written to now: for good, and while somebody is away."""

    muted: frozenset[str] = frozenset()
    away: frozenset[str] = frozenset()


def shut_now(app: App) -> Shut:
    """The addresses that are not to be written to now."""
    return Shut(muted=app.store.muted(app.clock()), away=app.store.away(app.clock()))


def addressee(unit: Unit, senders: Sequence[str], shut: Shut) -> str:
    """Whom a letter goes to: who wrote last, else the next known address; "" where there is none.

    Of an absent one the colleagues are tried first; a letter to him alone waits.
    """
    known = dict.fromkeys(one for one in (*senders, *unit.emails) if one)
    open_ones = [one for one in known if one.lower() not in shut.muted]
    return next((one for one in open_ones if one.lower() not in shut.away), "")


def make_letter(app: App, facts: Facts, turn: Turn, to: str) -> Letter:
    """The letter of a turn; it answers the unit's last mail where there is one."""
    case = case_of(app, facts, turn, to)
    case = replace(case, has_workbook=turn.kind in _WITH_WORKBOOK and bool(gap_sheets(case, private=True)))
    if turn.kind is LetterKind.REMINDER:
        letter = compose_reminder(case)
    else:
        about = facts.fresh or facts.messages[-1:]
        letter = _COMPOSERS[turn.kind](case, replace(_received(app, facts.state, about), fresh=turn.fresh))
    letter = addressed(app, letter, turn.not_before)
    if not case.has_workbook:
        return letter
    book = prefilled_workbook(case, next(iter(facts.senders), ""), letter.message_id)
    return replace(letter, files=(book,)) if book else letter


def make_help_receipt(app: App, facts: Facts, question: StoredMessage) -> Letter:
    """The receipt of one question, to who asked it."""
    moment = next_office_moment(app.clock(), app.campaign)
    turn = Turn(kind=LetterKind.HELP_RECEIPT, window=question.sha256, not_before=moment)
    case = case_of(app, facts, turn, question.sender)
    return addressed(app, compose_help_receipt(case, _asked(app, facts, question)), moment)


def make_answer(app: App, facts: Facts, turn: Turn, question: StoredMessage, text: str) -> Letter:
    """The officer's answer to one question, to who asked it."""
    case = case_of(app, facts, turn, question.sender)
    letter = compose_answer(case, _asked(app, facts, question), text)
    return addressed(app, letter, turn.not_before)


def _asked(app: App, facts: Facts, question: StoredMessage) -> Received:
    """A question as its letters quote it."""
    reading = app.store.reading(question.sha256)
    asked = reading.new_text[:MOST_QUOTED] if reading else ""
    return replace(_received(app, facts.state, [question]), question=asked)


def case_of(app: App, facts: Facts, turn: Turn, to: str) -> Case:
    """The case as the letter of a turn tells it; what it lists as open can be answered by number."""
    silent = turn.kind in _ABOUT_QUESTIONS
    return Case(
        campaign=app.campaign,
        unit=facts.unit,
        state=facts.state,
        ref=reference(app.campaign.id, facts.unit.id, 0, app.secret()),
        to=to,
        window=turn.window,
        now=app.clock(),
        items=() if silent else turn.items or items_for(facts.state, app.campaign),
    )


def _received(app: App, state: UnitState, messages: Sequence[StoredMessage]) -> Received:
    """What the letter says of the messages it answers: the last one's facts, the files of all."""
    last = messages[-1]
    parts = [
        part
        for one in messages
        for part in app.store.parts(one.sha256)
        if part.is_file and (part.pages or not part.path)
    ]
    new, updated, same = _course_counts(state, messages)
    return Received(
        received_at=last.received_at,
        sender=last.sender,
        message_id=last.message_id,
        references=tuple(filter(None, [last.in_reply_to])),
        read=tuple(part.filename or _NAMELESS for part in parts if part.status is PartStatus.READ),
        unread=tuple(
            NotRead(part.filename or _NAMELESS, part.reason, part.pages)
            for part in parts
            if part.status is PartStatus.UNREADABLE
        ),
        new=new,
        updated=updated,
        same=same,
        late=last.late,
    )


def _course_counts(state: UnitState, messages: Sequence[StoredMessage]) -> tuple[int, int, int]:
    """How many courses these messages brought anew, changed, and only repeated."""
    ids = {one.message_id for one in messages}
    hashes = {one.sha256 for one in messages}
    new = updated = same = 0
    for record in state.courses:
        if not ids.intersection(record.message_ids):
            continue
        if record.message_ids[0] in ids:
            new += 1
        elif any(value.origin.message in hashes for value in record.values.values()):
            updated += 1
        else:
            same += 1
    return new, updated, same


def addressed(app: App, letter: Letter, not_before: datetime) -> Letter:
    """The letter with its own Message-ID, and not before its moment."""
    domain = app.campaign.mailbox_address.partition("@")[2]
    return replace(
        letter,
        state=LetterState.QUEUED,
        message_id=message_id(letter, app.secret(), domain),
        created_at=app.clock(),
        not_before=not_before,
    )
