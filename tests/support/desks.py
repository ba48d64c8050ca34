"""Visitors of the desk: its program over a test's installation, asked in the process, no port opened.

``desk_client("officer")`` is a browser without scripts that is logged in: it follows redirects, sends the
origin with each form, and puts the session's csrf into it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from html import unescape
from typing import Any

import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from catalogue.accounts import Role
from intake.app import App
from intake.desk.doors import cookie_name
from intake.desk.logins import let_in, session_of
from intake.desk.server import build_desk
from tests.support.apps import Office

BASE = "http://127.0.0.1:8025"
PASSWORD = "bón cây ngoài hiên"
_CSRF = re.compile(r'name="csrf" value="([^"]+)"')


class Visitor:
    """One logged-in user. ``csrf`` is his session's, ``client`` what he asks by."""

    def __init__(self, client: TestClient, csrf: str) -> None:
        self.client = client
        self.csrf = csrf

    def get(self, path: str, **query: object) -> Response:
        """Look at a page."""
        return self.client.get(path, params=_told(query))

    def part(self, path: str, **query: object) -> Response:
        """Ask for a bit of a page, as htmx does."""
        return self.client.get(path, params=_told(query), headers={"HX-Request": "true"})

    def post(self, path: str, *, follow: bool = True, as_part: bool = False, **fields: object) -> Response:
        """Send a form of ours; ``follow`` goes on to the page that it leads to."""
        headers = {"Origin": BASE} | ({"HX-Request": "true"} if as_part else {})
        data = {"csrf": self.csrf, **_told(fields)}
        return self.client.post(path, data=data, headers=headers, follow_redirects=follow)


DeskClient = Callable[[str], Visitor]


@pytest.fixture
def desk_program(office: Office) -> FastAPI:
    """The desk over the test's installation; ``desk_program.state.desk`` is what it runs with."""
    return build_desk(office.app)


@pytest.fixture
def desk_client(office: Office, desk_program: FastAPI) -> Iterator[DeskClient]:
    """Logs a user of a role in: "officer", "operator" or "viewer"; each call is a browser of its own."""
    known: set[str] = set()
    with ExitStack() as open_clients:

        def login(role: str) -> Visitor:
            if role not in known:
                # No password: hashing one takes longer than most of what is tested here.
                office.app.store.accounts.add_user(role, Role(role), "no hash", office.app.clock())
                known.add(role)
            return let_through(open_clients.enter_context(browser_of(desk_program)), office.app, role)

        yield login


def browser_of(program: FastAPI) -> TestClient:
    """A browser without scripts that nobody has logged in with; the caller closes it."""
    return TestClient(program, base_url=BASE)


def let_through(client: TestClient, app: App, name: str) -> Visitor:
    """A client with a login that asked for no password."""
    token = let_in(app, name)
    session = session_of(app, token)
    assert session is not None
    client.cookies.set(cookie_name(client.app.state.desk.place), token)  # type: ignore[attr-defined]
    return Visitor(client, session.csrf)


def logged_in(client: TestClient, name: str) -> Visitor:
    """A client after the form of the login was sent."""
    fields = {"name": name, "password": PASSWORD}
    answer = client.post("/dang-nhap", data=fields, headers={"Origin": BASE}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    # Every page bears the form by which one leaves, also that of a fault.
    found = _CSRF.search(client.get("/khong-co-trang-nay").text)
    assert found is not None
    return Visitor(client, unescape(found[1]))


def _told(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
