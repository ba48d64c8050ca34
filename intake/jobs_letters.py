"""Ask and remind: what is due to each unit becomes letters in the outbox; nothing is sent here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta

from catalogue.asking.clarify import (
    PATIENCE,
    AskedLetter,
    AskHistory,
    clarification_due,
    items_for,
    next_office_moment,
    reminder_due,
)
from catalogue.asking.office import add_working_days
from catalogue.memory.tables import MessageState
from catalogue.outbox import Letter
from catalogue.records import (
    AskedItem,
    LetterKind,
    LetterState,
    MessageKind,
    PartStatus,
    Unit,
    UnitState,
    UnitStatus,
)
from catalogue.tokens import message_id, reference
from catalogue.views import MessageFilter, PastLetter, StoredMessage
from intake.app import App
from reports.letters import (
    Case,
    NotRead,
    Received,
    compose_acknowledgement,
    compose_clarification,
    compose_reminder,
    compose_unreadable,
)

MOST_MESSAGES = 1000
RECEIPTS = frozenset({LetterKind.ACKNOWLEDGEMENT, LetterKind.UNREADABLE})
RECEIPTS_PER_DAY = 3
Compose = Callable[[Case, Received], Letter]


@dataclass(slots=True)
class Asked:
    """The letters that a round made (or, in a dry run, would make)."""

    made: list[Letter] = field(default_factory=list)

    @property
    def letters(self) -> int:
        return len(self.made)


def ask(app: App, *, dry_run: bool = False) -> Asked:
    """Acknowledge what came in and ask for what lacks, unit by unit, one letter of each kind at most."""
    done = Asked()
    units = {unit.id: unit for unit in app.store.units(app.campaign.id)}
    muted = app.store.muted(app.clock())
    for state in list(app.store.unit_states(app.campaign.id)):
        unit = units.get(state.unit_id or "")
        if unit is None:
            continue
        for letter in _due_to(app, unit, state):
            if letter.to in muted:
                app.log.info("ask", unit=unit.id, outcome="muted")
                continue
            _put(app, letter, done, dry_run=dry_run)
    if done.made:
        app.log.info("asked", letters=done.letters, dry_run=dry_run or None)
    return done


def remind(app: App, *, dry_run: bool = False) -> Asked:
    """Remind the units that sent nothing, or not all, on the campaign's days; each window once."""
    done = Asked()
    states = {state.unit_id: state for state in app.store.unit_states(app.campaign.id)}
    muted = app.store.muted(app.clock())
    for unit in app.store.units(app.campaign.id):
        state = states.get(unit.id) or UnitState(unit_id=unit.id, status=UnitStatus.NOT_SUBMITTED, records=())
        letter = _reminder(app, unit, state, muted)
        if letter is not None:
            _put(app, letter, done, dry_run=dry_run)
    if done.made:
        app.log.info("reminded", letters=done.letters, dry_run=dry_run or None)
    return done


def _put(app: App, letter: Letter, done: Asked, *, dry_run: bool) -> None:
    if dry_run:
        done.made.append(letter)
        return
    number = app.store.add_letter(letter)
    if number:
        done.made.append(replace(letter, id=number))


def _due_to(app: App, unit: Unit, state: UnitState) -> list[Letter]:
    """The letters due to one unit now: what it sent and settled is acknowledged, gaps are asked for."""
    history = app.store.letter_history(app.campaign.id, unit.id)
    fresh = _unacknowledged(app, unit, history)
    if fresh and (not _settled(app, fresh) or _answered_enough(app, history)):
        return []
    if fresh and state.unread and not state.courses:
        # Nothing could be read: one letter says that it came and why it is of no use yet.
        return [_receipt(app, unit, state, fresh, compose_unreadable)]
    if _may_still_mend(app, state, history):
        return []
    letters = [_receipt(app, unit, state, fresh, compose_acknowledgement)] if fresh else []
    latest = fresh[-1] if fresh else _latest(app, unit)
    question = _question(app, unit, state, (latest, history)) if latest else None
    return [*letters, question] if question else letters


def _may_still_mend(app: App, state: UnitState, history: Sequence[PastLetter]) -> bool:
    """Whether the unit was told that nothing could be read, and has yet its time to send another file."""
    told = [past for past in history if past.kind in RECEIPTS or past.kind is LetterKind.CLARIFICATION]
    if state.courses or not state.unread or not told or told[-1].kind is not LetterKind.UNREADABLE:
        return False
    return app.clock() < add_working_days(told[-1].at or app.clock(), PATIENCE, app.campaign)


def _unacknowledged(app: App, unit: Unit, history: Sequence[PastLetter]) -> list[StoredMessage]:
    """The unit's submissions by mail that no receipt covers, oldest first.

    A receipt covers what was through when it was made: a message that failed at first gets its own.
    Imported files are never acknowledged: nobody waits for an answer to them.
    """
    made = [past.made_at for past in history if past.kind in RECEIPTS and past.made_at is not None]
    until = max(made, default=None)
    wanted = MessageFilter(unit_id=unit.id, kind=MessageKind.SUBMISSION, state=MessageState.DONE)
    found = app.store.messages(app.campaign.id, wanted, MOST_MESSAGES)
    fresh = [one for one in found if until is None or (one.done_at is not None and one.done_at >= until)]
    return sorted(
        (one for one in fresh if app.store.copies(one.sha256)), key=lambda one: (one.received_at, one.sha256)
    )


