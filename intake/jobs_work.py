"""Work: each message that waits is read, routed, folded and committed; a bad one never stops the rest."""

from __future__ import annotations

import gc
import traceback
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial

from catalogue.folding.fold import fold
from catalogue.memory.store import StaleUnitError, StoreError
from catalogue.plan import parts_of_owner
from catalogue.records import AskedItem, Decision
from catalogue.views import StoredMessage
from intake import pipeline
from intake.answered import by_subject, with_asking_letter
from intake.app import App
from intake.jobs_returned import take as take_returned
from intake.log import short_id
from intake.officer_heard import as_officers, hear
from intake.reader import Order, Promise, Read, WorkersError
from intake.reader_limits import COLLECT_AFTER
from intake.triage import Known
from intake.trust import judge

LEASE_SECONDS = 900.0
CLAIM_BATCH = 20
MOST_ATTEMPTS = 3
RETRY_AFTER = timedelta(minutes=5)
STALE_ATTEMPTS = 8
ERROR_CHARACTERS = 20_000


@dataclass(slots=True)
class Worked:
    """The counts of one pass. ``attention`` are messages that wait for the officer."""

    done: int = 0
    attention: int = 0
    failed: int = 0

    @property
    def needs_attention(self) -> bool:
        return bool(self.attention or self.failed)


def never() -> bool:
    """Nobody asks to stop."""
    return False


def work(app: App, stopping: Callable[[], bool] = never) -> Worked:
    """Work on all that is due; ``stopping`` is asked between messages, and what is claimed is given back."""
    counts = Worked()
    with _rare_collections():
        _work(app, stopping, counts)
    return counts


def _work(app: App, stopping: Callable[[], bool], counts: Worked) -> None:
    while not stopping():
        claimed = app.store.claim(
            app.worker, app.clock(), LEASE_SECONDS, CLAIM_BATCH, campaign=app.campaign.id
        )
        if not claimed:
            break
        try:
            stopped = _work_on(app, claimed, stopping, counts)
        except WorkersError:  # no message is to blame
            app.store.release(app.worker, app.clock())
            raise
        if stopped:
            app.store.release(app.worker, app.clock())
            return


def _work_on(
    app: App, claimed: Sequence[StoredMessage], stopping: Callable[[], bool], counts: Worked
) -> bool:
    """Do the messages in order; whether somebody asked to stop before the last."""
    with closing(read_ahead(app, claimed)) as ahead:
        for stored, promise in ahead:
            if stopping():
                return True
            work_one(app, stored, promise, counts)
    return False


@contextmanager
def _rare_collections() -> Iterator[None]:
    """Let many values be made before rings of garbage are looked for.

    A message is some thousand values without rings, all of which the collector looks through again
    and again: at Python's own 700 that was a tenth of the CPU of a message, here it is a hundredth,
    and the most memory held is the same.
    """
    usual = gc.get_threshold()
    gc.set_threshold(COLLECT_AFTER)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def read_ahead(
    app: App, messages: Sequence[StoredMessage]
) -> Generator[tuple[StoredMessage, Promise], None, None]:
    """Each message, in order, with the promise of its reading; the reader works ahead meanwhile."""
    left = _left_alone(app, messages)
    orders = [
        Order(sha256=one.sha256, size=one.size, raw=partial(app.archive.get, one.sha256))
        for one in messages
        if one.sha256 not in left
    ]
    with closing(app.reader.read_many(orders, app.campaign)) as promises:
        for one in messages:
            yield one, partial(_unread, app, one) if one.sha256 in left else next(promises)


def _left_alone(app: App, messages: Sequence[StoredMessage]) -> frozenset[str]:
    """Those that broke the reader and that a person said to leave: their headers are enough to file them."""
    failed = [one.sha256 for one in messages if one.attempts]
    decisions = app.store.decisions(app.campaign.id) if failed else ()
    return frozenset(one for one in failed if pipeline.is_ignored(one, decisions))


def _unread(app: App, stored: StoredMessage) -> Read:
    # What reads stays in the workers, but for such a message.
    from intake.reader_work import unread  # noqa: PLC0415

    return unread(stored.sha256, app.archive.get(stored.sha256))


