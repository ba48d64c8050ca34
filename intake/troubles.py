"""What is wrong with the service at this moment, for its operator: looked up, never mended, nobody told."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.engine import make_url

from catalogue.asking.office import local_day
from catalogue.memory.tables import MessageState
from catalogue.records import LetterKind, LetterState
from catalogue.views import Run
from config.settings import SettingsError
from intake.app import App
from intake.outbox import outbox_now
from reports.operator_mail import Trouble

UNREACHABLE_AFTER = timedelta(minutes=30)
"""How long the mailbox may refuse: mail servers are restarted, and nobody is to get up for that."""
SILENT_AFTER = timedelta(hours=2)
UNSENT_AFTER = timedelta(hours=1)
RUNS_LOOKED_AT = 200
_MB = 1 << 20


def troubles_now(app: App) -> list[Trouble]:
    """All that is wrong, the gravest first."""
    return [
        *_disk(app),
        *_secret(app),
        *_polls(app),
        *_report(app),
        *_sending(app),
        *_messages(app),
        *_letters(app),
    ]


def _disk(app: App) -> Iterator[Trouble]:
    least = app.settings.operator.disk_free_mb
    for what, folder in _folders(app):
        free = shutil.disk_usage(folder).free // _MB
        if free < least:
            yield Trouble(
                name="disk",
                title=f"The disk of the {what} is nearly full ({free} MB free)",
                meaning="Once it is full no mail is archived: it stays in the mailbox, nothing is lost, but "
                "schools get no answer. Letters may then leave and not be noted as sent.",
                cure=(
                    f"Make room on the disk that holds the {what}; of the intake only the archive grows.",
                    f"The limit is operator.disk_free_mb = {least} in the settings.",
                ),
            )
            return


def _folders(app: App) -> Iterator[tuple[str, Path]]:
    """The folders of this machine that the service writes into; none for servers elsewhere."""
    url = make_url(app.settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database and url.database != ":memory:":
        yield "database", Path(url.database).absolute().parent
    archive = Path(app.settings.archive_url)
    if "://" not in app.settings.archive_url and archive.is_dir():
        yield "archive", archive


def _secret(app: App) -> Iterator[Trouble]:
    try:
        app.secret()
    except SettingsError as error:
        yield Trouble(
            name="secret",
            title="The key that signs letters cannot be read",
            meaning="No letter can be made, neither to schools nor to the officer. Mail is still read.",
            cure=(
                "`intake check` names the fault.",
                "Put the file of [secret] back from the backup, readable for the user of the service.",
                "Make no new one while a campaign runs: answers to letters already sent would not be known.",
            ),
            detail=str(error),
        )


def _polls(app: App) -> Iterator[Trouble]:
    runs = app.store.last_runs("poll", RUNS_LOOKED_AT)
    ended = [run for run in runs if run.finished_at is not None]
    failing = _failing(ended)
    if failing and app.clock() - failing[-1].started_at >= UNREACHABLE_AFTER:
        yield Trouble(
            name="mailbox",
            title="The mailbox cannot be read",
            since=failing[-1].started_at,
            detail=failing[0].error,
            meaning="Nothing is lost: mail stays on its server, and each poll tries again. Schools get no "
            "answer meanwhile, and the officer's digest says so at its top.",
            cure=(
                "`intake check`: its line `mailbox` says whether it is the network, the login or a folder.",
                "A password that expired or changed: [mailbox.password] in the settings, then restart.",
                "The mail server is down: nothing; this mail is followed by another when it is back.",
            ),
        )
    # One that was killed each time never ended: it is counted from its first beginning.
    last = ended[0].finished_at if ended else runs[-1].started_at if runs else None
    if last is not None and app.clock() - last > SILENT_AFTER:
        yield Trouble(
            name="worker",
            title="The service does not look at the mailbox",
            since=last,
            meaning="No pass over the mailbox has ended since. Mail stays there, nobody gets an answer.",
            cure=(
                "`systemctl status intake`, or the cron table: does `intake run` or `intake poll` run?",
                "`intake list runs` and the log tell whether a pass began and was killed (memory, a crash).",
                "`intake poll` by hand, with the service stopped, shows what hinders it.",
            ),
        )


def _failing(ended: list[Run]) -> list[Run]:
    """The run of failures that goes on now, newest first."""
    healthy = next((place for place, run in enumerate(ended) if not run.error), len(ended))
    return ended[:healthy]


def _report(app: App) -> Iterator[Trouble]:
    """That the officer's report of the day is overdue, where he got one before."""
    campaign = app.campaign
    due = datetime.combine(local_day(app.clock(), campaign), campaign.digest_at, campaign.time_zone)
    made = [
        one.made_at for one in app.store.letter_history(campaign.id, None) if one.kind is LetterKind.DIGEST
    ]
    latest = max((at for at in made if at is not None), default=None)
    if latest is None or local_day(latest, campaign) >= due.date() or app.clock() - due < UNSENT_AFTER:
        return
    yield Trouble(
        name="report",
        title="The officer's report of the day was not made",
        since=due,
        meaning="He waits for it, and does not see what needs him. All else may go on.",
        cure=(
            "`intake digest --dry-run --out look` makes it now and shows what hinders it.",
            "The log of this morning: `digest` with outcome=failed, or a traceback.",
            "By cron: does `intake digest` run, at the campaign's hour on this machine's clock?",
        ),
    )


def _sending(app: App) -> Iterator[Trouble]:
    outbox = outbox_now(app)
    if outbox.since is None or not outbox.sending or app.clock() - outbox.since < UNSENT_AFTER:
        return
    yield Trouble(
        name="sending",
        title=f"Letters do not leave ({outbox.waiting} wait)",
        since=outbox.since,
        detail=outbox.error,
        meaning="They are kept and tried again for a week. No mail can tell it: it stands in the log.",
        cure=(
            "`intake check`: its line `smtp` says whether it is the network, the login or the sender.",
            "A password that expired or changed: [smtp.password] in the settings, then restart.",
            "`intake list letters --state queued` shows what waits, `intake send` tries at once.",
        ),
        is_mailed=False,
    )


def _messages(app: App) -> Iterator[Trouble]:
    count = app.store.counts(app.campaign.id).states.get(MessageState.QUARANTINED, 0)
    if count:
        yield Trouble(
            name="quarantine",
            title=f"Messages that could not be processed: {count}",
            level=count,
            meaning="They are archived and all else goes on; what they say is missing in the catalogue.",
            cure=(
                "`intake list messages --state quarantined` names them and the error of each.",
                "After a repair or an update: `intake decide retry ID` reads one again.",
                "A defect of the program: report the error (not the message, which holds personal data).",
            ),
        )


def _letters(app: App) -> Iterator[Trouble]:
    count = app.store.letters_by_state(app.campaign.id).get(LetterState.FAILED, 0)
    if count:
        yield Trouble(
            name="letters",
            title=f"Letters that were given up: {count}",
            level=count,
            meaning="They were refused, or nobody knows whether they left. Nothing is sent twice by itself.",
            cure=(
                "`intake list letters --state failed` names them and why.",
                "One that `may have left`: look into the Sent folder and ask before letting it go again.",
                "`intake decide letter ID approve` sends it, `cancel` drops it.",
            ),
        )
