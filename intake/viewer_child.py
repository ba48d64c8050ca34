"""The process that opens mails for a person's eyes: `python -m intake.viewer_child`.

It knows parsers, readings and pages: no store, no settings, no secrets. It ends with the line to its parent.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from multiprocessing.connection import Connection

from catalogue.reading.parts import Opener
from config.campaign import Campaign
from intake.reader_limits import allow_cpu, confine, peak_memory
from intake.reader_ocr import find_recogniser
from intake.viewing import NotThereError, Order, Viewed, view

DONE, ABSENT, BROKEN = "done", "absent", "broken"
WORN_BY_MEMORY = 0.5
"""The share of its memory that the process may have held at its peak and still go on."""


def main(words: Sequence[str]) -> None:
    """Answer orders on the line and within the limits that the parent names, until the line is closed."""
    number, memory_bytes, cpu_seconds = map(int, words[:3])
    scan_seconds = float(words[3])
    confine(memory_bytes)
    opener = Opener(find_recogniser(scan_seconds) if scan_seconds else None)
    with Connection(number) as line:
        campaign: Campaign | None = None
        while (asked := _heard(line)) is not None:
            if isinstance(asked, Campaign):
                campaign = asked
                continue
            assert campaign is not None
            raw = line.recv_bytes()
            allow_cpu(cpu_seconds)
            outcome, found = _found(asked, raw, (campaign, opener))
            worn = outcome == BROKEN or peak_memory() > memory_bytes * WORN_BY_MEMORY
            head = {"outcome": outcome, "name": found.name, "media_type": found.media_type}
            line.send_bytes(json.dumps(head | {"worn": "yes" if worn else ""}).encode())
            line.send_bytes(found.data)


def _heard(line: Connection) -> Campaign | Order | None:
    """The parent's next word, None where it is gone."""
    try:
        heard: Campaign | Order = line.recv()
    except EOFError:
        return None
    return heard


def _found(order: Order, raw: bytes, by: tuple[Campaign, Opener]) -> tuple[str, Viewed]:
    nothing = Viewed(name="", media_type="", data=b"")
    try:
        return DONE, view(order, raw, *by)
    except NotThereError:
        return ABSENT, nothing
    # Whatever a reader throws costs this look only.
    except BaseException:  # noqa: BLE001
        return BROKEN, nothing


if __name__ == "__main__":
    main(sys.argv[1:])
