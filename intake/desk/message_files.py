"""The bytes of a message: its raw mail and files to keep, its views for a sandboxed frame; handlers only."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query
from starlette.responses import HTMLResponse, Response

from catalogue.views import StoredMessage
from intake.archive import ErasedError
from intake.desk.doors import LooksAtPersons, Visit
from intake.desk.message_routes import message_or_404
from intake.desk.responses import UNPROCESSABLE, download, inert
from intake.viewer import ViewError
from intake.viewing import NotThereError, Order, Viewed, What
from reports.desk.inert import text_page
from reports.desk.message_frames import PLAIN
from reports.desk.places import MESSAGES

MAIL = "message/rfc822"
router = APIRouter()


@router.get(f"{MESSAGES}/{{short_id}}/ban-goc")
def raw(visit: LooksAtPersons, short_id: str) -> Response:
    """The mail exactly as it came, to keep."""
    found = message_or_404(visit, short_id)
    visit.saw("raw", found.sha256)
    return download(_bytes(visit, found), f"thu-{found.short_id}.eml", MAIL)


@router.get(f"{MESSAGES}/{{short_id}}/tep/{{number}}")
def file(visit: LooksAtPersons, short_id: str, number: str, trong: Annotated[str, Query()] = "") -> Response:
    """One file of the mail, or a member of an archive in it, to keep."""
    found = message_or_404(visit, short_id)
    visit.saw("attachment", found.sha256)
    try:
        file = _viewed(visit, found, Order(what=What.FILE, number=number, path=trong))
    except ViewError as error:
        raise HTTPException(UNPROCESSABLE) from error
    return download(file.data, file.name, file.media_type)


@router.get(f"{MESSAGES}/{{short_id}}/ban-doc")
def seen(visit: LooksAtPersons, short_id: str, tep: Annotated[str, Query()] = "") -> HTMLResponse:
    """What was read from where, of the whole mail or of one file, for the frame of its page."""
    return _framed(visit, short_id, Order(what=What.SEEN, number=tep))


@router.get(f"{MESSAGES}/{{short_id}}/noi-dung")
def words(visit: LooksAtPersons, short_id: str, ban: Annotated[str, Query()] = "") -> HTMLResponse:
    """The mail's own words, for the frame of its page."""
    return _framed(visit, short_id, Order(what=What.WORDS, plain=ban == PLAIN))


def _framed(visit: Visit, short_id: str, order: Order) -> HTMLResponse:
    found = message_or_404(visit, short_id)
    visit.saw("message", found.sha256)
    try:
        return inert(_viewed(visit, found, order).data.decode())
    except ViewError as error:
        return inert(text_page(f"Không hiển thị được: {error}. Có thể tải bản gốc về máy."))


def _viewed(visit: Visit, found: StoredMessage, order: Order) -> Viewed:
    try:
        return visit.desk.viewer.view(order, _bytes(visit, found), visit.app.campaign)
    except NotThereError as error:
        raise HTTPException(404) from error


def _bytes(visit: Visit, found: StoredMessage) -> bytes:
    try:
        return visit.app.archive.get(found.sha256)
    except ErasedError as error:
        raise HTTPException(404) from error
