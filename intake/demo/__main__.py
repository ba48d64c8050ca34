"""The demo: the real worker on embedded servers, from a mailbox of 25 messages to catalogue, letters, digest, pages.

Run it by `./run demo`; it needs no root and no network, and touches only its output folder.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import Message
from email.utils import parsedate_to_datetime
from importlib import resources
from pathlib import Path

from pydantic import SecretStr
from rich.console import Console
from rich.table import Table

from catalogue.outbox import Letter
from catalogue.records import LetterKind, UnitStatus
from catalogue.units.roster import read_roster
from config.settings import LogSettings, MailboxSettings, OfficerSettings, Secret, Settings, SmtpSettings
from intake.app import App, build_app
from intake.demo import browsing
from intake.demo.schools import filled_answer, numbered_answer
from intake.demo.servers import HOST, Sink, imap_server, smtp_sink
from intake.jobs_export import FORMATS, export
from intake.jobs_letters import ask
from intake.jobs_poll import Polled, only_one, poll
from intake.jobs_reports import digest, write_page
from intake.jobs_send import send
from intake.log import configure_log

USER, PASSWORD = "tiepnhan", "demo"
START = datetime.fromisoformat("2025-05-26T08:00:00+07:00")
BY_NUMBERS, BY_TEXT = "tuyensinh@songtien.example", "dienlanh@minhquang.example"
INDEX = f"{browsing.PORTAL}/index.html"
MADE = (
    ("digest.html", "the officer's morning mail, as a page"),
    ("digest.eml", "the same as it was sent, with the workbook"),
    ("letters", "every mail that left, as .eml"),
    ("catalogue.xlsx", "the catalogue; also .csv and .json"),
)
NEW_ROWS = (
    {"Tên khóa học": "Sửa chữa tủ lạnh", "Trang thông tin lớp học": "https://minhquang.example/tu-lanh"},
    {"Đầu mối liên hệ": "Giang Văn Tựu", "Chức vụ": "Trưởng bộ môn", "Điện thoại": "0966 770 325"},
)


class DemoClock:
    """The campaign's clock: it stands still until the demo moves it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        """Let time pass."""
        self.now += timedelta(**span)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demo; 0 when everything came out."""
    options = _options(arguments)
    console = Console()
    output: Path = options.output
    _fresh(output)
    configure_log("human", "warning" if not options.verbose else "info")
    with ExitStack() as stack:
        imap_port = stack.enter_context(imap_server(output / "server", USER, PASSWORD))
        sink, smtp_port = stack.enter_context(smtp_sink())
        console.print(f"embedded IMAP server on {HOST}:{imap_port}, SMTP sink on {HOST}:{smtp_port}")
        clock = DemoClock(options.now)
        app = stack.enter_context(_app(output, imap_port, smtp_port, clock))
        _prepare(app, console)
        return _play(app, sink, clock, _Stage(console, output))


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run demo", description=__doc__)
    parser.add_argument("--output", type=Path, default=Path("demo-output"), help="folder that is made anew")
    parser.add_argument(
        "--now", type=datetime.fromisoformat, default=START, help="the campaign's clock at start"
    )
    parser.add_argument("--verbose", action="store_true", help="show the worker's log")
    return parser.parse_args(arguments)


def _fresh(output: Path) -> None:
    """Empty the output folder; one that is not the demo's own is left alone."""
    mark = output / ".intake-demo"
    if output.exists() and any(output.iterdir()) and not mark.exists():
        sys.exit(f"{output} is not empty and not the demo's: give another --output")
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    mark.touch()


@contextmanager
def _app(output: Path, imap_port: int, smtp_port: int, clock: DemoClock) -> Iterator[App]:
    settings = Settings(
        database_url=f"sqlite:///{output}/intake.db",
        archive_url=str(output / "archive"),
        sending=True,
        secret=Secret(value=SecretStr("the demo signs with this")),
        mailbox=MailboxSettings(
            host=HOST,
            port=imap_port,
            security="none",
            username=USER,
            password=Secret(value=SecretStr(PASSWORD)),
            processed_folder="Da-tiep-nhan",
        ),
        smtp=SmtpSettings(host=HOST, port=smtp_port, security="none", sender="tiepnhan.gdtx@sogddt.example"),
        # No server here says who a sender is; the digest shows the officer's links all the same.
        officer=OfficerSettings(by_mail="unverified"),
        log=LogSettings(level="warning"),
    )
    app = replace(build_app(settings), clock=clock)
    try:
        yield app
    finally:
        app.close()


def _prepare(app: App, console: Console) -> None:
    samples = resources.files("intake.demo") / "samples"
    roster = read_roster("roster.csv", (samples / "roster.csv").read_bytes(), app.campaign.unit_kinds)
    app.store.replace_units(app.campaign.id, roster.units)
    mails = sorted((one for one in samples.iterdir() if one.name.endswith(".eml")), key=lambda one: one.name)
    _deliver(app, [one.read_bytes() for one in mails])
    console.print(f"{len(roster.units)} units invited, {len(mails)} messages put into the mailbox")


