"""Digest: the campaign as it stands becomes the officer's morning mail, once a day even across restarts."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from itertools import islice

from catalogue.fields import field_of
from catalogue.folding.validate import WHOLE, awaited_fields, settled_fields
from catalogue.memory.tables import MessageState
from catalogue.outbox import Letter, LetterFile
from catalogue.records import Entry, LetterKind, LetterState, MessageKind, Record, Unit, UnitState, UnitStatus
from catalogue.snapshot import MessageLine, Need, NeedLine, Runs, Snapshot, Totals, UnitLine, totals
from catalogue.tokens import message_id
from catalogue.views import LetterFilter, MessageFilter, Run, StoredMessage
from config.campaign import Campaign
from intake.address_needs import address_needs, is_only_late, undelivered, with_mutes
from intake.app import App
from intake.jobs_reprocess import every_message
from reports.digest import compose_digest
from reports.digest_lists import waiting_label
from reports.display import doubt_words, record_doubt_words
from reports.wording import one_line
from reports.workbook import build_workbook

VERB = "digest"
MOST_LISTED = 500
LONGEST_QUOTE = 80
FIRST_SPAN = timedelta(days=1)
"""What the first digest calls today; every later one goes back to the one before it."""
MESSAGE_NEEDS = {MessageKind.QUESTION: Need.QUESTION, MessageKind.BOUNCE: Need.BOUNCE}
"""Kinds of which the officer hears in the next digest, whatever triage made of them."""
ASKING = frozenset({LetterKind.CLARIFICATION, LetterKind.UNREADABLE, LetterKind.REMINDER})
UNSENT = frozenset({LetterState.CANCELLED, LetterState.WITHDRAWN, LetterState.RETURNED})
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def digest_if_due(app: App) -> bool:
    """Make today's digest if its hour has come and it was not made; whether it was."""
    local = app.clock().astimezone(app.campaign.time_zone)
    if local.time() < app.campaign.digest_at:
        return False
    # Looked up first: to compose a digest only to throw it away costs a workbook every few minutes.
    made = app.store.letters(app.campaign.id, LetterFilter(kind=LetterKind.DIGEST), limit=1)
    if made and made[0].window == local.date().isoformat():
        return False
    return bool(digest(app))


def digest(app: App, *, dry_run: bool = False) -> Letter | None:
    """Compose the digest of this day and queue it; None where today's is there already.

    A dry run composes it in any case and stores nothing.
    """
    letter, figures = compose(app)
    if dry_run:
        return letter
    run = app.store.start_run(VERB, app.clock(), socket.gethostname())
    number = app.store.add_letter(letter)
    if not number:
        app.store.finish_run(run, app.clock(), {}, "made before")
        return None
    app.store.finish_run(run, app.clock(), asdict(figures))
    app.log.info("digest", day=letter.window, letter=number)
    return replace(letter, id=number)


def compose(app: App) -> tuple[Letter, Totals]:
    """Today's digest with its workbook, and the figures of section A."""
    snapshot = take_snapshot(app)
    day = app.clock().astimezone(app.campaign.time_zone).date()
    book = LetterFile(f"tong-hop-{day:%Y-%m-%d}.xlsx", XLSX, build_workbook(snapshot))
    letter = replace(compose_digest(snapshot, (book,)), to=recipients(app), window=day.isoformat())
    domain = app.campaign.mailbox_address.partition("@")[2]
    letter = replace(letter, message_id=message_id(letter, app.secret(), domain), created_at=app.clock())
    return letter, totals(snapshot)


def recipients(app: App) -> str:
    """Who gets the digest: the settings' list, else the officer of the campaign."""
    return ", ".join(app.settings.digest_to) or app.campaign.officer.email


def take_snapshot(app: App) -> Snapshot:
    """The campaign at this moment, from the store."""
    past = _last_digest(app)
    since = past.started_at if past else app.clock() - FIRST_SPAN
    states = {state.unit_id: state for state in app.store.unit_states(app.campaign.id)}
    units = app.store.units(app.campaign.id)
    lines = with_mutes(app, [_unit_line(app, unit, states.get(unit.id)) for unit in units])
    today = list(_since(app, since))
    unassigned = app.store.unassigned(app.campaign.id)
    return Snapshot(
        campaign=app.campaign,
        taken_at=app.clock(),
        units=lines,
        unassigned=unassigned,
        today=tuple(_message_line(app, one) for one in today if one.kind is not None),
        needs=tuple(_needs(app, lines, unassigned, today)),
        letters_today=app.store.letters_sent(app.campaign.id, since),
        runs=_runs(app, today),
        ledger=app.store.ledger(app.campaign.id),
        previous=Totals(**past.counts) if past else None,
    )


