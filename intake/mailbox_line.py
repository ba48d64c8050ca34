"""The line to an IMAP server: connect, encrypt, log in, and name what goes wrong; it never looks at mail.

The one door to imapclient, which ships no types: what is shown outward is a client and typed errors.
"""

from __future__ import annotations

import contextlib
import ssl
from typing import Any

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientAbortError, IMAPClientError, IMAPClientReadOnlyError, LoginError

from intake.mailbox_values import (
    Account,
    CommandRefused,
    LoginRefused,
    MailboxError,
    MailboxUnreachable,
    TlsRefused,
)

# imapclient's two sorts by our names: the first is a kind of the second, so it is to be asked first.
LineCut = IMAPClientAbortError
ServerRefusal = IMAPClientError

# What a line can raise that is the world's fault; everything else is a fault of ours and passes through.
# ValueError: imapclient's answer to a line that is not in its grammar.
LINE_ERRORS = (IMAPClientError, OSError, EOFError, ValueError)

# RFC 5530: the server is in trouble, the password is not judged.
_SERVER_IN_TROUBLE = ("[UNAVAILABLE]", "[INUSE]", "[LIMIT]", "[SERVERBUG]", "[CONTACTADMIN]")


def open_line(account: Account) -> Any:
    """Return a logged-in IMAPClient, or raise the MailboxError that says why there is none."""
    client = _connected(account)
    try:
        if account.security == "starttls":
            _start_tls(client, account)
        _log_in(client, account)
    except BaseException:
        cut_line(client)
        raise
    return client


def close_line(client: Any) -> None:
    """Say good-bye; a server that no longer listens is simply left."""
    try:
        client.logout()
    except LINE_ERRORS:
        cut_line(client)


def cut_line(client: Any) -> None:
    """Close the socket without a word: the line is dead, or must not be trusted."""
    # The line may already be gone; there is nothing left to lose.
    with contextlib.suppress(*LINE_ERRORS):
        client.shutdown()


def silence_debug_log(client: Any) -> None:
    """Stop imaplib from formatting every body for a log that nobody reads: ten times the cost of a fetch.

    imapclient raises the level when it connects and has no public switch.
    """
    client._imap.debug = 0  # noqa: SLF001 - see above


def verified_context(ca_file: str | None) -> ssl.SSLContext:
    """Return a context that checks chain and host name, by the given CA file or the system's."""
    return ssl.create_default_context(cafile=ca_file)


def translated(error: Exception, account: Account, doing: str) -> MailboxError:
    """Return the MailboxError for what a line raised while ``doing`` something."""
    if isinstance(error, MailboxError):
        return error
    what = f"{account.where}: {doing}: {_brief(error)}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return TlsRefused(f"{what}; check ca_file, the host name and the server's certificate")
    if isinstance(error, ssl.SSLError) and not isinstance(error, ssl.SSLEOFError):
        return TlsRefused(f"{what}; check port and security (tls or starttls)")
    if _line_is_gone(error):
        return MailboxUnreachable(f"{what}; it is tried again later")
    if isinstance(error, IMAPClientReadOnlyError):
        return CommandRefused(f"{what}; the account may only read this folder")
    return CommandRefused(f"{what}; the server said no")


def _line_is_gone(error: Exception) -> bool:
    # abort is a kind of imaplib's error, so it is asked first; a ValueError leaves the line out of step.
    return isinstance(error, IMAPClientAbortError) or not isinstance(error, IMAPClientError)


def _brief(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no answer within the time limit"
    return " ".join(str(error).split())[:300] or type(error).__name__


def _connected(account: Account) -> Any:
    try:
        client = IMAPClient(
            account.host,
            account.port,
            ssl=account.security == "tls",
            ssl_context=verified_context(account.ca_file) if account.security == "tls" else None,
            timeout=SocketTimeout(account.timeout_seconds, account.timeout_seconds),
        )
    except LINE_ERRORS as error:
        raise translated(error, account, "connecting") from error
    client.normalise_times = False
    silence_debug_log(client)
    return client


def _start_tls(client: Any, account: Account) -> None:
    """Encrypt, or raise: a line that stays in plain text never sees a login."""
    try:
        offered = client.has_capability("STARTTLS")
        if offered:
            client.starttls(verified_context(account.ca_file))
    except LINE_ERRORS as error:
        raise translated(error, account, "STARTTLS") from error
    if not offered:
        raise TlsRefused(
            f"{account.where}: the server offers no STARTTLS; use security = tls, or its TLS port"
        )


def _log_in(client: Any, account: Account) -> None:
    try:
        _authenticate(client, account)
    except LoginError as error:
        raise _login_failure(error, account) from error
    except LINE_ERRORS as error:
        raise translated(error, account, "logging in") from error


def _authenticate(client: Any, account: Account) -> None:
    if account.auth == "xoauth2":
        client.sasl_login("XOAUTH2", _Xoauth2(account.username, account.secret()))
    elif client.has_capability("AUTH=PLAIN"):
        # LOGIN cannot carry a password beyond ASCII; PLAIN is UTF-8.
        client.plain_login(account.username, account.secret())
    else:
        client.login(account.username, account.secret())


def _login_failure(error: LoginError, account: Account) -> MailboxError:
    """Tell a refusal from a line that broke: imapclient raises LoginError for both."""
    cause = error.__context__
    if isinstance(cause, IMAPClientAbortError) or any(code in str(error) for code in _SERVER_IN_TROUBLE):
        return MailboxUnreachable(
            f"{account.where}: the line broke while logging in: {_brief(error)}; it is tried again later"
        )
    cure = "the access token" if account.auth == "xoauth2" else "username and password"
    return LoginRefused(f"{account.where}: login refused: {_brief(error)}; check {cure}")


class _Xoauth2:
    """The client's half of XOAUTH2: the token first, then an empty line to every error challenge."""

    def __init__(self, username: str, token: str) -> None:
        self._answers = [f"user={username}\x01auth=Bearer {token}\x01\x01"]

    def __call__(self, _challenge: bytes) -> str:
        return self._answers.pop() if self._answers else ""
