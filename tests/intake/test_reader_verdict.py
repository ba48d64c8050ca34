"""What the death of a worker says of a file, and of its message."""

import signal

import pytest

from intake.reader_limits import Limits
from intake.reader_verdict import SMALL_FILE, Cause, Death, Sentence, sentence, verdict
from parsers.document import Reason

LIMITS = Limits(memory_bytes=1 << 30, cpu_seconds=30, wall_seconds=60)


def death(code: int, memory: int = 0, told: Cause | None = None) -> Death:
    return Death(code=code, cpu_seconds=1, memory_bytes=memory, told=told)


@pytest.mark.parametrize(
    ("died", "cause"),
    [
        (death(-signal.SIGXCPU), Cause.CPU),
        (death(-signal.SIGKILL, told=Cause.WALL), Cause.WALL),
        (death(-signal.SIGKILL), Cause.KILLED),
        (death(-signal.SIGSEGV, memory=50 << 20), Cause.CRASHED),
        (death(-signal.SIGABRT, memory=900 << 20), Cause.MEMORY),
        (death(3), Cause.CRASHED),
    ],
)
def test_the_cause_is_told_by_signal_memory_and_what_the_parent_knew(died: Death, cause: Cause) -> None:
    assert died.cause(LIMITS) is cause


def test_a_small_file_that_asks_for_so_much_is_hostile_and_a_large_one_too_large() -> None:
    hungry = death(-signal.SIGXCPU)
    assert verdict(hungry, SMALL_FILE - 1, LIMITS).reason is Reason.HOSTILE
    large = verdict(hungry, SMALL_FILE, LIMITS)
    assert (large.reason, large.detail) == (Reason.TOO_LARGE, "a file of 256 KB took more than 30 s of CPU")


def test_a_crash_is_the_fault_of_our_reader_whatever_the_size() -> None:
    crashed = verdict(death(-signal.SIGSEGV), 10, LIMITS)
    assert (crashed.reason, crashed.detail) == (Reason.CORRUPT, "the reader crashed on it (SIGSEGV)")


@pytest.mark.parametrize(
    ("deaths", "cause", "at_file", "decided"),
    [
        (1, Cause.CPU, True, Sentence.WITHOUT),
        (1, Cause.CPU, False, Sentence.FAILED),
        (1, Cause.KILLED, True, Sentence.AGAIN),
        (1, Cause.KILLED, False, Sentence.AGAIN),
        (2, Cause.KILLED, True, Sentence.WITHOUT),
        (2, Cause.KILLED, False, Sentence.FAILED),
        (3, Cause.CRASHED, True, Sentence.FAILED),
    ],
)
def test_a_message_is_read_again_as_long_as_something_can_be_left_out(
    deaths: int, cause: Cause, *, at_file: bool, decided: Sentence
) -> None:
    assert sentence(deaths, cause, at_file=at_file) is decided


def test_the_innermost_line_of_code_is_found_in_the_last_words() -> None:
    words = 'Fatal error\n\n  File "/opt/x/html.py", line 12 in read\n  File "/opt/x/a.py", line 1 in b'
    assert Death(code=-11, cpu_seconds=0, memory_bytes=0, last_words=words).where == "html.py:12 read"
    assert death(-11).where == ""
