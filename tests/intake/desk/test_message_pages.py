"""The pages of messages: found, decided, read again; what somebody else sent never acts, whatever it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from catalogue.lists import Span
from catalogue.records import DecisionKind, MessageKind
from catalogue.views import StoredMessage
from config.campaign import Campaign
from config.settings import ReadingSettings
from intake import jobs_privacy
from intake.jobs_poll import poll
from intake.reader import Order, Promise, Read, Reader
from tests.support.apps import ADDRESSES, BIEN_XANH, SAO_MAI, Office, mail, office_in, row, submission
from tests.support.desks import Visitor
from tests.support.hostile_mails import SCRIPT, SVG, hostile_mail

Login = Callable[[str], Visitor]


@pytest.fixture
def office(tmp_path: Path, sqlite_template: Path) -> Iterator[Office]:
    """An installation whose desk opens mails in the test's own process."""
    made = office_in(tmp_path / "office", sqlite_template, reading=ReadingSettings(workers=0))
    yield made
    made.app.store.close()


def came(office: Office, *raws: bytes) -> list[StoredMessage]:
    """The messages as they stand after they came in, in the order given."""
    for raw in raws:
        office.postbox.deliver(raw)
        poll(office.app)
    return sorted(office.app.store.messages(office.app.campaign.id), key=lambda one: one.message_id)


def path_of(message: StoredMessage) -> str:
    return f"/thu-den/{message.short_id}"


def looks(office: Office) -> list[tuple[str, str]]:
    page = office.app.store.access_log.page(office.app.campaign.id, "", "", Span())
    return [(one.what, one.subject) for one in page.lines]


def test_messages_are_found_without_diacritics_and_filtered(office: Office, desk_client: Login) -> None:
    came(
        office,
        submission(1, row("Hàn điện"), subject="=?utf-8?B?RGFuaCBzw6FjaCBraMOzYSBo4buNYw==?="),
        mail(2, "Danh sách gồm những cột nào ạ?", subject="Hoi ve bieu mau", sender=ADDRESSES[BIEN_XANH]),
        submission(3, row("May áo"), sender="co.giao@gmail.example", subject="Gui danh sach"),
    )
    officer = desk_client("officer")

    def found(**asked: str) -> list[str]:
        return re.findall(r"data-open>([^<]+)</a>", officer.get("/thu-den", **asked).text)

    assert len(found()) == 3
    assert found(q="khoa hoc") == ["Danh sách khóa học"]
    assert found(loai=MessageKind.QUESTION.value) == ["Hoi ve bieu mau"]
    assert found(don_vi=SAO_MAI) == ["Danh sách khóa học"]
    assert found(loc="chua-ro") == ["Gui danh sach"]
    assert "Gui danh sach" in found(loc="can-xem")
    assert found(loc="muon") == found(tinh_trang="quarantined") == []
    assert found(trang="9" * 30, loai="'; drop table", tinh_trang="x") == found()


def test_a_message_shows_where_it_went_and_what_was_read(office: Office, desk_client: Login) -> None:
    (message,) = came(office, submission(1, row("Hàn điện")))
    page = desk_client("officer").get(path_of(message)).text
    for words in ("Trường Cao đẳng Sao Mai", "địa chỉ có trong danh sách đơn vị", "khoa-hoc.csv", "Hàn điện",
                  "&lt;1.test@saomai.example&gt;"):  # fmt: skip
        assert words in page
    assert f'src="{path_of(message)}/ban-doc"' in page
    assert ("message", message.sha256) in looks(office)


def test_the_coloured_view_stands_in_a_frame_that_does_nothing(office: Office, desk_client: Login) -> None:
    (message,) = came(office, submission(1, row("Hàn điện"), contact=f"Đầu mối: {SCRIPT}"))
    visitor = desk_client("officer")
    whole = visitor.get(f"{path_of(message)}/ban-doc")
    one = visitor.get(f"{path_of(message)}/ban-doc", tep="2")
    assert "default-src 'none'" in whole.headers["content-security-policy"]
    assert "sandbox" in whole.headers["content-security-policy"]
    assert "<script" not in whole.text
    assert "Hàn điện" in one.text
    assert "Nhà trường gửi danh sách" in whole.text
    assert "Nhà trường gửi danh sách" not in one.text
    assert visitor.get(f"{path_of(message)}/ban-doc", tep="../9").status_code == 404


