"""The outbox: seen exactly as it goes out, held, approved, cancelled and taken back, by whom it may be."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from catalogue.outbox import Letter, LetterFile
from catalogue.records import LetterKind, LetterState
from catalogue.views import LetterFilter
from intake.jobs_letters import ask
from intake.jobs_overdue import make_overdue
from intake.jobs_poll import poll
from intake.jobs_send import write_out
from tests.support.apps import NOW, SAO_MAI, Office, row, submission
from tests.support.desks import Visitor
from tests.support.plans import letter

Login = Callable[[str], Visitor]
SCRIPT = '<script>alert("x")</script>'
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


@pytest.fixture
def asked(office: Office) -> Letter:
    """The question that Sao Mai gets for a fee that lacks, with its workbook, as it waits to leave."""
    office.postbox.deliver(submission(1, row("Hàn điện", fee="")))
    poll(office.app)
    office.clock.forward(hours=1)
    ask(office.app)
    office.clock.forward(hours=1)
    (made,) = office.app.store.letters(office.app.campaign.id)
    whole = office.app.store.letter(made.id)
    assert whole is not None
    return whole


def state_of(office: Office, letter_id: int) -> LetterState:
    found = office.app.store.letter(letter_id)
    assert found is not None
    return found.state


def stored(office: Office, window: str = "1", **changes: object) -> int:
    mark = f"<{window}.letter@sogddt.example>"
    made = letter(window, created_at=NOW, message_id=mark, campaign=office.app.campaign.id, **changes)
    return office.app.store.add_letter(made)


def test_the_mail_that_is_shown_is_the_mail_that_send_writes(
    office: Office, asked: Letter, desk_client: Login, tmp_path: Path
) -> None:
    (written,) = write_out(office.app, [asked], tmp_path / "out")
    visitor = desk_client("officer")
    shown = visitor.get(f"/thu-di/{asked.id}/ban-goc")
    assert shown.content == written.read_bytes()
    assert shown.headers["content-type"] == "message/rfc822"
    page = visitor.get(f"/thu-di/{asked.id}").text
    mail = message_from_bytes(written.read_bytes(), policy=policy.default)
    for name in ("Auto-Submitted", "X-Auto-Response-Suppress", "Reply-To", "Date"):
        assert f"<code>{name}</code>" in page
        assert str(mail[name]) in page
    assert "Phòng Giáo dục thường xuyên - Nghề nghiệp và Đại học &lt;tiepnhan.gdtx@sogddt.example&gt;" in page
    text = mail.get_body(("plain",))
    assert text is not None
    assert text.get_content().splitlines()[0] in page
    frame = visitor.get(f"/thu-di/{asked.id}/noi-dung")
    html = mail.get_body(("html",))
    assert html is not None
    assert frame.text == html.get_content()
    assert "sandbox" in frame.headers["content-security-policy"]


def test_what_has_left_is_shown_as_it_left(office: Office, asked: Letter, desk_client: Login) -> None:
    office.app.store.due_letters(office.clock.now, 1)
    office.app.store.mark_sent(asked.id, office.clock.now)
    left = office.clock.now
    office.clock.forward(days=9)
    raw = desk_client("officer").get(f"/thu-di/{asked.id}/ban-goc").content
    assert message_from_bytes(raw, policy=policy.default)["Date"].datetime == left


def test_pictures_in_a_letter_come_from_the_mail_itself(office: Office, desk_client: Login) -> None:
    files = (LetterFile("tien-do.png", "image/png", PNG), LetterFile("../../a.xlsx", "text/html", b"PK"))
    made = stored(office, html='<p><img src="cid:tien-do.png" alt="Tiến độ"></p>', files=files)
    visitor = desk_client("officer")
    assert 'src="data:image/png;base64,' in visitor.get(f"/thu-di/{made}/noi-dung").text
    file = visitor.get(f"/thu-di/{made}/tep/..%2F..%2Fa.xlsx")
    assert file.content == b"PK"
    assert file.headers["content-type"] == "application/octet-stream"
    assert 'attachment; filename="a.xlsx"' in file.headers["content-disposition"]
    assert visitor.get(f"/thu-di/{made}/tep/khong-co.png").status_code == 404


def test_a_letter_that_quotes_markup_shows_it_as_text(office: Office, desk_client: Login) -> None:
    made = stored(office, subject=SCRIPT, text=SCRIPT, html="", to="a@truong.example")
    visitor = desk_client("officer")
    for path in ("/thu-di", f"/thu-di/{made}"):
        page = visitor.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(" in page
    assert visitor.get(f"/thu-di/{made}/noi-dung").status_code == 404


def test_a_letter_of_which_no_mail_can_be_made_says_so(office: Office, desk_client: Login) -> None:
    made = stored(office, to="không phải địa chỉ")
    visitor = desk_client("operator")
    assert "Không tạo được thư để gửi" in visitor.get(f"/thu-di/{made}").text
    assert visitor.get(f"/thu-di/{made}/ban-goc").status_code == 422


@pytest.mark.parametrize("role", ["officer", "operator"])
def test_a_letter_is_held_approved_cancelled_and_taken_back(
    office: Office, asked: Letter, desk_client: Login, role: str
) -> None:
    visitor, own = desk_client(role), f"/thu-di/{asked.id}"
    assert "Đã giữ thư lại" in visitor.post(f"{own}/quyet-dinh", verb="hold").text
    assert state_of(office, asked.id) is LetterState.HELD
    assert "Đã duyệt" in visitor.post(f"{own}/quyet-dinh", verb="approve").text
    assert state_of(office, asked.id) is LetterState.QUEUED
    told = visitor.post(f"{own}/quyet-dinh", verb="cancel").text
    assert state_of(office, asked.id) is LetterState.CANCELLED
    letters = re.search(r'name="letters" value="(\d+)"', told)
    assert letters is not None
    back = visitor.post("/quyet-dinh/hoan-tac", letters=letters[1], back=own).text
    assert state_of(office, asked.id) is LetterState.HELD
    assert "Đã hoàn tác" in back
    log = visitor.get("/nhat-ky", loai="truy-cap").text
    for words in ("giữ lại một thư", "duyệt gửi một thư", "hủy một thư"):
        assert words in log
    assert f'<a href="{own}">' in log


def test_what_is_past_it_stays_and_is_told(office: Office, asked: Letter, desk_client: Login) -> None:
    office.app.store.due_letters(office.clock.now, 1)
    office.app.store.mark_sent(asked.id, office.clock.now)
    visitor = desk_client("officer")
    told = visitor.post(f"/thu-di/{asked.id}/quyet-dinh", verb="cancel").text
    assert "giữ nguyên" in told
    assert state_of(office, asked.id) is LetterState.SENT
    assert visitor.post(f"/thu-di/{asked.id}/quyet-dinh", verb="xoa").status_code == 422


def test_many_held_letters_leave_with_one_yes_that_names_them(office: Office, desk_client: Login) -> None:
    office.clock.at("2025-06-02T09:00:00")
    make_overdue(office.app, date(2025, 6, 9))
    visitor = desk_client("officer")
    page = visitor.get("/thu-di/duyet", loai="overdue").text
    for name in ("Trường Cao đẳng Sao Mai", "Trường Trung cấp Biển Xanh", "Trung tâm GDNN-GDTX Đồi Thông"):
        assert name in page
    ids = re.findall(r'name="letter" value="(\d+)"', page)
    assert len(ids) == 3
    fields = {"csrf": visitor.csrf, "back": "/thu-di?tinh_trang=held", "letter": ids[:2]}
    answer = visitor.client.post("/thu-di/duyet", data=fields, headers={"Origin": "http://127.0.0.1:8025"})
    assert "Đã duyệt 2 thư" in answer.text
    held = office.app.store.letters(office.app.campaign.id, LetterFilter(state=LetterState.HELD))
    assert [str(one.id) for one in held] == ids[2:]
    visitor.post("/quyet-dinh/hoan-tac", letters=",".join(ids[:2]), back="/thu-di")
    assert {state_of(office, int(one)) for one in ids} == {LetterState.HELD}


def test_letters_stand_by_state_and_are_found(office: Office, asked: Letter, desk_client: Login) -> None:
    stored(
        office, "2", state=LetterState.FAILED, to="x@docnhat.example", error="550 no such user", unit_id=None
    )
    visitor = desk_client("officer")

    def shown(**words: str) -> list[str]:
        return re.findall(r'<a href="/thu-di/(\d+)" data-open', visitor.get("/thu-di", **words).text)

    assert len(shown()) == 2
    assert shown(tinh_trang="failed") == shown(q="DOCNHAT") != shown(don_vi=SAO_MAI)
    assert shown(don_vi=SAO_MAI) == shown(loai=LetterKind.CLARIFICATION.value, tinh_trang="queued")
    assert shown(don_vi=SAO_MAI) == [str(asked.id)]
    assert shown(tinh_trang="held") == []
    assert len(shown(tinh_trang="không có", trang="x")) == 2


def test_who_may_not_see_or_send_does_not(office: Office, asked: Letter, desk_client: Login) -> None:
    viewer, own = desk_client("viewer"), f"/thu-di/{asked.id}"
    for path in ("/thu-di", "/thu-di/duyet", own, f"{own}/noi-dung", f"{own}/ban-goc", f"{own}/tep/a.xlsx"):
        assert viewer.get(path).status_code == 403, path
    assert viewer.post(f"{own}/quyet-dinh", verb="cancel").status_code == 403
    assert viewer.post("/thu-di/duyet", letter=asked.id).status_code == 403
    assert state_of(office, asked.id) is LetterState.QUEUED


def test_a_letter_that_is_not_there_or_of_another_campaign_is_not_found(
    office: Office, desk_client: Login
) -> None:
    other = office.app.store.add_letter(letter("x", campaign="another", created_at=NOW))
    visitor = desk_client("officer")
    for wanted in (str(other), "999999", "0", "-1", "1e3", "٣", "9" * 40, "..%2F..%2Fetc"):
        assert visitor.get(f"/thu-di/{wanted}").status_code == 404, wanted
    assert visitor.post(f"/thu-di/{other}/quyet-dinh", verb="cancel").status_code == 404
    visitor.post("/thu-di/duyet", letter=other)
    assert state_of(office, other) is LetterState.QUEUED
