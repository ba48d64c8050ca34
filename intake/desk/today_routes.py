"""The page of today and its two pictures."""

from __future__ import annotations

from functools import lru_cache

from fastapi import APIRouter
from starlette.responses import HTMLResponse, Response

from catalogue.accounts import Right
from intake.desk.doors import Looks
from intake.desk.responses import page
from intake.desk.waiting import waiting
from intake.jobs_digest import take_glance
from reports import charts
from reports.desk.today import COVERAGE_PICTURE, PROGRESS_PICTURE, today_view
from reports.digest_course import course_of, coverage

router = APIRouter()

# The same figures draw the same picture: it is drawn once, however many look at it.
_progress = lru_cache(maxsize=8)(charts.draw_progress)
_coverage = lru_cache(maxsize=8)(charts.draw_coverage)


@router.get("/hom-nay")
def today(visit: Looks) -> HTMLResponse:
    """How far the campaign is at this moment, and what waits."""
    counts = waiting(visit.app).counts if visit.may(Right.PERSONAL) else None
    return page(visit, "today.j2", "Hôm nay", today_view(take_glance(visit.app), counts))


@router.get(PROGRESS_PICTURE)
def progress_picture(visit: Looks) -> Response:
    """How many units were done on each day."""
    course = course_of(take_glance(visit.app))
    with visit.desk.drawing:
        return _picture(_progress(course))


@router.get(COVERAGE_PICTURE)
def coverage_picture(visit: Looks) -> Response:
    """Where each kind of unit stands."""
    bars = coverage(take_glance(visit.app))
    with visit.desk.drawing:
        return _picture(_coverage(bars))


def _picture(data: bytes) -> Response:
    return Response(data, media_type=charts.MEDIA_TYPE)
