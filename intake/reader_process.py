"""One worker process as its parent holds it: started, spoken to without ever waiting, ended and buried."""

from __future__ import annotations

import contextlib
import os
import resource
import select
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from config.campaign import Campaign
from intake.reader import WorkersError
from intake.reader_limits import Limits
from intake.reader_verdict import Cause, Death
from intake.reader_wire import Answer, Answers, Job, head_of, packed

CODE = Path(__file__).resolve().parent.parent
KEPT_VARIABLES = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "TESSDATA_PREFIX")
"""What of our environment a worker sees: nothing that could hold a secret."""

LAST_WORDS = 4000
_PIECE = 1 << 18


class WorkerProcess:
    """A worker and the line to it. No method but ``end`` ever waits."""

    def __init__(self, limits: Limits, preload: Sequence[str]) -> None:
        """Start it; raises WorkersError where the machine does not let it."""
        self._limits = limits
        self._answers = Answers()
        self._outgoing: deque[memoryview] = deque()
        self._campaign: Campaign | None = None
        self._last_words = b""
        self._ended: Death | None = None
        self._inherited = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        self._line, theirs = socket.socketpair()
        lifeline, self._lifeline = os.pipe()
        bounds = (limits.memory_bytes, limits.cpu_seconds, limits.scan_seconds)
        words = (theirs.fileno(), lifeline, *bounds, *preload)
        try:
            self._process = _start([str(word) for word in words], (theirs.fileno(), lifeline))
        except OSError as error:
            self._line.close()
            os.close(self._lifeline)
            raise WorkersError(f"no worker process can be started: {error}") from error
        finally:
            theirs.close()
            os.close(lifeline)
        self._line.settimeout(0)
        assert self._process.stderr is not None
        self._errors = self._process.stderr.fileno()
        os.set_blocking(self._errors, False)

    @property
    def pid(self) -> int:
        return self._process.pid

    def watch(self, watcher: select.poll) -> tuple[int, int]:
        """Have a poll object tell what can be done without waiting; the two descriptors that it names."""
        wanted = select.POLLIN | (select.POLLOUT if self._outgoing else 0)
        watcher.register(self._line, wanted)
        watcher.register(self._errors, select.POLLIN)
        return self._line.fileno(), self._errors

    def give(self, job: Job, raw: bytes, campaign: Campaign) -> None:
        """Put a job on the line."""
        if campaign is not self._campaign:
            self._campaign = campaign
            self._outgoing.append(memoryview(packed(campaign)))
        self._outgoing.extend(memoryview(one) for one in (packed(job), head_of(raw), raw))
        self._send()

    def hear(self) -> Iterator[Answer]:
        """Send and receive what can be; the whole answers that came. Raises EOFError once it is dead.

        Raises LineError where it says what is no answer.
        """
        self._send()
        self._hear_errors()
        while True:
            try:
                piece = self._line.recv(_PIECE)
            except BlockingIOError:
                return
            except OSError as error:
                raise EOFError(str(error)) from error
            if not piece:
                raise EOFError("the line is closed")
            yield from self._answers.feed(piece)

    def end(self, told: Cause | None = None) -> Death:
        """Make sure that it is dead, with all that it may have started, and bury it; how it died."""
        if self._ended is None:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
            _, status, usage = os.wait4(self.pid, 0)
            self._process.returncode = os.waitstatus_to_exitcode(status)
            self._hear_errors()
            self._ended = Death(
                code=self._process.returncode,
                cpu_seconds=usage.ru_utime + usage.ru_stime,
                # A process begins with the peak of the one that started it: below that it is not known.
                memory_bytes=usage.ru_maxrss << 10 if usage.ru_maxrss > self._inherited else 0,
                last_words=self._last_words.decode("utf-8", "replace"),
                told=told,
            )
            self._close()
        return self._ended

    def _close(self) -> None:
        self._line.close()
        os.close(self._lifeline)
        assert self._process.stderr is not None
        self._process.stderr.close()

    def _send(self) -> None:
        while self._outgoing:
            try:
                sent = self._line.send(self._outgoing[0])
            except (BlockingIOError, BrokenPipeError, ConnectionResetError):
                return  # full, or dead: what it still said is to be heard first
            rest = self._outgoing[0][sent:]
            if rest:
                self._outgoing[0] = rest
            else:
                self._outgoing.popleft()

    def _hear_errors(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while piece := os.read(self._errors, _PIECE):
                self._last_words = (self._last_words + piece)[-LAST_WORDS:]


def _start(words: Sequence[str], kept: tuple[int, ...]) -> subprocess.Popen[bytes]:
    environment = {name: os.environ[name] for name in KEPT_VARIABLES if name in os.environ}
    return subprocess.Popen(  # noqa: S603 - our own interpreter and module
        [sys.executable, "-P", "-m", "intake.reader_child", *words],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        bufsize=0,
        cwd="/",
        env={**environment, "PYTHONPATH": str(CODE), "PYTHONDONTWRITEBYTECODE": "1"},
        pass_fds=kept,
        process_group=0,
    )
