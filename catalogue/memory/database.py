"""Opening a database by URL: connections, transactions, schema version; knows no table and no meaning."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

HEAD = "0005"
"""The revision this program works with; a test holds it equal to the newest file in migrations/versions."""

BUSY_SECONDS = 30
MIGRATIONS = Path(__file__).parent / "migrations"
MIGRATION_LOCK = 7_140_529
ASYNCHRONOUS = text("SET LOCAL synchronous_commit TO off")


class StoreError(Exception):
    """The database cannot be used; the text says what to do."""


class StaleUnitError(StoreError):
    """Somebody else folded the unit meanwhile: nothing was written; look again and decide again."""


class Database:
    """One database and the two ways to use it: ``reading`` sees one state, ``writing`` is one transaction."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = engine.execution_options(begin="IMMEDIATE", synchronous="FULL")
        self._rewriter = engine.execution_options(begin="IMMEDIATE", synchronous="NORMAL")

    @classmethod
    def at(cls, url: str) -> Database:
        """A database by URL; nothing is opened or made yet."""
        return cls(_engine(_parsed(url)))

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that only reads, and does not wait for writers."""
        with _translated(), self.engine.begin() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction that writes: all of it or nothing; SQLite is locked for other writers at once."""
        with _translated(), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def rewriting(self) -> Iterator[Connection]:
        """The same for what can be worked out again: it does not wait for the disk.

        It survives the end of the process. A power cut may take it, whole, with all that was written
        after it; as soon as anything was written by ``writing`` it is safe with that.
        """
        with _translated(), self._rewriter.begin() as connection:
            if not self.is_sqlite:
                connection.execute(ASYNCHRONOUS)
            yield connection

    def revision(self) -> str | None:
        """The schema's revision; None where there is no database yet or an empty one."""
        if self._absent():
            return None
        with self.reading() as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            found: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
            return found

    def rebuild(self) -> None:
        """Write an SQLite file anew without its free pages, and empty its log."""
        raw = self.engine.raw_connection()
        try:
            for statement in ("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"):
                raw.cursor().execute(statement).close()
        except sqlite3.Error as error:
            raise StoreError(f"the database file cannot be rebuilt now: {error}") from error
        finally:
            raw.close()

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    def _absent(self) -> bool:
        path = self.engine.url.database
        return self.is_sqlite and (not path or not Path(path).exists())


def require_head(database: Database) -> None:
    """Raise StoreError, with the cure, unless the schema is the one this program works with."""
    found = database.revision()
    where = database.engine.url.render_as_string(hide_password=True)
    if found is None:
        raise StoreError(f"there is no intake database at {where}: run intake init")
    if found > HEAD:
        raise StoreError(
            f"the database at {where} was written by a newer intake ({found}): update the program"
        )
    if found != HEAD:
        raise StoreError(f"the database at {where} is of an earlier version ({found}): run intake init")


def migrate(url: str, revision: str = "head") -> None:
    """Bring the schema up to a revision; makes the SQLite file and its folder where they lack.

    Safe to call at the same time from several processes: one works, the others find it done.
    """
    # Alembic costs a third of a second to import and is needed on this one road only.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    database = Database.at(url)
    if database.is_sqlite:
        _make_private(Path(database.engine.url.database or ""))
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    try:
        with database.writing() as connection:
            if not database.is_sqlite:
                connection.execute(text(f"SELECT pg_advisory_xact_lock({MIGRATION_LOCK})"))
            config.attributes["connection"] = connection
            command.upgrade(config, revision)
    finally:
        database.close()


def _make_private(path: Path) -> None:
    # Names and telephone numbers stand in it: nobody else on the machine reads it.
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)


def _parsed(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError("the database URL is not one: try sqlite:///intake.db") from error
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError(f"no such database here: {parsed.drivername} (sqlite and postgresql are known)")
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise StoreError("an SQLite database needs a file: try sqlite:///intake.db")
    return parsed


def _engine(url: URL) -> Engine:
    # Parameters are kept out of error texts: they hold names and addresses.
    if url.get_backend_name() == "postgresql":
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # The driver's own BEGIN comes too late and is never IMMEDIATE: we say it ourselves.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if "synchronous" in options:
        connection.exec_driver_sql(f"PRAGMA synchronous={options['synchronous']}")
    connection.exec_driver_sql(f"BEGIN {options.get('begin', 'DEFERRED')}")


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except DBAPIError as error:
        # Only the first line: the details of a server quote the row, which may name a person.
        reason = str(error.orig).partition("\n")[0]
        raise StoreError(f"the database refused: {reason}") from error
