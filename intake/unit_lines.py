"""Where each invited unit stands, and what no unit owns, from outlines of their folds; changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from catalogue.asking.turns import is_asked_out
from catalogue.lists import LetterMark, UnitHead
from catalogue.records import Unit, UnitState, UnitStatus, nothing_of
from catalogue.snapshot import Held, Outline, UnitLine
from intake.address_needs import with_addresses
from intake.app import App
from intake.letter_facts import orders_of


@dataclass(frozen=True, slots=True)
class Lines:
    """All units of the roster, in its order, and what no unit owns as one outline."""

    units: tuple[UnitLine, ...]
    unassigned: Outline


def lines_now(app: App) -> Lines:
    """Where everything stands; of the records only those with something wrong are opened."""
    outlines = app.store.lists.outlines(app.campaign.id)
    known = {one.state.unit_id: one for one in outlines}
    units = [(unit, known.get(unit.id)) for unit in app.store.units(app.campaign.id)]
    return _lines(app, units, outlines, [one for one in known if one])


def lines_to_decide(app: App, heads: Sequence[UnitHead]) -> Lines:
    """The same as far as decisions go: the letters only of units that had all they may get.

    Of the others ``asked`` is not told; nobody but those is given up before the deadline.
    """
    campaign = app.campaign
    bounds = (campaign.clarifications_in_all, campaign.letters_in_all - 1)
    is_over = app.clock() >= campaign.closes_at
    asked = None if is_over else app.store.lists.much_written(campaign.id, *bounds)
    outlines = app.store.lists.undecided(campaign.id, asked)
    known = {one.state.unit_id: one for one in outlines}
    units = [(head.unit, known.get(head.unit.id) or outline_of(head)) for head in heads]
    wanting = {
        unit.id for unit, one in units if one.state.records or one.state.status is UnitStatus.INCOMPLETE
    }
    return _lines(app, units, outlines, wanting.intersection(asked or ()))


def outline_of(head: UnitHead) -> Outline:
    """A unit as its head shows it, none of its records opened."""
    state = UnitState(
        unit_id=head.unit.id,
        status=head.status,
        records=(),
        late=head.late,
        first_received_at=head.first_received_at,
        last_received_at=head.last_received_at,
    )
    return Outline(state, Held(head.courses, head.contacts, head.missing))


def _lines(
    app: App,
    units: Sequence[tuple[Unit, Outline | None]],
    outlines: Sequence[Outline],
    asked: Collection[str],
) -> Lines:
    """The lines of these units; ``asked`` are those whose letters are looked at."""
    marks = app.store.lists.letter_marks(app.campaign.id, asked)
    orders = orders_of(app.store.decisions(app.campaign.id))
    lines = [
        _line(app, unit, outline, (marks.get(unit.id, ()), len(orders.ordered(unit.id))))
        for unit, outline in units
    ]
    strangers = [one for one in outlines if one.state.unit_id is None]
    return Lines(units=with_addresses(app, lines), unassigned=_together(strangers))


def _line(
    app: App, unit: Unit, outline: Outline | None, letters: tuple[Sequence[LetterMark], int]
) -> UnitLine:
    """The line of a unit; of one that never sent anything no letter is counted."""
    if outline is None:
        return UnitLine(unit=unit, state=nothing_of(unit.id), held=Held())
    marks, ordered = letters
    asked = [one for one in marks if one.asks and not one.is_lost]
    return UnitLine(
        unit=unit,
        state=outline.state,
        asked=len(asked),
        last_asked_at=max((one.at for one in asked), default=None),
        given_up=is_asked_out(marks, ordered, app.campaign, app.clock()),
        held=outline.held,
    )


def _together(outlines: Sequence[Outline]) -> Outline:
    """What no unit owns, all buckets laid together."""
    several = [one.state for one in outlines]
    first = [one.first_received_at for one in several if one.first_received_at]
    last = [one.last_received_at for one in several if one.last_received_at]
    state = UnitState(
        unit_id=None,
        status=UnitStatus.INCOMPLETE if several else UnitStatus.NOT_SUBMITTED,
        records=tuple(record for one in several for record in one.records),
        unread=tuple(file for one in several for file in one.unread),
        first_received_at=min(first, default=None),
        last_received_at=max(last, default=None),
    )
    held = Held(
        courses=sum(one.held.courses for one in outlines),
        contacts=sum(one.held.contacts for one in outlines),
        missing=sum(one.held.missing for one in outlines),
    )
    return Outline(state, held)
