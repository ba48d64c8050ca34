"""Digest: the campaign as it stands becomes the officer's morning mail, once a day even across restarts."""

from __future__ import annotations

import socket
from collections.abc import Iterator, Sequence
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from itertools import islice

from catalogue.asking.turns import is_given_up
from catalogue.memory.tables import MessageState
from catalogue.outbox import Letter, LetterFile
from catalogue.records import LetterKind, MessageKind, Unit, UnitState, nothing_of
from catalogue.snapshot import MessageLine, NeedLine, Runs, Snapshot, Totals, UnitLine, totals
from catalogue.tokens import message_id
from catalogue.views import LetterFilter, Run, StoredMessage
from intake.address_needs import with_mutes
from intake.app import App
from intake.digest_needs import needs_of
from intake.jobs_reprocess import every_message
from intake.letter_facts import Orders, facts_of, orders_of
from intake.officer_acts import with_links
from intake.outbox import outbox_now
from reports.digest import compose_digest
from reports.workbook import build_workbook

VERB = "digest"
MOST_LISTED = 500
FIRST_SPAN = timedelta(days=1)
"""What the first digest calls today; every later one goes back to the one before it."""
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
    since = _begun_at(app, past)
    lines = _unit_lines(app)
    today = list(_since(app, since))
    unassigned = app.store.unassigned(app.campaign.id)
    return Snapshot(
        campaign=app.campaign,
        taken_at=app.clock(),
        units=lines,
        unassigned=unassigned,
        today=tuple(_message_line(app, one) for one in today if one.kind is not None),
        needs=with_links(app, needs_of(app, lines, unassigned, today)),
        letters_today=app.store.letters_sent(app.campaign.id, since),
        runs=_runs(app, today),
        outbox=outbox_now(app),
        ledger=app.store.ledger(app.campaign.id),
        previous=Totals(**past.counts) if past else None,
        done=tuple(app.store.offers_done(app.campaign.id, since)),
    )


def needs_now(app: App) -> list[NeedLine]:
    """What waits for a person at this moment, in no order; nothing is offered by mail with it."""
    today = list(_since(app, _begun_at(app, _last_digest(app))))
    return list(needs_of(app, _unit_lines(app), app.store.unassigned(app.campaign.id), today))


def _begun_at(app: App, past: Run | None) -> datetime:
    return past.started_at if past else app.clock() - FIRST_SPAN


def _unit_lines(app: App) -> tuple[UnitLine, ...]:
    states = {state.unit_id: state for state in app.store.unit_states(app.campaign.id)}
    orders = orders_of(app.store.decisions(app.campaign.id))
    units = app.store.units(app.campaign.id)
    return with_mutes(app, [_unit_line(app, unit, states.get(unit.id), orders) for unit in units])


def _last_digest(app: App) -> Run | None:
    made = (run for run in app.store.last_runs(VERB, 50) if run.counts)
    return next(made, None)


def _unit_line(app: App, unit: Unit, state: UnitState | None, orders: Orders) -> UnitLine:
    if state is None:
        return UnitLine(unit=unit, state=nothing_of(unit.id))
    standing = facts_of(app, unit, state, orders).standing
    asked = [one for one in standing.got if one.items]
    return UnitLine(
        unit=unit,
        state=state,
        asked=len(asked),
        last_asked_at=max((one.at for one in asked), default=None),
        given_up=is_given_up(standing, app.campaign, app.clock()),
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
