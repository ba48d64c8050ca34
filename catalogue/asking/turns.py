"""Which one letter a unit gets now: a decision on where it stands, the campaign's rules and the clock.

One turn, one letter. What came in is answered by the letter that fits best what is to be said next; a unit
that says nothing hears from us rarely, and never again once its case is complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from catalogue.asking.office import add_working_days, local_day, next_office_moment
from catalogue.asking.questions import items_for
from catalogue.asking.standing import ANSWERS, ASKS, LetterLike, Standing, UnitLetter, Weight
from catalogue.fields import ASSURANCES
from catalogue.records import AskedItem, LetterKind, UnitStatus
from config.campaign import Campaign

MENDING = 2
"""Working days in which a unit that was told of an unreadable file may send another before it is asked."""
PATIENCE = 5
"""Working days after which a letter that nobody answered is written once more."""
QUIET = timedelta(days=2)
"""How long a unit that wrote, or was written to, is not reminded; the last day but one excepted."""
REPEATED = timedelta(days=7)
"""How long one receipt answers for the same sent again and again."""
_THANKS = {UnitStatus.COMPLETE: LetterKind.COMPLETE, UnitStatus.NO_COURSES: LetterKind.NO_COURSES}


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A letter that is due: it must not leave before ``not_before``. ``fresh``: it answers new mail."""

    kind: LetterKind
    window: str
    not_before: datetime
    items: tuple[AskedItem, ...] = ()
    fresh: bool = False


def turn_due(standing: Standing, campaign: Campaign, now: datetime) -> Turn | None:
    """The letter that answers what came in, or asks for what still lacks; None while there is none to write.

    Nothing is written while a unit may still be sending, nor beyond the campaign's letters a day. What is
    put off so is made up for later.
    """
    fresh = standing.fresh
    if any(one.done_at + standing.settle > now for one in fresh):
        return None
    moment = next_office_moment(now, campaign)
    if _letters_of_day(standing, moment, campaign) >= campaign.letters_per_day:
        return None
    # Bounds any exchange of two machines that know nothing of each other.
    if len(standing.got) >= 2 * campaign.letters_in_all:
        return None
    kind, items = _choice(standing, campaign, moment, now)
    if kind is None:
        return None
    last = fresh[-1].sha256 if fresh else ""
    running = kind not in (LetterKind.ACKNOWLEDGEMENT, LetterKind.UNREADABLE)
    window = standing.next_window(kind) if running else last
    return Turn(kind=kind, window=window, not_before=moment, items=items, fresh=bool(fresh))


def reminder_due(standing: Standing, campaign: Campaign, now: datetime) -> Turn | None:
    """The reminder that is due; of several missed days only the latest counts.

    A unit that wrote, or was written to, in the last days hears of it when they are over, or not at all;
    where the letters in all would not suffice, a reminder in the middle is left out.
    """
    state = standing.state
    left = (campaign.last_day - local_day(now, campaign)).days
    reached = [days for days in campaign.reminder_days if days >= left]
    if state.status in _THANKS or standing.stopped or left < 0 or not reached:
        return None
    window = f"T-{min(reached)}"
    if window in {one.window for one in standing.of_kind(LetterKind.REMINDER)}:
        return None
    if left > 1 and _was_in_touch(standing, now):
        return None
    moment = next_office_moment(now, campaign)
    kept = _kept_for_later(standing, is_last=min(reached) == min(campaign.reminder_days))
    if moment >= campaign.closes_at or not _may_write_unasked(standing, moment, campaign, kept):
        return None
    return Turn(kind=LetterKind.REMINDER, window=window, not_before=moment, items=items_for(state, campaign))


def is_reminding(campaign: Campaign, now: datetime) -> bool:
    """Whether any reminder can be due: its first day has come, and the last day is not over."""
    left = (campaign.last_day - local_day(now, campaign)).days
    return bool(campaign.reminder_days) and 0 <= left <= max(campaign.reminder_days)


def is_given_up(standing: Standing, campaign: Campaign, now: datetime) -> bool:
    """Whether what a unit still owes is the officer's: no question is left, and the last had its time."""
    return is_asked_out(standing.letters, len(standing.ordered), campaign, now)


