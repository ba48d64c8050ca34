"""A command that opens a file itself is bounded as a worker is, and says so."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys
from intake.reader_limits import TooDearError, bounded

try:
    with bounded({memory} << 20, {cpu}):
        {deed}
except TooDearError as error:
    print(error)
else:
    print("done")
held = bytearray(700 << 20)  # the bounds are gone again
print(len(held) >> 20)
"""


def told(deed: str, memory: int = 4096, cpu: int = 5) -> list[str]:
    program = PROGRAM.format(memory=memory, cpu=cpu, deed=deed)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    return done.stdout.split("\n")[:2]


@pytest.mark.parametrize(
    ("deed", "limits", "words"),
    [
        ("bytearray(3 << 30)", {"memory": 512}, "needs more than 512 MB of memory"),
        (
            "[None for _ in iter(int, 1)]",
            {"memory": 65536, "cpu": 1},
            "needs more than 1 s of processor time",
        ),
        ("sum(range(1000))", {}, "done"),
    ],
)
def test_what_asks_for_too_much_is_ended_and_the_bounds_with_it(
    deed: str, limits: dict[str, int], words: str
) -> None:
    assert told(deed, **limits) == [words, "700"]


def test_a_reader_that_catches_everything_does_not_catch_the_end_of_its_time() -> None:
    deed = "exec('while True:\\n try:\\n  [x for x in range(9**9)]\\n except Exception:\\n  pass')"
    assert told(deed, memory=65536, cpu=1)[0] == "needs more than 1 s of processor time"
