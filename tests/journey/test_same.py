"""The same mail gives the same catalogue: on both databases, with one worker or several."""

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from catalogue.memory.store import Store
from intake.app import App
from intake.jobs_export import export
from intake.jobs_fetch import fetch
from intake.jobs_work import work
from tests.support.apps import NOW, Office, office_in
from tests.support.cli import Shell
from tests.support.postgres import Postgres
from tests.support.worlds import SAMPLES, samples

pytestmark = [pytest.mark.server, pytest.mark.slow]

MOMENT = "2025-05-26T08:00:00"
WORKERS = 3


@pytest.fixture
def mail(bare: Shell) -> Shell:
    """A folder with the shipped messages and their roster."""
    (bare.folder / "mails").mkdir()
    for number, raw in enumerate(samples()):
        (bare.folder / "mails" / f"{number:02d}.eml").write_bytes(raw)
    (bare.folder / "roster.csv").write_bytes((SAMPLES / "roster.csv").read_bytes())
    return bare


def imported(shell: Shell) -> Any:
    shell.well("roster", "import", "roster.csv", now=MOMENT)
    shell.well("import", "mails", now=MOMENT, allow=(0, 1))
    assert shell.well("reprocess", "--all", "--json", now=MOMENT).json()["changes"] == []
    return shell.well("export", now=MOMENT).json()


def test_sqlite_and_postgresql_tell_the_same(mail: Shell, postgres: Postgres, postgres_template: str) -> None:
    on_sqlite = imported(mail)
    mail.env["INTAKE_DATABASE_URL"] = postgres.new_database(postgres_template)
    on_postgresql = imported(mail)
    assert len(on_sqlite["courses"]) > 30
    assert on_postgresql == on_sqlite


def test_one_file_at_a_time_and_all_at_once_tell_the_same(mail: Shell) -> None:
    at_once = imported(mail)
    shutil.rmtree(mail.folder / "archive")
    (mail.folder / "intake.db").unlink()
    mail.well("roster", "import", "roster.csv", now=MOMENT)
    for path in sorted((mail.folder / "mails").iterdir(), reverse=True):
        mail.well("import", path.relative_to(mail.folder), now=MOMENT, allow=(0, 1))
    assert mail.well("export", now=MOMENT).json() == at_once


@contextmanager
def several(office: Office, url: str) -> Iterator[list[App]]:
    """Workers that share a database and an archive, each with its own connection and name."""
    stores = [Store.open(url) for _ in range(WORKERS)]
    try:
        yield [
            replace(office.app, store=store, worker=f"host-{number}") for number, store in enumerate(stores)
        ]
    finally:
        for store in stores:
            store.close()


def told(app: App) -> Any:
    return json.loads(b"".join(export(app, "json")))


def test_several_workers_come_to_what_one_comes_to(
    tmp_path: Path, sqlite_template: Path, postgres: Postgres, postgres_template: str
) -> None:
    alone = office_in(tmp_path / "alone", sqlite_template)
    alone.postbox.deliver(*(raw for _ in range(3) for raw in variants()), at=NOW)
    url = postgres.new_database(postgres_template)
    with several(alone, url) as workers:
        workers[0].store.replace_units(alone.app.campaign.id, alone.app.store.units(alone.app.campaign.id))
        fetch(workers[0], "mailbox", ("INBOX",))
        counts: list[int] = []
        threads = [threading.Thread(target=lambda app=app: counts.append(work(app).done)) for app in workers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sum(counts) == len(variants())
        together = told(workers[0])
    fetch(alone.app, "mailbox", ("INBOX",))
    work(alone.app)
    assert together == told(alone.app)
    alone.app.store.close()


def variants() -> list[bytes]:
    """The shipped messages, as if all came from one school, so that every worker wants the same unit."""
    return [
        b"Reply-To: daotao@saomai.example\r\n" + raw.replace(b".hoaphuong.example", b".x.example")
        for raw in samples()
    ]
