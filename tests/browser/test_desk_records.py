"""Units and records in a real browser: values are edited where they stand, also without scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from catalogue.accounts import Role
from catalogue.memory.store import Store
from intake.desk.logins import add_user
from intake.jobs_poll import poll
from tests.support.apps import SAO_MAI, Office, office_in, row, submission
from tests.support.browsers import Watched
from tests.support.browsers import browser as browser
from tests.support.desks import PASSWORD
from tests.support.deskserver import served

pytestmark = pytest.mark.browser
NAME = "lan"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One unit with two courses, one of them doubtful and one without its fee."""
    folder = tmp_path_factory.mktemp("desk")
    Store.open(f"sqlite:///{folder / 'empty.db'}", create=True).close()
    office = office_in(folder / "office", folder / "empty.db")
    office.postbox.deliver(submission(1, row("Hàn điện", fee="khoảng 2 triệu"), row("Tiện ren", fee="")))
    poll(office.app)
    add_user(office.app, NAME, Role.OFFICER, PASSWORD)
    yield office
    office.app.close()


@pytest.fixture(scope="module")
def base(school: Office) -> Iterator[str]:
    with served(school.app) as address:
        yield address


def visit(
    browser: Browser, base: str, *, scripts: bool = True, width: int = 1280, scheme: str = "light"
) -> Watched:
    """A browser in which the officer is logged in."""
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=scripts,
    )
    watched = Watched(context.new_page(), base)
    watched.page.goto(f"{base}/dang-nhap")
    watched.page.get_by_label("Tên đăng nhập").fill(NAME)
    watched.page.get_by_label("Mật khẩu").fill(PASSWORD)
    with watched.page.expect_navigation(wait_until="networkidle"):
        watched.page.keyboard.press("Enter")
    return watched


def field_of(course: str, label: str) -> str:
    """A field of a course on a unit's page, as a selector: its line and what opens below it."""
    record = f'details.record:has(> summary:has-text("{course}"))'
    return f'{record} details.field:has(> summary .name:text-is("{label}"))'


@pytest.mark.parametrize("scripts", [True, False])
def test_a_value_is_edited_where_it_stands_and_taken_back(
    browser: Browser, base: str, school: Office, *, scripts: bool
) -> None:
    watched = visit(browser, base, scripts=scripts)
    page = watched.page
    page.goto(f"{base}/don-vi/{SAO_MAI}")
    page.locator("details.record > summary", has_text="Tiện ren").press("Enter")
    fee = field_of("Tiện ren", "Học phí")
    expect(page.locator(f"{fee} > summary")).to_contain_text("thiếu")
    page.locator(f"{fee} > summary").press("Enter")
    page.locator(f"{fee} input[name=value]").fill("miễn phí")
    page.locator(f"{fee} input[name=value]").press("Enter")
    expect(page.locator("#said")).to_contain_text("Đã ghi quyết định")
    # The address leads to the field, so a browser opens what lies around it.
    expect(page.locator(f"{fee} > summary")).to_be_visible()
    expect(page.locator(f"{fee} > summary")).to_contain_text("miễn phí")
    assert school.course("Tiện ren").missing == ()
    if scripts:
        page.locator("h1").click()
        page.keyboard.press("z")
    else:
        page.locator("#said button").click()
    expect(page.locator("#said")).to_contain_text("Đã hoàn tác")
    assert school.course("Tiện ren").missing == ("fee",)
    page.context.close()
    assert watched.faults == []


def test_a_bad_value_is_told_at_its_field_and_what_was_typed_stays(browser: Browser, base: str) -> None:
    watched = visit(browser, base)
    watched.expected = frozenset({422})
    page = watched.page
    page.goto(f"{base}/don-vi/{SAO_MAI}?loc=vuong")
    page.locator("details.record > summary", has_text="Hàn điện").click()
    link = field_of("Hàn điện", "Địa chỉ trang thông tin lớp học")
    page.locator(f"{link} > summary").click()
    page.locator(f"{link} input[name=value]").fill("mai sẽ có")
    page.locator(f"{link} button[value=set]").click()
    wrong = page.locator("input[aria-invalid=true]")
    expect(wrong).to_be_visible()
    expect(wrong).to_have_value("mai sẽ có")
    expect(page.get_by_role("alert")).to_contain_text("chưa phải là địa chỉ trang thông tin lớp học hợp lệ")
    assert watched.barriers() == []
    page.context.close()
    assert watched.faults == []


def test_the_list_is_worked_by_keys(browser: Browser, base: str) -> None:
    watched = visit(browser, base)
    page = watched.page
    page.goto(f"{base}/khoa-hoc")
    page.keyboard.press("/")
    page.keyboard.type("han dien")
    page.keyboard.press("Enter")
    expect(page.locator("tr[data-item]")).to_have_count(1)
    page.locator("h1").click()
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Hàn điện")
    page.context.close()
    assert watched.faults == []


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (390, "light")])
def test_no_page_of_units_and_records_shuts_anybody_out(
    browser: Browser, base: str, school: Office, width: int, scheme: str
) -> None:
    watched = visit(browser, base, width=width, scheme=scheme)
    course, contact = school.course("Hàn điện"), school.state().contacts[0]
    paths = (
        "/don-vi?q=khong+co",
        "/khoa-hoc",
        "/dau-moi",
        f"/dau-moi/{contact.id}",
        f"/khoa-hoc/{course.id}",
    )
    found = []
    for path in (f"/don-vi/{SAO_MAI}", *paths):
        watched.open(path)
        watched.page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")
        found += watched.barriers()
    watched.page.context.close()
    assert found == []
    assert watched.faults == []
