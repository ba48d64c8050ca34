"""The composition root: from settings to a working application; the only place where the clock is read."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from catalogue.memory.store import Store
from config.campaign import Campaign, load_campaign
from config.settings import MailboxSettings, ReadingSettings, Settings, SettingsError, SmtpSettings
from intake.archive import Archive
from intake.log import get_log
from intake.mailbox import Account, ImapMailbox, Mailbox
from intake.reader import Reader
from intake.reader_limits import Limits, scan_seconds
from intake.reader_pool import ReaderPool
from intake.sender import Sender, SmtpAccount, SmtpSender

IMAP_PORTS = {"tls": 993, "starttls": 143, "none": 143}
SMTP_PORTS = {"tls": 465, "starttls": 587, "none": 25}
MOST_WORKERS = 4
"""So many readers keep up with one process that folds and stores, and more would only take memory."""

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """The running application: each part is handed in, so a test builds one with its own.

    ``open_mailbox`` and ``open_sender`` raise SettingsError where the settings name no server. ``worker``
    signs the claims: the host's name for whoever holds the lock, a name of its own for one beside it.
    ``actor`` is who decides, "" for whoever runs the program.
    """

    settings: Settings
    campaign: Campaign
    store: Store
    archive: Archive
    reader: Reader
    clock: Clock
    sleep: Callable[[float], None]
    open_mailbox: Callable[[], Mailbox]
    open_sender: Callable[[], Sender]
    log: Any
    worker: str = field(default_factory=socket.gethostname)
    actor: str = ""

    def secret(self) -> bytes:
        """The key that signs references; raises SettingsError where there is none."""
        return self.settings.secret.reveal("secret").encode()

    def close(self) -> None:
        """End what it holds: the workers that read, the database."""
        self.reader.close()
        self.store.close()


def build_app(
    settings: Settings,
    *,
    now: datetime | None = None,
    create: bool = True,
    stopping: Callable[[], bool] = lambda: False,
) -> App:
    """Make the application; ``now`` stops its clock (a simulation), ``create`` makes the database.

    ``stopping`` is asked while the mailbox waits for news, so that a service ends at once.
    """
    log = get_log()
    return App(
        settings=settings,
        campaign=load_campaign(settings.campaign, settings.campaigns_folder),
        store=Store.open(settings.database_url, create=create),
        archive=Archive.open(settings.archive_url),
        reader=build_reader(settings.reading, log),
        clock=(lambda: now) if now is not None else system_clock,
        sleep=time.sleep,
        open_mailbox=lambda: ImapMailbox(mailbox_account(settings.mailbox), stopping),
        open_sender=lambda: SmtpSender(smtp_account(settings.smtp)),
        log=log,
    )


def system_clock() -> datetime:
    """The time now, aware, in UTC."""
    return datetime.now(UTC)


def build_reader(reading: ReadingSettings, log: Any) -> Reader:
    """The reader that the settings ask for; its workers start when there is something to read.

    Raises SettingsError where scans are to be recognised and cannot be.
    """
    if reading.workers and not reading.ocr:
        return worker_pool(reading, log)
    # What opens files takes a third of a second to load, which otherwise only the workers need.
    from intake.reader_own import OwnReader, scan_recogniser  # noqa: PLC0415

    recogniser = scan_recogniser(reading)
    return worker_pool(reading, log) if reading.workers else OwnReader(recogniser)


def worker_pool(reading: ReadingSettings, log: Any) -> ReaderPool:
    """Workers within the limits of the settings, as many as they say or as there are CPUs to use."""
    count = min(len(os.sched_getaffinity(0)), MOST_WORKERS) if reading.workers == "auto" else reading.workers
    limits = Limits(
        memory_bytes=reading.memory_mb << 20,
        cpu_seconds=reading.cpu_seconds,
        wall_seconds=reading.wall_seconds,
        scan_seconds=scan_seconds(reading.wall_seconds) if reading.ocr else 0.0,
    )
    return ReaderPool(limits, count, log)


def mailbox_account(mailbox: MailboxSettings) -> Account:
    """The account that the settings name; raises SettingsError where host or user lack."""
    _need("mailbox", host=mailbox.host, username=mailbox.username)
    return Account(
        name="mailbox",
        host=mailbox.host,
        port=mailbox.port or IMAP_PORTS[mailbox.security],
        username=mailbox.username,
        secret=lambda: mailbox.password.reveal("mailbox.password"),
        security=mailbox.security,
        auth=mailbox.auth,
        ca_file=_path(mailbox.ca_file),
        timeout_seconds=mailbox.timeout_seconds,
        folders=mailbox.folders,
        acknowledge=mailbox.acknowledge,
        processed_folder=mailbox.processed_folder,
        keyword=mailbox.keyword,
    )


def smtp_account(smtp: SmtpSettings) -> SmtpAccount:
    """The submission server that the settings name; raises SettingsError where host or sender lack."""
    _need("smtp", host=smtp.host, sender=smtp.sender)
    return SmtpAccount(
        host=smtp.host,
        port=smtp.port or SMTP_PORTS[smtp.security],
        username=smtp.username,
        secret=lambda: smtp.password.reveal("smtp.password"),
        security=smtp.security,
        auth=smtp.auth,
        ca_file=_path(smtp.ca_file),
        timeout_seconds=smtp.timeout_seconds,
    )


def _path(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _need(section: str, **values: str) -> None:
    absent = [f"{section}.{key}" for key, value in values.items() if not value]
    if absent:
        raise SettingsError(
            f"{', '.join(absent)}: not set; write it into intake.toml (`intake init` makes one) or set "
            + ", ".join(f"INTAKE_{one.upper().replace('.', '__')}" for one in absent)
        )