def is_asked_out(letters: Sequence[LetterLike], ordered: int, campaign: Campaign, now: datetime) -> bool:
    """The same by the letters alone; ``ordered`` is how often the officer said to ask once more."""
    if now >= campaign.closes_at:
        return True
    asked = [one for one in letters if one.kind in ASKS and one.asks]
    waits = bool(asked) and now < add_working_days(asked[-1].at, PATIENCE, campaign)
    return _had_all(letters, ordered, campaign) and not waits


def is_overtaken(letter: UnitLetter, standing: Standing, campaign: Campaign, now: datetime) -> bool:
    """Whether a letter that waits to leave says what is no longer so: it is to be withdrawn.

    ``standing.letters`` do not count here: only the mails and the state.
    """
    status = standing.state.status
    if letter.kind in ANSWERS | {LetterKind.REMINDER} and standing.came_after(letter):
        return True
    if letter.kind in _THANKS.values():
        return _THANKS.get(status) is not letter.kind or standing.state.closed_at is not None
    if letter.kind not in ASKS or letter.kind is LetterKind.UNREADABLE:
        return letter.kind is LetterKind.UNREADABLE and status in _THANKS
    over = letter.kind is LetterKind.REMINDER and now >= campaign.closes_at
    if over or status in _THANKS or standing.stopped:
        return True
    return not _gist(letter.items) <= _gist(items_for(standing.state, campaign))


def _choice(
    standing: Standing, campaign: Campaign, moment: datetime, now: datetime
) -> tuple[LetterKind | None, tuple[AskedItem, ...]]:
    status = standing.state.status
    if standing.state.closed_at is not None:
        # What the thanks say, that nothing lacks, is not so: a person closed the case.
        return (LetterKind.ACKNOWLEDGEMENT if _wants_receipt(standing, now) else None), ()
    if status in _THANKS:
        return _thanks(standing, _THANKS[status], now), ()
    if _is_unreadable(standing):
        return LetterKind.UNREADABLE, ()
    if not _may_still_mend(standing, campaign, now):
        items = _to_ask(standing, campaign, moment, now)
        if items:
            return LetterKind.CLARIFICATION, items
    return (LetterKind.ACKNOWLEDGEMENT if _wants_receipt(standing, now) else None), ()


def _thanks(standing: Standing, kind: LetterKind, now: datetime) -> LetterKind | None:
    """The thanks at the end of a case, once after each time that something was owed; then mere receipts."""
    ends = [one for one in standing.letters if one.kind in (*ASKS, *_THANKS.values())]
    if ends and ends[-1].kind is kind:
        return LetterKind.ACKNOWLEDGEMENT if _wants_receipt(standing, now) else None
    owed = any(one.kind in ASKS for one in ends)
    return kind if owed or any(one.weight is not Weight.NOTHING or one.is_submission
                               for one in standing.fresh) else None  # fmt: skip


def _wants_receipt(standing: Standing, now: datetime) -> bool:
    """Whether what came in is acknowledged where nothing else is to be said.

    A reply that only thanks draws no letter; the same again draws one in a while; what tells nothing only
    where it is the first that we hear of the unit. So no machine at the other end keeps us talking.
    """
    submitted = [one.weight for one in standing.fresh if one.is_submission]
    if not submitted or max(submitted) is Weight.NEWS:
        return bool(submitted)
    answered = standing.answered_until
    if max(submitted) is Weight.SAME:
        return answered is None or now - answered >= REPEATED
    return answered is None


def _is_unreadable(standing: Standing) -> bool:
    """Whether nothing of what came in could be read, so that one letter says why."""
    unread = {one.origin.message for one in standing.state.unread}
    return not standing.state.courses and any(one.sha256 in unread for one in standing.fresh)


def _may_still_mend(standing: Standing, campaign: Campaign, now: datetime) -> bool:
    """Whether the unit was told that nothing could be read, and has yet its time to send another file."""
    told = standing.of_kind(*ANSWERS)
    if not told or told[-1].kind is not LetterKind.UNREADABLE or standing.state.courses or standing.fresh:
        return False
    return bool(standing.state.unread) and now < add_working_days(told[-1].at, MENDING, campaign)


