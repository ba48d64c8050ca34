"""Decide: a person's word becomes a row, and takes effect at once by routing and folding anew."""

from __future__ import annotations

import getpass
import json
import re
from collections.abc import Iterable
from dataclasses import replace

from catalogue.fields import FIELDS
from catalogue.memory.store import StoreError
from catalogue.memory.tables import MessageState
from catalogue.normalizing.answer_values import normalize_field
from catalogue.plan import owner_of, parts_of_owner
from catalogue.records import Decision, DecisionKind, MessageKind, Origin, Record, UnitState
from catalogue.views import MessageFilter, StoredMessage
from intake.app import App
from intake.errors import UsageError
from intake.jobs_reprocess import every_message
from intake.jobs_work import Worked, refold, work


class DecisionError(UsageError):
    """What was decided names something that is not there; the message says what and how to find it."""


def assign_sender(app: App, address: str, unit_id: str, note: str = "") -> int:
    """Let a sender's messages, past and to come, be a unit's; gives how many were routed anew."""
    _unit(app, unit_id)
    _decide(app, DecisionKind.ASSIGN_SENDER, address.lower(), unit_id, note)
    return _again(app, every_message(app, MessageFilter(sender=address.lower())))


def assign_message(app: App, message_id: str, unit_id: str, note: str = "") -> int:
    """Give one message to a unit, or ("") to none."""
    if unit_id:
        _unit(app, unit_id)
    message = _message(app, message_id)
    _decide(app, DecisionKind.ASSIGN_MESSAGE, message.sha256, unit_id, note)
    return _again(app, [message])


def set_kind(app: App, message_id: str, kind: str, note: str = "") -> int:
    """Say what a message is."""
    if kind not in {one.value for one in MessageKind}:
        raise DecisionError(f"no kind {kind!r}; there are {', '.join(one.value for one in MessageKind)}")
    message = _message(app, message_id)
    _decide(app, DecisionKind.SET_KIND, message.sha256, kind, note)
    return _again(app, [message])


def ignore_message(app: App, message_id: str, note: str = "") -> int:
    """Let a message say nothing; its bytes stay."""
    message = _message(app, message_id)
    _decide(app, DecisionKind.IGNORE_MESSAGE, message.sha256, "", note)
    return _again(app, [message])


def set_value(app: App, record_id: str, field: str, text: str, note: str = "") -> Record:
    """Set a field of a record to what is written, read as a school's own answer would be."""
    record = _record(app, record_id)
    _field(record, field)
    read = normalize_field(record.kind, field, text, Origin())
    if field not in read or read[field].value is None:
        raise DecisionError(f"{text!r} is no value of {record.kind}.{field}")
    for key, value in read.items():
        _decide(
            app,
            DecisionKind.SET_VALUE,
            f"{record.id}.{key}",
            json.dumps(value.value, ensure_ascii=False),
            note,
        )
    return _after(app, record)


def confirm_value(app: App, record_id: str, field: str, note: str = "") -> Record:
    """Say that a doubtful value is right as it stands."""
    record = _record(app, record_id)
    if field == "record":
        value = "null"
    else:
        _field(record, field)
        known = record.values.get(field)
        if known is None or known.value is None:
            raise DecisionError(f"{record.name or record.id} has no value of {field} to confirm; set one")
        value = json.dumps(known.value, ensure_ascii=False)
    _decide(app, DecisionKind.CONFIRM_VALUE, f"{record.id}.{field}", value, note)
    return _after(app, record)


def merge(app: App, record_id: str, other_id: str, note: str = "") -> Record:
    """Make two records of one unit one; the first keeps its id."""
    record, other = _record(app, record_id), _record(app, other_id)
    if (record.unit_id, record.kind) != (other.unit_id, other.kind) or record.id == other.id:
        raise DecisionError("only two different records of one kind and one unit can be merged")
    _decide(app, DecisionKind.MERGE, record.id, other.id, note)
    return _after(app, record)


def split(app: App, record_id: str, message_id: str, note: str = "") -> Record:
    """Take what one message said out of a record, into a record of its own."""
    record, message = _record(app, record_id), _message(app, message_id)
    _decide(app, DecisionKind.SPLIT, record.id, message.sha256, note)
    return _after(app, record)


def drop_record(app: App, record_id: str, note: str = "") -> None:
    """Take a record out of the catalogue."""
    record = _record(app, record_id)
    _decide(app, DecisionKind.DROP_RECORD, record.id, "", note)
    _refold_of(app, record)


def accept_late(app: App, unit_id: str, note: str = "") -> None:
    """Count a unit's late messages as in time."""
    _unit(app, unit_id)
    _decide(app, DecisionKind.ACCEPT_LATE, unit_id, "", note)
    refold(app, owner_of(unit_id))


