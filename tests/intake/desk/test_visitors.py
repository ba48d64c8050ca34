"""Who comes to the desk: logged in by role, with a form's csrf, and nobody else."""

from __future__ import annotations

import pytest
from fastapi import FastAPI

from tests.support.desks import DeskClient, browser_of


@pytest.mark.parametrize(("role", "told"), [("officer", "chuyên viên"), ("operator", "quản trị")])
def test_a_visitor_is_logged_in_by_role(desk_client: DeskClient, role: str, told: str) -> None:
    answer = desk_client(role).get("/khong-co")
    assert (answer.status_code, told in answer.text) == (404, True)


def test_a_form_without_the_sessions_own_word_is_refused(desk_client: DeskClient) -> None:
    visitor = desk_client("viewer")
    visitor.csrf = "guessed"
    assert visitor.post("/dang-xuat", follow=False).status_code == 403


def test_who_has_left_is_asked_to_log_in_again(desk_client: DeskClient) -> None:
    visitor = desk_client("viewer")
    assert visitor.post("/dang-xuat").status_code == 200
    answer = visitor.post("/dang-xuat", follow=False)
    assert answer.headers["location"].startswith("/dang-nhap")


def test_a_form_of_another_site_is_refused(desk_program: FastAPI) -> None:
    with browser_of(desk_program) as client:
        answer = client.post("/dang-nhap", data={"name": "a"}, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