def _settled(app: App, fresh: Sequence[StoredMessage]) -> bool:
    wait = timedelta(minutes=app.settings.schedule.settle_minutes)
    return max(one.done_at or one.archived_at for one in fresh) + wait <= app.clock()


def _answered_enough(app: App, history: Sequence[PastLetter]) -> bool:
    """Whether the unit had its receipts for a day: a robot at the other end must not draw one a mail."""
    since = app.clock() - timedelta(days=1)
    recent = [past for past in history if past.kind in RECEIPTS and past.at is not None and past.at > since]
    return len(recent) >= RECEIPTS_PER_DAY


def _latest(app: App, unit: Unit) -> StoredMessage | None:
    wanted = MessageFilter(unit_id=unit.id, kind=MessageKind.SUBMISSION, state=MessageState.DONE)
    found = app.store.messages(app.campaign.id, wanted, 1)
    return found[0] if found else None


def _receipt(
    app: App, unit: Unit, state: UnitState, fresh: Sequence[StoredMessage], compose: Compose
) -> Letter:
    """The letter that answers what was received; its window is the last message it covers."""
    last = fresh[-1]
    case = _case(app, unit, state, (last.sender, last.sha256))
    return _addressed(app, compose(case, _received(app, state, fresh)), in_reply_to=last.message_id)


def _question(
    app: App, unit: Unit, state: UnitState, known: tuple[StoredMessage, Sequence[PastLetter]]
) -> Letter | None:
    latest, history = known
    settle = timedelta(minutes=app.settings.schedule.settle_minutes)
    due = clarification_due(state, _asked_before(app, history), app.campaign, app.clock(), settle)
    if due is None:
        return None
    # A cancelled letter keeps its window: the next one must not be taken for it.
    window = str(1 + sum(1 for past in history if past.kind is LetterKind.CLARIFICATION))
    case = _case(app, unit, state, (latest.sender, window), due.items)
    letter = compose_clarification(case, _received(app, state, [latest]))
    return _addressed(app, letter, in_reply_to=latest.message_id)


def _asked_before(app: App, history: Sequence[PastLetter]) -> AskHistory:
    """The clarifications of a unit that left or will leave."""
    past = (app.store.letter(one.id) for one in history if one.kind is LetterKind.CLARIFICATION)
    letters = [one for one in past if one is not None and one.state is not LetterState.CANCELLED]
    now = app.clock()
    return AskHistory(
        letters=tuple(
            AskedLetter(
                window=one.window,
                asked_at=one.sent_at or one.not_before or one.created_at or now,
                items=one.items,
            )
            for one in letters
        )
    )


def _case(
    app: App, unit: Unit, state: UnitState, where: tuple[str, str], items: Sequence[AskedItem] = ()
) -> Case:
    to, window = where
    return Case(
        campaign=app.campaign,
        unit=unit,
        state=state,
        ref=reference(app.campaign.id, unit.id, 0, app.secret()),
        to=to or unit.emails[0],
        window=window,
        now=app.clock(),
        items=tuple(items) or items_for(state, app.campaign),
    )


def _received(app: App, state: UnitState, messages: Sequence[StoredMessage]) -> Received:
    """What the letter says of the messages it answers: the last one's facts, the files of all."""
    last = messages[-1]
    parts = [
        part for one in messages for part in app.store.parts(one.sha256) if part.is_file and not part.path
    ]
    new, updated, same = _course_counts(state, messages)
    return Received(
        received_at=last.received_at,
        sender=last.sender,
        message_id=last.message_id,
        references=tuple(filter(None, [last.in_reply_to])),
        read=tuple(part.filename or "tệp không tên" for part in parts if part.status is PartStatus.READ),
        unread=tuple(
            NotRead(part.filename or "tệp không tên", part.reason)
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


def _reminder(app: App, unit: Unit, state: UnitState, muted: frozenset[str]) -> Letter | None:
    address = next((one for one in unit.emails if one not in muted), None)
    if address is None:
        return None
    history = app.store.letter_history(app.campaign.id, unit.id)
    sent = [past.window for past in history if past.kind is LetterKind.REMINDER]
    window = reminder_due(state, sent, app.campaign, app.clock())
    if window is None:
        return None
    letter = compose_reminder(_case(app, unit, state, (address, window)))
    return _addressed(app, letter)


def _addressed(app: App, letter: Letter, in_reply_to: str = "") -> Letter:
    """The letter with its own Message-ID, and not before office hours."""
    now = app.clock()
    domain = app.campaign.mailbox_address.partition("@")[2]
    return replace(
        letter,
        state=LetterState.QUEUED,
        message_id=message_id(letter, app.secret(), domain),
        in_reply_to=letter.in_reply_to or in_reply_to,
        created_at=now,
        not_before=next_office_moment(now, app.campaign),
    )
