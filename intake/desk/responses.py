"""How the desk answers: pages, bits of pages, files to keep, and mail that must not come alive."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from starlette.responses import HTMLResponse, RedirectResponse, Response

from catalogue.accounts import Session
from intake.desk.doors import Desk, Visit
from reports.desk.frame import Frame, draw

SEE_OTHER = 303
UNPROCESSABLE = 422
INERT = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
"""A mail of somebody else: no script, no request, no form, no link that leads anywhere."""

# What a browser may be told of a download; whatever else is bytes.
_TOLD = frozenset(
    {
        "application/pdf",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "application/json",
        "message/rfc822",
        "text/csv",
        "application/zip",
    }
)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f"\\/:*?<>|]+')
LONGEST_NAME = 120


def frame_of(visit: Visit, title: str) -> Frame:
    """What surrounds every page of this visit."""
    return frame_for(visit.desk, title, visit.path, visit.session)


def frame_for(desk: Desk, title: str, path: str = "", session: Session | None = None) -> Frame:
    """What surrounds a page at a path; without ``session`` nobody is there."""
    return Frame(
        title=title,
        path=path,
        user_name=session.user.name if session else "",
        role=session.user.role if session else None,
        csrf=session.csrf if session else "",
        campaign=desk.app.campaign.title,
        marks={name: one.mark for name, one in desk.files.items()},
    )


def page(
    visit: Visit, template: str, title: str, values: Mapping[str, Any], status: int = 200
) -> HTMLResponse:
    """A whole page of the desk: template "units.j2" of reports/templates/desk with its values."""
    return HTMLResponse(draw(template, frame_of(visit, title), values), status)


def part(visit: Visit, template: str, values: Mapping[str, Any], status: int = 200) -> HTMLResponse:
    """A bit of a page that htmx puts in its place."""
    return HTMLResponse(draw(template, frame_of(visit, ""), values), status)


def go_to(path: str, **words: object) -> RedirectResponse:
    """After a deed: the page to look at next (so that reloading it repeats nothing)."""
    query = urlencode({name: str(value) for name, value in words.items() if value not in {None, ""}})
    return RedirectResponse(f"{path}?{query}" if query else path, SEE_OTHER)


def inert(html: str) -> HTMLResponse:
    """Somebody else's HTML for a frame with the attribute sandbox: it is drawn, and nothing more."""
    headers = {"Content-Security-Policy": INERT, "X-Frame-Options": "SAMEORIGIN"}
    return HTMLResponse(html, headers=headers)


def download(data: bytes, filename: str, media_type: str) -> Response:
    """A file to keep, never to open in the page, under a name that is safe on every system (RFC 6266)."""
    name = safe_name(filename)
    plain = unicodedata.normalize("NFKD", name.replace("đ", "d").replace("Đ", "D"))
    plain = plain.encode("ascii", "ignore").decode()
    disposition = f"attachment; filename=\"{plain or 'tep'}\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"Content-Disposition": disposition, "Content-Security-Policy": "default-src 'none'; sandbox"}
    told = media_type.partition(";")[0].strip().lower()
    return Response(data, headers=headers, media_type=told if told in _TOLD else "application/octet-stream")


def safe_name(filename: str) -> str:
    """A file name without path, control and reserved characters, direction marks and tricks with dots."""
    printable = "".join(one for one in filename if unicodedata.category(one) not in {"Cf", "Cs", "Cc"})
    name = _UNSAFE.sub("_", printable.replace("\\", "/").rpartition("/")[2]).strip(" .")
    stem, dot, ending = name.rpartition(".")
    if dot and len(name) > LONGEST_NAME:
        return f"{stem[: LONGEST_NAME - len(ending) - 1]}.{ending[:16]}"
    return name[:LONGEST_NAME] or "tep"
