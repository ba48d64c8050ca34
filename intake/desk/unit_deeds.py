"""What may be decided about a unit at the desk: a word of a form to the function of its command."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from intake import jobs_decide
from intake.app import App
from intake.decision_steps import DecisionError, Step

UnitDeed = Callable[[App, str, str], Step]


def _resume(app: App, unit_id: str, note: str) -> Step:
    return jobs_decide.stop_asking(app, unit_id, note, off=True)


def _reopen(app: App, unit_id: str, note: str) -> Step:
    return jobs_decide.complete_by_hand(app, unit_id, note, off=True)


DEEDS: Mapping[str, UnitDeed] = {
    "ask_again": jobs_decide.ask_again,
    "stop": jobs_decide.stop_asking,
    "resume": _resume,
    "close": jobs_decide.complete_by_hand,
    "reopen": _reopen,
    "accept_late": jobs_decide.accept_late,
}
"""By the names of reports.desk.unit.Deed."""


def decide_on_unit(app: App, deed: str, unit_id: str, note: str) -> Step:
    """Decide about a unit; raises DecisionError where there is no such deed or unit."""
    if deed not in DEEDS:
        raise DecisionError(f"no deed {deed!r}; there are {', '.join(DEEDS)}")
    return DEEDS[deed](app, unit_id, note)
