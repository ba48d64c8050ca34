"""The documents name only what is there: commands, options, settings, files, log events, formats."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic import BaseModel

from config.settings import Settings
from intake.cli import open_rooms
from intake.cli_shell import cli_app
from parsers.containers import CONTAINERS
from parsers.formats import FORMATS

ROOT = Path(__file__).parent.parent
README, OPERATIONS = ROOT / "README.md", ROOT / "docs" / "operations.md"
READING = ROOT / "docs" / "reading.md"
OFFICER = ROOT / "docs" / "vi" / "huong-dan-chuyen-vien.md"
DEPLOY = sorted((ROOT / "deploy").glob("intake.*"))
DOCUMENTS = [README, ROOT / "CHANGELOG.md", OPERATIONS, READING, OFFICER, ROOT / "docs" / "design.md"]
NOT_SETTINGS = {"INTAKE_SETTINGS", "INTAKE_NOW"}
WITHOUT_EFFECT: set[str] = set()
MOST_PICTURE_BYTES = 150_000

# Settings for one run and a folder may stand before it; the rooms of design.md are no commands.
COMMAND = re.compile(r"(?:[A-Z_]+=(?:'[^']*'|\S*) +)*(?:\S*/)?intake +((?!->)[a-z-].*)")
# What a reader is called in the table of formats, by the kind that a file is found to be.
FORMAT_WORDS = {
    "xlsx": "xlsx", "xls": "xls", "xlsb": "xlsb", "ods": "ods", "fods": "fods",
    "spreadsheetml": "spreadsheetml",
    "docx": "docx", "doc": "doc", "odt": "odt", "fodt": "fodt", "rtf": "RTF", "wordml": "wordml",
    "pdf": "PDF",
    "csv": "csv", "html": "HTML", "text": "text files", "mht": "mht", "pptx": "PowerPoint", "msg": "msg",
    "eml": "eml", "tnef": "winmail.dat", "zip": "zip", "rar": "RAR", "7z": "7-Zip", "tar": "tar", "gz": "gz",
    "bz2": "bz2", "xz": "xz", "numbers": "Apple Numbers", "xml": "XML.",
}  # fmt: skip


def texts() -> Iterator[tuple[str, str]]:
    for path in (*DOCUMENTS, *DEPLOY):
        yield path.name, path.read_text(encoding="utf-8")


def code_of(name: str, text: str) -> Iterator[str]:
    """The lines of code of a document: indented ones, what stands between backticks; all of a deploy file."""
    for line in text.splitlines():
        if name.startswith("intake."):
            yield line.removeprefix("ExecStart=")
        elif line.startswith("    "):
            yield line.strip()
        else:
            yield from re.findall(r"`([^`]+)`", line)


def commands_in(name: str, text: str) -> Iterator[str]:
    """What stands behind `intake` wherever a shell would run it."""
    for line in code_of(name, text):
        for part in re.split(r" && |; ", line.replace("\\|", "|")):
            found = COMMAND.match(part)
            if found:
                yield found[1].strip()


def written_commands() -> Iterator[tuple[str, str]]:
    for name, text in texts():
        yield from ((name, command) for command in commands_in(name, text))


def words_of(command: str) -> list[str]:
    """The words up to what is the shell's own business."""
    lexer = shlex.shlex(command, posix=True, punctuation_chars="|><&;")
    lexer.whitespace_split = True
    lexer.commenters = "#"
    ends = {"|", ">", "<", "&", "&&", "||", ";", ">&", "2"}
    return list(takewhile(lambda word: word not in ends, lexer))


@cache
def root() -> Any:
    open_rooms([])
    return typer.main.get_command(cli_app)


def options_of(command: Any) -> set[str]:
    return {"--help", *(option for one in command.params for option in one.opts)}


def walk(words: list[str], command: Any) -> Iterator[str]:
    """What is said of a command that it does not know."""
    for position, word in enumerate(words):
        groups = getattr(command, "commands", None)
        if word.startswith("-") and word not in options_of(command):
            yield f"no option {word}"
        elif groups is not None and not word.startswith("-"):
            if word not in groups:
                yield f"no command {word}"
                return
            yield from walk(words[position + 1 :], groups[word])
            return


def alternatives(command: str) -> Iterator[list[str]]:
    """A row of a table may name several commands: `decide sender|message ID`; brackets mean may."""
    plain = re.sub(r"[\[\]…]", " ", command)
    listed = next((word for word in plain.split() if re.fullmatch(r"[a-z-]+(\|[a-z-]+)+", word)), None)
    for one in listed.split("|") if listed else [""]:
        yield words_of(plain.replace(listed, one) if listed else plain)


def test_every_command_and_option_that_is_written_down_exists() -> None:
    faults = [
        f"{name}: intake {command}: {fault}"
        for name, command in written_commands()
        for words in alternatives(command)
        for fault in walk(words, root())
    ]
    assert not faults, "\n".join(faults)


def test_the_walk_finds_what_is_not_there() -> None:
    assert [*walk(["poll", "--fast"], root())] == ["no option --fast"]
    assert [*walk(["decide", "guess", "x"], root())] == ["no command guess"]


