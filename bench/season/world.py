"""The simulated month's world: a clock, real mail servers on loopback, one installation, mailboxes of others.

It carries mail to and fro at virtual moments, and remembers both; it decides nothing.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from pydantic import SecretStr

from bench.season.clerk import Read, read_letter
from bench.season.post import OUR_SERVER, OURS, Mail, as_bytes
from catalogue.records import LetterKind
from config.settings import MailboxSettings, ReadingSettings, ScheduleSettings, Secret, Settings, SmtpSettings
from intake.app import App, build_app
from intake.jobs_poll import only_one
from tests.support.dovecot import PASSWORD, Dovecot
from tests.support.smtpsink import SmtpSink
from tests.support.worlds import sink_running

USER = "tiepnhan"


class SeasonClock:
    """The virtual clock: it stands still until the season moves it."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now


@dataclass(frozen=True, slots=True, kw_only=True)
class Posted:
    """A mail that was put into the intake's mailbox."""

    mail: Mail
    at: datetime
    message_id: str
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrived:
    """A letter of ours that somebody's server took, with the kind that we gave it."""

    letter: Read
    at: datetime
    kind: LetterKind
    unit_id: str | None


@dataclass
class World:
    """One installation and everything around it."""

    app: App
    clock: SeasonClock
    sink: SmtpSink
    posted: list[Posted] = field(default_factory=list)
    arrived: list[Arrived] = field(default_factory=list)
    _waiting: list[tuple[datetime, int, Mail]] = field(default_factory=list)
    _order: Iterator[int] = field(default_factory=itertools.count)
    _taken: int = 0

    def post(self, at: datetime, mail: Mail) -> None:
        """Let a mail arrive at a moment."""
        heapq.heappush(self._waiting, (at, next(self._order), mail))

    def next_mail_at(self) -> datetime | None:
        """When the next mail arrives."""
        return self._waiting[0][0] if self._waiting else None

    def deliver(self) -> int:
        """Put what is due into the mailbox, received when it came."""
        due = []
        while self._waiting and self._waiting[0][0] <= self.clock.now:
            due.append(heapq.heappop(self._waiting))
        if due:
            with self.app.open_mailbox() as mailbox:
                for at, _, mail in due:
                    raw = as_bytes(mail, at, len(self.posted))
                    mailbox.append("INBOX", raw, flags=(), at=at)
                    self.posted.append(_posted(mail, at, raw))
        return len(due)

    def letters(self) -> list[Arrived]:
        """The letters that left since the last look, at the moment that it is."""
        fresh = self.sink.mails[self._taken :]
        self._taken = len(self.sink.mails)
        found = []
        for mail in fresh:
            letter = replace(read_letter(mail.message), to=mail.rcpt_to[0].lower())
            known = self.app.store.letter_by_mark(letter.message_id)
            assert known is not None, f"a letter that the outbox does not know: {letter.subject}"
            found.append(Arrived(letter=letter, at=self.clock.now, kind=known.kind, unit_id=known.unit_id))
        self.arrived += found
        return found


def _posted(mail: Mail, at: datetime, raw: bytes) -> Posted:
    head, _, _ = raw.partition(b"\r\n\r\n")
    line = next(one for one in head.decode("utf-8", "replace").splitlines() if one.startswith("Message-ID:"))
    return Posted(mail=mail, at=at, message_id=line.partition(":")[2].strip(), sha256=sha256(raw).hexdigest())


@contextmanager
def world(folder: Path, start: datetime, at_the_door: Mapping[str, str]) -> Iterator[World]:
    """A world in a folder that nobody else uses; ``at_the_door`` says what servers answer for addresses."""
    with ExitStack() as stack:
        server = stack.enter_context(Dovecot(folder / "server"))
        sink = stack.enter_context(sink_running())
        sink.at_rcpt.update(at_the_door)
        clock = SeasonClock(start)
        app = replace(build_app(_settings(folder, server, sink)), clock=clock, sleep=lambda _: None)
        stack.callback(app.close)
        stack.enter_context(only_one(app))
        yield World(app=app, clock=clock, sink=sink)


def _settings(folder: Path, server: Dovecot, sink: SmtpSink) -> Settings:
    return Settings(
        database_url=f"sqlite:///{folder}/intake.db",
        archive_url=str(folder / "archive"),
        sending=True,
        secret=Secret(value=SecretStr("the season signs with this")),
        mailbox=MailboxSettings(
            host="127.0.0.1",
            port=server.imap_port,
            security="none",
            username=USER,
            password=Secret(value=SecretStr(PASSWORD)),
            authserv_ids=(OUR_SERVER,),
        ),
        smtp=SmtpSettings(host="127.0.0.1", port=sink.port, security="none", sender=OURS),
        schedule=ScheduleSettings(settle_minutes=10),
        reading=ReadingSettings(workers=0),
    )
