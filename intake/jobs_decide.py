"""Decide: a person's word becomes a row, and takes effect at once by routing and folding anew.

Each function gives the decisions of its step, so that ``undo`` can take the step back as one.
"""

from __future__ import annotations

import getpass
import json
import re
from collections.abc import Mapping
from dataclasses import replace

from catalogue.decided import OFF, overtaken_by, step_of, undone_by
from catalogue.fields import CONTACT, FIELDS
from catalogue.memory.tables import MessageState
from catalogue.plan import parts_of_owner
from catalogue.records import Decision, DecisionKind, MessageKind, Record
from catalogue.views import StoredMessage
from intake.app import App
from intake.decision_effects import route_again, take_effect
from intake.decision_steps import DecisionError as DecisionError
from intake.decision_steps import RecordStep, Step, UndoStep
from intake.typed_values import read_value


def assign_sender(app: App, address: str, unit_id: str, note: str = "") -> Step:
    """Let a sender's messages, past and to come, be a unit's."""
    _unit(app, unit_id)
    return _decide(app, DecisionKind.ASSIGN_SENDER, {address.lower(): unit_id}, note)


def assign_message(app: App, message_id: str, unit_id: str, note: str = "") -> Step:
    """Give one message to a unit, or ("") to none."""
    if unit_id:
        _unit(app, unit_id)
    return _decide(app, DecisionKind.ASSIGN_MESSAGE, {_message(app, message_id).sha256: unit_id}, note)


def set_kind(app: App, message_id: str, kind: str, note: str = "") -> Step:
    """Say what a message is."""
    if kind not in {one.value for one in MessageKind}:
        raise DecisionError(f"no kind {kind!r}; there are {', '.join(one.value for one in MessageKind)}")
    return _decide(app, DecisionKind.SET_KIND, {_message(app, message_id).sha256: kind}, note)


def ignore_message(app: App, message_id: str, note: str = "") -> Step:
    """Let a message say nothing; its bytes stay."""
    return _decide(app, DecisionKind.IGNORE_MESSAGE, {_message(app, message_id).sha256: ""}, note)


def set_value(app: App, record_id: str, field: str, text: str, note: str = "") -> RecordStep:
    """Set a field of a record to what is written, read as a school's own answer would be.

    "Chưa có" says that there is none, and nobody is asked for it any more.
    """
    record = _record(app, record_id)
    _field(record, field)
    values = {
        f"{record.id}.{key}": json.dumps(value.value, ensure_ascii=False)
        for key, value in read_value(record.kind, field, text).items()
    }
    return _of_record(app, _decide(app, DecisionKind.SET_VALUE, values, note), record)


def confirm_value(app: App, record_id: str, field: str, note: str = "") -> RecordStep:
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
    step = _decide(app, DecisionKind.CONFIRM_VALUE, {f"{record.id}.{field}": value}, note)
    return _of_record(app, step, record)


def take_value(app: App, record_id: str, field: str, value: str, note: str = "") -> RecordStep:
    """Say which of the values that disagree is right; ``value`` is its JSON."""
    record = _record(app, record_id)
    _field(record, field)
    step = _decide(app, DecisionKind.SET_VALUE, {f"{record.id}.{field}": value}, note)
    return _of_record(app, step, record)


def merge(app: App, record_id: str, other_id: str, note: str = "") -> RecordStep:
    """Make two records of one unit one; the first keeps its id."""
    record, other = _record(app, record_id), _record(app, other_id)
    if (record.unit_id, record.kind) != (other.unit_id, other.kind) or record.id == other.id:
        raise DecisionError("only two different records of one kind and one unit can be merged")
    return _of_record(app, _decide(app, DecisionKind.MERGE, {record.id: other.id}, note), record)


def split(app: App, record_id: str, message_id: str, note: str = "") -> RecordStep:
    """Take what one message said out of a record, into a record of its own."""
    record, message = _record(app, record_id), _message(app, message_id)
    return _of_record(app, _decide(app, DecisionKind.SPLIT, {record.id: message.sha256}, note), record)


def drop_record(app: App, record_id: str, note: str = "") -> Step:
    """Take a record out of the catalogue; the decision remembers whose it was."""
    record = _record(app, record_id)
    owner = app.store.record_owner(app.campaign.id, record.id)
    return _decide(app, DecisionKind.DROP_RECORD, {record.id: owner}, note)


def accept_late(app: App, unit_id: str, note: str = "") -> Step:
    """Count a unit's late messages as in time."""
    _unit(app, unit_id)
    return _decide(app, DecisionKind.ACCEPT_LATE, {unit_id: ""}, note)


def complete_by_hand(app: App, unit_id: str, note: str = "", *, off: bool = False) -> Step:
    """Close a unit's case as it stands: what lacks stays visible, nobody asks; ``off`` opens it again."""
    _unit(app, unit_id)
    return _decide(app, DecisionKind.COMPLETE_BY_HAND, {unit_id: OFF if off else ""}, note)


def stop_asking(app: App, unit_id: str, note: str = "", *, off: bool = False) -> Step:
    """Ask and remind a unit of nothing more; ``off`` takes it back."""
    _unit(app, unit_id)
    return _decide(app, DecisionKind.STOP_ASKING, {unit_id: OFF if off else ""}, note)


