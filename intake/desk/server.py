"""The desk as a whole: its routes behind the guard, its faults as pages, and the server that carries it."""

from __future__ import annotations

import gc
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from threading import Lock
from urllib.parse import quote, urlsplit

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from catalogue.memory.store import StaleUnitError, StoreError
from intake.app import App
from intake.archive import ArchiveError
from intake.desk import (
    campaign_routes,
    log_routes,
    login_routes,
    message_files,
    message_routes,
    outbox_routes,
    privacy_routes,
    queue_routes,
    record_routes,
    today_routes,
    undo_routes,
    unit_routes,
)
from intake.desk.doors import Desk, ForbiddenError, LoginNeededError, find_session
from intake.desk.files import static_files
from intake.desk.guard import Guard, place_of
from intake.desk.patience import FIRST_WORD_SECONDS, impatient
from intake.desk.responses import frame_for, go_to
from intake.errors import UsageError
from intake.viewer import viewer_of
from reports.desk.frame import draw

ROUTERS = (
    login_routes.router,
    today_routes.router,
    campaign_routes.router,
    log_routes.router,
    queue_routes.router,
    undo_routes.router,
    record_routes.router,
    unit_routes.router,
    message_routes.router,
    message_files.router,
    outbox_routes.router,
    privacy_routes.router,
)
"""The rooms of the desk."""

FAULTS = {
    403: ("Không có quyền", "Tài khoản này không được phép thực hiện việc này, hoặc trang đã mở quá lâu."),
    404: ("Không tìm thấy", "Không có trang hoặc nội dung này. Nội dung có thể đã được gộp hoặc bỏ."),
    405: ("Không thực hiện được", "Trang này không nhận yêu cầu như vậy."),
    409: ("Chưa thực hiện được", "Nội dung đã thay đổi trong khi trang đang mở. Vui lòng tải lại trang."),
    422: ("Chưa thực hiện được", "Thông tin gửi lên chưa đúng hoặc chưa đủ."),
    503: ("Tạm thời chưa truy cập được", "Kho dữ liệu chưa trả lời. Vui lòng thử lại sau ít phút."),
}
UNKNOWN = ("Có lỗi", "Chương trình gặp lỗi khi thực hiện yêu cầu này. Lỗi đã được ghi vào nhật ký kỹ thuật.")
MOST_AT_ONCE = 64


def build_desk(app: App) -> FastAPI:
    """The desk of an application, as an ASGI program; asks nothing of the network by itself."""
    viewer = viewer_of(app.settings.reading)

    @asynccontextmanager
    async def lasting(_: FastAPI) -> AsyncGenerator[None]:
        yield
        viewer.close()

    made = FastAPI(title="intake desk", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lasting)
    place = place_of(app.settings.desk.host, app.settings.desk.public_url)
    made.state.desk = Desk(app, place, static_files(), Lock(), Lock(), viewer)
    for router in ROUTERS:
        made.include_router(router)
    made.add_middleware(Guard, place=place)
    for fault, told in _TOLD.items():
        made.add_exception_handler(fault, told)
    return made


def serve(app: App) -> None:
    """Serve the desk where the settings say, until SIGTERM or SIGINT."""
    desk = app.settings.desk
    app.log.info("desk", outcome="listening", host=desk.host, port=desk.port)
    # Lists make objects by the thousand, none of them in a circle: to look through all of them costs a third.
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 20, 20)
    uvicorn.Server(config_of(app)).run()


def config_of(app: App, first_word_seconds: float = FIRST_WORD_SECONDS) -> uvicorn.Config:
    """How the desk is served: few lines at once, and none to who says nothing."""
    return uvicorn.Config(
        build_desk(app),
        host=app.settings.desk.host,
        port=app.settings.desk.port,
        http=impatient(first_word_seconds),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,  # one header is believed, and only if the settings name it
        limit_concurrency=MOST_AT_ONCE,
    )


def _login_needed(request: Request, fault: Exception) -> Response:
    del fault
    if not _is_for_htmx(request):
        return go_to("/dang-nhap", next=request.url.path if request.method == "GET" else "")
    # A redirect would put the form into a corner of the page; and what was asked for is no page.
    shown = urlsplit(request.headers.get("hx-current-url", "")).path
    asked = f"?next={quote(shown, safe='')}" if shown else ""
    return Response(status_code=401, headers={"HX-Redirect": f"/dang-nhap{asked}"})


def _forbidden(request: Request, fault: Exception) -> Response:
    del fault
    return _fault_page(request, 403)


def _http(request: Request, fault: Exception) -> Response:
    assert isinstance(fault, HTTPException)
    return _fault_page(request, fault.status_code)


def _invalid(request: Request, fault: Exception) -> Response:
    del fault  # what was sent may hold names: it is not told
    return _fault_page(request, 422)


def _refused(request: Request, fault: Exception) -> Response:
    return _fault_page(request, 422, str(fault))


def _stale(request: Request, fault: Exception) -> Response:
    del fault
    return _fault_page(request, 409)


def _absent(request: Request, fault: Exception) -> Response:
    desk: Desk = request.app.state.desk
    desk.app.log.error("desk", outcome="failed", error=type(fault).__name__, path=request.url.path)
    return _fault_page(request, 503)


def _unforeseen(request: Request, fault: Exception) -> Response:
    desk: Desk = request.app.state.desk
    desk.app.log.error("desk", outcome="failed", path=request.url.path, exc_info=fault)
    return _fault_page(request, 500)


def _fault_page(request: Request, status: int, detail: str = "") -> HTMLResponse:
    desk: Desk = request.app.state.desk
    title, words = FAULTS.get(status, UNKNOWN)
    session = find_session(request) if status not in {500, 503} else None
    frame = frame_for(desk, title, request.url.path, session)
    # It is a whole page: it takes the place of the one that htmx wanted a bit for.
    headers = {"HX-Retarget": "body", "HX-Reswap": "innerHTML"} if _is_for_htmx(request) else None
    return HTMLResponse(draw("fault.j2", frame, {"words": words, "detail": detail}), status, headers)


def _is_for_htmx(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"


_TOLD = {
    LoginNeededError: _login_needed,
    ForbiddenError: _forbidden,
    HTTPException: _http,
    RequestValidationError: _invalid,
    UsageError: _refused,
    StaleUnitError: _stale,
    StoreError: _absent,
    ArchiveError: _absent,
    Exception: _unforeseen,
}
