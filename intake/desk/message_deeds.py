"""What may be decided about a message at the desk, and reading it again; done by the commands' functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from catalogue.views import StoredMessage
from intake import jobs_decide
from intake.app import App
from intake.decision_steps import DecisionError, Step
from intake.jobs_reprocess import Reprocessed, reprocess
from reports.desk.rereading import Change

MessageDeed = Callable[[App, StoredMessage, str, str], Step]


def _assign(app: App, message: StoredMessage, value: str, note: str) -> Step:
    return jobs_decide.assign_message(app, message.sha256, value, note)


def _assign_sender(app: App, message: StoredMessage, value: str, note: str) -> Step:
    if not message.sender:
        raise DecisionError("the message names no sender")
    return jobs_decide.assign_sender(app, message.sender, value, note)


def _to_nobody(app: App, message: StoredMessage, value: str, note: str) -> Step:
    del value  # nobody is meant
    return jobs_decide.assign_message(app, message.sha256, "", note)


def _kind(app: App, message: StoredMessage, value: str, note: str) -> Step:
    return jobs_decide.set_kind(app, message.sha256, value, note)


def _ignore(app: App, message: StoredMessage, value: str, note: str) -> Step:
    del value  # nothing is chosen
    return jobs_decide.ignore_message(app, message.sha256, note)


DEEDS: Mapping[str, MessageDeed] = {
    "assign": _assign,
    "assign_sender": _assign_sender,
    "nobody": _to_nobody,
    "kind": _kind,
    "ignore": _ignore,
}
_TAKE_UNIT = frozenset({"assign", "assign_sender"})


def decide_on_message(app: App, message: StoredMessage, wish: tuple[str, str, str]) -> Step:
    """Decide about a message: a deed, its value, a note. Raises DecisionError with nothing done."""
    deed, value, note = wish
    if deed not in DEEDS or (deed in _TAKE_UNIT and not value):
        raise DecisionError(f"no deed {deed!r} with {value!r}; there are {', '.join(DEEDS)}")
    return DEEDS[deed](app, message, value, note)


def read_again(app: App, sha256: str, *, apply: bool) -> Reprocessed:
    """Read one message with today's reader; what would change, written where ``apply``."""
    return reprocess(app, [sha256], every=False, apply=apply)


def changes_of(done: Reprocessed) -> list[Change]:
    """What a re-reading changes, for the page that tells it."""
    return [
        Change(name=one.name or one.record_id, field=one.field, before=one.before, after=one.after)
        for one in done.changes
    ]
