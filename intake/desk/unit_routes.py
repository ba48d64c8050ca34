"""The pages of units: their list, one unit with records and timeline, decisions about it; handlers only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Query
from starlette.responses import HTMLResponse, RedirectResponse, Response

from catalogue.accounts import Right
from catalogue.lists import Page, WantedUnits
from catalogue.records import Record
from intake.desk.doors import Decides, Looks, Visit
from intake.desk.list_files import CSV, units_csv
from intake.desk.responses import SEE_OTHER, download, page
from intake.desk.said import said_of
from intake.desk.unit_deeds import decide_on_unit
from intake.desk.unit_facts import UnitFacts, find_unit, sources_of, unit_facts, writing_of
from reports.desk.places import PAGE, UNITS, after_deed, own_path, pages_of, span_of, unit_path, with_words
from reports.desk.record import record_view
from reports.desk.timeline import Event, decision_events, mail_events, newest_first, open_to_all
from reports.desk.unit import DEEDS, unit_view
from reports.desk.units import (
    ONLY,
    ORDERS,
    UnitsAsked,
    kind_options,
    order_options,
    status_options,
    unit_row,
    wanted_units,
)

LINES, COURSES, CONTACTS, EVENTS = 50, 10, 20, 25
ALL = "tat-ca"
router = APIRouter()


Asked = Annotated[UnitsAsked, Depends()]


@dataclass(frozen=True, slots=True)
class Part:
    """Which part of a unit's page is shown: a page of its courses, only some, the whole timeline."""

    trang: str = ""
    loc: str = ""
    moc: str = ""


Where = Annotated[Part, Depends()]


@router.get(UNITS)
def units(visit: Looks, asked: Asked, trang: Annotated[str, Query()] = "") -> HTMLResponse:
    """The list of units."""
    app = visit.app
    found = app.store.lists.units(app.campaign.id, _wanted(visit, asked), span_of(trang, LINES))
    values = {
        "asked": asked,
        "rows": [unit_row(one, app.campaign) for one in found.lines],
        "pages": pages_of(found, UNITS, asked.words),
        "statuses": status_options(),
        "kinds": kind_options(app.campaign.unit_kinds),
        "only": ONLY,
        "orders": order_options(ORDERS),
        "csv_path": with_words(f"{UNITS}.csv", asked.words),
    }
    return page(visit, "units.j2", "Đơn vị", values)


@router.get(f"{UNITS}.csv")
def units_file(visit: Looks, asked: Asked) -> Response:
    """The same list as CSV."""
    return download(units_csv(visit.app, _wanted(visit, asked)), "don-vi.csv", CSV)


@router.get(f"{UNITS}/{{unit_id:path}}")
def unit(
    visit: Looks,
    unit_id: str,
    where: Where,
    done: Annotated[str, Query()] = "",
) -> HTMLResponse:
    """One unit: its case, records and timeline."""
    found = find_unit(visit.app, unit_id)
    if found is None:
        raise HTTPException(404)
    personal = visit.may(Right.PERSONAL)
    if personal:
        visit.saw("unit", found.id)
    facts = unit_facts(visit.app, found)
    view = unit_view(
        facts.head,
        facts.state,
        writing_of(visit.app, found, facts.state),
        visit.app.campaign,
        personal=personal,
    )
    asked = {"loc": where.loc, "moc": where.moc}
    events = _events(visit, facts, personal=personal)
    values = {
        "unit": view,
        "deeds_path": DEEDS,
        "here": with_words(view.path, {**asked, PAGE: where.trang}),
        "asked": asked,
        "events": events if where.moc == ALL else events[:EVENTS],
        "events_total": len(events),
        "all_events": with_words(view.path, {**asked, "moc": ALL}),
        "said": said_of(visit.app, done) if visit.may(Right.DECIDE) else None,
        **_records(visit, facts, (where.trang, asked), personal=personal),
    }
    return page(visit, "unit.j2", found.name, values)


@router.post(DEEDS)
def decide(
    visit: Decides,
    unit_id: Annotated[str, Form()],
    deed: Annotated[str, Form()],
    note: Annotated[str, Form()] = "",
    back: Annotated[str, Form()] = "",
) -> RedirectResponse:
    """Decide about a unit, and go back to where the form stood."""
    step = visit.do(decide_on_unit, deed, unit_id, note.strip())
    return RedirectResponse(after_deed(own_path(back, unit_path(unit_id)), step.ids), SEE_OTHER)


def _wanted(visit: Visit, asked: UnitsAsked) -> WantedUnits:
    return wanted_units(asked, personal=visit.may(Right.PERSONAL))


def _records(
    visit: Visit, facts: UnitFacts, where: tuple[str, dict[str, str]], *, personal: bool
) -> dict[str, object]:
    """The records of the page: some courses, and all contacts for who may see persons."""
    trang, asked = where
    courses = [one for one in facts.state.courses if not asked["loc"] or _is_troubled(one)]
    span = span_of(trang, COURSES)
    shown = courses[span.offset : span.offset + span.limit]
    contacts = facts.state.contacts[:CONTACTS] if personal else ()
    sources = sources_of(visit.app, facts, [*shown, *contacts], personal=personal)
    found = Page(lines=tuple(shown), total=len(courses), span=span)
    return {
        "courses": [record_view(one, sources) for one in shown],
        "contacts": [record_view(one, sources) for one in contacts],
        "pages": pages_of(found, unit_path(facts.head.unit.id), asked),
        "troubled": sum(map(_is_troubled, facts.state.courses)),
    }


def _events(visit: Visit, facts: UnitFacts, *, personal: bool) -> list[Event]:
    campaign = visit.app.campaign
    courses = {name for one in facts.state.courses for name in (one.id, *one.aliases)}
    decisions = facts.decisions if personal else open_to_all(facts.decisions, courses)
    decided = decision_events(decisions, facts.made, facts.names, campaign, personal=personal)
    mails = mail_events(facts.messages.values(), facts.letters, campaign, personal=personal)
    return newest_first([*mails, *decided])


def _is_troubled(record: Record) -> bool:
    return bool(record.missing or record.doubtful or record.conflicts)
