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
from intake.reader_limits import allow_cpu, confine
from intake.reader_ocr import find_recogniser
from intake.viewing import NotThereError, Order, Viewed, view


def main(words: Sequence[str]) -> None:
    """Answer orders on the line and within the limits that the parent names, until the line is closed."""
    number, memory_bytes, cpu_seconds = map(int, words[:3])
    scan_seconds = float(words[3])
    confine(memory_bytes)
    opener = Opener(find_recogniser(scan_seconds) if scan_seconds else None)
    with Connection(number) as line:
        campaign: Campaign | None = None
        while True:
            try:
                asked = line.recv()
                if isinstance(asked, Campaign):
                    campaign = asked
                    continue
                raw = line.recv_bytes()
            except EOFError:
                return
            assert campaign is not None
            allow_cpu(cpu_seconds)
            _answer(line, asked, raw, (campaign, opener))


def _answer(line: Connection, order: Order, raw: bytes, by: tuple[Campaign, Opener]) -> None:
    outcome, found = "done", Viewed(name="", media_type="", data=b"")
    try:
        found = view(order, raw, *by)
    except NotThereError:
        outcome = "absent"
    # Whatever a reader throws costs this look only.
    except BaseException:  # noqa: BLE001
        outcome = "broken"
    head = {"outcome": outcome, "name": found.name, "media_type": found.media_type}
    line.send_bytes(json.dumps(head).encode())
    line.send_bytes(found.data)


if __name__ == "__main__":
    main(sys.argv[1:])
