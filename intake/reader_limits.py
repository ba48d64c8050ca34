"""The limits that a worker process puts on itself before it sees a byte of anybody's; Linux only."""

from __future__ import annotations

import fcntl
import math
import os
import resource
import select
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

COLLECT_AFTER = 20_000
"""So many values are made before rings of garbage are looked for, in whatever process reads."""
MOST_FILES = 64
RATHER_THAN_PARENT = "300"
"""Thousandths of all memory by which a worker looks larger to a kernel that must kill something."""


SCAN_SHARE = 0.75
"""The share of a file's wall seconds for which one answer on a scan is waited for."""


class TooDearError(Exception):
    """A file asks for more than it may take; the message says of what."""


class _OutOfTimeError(BaseException):
    """The CPU seconds are over; not an Exception, so that no reader takes it for a fault of the file."""


class LimitsRefusedError(Exception):
    """The machine does not grant a limit; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one worker may take: address space in all; CPU and wall seconds for each file.

    ``scan_seconds`` are those for which it waits for the words of a scanned page; 0: it recognises none.
    """

    memory_bytes: int
    cpu_seconds: int
    wall_seconds: float
    scan_seconds: float = 0.0


def scan_seconds(wall_seconds: float) -> float:
    """How long a page is waited for: less than its worker is, which would have to die else."""
    return wall_seconds * SCAN_SHARE


def confine(memory_bytes: int) -> None:
    """Bound memory and open files, forbid written files and core dumps. Raises LimitsRefusedError."""
    _limit("RLIMIT_CORE", 0)
    _limit("RLIMIT_FSIZE", 0)
    _limit("RLIMIT_NOFILE", MOST_FILES)
    _limit("RLIMIT_AS", memory_bytes)
    _go_before_the_parent()


def _limit(name: str, wanted: int) -> None:
    kind = getattr(resource, name)
    try:
        hard = resource.getrlimit(kind)[1]
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(kind, (most, most))
    except (OSError, ValueError) as error:
        raise LimitsRefusedError(f"{name} of {wanted}: {error}") from error


def _go_before_the_parent() -> None:
    """Where the machine runs out of memory, a worker goes before whoever holds the database.

    Not before everybody: a stranger who eats all memory would cost us worker after worker. It is a wish
    only: where /proc is not to be written, the other limits still hold.
    """
    try:
        with open("/proc/self/oom_score_adj", "w", encoding="ascii") as file:  # noqa: PTH123 - no regular file
            file.write(RATHER_THAN_PARENT)
    except OSError:
        return


def allow_cpu(seconds: int) -> None:
    """From now on this process may use that much CPU; then the kernel kills it (SIGXCPU)."""
    soft = math.ceil(time.process_time()) + seconds
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


@contextmanager
def bounded(memory_bytes: int, cpu_seconds: int) -> Iterator[None]:
    """Bound this very process while it opens a file that a person named; raises TooDearError beyond.

    For commands that end with the file. A worker is safer: here a C library that does not come back in time
    is ended by the kernel a little later, and the command with it.
    """
    memory, cpu = resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_CPU)
    former = signal.signal(signal.SIGXCPU, _give_up)
    most = memory_bytes if memory[1] == resource.RLIM_INFINITY else min(memory_bytes, memory[1])
    soft = math.ceil(time.process_time()) + cpu_seconds
    resource.setrlimit(resource.RLIMIT_AS, (most, memory[1]))
    resource.setrlimit(resource.RLIMIT_CPU, (soft, cpu[1]))
    try:
        yield
    except MemoryError as error:
        raise TooDearError(f"needs more than {memory_bytes >> 20} MB of memory") from error
    except _OutOfTimeError as error:
        raise TooDearError(f"needs more than {cpu_seconds} s of processor time") from error
    finally:
        resource.setrlimit(resource.RLIMIT_AS, memory)
        resource.setrlimit(resource.RLIMIT_CPU, cpu)
        signal.signal(signal.SIGXCPU, former)


def _give_up(_number: int, _frame: object) -> None:
    raise _OutOfTimeError


def peak_memory() -> int:
    """The most memory in bytes that this process ever held, 0 where the machine does not say.

    Not what getrusage tells: a process that is started by a large one begins there with its peak.
    """
    try:
        with open("/proc/self/status", encoding="ascii") as file:  # noqa: PTH123 - no regular file
            return next((int(line.split()[1]) << 10 for line in file if line.startswith("VmHWM:")), 0)
    except OSError:
        return 0


def die_with(lifeline: int) -> None:
    """Let the kernel kill this process once the other end of a pipe is closed, whatever it is doing.

    The parent holds that end and never writes, so that its own death, by kill -9 too, closes it. A
    parent-death signal would come already when the parent's thread ends; a watching thread would wait
    for a regular expression that does not let go of the interpreter.
    """
    for number in (signal.SIGIO, signal.SIGXCPU):
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    gone = select.poll()
    gone.register(lifeline, select.POLLHUP)
    if gone.poll(0):  # it went while we were starting
        os.kill(os.getpid(), signal.SIGKILL)
