"""Kill the house anywhere and begin again: nothing lost, nothing double, no letter sent twice."""

import json
import random
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Self, cast

import pytest

from bench.messages import messages, write_roster
from catalogue.memory.store import Store
from catalogue.outbox import Letter
from catalogue.records import LetterState
from intake.app import App
from intake.archive import Archive
from intake.jobs_digest import digest
from intake.jobs_export import export
from intake.jobs_letters import ask
from intake.jobs_poll import only_one, poll
from intake.jobs_send import send
from intake.mailbox import Mailbox
from intake.sender import Sender
from tests.support.apps import ADDRESSES, BIEN_XANH, Office, office_in, row, submission
from tests.support.cli import Forks, Shell, kill
from tests.support.dovecot import Dovecot
from tests.support.smtpsink import SmtpSink
from tests.support.worlds import (
    SAMPLES,
    copy_mailbox,
    deliver_dated,
    environment,
    letters_to,
    messages_in,
    samples,
)

UNITS, BENCH, SEEDS = 6, 6, 20
NOW, LATER = "2025-05-26T09:00:00", "2025-05-26T09:30:00"
TEMPLATE = "kill-template"
COMMANDS = [["poll"], ["ask"], ["send"]]


@dataclass
class Ground:
    """What each run starts from, and what an undisturbed one comes to."""

    forks: Forks
    folder: Path
    seconds: float = 0.0
    catalogue: dict[str, Any] = field(default_factory=dict)
    letters: set[tuple[str | None, str, str]] = field(default_factory=set)
    mails: set[str] = field(default_factory=set)


@dataclass
class Life:
    """One installation from its beginning to the end of its work."""

    shell: Shell
    forks: Forks
    sink: SmtpSink
    user: str

    def env(self, now: str) -> dict[str, str]:
        return self.shell.env | {"INTAKE_NOW": f"{now}+07:00"}

    def begin(self) -> int:
        return self.forks.start(self.shell.folder, self.env(NOW), COMMANDS)

    def go_on(self) -> None:
        assert self.forks.run(self.shell.folder, self.env(NOW), COMMANDS) in (0, 1), self.log()
        # What may have left is looked at after a quarter of an hour.
        assert self.forks.run(self.shell.folder, self.env(LATER), [["send"]]) in (0, 1), self.log()

    def log(self) -> str:
        return (self.shell.folder / "commands.log").read_text("utf-8")[-3000:]

    def catalogue(self) -> dict[str, Any]:
        told: dict[str, Any] = self.shell.well("export", now=NOW).json()
        return told

    def letters(self) -> list[Letter]:
        store = Store.open(f"sqlite:///{self.shell.folder / 'intake.db'}")
        try:
            return store.letters("course-catalogue-2025", limit=10_000)
        finally:
            store.close()

    def mails(self) -> list[str]:
        return [str(one.message["Message-ID"]) for one in self.sink.mails]

    def states(self) -> dict[str, int]:
        told = self.shell.well("status", "--json", now=NOW).json()
        return {key.removeprefix("messages "): told[key] for key in told if key.startswith("messages ")}


def key(letter: Letter) -> tuple[str | None, str, str]:
    return letter.unit_id, letter.kind.value, letter.window


@pytest.fixture(scope="module")
def ground(
    dovecot: Dovecot, tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path
) -> Iterator[Ground]:
    """Mail that nobody has looked at, and a database with the roster."""
    folder = tmp_path_factory.mktemp("ground")
    shutil.copy(sqlite_template, folder / "intake.db")
    roster = folder / "roster.csv"
    write_roster(roster, UNITS)
    demo = (SAMPLES / "roster.csv").read_text("utf-8-sig")
    roster.write_text(demo + roster.read_text("utf-8").partition("\n")[2], "utf-8")
    Shell(folder).well("roster", "import", "roster.csv")
    deliver_dated(dovecot, TEMPLATE, [*samples(), *messages(BENCH, UNITS)])
    with Forks() as forks:
        yield Ground(forks, folder)


@pytest.fixture
def life(ground: Ground, dovecot: Dovecot, smtp: SmtpSink, user: str, tmp_path: Path) -> Life:
    copy_mailbox(dovecot, TEMPLATE, user)
    shutil.copy(ground.folder / "intake.db", tmp_path / "intake.db")
    env = environment(dovecot, user, plain=True) | letters_to(smtp)
    env["INTAKE_SCHEDULE__SETTLE_MINUTES"] = "0"
    return Life(Shell(tmp_path, env), ground.forks, smtp, user)


@pytest.mark.server
@pytest.mark.slow
def test_an_undisturbed_life_is_the_measure_of_the_others(
    ground: Ground, life: Life, dovecot: Dovecot
) -> None:
    begin = time.perf_counter()
    life.begin()
    assert life.forks.wait() in (0, 1), life.log()
    ground.seconds = time.perf_counter() - begin
    life.go_on()
    ground.catalogue, ground.mails = life.catalogue(), set(life.mails())
    ground.letters = {key(one) for one in life.letters()}
    assert life.states() == {"done": len(samples()) + BENCH}
    assert len(ground.mails) == len(life.mails()) == len(ground.letters) > 15
    assert messages_in(dovecot, life.user, "INBOX") == 0


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEEDS))
def test_killed_at_any_moment_and_run_again_the_house_comes_to_the_same(
    ground: Ground, life: Life, dovecot: Dovecot, seed: int
) -> None:
    assert ground.seconds, "the undisturbed life comes first"
    process = life.begin()
    time.sleep(random.Random(seed).random() * ground.seconds)
    kill(process)
    assert life.forks.wait() in (-9, 0, 1)
    life.go_on()
    assert life.states() == {"done": len(samples()) + BENCH}
    assert life.catalogue() == ground.catalogue
    assert messages_in(dovecot, life.user, "INBOX") == 0
    assert messages_in(dovecot, life.user, "Da-tiep-nhan") == len(samples()) + BENCH
    no_letter_lost_or_doubled(ground, life)