def _to_ask(standing: Standing, campaign: Campaign, moment: datetime, now: datetime) -> tuple[AskedItem, ...]:
    """What a clarification would ask now; nothing while it may not be written."""
    asked = standing.of_kind(LetterKind.CLARIFICATION)
    today = [one for one in asked if local_day(one.at, campaign) >= local_day(moment, campaign)]
    if standing.stopped or len(today) >= campaign.clarifications_per_day:
        return ()
    if _is_exhausted(standing, campaign):
        return ()
    items = _without_asked_assurances(items_for(standing.state, campaign), asked)
    if not items or _is_waiting(standing, items, campaign, now):
        return ()
    return items


def _is_exhausted(standing: Standing, campaign: Campaign) -> bool:
    """Whether a unit had all the questions and letters that it may have, thanks and orders apart."""
    return _had_all(standing.letters, len(standing.ordered), campaign)


def _had_all(letters: Iterable[LetterLike], ordered: int, campaign: Campaign) -> bool:
    got = [one.kind for one in letters if not one.is_lost]
    if got.count(LetterKind.CLARIFICATION) >= campaign.clarifications_in_all + ordered:
        return True
    return len(got) >= campaign.letters_in_all - 1 + ordered


def _is_waiting(standing: Standing, items: Iterable[AskedItem], campaign: Campaign, now: datetime) -> bool:
    """Whether all this was asked, and the letter may still be answered or a reminder will tell of it."""
    asked = standing.of_kind(LetterKind.CLARIFICATION, LetterKind.REMINDER)
    asked = [one for one in asked if one.items]
    if not asked or not _gist(items) <= {gist for one in asked[-1:] for gist in _gist(one.items)}:
        return False
    last = asked[-1]
    if standing.news_at is not None and standing.news_at > last.at:
        return False
    if any(moment > last.made_at for moment in standing.ordered):
        return False
    left = (campaign.last_day - local_day(now, campaign)).days
    reminded_soon = any(0 <= left - day <= PATIENCE for day in campaign.reminder_days)
    if now < add_working_days(last.at, PATIENCE, campaign) or reminded_soon:
        return True
    return not _may_write_unasked(standing, now, campaign)


def _may_write_unasked(standing: Standing, moment: datetime, campaign: Campaign, kept: int = 1) -> bool:
    """Whether a letter that answers nothing is within the bounds, so many being ``kept`` for later."""
    if _letters_of_day(standing, moment, campaign) >= campaign.letters_per_day:
        return False
    return len(standing.got) < campaign.letters_in_all - kept


def _kept_for_later(standing: Standing, *, is_last: bool) -> int:
    """How many letters a reminder must leave for what matters more.

    The thanks and, past the deadline, the officer's letter; for who has sent nothing, the questions too; and
    before the last reminder, that one. So of a long series it is one in the middle that is left out.
    """
    silent = standing.state.status is UnitStatus.NOT_SUBMITTED
    return 2 + silent + (not is_last)


def _letters_of_day(standing: Standing, moment: datetime, campaign: Campaign) -> int:
    """How many letters the day of sending has had; one that has yet to leave counts for every day."""
    day = local_day(moment, campaign)
    return sum(1 for one in standing.got if local_day(one.at, campaign) >= day)


def _was_in_touch(standing: Standing, now: datetime) -> bool:
    heard = max((one.received_at for one in standing.mails), default=None)
    wrote = max((one.at for one in standing.letters), default=None)
    return any(moment is not None and now - moment < QUIET for moment in (heard, wrote))


def _gist(items: Iterable[AskedItem]) -> set[tuple[str, ...]]:
    return {(item.kind, item.record_id, item.finding, item.title, *item.fields) for item in items}


def _without_asked_assurances(
    items: Iterable[AskedItem], letters: Iterable[UnitLetter]
) -> tuple[AskedItem, ...]:
    """The assurances are asked for once; an office that passed over them is not asked again."""
    asked = {key for letter in letters for item in letter.items for key in item.fields}
    kept = [item for item in items if not _is_assurance(item) or not set(item.fields) <= asked]
    return tuple(replace(item, number=number) for number, item in enumerate(kept, start=1))


def _is_assurance(item: AskedItem) -> bool:
    return bool(item.fields) and set(item.fields) <= set(ASSURANCES)
