"""The demo's servers, inside this process and on loopback only: IMAP by pymap, an SMTP sink by aiosmtpd.

They hold some hundred messages and no more; the tests use Dovecot.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import socket
import threading
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from proxyprotocol.reader import ProxyProtocolReader
from pymap.backend.maildir import MaildirBackend
from pymap.backend.maildir.users import PasswordsFile, UsersFile
from pymap.imap import IMAPServer

HOST = "127.0.0.1"
START_SECONDS = 20.0


class ServerNotStartedError(Exception):
    """An embedded server did not come up; the message says which one."""


@contextlib.contextmanager
def imap_server(folder: Path, user: str, password: str) -> Iterator[int]:
    """Run an IMAP server with one account over a Maildir in ``folder``; gives its port."""
    folder.mkdir(parents=True, exist_ok=True)
    running = _Running()
    thread = threading.Thread(
        target=lambda: asyncio.run(_serve(folder, (user, password), running)), name="demo-imap", daemon=True
    )
    thread.start()
    if not running.ready.wait(START_SECONDS):
        raise ServerNotStartedError("the embedded IMAP server did not start")
    try:
        yield running.port
    finally:
        running.stop()
        thread.join(START_SECONDS)


class _Running:
    """What the server's thread and its owner tell each other."""

    def __init__(self) -> None:
        self.ready = threading.Event()
        self.port = 0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._end: asyncio.Event | None = None

    def started(self, port: int, end: asyncio.Event) -> None:
        self.port, self._loop, self._end = port, asyncio.get_running_loop(), end
        self.ready.set()

    def stop(self) -> None:
        if self._loop is not None and self._end is not None:
            self._loop.call_soon_threadsafe(self._end.set)


async def _serve(folder: Path, account: tuple[str, str], running: _Running) -> None:
    backend, config = await MaildirBackend.init(_arguments(folder))
    config.apply_context()
    await _add_account(folder, config, account)
    handler = ProxyProtocolReader(config.proxy_protocol).get_callback(IMAPServer(backend.login, config))
    server = await asyncio.start_server(handler, HOST, 0)
    end = asyncio.Event()
    running.started(server.sockets[0].getsockname()[1], end)
    async with server:
        await end.wait()


def _arguments(folder: Path) -> argparse.Namespace:
    """What pymap's own command line would have parsed: plain IMAP on loopback, Maildir++ layout."""
    return argparse.Namespace(
        debug=False,
        skip_services=[],
        passlib_cfg=None,
        host=[HOST],
        port="0",
        cert=None,
        key=None,
        inherited_sockets=None,
        tls=False,
        proxy_protocol=None,
        base_dir=str(folder),
        concurrency=None,
        layout="++",
        colon=None,
    )


async def _add_account(folder: Path, config: Any, account: tuple[str, str]) -> None:
    user, password = account
    async with UsersFile.with_write(str(folder)) as users, PasswordsFile.with_write(str(folder)) as passwords:
        users.set(users.build_record(user, user))
        passwords.set(passwords.build_record(user, config.hash_context.hash(password)))


class Sink:
    """Takes every mail and keeps it: the letters as the schools would have got them."""

    def __init__(self) -> None:
        self.mails: list[bytes] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take one mail over."""
        self.mails.append(bytes(envelope.content))
        return "250 kept"

    def to(self, address: str) -> list[Message]:
        """The mails to one address, oldest first."""
        found = (message_from_bytes(one) for one in self.mails)
        return [one for one in found if address in str(one["To"]).lower()]


@contextlib.contextmanager
def smtp_sink() -> Iterator[tuple[Sink, int]]:
    """Run an SMTP server that keeps what it gets; gives it and its port."""
    sink, port = Sink(), _free_port()
    controller = Controller(sink, hostname=HOST, port=port)
    controller.start()
    try:
        yield sink, port
    finally:
        controller.stop()


def _free_port() -> int:
    # aiosmtpd's own start check cannot deal with port 0.
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
