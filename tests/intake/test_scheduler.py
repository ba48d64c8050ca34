import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bench.messages import messages
from tests.support.apps import ROSTER, row, submission
from tests.support.cli import Shell
from tests.support.dovecot import Dovecot
from tests.support.worlds import environment

pytestmark = [pytest.mark.server, pytest.mark.slow]

# The clock alone would take minutes: what is done within these came by the news, on the slowest machine too.
START_SECONDS, AT_ONCE_SECONDS, STOP_SECONDS = 60.0, 20.0, 20.0


@dataclass
class Service:
    """`intake run` as a process of its own, read by its log."""

    process: subprocess.Popen[bytes]
    log: Path

    def events(self, name: str) -> list[dict[str, Any]]:
        # What stands after the last line end is still being written.
        lines = self.log.read_text("utf-8").rpartition("\n")[0].splitlines()
        return [event for line in lines if (event := json.loads(line))["event"] == name]

    def until(self, holds: Callable[[], bool], seconds: float) -> float:
        """Wait until something holds; how long that took."""
        begin = time.monotonic()
        while not holds():
            assert self.process.poll() is None, self.log.read_text("utf-8")[-3000:]
            assert time.monotonic() < begin + seconds, self.log.read_text("utf-8")[-3000:]
            time.sleep(0.02)
        return time.monotonic() - begin

    def until_processed(self, count: int, seconds: float) -> None:
        self.until(lambda: len(self.events("processed")) >= count, seconds)

    def ready(self) -> None:
        """The first polls are over and the watch stands."""
        self.until(lambda: bool(self.events("polled")), START_SECONDS)
        time.sleep(1.5)

    def stop(self) -> float:
        begin = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(60) == 0, self.log.read_text("utf-8")[-3000:]
        return time.monotonic() - begin


@pytest.fixture
def office(tmp_path: Path, dovecot: Dovecot, user: str) -> Shell:
    dovecot.deliver(user, [])
    shell = Shell(tmp_path, environment(dovecot, user) | {"INTAKE_SCHEDULE__POLL_SECONDS": "300"})
    (tmp_path / "roster.csv").write_text(ROSTER, "utf-8")
    shell.well("roster", "import", "roster.csv")
    return shell


@contextmanager
def running(shell: Shell, name: str = "run.log") -> Iterator[Service]:
    log = shell.folder / name
    env = {"PATH": os.environ["PATH"], "HOME": str(shell.folder), **shell.env}
    with log.open("wb") as file:
        process = subprocess.Popen(
            [sys.executable, "-m", "intake", "run"], cwd=shell.folder, env=env, stderr=file, stdout=file
        )
        try:
            yield Service(process, log)
        finally:
            process.kill()
            process.wait()


def test_a_new_mail_is_handled_within_seconds(office: Shell, dovecot: Dovecot, user: str) -> None:
    with running(office) as service:
        service.ready()
        for number in range(1, 4):
            dovecot.deliver(user, [submission(number, row(f"Nghề {number}"))])
            service.until_processed(number, AT_ONCE_SECONDS)
        service.stop()
    assert office.well("status", "--json").json()["messages done"] == 3


def test_a_mail_that_comes_while_others_are_worked_on_is_not_forgotten(
    office: Shell, dovecot: Dovecot, user: str
) -> None:
    with running(office) as service:
        service.ready()
        many = [*messages(240, 240)]
        dovecot.deliver(user, many)
        service.until_processed(10, START_SECONDS)
        dovecot.deliver(user, [submission(1, row("Hàn điện"))])
        service.until_processed(len(many), START_SECONDS)
        service.until_processed(len(many) + 1, AT_ONCE_SECONDS)
        service.stop()


def test_a_stop_finishes_the_message_in_hand_and_leaves_nothing_claimed(
    office: Shell, dovecot: Dovecot, user: str
) -> None:
    count = 150
    dovecot.deliver(user, messages(count, 50))
    with running(office) as service:
        service.until_processed(5, START_SECONDS)
        assert service.stop() < STOP_SECONDS
        assert service.events("stopped")
    told = office.well("status", "--json").json()
    assert 5 <= told["messages done"] < count
    assert told["messages done"] + told["messages archived"] == count
    with running(office, "again.log") as again:
        again.until(lambda: bool(again.events("acknowledged")), START_SECONDS)
        again.stop()
    assert office.well("status", "--json").json()["messages done"] == count
    processed = [one["message"] for one in (*service.events("processed"), *again.events("processed"))]
    assert len(processed) == len(set(processed)) == count


def test_an_idle_service_stops_promptly(office: Shell) -> None:
    with running(office) as service:
        service.ready()
        assert service.stop() < STOP_SECONDS


def test_a_killed_service_leaves_no_lock_behind(office: Shell, dovecot: Dovecot, user: str) -> None:
    with running(office) as service:
        service.ready()
        busy = office.run("poll")
        assert (busy.code, "nothing done" in busy.out) == (0, True)
        assert office.run("run").code == 2
    dovecot.deliver(user, [submission(1, row("Hàn điện"))])
    assert office.well("poll", "--json").json()["processed"] == 1


def test_reminders_and_the_digest_are_made_without_being_asked_for(office: Shell) -> None:
    office.env |= {"INTAKE_SECRET__VALUE": "s", "INTAKE_NOW": "2025-05-22T09:00:00+07:00"}
    with running(office) as service:
        made = {"reminded", "digest"}
        service.until(lambda: all(service.events(name) for name in made), START_SECONDS)
        service.stop()
    letters = office.well("list", "letters", "--json").json()
    assert sorted({one["kind"] for one in letters}) == ["digest", "reminder"]
    assert {one["state"] for one in letters} == {"queued"}
