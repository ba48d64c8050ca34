"""The campaign's page and the log: settings in words; every decision and every look at persons is told."""

from __future__ import annotations

from collections.abc import Callable

from catalogue.lists import Access
from intake import jobs_decide
from tests.support.apps import SAO_MAI, Office
from tests.support.desks import Visitor

Login = Callable[[str], Visitor]


def test_the_campaign_is_told_in_words_to_everybody(desk_client: Login) -> None:
    page = desk_client("viewer").get("/dot-thu-thap").text
    assert "trước ngày 30/5/2025" in page
    assert "07:30 đến 17:00, ngày làm việc" in page
    assert "16/5/2025 (còn 14 ngày)" in page
    assert "bắt buộc" in page


def test_a_decision_stands_in_the_log_with_who_made_it_and_what_became_of_it(
    office: Office, desk_client: Login
) -> None:
    step = jobs_decide.stop_asking(office.app, SAO_MAI, "gọi điện thoại")
    jobs_decide.undo(office.app, *step.ids)
    page = desk_client("officer").get("/nhat-ky").text
    assert "Trường Cao đẳng Sao Mai" in page
    assert "gọi điện thoại" in page
    assert "đã hoàn tác" in page
    assert page.index("Hoàn tác quyết định số") < page.index("Dừng gửi thư")


def test_a_note_that_looks_like_markup_stays_text(office: Office, desk_client: Login) -> None:
    jobs_decide.stop_asking(office.app, SAO_MAI, "<script>alert(1)</script>")
    page = desk_client("officer").get("/nhat-ky").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_the_log_of_looks_names_the_user_and_may_be_narrowed_to_one(
    office: Office, desk_client: Login
) -> None:
    operator = desk_client("operator")
    for name in ("officer", "operator"):
        seen = Access(at=office.clock.now, user_name=name, what="unit", subject=SAO_MAI, address="127.0.0.1")
        office.app.store.access_log.note(office.app.campaign.id, seen)
    desk_client("officer")
    page = operator.get("/nhat-ky", loai="truy-cap", nguoi="officer").text
    assert "xem hồ sơ đơn vị" in page
    assert f'<a href="/don-vi/{SAO_MAI}">Trường Cao đẳng Sao Mai</a>' in page
    assert ">officer</td>" in page
    assert ">operator</td>" not in page


def test_a_failed_run_says_why(office: Office, desk_client: Login) -> None:
    run = office.app.store.start_run("poll", office.clock.now, "máy chủ")
    office.app.store.finish_run(run, office.clock.now, {}, "the mailbox does not answer")
    page = desk_client("operator").get("/nhat-ky", loai="hoat-dong").text
    assert "quét hộp thư" in page
    assert "không thành công" in page
    assert "the mailbox does not answer" in page


def test_who_only_views_reads_no_log(desk_client: Login) -> None:
    assert desk_client("viewer").get("/nhat-ky").status_code == 403


def test_a_page_number_or_sort_that_is_none_shows_the_first(desk_client: Login) -> None:
    officer = desk_client("officer")
    assert officer.get("/nhat-ky", loai="'; drop table", trang="-1").status_code == 200
    assert officer.get("/nhat-ky", trang="9" * 40).status_code == 200
