"""The desk in a real browser: by keyboard, with scripts and without; one desk for the whole file."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from catalogue.accounts import Role
from catalogue.memory.store import Store
from catalogue.records import LetterState
from catalogue.views import LetterFilter
from intake.desk.logins import add_user
from intake.jobs_poll import poll
from tests.support.apps import Office, office_in, row, submission
from tests.support.browsers import Watched
from tests.support.browsers import browser as browser
from tests.support.desks import PASSWORD
from tests.support.deskserver import served
from tests.support.queues import busy_queue

pytestmark = pytest.mark.browser
NAME = "lan"
PAGES = (
    *(
        "/hom-nay",
        "/can-xu-ly",
        "/can-xu-ly?loai=conflict",
        "/can-xu-ly?loai=doubt",
        "/can-xu-ly?loai=held_letter",
    ),
    *("/thu-den", "/thu-di", "/dot-thu-thap", "/nhat-ky", "/nhat-ky?loai=truy-cap", "/du-lieu-ca-nhan"),
)
"""Those of units and records are looked at in a file of their own."""
CARDS = 10


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An installation in which one thing of each sort waits."""
    folder = tmp_path_factory.mktemp("desk")
    Store.open(f"sqlite:///{folder / 'empty.db'}", create=True).close()
    office = office_in(folder / "office", folder / "empty.db")
    add_user(office.app, NAME, Role.OFFICER, PASSWORD)
    busy_queue(office)
    for number in range(20, 26):
        sender = f"nguoi.la.{number}@gmail.example"
        office.postbox.deliver(
            submission(number, row(f"Nghề số {number}"), sender=sender), at=office.clock.now
        )
    poll(office.app)
    yield office
    office.app.close()


@pytest.fixture(scope="module")
def base(bureau: Office) -> Iterator[str]:
    with served(bureau.app) as address:
        yield address


