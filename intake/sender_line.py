"""The line to the outgoing server: connect, encrypt, log in; it never sees a mail."""

from __future__ import annotations

import base64
import fcntl
import smtplib
import socket
import ssl
import struct
import termios
import time
from collections.abc import Callable
from dataclasses import dataclass

from intake.mailbox_line import verified_context
from intake.mailbox_values import Auth, Security, refuse_plain_text

_LOGGED_IN = 235
_CHALLENGE = 334
_ESTABLISHED = 1
_FIRST_LOOK, _LONGEST_LOOK = 0.001, 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpAccount:
    """How to reach the outgoing server. Without a username nobody logs in. ``secret`` as for a mailbox.

    ``verdict_seconds`` is how long the answer to a mail handed over may take (RFC 5321, 4.5.3.2.6:
    10 minutes; who waits less makes letters go out twice).
    """

    host: str
    port: int
    username: str = ""
    secret: Callable[[], str] = str
    security: Security = "starttls"
    auth: Auth = "password"
    ca_file: str | None = None
    timeout_seconds: float = 30.0
    verdict_seconds: float = 600.0
    own_name: str | None = None

    def __post_init__(self) -> None:
        refuse_plain_text(self.security, self.host, "sending")

    @property
    def where(self) -> str:
        """How messages and logs name it."""
        return f"{self.host}:{self.port}"


class CannotSend(Exception):  # noqa: N818 - named by what it means
    """The outgoing server cannot be used now; the text says why and what to do. No mail has left."""


def open_smtp(account: SmtpAccount) -> smtplib.SMTP:
    """Return a connection that is encrypted and logged in, or raise CannotSend."""
    try:
        return _logged_in(account)
    except ssl.SSLCertVerificationError as error:
        raise CannotSend(
            f"{account.where}: {error}; check ca_file, the host name and the certificate"
        ) from error
    except (smtplib.SMTPException, OSError) as error:
        raise CannotSend(f"{account.where}: cannot connect: {error}") from error


def await_arrival(line: smtplib.SMTP, seconds: float) -> None:
    """Wait until the other machine holds every byte that was said; raise OSError where it does not.

    Only then is the final dot sent: a line that died on the way leaves no doubt about the mail.
    """
    if line.sock is None:
        raise ConnectionError("the line is closed")
    deadline, look = time.monotonic() + seconds, _FIRST_LOOK
    while _unconfirmed(line.sock):
        if time.monotonic() > deadline:
            raise TimeoutError(f"the mail did not arrive within {seconds:.0f} s")
        time.sleep(look)
        look = min(look * 2, _LONGEST_LOOK)


def _unconfirmed(sock: socket.socket) -> int:
    """How many bytes the other machine has not confirmed; raises OSError where it has hung up."""
    if sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0] != _ESTABLISHED:
        raise ConnectionError("the server hung up in the middle of the mail")
    waiting: int = struct.unpack("i", fcntl.ioctl(sock.fileno(), termios.TIOCOUTQ, b"\0" * 4))[0]
    return waiting


def _logged_in(account: SmtpAccount) -> smtplib.SMTP:
    line = _greeted(account)
    try:
        line.ehlo_or_helo_if_needed()
        if account.security == "starttls":
            line.starttls(context=verified_context(account.ca_file))
            line.ehlo()
        if account.username:
            _log_in(line, account)
    except BaseException:
        line.close()
        raise
    return line


def _greeted(account: SmtpAccount) -> smtplib.SMTP:
    if account.security == "tls":
        return smtplib.SMTP_SSL(
            account.host,
            account.port,
            account.own_name,
            timeout=account.timeout_seconds,
            context=verified_context(account.ca_file),
        )
    return smtplib.SMTP(account.host, account.port, account.own_name, timeout=account.timeout_seconds)


def _log_in(line: smtplib.SMTP, account: SmtpAccount) -> None:
    offered = line.esmtp_features.get("auth", "").upper().split()
    secret = account.secret()
    if account.auth == "xoauth2":
        reply = _say(line, "XOAUTH2", f"user={account.username}\x01auth=Bearer {secret}\x01\x01")
    elif "PLAIN" in offered or not offered:
        reply = _say(line, "PLAIN", f"\0{account.username}\0{secret}")
    else:
        reply = _say(line, "LOGIN", account.username, secret)
    if reply[0] != _LOGGED_IN:
        cure = "the access token" if account.auth == "xoauth2" else "username and password"
        raise CannotSend(f"{account.where}: login refused: {words_of(reply)}; check {cure}")


def _say(line: smtplib.SMTP, mechanism: str, first: str, *others: str) -> tuple[int, bytes]:
    """Speak the client's half of a login. Not smtplib's own: that cannot carry a password beyond ASCII."""
    reply = line.docmd("AUTH", f"{mechanism} {_encoded(first)}")
    for word in others:
        if reply[0] == _CHALLENGE:
            reply = line.docmd(_encoded(word))
    if reply[0] == _CHALLENGE:
        # XOAUTH2 tells its error as a challenge; an empty answer brings the refusal itself.
        reply = line.docmd("")
    return reply


def _encoded(word: str) -> str:
    return base64.b64encode(word.encode()).decode("ascii")


def words_of(reply: tuple[int, bytes]) -> str:
    """Return a server's reply as one line."""
    return f"{reply[0]} " + " ".join(reply[1].decode("utf-8", "replace").split())[:300]
