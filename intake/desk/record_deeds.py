"""What may be decided about a course or contact at the desk: a form to the function of its command."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from catalogue.fields import COURSE, FIELDS, KEY_FIELD
from catalogue.normalizing.choices import says_none
from catalogue.records import Record, Value
from intake import jobs_decide
from intake.app import App
from intake.decision_steps import DecisionError, Step
from intake.typed_values import read_value
from reports.desk.edit_faults import (
    NO_OTHER,
    NOT_PARTED,
    NOTHING_TO_CONFIRM,
    STALE,
    fault_words,
    needs_name_words,
)
from reports.desk.record import form_of
from reports.display import WHOLE

NONE = "Chưa có"


class RefusedError(Exception):
    """What was wanted cannot be decided; the message is Vietnamese, for whoever wanted it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """One form of a record. ``value`` is what was typed or chosen, ``seen`` the JSON that stood there."""

    deed: str
    field: str = ""
    value: str = ""
    note: str = ""
    seen: str = ""


def decide_on_record(app: App, record: Record, wish: Wish) -> Step:
    """Decide about a record. Raises RefusedError with the reason, DecisionError for no such deed."""
    if wish.deed not in _DEEDS:
        raise DecisionError(f"no deed {wish.deed!r}; there are {', '.join(_DEEDS)}")
    if wish.deed in _OF_FIELD and wish.field not in {WHOLE, *(one.key for one in FIELDS[record.kind])}:
        raise DecisionError(f"a {record.kind} has no field {wish.field!r}")
    return _DEEDS[wish.deed](app, record, wish)


def _set(app: App, record: Record, wish: Wish) -> Step:
    if wish.field == KEY_FIELD[record.kind] and says_none(wish.value):
        raise RefusedError(needs_name_words(record.kind))
    try:
        read = read_value(record.kind, wish.field, wish.value)
    except DecisionError as error:
        raise RefusedError(fault_words(record.kind, wish.field, wish.value)) from error
    _expect_as_seen(record, wish, read.get(wish.field))
    return jobs_decide.set_value(app, record.id, wish.field, wish.value, wish.note)


def _none(app: App, record: Record, wish: Wish) -> Step:
    if wish.field == KEY_FIELD[record.kind]:
        raise RefusedError(needs_name_words(record.kind))
    _expect_as_seen(record, wish, None)
    return jobs_decide.set_value(app, record.id, wish.field, NONE, wish.note)


def _expect_as_seen(record: Record, wish: Wish, wanted: Value | None) -> None:
    """What somebody else wrote meanwhile is not written over unseen, unless it is the same."""
    standing = form_of(record.values.get(wish.field))
    if wish.seen and standing not in {wish.seen, form_of(wanted)}:
        raise RefusedError(STALE)


def _confirm(app: App, record: Record, wish: Wish) -> Step:
    if wish.field == WHOLE:
        return jobs_decide.confirm_value(app, record.id, WHOLE, wish.note)
    value = record.values.get(wish.field)
    if form_of(value) != wish.seen:
        raise RefusedError(STALE)
    if value is None or value.value is None:
        raise RefusedError(NOTHING_TO_CONFIRM)
    return jobs_decide.confirm_value(app, record.id, wish.field, wish.note)


def _take(app: App, record: Record, wish: Wish) -> Step:
    """Only what stands there to be chosen is taken: the form is a page's, and pages grow old."""
    disputed = [value for one in record.conflicts if one.field == wish.field for value in one.values]
    standing = record.values.get(wish.field)
    known = {form_of(one) for one in (*disputed, *([standing] if standing else []))}
    if not disputed or wish.value not in known:
        raise RefusedError(STALE)
    return jobs_decide.take_value(app, record.id, wish.field, wish.value, wish.note)


def _drop(app: App, record: Record, wish: Wish) -> Step:
    """The note bears a course's name, since nothing else tells it afterwards; a person's stays nowhere."""
    name = record.name if record.kind == COURSE else ""
    return jobs_decide.drop_record(app, record.id, "; ".join(filter(None, (name, wish.note))))


def _merge(app: App, record: Record, wish: Wish) -> Step:
    try:
        return jobs_decide.merge(app, record.id, wish.value, wish.note)
    except DecisionError as error:
        raise RefusedError(NO_OTHER) from error


def _split(app: App, record: Record, wish: Wish) -> Step:
    """What parts nothing is taken back at once: a decision without an effect would lie in wait for one."""
    step = jobs_decide.split(app, record.id, wish.value, wish.note)
    if step.record == record:
        jobs_decide.undo(app, *step.ids)
        raise RefusedError(NOT_PARTED)
    return step


def _release(app: App, record: Record, wish: Wish) -> Step:
    return jobs_decide.release(app, record.id, wish.note)


def _withhold(app: App, record: Record, wish: Wish) -> Step:
    return jobs_decide.release(app, record.id, wish.note, off=True)


_DEEDS: Mapping[str, Callable[[App, Record, Wish], Step]] = {
    "set": _set,
    "none": _none,
    "confirm": _confirm,
    "take": _take,
    "drop": _drop,
    "merge": _merge,
    "split": _split,
    "release": _release,
    "withhold": _withhold,
}
_OF_FIELD = frozenset({"set", "none", "confirm", "take"})
