"""An SMTP server that keeps what it is given, and answers some recipients as the test scripts it."""

from __future__ import annotations

import email
import email.policy
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email.message import EmailMessage
from typing import Any

import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from intake.sender import SmtpAccount
from tests.support.dovecot import free_port


@dataclass(frozen=True)
class Received:
    """One mail that arrived: the envelope and the exact bytes."""

    mail_from: str
    rcpt_to: tuple[str, ...]
    data: bytes

    @property
    def message(self) -> EmailMessage:
        message = email.message_from_bytes(self.data, policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        return message


@dataclass
class SmtpSink:
    """``at_rcpt`` and ``after_data`` map a recipient to the reply it gets; ``hang_up_on`` after its data.

    ``file_copy`` is given each mail before the server says yes, as one does that fills the Sent folder.
    """

    port: int = field(default_factory=free_port)
    mails: list[Received] = field(default_factory=list)
    at_rcpt: dict[str, str] = field(default_factory=dict)
    after_data: dict[str, str] = field(default_factory=dict)
    hang_up_on: set[str] = field(default_factory=set)
    logins: list[tuple[str, str, str]] = field(default_factory=list)
    password: str = "mật khẩu"
    connections: int = 0
    file_copy: Callable[[bytes], None] = lambda _: None

    def account(self, **changes: Any) -> SmtpAccount:
        values: dict[str, Any] = {
            "host": "127.0.0.1",
            "port": self.port,
            "security": "none",
            "timeout_seconds": 5.0,
            "own_name": "localhost",
        }
        return SmtpAccount(**values | changes)

    # What aiosmtpd calls, by the names that it wants.

    async def handle_EHLO(  # noqa: N802
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address in self.at_rcpt:
            return self.at_rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.content, bytes)
        self.mails.append(Received(envelope.mail_from or "", tuple(envelope.rcpt_tos), envelope.content))
        self.file_copy(envelope.content)
        if self.hang_up_on & set(envelope.rcpt_tos) and server.transport is not None:
            server.transport.close()
        return next(
            (self.after_data[to] for to in envelope.rcpt_tos if to in self.after_data), "250 queued as 7"
        )

    async def auth_XOAUTH2(self, server: SMTP, args: list[str]) -> AuthResult:  # noqa: N802
        self.logins.append(("XOAUTH2", "", args[1]))
        await server.challenge_auth(b'{"status":"401"}', encode_to_b64=True)
        return AuthResult(success=False, handled=False)

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, mechanism: str, data: LoginPassword
    ) -> AuthResult:
        self.logins.append((mechanism, data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password.decode() == self.password, handled=False)


def _serve(sink: SmtpSink, **options: Any) -> Iterator[SmtpSink]:
    controller = Controller(sink, hostname="127.0.0.1", port=sink.port, **options)
    controller.start()
    yield sink
    controller.stop()


@pytest.fixture
def smtp() -> Iterator[SmtpSink]:
    """A sink in plain text on loopback, where anybody may send."""
    yield from _serve(SmtpSink())


@pytest.fixture(scope="session")
def smtp_authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def secure_smtp(smtp_authority: trustme.CA) -> Iterator[SmtpSink]:
    """A sink that wants STARTTLS and a login."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    smtp_authority.issue_cert("localhost").configure_cert(context)
    sink = SmtpSink()
    options = {"tls_context": context, "require_starttls": True, "auth_required": True}
    yield from _serve(sink, authenticator=sink.authenticate, **options)
