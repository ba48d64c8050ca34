"""Kill an erasure for real, wherever it stands: the next poll ends it, and nothing of the person remains."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import zstandard

from tests.support.apps import ROSTER, row, submission
from tests.support.cli import QUICK, Forks, Shell
from tests.support.dovecot import Dovecot
from tests.support.worlds import environment

pytestmark = pytest.mark.server

NAME, NUMBER = "Trịnh Thu Ngân", "0918 202 431"
TRACES = (NAME, NUMBER, "918202431", "0918.202.431")
NOW = "2025-05-26T09:00:00"
ERASE = ["person", "erase", NUMBER, "--reason", "đơn ngày 20/5/2025"]
WHERE = {
    "before the transaction": ("catalogue.memory.erasure:Erasures.erase", 1),
    "after it, before any byte goes": ("intake.archive:Archive.erase", 1),
    "in the middle of the bytes": ("intake.archive_folder:LocalFolder.remove", 4),
    "before the file is written anew": ("catalogue.memory.erasure:Erasures.scrub", 1),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    """Three mails of a school that name its contact, read."""
    shell = Shell(tmp_path_factory.mktemp("told"))
    (shell.folder / "roster.csv").write_text(ROSTER, "utf-8")
    talk = f"Học tại cơ sở 1, hỏi cô {NAME} (0918.202.431)"
    mails = shell.folder / "mails"
    mails.mkdir()
    for number, course in enumerate((row("Hàn điện", content=talk), row("Tiện ren"), row("Cắm hoa")), 1):
        (mails / f"{number}.eml").write_bytes(submission(number, course))
    shell.well("roster", "import", "roster.csv", now=NOW)
    shell.well("import", "mails", now=NOW, allow=(0, 1))
    shutil.rmtree(mails)
    return shell


@pytest.fixture(scope="module")
def forks() -> Iterator[Forks]:
    with Forks() as running:
        yield running


@pytest.fixture
def shell(told: Shell, dovecot: Dovecot, user: str, tmp_path: Path) -> Shell:
    """A copy of it with an empty mailbox."""
    return Shell(shutil.copytree(told.folder, tmp_path / "struck"), environment(dovecot, user, plain=True))


@pytest.mark.parametrize("where", WHERE)
def test_an_erasure_that_was_killed_is_ended_by_the_next_poll(shell: Shell, forks: Forks, where: str) -> None:
    before = shell.well("status", "--json", now=NOW).json()
    env = shell.env | QUICK | {"INTAKE_NOW": f"{NOW}+07:00"}
    forks.start(shell.folder, env, [ERASE], WHERE[where])
    assert forks.wait() == -9, (shell.folder / "commands.log").read_text("utf-8")
    assert traces(shell.folder)
    assert forks.run(shell.folder, env, [["poll"]]) == 0
    if where == "before the transaction":
        # Nothing was promised yet: whoever asked for it asks again.
        assert shell.well("person", "requests", "--json", now=NOW).json() == []
        assert forks.run(shell.folder, env, [ERASE]) == 0
    assert traces(shell.folder) == []
    assert [one["state"] for one in shell.well("person", "requests", "--json", now=NOW).json()] == ["done"]
    after = shell.well("status", "--json", now=NOW).json()
    assert after["messages"] == before["messages"] == after["messages erased"] == 3
    titles = {one["name"] for one in shell.well("list", "courses", "--json", now=NOW).json()}
    assert titles == {"Hàn điện", "Tiện ren", "Cắm hoa"}


def traces(folder: Path) -> list[str]:
    """Where any file of the installation, messages unpacked, still holds a word of her.

    The log is what the commands said to whoever typed them.
    """
    found = []
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != "commands.log":
            raw = path.read_bytes()
            raw = zstandard.ZstdDecompressor().decompress(raw) if path.suffix == ".zst" else raw
            found += [f"{path.name}: {one}" for one in TRACES if one.encode() in raw]
    return found
