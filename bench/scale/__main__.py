"""`./run bench --scale`: a campaign of the largest size, and what each look at it costs.

    python -m bench.scale [--units 5000] [--courses 100000] [--messages 50000] [--keep FOLDER] [--times 20]

A folder that is kept is filled once and used again. Every figure is of this run on this machine.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.scale.filling import fill, opened
from bench.scale.pages import pages, visiting
from bench.scale.stories import Size
from bench.scale.timing import Look, digests, looks, timed
from intake.app import App
from intake.log import configure_log

FEW = 3


def main() -> int:
    options = _options()
    configure_log("human", "error")
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="intake-scale-") as temporary:
        folder = options.keep or Path(temporary) / "full"
        if not (folder / "intake.db").exists():
            began = time.perf_counter()
            fill(folder, Size(units=options.units, courses=options.courses, messages=options.messages))
            console.print(f"filled in {time.perf_counter() - began:.0f} s")
        app = opened(folder)
        _tell_size(console, app, folder)
        _show(console, "Lists", looks(app), options.times)
        with visiting(app) as visitor:
            _show(console, "Pages of the desk", pages(app, visitor), options.times)
        _show(console, "Whole campaign", digests(app), FEW)
        app.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    console.print(f"peak memory {peak:.0f} MB")
    return 0


def _options() -> argparse.Namespace:
    usual = Size()
    parser = argparse.ArgumentParser(prog="./run bench --scale")
    parser.add_argument("--units", type=int, default=usual.units)
    parser.add_argument("--courses", type=int, default=usual.courses)
    parser.add_argument("--messages", type=int, default=usual.messages)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--times", type=int, default=20)
    return parser.parse_args()


def _tell_size(console: Console, app: App, folder: Path) -> None:
    heads = app.store.unit_heads(app.campaign.id)
    ledger = app.store.ledger(app.campaign.id)
    megabytes = (folder / "intake.db").stat().st_size / 1e6
    console.print(
        f"{len(heads)} units, {sum(head.courses for head in heads)} courses, {ledger.messages} messages,"
        f" {sum(app.store.letters_by_state(app.campaign.id).values())} letters; {megabytes:.0f} MB"
    )


def _show(console: Console, title: str, several: Iterable[tuple[str, Look]], times: int) -> None:
    table = Table(title=title, box=None)
    table.add_column("look")
    table.add_column("p50 ms", justify="right")
    table.add_column("p95 ms", justify="right")
    for name, look in several:
        one = timed(name, look, times)
        table.add_row(one.name, f"{one.p50:.1f}", f"{one.p95:.1f}")
    console.print(table)


if __name__ == "__main__":
    raise SystemExit(main())