def _last_digest(app: App) -> Run | None:
    made = (run for run in app.store.last_runs(VERB, 50) if run.counts)
    return next(made, None)


def _unit_line(app: App, unit: Unit, state: UnitState | None) -> UnitLine:
    nothing = UnitState(unit_id=unit.id, status=UnitStatus.NOT_SUBMITTED, records=())
    asked = [
        letter
        for letter in (app.store.letter_history(app.campaign.id, unit.id) if state else ())
        if letter.kind in ASKING and letter.state not in UNSENT
    ]
    return UnitLine(
        unit=unit,
        state=state or nothing,
        asked=len(asked),
        last_asked_at=max((one.at for one in asked if one.at), default=None),
    )


def _since(app: App, since: datetime) -> Iterator[StoredMessage]:
    """The newest messages that came to hand since then: after an outage also those received long before."""
    for message in islice(every_message(app), MOST_LISTED):
        if message.archived_at >= since:
            yield message


def _message_line(app: App, message: StoredMessage) -> MessageLine:
    reading = app.store.reading(message.sha256)
    entries = [entry for entry in (reading.entries if reading else ()) if entry.kind == "course"]
    return MessageLine(
        id=message.short_id,
        received_at=message.received_at,
        sender=message.sender,
        subject=message.subject,
        kind=message.kind or MessageKind.OTHER,
        unit_id=message.unit_id,
        courses=len(entries),
        files=sum(1 for part in (reading.parts if reading else ()) if part.is_file and not part.path),
        late=message.late,
    )


def _needs(
    app: App, lines: Sequence[UnitLine], unassigned: UnitState, today: Sequence[StoredMessage]
) -> Iterator[NeedLine]:
    waiting = app.store.messages(app.campaign.id, MessageFilter(needs_officer=True), MOST_LISTED)
    told = {one.sha256 for one in waiting}
    asking = (one for one in today if one.kind in MESSAGE_NEEDS and one.sha256 not in told)
    late = {one.sha256 for one in today if one.kind is MessageKind.BOUNCE and is_only_late(app, one)}
    yield from (_message_need(app, one) for one in (*waiting, *asking) if one.sha256 not in late)
    yield from address_needs(app, lines)
    for line in lines:
        yield from _unit_needs(app, line.state, line)
    yield from _unit_needs(app, unassigned, None)
    failed = app.store.messages(app.campaign.id, MessageFilter(state=MessageState.QUARANTINED), MOST_LISTED)
    yield from (
        NeedLine(
            kind=Need.QUARANTINED,
            what=one.subject or "(không có tiêu đề)",
            detail="chương trình chưa xử lý được thư này; thư gốc được giữ nguyên",
            sender=one.sender,
            received_at=one.received_at,
            message=one.short_id,
        )
        for one in failed
    )
    for state, need in ((LetterState.HELD, Need.HELD_LETTER), (LetterState.FAILED, Need.FAILED_LETTER)):
        for letter in app.store.letters(app.campaign.id, LetterFilter(state=state), MOST_LISTED):
            yield NeedLine(kind=need, what=letter.subject, detail=letter.error, unit_id=letter.unit_id)


def _message_need(app: App, one: StoredMessage) -> NeedLine:
    return NeedLine(
        kind=MESSAGE_NEEDS.get(one.kind or MessageKind.OTHER, Need.UNKNOWN_SENDER),
        what=one.subject or "(không có tiêu đề)",
        detail=undelivered(app, one) if one.kind is MessageKind.BOUNCE else "",
        unit_id=one.unit_id,
        sender=one.sender,
        received_at=one.received_at,
        message=one.short_id,
    )