def test_nothing_of_a_hostile_mail_acts_on_any_page(office: Office, desk_client: Login) -> None:
    (message,) = came(office, hostile_mail(ADDRESSES[SAO_MAI]))
    visitor = desk_client("officer")
    for path in ("/thu-den", path_of(message)):
        page = visitor.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(" in page
        assert "javascript:" not in page
    frame = visitor.get(f"{path_of(message)}/noi-dung")
    assert "sandbox" in frame.headers["content-security-policy"]
    assert not re.search(
        r"<script|onerror|onclick|href=|http-equiv|<form|<input|url\(|xa\.example", frame.text
    )
    assert "Kính gửi Sở" in frame.text
    assert frame.text.count("<img") == 1
    assert 'src="data:image/png;base64,' in frame.text
    plain = visitor.get(f"{path_of(message)}/noi-dung", ban="chu").text
    assert "&lt;script&gt;alert(&quot;x&quot;)" in plain
    assert "<script" not in plain


def test_every_file_comes_as_a_download_under_a_safe_name_and_type(
    office: Office, desk_client: Login
) -> None:
    (message,) = came(office, hostile_mail(ADDRESSES[SAO_MAI]))
    visitor = desk_client("operator")
    parts = [one for one in office.app.store.parts(message.sha256) if one.is_file]
    numbers = {(one.filename or "", one.path): one.number for one in parts}
    svg = next(number for (name, _), number in numbers.items() if name.endswith(".svg"))
    page = next(number for (name, _), number in numbers.items() if name.endswith(".html"))
    archive = numbers["tep.zip", "bang/khoa-hoc.csv"]
    wanted = (
        (svg, "", "dau.pdf.svg", SVG),
        (page, "", "script_.html", None),
        (archive, "bang/khoa-hoc.csv", "khoa-hoc.csv", b"STT;Ten\n"),
    )
    for number, member, name, data in wanted:
        answer = visitor.get(f"{path_of(message)}/tep/{number}", **({"trong": member} if member else {}))
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"].startswith("attachment;")
        assert name in answer.headers["content-disposition"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "sandbox" in answer.headers["content-security-policy"]
        assert data is None or answer.content == data
    assert looks(office).count(("attachment", message.sha256)) == 3


def test_the_raw_mail_is_the_very_bytes_that_came(office: Office, desk_client: Login) -> None:
    (message,) = came(office, hostile_mail(ADDRESSES[SAO_MAI]))
    answer = desk_client("officer").get(f"{path_of(message)}/ban-goc")
    assert answer.content == office.app.archive.get(message.sha256)
    assert f'filename="thu-{message.short_id}.eml"' in answer.headers["content-disposition"]
    assert ("raw", message.sha256) in looks(office)


def test_what_is_not_there_is_not_found(office: Office, desk_client: Login) -> None:
    (message,) = came(office, submission(1, row("Hàn điện")))
    visitor, own = desk_client("officer"), path_of(message)
    absent = ("/thu-den/0000000000", "/thu-den/zz", "/thu-den/..%2Fetc", f"/thu-den/{message.sha256[:6]}",
              f"/thu-den/{message.message_id}", f"{own}/tep/9", f"{own}/tep/2?trong=../../etc/passwd",
              f"{own}/tep/..%2F1", f"{own}/khac")  # fmt: skip
    for path in absent:
        assert visitor.client.get(path).status_code == 404, path


def test_a_message_is_given_to_a_unit_and_taken_back(office: Office, desk_client: Login) -> None:
    (message,) = came(office, submission(1, row("Hàn điện"), sender="co.giao@gmail.example"))
    visitor, own = desk_client("officer"), path_of(message)
    assert "Trường Cao đẳng Sao Mai" in visitor.get(own, tim="sao mai").text
    told = visitor.post(f"{own}/quyet-dinh", deed="assign", value=SAO_MAI).text
    assert office.titles() == ["Hàn điện"]
    assert "Đã ghi quyết định" in told
    ids = re.search(r'name="ids" value="([^"]+)"', told)
    assert ids is not None
    visitor.post("/quyet-dinh/hoan-tac", ids=ids[1], back=own)
    found = office.app.store.message(message.sha256)
    assert found is not None
    assert found.unit_id is None


@pytest.mark.parametrize(
    ("deed", "value", "kind"),
    [
        ("assign_sender", BIEN_XANH, DecisionKind.ASSIGN_SENDER),
        ("nobody", "", DecisionKind.ASSIGN_MESSAGE),
        ("kind", "other", DecisionKind.SET_KIND),
        ("ignore", "", DecisionKind.IGNORE_MESSAGE),
    ],
)
def test_each_decision_is_that_of_its_command(
    office: Office, desk_client: Login, deed: str, value: str, kind: DecisionKind
) -> None:
    (message,) = came(office, submission(1, row("Hàn điện")))
    answer = desk_client("officer").post(
        f"{path_of(message)}/quyet-dinh", deed=deed, value=value, follow=False
    )
    (made,) = office.app.store.decisions(office.app.campaign.id)
    assert (made.kind, made.value, made.made_by) == (kind, value, "officer")
    assert answer.headers["location"] == f"{path_of(message)}?done={made.id}"


def test_what_cannot_be_decided_changes_nothing(office: Office, desk_client: Login) -> None:
    (message,) = came(office, submission(1, row("Hàn điện")))
    visitor = desk_client("officer")
    for deed, value in (("assign", ""), ("assign", "khong-co"), ("kind", "sai"), ("xoa", "")):
        assert visitor.post(f"{path_of(message)}/quyet-dinh", deed=deed, value=value).status_code == 422
    assert office.app.store.all_decisions(office.app.campaign.id) == []


@dataclass(frozen=True)
class Forgetful:
    """A reader of before, which saw no record in anything."""

    reader: Reader

    def read(self, sha256: str, raw: bytes, campaign: Campaign) -> Read:
        return _forgotten(self.reader.read(sha256, raw, campaign))

    def read_many(self, orders: Sequence[Order], campaign: Campaign) -> Generator[Promise, None, None]:
        for promise in self.reader.read_many(orders, campaign):
            yield partial(lambda kept: _forgotten(kept()), promise)

    def close(self) -> None:
        self.reader.close()


def _forgotten(read: Read) -> Read:
    return replace(read, reading=replace(read.reading, entries=(), reader=1))


def test_reading_again_shows_what_would_change_and_writes_it_only_when_asked(
    office: Office, desk_client: Login
) -> None:
    office.postbox.deliver(submission(1, row("Hàn điện")))
    poll(replace(office.app, reader=Forgetful(office.app.reader)))
    (message,) = office.app.store.messages(office.app.campaign.id)
    visitor, own = desk_client("operator"), path_of(message)
    assert "Thư đọc bằng bộ đọc số 1" in visitor.get(own).text
    shown = visitor.post(f"{own}/doc-lai").text
    assert "Thêm khóa học mới" in shown
    assert "Chưa có gì được ghi" in shown
    assert office.titles() == []
    written = visitor.post(f"{own}/doc-lai", apply="1").text
    assert "nội dung của hồ sơ đã thay đổi" in written
    assert office.titles() == ["Hàn điện"]
    assert "không làm thay đổi hồ sơ nào" in visitor.post(f"{own}/doc-lai").text


def test_each_role_does_what_it_may_and_no_more(office: Office, desk_client: Login) -> None:
    (message,) = came(office, submission(1, row("Hàn điện")))
    own = path_of(message)
    viewer, operator, officer = desk_client("viewer"), desk_client("operator"), desk_client("officer")
    for path in ("/thu-den", own, f"{own}/ban-goc", f"{own}/ban-doc", f"{own}/noi-dung", f"{own}/tep/2"):
        assert viewer.get(path).status_code == 403, path
        assert operator.get(path).status_code == officer.get(path).status_code == 200, path
    assert viewer.post(f"{own}/quyet-dinh", deed="ignore").status_code == 403
    assert operator.post(f"{own}/quyet-dinh", deed="ignore").status_code == 403
    assert officer.post(f"{own}/doc-lai", apply="1").status_code == 403
    assert "Quyết định về thư" not in operator.get(own).text
    assert "Xem thử khi đọc lại" not in officer.get(own).text


def test_an_erased_message_says_so_and_gives_nothing(office: Office, desk_client: Login) -> None:
    (message,) = came(office, submission(1, row("Hàn điện")))
    contact = office.state().contacts[0]
    jobs_privacy.erase(office.app, contact.id, "đơn ngày 20/5/2025", "officer")
    visitor, own = desk_client("officer"), path_of(message)
    page = visitor.get(own).text
    assert "Nội dung thư đã được xóa theo yêu cầu về dữ liệu cá nhân" in page
    assert "<iframe" not in page
    assert contact.name not in page
    for path in (f"{own}/ban-goc", f"{own}/ban-doc", f"{own}/noi-dung", f"{own}/tep/2"):
        assert visitor.get(path).status_code == 404, path
    assert visitor.post(f"{own}/quyet-dinh", deed="ignore").status_code == 422
    assert desk_client("operator").post(f"{own}/doc-lai", apply="1").status_code == 409