def _deliver(app: App, mails: Sequence[bytes]) -> None:
    """Put mails into the mailbox, received when their Date header says."""
    with app.open_mailbox() as mailbox:
        for raw in mails:
            sent_at = parsedate_to_datetime(str(message_from_bytes(raw)["Date"]))
            mailbox.append("INBOX", raw, flags=(), at=sent_at)


class _Stage:
    """Where the demo speaks and writes."""

    def __init__(self, console: Console, output: Path) -> None:
        self.console = console
        self.output = output

    def tell(self, text: str) -> None:
        """A line as it is: paths and commands can be copied."""
        self.console.print(text, highlight=False, markup=False, soft_wrap=True)

    def say(self, clock: DemoClock, text: str) -> None:
        self.console.print(f"[dim]{clock.now:%d/%m/%Y %H:%M}[/dim] {text}", highlight=False)


def _play(app: App, sink: Sink, clock: DemoClock, stage: _Stage) -> int:
    """The two days of the demo."""
    _say_polled(stage, clock, _poll(app, stage))
    clock.forward(minutes=30)
    stage.say(clock, f"{ask(app).letters} letters made")
    clock.forward(minutes=1)
    send(app)
    stage.say(clock, f"{len(sink.mails)} letters sent to the schools")
    clock.forward(hours=4)
    answered = _answer(app, sink, clock)
    stage.say(clock, f"{answered} schools answer their letters")
    _say_polled(stage, clock, _poll(app, stage))
    clock.now = (clock.now + timedelta(days=1)).replace(hour=7, minute=30)
    _poll(app, stage)
    ask(app)
    made = digest(app)
    send(app)
    if made is None:
        stage.say(clock, "no digest was made")
        return 1
    return _finish(app, sink, stage, made)


def _poll(app: App, stage: _Stage) -> Polled:
    with stage.console.status("polling the mailbox ..."), only_one(app):
        return poll(app)


def _say_polled(stage: _Stage, clock: DemoClock, done: Polled) -> None:
    counts = done.counts()
    stage.say(
        clock,
        f"polled: {counts['fetched']} fetched, {counts['processed']} processed, "
        f"{counts['needs_officer']} for the officer, {counts['failed']} failed, {counts['acknowledged']} filed away",
    )


def _answer(app: App, sink: Sink, clock: DemoClock) -> int:
    answers = []
    letters = {
        one.unit_id: one for one in app.store.letters(app.campaign.id) if one.kind is LetterKind.CLARIFICATION
    }
    if mail := _last(sink, BY_NUMBERS):
        answers.append(numbered_answer(mail, letters["cd-song-tien"].items, clock.now))
    if mail := _last(sink, BY_TEXT):
        answers.append(filled_answer(mail, NEW_ROWS, clock.now))
    _deliver(app, answers)
    return len(answers)


def _last(sink: Sink, address: str) -> Message | None:
    found = sink.to(address)
    return found[-1] if found else None


def _finish(app: App, sink: Sink, stage: _Stage, made: Letter) -> int:
    output = stage.output
    write_page(made, output)
    letters = output / "letters"
    letters.mkdir()
    for number, raw in enumerate(sink.mails, 1):
        (letters / f"{number:02d}.eml").write_bytes(raw)
        if app.campaign.officer.email in str(message_from_bytes(raw)["To"]):
            (output / "digest.eml").write_bytes(raw)
    for form in FORMATS:
        (output / f"catalogue.{form}").write_bytes(b"".join(export(app, form)))
    site = browsing.write_portal(app, output)
    desk = browsing.prepare_desk(app, output)
    _summary(app, stage)
    stage.tell("\nMade:")
    for name, what in MADE:
        stage.tell(f"  {output / name!s:<32} {what}")
    stage.tell(f"  {output / INDEX!s:<32} the portal: {site.courses} courses of {site.schools} schools")
    stage.tell(f"\nThe officer's desk on this data, at that morning (stop it with Ctrl+C):\n  {desk}")
    stage.tell(
        f"then open http://127.0.0.1:8025/ and log in as {browsing.USER}, password: {browsing.PASSWORD}"
    )
    return 0


def _summary(app: App, stage: _Stage) -> None:
    states = {state.unit_id: state for state in app.store.unit_states(app.campaign.id)}
    table = Table(title="The campaign after two days", box=None, pad_edge=False)
    for heading in ("unit", "status", "courses", "contacts", "open"):
        table.add_column(heading)
    for unit in app.store.units(app.campaign.id):
        state = states.get(unit.id)
        if state is None:
            table.add_row(unit.name, UnitStatus.NOT_SUBMITTED.value, "", "", "")
            continue
        missing = (
            sum(len(record.missing) for record in state.records) + state.lacks_course + state.lacks_contact
        )
        table.add_row(
            unit.name,
            state.status.value,
            str(len(state.courses)),
            str(len(state.contacts)),
            str(missing or ""),
        )
    stage.console.print(table)
    ledger = app.store.ledger(app.campaign.id)
    stage.console.print(
        f"messages: {ledger.messages} archived, {dict(ledger.messages_by_state)}", highlight=False
    )


if __name__ == "__main__":
    sys.exit(main())
