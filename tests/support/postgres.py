"""A PostgreSQL of the tests' own: unprivileged, on loopback, throw-away; a fresh database for each test."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

ROLE = "intake"
SETTINGS = """\
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{folder}'
max_connections = 60
shared_buffers = 64MB
fsync = off
synchronous_commit = off
full_page_writes = off
"""


class Postgres:
    """A running server. ``new_database`` gives the URL of a database that nobody has used."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._data = folder / "data"
        self._numbers = itertools.count(1)
        self._port = _free_port()

    def start(self) -> None:
        self._folder.chmod(0o755)
        if os.geteuid() == 0:
            nobody = _unprivileged()
            os.chown(self._folder, nobody.pw_uid, nobody.pw_gid)
        self._run(
            "initdb", "-D", str(self._data), "-U", ROLE, "-A", "trust", "--no-locale", "-E", "UTF8", "-N"
        )
        settings = SETTINGS.format(port=self._port, folder=self._folder)
        (self._data / "postgresql.auto.conf").write_text(settings)
        self._run("pg_ctl", "-D", str(self._data), "-l", str(self._folder / "log"), "-w", "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self._data), "-m", "immediate", "-w", "stop")

    def url(self, database: str) -> str:
        return f"postgresql://{ROLE}@127.0.0.1:{self._port}/{database}"

    def new_database(self, template: str = "template1") -> str:
        name = f"t{next(self._numbers)}"
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}".encode())
        return self.url(name)

    def _run(self, tool: str, *arguments: str) -> None:
        command = [*_as_unprivileged(), str(_binaries() / tool), *arguments]
        done = subprocess.run(command, check=False, capture_output=True, text=True, cwd="/")
        if done.returncode:
            raise RuntimeError(f"{tool} failed: {done.stdout}{done.stderr}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    # Not below pytest's own folder: that one is closed to other users.
    folder = Path(tempfile.mkdtemp(prefix="intake-postgres-"))
    server = Postgres(folder)
    try:
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _binaries() -> Path:
    installed = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = max(installed, key=lambda path: int(path.parts[-3]), default=None)
    found = newest or shutil.which("postgres")
    if found is None:
        raise RuntimeError("PostgreSQL is not installed: ./run test installs it (apt install postgresql)")
    return Path(found).parent


def _unprivileged() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody")


def _as_unprivileged() -> list[str]:
    if os.geteuid() != 0:
        return []
    nobody = _unprivileged()
    return ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
