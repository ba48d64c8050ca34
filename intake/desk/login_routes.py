"""Coming in and going out, and the static files: all that is open to who has no login."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from intake.desk.doors import Desk, Leaves, address_of, cookie_name, find_session
from intake.desk.logins import Refused, log_in, log_out
from intake.desk.responses import frame_for, go_to
from reports.desk.frame import draw
from reports.desk.places import own_path
from reports.wording import local

FIRST_PAGE = "/hom-nay"
TOO_MANY = 429
FORBIDDEN = 403
router = APIRouter()


@router.get("/")
def begin() -> RedirectResponse:
    """The first page."""
    return go_to(FIRST_PAGE)


@router.get("/static/{name}")
def static(request: Request, name: str) -> Response:
    """One of the static files; a browser keeps it, since its address changes with its bytes."""
    desk: Desk = request.app.state.desk
    found = desk.files.get(name)
    if found is None:
        return Response(status_code=404)
    headers = {"Cache-Control": "public, max-age=31536000, immutable"}
    return Response(found.data, headers=headers, media_type=found.media_type)


@router.get("/dang-nhap")
def login_form(request: Request, next: Annotated[str, Query()] = "") -> Response:  # noqa: A002 - the field's name
    """The form to come in by; who is in already goes on."""
    if find_session(request) is not None:
        return go_to(_own_path(next))
    return _form(request, next)


@router.post("/dang-nhap")
def login(
    request: Request,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "",  # noqa: A002 - the field's name
) -> Response:
    """Come in by name and password."""
    desk: Desk = request.app.state.desk
    # One after the other: guesses made at once would all be looked at before the first is counted, and
    # each costs the memory that makes a guess dear.
    with desk.logins:
        found = log_in(desk.app, name.strip(), password, address_of(request, desk))
    if isinstance(found, Refused):
        return _refusal(request, found, name, next)
    answer = go_to(_own_path(next))
    answer.set_cookie(
        cookie_name(desk.place),
        found,
        max_age=desk.app.settings.desk.session_hours * 3600,
        secure=desk.place.is_secure,
        httponly=True,
        samesite="lax",
    )
    return answer


@router.post("/dang-xuat")
def logout(visit: Leaves) -> Response:
    """Go out: the login is over, whoever still holds its cookie."""
    log_out(visit.app, visit.session)
    answer = go_to("/dang-nhap")
    answer.delete_cookie(
        cookie_name(visit.desk.place), secure=visit.desk.place.is_secure, httponly=True, samesite="lax"
    )
    return answer


def _refusal(request: Request, refused: Refused, name: str, wanted: str) -> HTMLResponse:
    desk: Desk = request.app.state.desk
    if refused.until is None:
        words = "Tên đăng nhập hoặc mật khẩu chưa đúng. Vui lòng kiểm tra và thử lại."
        return _form(request, wanted, name, words, FORBIDDEN)
    at = local(desk.app.campaign, refused.until)
    words = f"Đã có quá nhiều lần đăng nhập không thành công. Vui lòng thử lại sau {at:%H:%M}."
    answer = _form(request, wanted, name, words, TOO_MANY)
    seconds = (refused.until - desk.app.clock()).total_seconds()
    answer.headers["Retry-After"] = str(max(1, int(seconds)))
    return answer


def _form(request: Request, wanted: str, name: str = "", fault: str = "", status: int = 200) -> HTMLResponse:
    desk: Desk = request.app.state.desk
    values = {"next": _own_path(wanted), "name": name, "fault": fault}
    return HTMLResponse(draw("login.j2", frame_for(desk, "Đăng nhập"), values), status)


def _own_path(wanted: str) -> str:
    """A path of ours to go to: never another host's, whatever the address says."""
    return FIRST_PAGE if wanted.startswith("/dang-") else own_path(wanted, FIRST_PAGE)
