"""The page of today and its two pictures."""

from __future__ import annotations

from functools import lru_cache

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from catalogue.accounts import Right
from intake.desk.doors import Looks, LooksAtPersons
from intake.desk.responses import go_to, page, part
from reports import charts
from reports.desk.today import COVERAGE_PICTURE, PROGRESS_PICTURE, QUEUE, WAITING, today_view, waiting_view
from reports.digest_course import course_of, coverage

router = APIRouter()

# The same figures draw the same picture: it is drawn once, however many look at it.
_progress = lru_cache(maxsize=8)(charts.draw_progress)
_coverage = lru_cache(maxsize=8)(charts.draw_coverage)


@router.get("/hom-nay")
def today(visit: Looks) -> HTMLResponse:
    """How far the campaign is at this moment, and what waits."""
    values = today_view(visit.desk.glanced.recent(visit.app), sees_waiting=visit.may(Right.PERSONAL))
    return page(visit, "today.j2", "Hôm nay", values)


@router.get(WAITING)
def what_waits(visit: LooksAtPersons) -> Response:
    """What waits for a person, by sort: fetched by the page itself, or the queue for who has no scripts."""
    if not visit.is_fragment:
        return go_to(QUEUE)
    counts = visit.desk.looked.recent(visit.app).counts
    return part(visit, "today_waiting.j2", waiting_view(visit.app.campaign, counts))


@router.get(PROGRESS_PICTURE)
def progress_picture(visit: Looks) -> Response:
    """How many units were done on each day."""
    course = course_of(visit.desk.glanced.recent(visit.app))
    with visit.desk.drawing:
        return _picture(_progress(course))


@router.get(COVERAGE_PICTURE)
def coverage_picture(visit: Looks) -> Response:
    """Where each kind of unit stands."""
    bars = coverage(visit.desk.glanced.recent(visit.app))
    with visit.desk.drawing:
        return _picture(_coverage(bars))


def _picture(data: bytes) -> Response:
    return Response(data, media_type=charts.MEDIA_TYPE)
