"""Messages that lie in files: .eml, folders of them, mbox and Maildir, through the same door as a mailbox.

It changes and deletes nothing and looks into no message; what cannot be read is named, not skipped.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from intake.mailbox_values import RawMessage

# No mail server passes a message near this size: a file that big is something else.
MOST_BYTES = 256 * 1024 * 1024

_MBOX_SUFFIXES = {"", ".mbox", ".mbx"}
_LINE_BYTES = 1024 * 1024
# A line that parts two messages has a time and a year; a sentence that begins with "From " has not.
_PARTING = re.compile(rb"From .*\d{1,2}:\d{2}.*\b\d{4}\b")
_QUOTED_FROM = re.compile(rb">+From ")
_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?[!-9;-~]{1,76}[ \t]*:")


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """A file or folder that gave no message, and why."""

    source: str
    reason: str


Found = RawMessage | SourceProblem


def messages_in(paths: Iterable[Path], account: str = "import") -> Iterator[Found]:
    """Yield the messages of every file and folder, in sorted order, one message in memory at a time."""
    for path in paths:
        if path.is_dir():
            yield from _in_folder(path, account)
        elif path.is_file():
            yield from _in_named_file(path, account)
        else:
            yield SourceProblem(str(path), "there is no such file or folder")


def _in_folder(folder: Path, account: str) -> Iterator[Found]:
    unreadable: list[OSError] = []
    for name, folders, files in os.walk(folder, onerror=unreadable.append):
        folders.sort()
        here = Path(name)
        in_maildir = _is_maildir(here.parent) and here.name in ("cur", "new")
        if _is_maildir(here) and "tmp" in folders:
            # Half-delivered: the delivery agent has not yet said that it is a message.
            folders.remove("tmp")
        for file in sorted(files):
            yield from _in_found_file(here / file, account, in_maildir=in_maildir)
    yield from (
        SourceProblem(str(error.filename), f"cannot be read: {error.strerror}") for error in unreadable
    )


def _is_maildir(folder: Path) -> bool:
    return (folder / "cur").is_dir() and (folder / "new").is_dir()


def _in_found_file(path: Path, account: str, *, in_maildir: bool) -> Iterator[Found]:
    """Yield from a file that nobody named: only what surely is mail."""
    if path.name.startswith(".") or not path.is_file():
        return
    if in_maildir or path.suffix.lower() == ".eml":
        yield _in_message_file(path, account)
    elif path.suffix.lower() in _MBOX_SUFFIXES and _begins(path).startswith(b"From "):
        yield from _in_mbox(path, account)


def _in_named_file(path: Path, account: str) -> Iterator[Found]:
    """Yield from a file that somebody named: if it is no mail, that is said."""
    start = _begins(path)
    if path.suffix.lower() == ".eml" or _HEADER.match(start):
        yield _in_message_file(path, account)
    elif start.startswith(b"From "):
        yield from _in_mbox(path, account)
    else:
        yield SourceProblem(str(path), "is neither a message (.eml) nor an mbox nor a Maildir")


def _begins(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(256)
    except OSError:
        # Whoever reads the whole file next says what is wrong with it.
        return b""


def _in_message_file(path: Path, account: str) -> Found:
    try:
        if path.stat().st_size > MOST_BYTES:
            return SourceProblem(str(path), _too_big())
        raw = path.read_bytes()
    except OSError as error:
        return SourceProblem(str(path), f"cannot be read: {error.strerror}")
    return _message(raw, account, path, str(path))


def _in_mbox(path: Path, account: str) -> Iterator[Found]:
    try:
        with path.open("rb") as file:
            for number, raw in enumerate(_split(file), 1):
                yield _message(raw, account, path, f"{path}#{number}")
    except OSError as error:
        yield SourceProblem(str(path), f"cannot be read: {error.strerror}")


def _message(raw: bytes | None, account: str, path: Path, source: str) -> Found:
    if raw is None:
        return SourceProblem(source, _too_big())
    if not raw.strip():
        return SourceProblem(source, "is empty")
    return RawMessage(
        raw=raw,
        account=account,
        folder=str(path.parent),
        uidvalidity=0,
        uid=0,
        internal_date=None,
        size=len(raw),
        source=source,
    )


def _too_big() -> str:
    return f"is bigger than {MOST_BYTES // 1024 // 1024} MB"


def _split(file: BinaryIO) -> Iterator[bytes | None]:
    """Yield each message of an mbox without its parting line; None for one that is too big to be one."""
    message: _Growing | None = None
    blank, starts_line = True, True
    while piece := file.readline(_LINE_BYTES):
        if starts_line and blank and _parts(piece, message):
            if message is not None:
                yield message.whole()
            message = _Growing()
        elif message is not None:
            message.add(_unquoted(piece) if starts_line else piece)
        blank = starts_line and not piece.rstrip(b"\r\n")
        starts_line = piece.endswith(b"\n")
    if message is not None:
        yield message.whole()


def _parts(line: bytes, message: _Growing | None) -> bool:
    return line.startswith(b"From ") and (message is None or bool(_PARTING.match(line[:200])))


def _unquoted(line: bytes) -> bytes:
    return line[1:] if _QUOTED_FROM.match(line) else line


class _Growing:
    """The lines of one message, as long as they are few enough to be one."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._size = 0

    def add(self, line: bytes) -> None:
        self._size += len(line)
        if self._size <= MOST_BYTES:
            self._lines.append(line)
        else:
            self._lines.clear()

    def whole(self) -> bytes | None:
        """Return the message without the blank line that the mbox puts behind it."""
        if self._size > MOST_BYTES:
            return None
        if self._lines and not self._lines[-1].strip(b"\r\n"):
            self._lines.pop()
        return b"".join(self._lines)
