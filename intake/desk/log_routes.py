"""The page of the log: who decided what, who looked at what, how the program ran."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import HTMLResponse

from catalogue.decided import ids_named
from catalogue.lists import Page, Span
from intake.desk.doors import LooksAtPersons, Visit
from intake.desk.logins import users
from intake.desk.responses import page
from reports.desk.log import SORTS, LogLine, access_lines, decision_lines, log_view, run_lines
from reports.desk.places import Pages, pages_of, span_of

LOG = "/nhat-ky"
LINES = 100
DECISIONS, LOOKS, RUNS = SORTS
router = APIRouter()

Found = tuple[list[LogLine], Pages | None]


@router.get(LOG)
def log(
    visit: LooksAtPersons,
    loai: Annotated[str, Query()] = DECISIONS,
    nguoi: Annotated[str, Query()] = "",
    trang: Annotated[str, Query()] = "",
) -> HTMLResponse:
    """One of the three logs, the newest first."""
    sort = loai if loai in SORTS else DECISIONS
    visit.saw("log")
    lines, pages = _FOUND[sort](visit, nguoi, span_of(trang, LINES))
    names = [("", "tất cả"), *((one.name, one.name) for one in users(visit.app))] if sort != RUNS else []
    more = {"pages": pages, "users": names, "user": nguoi}
    return page(visit, "log.j2", "Nhật ký", log_view(sort, lines, more))


def _decisions(visit: Visit, name: str, span: Span) -> Found:
    app = visit.app
    made = app.store.all_decisions(app.campaign.id)
    chosen = [one for one in reversed(made) if name in {"", one.made_by}]
    shown = chosen[span.offset : span.offset + span.limit]
    names = app.store.names(app.campaign.id, ids_named(shown))
    found = Page(lines=tuple(shown), total=len(chosen), span=span)
    asked = {"loai": DECISIONS, "nguoi": name}
    return decision_lines(app.campaign, shown, made, names), pages_of(found, LOG, asked)


def _looks(visit: Visit, name: str, span: Span) -> Found:
    app = visit.app
    found = app.store.access_log.page(app.campaign.id, name, "", span)
    names = app.store.names(app.campaign.id, {one.subject for one in found.lines})
    return access_lines(app.campaign, found, names), pages_of(found, LOG, {"loai": LOOKS, "nguoi": name})


def _runs(visit: Visit, name: str, span: Span) -> Found:
    del name, span  # the last hundred are all that anybody looks at
    return run_lines(visit.app.campaign, visit.app.store.last_runs(limit=LINES)), None


_FOUND: Mapping[str, Callable[[Visit, str, Span], Found]] = {
    DECISIONS: _decisions,
    LOOKS: _looks,
    RUNS: _runs,
}
