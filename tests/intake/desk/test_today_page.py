"""The page of today: figures, what waits, pictures with words, and what is wrong, at its top."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from catalogue.snapshot import totals
from intake.jobs_digest import take_glance, take_snapshot
from intake.jobs_poll import poll
from reports.desk.today import COVERAGE_PICTURE, PROGRESS_PICTURE
from tests.support.apps import Office, mail, row, submission
from tests.support.desks import Visitor

Login = Callable[[str], Visitor]


@pytest.fixture
def busy(office: Office) -> Office:
    """One school complete but for its letter, one incomplete, one without courses, one stranger."""
    office.postbox.deliver(
        submission(1, row("Hàn điện"), row("Tiện ren")),
        submission(2, row("May áo", url=""), sender="vanphong@bienxanh.example"),
        submission(3, row("Cắm hoa"), sender="co.giao@gmail.example"),
        mail(4, "Kính gửi Sở, trung tâm không có khóa học nào.", sender="gdtx.doithong@hcmedu.example"),
    )
    poll(office.app)
    return office


def test_the_figures_at_a_glance_are_those_of_the_digest(busy: Office) -> None:
    glance, whole = totals(take_glance(busy.app)), totals(take_snapshot(busy.app))
    assert (glance.invited, glance.complete, glance.incomplete, glance.none, glance.not_sent) == (
        (whole.invited, whole.complete, whole.incomplete, whole.none, whole.not_sent)
    )


@pytest.mark.usefixtures("busy")
def test_today_shows_the_figures_and_leads_to_their_units(desk_client: Login) -> None:
    page = desk_client("officer").get("/hom-nay").text
    assert "2/3 đơn vị đã hoàn thành" in page
    assert 'href="/don-vi?tinh_trang=incomplete"' in page


@pytest.mark.usefixtures("busy")
def test_today_shows_what_waits_and_leads_to_it(desk_client: Login) -> None:
    officer = desk_client("officer")
    assert 'hx-get="/hom-nay/viec"' in officer.get("/hom-nay").text
    page = officer.part("/hom-nay/viec").text
    assert "Thư chưa xác định được đơn vị gửi" in page
    assert 'href="/can-xu-ly?loai=unknown_sender"' in page


@pytest.mark.usefixtures("busy")
def test_who_only_views_sees_figures_but_nothing_that_waits(desk_client: Login) -> None:
    page = desk_client("viewer").get("/hom-nay").text
    assert "2/3 đơn vị đã hoàn thành" in page
    assert "Việc cần xử lý" not in page
    assert "co.giao@gmail.example" not in page


@pytest.mark.usefixtures("busy")
@pytest.mark.parametrize("path", [PROGRESS_PICTURE, COVERAGE_PICTURE])
def test_each_picture_is_drawn_and_told_in_words(desk_client: Login, path: str) -> None:
    officer = desk_client("officer")
    answer = officer.get(path)
    assert answer.headers["content-type"] == "image/png"
    with Image.open(BytesIO(answer.content)) as picture:
        assert picture.width > 400
    start = officer.get("/hom-nay").text.partition(f'src="{path}" alt="')[2]
    assert len(start.partition('"')[0]) > 40


def test_a_mailbox_that_does_not_answer_stands_at_the_top(busy: Office, desk_client: Login) -> None:
    run = busy.app.store.start_run("poll", busy.clock.now)
    busy.app.store.finish_run(run, busy.clock.now, {}, "máy chủ thư không trả lời")
    page = desk_client("operator").get("/hom-nay").text
    assert page.index("Hộp thư không truy cập được") < page.index("đã hoàn thành")
    assert "có sự cố" in page