def _unit_needs(app: App, state: UnitState, line: UnitLine | None) -> Iterator[NeedLine]:
    for file in state.unread:
        yield NeedLine(
            kind=Need.UNREADABLE,
            what=file.filename,
            detail=file.reason,
            unit_id=state.unit_id,
            message=file.origin.message[:10],
        )
    # What can still be asked for is not the officer's yet: it goes out in a letter.
    can_ask = line is not None and line.asked < app.campaign.clarifications_in_all
    for record in state.records:
        yield from _conflict_needs(record, app.campaign, can_ask=can_ask)
        if not can_ask:
            yield from _doubt_need(record, app.campaign)
    yield from (_unresolved_need(entry, state.unit_id) for entry in state.unresolved)
    if line and line.asked >= app.campaign.clarifications_in_all and state.status is UnitStatus.INCOMPLETE:
        yield NeedLine(kind=Need.ASKED_OUT, what=line.unit.name, unit_id=line.unit.id)


def _unresolved_need(entry: Entry, unit_id: str | None) -> NeedLine:
    """A correction or answer that fits no record, or that settles nothing: shown as it was written."""
    values = list(entry.values.values())
    return NeedLine(
        kind=Need.CONFLICT,
        what="; ".join(value.text or str(value.value) for value in values) or "(không rõ nội dung)",
        detail=_UNRESOLVED.get(entry.doubt.partition(":")[0], _UNPLACED),
        unit_id=unit_id,
        message=values[0].origin.message[:10] if values else "",
    )


_UNPLACED = "chưa xác định được khóa học hoặc đầu mối liên hệ mà nội dung này nói đến"
_UNRESOLVED = {
    "answer": "câu trả lời của đơn vị chưa hiểu được",
    "changed": "câu trả lời nói về giá trị đã thay đổi sau khi hỏi",
    "denied": "đơn vị trả lời là chưa đúng, chưa nêu giá trị đúng",
}


def _conflict_needs(record: Record, campaign: Campaign, *, can_ask: bool) -> Iterator[NeedLine]:
    """Values that disagree; those that the school is asked for only once it cannot be asked any more."""
    asked = settled_fields(record.kind, campaign) if can_ask else ()
    for conflict in record.conflicts:
        if conflict.field in asked and not conflict.values[0].origin.decision:
            continue
        values = " / ".join(value.text or str(value.value) for value in conflict.values)
        yield NeedLine(
            kind=Need.CONFLICT,
            what=f"{record.name}: {field_of(record.kind, conflict.field).label}",
            detail=values,
            unit_id=record.unit_id,
            message=record.id,
        )


def _doubt_need(record: Record, campaign: Campaign) -> Iterator[NeedLine]:
    """One line for all that waits for a yes in a record, with the id by which it is confirmed."""
    disputed = {one.field for one in record.conflicts}
    waiting = [key for key in awaited_fields(record, campaign) if key not in disputed]
    if waiting:
        yield NeedLine(
            kind=Need.DOUBT,
            what=record.name or "(chưa có tên)",
            detail="; ".join(_doubted(record, key) for key in waiting),
            unit_id=record.unit_id,
            message=record.id,
        )


def _doubted(record: Record, key: str) -> str:
    label = waiting_label(record.kind, key)
    if key == WHOLE:
        why = record_doubt_words(record.doubt)
        return f"{label} ({why})" if why else label
    value = record.values[key]
    return f'{label} ghi "{_short(value.text)}" ({doubt_words(value.doubt)})'


def _short(text: str) -> str:
    flat = one_line(text)
    return flat if len(flat) <= LONGEST_QUOTE else f"{flat[: LONGEST_QUOTE - 1].rstrip()}…"


def _runs(app: App, today: Sequence[StoredMessage]) -> Runs:
    # One that never ended was killed, or is going on now: it says nothing.
    polls = [run for run in app.store.last_runs("poll", 200) if run.finished_at is not None]
    failing = _failing(polls)
    return Runs(
        last_poll_at=polls[0].finished_at if polls else None,
        processed=sum(1 for one in today if one.state is MessageState.DONE),
        failed=sum(1 for one in today if one.state in {MessageState.RETRY, MessageState.QUARANTINED}),
        other=sum(1 for one in today if one.kind is MessageKind.OTHER),
        error=polls[0].error if polls else "",
        unreachable_since=failing[-1].started_at if failing else None,
    )


def _failing(polls: Sequence[Run]) -> list[Run]:
    """The run of failures that goes on now, newest first."""
    failing = []
    for run in polls:
        if not run.error:
            break
        failing.append(run)
    return failing
