"""The pages of units: found without diacritics, one unit with what came and what is decided, by rights."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from catalogue.lists import Span
from catalogue.records import DecisionKind, Unit, UnitStatus
from intake.jobs_letters import ask
from intake.jobs_poll import poll
from tests.support.apps import ADDRESSES, BIEN_XANH, DOI_THONG, SAO_MAI, Office, mail, roster, row, submission
from tests.support.desks import Visitor

Login = Callable[[str], Visitor]
PERSON, NUMBER = "Trịnh Thu Ngân", "0918 202 431"
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def filled(office: Office) -> Office:
    """Sao Mai sent three courses, one without its fee; Biển Xanh nothing."""
    office.postbox.deliver(submission(1, row("Hàn điện", fee=""), row("Tiện ren"), row("Pha chế")))
    poll(office.app)
    office.clock.forward(hours=1)
    return office


def names_in(page: str) -> list[str]:
    """The units or records of a list, in order."""
    return re.findall(r"data-open>([^<]+)</a>", page)


def decided(office: Office) -> list[tuple[DecisionKind, str, str]]:
    return [(one.kind, one.subject, one.value) for one in office.app.store.decisions(office.app.campaign.id)]


@pytest.mark.usefixtures("filled")
def test_units_are_found_without_diacritics_filtered_and_sorted(desk_client: Login) -> None:
    visitor = desk_client("viewer")
    assert len(names_in(visitor.get("/don-vi").text)) == 3
    assert names_in(visitor.get("/don-vi", q="bien XANH").text) == ["Trường Trung cấp Biển Xanh"]
    assert names_in(visitor.get("/don-vi", tinh_trang="incomplete").text) == ["Trường Cao đẳng Sao Mai"]
    assert names_in(visitor.get("/don-vi", loc="vuong").text) == ["Trường Cao đẳng Sao Mai"]
    assert names_in(visitor.get("/don-vi", sap_xep="name").text) == [
        "Trung tâm GDNN-GDTX Đồi Thông",
        "Trường Cao đẳng Sao Mai",
        "Trường Trung cấp Biển Xanh",
    ]
    nothing = visitor.get("/don-vi", q="không có trường này").text
    assert "Không có đơn vị nào phù hợp" in nothing
    assert 'href="/don-vi" class="button"' in nothing


@pytest.mark.usefixtures("filled")
def test_only_who_may_see_persons_finds_anything_by_an_address_a_name_or_a_number(
    desk_client: Login,
) -> None:
    viewer, officer = desk_client("viewer"), desk_client("officer")
    for address in (ADDRESSES[BIEN_XANH], "vanphong@", ADDRESSES[DOI_THONG]):
        assert len(names_in(officer.get("/don-vi", q=address).text)) == 1
        assert names_in(viewer.get("/don-vi", q=address).text) == []
        assert viewer.get("/don-vi.csv", q=address).text.count("\n") == 1
    assert ["địa chỉ thư" in one.get("/don-vi").text for one in (officer, viewer)] == [True, False]
    assert names_in(viewer.get("/don-vi", q="bienxanh.example").text) == ["Trường Trung cấp Biển Xanh"]
    for told in (PERSON, NUMBER, NUMBER.replace(" ", ""), ADDRESSES[SAO_MAI]):
        for path in ("/don-vi", "/khoa-hoc"):
            assert names_in(viewer.get(path, q=told).text) == []


def test_the_pages_of_a_list_keep_what_was_asked(office: Office, desk_client: Login) -> None:
    many = [
        Unit(id=f"cd-{number:03}", name=f"Trường Số {number:03}", kind="college") for number in range(120)
    ]
    office.app.store.replace_units(office.app.campaign.id, many)
    first = desk_client("viewer").get("/don-vi", q="truong so", sap_xep="name").text
    assert "1 đến 50 trong 120" in first
    following = re.search(r'<a href="([^"]+)" rel="next"', first)
    assert following is not None
    address = following[1].replace("&amp;", "&")
    assert {"q=truong+so", "sap_xep=name", "trang=2"} <= set(address.partition("?")[2].split("&"))
    second = desk_client("viewer").client.get(address).text
    assert names_in(second)[0] == "Trường Số 050"
    assert 'value="truong so"' in second


def test_a_unit_tells_what_lacks_what_came_and_why_nothing_is_asked(
    filled: Office, desk_client: Login
) -> None:
    ask(filled.app)
    filled.clock.forward(hours=2)
    officer = desk_client("officer")
    page = officer.get(f"/don-vi/{SAO_MAI}").text
    assert "học phí (01)" in page
    assert "Đề nghị bổ sung thông tin" in page
    assert "đang ở hộp thư đi" in page
    assert 'href="/thu-den/' in page
    assert 'href="/thu-di/' in page
    assert "tệp khoa-hoc.csv, bảng 1, dòng 2, cột 2" in page
    assert PERSON in page
    silent = officer.get(f"/don-vi/{BIEN_XANH}").text
    assert "Đơn vị chưa gửi thông tin." in silent
    assert "Sắp gửi thư “Nhắc thời hạn” tới vanphong@bienxanh.example." in silent


def test_what_is_decided_about_a_unit_is_told_with_its_note_and_taken_back(
    filled: Office, desk_client: Login
) -> None:
    officer = desk_client("officer")
    back = f"/don-vi/{SAO_MAI}"
    page = officer.post(
        "/don-vi-quyet-dinh", unit_id=SAO_MAI, deed="stop", note="đã gọi điện", back=back
    ).text
    assert "Đã dừng gửi thư" in page
    assert "đã gọi điện" in page
    assert decided(filled) == [(DecisionKind.STOP_ASKING, SAO_MAI, "")]
    [stopped] = filled.app.store.decisions(filled.app.campaign.id)
    assert stopped.made_by == "officer"
    undone = officer.post("/quyet-dinh/hoan-tac", ids=str(stopped.id), back=back).text
    assert "Đã dừng gửi thư" not in undone
    assert "Đã hoàn tác" in undone
    assert decided(filled) == []


def test_a_case_is_closed_by_hand_and_opened_again(filled: Office, desk_client: Login) -> None:
    officer = desk_client("officer")
    officer.post("/don-vi-quyet-dinh", unit_id=SAO_MAI, deed="close")
    assert filled.state().status is UnitStatus.COMPLETE
    page = officer.get(f"/don-vi/{SAO_MAI}").text
    assert 'class="badge good">Đóng hồ sơ<' in page
    assert "Nội dung còn thiếu" in page
    assert 'value="close"' not in page
    officer.post("/don-vi-quyet-dinh", unit_id=SAO_MAI, deed="reopen")
    assert filled.state().status is UnitStatus.INCOMPLETE


def test_a_late_unit_is_accepted_as_in_time(office: Office, desk_client: Login) -> None:
    office.clock.at("2025-06-03T09:00:00")
    office.postbox.deliver(submission(1, row("Hàn điện"), sent="2025-06-03T08:00:00"), at=office.clock.now)
    poll(office.app)
    officer = desk_client("officer")
    assert "Gửi sau thời hạn" in officer.get(f"/don-vi/{SAO_MAI}").text
    after = officer.post("/don-vi-quyet-dinh", unit_id=SAO_MAI, deed="accept_late", back=f"/don-vi/{SAO_MAI}")
    assert not office.state().late
    assert 'value="accept_late"' not in after.text


def test_who_may_not_decide_is_refused_and_nothing_is_written(filled: Office, desk_client: Login) -> None:
    for role in ("viewer", "operator"):
        visitor = desk_client(role)
        assert visitor.post("/don-vi-quyet-dinh", unit_id=SAO_MAI, deed="close").status_code == 403
        assert "/don-vi-quyet-dinh" not in visitor.get(f"/don-vi/{SAO_MAI}").text
    assert decided(filled) == []
    officer = desk_client("officer")
    assert officer.post("/don-vi-quyet-dinh", unit_id="x", deed="close").status_code == 422
    assert officer.post("/don-vi-quyet-dinh", unit_id=SAO_MAI, deed="x").status_code == 422


def test_a_reader_without_the_right_sees_no_person_and_no_mail(filled: Office, desk_client: Login) -> None:
    officer, viewer = desk_client("officer"), desk_client("viewer")
    contact = filled.state().contacts[0]
    officer.post("/ho-so-quyet-dinh", record_id=contact.id, deed="set", field="position", value="Giáo viên")
    told = officer.get(f"/don-vi/{SAO_MAI}").text
    page = viewer.get(f"/don-vi/{SAO_MAI}", done="1").text
    for secret in (PERSON, NUMBER, "Giáo viên", "Danh sach khoa hoc", "khoa-hoc.csv", "daotao@", "/thu-den/"):
        assert secret in told
        assert secret not in page
    assert "Hàn điện" in page
    assert "tệp đính kèm, bảng 1, dòng 2" in page


def test_each_look_at_persons_is_written_down_and_a_look_without_them_is_not(
    filled: Office, desk_client: Login
) -> None:
    officer = desk_client("officer")
    officer.get(f"/don-vi/{SAO_MAI}")
    officer.get("/dau-moi")
    desk_client("viewer").get(f"/don-vi/{SAO_MAI}")
    seen = filled.app.store.access_log.page(filled.app.campaign.id, "", "", Span()).lines
    assert {(one.user_name, one.what, one.subject) for one in seen} == {
        ("officer", "unit", SAO_MAI),
        ("officer", "contacts", ""),
    }


def test_names_that_are_markup_stay_text_and_odd_ids_lead_to_their_unit(
    office: Office, desk_client: Login
) -> None:
    odd = "cđ/số 1?&#%<b>"
    units = (*roster(), Unit(id=odd, name=HOSTILE, kind="college", emails=("a@truong.example",)))
    office.app.store.replace_units(office.app.campaign.id, units)
    office.postbox.deliver(
        submission(1, row(f"Hàn điện {HOSTILE}"), sender="a@truong.example", subject=HOSTILE),
        mail(2, f"Kính hỏi: {HOSTILE}?", sender="a@truong.example", sent="2025-05-19T10:00:00"),
    )
    poll(office.app)
    officer = desk_client("officer")
    listed = officer.get("/don-vi").text
    path = re.search(r'href="(/don-vi/[^"]*%[^"]*)" data-open', listed)
    assert path is not None
    page = officer.get(path[1].replace("&amp;", "&"))
    assert page.status_code == 200
    for text in (listed, page.text, officer.get("/khoa-hoc").text):
        assert "<script>alert" not in text
        assert "&lt;script&gt;alert(" in text, text
    assert officer.get("/don-vi/khong-co").status_code == 404
    assert officer.get(f"/don-vi/{DOI_THONG}/").status_code == 404


@pytest.mark.usefixtures("filled")
def test_a_list_is_taken_along_as_csv_as_it_was_asked_for(desk_client: Login) -> None:
    answer = desk_client("viewer").get("/don-vi.csv", q="sao mai")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer.headers["content-disposition"].startswith("attachment")
    assert len(lines) == 2
    assert lines[1].startswith("Trường Cao đẳng Sao Mai,cd-sao-mai,Trường cao đẳng,Cần bổ sung,,3,1,1,")


def test_a_unit_of_many_courses_shows_some_and_pages_through_the_rest(
    office: Office, desk_client: Login
) -> None:
    office.postbox.deliver(submission(1, *(row(f"Nghề số {number:02}") for number in range(25))))
    poll(office.app)
    viewer = desk_client("viewer")
    first = viewer.get(f"/don-vi/{SAO_MAI}").text
    assert "1 đến 10 trong 25" in first
    assert first.count('<details class="record"') == 10
    assert "Nghề số 24" in viewer.get(f"/don-vi/{SAO_MAI}", trang="3").text