def test_every_command_has_a_row_in_the_readme() -> None:
    rows = [re.findall(r"`([^`]+)`", line) for line in README.read_text(encoding="utf-8").splitlines()
            if line.startswith("| `")]  # fmt: skip
    named = {code.replace("\\|", " ").split()[0] for row in rows for code in row}
    assert set(root().commands) <= named
    table = README.read_text(encoding="utf-8").split("## Commands")[1].split("| exit code")[0]
    cells = [code for line in table.splitlines() for code in re.findall(r"`([^`]+)`", line.split(" | ")[0])
             if line.startswith("| `")]  # fmt: skip
    words = [words for cell in cells for words in alternatives(cell.replace("\\|", "|"))]
    assert [fault for one in words for fault in walk(one, root())] == []
    decide = next(code for row in rows for code in row if code.startswith("decide "))
    assert set(decide.removeprefix("decide ").split("\\|")) == set(root().commands["decide"].commands)


@pytest.mark.parametrize("path", [OPERATIONS, OFFICER], ids=["operations", "officer"])
def test_the_examples_are_complete_enough_to_be_parsed(path: Path) -> None:
    found = 0
    for written in commands_in(path.name, path.read_text(encoding="utf-8")):
        words, command = words_of(written.replace("ID", "1")), root()
        while len(words) > 1 and words[0] in getattr(command, "commands", {}):
            command = command.commands[words.pop(0)]
        if command is not root():
            command.make_context("an example", words)
            found += 1
    assert found > 10


def leaves(model: type[BaseModel], path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    for key, field in model.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from leaves(inner, (*path, key))
        else:
            yield (*path, key)


def test_every_environment_variable_that_is_written_down_is_a_setting() -> None:
    known = {"INTAKE_" + "__".join(path).upper() for path in leaves(Settings)} | NOT_SETTINGS
    found = {(name, one) for name, text in texts() for one in re.findall(r"INTAKE_[A-Z_]*[A-Z]", text)}
    assert found
    assert [one for one in found if one[1] not in known] == []


def test_the_readme_names_every_setting() -> None:
    lines = README.read_text(encoding="utf-8").split("## Settings")[1].split("## A campaign")[0]
    assert [
        ".".join(path)
        for path in leaves(Settings)
        if path[0] not in WITHOUT_EFFECT and not re.search(rf"([`.]|__){path[-1]}\b", lines, re.IGNORECASE)
    ] == []


def test_every_key_of_a_section_that_is_written_down_exists() -> None:
    known = {".".join(path[:end]) for path in leaves(Settings) for end in (2, 3)}
    for name, text in texts():
        for key in re.findall(r"`((?:mailbox|smtp|schedule|log|secret)\.[a-z_.]+)`", text):
            assert key in known, f"{name}: {key}"


def links() -> Iterator[tuple[Path, str]]:
    for path in DOCUMENTS:
        text = path.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)\s]+)\)|src=\"([^\"]+)\"", text):
            link = "".join(target)
            if not re.match(r"[a-z]+:", link):
                yield path, link


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def test_every_relative_link_leads_somewhere() -> None:
    for path, link in links():
        file, _, anchor = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), f"{path.name}: {link}"
        assert not anchor or anchor in anchors(target), f"{path.name}: {link}"


def test_pictures_are_small_enough_to_be_loaded() -> None:
    pictures = [(path.parent / link).resolve() for path, link in links() if link.endswith(".png")]
    names = {picture.name for picture in pictures}
    assert names == {
        "desk-letter.png",
        "desk-message.png",
        "desk-privacy.png",
        "desk-queue.png",
        "desk-today.png",
        "desk-unit.png",
        "digest.png",
        "letter-phone.png",
        "letter.png",
        "portal.png",
        "reading.png",
        "workbook.png",
    }
    assert all(picture.stat().st_size < MOST_PICTURE_BYTES for picture in pictures)


def test_every_event_of_the_log_is_explained() -> None:
    table = OPERATIONS.read_text(encoding="utf-8").split("## The log")[1].split("## Exit codes")[0]
    explained = set(re.findall(r"`([^`]+)`", table))
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "intake").glob("*.py"))
    events = set(re.findall(r"\blog\.(?:info|warning|error)\(\s*\"([^\"]+)\"", code))
    assert events
    assert events <= explained


def test_the_readme_tells_which_formats_are_read() -> None:
    table = README.read_text(encoding="utf-8").split("## What it reads")[1]
    read = next(line for line in table.splitlines() if line.startswith("| read |"))
    opened = next(line for line in table.splitlines() if line.startswith("| opened,"))
    unread = next(line for line in table.splitlines() if "**not read yet**" in line)
    for kind, word in FORMAT_WORDS.items():
        told = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")
        assert bool(told.search(read + opened)) == (kind in {*FORMATS, *CONTAINERS}), kind
        assert bool(told.search(unread)) == (kind not in {*FORMATS, *CONTAINERS}), kind
    assert {*FORMATS, *CONTAINERS} <= {*FORMAT_WORDS, "picture"}
