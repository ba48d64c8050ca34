"""The campaign as it stands becomes the officer's mail: one a day and each once, even across restarts.

On most days that is the digest, on a Monday the report of the week, and on the first working day after the
deadline the final one.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path

from catalogue.asking.office import is_working_day, local_day
from catalogue.outbox import Letter, LetterFile
from catalogue.records import LetterKind
from catalogue.snapshot import Snapshot, Totals, totals
from catalogue.tokens import message_id
from catalogue.views import PastLetter
from config.campaign import Campaign
from intake.app import App
from intake.jobs_digest import VERB, take_snapshot, with_records
from reports.charts import pictures
from reports.digest import COMPOSERS, FINAL_WINDOW
from reports.digest_view import ReportKind
from reports.workbook import build_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WEEK = timedelta(days=7)
_ABOUT_A_WEEK = timedelta(days=6, hours=12)
MOST_ATTACHED = 5000
"""With more courses the workbook takes longer to write than the mail may; `intake export` makes it."""


def digest_if_due(app: App) -> bool:
    """Make the report of this day if its hour has come and none was made; whether it was."""
    if app.clock().astimezone(app.campaign.time_zone).time() < app.campaign.digest_at:
        return False
    # Looked up first: to compose one only to throw it away costs a workbook every few minutes.
    return due_report(app) is not None and digest(app) is not None


def due_report(app: App) -> ReportKind | None:
    """Which report this day is to have; None where it has one already."""
    made = _made(app)
    today = local_day(app.clock(), app.campaign)
    days = [local_day(one.made_at, app.campaign) for one in made if one.made_at]
    if today in days:
        return None
    windows = {one.window for one in made}
    if FINAL_WINDOW not in windows and today >= final_day(app.campaign):
        return ReportKind.FINAL
    return ReportKind.WEEKLY if _is_weekly(today, days, app.campaign) else ReportKind.DAILY


def final_day(campaign: Campaign) -> date:
    """The first working day on which nothing can come in time any more."""
    day = campaign.before + timedelta(days=campaign.grace_days)
    while not is_working_day(day, campaign):
        day += timedelta(days=1)
    return day


def digest(app: App, kind: ReportKind | None = None, *, dry_run: bool = False) -> Letter | None:
    """Compose the report that is due, or the one that is named, and queue it; None where it is there already.

    A dry run composes it in any case and stores nothing.
    """
    chosen = kind or due_report(app)
    if chosen is None and not dry_run:
        return None
    letter, figures = compose(app, chosen or ReportKind.DAILY)
    if dry_run:
        return letter
    run = app.store.start_run(VERB, app.clock(), socket.gethostname())
    number = app.store.add_letter(letter)
    if not number:
        app.store.finish_run(run, app.clock(), {}, "made before")
        return None
    app.store.finish_run(run, app.clock(), asdict(figures))
    app.log.info("digest", report=letter.window, letter=number)
    return replace(letter, id=number)


def compose(app: App, kind: ReportKind = ReportKind.DAILY) -> tuple[Letter, Totals]:
    """A report with its pictures and its workbook, and the figures at its top."""
    snapshot = _spanning(app, kind, take_snapshot(app))
    figures = totals(snapshot)
    letter = COMPOSERS[kind](snapshot, _workbook(app, snapshot, figures), pictures(snapshot))
    letter = replace(letter, to=recipients(app))
    domain = app.campaign.mailbox_address.partition("@")[2]
    letter = replace(letter, message_id=message_id(letter, app.secret(), domain), created_at=app.clock())
    return letter, figures


def recipients(app: App) -> str:
    """Who gets the reports: the settings' list, else the officer of the campaign."""
    return ", ".join(app.settings.digest_to) or app.campaign.officer.email


def write_page(letter: Letter, folder: Path) -> None:
    """Write a report as the page digest.html for a browser, with its pictures beside it."""
    for file in letter.files:
        if f'"cid:{file.filename}"' in letter.html:
            (folder / file.filename).write_bytes(file.data)
    (folder / "digest.html").write_text(letter.html.replace('"cid:', '"'), encoding="utf-8")


def _made(app: App) -> list[PastLetter]:
    made = app.store.letter_history(app.campaign.id, None)
    return [one for one in made if one.kind is LetterKind.DIGEST]


def _is_weekly(today: date, days: Sequence[date], campaign: Campaign) -> bool:
    """Whether a week is told of: on a Monday before the deadline, or after a Monday on which nothing ran."""
    monday = today - timedelta(days=today.weekday())
    if today > campaign.last_day or any(day >= monday for day in days):
        return False
    return today == monday or bool(days)


def _spanning(app: App, kind: ReportKind, snapshot: Snapshot) -> Snapshot:
    """The snapshot with the change and the letters of the span that a report tells of."""
    if kind is ReportKind.DAILY:
        return snapshot
    if kind is ReportKind.FINAL:
        return replace(snapshot, letters_today=app.store.letters_sent(app.campaign.id))
    runs = app.store.last_runs(VERB, 50)
    before = [one for one in runs if one.counts and one.started_at <= app.clock() - _ABOUT_A_WEEK]
    return replace(
        snapshot,
        letters_today=app.store.letters_sent(app.campaign.id, app.clock() - WEEK),
        previous=Totals(**before[0].counts) if before else None,
    )


def _workbook(app: App, snapshot: Snapshot, figures: Totals) -> tuple[LetterFile, ...]:
    if figures.courses > MOST_ATTACHED:
        return ()
    day = local_day(snapshot.taken_at, snapshot.campaign)
    return (LetterFile(f"tong-hop-{day:%Y-%m-%d}.xlsx", XLSX, build_workbook(with_records(app, snapshot))),)
