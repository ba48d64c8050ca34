"""The queue in a real browser: no sort of card shuts anybody out; keys decide, seek and take back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from catalogue.accounts import Role
from catalogue.memory.store import Store
from catalogue.snapshot import Need
from intake.desk.logins import let_in
from intake.desk.waiting import waiting
from tests.support.apps import BIEN_XANH, Office, office_in
from tests.support.browsers import Watched
from tests.support.browsers import browser as browser
from tests.support.deskserver import served
from tests.support.queues import busy_queue

pytestmark = pytest.mark.browser
NAME = "lan"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One thing of each sort waits."""
    folder = tmp_path_factory.mktemp("queue")
    Store.open(f"sqlite:///{folder / 'empty.db'}", create=True).close()
    made = office_in(folder / "office", folder / "empty.db")
    busy_queue(made)
    made.app.store.accounts.add_user(NAME, Role.OFFICER, "no hash", made.app.clock())
    yield made
    made.app.close()


@pytest.fixture(scope="module")
def base(office: Office) -> Iterator[str]:
    with served(office.app) as address:
        yield address


def visit(
    browser: Browser, base: str, office: Office, *, width: int = 1280, scheme: str = "light"
) -> Watched:
    """A browser in which the officer is logged in."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    context.add_cookies([{"name": "desk", "value": let_in(office.app, NAME), "url": base}])
    return Watched(context.new_page(), base)


def title(page: Page) -> str:
    return page.locator("#need-title").inner_text()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])
def test_no_sort_of_card_shuts_anybody_out(
    browser: Browser, base: str, office: Office, width: int, scheme: str
) -> None:
    watched = visit(browser, base, office, width=width, scheme=scheme)
    found: list[str] = []
    for mark in {line.kind: mark for mark, line in waiting(office.app).lines.items()}.values():
        watched.open(f"/can-xu-ly?chon={mark}")
        watched.page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
        found += watched.barriers()
    watched.page.context.close()
    assert found == []
    assert watched.faults == []


def test_keys_put_off_go_on_decide_and_take_back_and_the_next_card_has_the_focus(
    browser: Browser, base: str, office: Office
) -> None:
    watched = visit(browser, base, office)
    page, marks = watched.page, waiting(office.app)
    first, second, third = [marks.lines[mark].what for mark in marks.of(None)[:3]]
    watched.open("/can-xu-ly")
    for key, then in (("j", second), ("k", first), ("l", second), ("1", third), ("z", second)):
        page.keyboard.press(key)
        expect(page.locator("#need-title")).to_have_text(then)
        expect(page.locator("article.need")).to_be_focused()
    expect(page.locator("#said")).to_contain_text("Đã hoàn tác")
    assert page.locator("#said").get_attribute("aria-live") == "polite"
    assert watched.faults == []
    page.context.close()


def test_a_unit_is_found_while_its_name_is_typed_and_given_the_message(
    browser: Browser, base: str, office: Office
) -> None:
    watched = visit(browser, base, office)
    page = watched.page
    watched.open(f"/can-xu-ly?loai={Need.UNKNOWN_SENDER}")
    page.keyboard.press("d")
    page.keyboard.type("bien xa")
    page.get_by_role("button", name="Chỉ thư này: Trường Trung cấp Biển Xanh").press("Enter")
    expect(page.locator("#said")).to_contain_text("Biển Xanh")
    assert "Cắm hoa nghệ thuật" in office.titles(BIEN_XANH)
    page.keyboard.press("z")
    expect(page.locator("#need-title")).to_have_text("Gửi Sở danh sách khóa học năm 2025")
    assert office.titles(BIEN_XANH) == []
    assert watched.faults == []
    page.context.close()
