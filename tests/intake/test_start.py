from __future__ import annotations

import subprocess
import sys

# Each takes up to a third of a second, and cron starts the poll every minute, nearly always for nothing.
DEAR = (
    *("openpyxl", "numpy", "jinja2", "matplotlib", "PIL", "css_inline", "fastapi", "uvicorn", "argon2"),
    *("apscheduler", "py7zr", "libarchive", "pypdfium2", "xlrd", "mailparser", "flufl"),
    *("parsers.formats", "catalogue.reading.content", "reports.letters"),
)
PROGRAM = """
import sys
import intake.start
from intake.cli import open_rooms
open_rooms(["poll"])
print(*sorted(sys.modules))
"""


def test_a_poll_that_finds_nothing_loads_nothing_that_reads_draws_or_serves() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, check=True, text=True)
    loaded = set(done.stdout.split())
    assert "intake.jobs_poll" in loaded
    assert not loaded.intersection(DEAR)