def take_value(app: App, record_id: str, field: str, value: str, note: str = "") -> Record:
    """Say which of the values that disagree is right; ``value`` is its JSON."""
    record = _record(app, record_id)
    _field(record, field)
    _decide(app, DecisionKind.SET_VALUE, f"{record.id}.{field}", value, note)
    return _after(app, record)


def stop_asking(app: App, unit_id: str, note: str = "", *, off: bool = False) -> None:
    """Ask and remind a unit of nothing more; ``off`` takes it back."""
    _unit(app, unit_id)
    _decide(app, DecisionKind.STOP_ASKING, unit_id, "off" if off else "", note)


def ask_again(app: App, unit_id: str, note: str = "") -> None:
    """Ask a unit once more for what it lacks, beyond the campaign's number too."""
    _unit(app, unit_id)
    _decide(app, DecisionKind.ASK_AGAIN, unit_id, "", note)


def answered(app: App, message_id: str, how: str, note: str = "") -> StoredMessage:
    """Close a question: who asked has his answer."""
    message = _message(app, message_id)
    _decide(app, DecisionKind.ANSWERED, message.sha256, how, note)
    return message


def seen(app: App, mark: str, note: str = "") -> None:
    """Take note of a statement that found no record, by its mark: it leaves the digest, not the state."""
    if not re.fullmatch(r"[0-9a-f]{12}", mark):
        raise DecisionError(
            f"{mark!r} is no mark of a statement; the digest and `intake show UNIT` name them"
        )
    _decide(app, DecisionKind.SEEN, mark, "", note)


def retry_quarantined(app: App, message_id: str) -> int:
    """Let a message that failed for good be worked on again."""
    message = _message(app, message_id)
    if message.state not in {MessageState.QUARANTINED, MessageState.RETRY}:
        raise DecisionError(f"{message.short_id} is not in quarantine but {message.state.value}")
    return _again(app, [message])


def _decide(app: App, kind: DecisionKind, subject: str, value: str, note: str) -> None:
    decision = Decision(
        kind=kind,
        subject=subject,
        value=value,
        made_by=app.actor or getpass.getuser(),
        made_at=app.clock(),
        note=note,
    )
    stored = app.store.add_decision(app.campaign.id, decision)
    app.log.info("decided", decision=stored.id, kind=kind.value)


def _again(app: App, messages: Iterable[StoredMessage]) -> int:
    count = 0
    for message in messages:
        count += app.store.requeue(message.sha256, app.clock())
    worked: Worked = work(app)
    if worked.failed:
        raise StoreError(f"{worked.failed} messages failed; `intake list messages --state retry` shows them")
    return count


def _after(app: App, record: Record) -> Record:
    """The record as it stands after its owner was folded anew."""
    state = _refold_of(app, record)
    for one in state.records if state else ():
        if record.id in (one.id, *one.aliases):
            return one
    return replace(record, values={})


def _refold_of(app: App, record: Record) -> UnitState | None:
    owner = app.store.record_owner(app.campaign.id, record.id)
    refold(app, owner)
    unit_id, bucket = parts_of_owner(owner)
    return app.store.unit_state(app.campaign.id, unit_id, bucket)


def _unit(app: App, unit_id: str) -> None:
    if unit_id not in {unit.id for unit in app.store.units(app.campaign.id)}:
        raise DecisionError(f"no unit {unit_id!r} in the roster; `intake list units` shows the ids")


def _message(app: App, message_id: str) -> StoredMessage:
    message = app.store.message(message_id)
    if message is None:
        raise DecisionError(f"no message {message_id!r}; `intake list messages` shows the ids")
    return message


def _record(app: App, record_id: str) -> Record:
    found = [
        one for one in app.store.find_records(app.campaign.id, record_id) if one.id.startswith(record_id)
    ]
    if len(found) != 1:
        raise DecisionError(f"{len(found)} records fit {record_id!r}; `intake list courses` shows the ids")
    return found[0]


def _field(record: Record, field: str) -> None:
    keys = [one.key for one in FIELDS[record.kind]]
    if field not in keys:
        raise DecisionError(f"a {record.kind} has no field {field!r}; there are {', '.join(keys)}")


def decide_letter(app: App, letter_id: int, verb: str) -> None:
    """Approve, hold or cancel a letter that has not left."""
    deeds = {"approve": app.store.approve, "hold": app.store.hold, "cancel": app.store.cancel}
    if verb not in deeds:
        raise DecisionError(f"no verb {verb!r}; there are {', '.join(deeds)}")
    if not deeds[verb](letter_id):
        raise DecisionError(f"letter {letter_id} is not there, or is past that; see `intake list letters`")
