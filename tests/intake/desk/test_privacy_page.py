"""The page of personal data: an officer finds, hands out and erases; nobody else; no name in an address."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from httpx2 import Response

from catalogue.lists import Span
from intake.jobs_decide import set_value
from intake.jobs_poll import poll
from tests.support.apps import Office, row, submission
from tests.support.desks import Visitor

Login = Callable[[str], Visitor]
PAGE = "/du-lieu-ca-nhan"
NAME = "Trịnh Thu Ngân"


@pytest.fixture
def officer(office: Office, desk_client: Login) -> Visitor:
    office.postbox.deliver(submission(1, row("Hàn điện"), row("<b>Tiện</b>")))
    poll(office.app)
    return desk_client("officer")


def contact_id(office: Office) -> str:
    return office.state().contacts[0].id


def sent(visitor: Visitor, deed: str, fields: Mapping[str, object]) -> Response:
    return visitor.post(f"{PAGE}/{deed}", follow=True, as_part=False, **fields)


def test_a_person_is_found_without_diacritics_and_opened(office: Office, officer: Visitor) -> None:
    for fields in ({"tu": "trinh thu ngan"}, {"tu": "0918.202.431", "sau": "1"}):
        page = sent(officer, "tim", fields)
        assert NAME in page.text
        assert NAME not in str(page.url)
    shown = officer.post(f"{PAGE}/ho-so", khoa=contact_id(office)).text
    assert "0918 202 431" in shown
    assert "Nơi đang lưu thông tin" in shown
    looks = officer.get("/nhat-ky", loai="truy-cap").text
    assert "tra cứu dữ liệu cá nhân" in looks
    noted = office.app.store.access_log.page(office.app.campaign.id, "", "", Span())
    assert NAME not in str(noted)


def test_a_decision_about_a_person_is_told_as_a_sentence(office: Office, officer: Visitor) -> None:
    set_value(office.app, contact_id(office), "phone", "0918 202 431")
    shown = officer.post(f"{PAGE}/ho-so", khoa=contact_id(office)).text
    assert "Ghi số điện thoại của" in shown
    assert "set_value" not in shown


def test_the_copy_that_a_person_is_handed_is_a_file(office: Office, officer: Visitor) -> None:
    copy = officer.post(f"{PAGE}/ban-ghi", khoa=contact_id(office))
    assert copy.json()["names"] == [NAME]
    assert "attachment" in copy.headers["Content-Disposition"]


def test_an_erasure_is_looked_at_agreed_to_and_done(office: Office, officer: Visitor) -> None:
    key = contact_id(office)
    planned = officer.post(f"{PAGE}/xem-truoc", khoa=key, ly_do="đơn ngày 20/5").text
    assert "1 thư gốc cùng tệp đính kèm" in planned
    assert office.state().contacts
    refused = officer.post(f"{PAGE}/xoa", khoa=key, ly_do="đơn ngày 20/5", so_thu="1").text
    assert "đã thay đổi từ khi xem trước" in refused
    assert office.state().contacts
    done = officer.post(f"{PAGE}/xoa", khoa=key, ly_do="đơn ngày 20/5", so_thu="1", dong_y="1").text
    assert "Mã yêu cầu" in done
    assert "Thư trên máy chủ thư" in done
    assert office.state().contacts == ()
    start = officer.get(PAGE).text
    assert "đơn ngày 20/5" in start
    assert NAME not in start
    assert "Không có thông tin nào" in officer.post(f"{PAGE}/ho-so", khoa="0918202431").text


@pytest.mark.parametrize(
    ("deed", "fields", "told"),
    [
        ("tim", {"tu": " "}, "Đề nghị ghi họ tên"),
        ("ho-so", {"khoa": NAME}, "chưa đủ để xác định một người"),
        ("ban-ghi", {"khoa": "x@y.example"}, "Không có thông tin nào"),
        ("ban-sao-luu", {"ma": "x", "noi": "y"}, "không còn trong danh sách"),
    ],
)
def test_what_cannot_be_done_says_why(officer: Visitor, deed: str, fields: dict[str, str], told: str) -> None:
    answer = sent(officer, deed, fields)
    assert answer.status_code == 200
    assert told in answer.text


def test_only_an_officer_comes_in(officer: Visitor, desk_client: Login) -> None:
    assert officer.get(PAGE).status_code == 200
    for role in ("operator", "viewer"):
        other = desk_client(role)
        assert other.get(PAGE).status_code == 403
        assert other.post(f"{PAGE}/xoa", khoa="x", ly_do="y", dong_y="1").status_code == 403


def test_what_somebody_typed_stays_text(officer: Visitor) -> None:
    page = officer.post(f"{PAGE}/tim", tu="<script>alert(1)</script>").text
    assert "<script>alert" not in page
