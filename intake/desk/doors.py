"""The doors of the desk: every page and deed names its right; a visitor without a login is sent to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from hmac import compare_digest
from threading import Lock
from typing import Annotated, Concatenate, ParamSpec, TypeVar

from fastapi import Depends, Form, Header, Request

from catalogue.accounts import Right, Session
from catalogue.lists import Access
from intake.app import App
from intake.desk.files import StaticFile
from intake.desk.glance import LastGlance
from intake.desk.guard import Place
from intake.desk.logins import session_of
from intake.desk.waiting import LastLook
from intake.viewer import Viewer

_Words = ParamSpec("_Words")
_Result = TypeVar("_Result")


class LoginNeededError(Exception):
    """The visitor is not logged in, or not any more."""


class ForbiddenError(Exception):
    """The visitor's role does not allow it, or the form is not of his session."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The running desk: the application, its static files by name, the locks of deeds, pictures and logins.

    ``viewer`` opens mails to be looked at, ``looked`` is what waited at the last look.
    """

    app: App
    place: Place
    files: dict[str, StaticFile]
    deeds: Lock
    drawing: Lock
    viewer: Viewer
    looked: LastLook = field(default_factory=LastLook)
    glanced: LastGlance = field(default_factory=LastGlance)
    logins: Lock = field(default_factory=Lock)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One request of one user. ``app`` acts in his name; ``address`` is where he comes from."""

    app: App
    desk: Desk
    session: Session
    address: str
    path: str
    is_fragment: bool = False

    def may(self, right: Right) -> bool:
        """Whether the visitor's role allows it."""
        return self.session.user.may(right)

    def saw(self, what: str, subject: str = "") -> None:
        """Write down that the visitor was shown personal data; ``subject`` is an id, never a name."""
        name = self.session.user.name
        seen = Access(at=self.app.clock(), user_name=name, what=what, subject=subject, address=self.address)
        self.app.store.access_log.note(self.app.campaign.id, seen)

    def do(
        self,
        deed: Callable[Concatenate[App, _Words], _Result],
        *args: _Words.args,
        **words: _Words.kwargs,
    ) -> _Result:
        """Do a deed of the application in the visitor's name, one at a time."""
        with self.desk.deeds:
            return deed(self.app, *args, **words)


def cookie_name(place: Place) -> str:
    """The cookie of a login. Over TLS its prefix keeps others of the domain from setting it (RFC 6265bis)."""
    return "__Host-desk" if place.is_secure else "desk"


def address_of(request: Request, desk: Desk) -> str:
    """The network address of a visitor: that of the line, or what the one trusted header says last."""
    header = desk.app.settings.desk.client_header
    # A proxy may add a line of its own below one that the visitor wrote: the very last word counts.
    told = ",".join(request.headers.getlist(header)).rpartition(",")[2].strip() if header else ""
    return told or (request.client.host if request.client else "")


def find_session(request: Request) -> Session | None:
    """The login that a request belongs to."""
    desk: Desk = request.app.state.desk
    return session_of(desk.app, request.cookies.get(cookie_name(desk.place), ""))


def look(right: Right) -> Callable[[Request], Visit]:
    """The door to a page."""

    def door(request: Request) -> Visit:
        return _visit(request, right)

    return door


def deed(right: Right) -> Callable[[Request, str, str], Visit]:
    """The door to a deed: a form must carry what its session was given (or htmx its header)."""

    def door(
        request: Request, csrf: Annotated[str, Form()] = "", x_csrf_token: Annotated[str, Header()] = ""
    ) -> Visit:
        visit = _visit(request, right)
        if not compare_digest((csrf or x_csrf_token).encode(), visit.session.csrf.encode()):
            raise ForbiddenError
        return visit

    return door


def _visit(request: Request, right: Right) -> Visit:
    desk: Desk = request.app.state.desk
    session = find_session(request)
    if session is None:
        raise LoginNeededError
    if not session.user.may(right):
        raise ForbiddenError
    return Visit(
        app=replace(desk.app, actor=session.user.name),
        desk=desk,
        session=session,
        address=address_of(request, desk),
        path=request.url.path,
        is_fragment=request.headers.get("hx-request") == "true" and "hx-boosted" not in request.headers,
    )


Looks = Annotated[Visit, Depends(look(Right.READ))]
LooksAtPersons = Annotated[Visit, Depends(look(Right.PERSONAL))]
LooksAsEraser = Annotated[Visit, Depends(look(Right.ERASE))]
Decides = Annotated[Visit, Depends(deed(Right.DECIDE))]
Sends = Annotated[Visit, Depends(deed(Right.SEND))]
Operates = Annotated[Visit, Depends(deed(Right.OPERATE))]
Erases = Annotated[Visit, Depends(deed(Right.ERASE))]
Leaves = Annotated[Visit, Depends(deed(Right.READ))]