def work_one(app: App, stored: StoredMessage, promise: Promise, counts: Worked) -> None:
    """Do one message. This is the wall: whatever happens is written down beside the message."""
    try:
        routed = _process(app, stored, promise())
    except Exception as error:  # noqa: BLE001 - the one wall of the road, around one message
        _write_down(app, stored, error)
        counts.failed += 1
        return
    counts.done += 1
    counts.attention += bool(routed.route.needs_officer)
    app.log.info(
        "processed",
        message=short_id(stored.sha256),
        kind=routed.route.kind.value,
        unit=routed.route.unit_id,
        entries=len(routed.read.reading.entries),
        needs_officer=routed.route.needs_officer or None,
    )


def _process(app: App, stored: StoredMessage, done: Read) -> pipeline.Routed:
    routed, decisions = route(app, stored, done)
    # Before the message is done: what is cut short here is taken up again with it, and done once.
    take_returned(app, routed)
    hear(app, routed)
    _commit(app, stored, routed, decisions)
    return routed


def route(app: App, stored: StoredMessage, done: Read) -> tuple[pipeline.Routed, Sequence[Decision]]:
    """Say whose a message is that was read, by what is known now; with it the decisions. Writes nothing."""
    found = app.store.lookup(app.campaign.id, pipeline.marks(done.message, done.reading))
    received_at = pipeline.received_moment(done.message, stored)
    known = Known(
        units=found.units,
        senders=found.senders,
        letters=found.letters,
        by_subject=(0, None)
        if found.letters
        else by_subject(app, done.message, (found.units, found.senders), received_at),
        own_addresses=own_addresses(app),
    )
    routed = pipeline.route(done, stored, known, found.decisions, app.campaign)
    trust = judge(done.message, app.settings.mailbox.authserv_ids)
    routed = with_asking_letter(app, replace(routed, trust=trust))
    return as_officers(app, routed), found.decisions


def _commit(app: App, stored: StoredMessage, routed: pipeline.Routed, decisions: Sequence[Decision]) -> None:
    """Fold and apply; where somebody else folded the same unit meanwhile, look again and fold anew."""
    unit_id, campaign = routed.route.unit_id, app.campaign
    for _ in range(STALE_ATTEMPTS):
        with app.store.unit_lock(campaign.id, unit_id, routed.bucket):
            others = (
                app.store.unit_messages(campaign.id, unit_id, routed.bucket, without=routed.read.sha256)
                if routed.is_folded
                else []
            )
            memory = pipeline.Memory(decisions=decisions, asked=_asked(app, routed.route.letter_id))
            plan = pipeline.plan(routed, others, memory, campaign, app.clock())
            try:
                former = app.store.apply(plan)
            except StaleUnitError:
                continue
        if not routed.is_folded and stored.kind in pipeline.FOLDED:
            # It said something and now says nothing: what it said goes.
            refold(app, former or stored.owner)
        elif former:
            refold(app, former)
        return
    raise StoreError(f"unit {unit_id}: other workers folded it {STALE_ATTEMPTS} times in a row")


def _asked(app: App, letter_id: int) -> tuple[AskedItem, ...]:
    letter = app.store.letter(letter_id) if letter_id else None
    return letter.items if letter else ()


def refold(app: App, owner: str) -> None:
    """Fold an owner anew from what is stored: after a decision, or when a message has left it."""
    unit_id, bucket = parts_of_owner(owner)
    for _ in range(STALE_ATTEMPTS):
        with app.store.unit_lock(app.campaign.id, unit_id, bucket):
            messages = app.store.unit_messages(app.campaign.id, unit_id, bucket)
            state = fold(unit_id, messages, app.store.decisions(app.campaign.id), app.campaign)
            try:
                app.store.refold(app.campaign.id, state, app.clock(), bucket)
            except StaleUnitError:
                continue
        return
    raise StoreError(f"{owner}: other workers folded it {STALE_ATTEMPTS} times in a row")


def own_addresses(app: App) -> frozenset[str]:
    """The addresses that are ours: mail from them is our own coming back."""
    given = (app.campaign.mailbox_address, app.settings.smtp.sender, app.settings.mailbox.username)
    return frozenset(address.lower() for address in given if "@" in address)


def _write_down(app: App, stored: StoredMessage, error: Exception) -> None:
    """Try again later, a few times; then quarantine, where bytes and reason wait for a person."""
    last = stored.attempts + 1 >= MOST_ATTEMPTS
    retry_at = None if last else app.clock() + RETRY_AFTER * 2**stored.attempts
    text = "".join(traceback.format_exception(error))[-ERROR_CHARACTERS:]
    app.store.fail(stored.sha256, text, retry_at)
    app.log.error(
        "failed",
        message=short_id(stored.sha256),
        error=type(error).__name__,
        next="quarantined" if last else "retry",
    )
