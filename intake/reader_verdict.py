"""What the death of a worker says of the file that it was at; pure."""

from __future__ import annotations

import re
import signal
from dataclasses import dataclass
from enum import StrEnum

from intake.reader_limits import Limits
from parsers.document import Reason, Unreadable

SMALL_FILE = 256 << 10
"""A smaller file that eats a worker's limits was made to, or is broken in a way that is no better."""

NEAR_MEMORY = 0.5
_FROM_OUTSIDE = frozenset({signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGIO})
_STARVING = frozenset({signal.SIGABRT, signal.SIGSEGV, signal.SIGBUS})
_WHERE = re.compile(r'File "(?:[^"]*/)?([^"/]+)", line (\d+) in (\S+)')


class Cause(StrEnum):
    """Why a worker died."""

    CPU = "cpu"
    WALL = "wall"
    MEMORY = "memory"
    KILLED = "killed"
    CRASHED = "crashed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """How a worker ended: its exit code, negative for a signal, and what it printed before.

    ``memory_bytes`` is the most it held, 0 where that is not known.
    """

    code: int
    cpu_seconds: float
    memory_bytes: int
    last_words: str = ""
    told: Cause | None = None
    """What the parent or the worker itself knew of the cause."""

    def cause(self, limits: Limits) -> Cause:
        """Why it died; a crash near the limit of memory is want of memory."""
        if self.told is not None:
            return self.told
        number = -self.code
        if number == signal.SIGXCPU:
            return Cause.CPU
        if number in _STARVING and self.memory_bytes > NEAR_MEMORY * limits.memory_bytes:
            return Cause.MEMORY
        return Cause.KILLED if number in _FROM_OUTSIDE else Cause.CRASHED

    @property
    def ending(self) -> str:
        """The signal's name, or the exit code."""
        return signal.Signals(-self.code).name if self.code < 0 else f"exit {self.code}"

    @property
    def where(self) -> str:
        """The innermost line of code that it spoke of as it died, "" where it said nothing."""
        found = _WHERE.search(self.last_words)
        return f"{found[1]}:{found[2]} {found[3]}" if found else ""


class Sentence(StrEnum):
    """What becomes of a message that cost a worker its life."""

    AGAIN = "read again"
    WITHOUT = "read again without the file"
    FAILED = "failed"


MOST_DEATHS = 3


def sentence(deaths: int, cause: Cause, *, at_file: bool) -> Sentence:
    """The next step after so many deaths of one message, the last one at a file or at the mail itself.

    Whoever was killed from outside was perhaps only in somebody's way: once that is forgiven.
    """
    if deaths >= MOST_DEATHS:
        return Sentence.FAILED
    if cause is Cause.KILLED and deaths == 1:
        return Sentence.AGAIN
    return Sentence.WITHOUT if at_file else Sentence.FAILED


def verdict(death: Death, size: int, limits: Limits) -> Unreadable:
    """What becomes of a file of that many bytes at which a worker died."""
    cause = death.cause(limits)
    if cause is Cause.CRASHED:
        return Unreadable(Reason.CORRUPT, f"the reader crashed on it ({death.ending})")
    reason = Reason.HOSTILE if size < SMALL_FILE else Reason.TOO_LARGE
    wanted = {
        Cause.CPU: f"more than {limits.cpu_seconds} s of CPU",
        Cause.WALL: f"more than {limits.wall_seconds:g} s",
        Cause.MEMORY: f"more than {limits.memory_bytes >> 20} MB of memory",
        Cause.KILLED: f"two workers with it as they were killed ({death.ending}), perhaps for want of memory",
    }[cause]
    return Unreadable(reason, f"a file of {max(1, size >> 10)} KB took {wanted}")
