"""The command `intake` as a shell runs it: with its own folder, environment and exit code.

``Shell`` runs it inside this process, which is quick; ``Forks`` runs it in processes that can be killed.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from intake.cli import main
from intake.cli_shell import cli_app

FORKS = Path(__file__).with_name("forks.py")
QUICK = {"INTAKE_READING__WORKERS": "0"}
"""``Shell`` reads inside the process, which is quicker for a few messages; ``Forks`` has real workers."""


@dataclass(frozen=True)
class Ran:
    """What one command came to."""

    code: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        return self.raw.decode()

    def json(self) -> Any:
        return json.loads(self.raw)


@dataclass
class Shell:
    """A folder and the INTAKE_ variables; nothing else of ours in the environment counts."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)

    def run(self, *words: object, now: str = "", **env: str) -> Ran:
        """Run the command; ``now`` is a moment of Vietnam's clock."""
        given = [*(["--now", f"{now}+07:00"] if now else []), *(str(word) for word in words)]
        out, err = _paper(), _paper()
        with (
            contextlib.chdir(self.folder),
            _surroundings({**QUICK, **self.env, **env}, ["intake", *given]),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            code = _exit_code()
        return Ran(code, _written(out), _written(err).decode())

    def well(self, *words: object, now: str = "", allow: Sequence[int] = (0,), **env: str) -> Ran:
        """Run a command that must come out well."""
        ran = self.run(*words, now=now, **env)
        assert ran.code in allow, f"intake {words}: {ran.code}\n{ran.out}\n{ran.err}"
        return ran


def _exit_code() -> int:
    # As in a fresh process: no command is registered yet.
    cli_app.registered_commands.clear()
    cli_app.registered_groups.clear()
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def _paper() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)


def _written(paper: io.TextIOWrapper) -> bytes:
    paper.flush()
    buffer = paper.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue()


@contextlib.contextmanager
def _surroundings(env: Mapping[str, str], words: list[str]) -> Iterator[None]:
    before, argv = dict(os.environ), sys.argv
    for name in [name for name in os.environ if name.startswith("INTAKE_")]:
        del os.environ[name]
    os.environ.update(env)
    sys.argv = words
    try:
        yield
    finally:
        sys.argv = argv
        os.environ.clear()
        os.environ.update(before)


class Forks:
    """A process that has imported everything once and forks for each run, so that a run starts at once."""

    def __enter__(self) -> Self:
        self._parent = subprocess.Popen(
            [sys.executable, str(FORKS)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._parent.communicate(timeout=30)

    def start(
        self,
        folder: Path,
        env: Mapping[str, str],
        commands: Sequence[Sequence[str]],
        strike: tuple[str, int] | None = None,
    ) -> int:
        """Begin to run the commands one after the other; the process's id. Its log goes to a file there.

        ``strike`` is a method ("module:Class.method"): at its n-th call the process is killed for real.
        """
        order = {"folder": str(folder), "env": dict(env), "commands": [list(one) for one in commands],
                 "strike": strike}  # fmt: skip
        assert self._parent.stdin is not None
        self._parent.stdin.write(json.dumps(order) + "\n")
        self._parent.stdin.flush()
        return int(self._line())

    def wait(self) -> int:
        """The exit code of what was started last, negative for the signal that ended it."""
        return int(self._line())

    def run(self, folder: Path, env: Mapping[str, str], commands: Sequence[Sequence[str]]) -> int:
        self.start(folder, env, commands)
        return self.wait()

    def _line(self) -> str:
        assert self._parent.stdout is not None
        return self._parent.stdout.readline()


def kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
