"""Broken files of every kind, read for as long as you like: `python -m bench.fuzz --minutes 30 --seed 1`.

Each case is a sample file changed by random numbers and read as an attached file is, from message to
records, in processes with a worker's limits. A case is told by seed and number: `--case N` does one again
and prints its trace. Findings (deaths, hangs, exceptions that escaped, and those that nobody foresaw) are
written to a folder as the file itself and what was said of it. Exit code 1 where there was a death, a
hang or an escape.
"""

from __future__ import annotations

import argparse
import json
import re
import selectors
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from rich.console import Console
from rich.table import Table

from bench.fuzz_case import Watch, broken, tried
from bench.fuzz_child import HANG_SECONDS
from bench.fuzz_seeds import seeds
from config.campaign import load_campaign

ROOT = Path(__file__).resolve().parents[1]
GRAVE = ("escaped", "death", "hang")
_OURS = re.compile(r'File "[^"]*?/((?:parsers|catalogue|config)/[^"]+)", line (\d+), in (\S+)')


@dataclass
class Tally:
    """What is known of one kind of file."""

    endings: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_case: int = 0
    peak: int = 0


@dataclass
class Fuzz:
    """A run: what was counted, and the findings by the place in our code where they come from."""

    options: argparse.Namespace
    made: dict[str, list[bytes]]
    tallies: dict[str, Tally] = field(default_factory=dict)
    findings: Counter[str] = field(default_factory=Counter)

    def note(self, said: dict[str, Any]) -> None:
        """Count one case, and keep it where it is a finding of its own."""
        tally = self.tallies.setdefault(said["kind"], Tally())
        tally.endings[said["ending"]] += 1
        tally.peak = max(tally.peak, said.get("peak", 0))
        if said.get("milliseconds", 0) > tally.slowest:
            tally.slowest, tally.slowest_case = said["milliseconds"], said["ended"]
        if said.get("trace") or said["ending"] in GRAVE:
            self._find(said)

    def _find(self, said: dict[str, Any]) -> None:
        name = f"{said['ending']}: {said['kind']}: {place_of(said.get('trace', ''))}"
        self.findings[name] += 1
        if self.findings[name] > 1:
            return
        kind, data = broken(self.made, self.options.seed, said["ended"], tuple(self.options.kinds))
        stem = f"{said['ending']}-{said['ended']}"
        folder = Path(self.options.out)
        (folder / f"{stem}.{kind}").write_bytes(data)
        (folder / f"{stem}.trace").write_text(f"{name}\n\n{said.get('trace', '')}", "utf-8")
        print(f"{time.strftime('%H:%M:%S')} {name}  ({stem})", file=sys.stderr, flush=True)


def place_of(trace: str) -> str:
    """The innermost place in our own code, and what was raised there."""
    places = _OURS.findall(trace)
    last = re.split(r"[:(]", trace.strip().rpartition("\n")[2][:100])[0]
    return f"{places[-1][0]}:{places[-1][1]} {places[-1][2]}: {last}" if places else last


class Child:
    """One process that tries every n-th case; it is started again behind a case that killed it."""

    def __init__(self, fuzz: Fuzz, first: int, until: float) -> None:
        self._fuzz, self._until = fuzz, until
        self.last: dict[str, Any] = {}
        self.start(first)

    def start(self, number: int) -> None:
        options = self._fuzz.options
        words = [options.seed, number, options.processes, self._until, *options.kinds]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.fuzz_child", *map(str, words)],
            cwd=ROOT, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip

    def hear(self) -> bool:
        """Take the next line; False once the process has ended at its time."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if line:
            said = json.loads(line)
            self.last = said
            if "ended" in said:
                self._fuzz.note(said)
            return True
        code = self.process.wait()
        self.process.stdout.close()
        if code == 0:
            return False
        return self._died(code)

    def _died(self, code: int) -> bool:
        if "begun" not in self.last:
            raise SystemExit(f"a child ended with {code} between two cases: {self._said()}")
        number = self.last["begun"]
        ending = "hang" if code == -24 else "death"  # SIGXCPU
        self._fuzz.note(
            {"ended": number, "kind": self.last["kind"], "ending": ending, "trace": f"{code}\n{self._said()}"}
        )
        self.start(number + self._fuzz.options.processes)
        return True

    def _said(self) -> str:
        # Few words, and only those of a death: the pipe never fills.
        assert self.process.stderr is not None
        with self.process.stderr as errors:
            return errors.read()[-4000:]


def main() -> int:
    options = _options()
    made = dict(seeds())
    if options.case is not None:
        return _once(made, options)
    Path(options.out).mkdir(parents=True, exist_ok=True)
    fuzz = Fuzz(options, made)
    _run(fuzz, time.time() + 60 * options.minutes)
    _show(fuzz)
    return int(any(tally.endings[one] for tally in fuzz.tallies.values() for one in GRAVE))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.fuzz")
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--kinds", nargs="*", default=[])
    parser.add_argument("--case", type=int)
    parser.add_argument("--out", default=str(Path(tempfile.gettempdir()) / "fuzz-findings"))
    return parser.parse_args()


def _once(made: dict[str, list[bytes]], options: argparse.Namespace) -> int:
    kind, data = broken(made, options.seed, options.case, tuple(options.kinds))
    outcome = tried(kind, data, load_campaign("course-catalogue-2025"), Watch())
    print(f"{kind}, {len(data)} bytes: {outcome.ending}, {outcome.milliseconds:.0f} ms\n{outcome.trace}")
    return 0


def _run(fuzz: Fuzz, until: float) -> None:
    with selectors.DefaultSelector() as selector:
        for number in range(fuzz.options.processes):
            child = Child(fuzz, number, until)
            selector.register(_output(child), selectors.EVENT_READ, child)
        while selector.get_map():
            for key, _ in selector.select():
                child, output = key.data, key.fileobj
                if not child.hear():
                    selector.unregister(output)
                elif _output(child) is not output:
                    selector.unregister(output)
                    selector.register(_output(child), selectors.EVENT_READ, child)


def _output(child: Child) -> IO[str]:
    assert child.process.stdout is not None
    return child.process.stdout


def _show(fuzz: Fuzz) -> None:
    headings = ("kind", "cases", "read", "refused", "unforeseen", *GRAVE, "slowest ms", "case", "peak MB")
    table = Table(box=None)
    for heading in headings:
        table.add_column(heading, justify="right")
    lines: list[Sequence[str]] = []
    for kind, tally in sorted(fuzz.tallies.items()):
        ends = tally.endings
        plain = {one: ends[one] for one in ("read", "unforeseen", *GRAVE)}
        refused = ends.total() - sum(plain.values())
        counts = [ends.total(), plain["read"], refused, *(plain[one] for one in ("unforeseen", *GRAVE))]
        lines.append(
            (kind, *map(str, counts), f"{tally.slowest:.0f}", str(tally.slowest_case), str(tally.peak >> 20))
        )
    for line in lines:
        table.add_row(*line)
    console = Console(highlight=False, width=140)
    console.print(table)
    total = sum(tally.endings.total() for tally in fuzz.tallies.values())
    console.print(f"{total:,} cases, seed {fuzz.options.seed}; a hang is more than {HANG_SECONDS} s of CPU")
    for name, count in fuzz.findings.most_common():
        console.print(f"{count:6} {name}")


if __name__ == "__main__":
    sys.exit(main())
