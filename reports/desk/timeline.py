"""What happened with one unit, newest first: mails in and out, decisions; pure, finds nothing by itself."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from catalogue.decided import kin_of, step_of, undone_by
from catalogue.lists import LetterLine
from catalogue.records import Decision, DecisionKind
from catalogue.views import StoredMessage
from config.campaign import Campaign
from reports.desk.case_words import LATE, LETTER_STATES, LETTERS, MESSAGES, Badge, at_words
from reports.desk.decision_words import Names, decision_words, note_words, shortened
from reports.desk.places import letter_path, message_path

_OF_CASE = frozenset(
    {
        DecisionKind.ACCEPT_LATE,
        DecisionKind.STOP_ASKING,
        DecisionKind.ASK_AGAIN,
        DecisionKind.COMPLETE_BY_HAND,
    }
)
_TO_UNIT = frozenset({DecisionKind.ASSIGN_SENDER, DecisionKind.ASSIGN_MESSAGE, DecisionKind.DROP_RECORD})
_OF_FIELD = frozenset({DecisionKind.SET_VALUE, DecisionKind.CONFIRM_VALUE})
_OF_RECORD = frozenset(
    {DecisionKind.MERGE, DecisionKind.SPLIT, DecisionKind.RELEASE, DecisionKind.DROP_RECORD}
)
UNDONE = Badge("plain", "đã hoàn tác")
_MAIL = re.compile("[0-9a-f]{64}")
_LONG_AGO = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One line of a timeline. ``undo`` are the ids that take a decision back, "" where nothing can be."""

    what: str
    moment: datetime
    at: str
    title: str
    detail: str = ""
    path: str = ""
    badges: tuple[Badge, ...] = ()
    undo: str = ""
    is_undone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """Whose decisions are looked for: a unit, its records by every id they bore, its messages by SHA-256."""

    unit_id: str | None = None
    records: frozenset[str] = frozenset()
    messages: frozenset[str] = frozenset()


def concerning(made: Sequence[Decision], concern: Concern) -> list[Decision]:
    """The decisions on a unit and what is its own, in the order made; undos are told with what they undo."""
    kin = kin_of(concern.records, made)
    wide = Concern(unit_id=concern.unit_id, records=kin, messages=concern.messages)
    return [one for one in made if _concerns(one, wide)]


def mail_events(
    messages: Iterable[StoredMessage], letters: Iterable[LetterLine], campaign: Campaign, *, personal: bool
) -> Iterator[Event]:
    """The mails that came and the letters that were made; without ``personal`` no word of their own."""
    for message in messages:
        yield _message_event(message, campaign, personal=personal)
    for letter in letters:
        yield _letter_event(letter, campaign, personal=personal)


def decision_events(
    decisions: Iterable[Decision],
    made: Sequence[Decision],
    names: Names,
    campaign: Campaign,
    *,
    personal: bool,
) -> Iterator[Event]:
    """Decisions as events; one that was taken back says by whom.

    Without ``personal`` nobody, no note, and no subject of a mail.
    """
    undone = undone_by(made)
    known = names if personal else {name: words for name, words in names.items() if not _MAIL.fullmatch(name)}
    for one in decisions:
        by = undone.get(one.id)
        taken = ", ".join(["đã hoàn tác", *_who(by, campaign)]) if by else ""
        told = (one.made_by, shortened(note_words(one.note)), taken)
        yield Event(
            what="Quyết định",
            moment=one.made_at or _LONG_AGO,
            at=at_words(campaign, one.made_at),
            title=decision_words(one, known),
            detail="; ".join(filter(None, told)) if personal else "",
            badges=(UNDONE,) if by else (),
            undo="" if by else ",".join(str(same.id) for same in step_of(one, made)),
            is_undone=by is not None,
        )


def _who(undo: Decision, campaign: Campaign) -> list[str]:
    return [undo.made_by, at_words(campaign, undo.made_at)]


def newest_first(events: Iterable[Event]) -> list[Event]:
    """All events, the newest first."""
    # Sorting keeps the order of equals, turned round twice: of two at one moment the later comes first.
    return sorted(events, key=lambda one: one.moment)[::-1]


def open_to_all(decisions: Iterable[Decision], courses: Collection[str]) -> list[Decision]:
    """The decisions that tell nothing of a person: those on the case and on courses."""
    shown = [one for one in decisions if one.kind in _OF_CASE or _record_of(one) in courses]
    return [one for one in shown if one.kind is not DecisionKind.RELEASE]


def _concerns(decision: Decision, concern: Concern) -> bool:
    if decision.kind in _OF_CASE:
        return decision.subject == concern.unit_id
    if decision.kind in _TO_UNIT and concern.unit_id and decision.value == concern.unit_id:
        return True
    if decision.kind is DecisionKind.MERGE and decision.value in concern.records:
        return True
    return _record_of(decision) in concern.records or decision.subject in concern.messages


def _record_of(decision: Decision) -> str:
    """The record that a decision is about; "" where it is about something else."""
    if decision.kind in _OF_FIELD:
        return decision.subject.rpartition(".")[0]
    return decision.subject if decision.kind in _OF_RECORD else ""


def _message_event(message: StoredMessage, campaign: Campaign, *, personal: bool) -> Event:
    kind = MESSAGES[message.kind] if message.kind else "Chưa đọc"
    needs = Badge("bad", "chờ chuyên viên") if message.needs_officer else None
    sender = message.sender_name or message.sender
    return Event(
        what="Thư đến",
        moment=message.received_at,
        at=at_words(campaign, message.received_at),
        title=(shortened(message.subject) or "(không có tiêu đề)") if personal else kind,
        detail="; ".join(filter(None, (kind, sender))) if personal else "",
        path=message_path(message.sha256) if personal else "",
        badges=tuple(filter(None, (LATE if message.late else None, needs))),
    )


def _letter_event(letter: LetterLine, campaign: Campaign, *, personal: bool) -> Event:
    at = letter.sent_at or letter.created_at or letter.due_at
    return Event(
        what="Thư đi",
        moment=at,
        at=at_words(campaign, at),
        title=LETTERS[letter.kind],
        detail=f"gửi tới {letter.to}" if personal and letter.to else "",
        path=letter_path(letter.id) if personal else "",
        badges=(LETTER_STATES[letter.state],),
    )