@pytest.fixture
def stranger(browser: Browser, base: str) -> Iterator[Watched]:
    """A visitor who is not logged in."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    watched = Watched(context.new_page(), base)
    yield watched
    context.close()
    assert watched.faults == []


@pytest.fixture
def visitor(stranger: Watched) -> Watched:
    """The officer, logged in by keyboard."""
    stranger.open("/")
    log_in(stranger.page)
    return stranger


def log_in(page: Page, password: str = PASSWORD) -> None:
    """The form begins where one types, and Enter sends it."""
    page.keyboard.type(NAME)
    page.keyboard.press("Tab")
    page.keyboard.type(password)
    with page.expect_navigation(wait_until="networkidle"):
        page.keyboard.press("Enter")


def waiting(page: Page) -> int:
    """How many things wait, as the card says."""
    return int(page.locator(".need-kind span").last.inner_text().rpartition(" ")[2])


def letters(office: Office, state: LetterState) -> list[int]:
    wanted = LetterFilter(state=state)
    return [one.id for one in office.app.store.letters(office.app.campaign.id, wanted)]


def heading(page: Page) -> str:
    return page.get_by_role("heading", level=1).inner_text()


def test_who_logs_in_by_keyboard_lands_where_he_wanted_to_go(stranger: Watched) -> None:
    stranger.open("/dot-thu-thap")
    assert heading(stranger.page) == "Đăng nhập"
    log_in(stranger.page)
    assert heading(stranger.page) == "Đợt thu thập"


def test_a_wrong_password_says_so_and_keeps_the_name(stranger: Watched) -> None:
    stranger.expected = frozenset({403})
    stranger.open("/")
    log_in(stranger.page, "không phải mật khẩu này")
    assert "chưa đúng" in stranger.page.get_by_role("alert").inner_text()
    assert stranger.page.get_by_label("Tên đăng nhập").input_value() == NAME


def test_every_page_opens_by_two_keys_and_help_by_one(visitor: Watched) -> None:
    for key, name in (("d", "Đơn vị"), ("k", "Khóa học"), ("n", "Nhật ký"), ("h", "Hôm nay")):
        with visitor.page.expect_navigation(wait_until="networkidle"):
            visitor.page.keyboard.type(f"g{key}")
        assert heading(visitor.page) == name
    visitor.page.keyboard.type("?")
    assert visitor.page.get_by_role("dialog").is_visible()
    visitor.page.keyboard.press("Escape")
    assert not visitor.page.get_by_role("dialog").is_visible()


def test_after_leaving_nothing_is_shown_any_more_not_even_by_the_back_key(visitor: Watched) -> None:
    visitor.open("/don-vi")
    with visitor.page.expect_navigation(wait_until="networkidle"):
        visitor.page.get_by_role("button", name="Đăng xuất").click()
    assert heading(visitor.page) == "Đăng nhập"
    visitor.page.go_back(wait_until="networkidle")
    assert heading(visitor.page) == "Đăng nhập"


def test_ten_cards_are_decided_by_one_key_each_and_the_last_one_is_taken_back(visitor: Watched) -> None:
    page = visitor.page
    with page.expect_navigation(wait_until="networkidle"):
        page.keyboard.type("gv")
    decided = []
    for _ in range(CARDS):
        before, mark = waiting(page), page.locator(".need input[name=viec]").first.get_attribute("value")
        keys = page.locator(".need form.deed button[data-key]")
        page.keyboard.press(str(keys.first.get_attribute("data-key")))
        expect(page.locator(f'.need input[name=viec][value="{mark}"]')).to_have_count(0)
        # What a mail told goes with it: more than one thing may be settled at once.
        assert waiting(page) < before
        expect(page.locator("[data-item]:focus")).to_have_count(1)
        decided.append(mark)
    assert len(set(decided)) == CARDS
    left = waiting(page)
    page.keyboard.press("z")
    expect(page.locator(".need-kind")).not_to_have_text(re.compile(rf"trong {left}\s*$"))
    assert waiting(page) > left


def test_without_scripts_a_card_is_decided_and_taken_back_too(browser: Browser, base: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{base}/can-xu-ly")
    page.get_by_label("Tên đăng nhập").fill(NAME)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Đăng nhập").click()
    begun = waiting(page)
    page.locator(".need form.deed button[data-key]").first.click()
    assert waiting(page) < begun
    page.get_by_role("button", name="Hoàn tác").click()
    assert waiting(page) == begun
    context.close()


def test_a_held_letter_is_read_as_it_will_leave_and_released(visitor: Watched, bureau: Office) -> None:
    held = next(iter(letters(bureau, LetterState.HELD)))
    visitor.open(f"/thu-di/{held}")
    assert visitor.page.frame_locator("iframe").first.locator("body").inner_text()
    with visitor.page.expect_navigation(wait_until="networkidle"):
        visitor.page.get_by_role("button", name="Duyệt gửi").click()
    assert held in letters(bureau, LetterState.QUEUED)


def test_a_mails_sheet_is_looked_at_with_its_cells_marked(visitor: Watched) -> None:
    visitor.open("/thu-den")
    with visitor.page.expect_navigation(wait_until="networkidle"):
        visitor.page.get_by_role("link", name="Gửi Sở danh sách khóa học năm 2025").first.click()
    with visitor.page.expect_navigation(wait_until="networkidle"):
        visitor.page.get_by_role("link", name="Bản đọc").first.click()
    seen = visitor.page.frame_locator("iframe").first
    assert "Cắm hoa nghệ thuật" in seen.locator("body").inner_text()
    assert seen.locator("td[class]").count() > 3


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (1280, "dark"), (390, "light")])
def test_no_page_has_a_serious_barrier(browser: Browser, base: str, width: int, scheme: str) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    visit = Watched(context.new_page(), base)
    visit.open("/")
    found = visit.barriers()
    log_in(visit.page)
    for path in PAGES:
        visit.open(path)
        found += visit.barriers()
    context.close()
    assert found == []
    assert visit.faults == []
