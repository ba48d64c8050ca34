"""The service: each verb at its own times on one worker thread, mail noticed by IDLE, stopped by SIGTERM.

All jobs run one after another, so that SQLite has one writer and a stop waits for the message in hand only.
"""

from __future__ import annotations

import logging
import signal
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy.exc import SQLAlchemyError

from catalogue.memory.store import StoreError
from config.settings import SettingsError
from intake.app import App
from intake.archive import ArchiveError
from intake.jobs_letters import ask, remind
from intake.jobs_poll import poll
from intake.jobs_reports import digest_if_due
from intake.jobs_send import send
from intake.jobs_watch import watch
from intake.mailbox import FolderView, MailboxError, MailboxUnreachable
from intake.sender import CannotSend

FORESEEN = (MailboxError, ArchiveError, CannotSend, SettingsError, StoreError, SQLAlchemyError, OSError)
CHECK_SECONDS = 300
IDLE_SECONDS = 240.0
IDLE_PAUSE_SECONDS = 30.0
REFUSED_PAUSE_SECONDS = 600.0


def serve(app: App, stop: threading.Event) -> None:
    """Run until ``stop`` is set, as SIGTERM and SIGINT do; returns once the job in hand has ended."""
    former = {
        number: signal.signal(number, lambda *_: stop.set()) for number in (signal.SIGTERM, signal.SIGINT)
    }
    # A job that is passed over since one waits already is no event of ours.
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    scheduler = BackgroundScheduler(executors={"default": ThreadPoolExecutor(1)}, timezone=UTC)
    watcher = threading.Thread(target=_watch, args=(app, scheduler, stop), name="idle", daemon=True)
    try:
        _plan_jobs(app, scheduler, stop)
        scheduler.start()
        if app.settings.schedule.idle:
            watcher.start()
        app.log.info("serving", campaign=app.campaign.id, sending=app.settings.sending)
        stop.wait()
        app.log.info("stopping")
    finally:
        scheduler.shutdown(wait=True)
        for number, handler in former.items():
            signal.signal(number, handler)
    app.log.info("stopped")


def _plan_jobs(app: App, scheduler: Any, stop: threading.Event) -> None:
    every = app.settings.schedule
    jobs: tuple[tuple[str, Callable[[], object], int], ...] = (
        ("poll", lambda: poll(app, stop.is_set), every.poll_seconds),
        ("ask", lambda: ask(app), every.ask_seconds),
        # Looked at often and made once: a service that was down at the hour makes up for it.
        ("remind", lambda: remind(app), CHECK_SECONDS),
        ("digest", lambda: digest_if_due(app), CHECK_SECONDS),
        ("watch", lambda: watch(app), CHECK_SECONDS),
        ("send", lambda: send(app), every.send_seconds),
    )
    for name, job, seconds in jobs:
        scheduler.add_job(
            _guarded(app, name, job, stop),
            "interval",
            seconds=seconds,
            id=name,
            next_run_time=datetime.now(UTC),
            coalesce=True,
            # One that runs and one that waits for it: news that come while the poll works are not lost.
            max_instances=2,
            misfire_grace_time=None,
        )


def _guarded(app: App, name: str, job: Callable[[], object], stop: threading.Event) -> Callable[[], None]:
    """The job with the world's failures logged, and the next round tries again; anything else is a defect."""

    def run() -> None:
        if stop.is_set():
            return
        try:
            job()
        except FORESEEN as error:
            app.log.error(name, outcome="failed", reason=str(error))

    return run


def _watch(app: App, scheduler: Any, stop: threading.Event) -> None:
    """Wait for news in the first folder and let the poll run at once; a dead line is opened again."""
    folder = app.settings.mailbox.folders[0]
    seen: FolderView | None = None
    while not stop.is_set():
        try:
            with app.open_mailbox() as mailbox:
                if seen is None or mailbox.wait(folder, IDLE_SECONDS, seen):
                    seen = mailbox.survey(folder)
                    scheduler.modify_job("poll", next_run_time=datetime.now(UTC))
                    stop.wait(1.0)
        except MailboxUnreachable as error:
            app.log.warning("idle", outcome="line lost", reason=str(error))
            stop.wait(IDLE_PAUSE_SECONDS)
        except (MailboxError, SettingsError) as error:
            app.log.error("idle", outcome="refused", reason=str(error))
            stop.wait(REFUSED_PAUSE_SECONDS)
