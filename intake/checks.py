"""What `intake check` tests: each part of an installation, one finding each, with its cure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from catalogue.memory.store import Store, StoreError
from config.campaign import Campaign, CampaignError, load_campaign
from config.settings import Settings, SettingsError, load_settings
from intake.app import mailbox_account, smtp_account, system_clock, worker_pool
from intake.archive import Archive, ArchiveError
from intake.letter_examples import expect_sound_templates
from intake.log import get_log
from intake.mailbox import ImapMailbox, MailboxError
from intake.reader_own import scan_recogniser
from intake.sender import CannotSend, SmtpSender
from reports.wording import unknown_wording

BUILT_ON = datetime(2025, 1, 1, tzinfo=UTC)
"""A clock before this is a machine that lost its time."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The outcome of one check; ``cure`` says what to do where it is not ok."""

    name: str
    ok: bool
    detail: str
    cure: str = ""


FAULTS = (
    SettingsError,
    CampaignError,
    MailboxError,
    CannotSend,
    ArchiveError,
    StoreError,
    SQLAlchemyError,
    OSError,
)


def run_checks(file: Path | None, now: datetime | None = None) -> list[Finding]:
    """Run every check that can be run; a fault in one never hides another."""
    try:
        settings = load_settings(file)
    except SettingsError as error:
        return [
            Finding(
                "settings", ok=False, detail=str(error), cure="mend the file; `intake init` writes a new one"
            )
        ]
    return [
        Finding("settings", ok=True, detail=str(file or "intake.toml or defaults")),
        *_parts(settings, now),
    ]


def _parts(settings: Settings, now: datetime | None) -> Iterator[Finding]:
    yield _finding("campaign", lambda: _campaign(settings), "mend the campaign's TOML at the keys named")
    yield _finding("mailbox", lambda: _mailbox(settings), "see [mailbox] in the settings")
    yield _finding("smtp", lambda: _smtp(settings), "see [smtp] in the settings")
    yield _finding("secret", lambda: _secret(settings), "`intake init` makes one; point [secret] at it")
    yield _finding("database", lambda: _database(settings), "run `intake init`; check database_url")
    yield _finding("archive", lambda: _archive(settings), "check archive_url, free space and rights")
    yield _finding("readers", lambda: _readers(settings), "see [reading] in the settings; systemd may deny")
    yield _finding("scans", lambda: _scans(settings), "see the section on scans in docs/operations.md")
    yield _clock(now or system_clock())
    yield _finding("roster", lambda: _roster(settings), "run `intake roster import FILE`")


def _finding(name: str, test: Callable[[], str], cure: str) -> Finding:
    try:
        return Finding(name, ok=True, detail=test())
    except FAULTS as error:
        return Finding(name, ok=False, detail=str(error), cure=cure)


def _the_campaign(settings: Settings) -> Campaign:
    return load_campaign(settings.campaign, settings.campaigns_folder)


def _campaign(settings: Settings) -> str:
    campaign = _the_campaign(settings)
    odd = unknown_wording(campaign)
    if odd:
        raise CampaignError(f"{campaign.id}: wording: no such phrase: {', '.join(odd)}")
    expect_sound_templates(campaign)
    number = campaign.letter_no or "(the letter bears no number yet)"
    own = f", {len(campaign.templates.texts)} templates of its own" if campaign.templates.texts else ""
    return f"{campaign.id}, last day {campaign.last_day}, letter {number}{own}"


def _mailbox(settings: Settings) -> str:
    account = mailbox_account(settings.mailbox)
    with ImapMailbox(account) as mailbox:
        mailbox.check_folders()
        counts = [f"{folder}: {len(mailbox.survey(folder).uids)} messages" for folder in account.folders]
    return f"logged in to {account.where}; {'; '.join(counts)}"


def _smtp(settings: Settings) -> str:
    if not settings.sending and not settings.smtp.host:
        return "not set, and sending = false: nobody is mailed"
    account = smtp_account(settings.smtp)
    with SmtpSender(account) as sender:
        sender.check()
    state = "on" if settings.sending else "off (sending = false): nobody is mailed"
    return f"logged in to {account.host}; sending is {state}"


def _secret(settings: Settings) -> str:
    return f"{len(settings.secret.reveal('secret'))} characters"


def _database(settings: Settings) -> str:
    store = Store.open(settings.database_url)
    store.close()
    return "open, schema up to date"


def _archive(settings: Settings) -> str:
    Archive.open(settings.archive_url).check()
    return f"writable: {settings.archive_url}"


def _readers(settings: Settings) -> str:
    reading = settings.reading
    if reading.workers == 0:
        return "none: files are opened without limits (reading.workers = 0)"
    pool = worker_pool(reading, get_log())
    try:
        count = pool.start()
    finally:
        pool.close()
    limits = f"{reading.memory_mb} MB, {reading.cpu_seconds} s of CPU, {reading.wall_seconds:g} s for a file"
    return f"workers: {count}, each within {limits}"


def _scans(settings: Settings) -> str:
    recogniser = scan_recogniser(settings.reading)
    if recogniser is None:
        return "not recognised (reading.ocr = false): schools are asked for a soft copy"
    return f"recognised by {recogniser.name}, as suggestions"


def _clock(now: datetime) -> Finding:
    return Finding(
        "clock",
        ok=now > BUILT_ON,
        detail=now.isoformat(timespec="seconds"),
        cure="set the machine's time (NTP)",
    )


def _roster(settings: Settings) -> str:
    store = Store.open(settings.database_url)
    try:
        units = store.units(_the_campaign(settings).id)
    finally:
        store.close()
    if not units:
        raise StoreError("no unit is invited yet")
    return f"{len(units)} units"
