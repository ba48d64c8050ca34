"""An installation on PostgreSQL: the desk's pages, a decision and its undo, an erasure without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from catalogue.accounts import Role
from catalogue.lists import Span
from intake import jobs_decide, jobs_privacy
from intake.desk.logins import let_in
from intake.desk.server import build_desk
from tests.support.apps import NOW, SAO_MAI, Office, office_in
from tests.support.desks import Visitor, browser_of, let_through
from tests.support.postgres import Postgres
from tests.support.queues import busy_queue

pytestmark = pytest.mark.server

PAGES = ("/hom-nay", "/can-xu-ly", "/don-vi", f"/don-vi/{SAO_MAI}", "/khoa-hoc", "/dau-moi", "/thu-den",
         "/thu-di", "/dot-thu-thap", "/nhat-ky", "/du-lieu-ca-nhan", "/don-vi.csv", "/khoa-hoc.csv",
         "/dau-moi.csv")  # fmt: skip
UNKNOWN = "/khoa-hoc/0123456789ab"
WORDS = ("", "hàn", "O'Brien%_\\", "0918 202 431")
TRACES = ("Trịnh Thu Ngân", "trinh thu ngan", "918202431", "0918 202 431")


@pytest.fixture(scope="module")
def office(
    postgres: Postgres,
    postgres_template: str,
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Office]:
    """A busy installation with everything in PostgreSQL but the bytes."""
    folder = tmp_path_factory.mktemp("postgres") / "office"
    made = office_in(folder, sqlite_template, database_url=postgres.new_database(postgres_template))
    busy_queue(made)
    assert made.app.store.accounts.add_user("lan", Role.OFFICER, "no hash", NOW)
    yield made
    made.app.store.close()


@pytest.fixture
def visitor(office: Office) -> Iterator[Visitor]:
    with browser_of(build_desk(office.app)) as client:
        yield let_through(client, office.app, "lan")


def cells(office: Office) -> Iterator[tuple[str, str]]:
    """Every row of every table as text, with the table's name."""
    with psycopg.connect(office.app.settings.database_url) as connection:
        names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall()
        for (name,) in names:
            for (row,) in connection.execute(
                sql.SQL("SELECT t::text FROM {} t").format(sql.Identifier(name))
            ):
                yield name, row


def traces(office: Office) -> list[str]:
    return [f"{name}: {one}" for name, row in cells(office) for one in TRACES if one in row]


def test_every_page_of_the_desk_answers_whatever_is_sought(visitor: Visitor) -> None:
    answers = {path: visitor.get(path).status_code for path in (*PAGES, UNKNOWN)}
    assert answers == {**dict.fromkeys(PAGES, 200), UNKNOWN: 404}
    for path in ("/don-vi", "/khoa-hoc", "/dau-moi", "/thu-den", "/thu-di"):
        assert [visitor.get(path, q=words).status_code for words in WORDS] == [200] * len(WORDS)


def test_users_logins_and_looks_are_kept(office: Office, visitor: Visitor) -> None:
    store, campaign = office.app.store, office.app.campaign.id
    assert not store.accounts.add_user("lan", Role.VIEWER, "another", NOW)
    before = store.access_log.page(campaign, "", "", Span()).total
    assert visitor.get("/dau-moi").status_code == 200
    assert store.access_log.page(campaign, "", "", Span()).total == before + 1
    let_in(office.app, "lan")
    assert store.accounts.change_user("lan", NOW, role=Role.VIEWER)
    assert visitor.client.get("/don-vi", follow_redirects=False).status_code == 303
    assert store.accounts.change_user("lan", NOW, role=Role.OFFICER)


def test_a_decision_taken_back_leaves_what_was_before(office: Office) -> None:
    before, course = office.state(), office.course("Tiện ren")
    step = jobs_decide.set_value(office.app, course.id, "title", "Tiện ren vít")
    assert "Tiện ren vít" in office.titles()
    jobs_decide.undo(office.app, *step.ids)
    assert office.state() == before


def test_what_is_erased_is_in_no_table_any_more(office: Office) -> None:
    app, store, courses = office.app, office.app.store, office.titles()
    jobs_decide.set_value(
        app, office.course("Tiện ren").id, "level", "elementary", "cô Trịnh Thu Ngân gọi điện"
    )
    before = store.ledger(app.campaign.id)
    assert {told.partition(":")[0] for told in traces(office)} >= {"reading", "record", "decision"}
    assert jobs_privacy.erase(app, "0918 202 431", "đơn ngày 20/5/2025", "lan").request.is_finished
    assert traces(office) == []
    assert office.titles() == courses
    after = store.ledger(app.campaign.id)
    assert sum(after.messages_by_state.values()) == after.messages == before.messages
    request = jobs_privacy.requests(app)[0].id
    assert store.erasures.mark_backup(app.campaign.id, request, "nas", NOW, "lan")
    assert not store.erasures.mark_backup(app.campaign.id, request, "nas", NOW, "lan")
