"""Reprocess: messages are read again with today's code; the difference is shown, and written only when asked.

Nothing here makes or sends a letter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field

from catalogue.folding.fold import fold
from catalogue.memory.store import StoreError
from catalogue.memory.tables import MessageState
from catalogue.plan import owner_of, parts_of_owner
from catalogue.records import Record, UnitState
from catalogue.views import MessageFilter, StoredMessage
from intake import pipeline
from intake.app import App
from intake.jobs_work import Worked, read_ahead, route, work_one
from intake.log import short_id

PAGE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChange:
    """One field of one record that would be otherwise; "" stands for none, field "" for the whole record."""

    record_id: str
    name: str
    field: str
    before: str
    after: str


@dataclass(slots=True)
class Reprocessed:
    """What a re-reading came to. ``erased`` are left as they are: there is nothing to be read again."""

    read: int = 0
    failed: int = 0
    erased: int = 0
    changes: list[RecordChange] = field(default_factory=list)


def reprocess(app: App, ids: Sequence[str], *, every: bool, apply: bool) -> Reprocessed:
    """Read the messages again; the changes of their units' records, written where ``apply``."""
    done = Reprocessed()
    named = list(_chosen(app, ids, every=every))
    chosen = [one for one in named if one.state is not MessageState.ERASED]
    done.erased = len(named) - len(chosen)
    before = {owner: _state(app, owner) for owner in _owners(chosen)}
    if apply:
        _again(app, chosen, done)
        owners = {*before, *_owners(_reloaded(app, chosen))}
        after = {owner: _state(app, owner) for owner in owners}
    else:
        after = _imagined(app, chosen, done, before)
    for owner in sorted({*before, *after}):
        done.changes.extend(differences(before.get(owner), after.get(owner)))
    return done


def _chosen(app: App, ids: Sequence[str], *, every: bool) -> Iterator[StoredMessage]:
    if every:
        yield from every_message(app)
        return
    for one in ids:
        found = app.store.message(one)
        if found is None:
            raise StoreError(f"no message {one}; `intake list messages` shows the ids")
        yield found


def every_message(app: App, wanted: MessageFilter | None = None) -> Iterator[StoredMessage]:
    """All messages of the campaign, newest first, a page at a time."""
    after = ""
    while page := app.store.messages(app.campaign.id, wanted or MessageFilter(), PAGE, after):
        yield from page
        after = page[-1].sha256


def _owners(messages: Sequence[StoredMessage]) -> set[str]:
    return {message.owner for message in messages if message.owner}


def _reloaded(app: App, messages: Sequence[StoredMessage]) -> list[StoredMessage]:
    return [found for message in messages if (found := app.store.message(message.sha256))]


def _state(app: App, owner: str) -> UnitState | None:
    unit_id, bucket = parts_of_owner(owner)
    return app.store.unit_state(app.campaign.id, unit_id, bucket)


def _again(app: App, chosen: Sequence[StoredMessage], done: Reprocessed) -> None:
    counts = Worked()
    # Oldest first, so that units are folded as they grew.
    in_order = sorted(chosen, key=lambda one: (one.received_at, one.sha256))
    with closing(read_ahead(app, in_order)) as ahead:
        for stored, promise in ahead:
            work_one(app, stored, promise, counts)
    done.read, done.failed = counts.done, counts.failed


def _imagined(
    app: App, chosen: Sequence[StoredMessage], done: Reprocessed, before: dict[str, UnitState | None]
) -> dict[str, UnitState | None]:
    """The states as they would be, in memory only."""
    routed: dict[str, pipeline.Routed] = {}
    for stored, promise in read_ahead(app, chosen):
        try:
            routed[stored.sha256], _ = route(app, stored, promise())
        except Exception as error:  # noqa: BLE001 - the wall around one message, where nothing is written
            app.log.error("failed", message=short_id(stored.sha256), error=type(error).__name__)
            done.failed += 1
        else:
            done.read += 1
    owners = {*before, *(_owner(one) for one in routed.values() if one.is_folded)}
    return {owner: _fold_imagined(app, owner, routed) for owner in owners}


def _owner(one: pipeline.Routed) -> str:
    return owner_of(one.route.unit_id, one.bucket)


def _fold_imagined(app: App, owner: str, routed: dict[str, pipeline.Routed]) -> UnitState:
    unit_id, bucket = parts_of_owner(owner)
    stored = app.store.unit_messages(app.campaign.id, unit_id, bucket)
    kept = [message for message in stored if message.sha256 not in routed]
    asked = {message.sha256: message.asked for message in stored}
    fresh = [
        pipeline.fold_message(one, asked.get(one.read.sha256, ()))
        for one in routed.values()
        if one.is_folded and _owner(one) == owner
    ]
    return fold(unit_id, [*kept, *fresh], app.store.decisions(app.campaign.id), app.campaign)


def differences(before: UnitState | None, after: UnitState | None) -> Iterator[RecordChange]:
    """What is otherwise between two states of one owner, record by record and field by field."""
    old = {record.id: record for record in (before.records if before else ())}
    new = {record.id: record for record in (after.records if after else ())}
    for record_id in dict.fromkeys([*old, *new]):
        yield from _record_differences(old.get(record_id), new.get(record_id))


def _record_differences(old: Record | None, new: Record | None) -> Iterator[RecordChange]:
    known = new or old
    assert known is not None
    if old is None or new is None:
        verb = ("", known.kind) if old is None else (known.kind, "")
        yield RecordChange(record_id=known.id, name=known.name, field="", before=verb[0], after=verb[1])
        return
    for key in dict.fromkeys([*old.values, *new.values]):
        texts = tuple(_text(record, key) for record in (old, new))
        if texts[0] != texts[1]:
            yield RecordChange(record_id=new.id, name=new.name, field=key, before=texts[0], after=texts[1])


def _text(record: Record, key: str) -> str:
    value = record.values.get(key)
    if value is None or value.value is None:
        return ""
    return f"{value.value}{' ?' if value.doubt else ''}"
