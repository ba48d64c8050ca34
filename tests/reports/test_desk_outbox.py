from datetime import timedelta
from typing import Any

import pytest

from catalogue.outbox import Letter, LetterFile
from catalogue.records import LetterKind, LetterState
from reports.desk.outbox import LetterFacts, LetterView, letter_view, outbox_lines, state_tabs, with_pictures
from tests.reports import samples
from tests.reports.desk_samples import letter as line

HTML = '<p>Kính gửi</p><img alt="x" src="cid:tien-do.png">'
PICTURE = LetterFile("tien-do.png", "image/png", b"x" * 2_048)
BOOK = LetterFile("Nội dung/../bổ sung.xlsx", "application/vnd.ms-excel", b"y")


def shown(due: timedelta = timedelta(0), **changes: Any) -> LetterView:
    facts = {one: changes.pop(one) for one in ("sending", "muted_until") if one in changes}
    given: dict[str, Any] = {
        "campaign": "course-catalogue-2025", "unit_id": "cd-ben", "kind": LetterKind.CLARIFICATION, "id": 12,
        "window": "1", "to": "daotao@cdb.example", "subject": "Đề nghị bổ sung", "text": "Kính gửi",
        "html": HTML, "ref": samples.REF, "items": samples.asked(), "files": (PICTURE, BOOK),
        "created_at": samples.NOW,
    }  # fmt: skip
    letter = Letter(**(given | changes))
    return letter_view(
        LetterFacts(campaign=samples.campaign(), letter=letter, due_at=samples.NOW + due, now=samples.NOW,
                    unit_name="Trường Cao đẳng Bến Phú Lâm", **facts)
    )  # fmt: skip


def test_a_letter_is_shown_exactly_as_it_goes_out() -> None:
    view = shown()
    assert (view.subject, view.text, view.questions) == ("Đề nghị bổ sung", "Kính gửi", 6)
    assert dict(view.headers)["Gửi tới"] == "daotao@cdb.example"
    assert view.html == HTML.replace("cid:tien-do.png", "/thu-di/12/tep/tien-do.png")
    assert [(one.name, one.size, one.is_inline) for one in view.files] == [
        ("tien-do.png", "2 KB", True),
        (BOOK.filename, "1 byte", False),
    ]


def test_the_name_of_a_file_leads_nowhere_but_to_that_file() -> None:
    path = shown().files[1].path
    assert path.startswith("/thu-di/12/tep/")
    assert path.count("/") == 4
    moved = with_pictures('<img src="cid:a&quot; onload=&quot;x">', lambda name: f"/p/{name}")
    assert moved == '<img src="/p/a&quot; onload=&quot;x">'


def test_only_pictures_are_fetched_from_the_desk() -> None:
    page = '<a href="cid:x">cid:x</a> src="cid:y"'
    assert with_pictures(page, lambda name: f"/p/{name}") == page


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"state": LetterState.HELD}, ["Chờ chuyên viên duyệt."]),
        (
            {"state": LetterState.HELD, "kind": LetterKind.OVERDUE},
            ["Thư đôn đốc chỉ gửi khi chuyên viên duyệt."],
        ),
        ({"sending": False}, ["Chế độ gửi thư đang tắt."]),
        ({"due": timedelta(hours=1)}, ["Ngoài giờ làm việc."]),
        (
            {"due": timedelta(hours=1), "not_before": samples.NOW + timedelta(hours=1)},
            ["Chưa đến thời điểm gửi."],
        ),
        (
            {"muted_until": samples.NOW + timedelta(days=3)},
            ["Địa chỉ nhận tạm dừng tới 29/5/2025 07:30."],
        ),
        ({"error": "454 try later", "attempts": 2}, ["Đã thử 2 lần; lỗi gần nhất: 454 try later"]),
        ({"state": LetterState.FAILED, "error": "550 no"}, ["Lỗi: 550 no"]),
        ({}, []),
    ],
)
def test_everything_that_keeps_a_letter_is_said(changes: dict[str, Any], told: list[str]) -> None:
    assert list(shown(**changes).holds) == told


def test_when_a_letter_may_leave_or_has_left_is_one_sentence() -> None:
    assert shown(timedelta(hours=1)).when == "Gửi từ 26/5/2025 08:30."
    assert shown(state=LetterState.HELD).when == "Đến lượt gửi từ 26/5/2025 07:30, sau khi chuyên viên duyệt."
    sent = shown(state=LetterState.SENT, sent_at=samples.NOW)
    assert sent.when == "Đã gửi lúc 26/5/2025 07:30."
    came_back = shown(state=LetterState.RETURNED, sent_at=samples.NOW)
    assert came_back.when == "Đã gửi lúc 26/5/2025 07:30. Thư bị trả lại; không ai nhận được."


@pytest.mark.parametrize(
    ("state", "may"),
    [
        (LetterState.HELD, "approve cancel"),
        (LetterState.QUEUED, "hold cancel"),
        (LetterState.FAILED, "approve cancel"),
        (LetterState.SENDING, ""),
        (LetterState.SENT, ""),
        (LetterState.CANCELLED, ""),
        (LetterState.WITHDRAWN, ""),
    ],
)
def test_only_what_the_store_would_do_is_offered(state: LetterState, may: str) -> None:
    view = shown(state=state)
    offered = {"approve": view.can_approve, "hold": view.can_hold, "cancel": view.can_cancel}
    assert " ".join(name for name, can in offered.items() if can) == may
    (listed,) = outbox_lines(samples.campaign(), (line(state=state),), {"cd-ben": "Trường A"})
    assert (listed.can_approve, listed.can_hold, listed.can_cancel) == tuple(offered.values())
    assert listed.unit_name == "Trường A"


def test_the_tabs_show_what_waits_even_where_nothing_does() -> None:
    tabs = state_tabs({LetterState.SENT: 1_234})
    assert [(tab.state, tab.count) for tab in tabs] == [("held", "0"), ("queued", "0"), ("sent", "1.234")]
