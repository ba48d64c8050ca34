"""MB that reading one file takes, in a process that does nothing else: `python -m bench.held NAME < FILE`."""

from __future__ import annotations

import sys
from pathlib import Path

from catalogue.reading.content import read_content
from config.campaign import load_campaign
from parsers.message import read_message
from tests.support.mails import file_part, simple


def main() -> int:
    campaign = load_campaign("course-catalogue-2025")
    name, data = sys.argv[1], sys.stdin.buffer.read()
    read_content(read_message(simple("Kính gửi.")), campaign)
    message = read_message(simple("Kính gửi danh sách.", files=[file_part(name, data)]))
    Path("/proc/self/clear_refs").write_text("5", "ascii")  # the high-water mark begins here
    before = _status("VmRSS")
    read_content(message, campaign)
    print((_status("VmHWM") - before) / 1024)
    return 0


def _status(key: str) -> int:
    """A figure of this process, in kB."""
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith(f"{key}:"):
            return int(line.split()[1])
    raise KeyError(key)


if __name__ == "__main__":
    sys.exit(main())
