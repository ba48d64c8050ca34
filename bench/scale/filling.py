"""Fills an installation with the invented campaign by the store's own statements, many units a transaction."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import zstandard
from pydantic import SecretStr

from bench.scale.inventing import roster
from bench.scale.letters import letters_of
from bench.scale.mails import Mail, Told, mail_of
from bench.scale.stories import NOW, Size, Story, bounces, story_of, strangers
from catalogue.folding.fold import fold
from catalogue.memory.apply import apply_plan
from catalogue.memory.database import Database
from catalogue.memory.letters import add_letter
from catalogue.memory.mailbox import remember_copies
from catalogue.memory.messages import add_messages
from catalogue.plan import NewMessage, Plan, ServerCopy
from catalogue.records import Decision, DecisionKind, MessageKind, UnitState
from catalogue.views import MessageFilter
from config.settings import ReadingSettings, Secret, Settings
from intake.app import App, build_app
from intake.jobs_returned import addresses_of

UNITS_AT_ONCE = 100
MAILS_AT_ONCE = 1000
QUARANTINED = 20


def settings_in(folder: Path) -> Settings:
    """The settings of the invented installation."""
    return Settings(
        database_url=f"sqlite:///{folder}/intake.db",
        archive_url=str(folder / "archive"),
        secret=Secret(value=SecretStr("the bench signs with this")),
        reading=ReadingSettings(workers=0),
    )


def opened(folder: Path) -> App:
    """The invented installation, at the moment at which its story ends."""
    return build_app(settings_in(folder), now=NOW)


def fill(folder: Path, size: Size) -> None:
    """Make the installation in an empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    app = opened(folder)
    units = roster(size.units)
    app.store.replace_units(app.campaign.id, units)
    filler = _Filler(app, Database.at(app.settings.database_url), folder / "archive")
    stories = (story_of(unit, number, size) for number, unit in enumerate(units))
    for first in range(0, len(units), UNITS_AT_ONCE):
        filler.take_stories(list(islice(stories, UNITS_AT_ONCE)), first)
    filler.take_others([*strangers(size), *bounces(units)])
    filler.close()
    _go_wrong(app)
    app.store.finish_run(app.store.start_run("poll", NOW), NOW, {"new": 3})
    app.close()


class _Filler:
    """Writes mails and letters; the numbers of the server's copies run on."""

    def __init__(self, app: App, database: Database, archive: Path) -> None:
        self._app = app
        self._database = database
        self._archive = archive
        self._copies = 0

    def take_stories(self, stories: Sequence[Story], first: int) -> None:
        """Write some units with all their mails and letters."""
        mails = {story.unit.id: [mail_of(one) for one in story.mails] for story in stories}
        self._keep([mail for several in mails.values() for mail in several])
        with self._database.rewriting() as connection:
            for number, story in enumerate(stories, first):
                for plan in self._plans(story.unit.id, mails[story.unit.id]):
                    apply_plan(connection, plan, None)
                for letter in letters_of(self._app, story, number):
                    add_letter(connection, letter)

    def take_others(self, told: Sequence[Told]) -> None:
        """Write mails of no unit, each a bucket of its own where it says something."""
        for start in range(0, len(told), MAILS_AT_ONCE):
            mails = [mail_of(one) for one in told[start : start + MAILS_AT_ONCE]]
            self._keep(mails)
            with self._database.rewriting() as connection:
                for mail in mails:
                    state = self._folded(None, [mail]) if mail.told.entries else None
                    apply_plan(connection, self._plan(mail, None, state), None)

    def close(self) -> None:
        self._database.close()

    def _plans(self, unit_id: str, mails: Sequence[Mail]) -> Iterator[Plan]:
        for mail in mails:
            # The fold of all of them is written once, with the last.
            yield self._plan(mail, unit_id, self._folded(unit_id, mails) if mail is mails[-1] else None)

    def _folded(self, unit_id: str | None, mails: Sequence[Mail]) -> UnitState:
        return fold(unit_id, [one.folding for one in mails], (), self._app.campaign)

    def _plan(self, mail: Mail, unit_id: str | None, state: UnitState | None) -> Plan:
        return Plan(
            sha256=mail.sha256,
            campaign=self._app.campaign.id,
            kind=mail.told.kind,
            unit_id=unit_id,
            reading=mail.reading,
            now=mail.told.at,
            confidence=1.0 if unit_id else 0.0,
            needs_officer=mail.told.needs_officer,
            state=state,
            headers=mail.headers,
            received_at=mail.told.at,
            bucket="" if unit_id else mail.told.sender,
        )

    def _keep(self, mails: Sequence[Mail]) -> None:
        """Archive without waiting for the disk, and write down where they lay."""
        packer = zstandard.ZstdCompressor(level=1)
        for mail in mails:
            path = self._archive / mail.sha256[:2] / f"{mail.sha256}.eml.zst"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(packer.compress(mail.raw))
        with self._database.rewriting() as connection:
            add_messages(connection, [_new(mail, self._app.campaign.id) for mail in mails])
            copies = [_copy(mail, self._copies + number) for number, mail in enumerate(mails, 1)]
            remember_copies(connection, copies, NOW)
        self._copies += len(mails)


def _new(mail: Mail, campaign: str) -> NewMessage:
    return NewMessage(
        sha256=mail.sha256,
        size=len(mail.raw),
        archived_at=mail.told.at,
        received_at=mail.told.at,
        campaign=campaign,
    )


def _copy(mail: Mail, uid: int) -> ServerCopy:
    return ServerCopy(account="mailbox", folder="INBOX", uidvalidity=1, uid=uid, sha256=mail.sha256, size=900)


def _go_wrong(app: App) -> None:
    """Some addresses are shut, every other question has its answer, some mails were given up."""
    campaign = app.campaign.id
    for unit in app.store.units(campaign)[::100]:
        for address in addresses_of(app, unit):
            app.store.note_bounce(address, app.campaign.closes_at, "hard: 5.1.1 user unknown")
    for unit in app.store.units(campaign)[1::100]:
        for _ in range(2):
            app.store.note_bounce(unit.emails[0], app.campaign.closes_at, "full: 4.2.2 mailbox full")
    asked = app.store.messages(campaign, MessageFilter(kind=MessageKind.QUESTION), 10**6)
    for one in asked[::2]:
        said = Decision(
            kind=DecisionKind.ANSWERED, subject=one.sha256, value="mail", made_by="tmkhoi", made_at=NOW
        )
        app.store.add_decision(campaign, said)
    for one in app.store.messages(campaign, MessageFilter(kind=MessageKind.OTHER), QUARANTINED):
        app.store.fail(one.sha256, "AssertionError: the bench says so", None)
