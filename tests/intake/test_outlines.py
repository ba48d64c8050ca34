"""What is made of few rows says the same as what is made of all bodies, whatever is wrong in a campaign."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bench.scale.filling import fill, opened
from bench.scale.stories import NOW, Size
from catalogue.asking.turns import is_given_up
from catalogue.records import nothing_of
from catalogue.snapshot import CourseSums, Need, UnitLine, check_balance, course_sums, held_of, owed, totals
from catalogue.snapshot import gaps as gaps_of
from intake.address_needs import with_addresses
from intake.app import App
from intake.digest_needs import needs_of
from intake.jobs_digest import FIRST_SPAN, needs_now, take_glance, take_snapshot, take_whole
from intake.jobs_reprocess import every_message
from intake.letter_facts import facts_of, orders_of
from reports.digest_lists import incomplete

SIZE = Size(units=150, courses=900, messages=900)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("scale") / "full"
    fill(folder, SIZE)
    app = opened(folder)
    yield app
    app.close()


def lines_by_bodies(app: App) -> tuple[UnitLine, ...]:
    """Every unit's line from its whole state and all its correspondence."""
    campaign = app.campaign
    orders = orders_of(app.store.decisions(campaign.id))
    lines = []
    for unit in app.store.units(campaign.id):
        state = app.store.unit_state(campaign.id, unit.id)
        if state is None:
            lines.append(UnitLine(unit=unit, state=nothing_of(unit.id)))
            continue
        standing = facts_of(app, unit, state, orders).standing
        asked = [one for one in standing.got if one.items]
        lines.append(
            UnitLine(
                unit=unit,
                state=state,
                asked=len(asked),
                last_asked_at=max((one.at for one in asked), default=None),
                given_up=is_given_up(standing, campaign, app.clock()),
            )
        )
    return with_addresses(app, lines)


def plain(sums: CourseSums) -> tuple[dict[tuple[str, str], int], dict[str, int]]:
    return dict(sums.by_form), dict(sums.by_fee)


def test_figures_of_few_rows_are_those_of_all_bodies(full: App) -> None:
    outlined, whole = take_snapshot(full), take_whole(full)
    assert totals(outlined) == totals(whole) == totals(take_glance(full))
    assert plain(course_sums(outlined)) == plain(course_sums(whole)) == plain(course_sums(take_glance(full)))
    assert sum(plain(course_sums(whole))[1].values()) == totals(whole).courses > SIZE.courses / 2
    assert check_balance(outlined) == check_balance(whole) == ()
    assert incomplete(outlined) == incomplete(whole)
    assert [owed(line) for line in outlined.units] == [len(gaps_of(line.state)) for line in whole.units]
    assert [held_of(line) for line in outlined.units] == [held_of(line) for line in whole.units]


def test_every_line_is_that_of_the_whole_state_but_for_what_it_leaves_out(full: App) -> None:
    by_bodies, outlined = lines_by_bodies(full), take_snapshot(full).units
    left_out = [replace(line, state=nothing_of(line.unit.id), held=None) for line in outlined]
    assert left_out == [replace(line, state=nothing_of(line.unit.id)) for line in by_bodies]
    for line, body in zip(outlined, by_bodies, strict=True):
        wrong = tuple(one for one in body.state.records if one.missing or one.doubtful or one.conflicts)
        assert line.state == replace(body.state, records=wrong)


@pytest.mark.parametrize("after", [timedelta(0), timedelta(days=20)])
def test_what_waits_for_a_person_is_found_without_opening_every_unit(full: App, after: timedelta) -> None:
    app = replace(full, clock=lambda: NOW + after)
    lines = lines_by_bodies(app)
    since = app.clock() - FIRST_SPAN
    today = [one for one in every_message(app) if one.archived_at >= since]
    unassigned = app.store.unassigned(app.campaign.id)
    found = needs_now(app)
    assert found == list(needs_of(app, lines, unassigned, today))
    kinds = {line.kind for line in found}
    assert kinds >= {Need.UNKNOWN_SENDER, Need.UNREADABLE, Need.CONFLICT, Need.QUESTION, Need.QUARANTINED}
    assert Need.OVERDUE in kinds if after else {Need.ASKED_OUT, Need.NO_ADDRESS, Need.FULL_MAILBOX} <= kinds
