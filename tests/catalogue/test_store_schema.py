from __future__ import annotations

import stat
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text

from catalogue.memory.database import HEAD, MIGRATIONS, Database, migrate
from catalogue.memory.store import Store, StoreError
from catalogue.memory.tables import metadata
from tests.support.plans import CAMPAIGN, course, headers, letter, new_message, plan, state


def scripts() -> ScriptDirectory:
    return ScriptDirectory(str(MIGRATIONS))


REVISIONS = [script.revision for script in scripts().walk_revisions()]


def differences(url: str) -> list[object]:
    database = Database.at(url)
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found: list[object] = compare_metadata(context, metadata)
    database.close()
    return found


def write_revision(url: str, revision: str) -> None:
    database = Database.at(url)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :new"), {"new": revision})
    database.close()


def test_the_program_expects_the_newest_revision() -> None:
    assert scripts().get_current_head() == HEAD


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_earlier_revision_migrates_up_to_the_tables_of_today(empty_url: str, revision: str) -> None:
    migrate(empty_url, revision)
    migrate(empty_url)
    assert differences(empty_url) == []


LISTED = ("record", "unit_state", "message", "letter")


def rows(url: str) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the tables that lists go by, column by column in the order of their names."""
    database = Database.at(url)
    tables = [metadata.tables[name] for name in LISTED]
    with database.reading() as connection:
        found = {
            table.name: sorted(
                (
                    tuple(row)
                    for row in connection.execute(select(*sorted(table.c, key=lambda one: one.name)))
                ),
                key=repr,
            )
            for table in tables
        }
    database.close()
    return found


def go_back(url: str, revision: str) -> None:
    """Make the schema that of an earlier revision, with its rows."""
    database, config = Database.at(url), Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)
    database.close()


def test_rows_from_before_there_were_lists_get_the_columns_that_they_would_be_written_with(
    store_url: str,
) -> None:
    store = Store.open(store_url)
    many = [course(f"Hàn {number}", missing=("url",) * (number % 3)) for number in range(510)]
    store.add_messages([new_message(word) for word in ("a", "b", "c")])
    told = headers("a", subject="Hỏi về khóa ngắn hạn", sender_name="Trần Thị Bình")
    store.apply(plan("a", headers=told, state=state(*many), letters=(letter("1"), letter("2"))))
    store.apply(
        plan("b", unit_id="tc-anh-sao", state=state(course("May", "tc-anh-sao"), unit_id="tc-anh-sao"))
    )
    store.close()
    written = rows(store_url)
    go_back(store_url, "0003")
    migrate(store_url)
    assert differences(store_url) == []
    assert rows(store_url) == written
    assert [len(written[name]) for name in LISTED] == [511, 2, 3, 2]


def test_migrating_twice_changes_nothing(empty_url: str) -> None:
    migrate(empty_url)
    Store.open(empty_url).close()
    migrate(empty_url)
    Store.open(empty_url).close()


def test_an_empty_database_is_refused_with_the_cure(empty_url: str) -> None:
    with pytest.raises(StoreError, match="run intake init"):
        Store.open(empty_url)


def test_refusing_a_database_makes_no_file(tmp_path: Path) -> None:
    path = tmp_path / "absent.db"
    with pytest.raises(StoreError):
        Store.open(f"sqlite:///{path}")
    assert not path.exists()


def test_create_makes_tables_and_folders_where_there_are_none(tmp_path: Path) -> None:
    store = Store.open(f"sqlite:///{tmp_path / 'deep' / 'er' / 'new.db'}", create=True)
    assert store.add_message(new_message("a"))
    assert len(store.messages(CAMPAIGN)) == 1
    store.close()


def test_nobody_else_on_the_machine_reads_an_sqlite_database(tmp_path: Path) -> None:
    path = tmp_path / "new.db"
    Store.open(f"sqlite:///{path}", create=True).close()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize("create", [False, True])
def test_an_older_schema_is_never_used(store_url: str, create: bool) -> None:  # noqa: FBT001
    write_revision(store_url, "0000")
    with pytest.raises(StoreError, match="run intake init"):
        Store.open(store_url, create=create)


def test_a_newer_schema_is_refused(store_url: str) -> None:
    write_revision(store_url, "9999")
    with pytest.raises(StoreError, match="newer"):
        Store.open(store_url)


@pytest.mark.parametrize("url", ["no url", "mysql://x/y", "sqlite://", "sqlite:///:memory:"])
def test_a_url_that_cannot_be_meant_is_told(url: str) -> None:
    with pytest.raises(StoreError):
        Store.open(url)


def test_a_server_that_does_not_answer_is_told_without_its_password() -> None:
    with pytest.raises(StoreError) as told:
        Store.open("postgresql://intake:hush@127.0.0.1:1/intake")
    assert "hush" not in str(told.value)


def test_sqlite_is_durable_and_keeps_references(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    migrate(url)
    database = Database.at(url)
    pragmas = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 30_000}
    with database.reading() as connection:
        found = {name: connection.execute(text(f"PRAGMA {name}")).scalar() for name in pragmas}
    database.close()
    assert found == pragmas


def test_only_what_can_be_worked_out_again_does_not_wait_for_the_disk(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}"
    migrate(url)
    database = Database.at(url)
    found = []
    for transaction in (database.writing, database.rewriting, database.writing):
        with transaction() as connection:
            found.append(connection.execute(text("PRAGMA synchronous")).scalar())
    database.close()
    assert found == [2, 1, 2]
