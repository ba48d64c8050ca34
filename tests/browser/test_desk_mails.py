"""Mails in and out in a real browser: nothing of a hostile one acts, and no page shuts anybody out."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from catalogue.accounts import Role
from catalogue.memory.store import Store
from config.settings import ReadingSettings
from intake.desk.logins import add_user
from intake.jobs_letters import ask
from intake.jobs_poll import poll
from tests.support.apps import ADDRESSES, SAO_MAI, Office, office_in, row, submission
from tests.support.browsers import Watched
from tests.support.browsers import browser as browser
from tests.support.desks import PASSWORD
from tests.support.deskserver import served
from tests.support.hostile_mails import SCRIPT, hostile_mail

pytestmark = pytest.mark.browser
NAME = "lan"


@pytest.fixture(scope="module")
def bureau(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A hostile mail, a list with a hostile title, and the letter that asks for what it lacks."""
    folder = tmp_path_factory.mktemp("mails")
    Store.open(f"sqlite:///{folder / 'empty.db'}", create=True).close()
    office = office_in(folder / "office", folder / "empty.db", reading=ReadingSettings(workers=0))
    add_user(office.app, NAME, Role.OFFICER, PASSWORD)
    office.postbox.deliver(hostile_mail(ADDRESSES[SAO_MAI]))
    office.postbox.deliver(submission(2, row(f"Hàn điện {SCRIPT}", fee=""), contact=SCRIPT))
    poll(office.app)
    office.clock.forward(hours=1)
    ask(office.app)
    yield office
    office.app.close()


@pytest.fixture(scope="module")
def base(bureau: Office) -> Iterator[str]:
    with served(bureau.app) as address:
        yield address


def paths_of(office: Office) -> list[str]:
    """Each page, and each sort of what a frame shows of the hostile mail."""
    campaign = office.app.campaign.id
    mails = {SCRIPT in one.subject: one.short_id for one in office.app.store.messages(campaign)}
    letters = [f"/thu-di/{one.id}" for one in office.app.store.letters(campaign)]
    tabs = [f"/thu-den/{mails[True]}?xem={tab}" for tab in ("thu", "chu", "ban-doc", "3")]
    return ["/thu-den", *tabs, f"/thu-den/{mails[False]}", "/thu-di", *letters]


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_nothing_acts_and_nobody_is_shut_out(
    browser: Browser, bureau: Office, base: str, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    visit = Watched(context.new_page(), base)
    visit.page.on("dialog", lambda said: visit.faults.append(f"a script spoke: {said.message}"))
    visit.open("/")
    visit.page.get_by_label("Tên đăng nhập").fill(NAME)
    visit.page.get_by_label("Mật khẩu").fill(PASSWORD)
    visit.page.get_by_role("button", name="Đăng nhập").click()
    visit.page.wait_for_load_state("networkidle")
    found = []
    for path in paths_of(bureau):
        visit.open(path)
        visit.page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        if visit.page.locator("iframe").count():
            visit.page.locator("iframe").scroll_into_view_if_needed()
            assert visit.page.frame_locator("iframe").locator("body").inner_text().strip(), path
        found += visit.barriers()
        assert visit.page.url == f"{base}{path}"
    context.close()
    assert found == []
    assert visit.faults == []
