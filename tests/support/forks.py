"""Imports the command once, then forks a process for each order that it reads; run as a script."""

from __future__ import annotations

import json
import os
import signal
import sys
from importlib import import_module
from itertools import count
from typing import Any

from intake.cli import ROOMS, main

LOG = "commands.log"
LATER = ("intake.jobs_officer", "intake.reader_own")
"""What a command loads only where it needs it: loaded before the forks, which would do so one by one."""


def run(order: dict[str, Any]) -> int:
    """Run an order's commands until one fails; its exit code, or the highest of the good ones."""
    os.chdir(order["folder"])
    os.environ.update(order["env"])
    if order["strike"]:
        strike(*order["strike"])
    log = os.open(LOG, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(log, 1)
    os.dup2(log, 2)
    worst = 0
    for words in order["commands"]:
        sys.argv = ["intake", *words]
        try:
            main()
        except SystemExit as ended:
            worst = max(worst, int(ended.code or 0))
        if worst > 1:
            break
    return worst


def strike(method: str, number: int) -> None:
    """Let the process be killed as it begins a method ("module:Class.method") for the n-th time."""
    module, _, path = method.partition(":")
    kind, _, name = path.partition(".")
    owner = getattr(import_module(module), kind)
    unharmed, calls = getattr(owner, name), count(1)

    def struck(*words: Any, **named: Any) -> Any:
        if next(calls) == number:
            os.kill(os.getpid(), signal.SIGKILL)
        return unharmed(*words, **named)

    setattr(owner, name, struck)


def serve() -> None:
    for module in (*ROOMS, *LATER):
        import_module(module)
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            code = 70
            try:
                code = run(json.loads(line))
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(code)
        print(child, flush=True)  # noqa: T201 - the protocol
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)  # noqa: T201


if __name__ == "__main__":
    serve()
