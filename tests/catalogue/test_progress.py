from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from catalogue.memory.store import Store
from catalogue.progress import Progress, Span, StatusChange, progress
from catalogue.records import UnitState, UnitStatus
from tests.support.plans import CAMPAIGN, NOW, course, later, new_message, plan, state

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
UNIT = "cd-ben-nghe"
DONE, OPEN, NONE = UnitStatus.COMPLETE, UnitStatus.INCOMPLETE, UnitStatus.NOT_SUBMITTED


def span(**changes: date) -> Span:
    given = {"opens_on": date(2025, 5, 1), "last_day": date(2025, 5, 29), "today": date(2025, 5, 10)}
    return Span(**given | changes, zone=ZONE)


def at(day: int, hour: int = 3) -> datetime:
    return datetime(2025, 5, day, hour, tzinfo=UTC)


def unit(name: str, status: UnitStatus = DONE, last: datetime | None = None) -> UnitState:
    return state(unit_id=name, status=status, last_received_at=last)


def count_on(found: Progress, day: int) -> int:
    return dict(found.done)[date(2025, 5, day)]


def test_a_fold_that_changes_a_status_is_written_down_once_and_one_that_changes_none_never(
    store: Store,
) -> None:
    store.add_messages([new_message("a"), new_message("b")])
    store.apply(plan("a", state=state(course("Hàn"), status=OPEN)))
    store.apply(plan("b", state=state(course("Hàn"), course("May"), status=OPEN), now=later(hours=1)))
    store.refold(CAMPAIGN, state(course("Hàn"), status=DONE), later(hours=2))
    store.refold(CAMPAIGN, state(course("Hàn"), status=DONE), later(hours=3))
    store.refold(CAMPAIGN, state(course("x"), unit_id=None, status=DONE), later(hours=3), "someone")
    assert store.status_changes(CAMPAIGN) == [
        StatusChange(UNIT, OPEN, NOW),
        StatusChange(UNIT, DONE, later(hours=2)),
    ]


def test_a_day_ends_at_midnight_of_the_campaign() -> None:
    changes = [StatusChange("a", DONE, at(4, 16)), StatusChange("b", DONE, at(4, 17))]
    found = progress([unit("a"), unit("b")], changes, span())
    assert [count_on(found, day) for day in (3, 4, 5, 10)] == [0, 1, 2, 2]


def test_a_unit_that_falls_back_is_no_longer_counted_and_counts_again_later() -> None:
    changes = [StatusChange("a", one, at(day)) for one, day in ((DONE, 2), (OPEN, 4), (DONE, 6), (DONE, 7))]
    found = progress([unit("a")], changes, span())
    assert [count_on(found, day) for day in range(1, 9)] == [0, 1, 1, 0, 0, 1, 1, 1]


def test_what_was_done_before_changes_were_written_down_stands_on_the_day_of_its_last_message() -> None:
    states = [unit("old", last=at(3)), unit("new"), unit("by hand"), unit("open", OPEN, at(3))]
    found = progress(states, [StatusChange("new", DONE, at(5))], span())
    assert (found.estimated, [count_on(found, day) for day in (2, 3, 5, 10)]) == (2, [0, 1, 2, 3])
    assert progress([unit("new")], [StatusChange("new", DONE, at(5))], span()).estimated == 0


def test_who_is_no_longer_invited_is_not_counted() -> None:
    found = progress([unit("a", OPEN)], [StatusChange("gone", DONE, at(5))], span())
    assert (found.invited, found.now, found.open) == (1, 0, 1)


def test_the_pace_needed_counts_today_and_the_present_one_the_seven_days_before_it() -> None:
    done = [StatusChange(f"u{number}", DONE, at(day)) for number, day in enumerate((1, 4, 5, 6, 9, 9, 9, 9))]
    states = [unit(one.unit_id) for one in done] + [unit(f"n{number}", NONE) for number in range(40)]
    found = progress(states, done, span())
    assert (found.open, found.days, found.needed) == (40, 20, 2.0)
    assert found.pace == 1.0
    over = progress(states, done, span(today=date(2025, 6, 2)))
    assert (over.days, over.needed) == (0, 0.0)


def test_a_campaign_that_has_not_begun_has_one_day() -> None:
    found = progress([unit("a", NONE)], [], span(today=date(2025, 4, 20)))
    assert found.done == ((date(2025, 4, 20), 0),)
    assert (found.pace, found.needed * found.days) == (0.0, 1.0)
