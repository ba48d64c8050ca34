"""The pages of courses and contacts: their lists, one record with its history, decisions; handlers only."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form, HTTPException, Query
from starlette.responses import HTMLResponse, RedirectResponse, Response

from catalogue.accounts import Right
from catalogue.fields import CONTACT, COURSE
from intake.desk.doors import Decides, Looks, LooksAtPersons, Visit
from intake.desk.list_files import CSV, records_csv
from intake.desk.record_deeds import RefusedError, Wish, decide_on_record
from intake.desk.record_facts import RecordFacts, find_record, is_released, others, sources, tellers
from intake.desk.responses import SEE_OTHER, UNPROCESSABLE, download, go_to, page
from intake.desk.said import said_of
from reports.desk.places import (
    CONTACTS,
    COURSES,
    after_deed,
    message_path,
    own_path,
    pages_of,
    record_path,
    span_of,
    unit_path,
    with_words,
)
from reports.desk.record import Typed, other_view, record_view, teller_view
from reports.desk.records import (
    CHOICES,
    COLUMNS,
    NO_UNIT,
    ONLY,
    ORDERS,
    RecordsAsked,
    options,
    record_row,
    wanted_records,
)
from reports.desk.timeline import decision_events, newest_first
from reports.desk.units import kind_options, order_options
from reports.display import WHOLE

DEEDS = "/ho-so-quyet-dinh"
"""Where the forms of a record are sent."""
LINES = 50
TITLES = {COURSE: "Khóa học", CONTACT: "Đầu mối liên hệ"}
PATHS = {COURSE: COURSES, CONTACT: CONTACTS}
router = APIRouter()


def _wish(
    deed: Annotated[str, Form()],
    field: Annotated[str, Form()] = "",
    value: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
    seen: Annotated[str, Form()] = "",
) -> Wish:
    return Wish(deed=deed, field=field, value=value, note=note.strip(), seen=seen)


Asked = Annotated[RecordsAsked, Depends()]
Wished = Annotated[Wish, Depends(_wish)]
PageNumber = Annotated[str, Query()]


@router.get(COURSES)
def courses(visit: Looks, asked: Asked, trang: PageNumber = "") -> HTMLResponse:
    """The list of courses."""
    return _list(visit, COURSE, asked, trang)


@router.get(CONTACTS)
def contacts(visit: LooksAtPersons, asked: Asked, trang: PageNumber = "") -> HTMLResponse:
    """The list of contacts."""
    visit.saw("contacts", asked.don_vi)
    return _list(visit, CONTACT, asked, trang)


@router.get(f"{COURSES}.csv")
def courses_file(visit: LooksAtPersons, asked: Asked) -> Response:
    """The same list of courses as CSV; it names the files and so is not for every reader."""
    visit.saw("export", asked.don_vi)
    return download(records_csv(visit.app, wanted_records(COURSE, asked)), "khoa-hoc.csv", CSV)


@router.get(f"{CONTACTS}.csv")
def contacts_file(visit: LooksAtPersons, asked: Asked) -> Response:
    """The same list of contacts as CSV."""
    visit.saw("export", asked.don_vi)
    return download(records_csv(visit.app, wanted_records(CONTACT, asked)), "dau-moi.csv", CSV)


@router.get(f"{COURSES}/{{record_id:path}}")
def course(
    visit: Looks, record_id: str, tim: Annotated[str, Query()] = "", done: Annotated[str, Query()] = ""
) -> Response:
    """One course with the history of its values."""
    return _one(visit, COURSE, record_id, (tim, done))


@router.get(f"{CONTACTS}/{{record_id:path}}")
def contact(
    visit: LooksAtPersons,
    record_id: str,
    tim: Annotated[str, Query()] = "",
    done: Annotated[str, Query()] = "",
) -> Response:
    """One contact with the history of its values."""
    return _one(visit, CONTACT, record_id, (tim, done))


@router.post(DEEDS)
def decide(
    visit: Decides, wish: Wished, record_id: Annotated[str, Form()], back: Annotated[str, Form()] = ""
) -> Response:
    """Decide about a record and go back; what cannot be taken stands in its field again, with the reason."""
    facts = find_record(visit.app, record_id)
    if facts is None:
        raise HTTPException(409)
    record = facts.record
    try:
        step = visit.do(decide_on_record, record, wish)
    except RefusedError as refused:
        typed = Typed(field=wish.field or WHOLE, text=wish.value, fault=str(refused), note=wish.note)
        return _record_page(visit, facts, typed=typed)
    home = unit_path(record.unit_id) if record.unit_id else PATHS[record.kind]
    here = own_path(back, record_path(record))
    if wish.deed == "drop" and here.startswith(record_path(record)):
        here = home
    # A browser opens what lies around a place that an address leads to.
    anchor = f"f-{record.id}-{wish.field}" if wish.field not in {"", WHOLE} else f"r-{record.id}"
    return RedirectResponse(after_deed(here, step.ids, anchor), SEE_OTHER)


def _list(visit: Visit, kind: str, asked: RecordsAsked, trang: str) -> HTMLResponse:
    app = visit.app
    wanted = wanted_records(kind, asked)
    found = app.store.lists.records(app.campaign.id, wanted, span_of(trang, LINES))
    names = {one.id: one.name for one in app.store.units(app.campaign.id)}
    values = {
        "kind": kind,
        "path": PATHS[kind],
        "asked": asked,
        "unit_name": names.get(asked.don_vi, asked.don_vi),
        "rows": [record_row(one, names, app.campaign) for one in found.lines],
        "pages": pages_of(found, PATHS[kind], asked.words),
        "columns": [words for _, words in COLUMNS[kind]],
        "kinds": kind_options(app.campaign.unit_kinds),
        "choices": {name: options(known) for name, known in CHOICES.items()} if kind == COURSE else {},
        "only": ONLY,
        "orders": order_options(ORDERS),
        "csv_path": with_words(f"{PATHS[kind]}.csv", asked.words) if visit.may(Right.PERSONAL) else "",
        "without_unit": with_words(PATHS[kind], {**asked.words, "don_vi": ""}),
    }
    return page(visit, "records.j2", TITLES[kind], values)


def _one(visit: Visit, kind: str, record_id: str, words: tuple[str, str]) -> Response:
    facts = find_record(visit.app, record_id)
    if facts is None:
        raise HTTPException(404)
    record = facts.record
    if record.kind != kind or record.id != record_id:
        # Its own page asks for its own right; an id of before leads to what it became.
        return go_to(record_path(record), done=words[1])
    return _record_page(visit, facts, words=words)


def _record_page(
    visit: Visit, facts: RecordFacts, *, words: tuple[str, str] = ("", ""), typed: Typed | None = None
) -> HTMLResponse:
    """The page of one record: its values, what was decided, what it may be merged with or parted from."""
    app, record = visit.app, facts.record
    personal, decides = visit.may(Right.PERSONAL), visit.may(Right.DECIDE)
    if personal:
        visit.saw("contact" if record.kind == CONTACT else "record", record.id)
    known = sources(app, facts, personal=personal)
    view = record_view(record, known, typed)
    made, campaign = facts.of.made, app.campaign
    told_of = tellers(app, facts) if decides else []
    told = decision_events(facts.decisions, made, facts.of.names, campaign, personal=personal)
    values = {
        "record": view,
        "deeds_path": DEEDS,
        "here": view.path,
        "unit": facts.of.unit.name if facts.of.unit else NO_UNIT,
        "unit_path": unit_path(record.unit_id) if record.unit_id else "",
        "events": newest_first(told),
        "tellers": [teller_view(one, campaign) for one in told_of],
        "asked_of": message_path(told_of[0].sha256) if told_of else "",
        "others": [other_view(one) for one in others(facts, words[0])] if decides else [],
        "sought": words[0],
        "released": is_released(app, record),
        "said": said_of(app, words[1]) if decides else None,
    }
    return page(visit, "record.j2", view.name, values, UNPROCESSABLE if typed else 200)
