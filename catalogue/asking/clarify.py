"""When a unit is asked again or reminded: a decision on its state, what was asked before, and now."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from catalogue.asking.office import add_working_days, local_day
from catalogue.asking.office import next_office_moment as next_office_moment
from catalogue.asking.questions import items_for as items_for
from catalogue.records import ASSURANCES, AskedItem, UnitState, UnitStatus
from config.campaign import Campaign

SETTLE = timedelta(minutes=10)
"""How long a unit is left in peace after its last message: offices often send two in a row."""
PATIENCE = 2
"""Working days in which a letter may be answered before the same is asked again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedLetter:
    """A clarification that went out, or is on its way: its items, and when it leaves or left."""

    window: str
    asked_at: datetime
    items: tuple[AskedItem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskHistory:
    """All clarifications of a unit in a campaign, in any order."""

    letters: tuple[AskedLetter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """A clarification that may be made now; it must not leave before ``not_before``."""

    items: tuple[AskedItem, ...]
    not_before: datetime
    window: str


def clarification_due(
    state: UnitState,
    history: AskHistory,
    campaign: Campaign,
    now: datetime,
    settle: timedelta = SETTLE,
) -> Due | None:
    """The clarification that is due now; None while the unit lacks nothing, or is not to be asked.

    Never more than the campaign's number a day and in all; not while messages still come in; and the
    same is asked again only after an answer, or when the last letter has had its time.
    """
    if state.status is not UnitStatus.INCOMPLETE or _still_sending(state, now, settle):
        return None
    letters = sorted(history.letters, key=lambda one: one.asked_at)
    moment = next_office_moment(now, campaign)
    if len(letters) >= campaign.clarifications_in_all or _had_today(letters, moment, campaign):
        return None
    items = _without_asked_assurances(items_for(state, campaign), letters)
    if not items or (letters and _is_waiting(state, letters[-1], items, campaign, now)):
        return None
    return Due(items=items, not_before=moment, window=str(len(letters) + 1))


def reminder_due(
    state: UnitState, sent_windows: Collection[str], campaign: Campaign, now: datetime
) -> str | None:
    """The window ("T-7") of the reminder that is due today; of several missed ones only the latest."""
    if state.status not in (UnitStatus.NOT_SUBMITTED, UnitStatus.INCOMPLETE):
        return None
    left = (campaign.last_day - local_day(now, campaign)).days
    reached = [days for days in campaign.reminder_days if days >= left]
    if left < 0 or not reached:
        return None
    window = f"T-{min(reached)}"
    return None if window in sent_windows else window


def _still_sending(state: UnitState, now: datetime, settle: timedelta) -> bool:
    return state.last_received_at is not None and now < state.last_received_at + settle


def _had_today(letters: Collection[AskedLetter], moment: datetime, campaign: Campaign) -> bool:
    """Whether the day of sending has had its letters; one that has yet to leave counts for every day."""
    day = local_day(moment, campaign)
    recent = [one for one in letters if local_day(one.asked_at, campaign) >= day]
    return len(recent) >= campaign.clarifications_per_day


def _is_waiting(
    state: UnitState, last: AskedLetter, items: Iterable[AskedItem], campaign: Campaign, now: datetime
) -> bool:
    """Whether the last letter asked for all this and may still be answered."""
    answered = state.last_received_at is not None and state.last_received_at > last.asked_at
    if answered or now >= add_working_days(last.asked_at, PATIENCE, campaign):
        return False
    return _gist(items) <= _gist(last.items)


def _gist(items: Iterable[AskedItem]) -> set[tuple[str, ...]]:
    return {(item.kind, item.record_id, item.finding, item.title, *item.fields) for item in items}


def _without_asked_assurances(
    items: Iterable[AskedItem], letters: Iterable[AskedLetter]
) -> tuple[AskedItem, ...]:
    """The assurances are asked for once; an office that passed over them is not asked again."""
    asked = {key for letter in letters for item in letter.items for key in item.fields}
    kept = [item for item in items if not _is_assurance(item) or not set(item.fields) <= asked]
    return tuple(replace(item, number=number) for number, item in enumerate(kept, start=1))


def _is_assurance(item: AskedItem) -> bool:
    return bool(item.fields) and set(item.fields) <= set(ASSURANCES)
