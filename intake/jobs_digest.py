"""The campaign as it stands, gathered from the store; it changes nothing but what is offered by mail."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from catalogue.lists import UnitHead
from catalogue.memory.tables import MessageState
from catalogue.records import MessageKind, nothing_of
from catalogue.snapshot import MessageLine, NeedLine, Runs, Snapshot, Totals, UnitLine
from catalogue.views import Run, StoredMessage
from intake.app import App
from intake.digest_needs import needs_of
from intake.jobs_reprocess import every_message
from intake.officer_acts import with_links
from intake.outbox import outbox_now
from intake.unit_lines import lines_now, lines_to_decide, outline_of

VERB = "digest"
MOST_LISTED = 500
FIRST_SPAN = timedelta(days=1)
"""What the first digest calls today; every later one goes back to the one before it."""


def take_snapshot(app: App) -> Snapshot:
    """The campaign at this moment, from the store."""
    past = _last_digest(app)
    since = _begun_at(app, past)
    lines = lines_now(app)
    today = list(_since(app, since))
    return Snapshot(
        campaign=app.campaign,
        taken_at=app.clock(),
        units=lines.units,
        unassigned=lines.unassigned.state,
        today=tuple(_message_lines(app, [one for one in today if one.kind is not None])),
        needs=with_links(app, needs_of(app, lines.units, lines.unassigned.state, today)),
        letters_today=app.store.letters_sent(app.campaign.id, since),
        runs=_runs(app, today),
        outbox=outbox_now(app),
        ledger=app.store.ledger(app.campaign.id),
        previous=Totals(**past.counts) if past else None,
        done=tuple(app.store.offers_done(app.campaign.id, since)),
        previous_at=past.started_at if past else None,
        changes=tuple(app.store.status_changes(app.campaign.id)),
        unassigned_held=lines.unassigned.held,
        sums=app.store.lists.course_sums(app.campaign.id),
    )


def take_whole(app: App) -> Snapshot:
    """The same with all records: for what lists every one of them."""
    return with_records(app, take_snapshot(app))


def with_records(app: App, snapshot: Snapshot) -> Snapshot:
    """A snapshot whose states hold all their records, as they are now."""
    states = {state.unit_id: state for state in app.store.unit_states(app.campaign.id)}
    units = tuple(
        replace(line, state=states.get(line.unit.id, line.state), held=None) for line in snapshot.units
    )
    unassigned = app.store.unassigned(app.campaign.id)
    return replace(snapshot, units=units, unassigned=unassigned, unassigned_held=None, sums=None)


def take_glance(app: App) -> Snapshot:
    """The figures of this moment, cheap for any number of units: without needs, records and mails."""
    past = _last_digest(app)
    today = list(_since(app, _begun_at(app, past)))
    heads = app.store.unit_heads(app.campaign.id)
    return Snapshot(
        campaign=app.campaign,
        taken_at=app.clock(),
        units=tuple(map(_glanced, heads)),
        unassigned=nothing_of(""),
        letters_today=app.store.letters_sent(app.campaign.id, _begun_at(app, past)),
        runs=_runs(app, today),
        outbox=outbox_now(app),
        ledger=app.store.ledger(app.campaign.id),
        previous=Totals(**past.counts) if past else None,
        previous_at=past.started_at if past else None,
        changes=tuple(app.store.status_changes(app.campaign.id)),
        unassigned_held=app.store.lists.unassigned_held(app.campaign.id),
        sums=app.store.lists.course_sums(app.campaign.id),
    )


def _glanced(head: UnitHead) -> UnitLine:
    outline = outline_of(head)
    return UnitLine(unit=head.unit, state=outline.state, held=outline.held)


def needs_now(app: App, heads: Sequence[UnitHead] | None = None) -> list[NeedLine]:
    """What waits for a person at this moment, in no order; nothing is offered by mail with it.

    ``heads`` are those of all units, where they are at hand.
    """
    today = list(_since(app, _begun_at(app, _last_digest(app))))
    lines = lines_to_decide(app, heads or app.store.unit_heads(app.campaign.id))
    return list(needs_of(app, lines.units, lines.unassigned.state, today))


def _begun_at(app: App, past: Run | None) -> datetime:
    return past.started_at if past else app.clock() - FIRST_SPAN


def _last_digest(app: App) -> Run | None:
    made = (run for run in app.store.last_runs(VERB, 50) if run.counts)
    return next(made, None)


def _since(app: App, since: datetime) -> Iterator[StoredMessage]:
    """The newest messages that came to hand since then: after an outage also those received long before."""
    for message in islice(every_message(app), MOST_LISTED):
        if message.archived_at >= since:
            yield message


def _message_lines(app: App, messages: Sequence[StoredMessage]) -> Iterator[MessageLine]:
    sums = app.store.lists.message_sums([one.sha256 for one in messages])
    return (_message_line(one, sums.get(one.sha256, (0, 0))) for one in messages)


def _message_line(message: StoredMessage, sums: tuple[int, int]) -> MessageLine:
    courses, files = sums
    return MessageLine(
        id=message.short_id,
        received_at=message.received_at,
        sender=message.sender,
        subject=message.subject,
        kind=message.kind or MessageKind.OTHER,
        unit_id=message.unit_id,
        courses=courses,
        files=files,
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
