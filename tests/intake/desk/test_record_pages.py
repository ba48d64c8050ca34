"""The pages of courses and contacts: edited where they stand, with origin and history, and by rights."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest

from catalogue.fields import COURSE, field_of
from catalogue.records import DecisionKind, Record
from config.campaign import load_campaign
from intake import jobs_decide
from intake.jobs_poll import poll
from intake.typed_values import read_value
from reports.desk.origins import Sources
from reports.desk.record import record_view
from reports.display import shown_value
from tests.support.apps import SAO_MAI, Office, row, submission
from tests.support.desks import Visitor

Login = Callable[[str], Visitor]
DEEDS = "/ho-so-quyet-dinh"


@pytest.fixture
def filled(office: Office) -> Office:
    """Three courses: one whose fee is doubtful, one that a later file tells otherwise."""
    first = submission(1, row("Hàn điện", fee="khoảng 2 triệu"), row("Tiện ren"), row("Pha chế đồ uống"))
    again = submission(
        2, row("Tiện ren", content="Tiện ren ngoài, ren trong"), sent="2025-05-19T14:00:00", subject="Bo sung"
    )
    office.postbox.deliver(first, again)
    poll(office.app)
    return office


def names_in(page: str) -> list[str]:
    return re.findall(r"data-open>([^<]+)</a>", page)


def kinds(office: Office) -> list[DecisionKind]:
    return [one.kind for one in office.app.store.decisions(office.app.campaign.id)]


def held(record: Record, key: str) -> object:
    return record.values[key].value


@pytest.mark.usefixtures("filled")
def test_courses_are_found_without_diacritics_filtered_and_led_to(desk_client: Login) -> None:
    viewer = desk_client("viewer")
    assert names_in(viewer.get("/khoa-hoc", q="pha che").text) == ["Pha chế đồ uống"]
    assert names_in(viewer.get("/khoa-hoc", loc="doubtful").text) == ["Hàn điện"]
    assert names_in(viewer.get("/khoa-hoc", don_vi=SAO_MAI, trinh_do="elementary", sap_xep="name").text) == [
        "Hàn điện",
        "Pha chế đồ uống",
        "Tiện ren",
    ]
    assert names_in(viewer.get("/khoa-hoc", don_vi="tc-bien-xanh").text) == []
    officer = desk_client("officer")
    assert names_in(officer.get("/dau-moi", q="0918202431").text) == ["Trịnh Thu Ngân"]


def test_a_value_is_edited_where_it_stands_and_the_old_one_stays_with_its_source(
    filled: Office, desk_client: Login
) -> None:
    officer, course = desk_client("officer"), filled.course("Hàn điện")
    answer = officer.post(
        DEEDS,
        record_id=course.id,
        deed="set",
        field="fee",
        value="2.500.000 đồng/khóa",
        note="gọi điện",
        back=f"/don-vi/{SAO_MAI}?trang=1",
    )
    assert answer.url.path == f"/don-vi/{SAO_MAI}"
    assert answer.url.fragment == f"f-{course.id}-fee"
    assert "Đã ghi quyết định: Ghi học phí của &#34;Hàn điện&#34;" in answer.text
    assert held(filled.course("Hàn điện"), "fee_vnd") == 2_500_000
    page = unescape(officer.get(f"/khoa-hoc/{course.id}").text)
    assert "chuyên viên xác định, quyết định số" in page
    assert "gọi điện" in page
    assert "Giá trị trước đây" in page
    assert "2.500.000 đồng" in page
    assert 'href="https://hoc.example/hnin" target="_blank" rel="noopener noreferrer nofollow"' in page
    assert re.search(r"tệp khoa-hoc\.csv, bảng 1, dòng 2, cột 5\s+\(thư của \S+;", page)
    made = filled.app.store.decisions(filled.app.campaign.id)
    undone = officer.post("/quyet-dinh/hoan-tac", ids=",".join(str(one.id) for one in made), back="/khoa-hoc")
    assert undone.status_code == 200
    assert held(filled.course("Hàn điện"), "fee_vnd") != 2_500_000
    assert "đã hoàn tác" in officer.get(f"/khoa-hoc/{course.id}").text


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        ("url", "mai sẽ có <b>", "chưa phải là địa chỉ trang thông tin lớp học hợp lệ"),
        ("fee", "   ", "Chưa nhập giá trị"),
        ("title", "chưa có", "Khóa học không thể không có tên khóa học"),
    ],
)
def test_a_bad_value_is_refused_with_its_reason_and_what_was_typed_stays(
    filled: Office, desk_client: Login, field: str, typed: str, told: str
) -> None:
    course = filled.course("Hàn điện")
    answer = desk_client("officer").post(
        DEEDS, record_id=course.id, deed="set", field=field, value=typed, note="ghi <i>chú</i>"
    )
    assert answer.status_code == 422
    page = unescape(answer.text)
    assert told in page
    assert f'value="{typed}"' in page
    assert 'value="ghi <i>chú</i>"' in page
    assert "<b>" not in answer.text.replace("<b>Nguồn", "").replace("<b>Giá", "").replace("<b>Đơn", "")
    assert kinds(filled) == []


def test_every_choice_that_a_field_offers_is_taken_for_what_it_says() -> None:
    sources = Sources(campaign=load_campaign("course-catalogue-2025"))
    empty = Record(id="r1", kind=COURSE, unit_id=SAO_MAI, values={}, message_ids=())
    offered = [one for one in record_view(empty, sources).fields if one.options]
    assert {"level", "delivery", "work_study", "certificate"} <= {one.key for one in offered}
    for one in offered:
        for words in one.options:
            read = read_value(COURSE, one.key, words)[one.key]
            assert (shown_value(field_of(COURSE, one.key), read), read.doubt) == (words, "")


def test_there_is_none_is_an_answer_and_a_doubtful_value_is_confirmed_as_it_was_seen(
    filled: Office, desk_client: Login
) -> None:
    officer, course = desk_client("officer"), filled.course("Hàn điện")
    officer.post(DEEDS, record_id=course.id, deed="none", field="url")
    assert filled.course("Hàn điện").values["url"].answered
    assert course.doubtful == ("fee",)
    stale = officer.post(DEEDS, record_id=course.id, deed="confirm", field="fee", seen='"free"')
    assert (stale.status_code, filled.course("Hàn điện").doubtful) == (422, ("fee",))
    assert "Nội dung đã thay đổi" in stale.text
    officer.post(DEEDS, record_id=course.id, deed="confirm", field="fee", seen='"paid"')
    assert filled.course("Hàn điện").doubtful == ()


def test_of_values_that_disagree_only_one_that_stands_there_is_taken(
    office: Office, desk_client: Login
) -> None:
    office.postbox.deliver(submission(1, row("Cắm hoa", url="https://a.example/1")))
    poll(office.app)
    jobs_decide.set_value(office.app, office.course("Cắm hoa").id, "url", "https://b.example/2")
    office.clock.forward(hours=1)
    later = submission(2, row("Cắm hoa", url="https://c.example/3"), sent="2025-05-20T09:30:00")
    office.postbox.deliver(later, at=office.clock.now)
    poll(office.app)
    officer, course = desk_client("officer"), office.course("Cắm hoa")
    page = officer.get(f"/khoa-hoc/{course.id}").text
    assert "không thống nhất" in page
    assert all(
        f'<strong class="wrap">{url}' in page for url in ("https://b.example/2", "https://c.example/3")
    )
    made_up = officer.post(DEEDS, record_id=course.id, deed="take", field="url", value='"https://d.example"')
    assert made_up.status_code == 422
    officer.post(DEEDS, record_id=course.id, deed="take", field="url", value='"https://c.example/3"')
    taken = office.course("Cắm hoa")
    assert (held(taken, "url"), taken.conflicts) == ("https://c.example/3", ())


def test_two_records_become_one_and_the_old_address_leads_to_it(filled: Office, desk_client: Login) -> None:
    officer = desk_client("officer")
    stays, joins = filled.course("Hàn điện"), filled.course("Pha chế đồ uống")
    offered = officer.get(f"/khoa-hoc/{stays.id}", tim="pha che").text
    assert f'name="value" value="{joins.id}"' in offered
    officer.post(DEEDS, record_id=stays.id, deed="merge", value=joins.id)
    assert sorted(filled.titles()) == ["Hàn điện", "Tiện ren"]
    assert officer.get(f"/khoa-hoc/{joins.id}").url.path == f"/khoa-hoc/{stays.id}"
    [merged] = filled.app.store.decisions(filled.app.campaign.id)
    officer.post("/quyet-dinh/hoan-tac", ids=str(merged.id))
    assert len(filled.titles()) == 3
    alone = officer.post(DEEDS, record_id=stays.id, deed="merge", value="")
    assert (alone.status_code, "Chưa chọn nội dung để gộp" in alone.text) == (422, True)


def test_what_one_message_said_is_parted_and_what_cannot_be_is_refused_without_a_trace(
    filled: Office, desk_client: Login
) -> None:
    officer, course = desk_client("officer"), filled.course("Tiện ren")
    later = next(one for one in filled.app.store.messages(filled.app.campaign.id) if one.subject == "Bo sung")
    page = officer.get(f"/khoa-hoc/{course.id}").text
    assert f'name="value" value="{later.sha256}"' in page
    officer.post(DEEDS, record_id=course.id, deed="split", value=later.sha256)
    assert filled.titles().count("Tiện ren") == 2
    whole = filled.course("Hàn điện")
    refused = officer.post(DEEDS, record_id=whole.id, deed="split", value=later.sha256)
    assert (refused.status_code, "Không tách được" in refused.text) == (422, True)
    assert kinds(filled) == [DecisionKind.SPLIT]


def test_a_dropped_record_leads_back_to_its_unit_where_it_is_brought_back(
    filled: Office, desk_client: Login
) -> None:
    officer, course = desk_client("officer"), filled.course("Hàn điện")
    answer = officer.post(DEEDS, record_id=course.id, deed="drop", back=f"/khoa-hoc/{course.id}")
    assert answer.url.path == f"/don-vi/{SAO_MAI}"
    assert "Bỏ " in answer.text
    assert "officer; Hàn điện" in answer.text
    assert "Hàn điện" not in filled.titles()
    assert officer.get(f"/khoa-hoc/{course.id}").status_code == 404
    assert officer.post(DEEDS, record_id=course.id, deed="drop").status_code == 409
    [dropped] = filled.app.store.decisions(filled.app.campaign.id)
    officer.post("/quyet-dinh/hoan-tac", ids=str(dropped.id), back=f"/don-vi/{SAO_MAI}")
    assert "Hàn điện" in filled.titles()


def test_contacts_are_closed_to_who_may_not_see_persons_by_every_address(
    filled: Office, desk_client: Login
) -> None:
    viewer, contact = desk_client("viewer"), filled.state().contacts[0]
    paths = ("/dau-moi", "/dau-moi.csv", f"/dau-moi/{contact.id}", f"/khoa-hoc/{contact.id}", "/khoa-hoc.csv")
    for path in paths:
        answer = viewer.get(path)
        assert answer.status_code == 403, path
        assert contact.name not in answer.text
    assert viewer.post(DEEDS, record_id=contact.id, deed="drop").status_code == 403
    assert viewer.get("/khoa-hoc", q="Trịnh Thu Ngân").text.count(contact.name) == 1  # what was typed
    officer = desk_client("officer")
    assert contact.name in officer.get(f"/khoa-hoc/{contact.id}").text
    assert contact.name in officer.get("/dau-moi.csv").content.decode("utf-8-sig")


def test_a_contact_is_released_to_the_public_and_taken_back(filled: Office, desk_client: Login) -> None:
    officer, contact = desk_client("officer"), filled.state().contacts[0]
    page = officer.post(DEEDS, record_id=contact.id, deed="release", note="đồng ý qua điện thoại").text
    assert "được công bố" in page
    again = officer.post(DEEDS, record_id=contact.id, deed="withhold").text
    assert "được công bố" not in again
    assert kinds(filled) == [DecisionKind.RELEASE, DecisionKind.RELEASE]


def test_an_address_that_nobody_gave_out_finds_nothing(filled: Office, desk_client: Login) -> None:
    officer, course = desk_client("officer"), filled.course("Hàn điện")
    for path in ("/khoa-hoc/%00", "/khoa-hoc/x%2Fy", "/khoa-hoc/%F0%9F%98%80", f"/khoa-hoc/{course.id}%0Ax"):
        assert officer.get(path).status_code == 404, path
    for done in ("9" * 5000, "٣", "-1", "1,x,,2", "0"):
        answer = officer.get(f"/khoa-hoc/{course.id}", done=done)
        assert answer.status_code == 200
        assert 'class="said"' not in answer.text


def test_a_form_goes_back_to_no_address_but_ours(filled: Office, desk_client: Login) -> None:
    course = filled.course("Hàn điện")
    officer = desk_client("officer")
    for back in ("//evil.example/x", "https://evil.example", "/\\evil.example", "javascript:alert(1)"):
        answer = officer.post(DEEDS, follow=False, record_id=course.id, deed="none", field="url", back=back)
        assert answer.headers["location"].startswith(f"/khoa-hoc/{course.id}?done=")
