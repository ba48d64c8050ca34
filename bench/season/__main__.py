"""`./run season`: a simulated month of schools, letters and an officer, on real mail servers, by a virtual clock.

    ./run season [--seeds 1 2 3 4 5] [--schools 100] [--verbose]

It ends with a code other than 0 where anything failed that must hold on every day.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from bench.season import telling
from bench.season.play import play
from intake.log import configure_log


def main() -> int:
    options = _options()
    configure_log("human", "info" if options.verbose else "error")
    results = []
    for seed in options.seeds:
        began = time.perf_counter()
        results.append(play(seed, options.schools, keep=options.keep))
        print(telling.page(results[-1]))
        print(f"\nplayed in {time.perf_counter() - began:.0f} s\n", flush=True)
    print(telling.summary(results))
    return 0 if all(map(telling.is_good, results)) else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run season", description="A simulated month.")
    parser.add_argument("--seeds", type=int, nargs="+", default=[1], help="one season for each of them")
    parser.add_argument("--schools", type=int, default=100, help="how many schools are invited")
    parser.add_argument(
        "--keep", type=Path, help="a folder in which database and archive stay, to be looked into"
    )
    parser.add_argument("--verbose", action="store_true", help="show the worker's log")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
