"""Kill the house anywhere and begin again: nothing lost, nothing double, no letter sent twice."""

import random
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bench.messages import messages, write_roster
from catalogue.memory.store import Store
from catalogue.outbox import Letter
from catalogue.records import LetterState
from tests.support.cli import QUICK, Forks, Shell, kill
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

UNITS, BENCH, FEW, SEEDS = 6, 6, 12, 20
NOW, LATER = "2025-05-26T09:00:00", "2025-05-26T09:30:00"
TEMPLATE = "kill-template"
COMMANDS = [["poll"], ["ask"], ["send"]]
LETTERS_ONLY = [["ask"], ["send"]]


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
    commands: list[list[str]] = field(default_factory=lambda: COMMANDS)

    def env(self, now: str) -> dict[str, str]:
        return self.shell.env | {"INTAKE_NOW": f"{now}+07:00"}

    def begin(self) -> int:
        return self.forks.start(self.shell.folder, self.env(NOW), self.commands)

    def go_on(self) -> None:
        # Nobody kills it now: what it reads is read in the process itself, which starts at once.
        assert self.forks.run(self.shell.folder, self.env(NOW) | QUICK, self.commands) in (0, 1), self.log()
        # What may have left is looked for after a while.
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
    # One worker dies with its parent as several do, and is there sooner.
    env |= {"INTAKE_SCHEDULE__SETTLE_MINUTES": "0", "INTAKE_READING__WORKERS": "1"}
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


# Only letters: what the server took is in the Sent folder, which tells of the one that was in hand.


@pytest.fixture(scope="module")
def read(ground: Ground, dovecot: Dovecot, tmp_path_factory: pytest.TempPathFactory) -> Ground:
    """Some of the mail, read and not answered yet."""
    folder = tmp_path_factory.mktemp("read")
    shutil.copy(ground.folder / "intake.db", folder / "intake.db")
    deliver_dated(dovecot, "kill-read", samples()[:FEW])
    env = environment(dovecot, "kill-read", plain=True) | {"INTAKE_NOW": f"{NOW}+07:00"}
    assert ground.forks.run(folder, env, [["poll"]]) in (0, 1)
    return Ground(ground.forks, folder)


@pytest.fixture
def writing(read: Ground, dovecot: Dovecot, smtp: SmtpSink, user: str, tmp_path: Path) -> Life:
    for path in read.folder.glob("intake.db*"):
        shutil.copy(path, tmp_path / path.name)
    shutil.copytree(read.folder / "archive", tmp_path / "archive")

    def file_copy(raw: bytes) -> None:
        dovecot.deliver(user, [raw], "Sent")
        # So many a kill falls between the taking of a letter and the word that it is taken.
        time.sleep(0.05)

    smtp.file_copy = file_copy
    env = environment(dovecot, user, plain=True) | letters_to(smtp)
    env |= {"INTAKE_SCHEDULE__SETTLE_MINUTES": "0", "INTAKE_MAILBOX__SENT_FOLDER": "Sent"}
    return Life(Shell(tmp_path, env), read.forks, smtp, user, LETTERS_ONLY)


@pytest.mark.server
@pytest.mark.slow
def test_letters_written_undisturbed_are_the_measure_of_the_others(read: Ground, writing: Life) -> None:
    begin = time.perf_counter()
    writing.begin()
    assert writing.forks.wait() in (0, 1), writing.log()
    read.seconds = time.perf_counter() - begin
    read.letters = {key(one) for one in writing.letters()}
    assert len(set(writing.mails())) == len(writing.mails()) == len(read.letters) > FEW / 2


@pytest.mark.server
@pytest.mark.slow
@pytest.mark.parametrize("seed", range(SEEDS))
def test_killed_while_letters_are_made_and_sent_the_one_in_hand_is_found_in_the_sent_folder(
    read: Ground, writing: Life, dovecot: Dovecot, seed: int
) -> None:
    assert read.seconds, "the undisturbed life comes first"
    process = writing.begin()
    time.sleep(random.Random(seed).random() * read.seconds)
    kill(process)
    assert writing.forks.wait() in (-9, 0, 1)
    for verb, now in (("ask", NOW), ("send", NOW), ("send", LATER)):
        writing.shell.well(verb, now=now, allow=(0, 1))
    no_letter_lost_or_doubled(read, writing)
    # The server filed whatever it took: all of it is known to have left, and nothing else.
    sent = [one.message_id for one in writing.letters() if one.state is LetterState.SENT]
    assert sorted(sent) == sorted(writing.mails())
    assert messages_in(dovecot, writing.user, "Sent") == len(sent)