def no_letter_lost_or_doubled(ground: Ground, life: Life) -> None:
    mails, letters = life.mails(), life.letters()
    assert len(mails) == len(set(mails))
    assert {key(one) for one in letters} == ground.letters
    sent = {one.message_id for one in letters if one.state is LetterState.SENT}
    doubtful = [one for one in letters if one.state is not LetterState.SENT]
    assert sent <= set(mails) <= sent | {one.message_id for one in doubtful}
    assert len(doubtful) <= 1
    assert all(one.state is LetterState.FAILED and "may have left" in one.error for one in doubtful)


# The same inside one process, at each and every boundary between the house and the world.


class Killed(BaseException):
    """What no wall holds: the process is gone."""


@dataclass
class Fate:
    """Counts the boundaries that are crossed, and strikes at one of them."""

    at: int = -1
    crossed: int = 0

    def cross(self) -> None:
        self.crossed += 1
        if self.crossed == self.at:
            raise Killed


class Mortal:
    """Something of the world whose every call may be the last: before it is done, or just after."""

    def __init__(self, inner: object, fate: Fate) -> None:
        self._inner, self._fate = inner, fate

    def __getattr__(self, name: str) -> Any:
        inner = getattr(self._inner, name)
        if not callable(inner):
            return inner

        def call(*words: Any, **named: Any) -> Any:
            self._fate.cross()
            done = inner(*words, **named)
            self._fate.cross()
            return done

        return call

    def __enter__(self) -> Self:
        self._fate.cross()
        cast("Any", self._inner).__enter__()
        return self

    def __exit__(self, *trouble: object) -> None:
        cast("Any", self._inner).__exit__(*trouble)


def mortal(app: App, fate: Fate) -> App:
    return replace(
        app,
        store=cast("Store", Mortal(app.store, fate)),
        archive=cast("Archive", Mortal(app.archive, fate)),
        open_mailbox=lambda: cast("Mailbox", Mortal(app.open_mailbox(), fate)),
        open_sender=lambda: cast("Sender", Mortal(app.open_sender(), fate)),
    )


def a_round(office: Office, app: App) -> None:
    """What cron does: poll, ask, send."""
    with only_one(app):
        poll(app)
    office.clock.forward(minutes=20)
    ask(app)
    send(app)


def a_morning(_office: Office, app: App) -> None:
    """What the morning adds."""
    digest(app)
    send(app)


def with_mail(folder: Path, template: Path) -> Office:
    made = office_in(folder, template)
    made.postbox.deliver(
        submission(1, row("Hàn điện", url=""), row("Tiện ren")),
        submission(2, row("May áo"), sender=ADDRESSES[BIEN_XANH]),
        submission(3, row("Cắm hoa"), sender="co.giao@gmail.example"),
    )
    return made


def told(office: Office) -> tuple[Any, Any]:
    """The catalogue but for its hour, and the letters but for theirs."""
    catalogue = json.loads(b"".join(export(office.app, "json")))
    del catalogue["generated_at"]
    letters = {key(one) for one in office.app.store.letters(office.app.campaign.id)}
    return catalogue, letters


Deed = Callable[[Office, App], None]


@pytest.mark.parametrize(("deed", "boundaries"), [(a_round, 100), (a_morning, 20)])
def test_dead_at_each_boundary_in_turn_the_house_comes_to_the_same(
    tmp_path: Path, sqlite_template: Path, deed: Deed, boundaries: int
) -> None:
    whole, fate = with_mail(tmp_path / "whole", sqlite_template), Fate()
    measure = done_again(whole, deed, mortal(whole.app, fate))
    assert fate.crossed > boundaries
    for boundary in range(1, fate.crossed + 1):
        office = with_mail(tmp_path / str(boundary), sqlite_template)
        with pytest.raises(Killed):
            deed(office, mortal(office.app, Fate(at=boundary)))
        assert done_again(office, deed, office.app) == measure, f"boundary {boundary}"
        no_letter_twice(office)
        office.app.store.close()


def done_again(office: Office, deed: Deed, app: App) -> tuple[Any, Any]:
    """What stands in the house once it has done its work, after whatever befell it before."""
    office.clock.forward(minutes=20)
    deed(office, app)
    states = office.app.store.ledger(office.app.campaign.id).messages_by_state
    assert set(states) <= {"done"}
    waiting = office.postbox.folders["INBOX"]
    assert len(office.postbox.acknowledged) == sum(states.values()) == 3 - len(waiting)
    return told(office)


def no_letter_twice(office: Office) -> None:
    """Each letter left once; at most the one in hand is in doubt, and waits for a person."""
    left = office.pillar.message_ids
    assert len(left) == len(set(left))
    letters = office.app.store.letters(office.app.campaign.id)
    sent = {one.message_id for one in letters if one.state is LetterState.SENT}
    doubtful = {one.message_id for one in letters if one.state is LetterState.FAILED}
    assert len(sent) + len(doubtful) == len(letters)
    assert len(doubtful) <= 1
    assert sent <= set(left) <= sent | doubtful
