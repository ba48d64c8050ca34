"""A submission server with STARTTLS and login on which everything goes wrong, in an order drawn by a seed.

It counts what it delivered, files it into the Sent folder where it is told to, and remembers which trouble
befell which letter.
"""

from __future__ import annotations

import asyncio
import random
import ssl
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, cast

import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from intake.sender import SmtpAccount
from tests.support.dovecot import free_port

VERDICT_SECONDS = 0.4
GREY_FOR = timedelta(minutes=12)
MOST_PER_CONNECTION = 4
PASSWORD = "mật khẩu"


class Trouble(StrEnum):
    """What befalls one transaction."""

    NONE = "none"
    MAIL_LATER = "4xx to MAIL"
    MAIL_NEVER = "5xx to MAIL, which is about us"
    RCPT_LATER = "4xx to RCPT"
    RCPT_CLOSING = "421 to RCPT"
    QUOTA = "5xx to RCPT, which is about us"
    DATA_LATER = "4xx to DATA"
    CUT = "gone in the middle of the mail"
    LATER = "4xx to the mail"
    KEPT_AND_GONE = "taken and filed, gone before it said so"
    KEPT_UNFILED = "taken, gone before it filed it or said so"
    LOST_AND_GONE = "not taken, gone before it said so"
    SLOW = "taken and filed, said so too late"


AMBIGUOUS = {
    Trouble.CUT, Trouble.KEPT_AND_GONE, Trouble.KEPT_UNFILED, Trouble.LOST_AND_GONE, Trouble.SLOW
}  # fmt: skip
TAKEN = {Trouble.NONE, Trouble.KEPT_AND_GONE, Trouble.KEPT_UNFILED, Trouble.SLOW}
FILED = TAKEN - {Trouble.KEPT_UNFILED}


@dataclass
class FaultySmtp:
    """``grey``, ``gone`` and ``unwanted`` are recipients that are put off first, or never taken."""

    clock: Callable[[], datetime]
    deck: list[Trouble]
    grey: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    unwanted: set[str] = field(default_factory=set)
    file_copy: Callable[[bytes], None] = lambda _: None
    port: int = field(default_factory=free_port)
    without_tls: bool = False
    without_login: bool = False
    delivered: Counter[str] = field(default_factory=Counter)
    befallen: list[tuple[str, Trouble]] = field(default_factory=list)
    _now: Trouble = Trouble.NONE
    _first_seen: dict[str, datetime] = field(default_factory=dict)
    _mails: int = 0

    # What aiosmtpd calls, by the names that it wants.

    async def handle_EHLO(  # noqa: N802
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        session.host_name = hostname
        self._mails = 0
        return [one for one in responses if not (self.without_tls and "STARTTLS" in one)]

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self._mails += 1
        if self._mails > MOST_PER_CONNECTION:
            return "421 4.7.0 too many mails on this connection"
        self._now = self.deck.pop() if self.deck else Trouble.NONE
        refusals = {
            Trouble.MAIL_LATER: "451 4.3.0 later",
            Trouble.MAIL_NEVER: "553 5.7.1 sender not owned",
        }
        if self._now not in refusals:
            envelope.mail_from = address
        return refusals.get(self._now, "250 ok")

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        first = self._first_seen.setdefault(address, self.clock())
        put_off = address in self.grey and self.clock() < first + GREY_FOR
        if put_off or address in self.gone | self.unwanted:
            # Its own trouble is enough; the drawn one befalls a later transaction.
            self.deck.insert(0, self._now)
            self._now = Trouble.NONE
        self.befallen.append((address, self._now))
        if address in self.gone:
            return "550 5.1.1 no such user"
        if put_off:
            return "451 4.7.1 greylisted, come back later"
        refusals = {
            Trouble.RCPT_LATER: "450 4.2.1 mailbox busy",
            Trouble.RCPT_CLOSING: "421 4.3.2 closing",
            Trouble.QUOTA: "550 5.4.5 daily user sending limit exceeded",
        }
        if self._now not in refusals:
            envelope.rcpt_tos.append(address)
        return refusals.get(self._now, "250 ok")

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        content = cast("bytes", envelope.content)
        if self.unwanted & set(envelope.rcpt_tos):
            return "554 5.7.1 not wanted"
        if self._now is Trouble.LATER:
            return "452 4.3.1 no room"
        if self._now in TAKEN:
            self.delivered[envelope.rcpt_tos[0]] += 1
        if self._now in FILED:
            self.file_copy(content)
        if self._now is Trouble.SLOW:
            await asyncio.sleep(VERDICT_SECONDS * 1.5)
        elif self._now is not Trouble.NONE and server.transport is not None:
            server.transport.close()
        return "250 2.0.0 queued"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: LoginPassword
    ) -> AuthResult:
        right = data.password.decode() == PASSWORD and not self.without_login
        return AuthResult(success=right, handled=False)

    @property
    def trouble(self) -> Trouble:
        """What befalls the transaction in hand."""
        return self._now


class _Server(SMTP):
    """What no handler can do: refuse DATA itself, and hang up in the middle of a mail."""

    async def smtp_DATA(self, arg: str) -> None:  # noqa: N802
        trouble = cast("FaultySmtp", self.event_handler).trouble
        if trouble is Trouble.DATA_LATER:
            await self.push("451 4.3.0 later")
        elif trouble is Trouble.CUT and self.transport is not None:
            await self.push("354 go on")
            await self._reader.read(500)
            self.transport.close()
        else:
            await super().smtp_DATA(arg)


class _Controller(Controller):
    def factory(self) -> SMTP:
        return _Server(self.handler, **self.SMTP_kwargs)


def shuffled(seed: int, each: int) -> list[Trouble]:
    """A deck with every trouble so many times between transactions that go well."""
    deck = [*(list(Trouble) * each), *([Trouble.NONE] * len(Trouble))]
    random.Random(seed).shuffle(deck)
    return deck


@contextmanager
def running(server: FaultySmtp, authority: trustme.CA) -> Iterator[Callable[..., SmtpAccount]]:
    """The server while the context lasts; makes accounts on it."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert("localhost").configure_cert(context)
    controller = _Controller(
        server,
        hostname="127.0.0.1",
        port=server.port,
        authenticator=server.authenticate,
        tls_context=context,
        require_starttls=True,
        auth_required=True,
    )
    controller.start()
    with authority.cert_pem.tempfile() as ca_file:

        def account(**changes: Any) -> SmtpAccount:
            values: dict[str, Any] = {
                "host": "localhost",
                "port": server.port,
                "security": "starttls",
                "ca_file": ca_file,
                "username": "khoahoc",
                "secret": lambda: PASSWORD,
                "timeout_seconds": 5.0,
                "verdict_seconds": VERDICT_SECONDS,
                "own_name": "localhost",
            }
            return SmtpAccount(**values | changes)

        try:
            yield account
        finally:
            controller.stop()
