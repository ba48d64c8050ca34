"""How the cost of work grows with its input, as a ratio: seconds say more of the machine than of the code."""

from __future__ import annotations

import time
from collections.abc import Callable

TIMES = 4
ALLOWED = 9.0  # linear work costs 4 times as much, quadratic 16 times
NOISE_SECONDS = 0.05
ROUNDS = 3


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of the quickest of some runs."""
    return min(_once(work) for _ in range(ROUNDS))


def assert_linear(work: Callable[[int], object], size: int) -> None:
    """``work`` on four times the size costs about four times as much, not sixteen."""
    small = seconds(lambda: work(size))
    large = _seconds_within(lambda: work(TIMES * size), ALLOWED * small + NOISE_SECONDS)
    assert large < ALLOWED * small + NOISE_SECONDS, f"{size}: {small:.3f} s, {TIMES * size}: {large:.3f} s"


def assert_as_cheap(work: Callable[[], object], plain: Callable[[], object]) -> None:
    """``work`` costs no more than a few times what the plain case costs."""
    usual = seconds(plain)
    spent = _seconds_within(work, ALLOWED * usual + NOISE_SECONDS)
    assert spent < ALLOWED * usual + NOISE_SECONDS, f"{spent:.3f} s, the plain case {usual:.3f} s"


def _seconds_within(work: Callable[[], object], allowed: float) -> float:
    """CPU seconds of the quickest of some runs; what the first shows to be quick enough is not run again."""
    spent = []
    for _ in range(ROUNDS):
        spent.append(_once(work))
        if spent[-1] < allowed:
            break
    return min(spent)


def _once(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began
