"""Every door of the desk: none is without its right, none opens to a stranger, no form to another session."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from catalogue.accounts import RIGHTS, Right, Role
from intake.desk.logins import add_user
from intake.desk.server import ROUTERS
from tests.support.apps import Office
from tests.support.desks import BASE, PASSWORD, Visitor, browser_of, logged_in

Login = Callable[[str], Visitor]
OPEN = {"/", "/static/{name}", "/dang-nhap"}
"""What is open to who has no login: the way in, and what it is drawn with."""
OWN = {"Origin": BASE}


def routes() -> list[APIRoute]:
    """All routes of the desk."""
    return [one for router in ROUTERS for one in router.routes if isinstance(one, APIRoute)]


def methods(route: APIRoute) -> set[str]:
    return set(route.methods or ())


def addresses() -> list[tuple[str, str, str]]:
    """Method, pattern and an address that fits it, of every route that is not open."""
    return [
        (method, one.path, re.sub(r"\{[^}]*\}", "1", one.path))
        for one in routes()
        for method in sorted(methods(one))
        if one.path not in OPEN
    ]


def doors(dependant: Dependant) -> Iterator[str]:
    """The names of the doors that a request goes through."""
    for one in dependant.dependencies:
        yield getattr(one.call, "__qualname__", "")
        yield from doors(one)


def test_every_page_has_a_door_to_look_and_every_deed_one_that_asks_for_its_form() -> None:
    found = [one for one in routes() if one.path not in OPEN]
    assert len(found) > 10
    for one in found:
        passed = [name.partition(".")[0] for name in doors(one.dependant)]
        wanted = "look" if methods(one) == {"GET"} else "deed"
        assert wanted in passed, f"{methods(one)} {one.path} has no door"


def test_a_stranger_is_sent_to_the_login_from_everywhere(desk_program: FastAPI) -> None:
    with browser_of(desk_program) as client:
        for method, pattern, address in addresses():
            form = {"csrf": "x"} if method == "POST" else None
            answer = client.request(method, address, headers=OWN, data=form, follow_redirects=False)
            # A form that lacks its fields is refused before its door is tried: nothing is told either way.
            assert answer.status_code in ({303} if method == "GET" else {303, 422}), f"{method} {pattern}"
            assert method == "POST" or answer.headers["location"].startswith("/dang-nhap")


def test_no_deed_is_done_for_a_form_of_another_session(desk_client: Login) -> None:
    officer, other = desk_client("officer"), desk_client("operator")
    for method, pattern, address in addresses():
        if method == "POST":
            for csrf in ("", other.csrf, officer.csrf[:-1]):
                answer = officer.client.post(
                    address, data={"csrf": csrf}, headers=OWN, follow_redirects=False
                )
                assert answer.status_code in {403, 422}, f"{pattern} with {csrf!r}"


def test_no_deed_is_done_by_asking_for_a_page() -> None:
    changing = {"POST", "PUT", "PATCH", "DELETE"}
    assert {one.path for one in routes() if changing & methods(one) and "GET" in methods(one)} == set()


@pytest.mark.parametrize("role", ["viewer", "operator", "officer"])
def test_each_role_opens_exactly_the_pages_that_its_menu_shows(desk_client: Login, role: str) -> None:
    visitor = desk_client(role)
    menu = set(re.findall(r'<a href="(/[a-z-]+)"[^>]*data-way', visitor.get("/hom-nay").text))
    ways = set(re.findall(r'<a href="(/[a-z-]+)"[^>]*data-way', desk_client("officer").get("/hom-nay").text))
    assert menu
    for path in ways:
        assert visitor.get(path).status_code == (200 if path in menu else 403), path


def test_a_viewer_may_do_nothing_whatever_form_he_makes(desk_client: Login) -> None:
    viewer = desk_client("viewer")
    for method, pattern, address in addresses():
        if method == "POST" and pattern != "/dang-xuat":
            answer = viewer.client.post(
                address, data={"csrf": viewer.csrf}, headers=OWN, follow_redirects=False
            )
            assert answer.status_code in {403, 422}, pattern


def test_a_session_that_was_planted_before_the_login_opens_nothing_after_it(
    office: Office, desk_program: FastAPI
) -> None:
    add_user(office.app, "lan", Role.OFFICER, PASSWORD)
    with browser_of(desk_program) as client, browser_of(desk_program) as thief:
        client.cookies.set("desk", "planted", domain="127.0.0.1")
        thief.cookies.set("desk", "planted", domain="127.0.0.1")
        visitor = logged_in(client, "lan")
        assert visitor.client.cookies["desk"] != "planted"
        assert thief.get("/hom-nay", follow_redirects=False).status_code == 303


def test_who_leaves_leaves_for_good(desk_client: Login) -> None:
    officer = desk_client("officer")
    token = officer.client.cookies["desk"]
    officer.post("/dang-xuat")
    officer.client.cookies.set("desk", token)
    assert officer.client.get("/hom-nay", follow_redirects=False).status_code == 303


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/a\r\nX: y"],
)
def test_the_login_leads_to_pages_of_the_desk_only(
    office: Office, desk_program: FastAPI, wanted: str
) -> None:
    add_user(office.app, "lan", Role.OFFICER, PASSWORD)
    with browser_of(desk_program) as client:
        fields = {"name": "lan", "password": PASSWORD, "next": wanted}
        answer = client.post("/dang-nhap", data=fields, headers=OWN, follow_redirects=False)
        assert answer.headers["location"] == "/hom-nay"


def test_a_login_that_was_tried_too_often_says_until_when(office: Office, desk_program: FastAPI) -> None:
    add_user(office.app, "lan", Role.OFFICER, PASSWORD)
    for _ in range(5):
        office.app.store.accounts.note_failure(("user:lan", "from:x"), office.clock.now)
    with browser_of(desk_program) as client:
        fields = {"name": "lan", "password": PASSWORD}
        answer = client.post("/dang-nhap", data=fields, headers=OWN, follow_redirects=False)
        assert answer.status_code == 429
        assert int(answer.headers["retry-after"]) == 900
        assert "Vui lòng thử lại sau" in answer.text


@pytest.mark.parametrize(
    "path",
    ["/static/../server.py", "/static/..%2f..%2fserver.py", "/static/%2e%2e/x", "/static/desk.css%00.js"],
)
def test_static_files_are_those_of_the_table_and_no_others(desk_program: FastAPI, path: str) -> None:
    with browser_of(desk_program) as client:
        assert client.get(path).status_code == 404


def test_every_answer_wears_the_strict_headers_whatever_it_is(desk_client: Login) -> None:
    officer = desk_client("officer")
    for path in ("/hom-nay", "/khong-co", "/static/desk.css", "/dang-nhap", "/hom-nay/tien-do.png"):
        headers = officer.client.get(path).headers
        assert "script-src 'self'" in headers["content-security-policy"], path
        assert "unsafe" not in headers["content-security-policy"], path
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
    assert officer.client.get("/hom-nay").headers["cache-control"] == "no-store"


def test_a_role_is_asked_at_each_request_not_only_at_the_login(office: Office, desk_client: Login) -> None:
    officer = desk_client("officer")
    office.app.store.accounts.change_user("officer", office.clock.now, role=Role.VIEWER)
    assert officer.client.get("/dau-moi", follow_redirects=False).status_code == 303


def test_the_table_of_rights_is_what_the_menu_and_the_doors_go_by() -> None:
    assert all(Right.READ in rights for rights in RIGHTS.values())
