"""The public site in a real browser, with and without scripts; one browser and one site for the file."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Response

from catalogue.memory.store import Store
from intake.jobs_poll import poll
from intake.jobs_site import publish_site
from reports.site.drawing import SiteRules
from tests.support.apps import office_in, row
from tests.support.browsers import Watched
from tests.support.browsers import browser as browser
from tests.support.publications import catalogue_mails, offer

pytestmark = pytest.mark.browser

MANY = 60
FIRST_LOAD = 100_000


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name of the base class
        pass


@dataclass
class Visit(Watched):
    """A visitor of the portal; ``weights`` are the bytes of what was fetched, by address."""

    weights: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.page.on("response", self._weigh)

    def _weigh(self, response: Response) -> None:
        self.weights[response.url] = int(response.headers.get("content-length", 0))

    def titles(self) -> list[str]:
        return self.page.locator("#ket-qua h3").all_inner_texts()

    def told(self, words: str) -> None:
        self.page.locator("#bao", has_text=words).wait_for(timeout=5_000)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A published catalogue on a server of this machine, in a folder below its root."""
    folder = tmp_path_factory.mktemp("portal")
    Store.open(f"sqlite:///{folder / 'empty.db'}", create=True).close()
    office = office_in(folder / "office", folder / "empty.db")
    for raw in catalogue_mails():
        office.postbox.deliver(raw)
    office.postbox.deliver(offer(9, *(row(f"May mặc bậc {number}") for number in range(MANY))))
    poll(office.app)
    publish_site(office.app, folder / "www" / "khoa", SiteRules(), lambda *_: None)
    office.app.close()
    handler = functools.partial(_Quiet, directory=str(folder / "www"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/khoa/"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def visit(browser: Browser, base: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    made = Visit(context.new_page(), base)
    yield made
    context.close()
    assert made.faults == []


@pytest.fixture
def plain(browser: Browser, base: str) -> Iterator[Visit]:
    """A visitor whose browser runs no script."""
    context = browser.new_context(java_script_enabled=False)
    made = Visit(context.new_page(), base)
    yield made
    context.close()
    assert made.faults == []


def test_courses_are_found_without_diacritics_and_narrowed_down(visit: Visit) -> None:
    visit.open("index.html")
    visit.page.get_by_label("Tên khóa học hoặc nghề").fill("ke do ho")
    visit.told("1 khóa học phù hợp")
    assert visit.titles() == ["Thiết kế đồ họa cơ bản"]
    visit.page.get_by_label("Tên khóa học hoặc nghề").fill("KẾ")
    visit.told("2 khóa học phù hợp")
    visit.page.get_by_label("Học phí").select_option(label="Miễn phí")
    visit.told("1 khóa học phù hợp")
    assert visit.titles() == ["Kế toán doanh nghiệp"]
    visit.page.get_by_label("Trình độ đào tạo").select_option(label="Sơ cấp")
    visit.told("Không có khóa học nào phù hợp")
    visit.page.get_by_role("button", name="Xóa điều kiện").click()
    visit.page.get_by_role("heading", name="Xem theo").wait_for()


def test_a_school_and_work_study_narrow_down_too_and_the_address_keeps_the_question(visit: Visit) -> None:
    visit.open("index.html")
    visit.page.get_by_label("Đơn vị đào tạo").fill("bien xanh")
    visit.told("2 khóa học phù hợp")
    visit.page.get_by_label("Vừa học vừa làm").check()
    visit.told("1 khóa học phù hợp")
    assert "work_study=1" in visit.page.url
    visit.page.reload()
    visit.told("1 khóa học phù hợp")
    visit.page.get_by_role("link", name="Kế toán doanh nghiệp").click()
    assert visit.page.get_by_role("heading", level=1).inner_text() == "Kế toán doanh nghiệp"


def test_a_school_named_in_the_search_is_offered_itself(visit: Visit) -> None:
    visit.open("index.html?q=doi+thong")
    visit.page.locator("#truong").get_by_role("link", name="Trung tâm GDNN-GDTX Đồi Thông").click()
    assert visit.page.get_by_role("heading", level=1).inner_text() == "Trung tâm GDNN-GDTX Đồi Thông"


def test_many_results_come_a_page_at_a_time_and_the_keyboard_goes_on_where_they_begin(visit: Visit) -> None:
    visit.open("index.html")
    visit.page.get_by_label("Tên khóa học hoặc nghề").fill("may mac")
    visit.page.keyboard.press("Enter")
    visit.told(f"{MANY} khóa học phù hợp")
    assert visit.page.evaluate("document.activeElement.id") == "thay-gi"
    assert len(visit.titles()) == 20
    visit.page.get_by_role("button", name="Xem thêm").press("Enter")
    visit.page.locator("#ket-qua > li").nth(39).wait_for()
    assert visit.page.evaluate("document.activeElement.textContent") == visit.titles()[20]


def test_the_first_load_is_less_than_100_kb_and_search_is_fetched_only_when_asked(visit: Visit) -> None:
    visit.open("index.html")
    assert sum(visit.weights.values()) < FIRST_LOAD
    assert not [url for url in visit.weights if "/tim/" in url]


def test_without_scripts_every_course_is_reached_by_links(plain: Visit) -> None:
    plain.open("index.html")
    assert not plain.page.locator("#tim").is_visible()
    plain.page.get_by_role("link", name="Miễn phí", exact=True).click()
    free = plain.page.locator(".card h2").all_inner_texts()
    assert free == ["Kế toán doanh nghiệp", "Sửa chữa xe gắn máy", "Tin học văn phòng"]
    plain.page.get_by_role("link", name="Tất cả", exact=True).click()
    seen = plain.page.locator(".card h2").all_inner_texts()
    while plain.page.get_by_role("link", name="Trang sau").count():
        plain.page.get_by_role("link", name="Trang sau").click()
        seen += plain.page.locator(".card h2").all_inner_texts()
    assert len(seen) == len(set(seen)) == 7 + MANY
    plain.page.get_by_role("navigation", name="Trang chính").get_by_role(
        "link", name="Đơn vị đào tạo"
    ).click()
    plain.page.get_by_role("link", name="Trường Trung cấp Biển Xanh").click()
    plain.page.get_by_role("link", name="Pha chế đồ uống").click()
    assert plain.page.get_by_role("heading", level=1).inner_text() == "Pha chế đồ uống"
    assert plain.page.locator("figure img").evaluate("one => one.naturalWidth") > 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_has_a_serious_barrier_or_is_wider_than_a_telephone(
    browser: Browser, base: str, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844}, color_scheme=scheme)  # type: ignore[arg-type]
    visit = Visit(context.new_page(), base)
    found: list[str] = []
    visit.open("index.html?q=thiet+ke")
    visit.told("khóa học phù hợp")
    course = visit.page.locator("#ket-qua a").first.get_attribute("href") or ""
    paths = ("index.html?q=thiet+ke", "index.html", course, "don-vi/cd-sao-mai.html", "danh-sach/tat-ca.html")
    for path in paths if scheme == "light" else paths[:3]:
        visit.open(path)
        found += visit.barriers()
    context.close()
    assert found == []
    assert visit.faults == []
