"""Mails opened for a person's eyes, in a process of their own with limits; nothing is kept or written.

A file is somebody else's program for our readers: whoever only looks at one must not be worse guarded than
the service that reads it. The process begins with the first look and begins again where it died.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from threading import Lock
from typing import Protocol

from catalogue.reading.parts import Opener, Recogniser
from config.campaign import Campaign
from config.settings import ReadingSettings
from intake.reader_limits import Limits, scan_seconds
from intake.reader_own import scan_recogniser
from intake.reader_process import CODE, KEPT_VARIABLES
from intake.viewing import NotThereError, Order, Viewed, view

MOST_ANSWER = 300 << 20
_TOO_DEAR = "mở nội dung này cần quá nhiều thời gian hoặc bộ nhớ"


class ViewError(Exception):
    """What was asked for cannot be shown; the message says why, in Vietnamese."""


class Viewer(Protocol):
    """Shows mails; the same bytes give the same answer, whatever viewer it is."""

    def prepare(self) -> None:
        """Be ready for a look that is likely to come; waits for nothing."""
        ...

    def view(self, order: Order, raw: bytes, campaign: Campaign) -> Viewed:
        """What an order asks for. Raises NotThereError or ViewError."""
        ...

    def close(self) -> None:
        """Let go of whatever the viewer holds; the next look begins it again."""
        ...


class OwnViewer:
    """Opens mails in this very process; a hostile file has no limits here."""

    def __init__(self, recogniser: Recogniser | None = None) -> None:
        self._opener = Opener(recogniser)

    def prepare(self) -> None:
        """It is ready."""

    def view(self, order: Order, raw: bytes, campaign: Campaign) -> Viewed:
        return view(order, raw, campaign, self._opener)

    def close(self) -> None:
        """There is nothing to let go of."""


@dataclass(slots=True)
class ProcessViewer:
    """Opens one mail after the other in one process, whoever asks."""

    limits: Limits
    _turn: Lock = field(default_factory=Lock)
    _process: subprocess.Popen[bytes] | None = None
    _line: Connection | None = None
    _campaign: Campaign | None = None

    @property
    def pid(self) -> int:
        """The process that opens mails now, 0 where there is none."""
        return self._process.pid if self._process else 0

    def prepare(self) -> None:
        if self._line is None and self._turn.acquire(blocking=False):
            try:
                with contextlib.suppress(OSError):  # whoever looks will be told
                    self._begun()
            finally:
                self._turn.release()

    def view(self, order: Order, raw: bytes, campaign: Campaign) -> Viewed:
        with self._turn:
            try:
                head, data = self._asked(order, raw, campaign)
            except (EOFError, OSError) as error:  # it died: of its limits, or of a reader
                self._end()
                raise ViewError(_TOO_DEAR) from error
            if head["worn"]:
                self._end()
        if head["outcome"] == "absent":
            raise NotThereError(order.number)
        if head["outcome"] != "done":
            raise ViewError("không mở được nội dung này")
        return Viewed(name=head["name"], media_type=head["media_type"], data=data)

    def close(self) -> None:
        with self._turn:
            self._end()

    def _asked(self, order: Order, raw: bytes, campaign: Campaign) -> tuple[dict[str, str], bytes]:
        line = self._begun()
        if campaign is not self._campaign:
            line.send(campaign)
            self._campaign = campaign
        line.send(order)
        line.send_bytes(raw)
        if not line.poll(self.limits.wall_seconds):
            raise EOFError("no answer in time")
        # Texts and bytes only: what comes from there is never unpickled.
        head: dict[str, str] = json.loads(line.recv_bytes(MOST_ANSWER))
        return head, line.recv_bytes(MOST_ANSWER)

    def _begun(self) -> Connection:
        if self._line is None:
            ours, theirs = socket.socketpair()
            with ours, theirs:
                self._process = _start(theirs.fileno(), self.limits)
                self._line = Connection(ours.detach())
        return self._line

    def _end(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._process = self._line = self._campaign = None


def viewer_of(reading: ReadingSettings) -> Viewer:
    """The viewer that opens files as the settings say that readers do."""
    if not reading.workers:
        return OwnViewer(scan_recogniser(reading))
    limits = Limits(
        memory_bytes=reading.memory_mb << 20,
        cpu_seconds=reading.cpu_seconds,
        wall_seconds=reading.wall_seconds,
        scan_seconds=scan_seconds(reading.wall_seconds) if reading.ocr else 0.0,
    )
    return ProcessViewer(limits)


def _start(line: int, limits: Limits) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    words = map(str, (line, limits.memory_bytes, limits.cpu_seconds, limits.scan_seconds))
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-P", "-m", "intake.viewer_child", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={**environment, "PYTHONPATH": str(CODE), "PYTHONDONTWRITEBYTECODE": "1"},
        pass_fds=(line,),
        process_group=0,
    )
