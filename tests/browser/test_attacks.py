"""An officer in a hurry and a hostile school, in a real browser: nothing is done twice, unasked or unseen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Dialog, expect

from catalogue.accounts import Role
from catalogue.memory.store import Store
from catalogue.records import LetterState
from catalogue.views import LetterFilter
from intake.desk.logins import add_user, let_in
from tests.support.apps import Office, office_in
from tests.support.browsers import Watched
from tests.support.browsers import browser as browser
from tests.support.desks import PASSWORD
from tests.support.deskserver import served
from tests.support.queues import busy_queue

pytestmark = pytest.mark.browser
NAME = "lan"


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("hurry")
    Store.open(f"sqlite:///{folder / 'empty.db'}", create=True).close()
    office = office_in(folder / "office", folder / "empty.db")
    add_user(office.app, NAME, Role.OFFICER, PASSWORD)
    busy_queue(office)
    yield office
    office.app.close()


@pytest.fixture(scope="module")
def base(bureau: Office) -> Iterator[str]:
    with served(bureau.app) as address:
        yield address


@pytest.fixture
def officer(browser: Browser, base: str, bureau: Office) -> Iterator[Watched]:
    """An officer with a login in a browser of his own."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.add_cookies([{"name": "desk", "value": let_in(bureau.app, NAME), "url": base}])
    watched = Watched(context.new_page(), base)
    yield watched
    context.close()
    assert watched.faults == []


def decided(office: Office) -> int:
    return len(office.app.store.all_decisions(office.app.campaign.id))


def test_a_letter_that_may_have_left_goes_again_only_after_a_question(
    officer: Watched, bureau: Office
) -> None:
    store = bureau.app.store
    [letter] = store.letters(bureau.app.campaign.id, LetterFilter(state=LetterState.FAILED))
    store.approve(letter.id)
    store.due_letters(bureau.clock.now + timedelta(days=9), 100)
    store.mark_failed(letter.id, "may have left: the line broke", None)
    asked: list[str] = []

    def refuse(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    officer.page.on("dialog", refuse)
    officer.open(f"/thu-di/{letter.id}")
    officer.page.keyboard.press("1")
    officer.page.wait_for_load_state("networkidle")
    assert len(asked) == 1
    assert store.letters(bureau.app.campaign.id, LetterFilter(state=LetterState.FAILED)) != []


def test_a_key_pressed_twice_at_once_decides_once(officer: Watched, bureau: Office) -> None:
    officer.open("/can-xu-ly?loai=conflict")
    before = decided(bureau)
    # Two strokes before the answer is there.
    officer.page.evaluate(
        """() => { for (let at = 0; at < 3; at++) document.dispatchEvent(
             new KeyboardEvent("keydown", {key: "1", bubbles: true})) }"""
    )
    officer.page.wait_for_load_state("networkidle")
    expect(officer.page.locator(".said")).to_be_visible()
    assert decided(bureau) == before + 1


def test_two_tabs_decide_the_same_thing_once_and_the_later_one_is_told_and_can_go_on(
    officer: Watched, bureau: Office
) -> None:
    other = officer.page.context.new_page()
    other.goto(f"{officer.base}/can-xu-ly?loai=unreadable")
    officer.open("/can-xu-ly?loai=unreadable")
    before = decided(bureau)
    officer.page.keyboard.press("1")
    expect(officer.page.locator(".said")).to_be_visible()
    other.keyboard.press("1")
    expect(other.locator(".said.warning")).to_contain_text("Chưa ghi gì")
    assert decided(bureau) == before + 1
    # Whoever only hears the page stands on the next thing, or where it says that there is none.
    expect(other.locator("[data-item]:focus")).to_be_visible()


def test_a_login_that_ended_meanwhile_asks_for_it_as_a_page(officer: Watched, bureau: Office) -> None:
    officer.expected = frozenset({401})
    officer.open("/can-xu-ly?loai=doubt")
    before = decided(bureau)
    bureau.app.store.accounts.change_user(NAME, bureau.clock.now, role=Role.OFFICER)
    officer.page.keyboard.press("1")
    expect(officer.page.get_by_role("heading", level=1)).to_have_text("Đăng nhập")
    assert officer.page.locator("h1").count() == 1
    assert decided(bureau) == before


def test_a_right_that_ended_meanwhile_is_told_as_one_page_and_not_within_another(
    officer: Watched,
) -> None:
    officer.expected = frozenset({403})
    officer.open("/can-xu-ly?loai=doubt")
    officer.page.evaluate(
        """document.querySelectorAll("input[name=csrf]").forEach(one => one.value = "old")"""
    )
    officer.page.keyboard.press("1")
    expect(officer.page.get_by_role("heading", level=1)).to_have_text("Không có quyền")
    assert officer.page.locator("main").count() == 1
    assert officer.page.locator("#queue").count() == 0
    assert officer.barriers() == []
    # htmx tells the console what the page tells the visitor.
    officer.faults = [one for one in officer.faults if "Status Error Code 403" not in one]


def test_who_does_without_single_letters_decides_nothing_by_them_until_they_are_wanted_again(
    officer: Watched, bureau: Office
) -> None:
    officer.open("/can-xu-ly?loai=doubt")
    before = decided(bureau)
    for wanted in (False, True):
        officer.page.get_by_role("button", name="Phím tắt").click()
        officer.page.get_by_label("Dùng các phím tắt này").set_checked(wanted)
        officer.page.keyboard.press("Escape")
        officer.open("/can-xu-ly?loai=doubt")
        officer.page.keyboard.press("1")
        expect(officer.page.locator(".said")).to_have_count(int(wanted))
        officer.open("/can-xu-ly?loai=doubt")
        assert (decided(bureau) > before) is wanted
