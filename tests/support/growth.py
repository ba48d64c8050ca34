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
    spent = []
    for _ in range(ROUNDS):
        began = time.process_time()
        work()
        spent.append(time.process_time() - began)
    return min(spent)


def assert_linear(work: Callable[[int], object], size: int) -> None:
    """``work`` on four times the size costs about four times as much, not sixteen."""
    small, large = seconds(lambda: work(size)), seconds(lambda: work(TIMES * size))
    assert large < ALLOWED * small + NOISE_SECONDS, f"{size}: {small:.3f} s, {TIMES * size}: {large:.3f} s"


def assert_as_cheap(work: Callable[[], object], plain: Callable[[], object]) -> None:
    """``work`` costs no more than a few times what the plain case costs."""
    spent, usual = seconds(work), seconds(plain)
    assert spent < ALLOWED * usual + NOISE_SECONDS, f"{spent:.3f} s, the plain case {usual:.3f} s"
