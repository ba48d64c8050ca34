"""Whatever is asked of the desk, it answers: nothing that is drawn at random breaks it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from catalogue.accounts import Role
from intake.desk.logins import add_user
from intake.desk.server import build_desk
from tests.support.apps import Office, office_in
from tests.support.desks import BASE, PASSWORD, Visitor, browser_of, logged_in
from tests.support.queues import busy_queue

EXAMPLES = 6
LEAVING = {"/dang-xuat", "/dang-nhap"}
FINE = {200, 303, 401, 403, 404, 405, 409, 421, 422, 429}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory, sqlite_template: object) -> Iterator[Office]:
    made = office_in(tmp_path_factory.mktemp("any") / "office", sqlite_template)  # type: ignore[arg-type]
    add_user(made.app, "lan", Role.OFFICER, PASSWORD)
    busy_queue(made)
    yield made
    made.app.close()


@pytest.fixture(scope="module")
def program(office: Office) -> FastAPI:
    return build_desk(office.app)


@pytest.fixture(scope="module")
def officer(program: FastAPI) -> Iterator[Visitor]:
    # What breaks inside shall be seen as what a visitor sees: status 500.
    with TestClient(program, base_url=BASE, raise_server_exceptions=False) as client:
        yield logged_in(client, "lan")


def test_nothing_that_is_asked_breaks_the_desk(program: FastAPI, officer: Visitor) -> None:
    described = schemathesis.openapi.from_dict(program.openapi()).get_all_operations()
    operations: list[Any] = [one.ok() for one in described]  # type: ignore[union-attr]
    chosen = [one for one in operations if one.path not in LEAVING]
    assert len(chosen) > len(LEAVING) * 5
    for operation in chosen:
        _ask(officer, operation)


def _ask(officer: Visitor, operation: Any) -> None:
    """Ask for what is drawn of one route: its words, numbers and fields, as the session's own form."""

    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def asked(data: st.DataObject) -> None:
        sent = data.draw(operation.as_strategy()).as_transport_kwargs(base_url=BASE)
        form = sent.get("data") if isinstance(sent.get("data"), dict) else {}
        answer = officer.client.request(
            sent["method"],
            sent["url"],
            params=sent.get("params"),
            headers={"Origin": BASE},
            data={**form, "csrf": officer.csrf} if sent["method"] == "POST" else None,
            follow_redirects=False,
        )
        assert answer.status_code in FINE, f"{sent['method']} {sent['url']}: {answer.status_code}"

    asked()


@pytest.mark.parametrize(
    "words", ["%", "_", "'", '"', "\\", "--", "\x00", "ế" * 5000, "🙂", "%00", "a b c d " * 200]
)
def test_no_search_word_breaks_a_list(officer: Visitor, words: str) -> None:
    for path in ("/don-vi", "/khoa-hoc", "/dau-moi", "/thu-den", "/thu-di", "/can-xu-ly"):
        assert officer.client.get(path, params={"q": words}).status_code == 200, path


def test_a_database_that_is_away_is_told_as_such(office: Office, program: FastAPI) -> None:
    with browser_of(program) as client:
        visitor = logged_in(client, "lan")
        moved = office.folder / "intake.db"
        assert moved.exists()
        office.app.store.close()
        moved.rename(office.folder / "away.db")
        try:
            answer = visitor.client.get("/don-vi")
            assert answer.status_code == 503
            assert "Vui lòng thử lại sau" in answer.text
        finally:
            (office.folder / "intake.db").unlink(missing_ok=True)
            (office.folder / "away.db").rename(moved)
