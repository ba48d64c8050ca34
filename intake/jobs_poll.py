"""Poll: one pass over the mailbox (fetch, work, acknowledge) by one process at a time."""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout
from sqlalchemy.engine import make_url

from config.settings import SettingsError
from intake.app import App
from intake.archive import ArchiveError
from intake.jobs_fetch import Fetched, acknowledge, fetch, keep
from intake.jobs_returned import write_again
from intake.jobs_work import Worked, never, work
from intake.mailbox import MailboxError, RawMessage
from intake.sources import SourceProblem, messages_in

ACCOUNT = "mailbox"
IMPORT_BATCH = 50
IMPORT_BATCH_BYTES = 16 * 1024 * 1024


class AlreadyRunningError(Exception):
    """Another process of this installation is polling; nothing is wrong and nothing was done."""


@dataclass(slots=True)
class Polled:
    """What one pass came to."""

    fetched: Fetched = field(default_factory=Fetched)
    worked: Worked = field(default_factory=Worked)
    acknowledged: int = 0

    def counts(self) -> dict[str, int]:
        """The figures by name, for the run's row, the log and scripts."""
        return {
            "on_server": self.fetched.on_server,
            "fetched": self.fetched.fetched,
            "new": self.fetched.new,
            "refused": self.fetched.refused,
            "processed": self.worked.done,
            "needs_officer": self.worked.attention,
            "failed": self.worked.failed,
            "acknowledged": self.acknowledged,
        }


@contextmanager
def only_one(app: App, wait_seconds: float = 0) -> Iterator[None]:
    """Hold the installation's lock; raises AlreadyRunningError where another process keeps it that long.

    Whoever left claims in this host's name is dead then: they are given back at once, their crash counted.
    """
    path = _lock_file(app.settings.database_url)
    lock = FileLock(path)
    try:
        lock.acquire(timeout=wait_seconds)
    except Timeout as error:
        raise AlreadyRunningError(f"another `intake poll`, `run` or `import` holds {path}") from error
    try:
        app.store.release(app.worker, app.clock(), crashed=True)
        yield
    finally:
        lock.release()


def _lock_file(database_url: str) -> Path:
    """Beside a SQLite file; else in the temporary folder, named for the database."""
    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        return Path(f"{url.database}.lock")
    return Path(tempfile.gettempdir()) / f"intake-{sha256(database_url.encode()).hexdigest()[:16]}.lock"


def poll(app: App, stopping: Callable[[], bool] = never) -> Polled:
    """Fetch what is new, work on all that waits, tell the server; the caller holds the lock.

    A mailbox that cannot be reached does not keep what is archived from being worked on; its error is
    raised at the end, and the run's row keeps it for the digest.
    """
    run = app.store.start_run("poll", app.clock(), socket.gethostname())
    done = Polled()
    trouble: Exception | None = None
    _end_erasures(app)
    try:
        done.fetched = fetch(app, ACCOUNT, app.settings.mailbox.folders, stopping)
    except (MailboxError, ArchiveError, SettingsError) as error:
        trouble = error
    done.worked = work(app, stopping)
    write_again(app)
    _perform(app)
    if trouble is None:
        try:
            done.acknowledged = acknowledge(app, ACCOUNT, app.settings.mailbox.folders)
        except MailboxError as error:
            trouble = error
    app.store.finish_run(run, app.clock(), done.counts(), "" if trouble is None else str(trouble))
    app.log.info("polled", **done.counts())
    if trouble is not None:
        raise trouble
    return done


def _end_erasures(app: App) -> None:
    """End an erasure that was cut short before anything else is looked at."""
    if app.store.erasures.unfinished(app.campaign.id):
        from intake.jobs_privacy import resume  # noqa: PLC0415 - as below

        resume(app)


def _perform(app: App) -> None:
    """Do what the officer ordered by mail."""
    if app.store.awaited_offers(app.campaign.id):
        # What draws letters and workbooks takes a third of a second to load; cron looks every minute.
        from intake.jobs_officer import perform  # noqa: PLC0415

        perform(app)


@dataclass(slots=True)
class Imported:
    """What an import came to: files taken, of which new, and what could not be taken."""

    found: int = 0
    new: int = 0
    problems: list[SourceProblem] = field(default_factory=list)
    worked: Worked = field(default_factory=Worked)


def import_files(app: App, paths: Sequence[Path]) -> Imported:
    """Take messages from files by the same road; nobody is mailed, and no mailbox is touched."""
    done = Imported()
    batch: list[RawMessage] = []
    size = 0
    for found in messages_in(paths):
        if isinstance(found, SourceProblem):
            done.problems.append(found)
            continue
        done.found += 1
        batch.append(found)
        size += found.size
        if len(batch) >= IMPORT_BATCH or size >= IMPORT_BATCH_BYTES:
            done.new += keep(app, batch)
            batch, size = [], 0
    done.new += keep(app, batch)
    done.worked = work(app)
    return done
