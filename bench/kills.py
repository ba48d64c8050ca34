"""Kills the poll at random moments and lets the next one go on: `python -m bench.kills --seeds 20 --messages 1000`.

A real Dovecot over TLS, SIGKILL, no mercy. Each seed has a mailbox and a database of its own; at its end every message
must be there once, every record once, and the server must have been told of all. The tests hold the same with
fewer messages; this is the long run.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.messages import messages, write_roster
from catalogue.fields import COURSE
from catalogue.memory.store import Store
from tests.support.dovecot import PASSWORD, Dovecot

ROOT = Path(__file__).resolve().parents[1]
INTAKE = (sys.executable, "-m", "intake")
CAMPAIGN = "course-catalogue-2025"
ROWS = 25


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.kills")
    parser.add_argument("--seeds", type=int, default=20)
    parser.add_argument("--messages", type=int, default=1000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="intake-kills-") as folder:
        base = Path(folder)
        base.chmod(0o755)
        with Dovecot(base / "dovecot") as server:
            raws = [raw.replace(b"\r\n", b"\n") for raw in messages(options.messages, options.messages)]
            write_roster(base / "roster.csv", options.messages)
            faults = [fault for seed in range(options.seeds) for fault in _one(server, base, seed, raws)]
    print(
        "\n".join(faults)
        or f"{options.seeds} seeds, {options.messages} messages each: nothing lost, nothing double"
    )
    return 1 if faults else 0


def _one(server: Dovecot, base: Path, seed: int, raws: list[bytes]) -> list[str]:
    user, home = f"kill{seed}", base / f"seed{seed}"
    home.mkdir()
    server.deliver(user, raws)
    environment = {**os.environ, **_environment(server, home, user)}
    subprocess.run(
        [*INTAKE, "roster", "import", str(base / "roster.csv")],
        cwd=ROOT,
        env=environment,
        check=True,
        capture_output=True,
    )
    dice = random.Random(seed)
    kills = 0
    while True:
        process = subprocess.Popen(
            [*INTAKE, "poll"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        if kills < 1 + seed % 3 and not _ended(process, dice.uniform(0.9, 14.0)):
            process.kill()
            process.wait()
            kills += 1
            continue
        if process.wait() in {0, 1}:
            break
    found = _faults(server, home, user, len(raws))
    print(f"seed {seed}: killed {kills} times: {'; '.join(found) or 'all there once'}", flush=True)
    return [f"seed {seed}: {fault}" for fault in found]


def _ended(process: subprocess.Popen[bytes], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if process.poll() is not None:
            return True
        time.sleep(0.01)
    return False


def _faults(server: Dovecot, home: Path, user: str, count: int) -> list[str]:
    store = Store.open(f"sqlite:///{home}/intake.db")
    ledger = store.ledger(CAMPAIGN)
    records = [record.id for record in store.records(CAMPAIGN, COURSE)]
    store.close()
    left = server.doveadm("mailbox", "status", "-u", user, "messages", "INBOX").strip()
    moved = server.doveadm("mailbox", "status", "-u", user, "messages", "Da-tiep-nhan").strip()
    facts = {
        f"{ledger.messages} messages": ledger.messages == count,
        f"states {dict(ledger.messages_by_state)}": dict(ledger.messages_by_state) == {"done": count},
        f"{len(records)} courses": len(records) == len(set(records)) == ROWS * count,
        f"in the folder: {left}": left.endswith("messages=0"),
        f"moved: {moved}": moved.endswith(f"messages={count}"),
    }
    return [fact for fact, holds in facts.items() if not holds]


def _environment(server: Dovecot, home: Path, user: str) -> dict[str, str]:
    return {
        "INTAKE_DATABASE_URL": f"sqlite:///{home}/intake.db",
        "INTAKE_ARCHIVE_URL": str(home / "archive"),
        "INTAKE_MAILBOX__HOST": "localhost",
        "INTAKE_MAILBOX__PORT": str(server.imaps_port),
        "INTAKE_MAILBOX__SECURITY": "tls",
        "INTAKE_MAILBOX__CA_FILE": server.ca_file,
        "INTAKE_MAILBOX__USERNAME": user,
        "INTAKE_MAILBOX__PASSWORD__VALUE": PASSWORD,
        "INTAKE_LOG__LEVEL": "warning",
    }


if __name__ == "__main__":
    sys.exit(main())
