"""What a message costs when few are stored and when many are: the same work at each size, side by side."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.messages import messages, unit_id, write_roster
from catalogue.folding.fold import FoldMessage, fold
from catalogue.plan import NewMessage, Plan, ServerCopy
from catalogue.records import MessageKind
from catalogue.units.roster import read_roster
from config.settings import Settings
from intake.app import App, build_app
from intake.jobs_fetch import keep
from intake.jobs_work import work
from intake.mailbox import RawMessage
from intake.reader_work import read

FRESH = 100
MESSAGES_PER_UNIT = 10
BATCH = 200


def show(console: Console, sizes: Sequence[int]) -> None:
    """Print wall milliseconds a message at each size of the store, and the ratio to the first."""
    table = Table(title=f"{FRESH} new messages on top of what is stored", box=None)
    for heading in ("stored", "ms a message", "look-up of known UIDs ms", "times the first"):
        table.add_column(heading, justify="right")
    first = 0.0
    for size in sizes:
        spent, known = _at(size)
        first = first or spent
        table.add_row(str(size), f"{1000 * spent / FRESH:.2f}", f"{1000 * known:.1f}", f"{spent / first:.2f}")
    console.print(table)


def _at(size: int) -> tuple[float, float]:
    with tempfile.TemporaryDirectory(prefix="intake-growth-") as folder:
        base = Path(folder)
        app = build_app(
            Settings(database_url=f"sqlite:///{base}/intake.db", archive_url=str(base / "archive"))
        )
        units = max(1, size // MESSAGES_PER_UNIT)
        write_roster(base / "roster.csv", units + FRESH)
        app.store.replace_units(
            app.campaign.id, read_roster("r.csv", (base / "roster.csv").read_bytes()).units
        )
        _fill(app, size, units)
        fresh = list(messages(FRESH, units + FRESH, seed=7))[-FRESH:]
        began = time.perf_counter()
        keep(app, [_raw(n, raw) for n, raw in enumerate(fresh, size + 1)])
        work(app)
        spent = time.perf_counter() - began
        began = time.perf_counter()
        app.store.known_uids("b", "f", 1)
        known = time.perf_counter() - began
        app.close()
    return spent, known


def _raw(number: int, raw: bytes) -> RawMessage:
    return RawMessage(
        raw=raw,
        account="b",
        folder="f",
        uidvalidity=1,
        uid=number,
        internal_date=None,
        size=len(raw),
        source="b",
    )


def _fill(app: App, size: int, units: int) -> None:
    """Store ``size`` committed messages: one is read, its reading stands for all, each under its own hash."""
    raw = next(messages(1, 1))
    reading = read("0" * 64, raw, app.campaign).reading
    small = replace(reading, entries=reading.entries[:3])
    start = app.clock() - timedelta(days=30)
    for first in range(0, size, BATCH):
        numbers = range(first, min(size, first + BATCH))
        hashes = [sha256(b"stored %d" % number).hexdigest() for number in numbers]
        new = [
            NewMessage(
                sha256=one, size=len(raw), archived_at=start, received_at=start, campaign=app.campaign.id
            )
            for one in hashes
        ]
        app.store.add_messages(new)
        copies = [
            ServerCopy(account="b", folder="f", uidvalidity=1, uid=n + 1, sha256=one, size=len(raw))
            for n, one in zip(numbers, hashes, strict=True)
        ]
        app.store.remember_copies(copies, start)
        for number, one in zip(numbers, hashes, strict=True):
            owner = unit_id(number % units)
            message = FoldMessage(
                sha256=one,
                message_id=f"<{number}@bench>",
                received_at=start,
                kind=MessageKind.SUBMISSION,
                reading=small,
            )
            state = fold(owner, [message], (), app.campaign)
            app.store.apply(
                Plan(
                    sha256=one,
                    campaign=app.campaign.id,
                    kind=MessageKind.SUBMISSION,
                    unit_id=owner,
                    reading=small,
                    now=start,
                    state=state,
                )
            )
