"""The page of personal data: find, show, hand out, erase; handlers only.

All that names a person travels in forms, never in an address: addresses end in logs and histories.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Any

from fastapi import APIRouter, Form
from starlette.responses import HTMLResponse, Response

from catalogue.decided import ids_named
from catalogue.erasing import Held, HeldKind
from catalogue.memory.store import StoreError
from intake import jobs_privacy
from intake.app import App
from intake.desk.doors import Erases, LooksAsEraser, Visit
from intake.desk.responses import download, go_to, page
from intake.erasure_plan import Planned
from intake.jobs_privacy import PersonError
from reports.desk.decision_words import decision_words
from reports.desk.privacy import REFUSALS, Place, dues, erasure_view, person_view, places

START = "/du-lieu-ca-nhan"
TITLE = "Dữ liệu cá nhân"
PATHS = {
    "start": START,
    "find": f"{START}/tim",
    "show": f"{START}/ho-so",
    "copy": f"{START}/ban-ghi",
    "plan": f"{START}/xem-truoc",
    "erase": f"{START}/xoa",
    "backup": f"{START}/ban-sao-luu",
}
router = APIRouter()
Words = Annotated[str, Form()]


@router.get(START)
def start(visit: LooksAsEraser) -> HTMLResponse:
    """Where one looks for a person, and what erasures still owe."""
    return _search(visit)


@router.post(PATHS["find"])
def find(visit: Erases, tu: Words = "", sau: Words = "") -> HTMLResponse:
    """Everything in which a name, number or address stands."""
    try:
        found = jobs_privacy.find(visit.app, tu, visit.session.user.name, deep=bool(sau))
    except PersonError as error:
        return _search(visit, words=tu, deep=bool(sau), said=REFUSALS[error.why])
    return _search(visit, words=tu, deep=bool(sau), found=_places(visit.app, found))


@router.post(PATHS["show"])
def show(visit: Erases, khoa: Words = "") -> HTMLResponse:
    """All that is held on one person."""
    try:
        return _person(visit, khoa)
    except PersonError as error:
        return _search(visit, said=REFUSALS[error.why])


@router.post(PATHS["copy"])
def copy(visit: Erases, khoa: Words = "") -> Response:
    """What a person is handed: all that is held on him, as JSON."""
    app = visit.app
    try:
        person, found = jobs_privacy.show(app, khoa, visit.session.user.name)
    except PersonError as error:
        return _search(visit, said=REFUSALS[error.why])
    told = json.dumps(jobs_privacy.facts(app, person, found), ensure_ascii=False, indent=2, default=str)
    return download(told.encode(), "ban-ghi-du-lieu-ca-nhan.json", "application/json")


@router.post(PATHS["plan"])
def plan(visit: Erases, khoa: Words = "", ly_do: Words = "") -> HTMLResponse:
    """What an erasure would take; nothing is changed."""
    try:
        planned = jobs_privacy.plan(visit.app, khoa, ly_do, visit.session.user.name)
        return _planned(visit, "plan", planned, khoa)
    except PersonError as error:
        return _search(visit, said=REFUSALS[error.why])


@router.post(PATHS["erase"])
def erase(
    visit: Erases, khoa: Words = "", ly_do: Words = "", so_thu: Words = "", dong_y: Words = ""
) -> HTMLResponse:
    """The erasure, as it was looked at before and agreed to."""
    name = visit.session.user.name
    try:
        planned = jobs_privacy.plan(visit.app, khoa, ly_do, name)
        if not dong_y or so_thu != str(len(planned.erasure.messages)):
            return _planned(visit, "plan", planned, khoa, said=REFUSALS["changed"])
        seen = _planned_values(visit.app, planned, khoa)
        done = visit.do(jobs_privacy.erase, khoa, ly_do, name)
    except PersonError as error:
        return _search(visit, said=REFUSALS[error.why])
    except StoreError:
        return _search(visit, said=REFUSALS["busy"])
    [due] = dues(visit.app.campaign, [done.request], ())
    return page(visit, "privacy.j2", TITLE, {**seen, "step": "done", "request": due, "said": "Đã xóa."})


@router.post(PATHS["backup"])
def backup(visit: Erases, ma: Words = "", noi: Words = "") -> Response:
    """That a backup holds nothing of a request any more."""
    try:
        visit.do(jobs_privacy.mark_backup, ma, noi, visit.session.user.name)
    except PersonError as error:
        return _search(visit, said=REFUSALS[error.why])
    return go_to(START)


def _search(visit: Visit, *, words: str = "", deep: bool = False, found: list[Place] | None = None,
            said: str = "") -> HTMLResponse:  # fmt: skip
    app = visit.app
    made = jobs_privacy.requests(app)
    late = {one.id for one in made if one.is_overdue(app.clock())}
    values = {
        "step": "search",
        "paths": PATHS,
        "words": words,
        "deep": deep,
        "found": found,
        "said": said,
        "requests": dues(app.campaign, made, late),
    }
    return page(visit, "privacy.j2", TITLE, values)


def _person(visit: Visit, key: str) -> HTMLResponse:
    app = visit.app
    person, found = jobs_privacy.show(app, key, visit.session.user.name)
    values = {
        "step": "person",
        "said": "",
        "paths": PATHS,
        "key": key,
        "reason": "",
        "person": person_view(app.campaign, person, jobs_privacy.records_of(app, person)),
        "found": _places(app, found),
    }
    return page(visit, "privacy.j2", TITLE, values)


def _planned(visit: Visit, step: str, planned: Planned, key: str, said: str = "") -> HTMLResponse:
    values = _planned_values(visit.app, planned, key)
    visit.saw("person", min(planned.person.records, default=""))
    return page(visit, "privacy.j2", TITLE, {**values, "step": step, "said": said})


def _planned_values(app: App, planned: Planned, key: str) -> dict[str, Any]:
    person = planned.person
    return {
        "paths": PATHS,
        "key": key,
        "reason": planned.erasure.reason,
        "person": person_view(app.campaign, person, jobs_privacy.records_of(app, person)),
        "plan": erasure_view(planned.erasure, planned.by_hand),
        "found": _places(app, planned.held),
    }


def _places(app: App, found: Iterable[Held]) -> list[Place]:
    held = list(found)
    units = {unit.id: unit.name for unit in app.store.units(app.campaign.id)}
    wanted = {one.id for one in held if one.kind is HeldKind.DECISION}
    made = [one for one in app.store.all_decisions(app.campaign.id) if str(one.id) in wanted]
    names = app.store.names(app.campaign.id, ids_named(made))
    return places(app.campaign, held, units, {str(one.id): decision_words(one, names) for one in made})
