"""Attacks on the desk: guessing at once, lying about an address, old forms, looks that nobody notices."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from fastapi import FastAPI
from starlette.requests import Request

from catalogue.accounts import Role
from catalogue.lists import Span
from intake.desk.doors import address_of
from intake.desk.logins import add_user
from intake.desk.server import build_desk
from intake.jobs_decide import set_value
from tests.support.apps import CONTACT, SAO_MAI, Office, row, submission
from tests.support.desks import BASE, PASSWORD, DeskClient, browser_of
from tests.support.queues import received

OWN = {"Origin": BASE}
AT_ONCE = 12


def looks(office: Office) -> list[tuple[str, str]]:
    """What was written down of looks at persons, the newest first."""
    page = office.app.store.access_log.page(office.app.campaign.id, "", "", Span(0, 50))
    return [(one.what, one.subject) for one in page.lines]


def test_whoever_guesses_many_passwords_at_once_has_no_more_tries_than_one_after_the_other(
    office: Office, desk_program: FastAPI
) -> None:
    add_user(office.app, "lan", Role.OFFICER, PASSWORD)

    def guess(number: int) -> int:
        fields = {"name": "lan", "password": f"wrong {number}"}
        with browser_of(desk_program) as client:
            return client.post("/dang-nhap", data=fields, headers=OWN).status_code

    with ThreadPoolExecutor(AT_ONCE) as guessers:
        answers = [*guessers.map(guess, range(AT_ONCE))]
    assert sorted(answers) == [403] * 5 + [429] * (AT_ONCE - 5)


def test_an_address_that_a_visitor_writes_himself_is_not_believed_before_that_of_the_proxy(
    office: Office,
) -> None:
    desk = build_desk(office.app).state.desk
    trusting = office.app.settings.desk.model_copy(update={"client_header": "x-forwarded-for"})
    headers = [(b"x-forwarded-for", b"203.0.113.9"), (b"x-forwarded-for", b"198.51.100.7, 192.0.2.44")]
    request = Request({"type": "http", "headers": headers, "client": ("127.0.0.1", 1)})
    assert address_of(request, desk) == "127.0.0.1"
    known = replace(desk, app=office.with_settings(desk=trusting))
    assert address_of(request, known) == "192.0.2.44"


def test_every_page_that_names_a_person_is_written_down(office: Office, desk_client: DeskClient) -> None:
    received(office, submission(1, row("Hàn điện"), contact=CONTACT))
    officer = desk_client("officer")
    officer.get("/nhat-ky")
    assert looks(office)[:1] == [("log", "")]
    person = office.state(SAO_MAI).contacts[0]
    shown = officer.post("/du-lieu-ca-nhan/xem-truoc", khoa=person.id, ly_do="đơn số 1")
    assert "Ngân" in shown.text
    assert looks(office)[0][0] == "person"


def test_a_value_that_changed_while_the_form_stood_open_is_not_written_over_unseen(
    office: Office, desk_client: DeskClient
) -> None:
    received(office, submission(1, row("Hàn điện")))
    course = office.course("Hàn điện")
    officer = desk_client("officer")
    set_value(office.app, course.id, "duration", "3 tháng")
    answer = officer.post(
        "/ho-so-quyet-dinh", record_id=course.id, deed="set", field="duration", value="5 tháng", seen="null"
    )
    assert answer.status_code == 422
    assert "đã thay đổi" in answer.text
    assert "5 tháng" in answer.text
    assert office.course("Hàn điện").values["duration"].value == "3 tháng"
    again = officer.post(
        "/ho-so-quyet-dinh", record_id=course.id, deed="set", field="duration", value="5 tháng",
        seen='"3 tháng"',
    )  # fmt: skip
    assert again.status_code == 200
    assert office.course("Hàn điện").values["duration"].value == "5 tháng"
