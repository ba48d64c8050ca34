"""The catalogue of one unit as a pure function of its messages and the officer's decisions."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from catalogue.decided import OFF
from catalogue.fields import CONTACT, COURSE
from catalogue.folding.answers import Normalize
from catalogue.folding.book import Book
from catalogue.folding.decided import decide, parted_by, records_of
from catalogue.folding.drafts import Draft, Source
from catalogue.folding.placing import Told, place
from catalogue.folding.scans import settle_suggestions
from catalogue.folding.unread import unread_files
from catalogue.folding.validate import doubtful_fields, missing_fields, required_fields, unit_status
from catalogue.normalizing.answer_values import normalize_field
from catalogue.records import (
    AskedItem,
    Conflict,
    Decision,
    DecisionKind,
    Entry,
    MessageKind,
    MessageReading,
    Record,
    UnitState,
    UnitStatus,
)
from catalogue.suggested import is_doubt
from config.campaign import Campaign

_CONTRIBUTING = (MessageKind.SUBMISSION, MessageKind.REPLY)
_CLOSED = (UnitStatus.COMPLETE, UnitStatus.NO_COURSES)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldMessage:
    """One message of a unit as the fold needs it. ``asked`` are the items of the letter it answers.

    What is not ``trusted`` may be from anybody: it never changes by itself what the unit confirmed.
    """

    sha256: str
    message_id: str
    received_at: datetime
    kind: MessageKind
    reading: MessageReading
    asked: tuple[AskedItem, ...] = ()
    trusted: bool = True


def fold(
    unit_id: str | None,
    messages: Sequence[FoldMessage],
    decisions: Sequence[Decision],
    campaign: Campaign,
    normalize: Normalize = normalize_field,
) -> UnitState:
    """Fold the messages in order of receipt (ties by SHA-256), then the decisions, into one state.

    Only submissions and replies contribute. Messages given twice count once, in whatever order they
    are given; ``normalize`` reads the numbered answers. The decisions are those in force (decided.py).
    """
    told = _told(messages, decisions)
    book = Book(unit_id, parted_by(decisions), records_of(decisions))
    none_at = -1
    for one in told:
        place(book, one, normalize)
        if one.reading.no_courses:
            none_at = one.source.order
    decide(book, decisions)
    settle_suggestions(book)
    _contradict(book, told, none_at)
    state = _state(book, told, campaign, accepted=_is_accepted(unit_id, decisions), none_at=none_at)
    return _closed(state, decisions)


def _told(messages: Sequence[FoldMessage], decisions: Sequence[Decision]) -> list[Told]:
    """The messages that contribute, as received, with what the officer said of each."""
    kinds = {one.subject: one.value for one in decisions if one.kind is DecisionKind.SET_KIND}
    ignored = {one.subject for one in decisions if one.kind is DecisionKind.IGNORE_MESSAGE}
    unique = {message.sha256: message for message in messages if message.sha256 not in ignored}
    told: list[Told] = []
    for message in sorted(unique.values(), key=lambda one: (one.received_at, one.sha256)):
        kind = MessageKind(kinds.get(message.sha256, message.kind))
        if kind in _CONTRIBUTING:
            source = Source(
                order=len(told),
                sha256=message.sha256,
                message_id=message.message_id,
                received_at=message.received_at,
                trusted=message.trusted,
            )
            reply = kind is MessageKind.REPLY
            told.append(Told(source=source, reading=message.reading, reply=reply, asked=message.asked))
    return told


def _is_accepted(unit_id: str | None, decisions: Sequence[Decision]) -> bool:
    return any(one.kind is DecisionKind.ACCEPT_LATE and one.subject == unit_id for one in decisions)


def _closed(state: UnitState, decisions: Sequence[Decision]) -> UnitState:
    """The state as complete where a person closed the case by hand and it is not closed by itself."""
    said = [
        one for one in decisions if one.kind is DecisionKind.COMPLETE_BY_HAND and one.subject == state.unit_id
    ]
    if not said or said[-1].value == OFF or state.status in _CLOSED:
        return state
    return replace(state, status=UnitStatus.COMPLETE, closed_at=said[-1].made_at or _LONG_AGO)


def _contradict(book: Book, told: Sequence[Told], none_at: int) -> None:
    """A unit that says "no courses" while its courses are known: the officer judges."""
    if none_at >= 0 and any(draft.statements[0].source.order < none_at for draft in book.courses):
        doubt = f"none: a later message ({told[none_at].source.message_id}) says that there are no courses"
        book.unresolved.append(Entry(kind=COURSE, values={}, partial=True, doubt=doubt))


def _state(
    book: Book, told: Sequence[Told], campaign: Campaign, *, accepted: bool, none_at: int
) -> UnitState:
    required = {kind: required_fields(kind, campaign) for kind in (COURSE, CONTACT)}
    records = tuple(
        _record(draft, book.unit_id, required[kind])
        for kind, drafts in ((COURSE, book.courses), (CONTACT, book.contacts))
        for draft in drafts
    )
    unread = unread_files([(one.source, one.reading) for one in told])
    sent = [one.source.received_at for one in told if not one.reply]
    submitted = bool(sent)
    status = unit_status(records, unread, submitted=submitted, says_none=none_at >= 0, campaign=campaign)
    open_case = status in (UnitStatus.INCOMPLETE, UnitStatus.COMPLETE)
    return UnitState(
        unit_id=book.unit_id,
        status=status,
        records=records,
        unread=unread,
        lacks_course=open_case and all(is_doubt(draft.doubt) for draft in book.courses),
        lacks_contact=open_case and all(is_doubt(draft.doubt) for draft in book.contacts),
        first_received_at=sent[0] if sent else None,
        last_received_at=told[-1].source.received_at if told else None,
        late=submitted and not accepted and campaign.is_late(sent[0]),
        unresolved=tuple(book.unresolved),
    )


def _record(draft: Draft, unit_id: str | None, required: Collection[str]) -> Record:
    values, conflicts = draft.values, draft.conflicts
    return Record(
        id=draft.id,
        kind=draft.kind,
        unit_id=unit_id,
        values=values,
        message_ids=tuple(draft.message_ids),
        missing=missing_fields(values, required),
        doubtful=doubtful_fields(values, conflicts, draft.doubt),
        conflicts=tuple(
            Conflict(field=key, values=(values[key], *others)) for key, others in conflicts.items()
        ),
        aliases=tuple(draft.aliases),
        history={key: tuple(earlier) for key, earlier in draft.history.items()},
        doubt=draft.doubt,
    )
