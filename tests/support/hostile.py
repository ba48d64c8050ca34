"""Gives a worker process a reader of files that do it harm: `HOSTILE deed` as the text of a file is done.

Imported by workers that a test starts (``preload``), never by the intake itself.
"""

from __future__ import annotations

import ctypes
import os
import pickle
import re
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import NoReturn, cast

from parsers.document import Cell, Document, Grid, Reason, UnreadableError
from parsers.formats import FORMATS

MARK = b"HOSTILE "
Deed = Callable[[], object]


def harmful(deed: str, size: int = 0) -> bytes:
    """The bytes of a file that does the deed, filled up to a size."""
    head = MARK + deed.encode() + b"\n"
    return head + b"a line of text that says nothing\n" * (max(0, size - len(head)) // 33)


def spin() -> NoReturn:
    while True:
        pass


def grow() -> NoReturn:
    held = []
    while True:
        held.append(bytearray(8 << 20))


class Trap(Mapping[tuple[int, int], Cell]):
    """Cells that do a deed once somebody looks through them who does not only open their file."""

    def __init__(self, deed: Callable[[], NoReturn]) -> None:
        self._deed = deed
        self._is_open = False

    def __getitem__(self, key: tuple[int, int]) -> Cell:
        return Cell(text="x")

    def __iter__(self) -> Iterator[tuple[int, int]]:
        if self._is_open:
            self._deed()
        self._is_open = True  # whoever opens a table counts its columns
        return iter([(1, 1)])

    def __len__(self) -> int:
        return 5


def nothing_to_send() -> NoReturn:
    """What a reading holds then is no text and no number."""
    raise UnreadableError(Reason.CORRUPT, cast("str", object()))


def lie() -> int:
    """Tells the parent to print, in the worker's own name."""
    call = pickle.dumps(Lie())
    return os.write(int(sys.argv[1]), struct.pack("!Q", len(call)) + call)


class Lie:
    def __reduce__(self) -> tuple[Callable[..., object], tuple[str]]:
        return print, ("the parent does what a worker says",)


def chatter() -> Document:
    sys.stdout.write("a reader that talks" * 100)
    sys.stderr.write("and complains" * 20_000)
    return Document(media="text", blocks=())


def trap(deed: Callable[[], NoReturn]) -> Document:
    grid = Grid(title="Bảng 1", cells=Trap(deed), n_rows=5, n_columns=1)
    return Document(media="text", blocks=(grid,))


DEEDS: Mapping[str, Deed] = {
    "hang": spin,
    "backtrack": lambda: re.match(r"(a+)+$", "a" * 60 + "b"),
    "sleep": lambda: time.sleep(600),
    "allocate": lambda: bytearray(10 << 30),
    "grow": grow,
    "hold": lambda: b"\1" * (300 << 20),
    "abort": os.abort,
    "segfault": lambda: ctypes.string_at(0),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "exit": lambda: os._exit(3),
    "leave": sys.exit,
    "raise": lambda: 1 // 0,
    "write": lambda: os.write(os.open("/tmp/hostile", os.O_CREAT | os.O_WRONLY), b"x"),
    "chatter": chatter,
    "unwritable": nothing_to_send,
    "lie": lie,
    "endless": lambda: trap(spin),
    "thirsty": lambda: trap(grow),
    "fetch": lambda: socket.create_connection(("127.0.0.1", 9), timeout=1),
    "look": lambda: open("/etc/passwd", "rb").read(),  # noqa: PTH123, SIM115
    "run": lambda: subprocess.run(["true"], check=False),
}


def guarded(reader: Callable[[bytes], Document]) -> Callable[[bytes], Document]:
    def read(data: bytes) -> Document:
        if not data.startswith(MARK):
            return reader(data)
        done = DEEDS[data.partition(b"\n")[0].removeprefix(MARK).decode().strip()]()
        return done if isinstance(done, Document) else Document(media="text", blocks=())

    return read


def register() -> None:
    """Put the harm before the readers of texts, in this process only."""
    formats = cast("dict[str, Callable[[bytes], Document]]", FORMATS)
    for media in ("text", "csv"):
        formats[media] = guarded(formats[media])


# Imported by a worker: that is all it is asked to do.
if "intake.reader_pool" not in sys.modules:
    register()
