"""Attacks on the desk: guessing at once, lying about an address, old forms, looks that nobody notices."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from fastapi import FastAPI
from sqlalchemy import event
from starlette.requests import Request

from catalogue.accounts import Role
from catalogue.lists import Span
from catalogue.memory.store import StaleUnitError
from intake.desk.doors import address_of
from intake.desk.logins import add_user
from intake.desk.server import build_desk
from intake.jobs_decide import set_value, split
from tests.support.apps import CONTACT, SAO_MAI, Office, row, submission
from tests.support.desks import BASE, PASSWORD, DeskClient, browser_of
from tests.support.queues import busy_queue, received

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


def test_a_viewer_reads_no_word_of_a_mail_in_what_was_decided(
    office: Office, desk_client: DeskClient
) -> None:
    received(office, submission(1, row("Hàn điện")))
    again = submission(2, row("Hàn điện", url="https://b.example/2"), subject="Cô Lê Thị Kín gửi lại")
    office.clock.forward(hours=1)
    received(office, again)
    course = office.course("Hàn điện")
    later = course.values["url"].origin.message
    split(office.app, course.id, later)
    viewer, officer = desk_client("viewer"), desk_client("officer")
    for path in (f"/don-vi/{SAO_MAI}", f"/khoa-hoc/{course.id}"):
        assert "Tách nội dung của thư" in viewer.get(path).text
        assert "Kín" not in viewer.get(path).text
        assert "Kín" in officer.get(path).text


def test_a_database_that_is_busy_is_not_told_as_something_that_was_decided_already(
    office: Office, desk_client: DeskClient, impatient: None
) -> None:
    del impatient
    busy_queue(office)
    officer = desk_client("officer")
    form = re.search(r'name="viec" value="(\w+)"><input type="hidden" name="lam" value="(\w+)"',
                     officer.get("/can-xu-ly").text)  # fmt: skip
    assert form is not None
    with sqlite3.connect(office.folder / "intake.db", isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = officer.post("/can-xu-ly", viec=form[1], lam=form[2], follow=False)
        bit = officer.post("/can-xu-ly", viec=form[1], lam=form[2], as_part=True)
        other.execute("ROLLBACK")
    assert answer.status_code == bit.status_code == 503
    assert "Vui lòng thử lại" in answer.text
    # A whole page takes the place of a whole page, whatever corner asked for it.
    assert bit.headers["hx-retarget"] == "body"


@pytest.fixture
def impatient(office: Office) -> Iterator[None]:
    """Who finds the database busy waits for it a moment only."""

    def hurry(connection: sqlite3.Connection, *_: object) -> None:
        connection.execute("PRAGMA busy_timeout = 50")

    engine = office.app.store._database.engine  # noqa: SLF001 - its patience is no setting
    event.listen(engine, "checkout", hurry)
    yield
    event.remove(engine, "checkout", hurry)


def test_a_unit_that_somebody_else_folds_meanwhile_is_told_as_such(desk_program: FastAPI) -> None:
    @desk_program.get("/thu")
    def stale() -> None:
        raise StaleUnitError("folded by somebody else meanwhile")

    with browser_of(desk_program) as client:
        answer = client.get("/thu")
    assert answer.status_code == 409
    assert "đã thay đổi" in answer.text


def test_who_must_log_in_again_comes_back_to_the_page_not_to_its_bit(desk_program: FastAPI) -> None:
    with browser_of(desk_program) as client:
        headers = {"HX-Request": "true", "HX-Current-URL": f"{BASE}/can-xu-ly?loai=doubt"}
        answer = client.get("/can-xu-ly/don-vi", params={"tim": "sao"}, headers=headers)
        assert answer.headers["hx-redirect"] == "/dang-nhap?next=%2Fcan-xu-ly"
        elsewhere = client.get("/don-vi/\u1ebf", headers={"HX-Request": "true"})
        assert elsewhere.headers["hx-redirect"] == "/dang-nhap"


def test_numbers_that_no_letter_has_approve_none(desk_client: DeskClient) -> None:
    officer = desk_client("officer")
    for number in ("9" * 30, "9" * 4000, "-1"):
        answer = officer.post("/thu-di/duyet", letter=number, follow=False)
        assert answer.status_code in {303, 422}, number[:5]
