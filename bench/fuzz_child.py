"""A process of the fuzz: tries case after case within a worker's limits, and says on its output how each ended."""

from __future__ import annotations

import faulthandler
import json
import signal
import sys
import time
from dataclasses import asdict
from pathlib import Path

from bench.fuzz_case import Watch, broken, tried
from bench.fuzz_seeds import seeds
from config.campaign import load_campaign
from intake.reader_limits import allow_cpu, confine, peak_memory

HANG_SECONDS = 10
MEMORY = 1536 << 20


def main() -> None:
    """Words: seed, first case, step, when to end (seconds of the epoch), kinds (all where none)."""
    seed, number, step = (int(word) for word in sys.argv[1:4])
    until, only = float(sys.argv[4]), tuple(sys.argv[5:])
    made, campaign, watch = seeds(), load_campaign("course-catalogue-2025"), Watch()
    confine(MEMORY)
    faulthandler.enable(all_threads=False)
    faulthandler.register(signal.SIGXCPU, all_threads=False, chain=True)
    while time.time() < until:
        kind, data = broken(made, seed, number, only)
        print(json.dumps({"begun": number, "kind": kind}), flush=True)
        allow_cpu(HANG_SECONDS)
        Path("/proc/self/clear_refs").write_text("5", "ascii")  # the high-water mark begins here
        outcome = tried(kind, data, campaign, watch)
        print(json.dumps({"ended": number, "peak": peak_memory(), **asdict(outcome)}), flush=True)
        number += step


if __name__ == "__main__":
    main()