def release(app: App, record_id: str, note: str = "", *, off: bool = False) -> RecordStep:
    """Let a contact person be shown on the public portal; ``off`` takes it back."""
    record = _record(app, record_id)
    if record.kind != CONTACT:
        raise DecisionError(f"{record.name or record.id} is no contact: only contact persons are released")
    step = _decide(app, DecisionKind.RELEASE, {record.id: OFF if off else ""}, note)
    return _of_record(app, step, record)


def ask_again(app: App, unit_id: str, note: str = "") -> Step:
    """Ask a unit once more for what it lacks, beyond the campaign's number too."""
    _unit(app, unit_id)
    return _decide(app, DecisionKind.ASK_AGAIN, {unit_id: ""}, note)


def answered(app: App, message_id: str, how: str, note: str = "") -> Step:
    """Close a question: who asked has his answer."""
    return _decide(app, DecisionKind.ANSWERED, {_message(app, message_id).sha256: how}, note)


def seen(app: App, mark: str, note: str = "") -> Step:
    """Take note of a statement that found no record, by its mark: it leaves the digest, not the state."""
    if not re.fullmatch(r"[0-9a-f]{12}", mark):
        raise DecisionError(
            f"{mark!r} is no mark of a statement; the digest and `intake show UNIT` name them"
        )
    return _decide(app, DecisionKind.SEEN, {mark: ""}, note)


def undo(app: App, *ids: int, note: str = "") -> UndoStep:
    """Take decisions back, all of them or none; an undo is a decision too, and taken back by another undo.

    Raises DecisionError where there is none such, or where it was taken back before.
    """
    made = app.store.all_decisions(app.campaign.id)
    undone = tuple(_decision(made, one) for one in dict.fromkeys(ids))
    counting = app.store.decisions(app.campaign.id)
    step = _decide(app, DecisionKind.UNDO, {str(one.id): "" for one in undone}, note)
    overtaken = tuple(one for one in undone if overtaken_by(one, counting) is not None)
    return UndoStep(decisions=step.decisions, messages=step.messages, undone=undone, overtaken=overtaken)


def whole_step(app: App, decision_id: int) -> tuple[int, ...]:
    """The ids of all decisions that were made in the same step as one (a fee and its figure)."""
    made = app.store.all_decisions(app.campaign.id)
    return tuple(one.id for one in step_of(_decision(made, decision_id), made))


def retry_quarantined(app: App, message_id: str) -> int:
    """Let a message that failed for good be worked on again."""
    message = _message(app, message_id)
    if message.state not in {MessageState.QUARANTINED, MessageState.RETRY}:
        raise DecisionError(f"{message.short_id} is not in quarantine but {message.state.value}")
    return route_again(app, [message])


def decide_letter(app: App, letter_id: int, verb: str) -> None:
    """Approve, hold or cancel a letter that has not left."""
    deeds = {"approve": app.store.approve, "hold": app.store.hold, "cancel": app.store.cancel}
    if verb not in deeds:
        raise DecisionError(f"no verb {verb!r}; there are {', '.join(deeds)}")
    if not deeds[verb](letter_id):
        raise DecisionError(f"letter {letter_id} is not there, or is past that; see `intake list letters`")


def _decide(app: App, kind: DecisionKind, values: Mapping[str, str], note: str) -> Step:
    """Write down one step, a decision for each subject, and let it take effect."""
    made_by, made_at = app.actor or getpass.getuser(), app.clock()
    decisions = [
        Decision(kind=kind, subject=subject, value=value, made_by=made_by, made_at=made_at, note=note)
        for subject, value in values.items()
    ]
    stored = app.store.add_decisions(app.campaign.id, decisions)
    for one in stored:
        app.log.info("decided", decision=one.id, kind=kind.value)
    return Step(decisions=stored, messages=take_effect(app, stored))


def _of_record(app: App, step: Step, record: Record) -> RecordStep:
    """The step with its record as it stands after its owner was folded anew."""
    now = replace(record, values={})
    for owner in app.store.bearers(app.campaign.id, record.id):
        state = app.store.unit_state(app.campaign.id, *parts_of_owner(owner))
        found = [one for one in (state.records if state else ()) if record.id in (one.id, *one.aliases)]
        now = found[0] if found else now
    return RecordStep(decisions=step.decisions, messages=step.messages, record=now)


def _decision(made: list[Decision], decision_id: int) -> Decision:
    found = next((one for one in made if one.id == decision_id), None)
    if found is None:
        raise DecisionError(f"no decision {decision_id}; `intake list decisions` shows the ids")
    by = undone_by(made).get(decision_id)
    if by is not None:
        raise DecisionError(f"decision {decision_id} was taken back before, by decision {by.id}")
    return found


def _unit(app: App, unit_id: str) -> None:
    if unit_id not in {unit.id for unit in app.store.units(app.campaign.id)}:
        raise DecisionError(f"no unit {unit_id!r} in the roster; `intake list units` shows the ids")


def _message(app: App, message_id: str) -> StoredMessage:
    message = app.store.message(message_id)
    if message is None:
        raise DecisionError(f"no message {message_id!r}; `intake list messages` shows the ids")
    if message.state is MessageState.ERASED:
        raise DecisionError(f"{message.short_id} was erased; nothing can be decided of it any more")
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
