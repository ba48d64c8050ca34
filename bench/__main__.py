"""`./run bench`: the whole road beside the script a user would write, stage by stage, and what growth costs.

    ./run bench [--messages 1000] [--units 200] [--stored 1000 50000] [--skip-growth]
    ./run bench --scale [--keep FOLDER]    a campaign of the largest size: lists, pages, digest (bench/scale)

Every figure is of this run on this machine; compare the ratios, not the seconds.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench import growth, stages
from bench.messages import messages, write_roster
from intake.log import configure_log
from tests.support.dovecot import PASSWORD, Dovecot

ROOT = Path(__file__).resolve().parents[1]
INTAKE = (sys.executable, "-m", "intake")


@dataclass(frozen=True)
class Measured:
    """One command: wall and CPU seconds, and the most memory it held, in MB."""

    wall: float
    cpu: float
    peak_mb: float


def main() -> int:
    if "--scale" in sys.argv:
        return subprocess.call(
            [sys.executable, "-m", "bench.scale", *(one for one in sys.argv[1:] if one != "--scale")]
        )
    options = _options()
    configure_log("human", "warning")
    console = Console(highlight=False)
    with tempfile.TemporaryDirectory(prefix="intake-bench-") as folder:
        base = Path(folder)
        base.chmod(0o755)
        with Dovecot(base / "dovecot") as server:
            _deliver(server, options)
            _whole_road(console, server, base, options)
    stages.show(console, options.units)
    if not options.skip_growth:
        growth.show(console, options.stored)
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./run bench")
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--units", type=int, default=1000)
    parser.add_argument("--stored", type=int, nargs="+", default=[1000, 50000])
    parser.add_argument("--skip-growth", action="store_true")
    return parser.parse_args()


def _deliver(server: Dovecot, options: argparse.Namespace) -> None:
    for user in ("script", "ours"):
        raws = messages(options.messages, options.units)
        server.deliver(user, (raw.replace(b"\r\n", b"\n") for raw in raws))


def _whole_road(console: Console, server: Dovecot, base: Path, options: argparse.Namespace) -> None:
    count = options.messages
    peer = [
        sys.executable,
        "-m",
        "bench.peer",
        str(server.imap_port),
        "script",
        PASSWORD,
        str(base / "peer.db"),
    ]
    script = _measured(peer, {})
    roster = base / "roster.csv"
    write_roster(roster, options.units)
    environment = _environment(server, base)
    _measured([*INTAKE, "roster", "import", str(roster)], environment)
    ours = _measured([*INTAKE, "poll"], environment)
    again = _measured([*INTAKE, "poll"], {**environment, "INTAKE_MAILBOX__ACKNOWLEDGE": "none"})
    table = Table(title=f"{count} messages of {options.units} schools, a 25-row workbook each", box=None)
    for heading in ("what", "messages/s", "wall s", "CPU s", "peak MB", "times the script"):
        table.add_column(heading, justify="right")
    table.add_row(*_row("script: imap_tools + openpyxl + sqlite3", script, count, script))
    table.add_row(*_row("intake poll: all of it", ours, count, script))
    console.print(table)
    inside, command = _no_op(server, base, options)
    console.print(f"\nnothing new in a mailbox of {count} messages: {inside:.3f} s inside the service,")
    console.print(
        f"{command.wall:.2f} s ({command.cpu:.2f} s CPU) as a command, starting Python and its libraries included"
    )
    console.print(f"the same command on a mailbox that was moved empty: {again.wall:.2f} s\n")


def _no_op(server: Dovecot, base: Path, options: argparse.Namespace) -> tuple[float, Measured]:
    """A mailbox in which everything stays and is known (acknowledge = none): seconds inside, and as a command."""
    server.deliver(
        "quiet", (raw.replace(b"\r\n", b"\n") for raw in messages(options.messages, options.units))
    )
    (base / "quiet").mkdir()
    environment = {
        **_environment(server, base / "quiet"),
        "INTAKE_MAILBOX__USERNAME": "quiet",
        "INTAKE_MAILBOX__ACKNOWLEDGE": "none",
    }
    _measured([*INTAKE, "poll"], environment)
    command = min((_measured([*INTAKE, "poll"], environment) for _ in range(3)), key=lambda one: one.wall)
    done = subprocess.run(
        [sys.executable, "-m", "bench.noop"],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout), command


def _environment(server: Dovecot, base: Path) -> dict[str, str]:
    return {
        "INTAKE_DATABASE_URL": f"sqlite:///{base}/intake.db",
        "INTAKE_ARCHIVE_URL": str(base / "archive"),
        "INTAKE_MAILBOX__HOST": "127.0.0.1",
        "INTAKE_MAILBOX__PORT": str(server.imap_port),
        "INTAKE_MAILBOX__SECURITY": "none",
        "INTAKE_MAILBOX__USERNAME": "ours",
        "INTAKE_MAILBOX__PASSWORD__VALUE": PASSWORD,
        "INTAKE_LOG__LEVEL": "warning",
    }


def _measured(command: Sequence[str], environment: Mapping[str, str]) -> Measured:
    """Run a command to its end; exit code 1 only says that some messages wait for a person."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in {0, 1}:
        raise SystemExit(f"{' '.join(command[:4])} ended with {process.returncode}")
    wall = time.perf_counter() - began
    return Measured(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def _row(what: str, done: Measured, count: int, script: Measured) -> list[str]:
    ratio = script.wall / done.wall
    return [
        what,
        f"{count / done.wall:.0f}",
        f"{done.wall:.1f}",
        f"{done.cpu:.1f}",
        f"{done.peak_mb:.0f}",
        f"{ratio:.2f}",
    ]


if __name__ == "__main__":
    sys.exit(main())
