"""CPU time of each stage of the road, one after the other in one process, on the benchmark's messages.

On the road itself what is named "worker" happens in worker processes, beside the rest.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from bench.messages import messages, write_roster
from catalogue.jsonform import reading_from_json, reading_to_json
from catalogue.plan import NewMessage
from catalogue.reading.content import read_content
from catalogue.units.roster import read_roster
from config.settings import Settings
from intake import pipeline
from intake.app import App, build_app
from intake.jobs_work import own_addresses
from intake.mailbox import RawMessage
from intake.reader import Read
from intake.triage import Known
from parsers.message import read_message

COUNT = 200
Result = TypeVar("Result")


class Clock:
    """Adds up CPU time by stage."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}

    def time(self, stage: str, work: Callable[[], Result]) -> Result:
        began = time.process_time()
        result = work()
        self.spent[stage] = self.spent.get(stage, 0.0) + time.process_time() - began
        return result


def show(console: Console, units: int) -> None:
    """Print milliseconds of CPU a message for each stage."""
    clock = Clock()
    with tempfile.TemporaryDirectory(prefix="intake-stages-") as folder:
        base = Path(folder)
        app = build_app(
            Settings(database_url=f"sqlite:///{base}/intake.db", archive_url=str(base / "archive"))
        )
        write_roster(base / "roster.csv", units)
        app.store.replace_units(
            app.campaign.id, read_roster("r.csv", (base / "roster.csv").read_bytes()).units
        )
        raws = list(messages(COUNT, min(units, COUNT)))
        _archive(app, raws, clock)
        for _ in range(COUNT):
            _one(app, clock)
        app.close()
    table = Table(title=f"CPU by stage, ms a message, {COUNT} messages", box=None)
    table.add_column("stage")
    table.add_column("ms", justify="right")
    for stage, seconds in clock.spent.items():
        table.add_row(stage, f"{1000 * seconds / COUNT:.2f}")
    table.add_row("all", f"{1000 * sum(clock.spent.values()) / COUNT:.2f}")
    console.print(table)


def _archive(app: App, raws: Sequence[bytes], clock: Clock) -> None:
    batch = [RawMessage(raw=raw, account="b", folder="f", uidvalidity=1, uid=n, internal_date=None, size=len(raw), source="b")
             for n, raw in enumerate(raws, 1)]  # fmt: skip
    kept = clock.time("archive", lambda: app.archive.put_many(batch))
    now = app.clock()
    new = [
        NewMessage(sha256=one.sha256, size=one.size, archived_at=now, campaign=app.campaign.id)
        for one in kept
    ]
    clock.time("store: new", lambda: app.store.add_messages(new))


def _one(app: App, clock: Clock) -> None:
    stored = clock.time("store: claim", lambda: app.store.claim("bench", app.clock(), 900, 1))[0]
    raw = clock.time("archive: get", lambda: app.archive.get(stored.sha256))
    message = clock.time("worker: read", lambda: read_message(raw))
    reading = clock.time(
        "worker: open, extract, normalize, gather", lambda: read_content(message, app.campaign)
    )
    told = clock.time("worker: tell", lambda: reading_to_json(reading))
    clock.time("hear", lambda: reading_from_json(told))
    done = Read(sha256=stored.sha256, message=message, reading=reading)
    marks = pipeline.marks(message, reading)
    found = clock.time("store: look up", lambda: app.store.lookup(app.campaign.id, marks))
    known = Known(
        units=found.units, senders=found.senders, letters=found.letters, own_addresses=own_addresses(app)
    )
    routed = clock.time("triage", lambda: pipeline.route(done, stored, known, (), app.campaign))
    unit, bucket = routed.route.unit_id, routed.bucket
    others = clock.time(
        "store: look up", lambda: app.store.unit_messages(app.campaign.id, unit, bucket, stored.sha256)
    )
    memory = pipeline.Memory(decisions=())
    plan = clock.time("fold", lambda: pipeline.plan(routed, others, memory, app.campaign, app.clock()))
    clock.time("apply", lambda: app.store.apply(plan))
