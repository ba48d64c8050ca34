"""What hostile files cost: `python -m bench.hostile [--only WORD] [--markdown]`.

Each sample is the attachment of a mail that is read as the program reads it, by a worker process of its
own within the limits of an installation; beside it lies a list that must be read all the same. CPU and
memory are the worker's, above what it had before; of one that died those that were found at its death.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from catalogue.records import PartStatus
from config.campaign import load_campaign
from intake.reader import Read, ReadingError
from intake.reader_limits import Limits
from intake.reader_pool import ReaderPool
from tests.support.hostile_files import SAMPLES
from tests.support.hostile_sample import Sample
from tests.support.mails import file_part, simple

CAMPAIGN = load_campaign("course-catalogue-2025")
LIMITS = Limits(memory_bytes=1536 << 20, cpu_seconds=30, wall_seconds=60)
LIST = "STT;Tên khóa học;Trình độ\r\n1;Hàn điện;Sơ cấp\r\n".encode()
GOOD = file_part("khoa-hoc.csv", LIST, "text/csv")
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """What became of a sample, and what its worker spent on it."""

    size: int
    outcome: str
    note: str
    cpu: float
    peak_mb: float
    good_was_read: bool


class _Deaths:
    def __init__(self) -> None:
        self.told: list[dict[str, Any]] = []

    def warning(self, event: str, **facts: Any) -> None:
        self.told.append({"event": event, **facts})


def main() -> int:
    options = _options()
    wrong = []
    for one in SAMPLES:
        if options.only not in one.name:
            continue
        cost = measured(one)
        words = (
            one.name,
            f"{-(-cost.size // 1024):,}",
            cost.outcome,
            f"{cost.cpu:.2f}",
            f"{cost.peak_mb:.0f}",
        )
        print(_line(words, cost.note, options), flush=True)
        if cost.outcome.partition(",")[0] not in one.outcomes or not cost.good_was_read:
            wrong.append(
                f"{one.name}: {cost.outcome} {cost.note}, the list beside it read: {cost.good_was_read}"
            )
    print("\n".join(wrong))
    return int(bool(wrong))


def _line(words: tuple[str, ...], note: str, options: argparse.Namespace) -> str:
    if options.markdown:
        return "| " + " | ".join(words) + " |"
    name, size, outcome, cpu, peak = words
    return f"{name:60} {size:>8} KB {outcome:24} {cpu:>6} s {peak:>5} MB {note if options.notes else ''}"


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.hostile")
    parser.add_argument("--only", default="")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--notes", action="store_true")
    return parser.parse_args()


def measured(one: Sample) -> Cost:
    """Read the sample in a worker of its own."""
    deaths = _Deaths()
    pool = ReaderPool(LIMITS, 1, deaths)
    try:
        pool.read("0" * 64, simple("Gửi danh sách.", files=[GOOD]), CAMPAIGN)
        [worker] = pool.pids
        data = one.make()
        mail = simple("Gửi danh sách.", files=[file_part(one.filename, data), GOOD])
        with _Watch(worker) as watch:
            try:
                read = pool.read("1" * 64, mail, CAMPAIGN)
            except ReadingError as error:
                return Cost(len(data), "failed", str(error)[-200:], 0, 0, good_was_read=False)
    finally:
        pool.close()
    outcome, note = became(read, one.filename)
    cpu = sum((death["cpu_seconds"] for death in deaths.told), 0.0) or watch.cpu
    peak = max([watch.peak_mb, *(death["memory_mb"] or 0 for death in deaths.told)])
    return Cost(len(data), outcome + (", worker ended" if deaths.told else ""), note, cpu, peak, _good(read))


class _Watch:
    """Looks every few milliseconds at what a process spends: it may be gone when its work is done."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        Path(f"/proc/{pid}/clear_refs").write_text("5", "ascii")  # the high-water mark begins here
        self._held, self._spent = _memory_mb(pid, "VmRSS"), _cpu(pid)
        self.cpu = self.peak_mb = 0.0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        with suppress(OSError, KeyError, IndexError):
            while True:
                over = self._over.wait(0.005)
                self.cpu = _cpu(self._pid) - self._spent
                self.peak_mb = _memory_mb(self._pid, "VmHWM") - self._held
                if over:
                    return


def became(read: Read, filename: str) -> tuple[str, str]:
    """ "read" or the reason, and the note, of the part with that name."""
    part = next((part for part in read.reading.parts if part.filename == filename), None)
    if part is None:
        return "missing", str([part.filename for part in read.reading.parts])
    return (part.reason if part.status is PartStatus.UNREADABLE else "read"), part.note


def _good(read: Read) -> bool:
    titles = [entry.values["title"].value for entry in read.reading.entries if "title" in entry.values]
    return "Hàn điện" in titles


def _memory_mb(pid: int, key: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith(f"{key}:"):
            return int(line.split()[1]) / 1024
    raise KeyError(key)


def _cpu(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


if __name__ == "__main__":
    sys.exit(main())
