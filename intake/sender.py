"""Sending mails over one SMTP connection, each with its own outcome; or laying them into a folder instead.

It decides nothing about letters: whether one may go, is tried again or is looked for is the outbox's matter.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from intake.outgoing import Envelope, Mail, UnsendableLetter, build_mail
from intake.sender_line import CannotSend, SmtpAccount, open_smtp, words_of

__all__ = [
    "CannotSend",
    "Envelope",
    "FileSender",
    "Mail",
    "Outcome",
    "Refused",
    "RetryLater",
    "Sender",
    "Sent",
    "SmtpAccount",
    "SmtpSender",
    "Unknown",
    "UnsendableLetter",
    "build_mail",
]

_SAID_YES = (250, 251)
_GO_AHEAD = (354,)
_GOOD_BYE = 421
# Said of us and not of the letter: the login lacks or broke. Our fault is no reason to give a letter up.
_ABOUT_LOGIN = {530, 534, 535, 538}


@dataclass(frozen=True, slots=True)
class Sent:
    """The server took the mail over; ``reply`` is what it said (its queue number, often)."""

    reply: str


@dataclass(frozen=True, slots=True)
class RetryLater:
    """The mail has certainly not left; the same may work later."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The server will never take this mail to this address."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """The line was lost after the whole mail had been handed over: it may or may not have left."""

    reason: str


Outcome = Sent | RetryLater | Refused | Unknown


class Sender(Protocol):
    """Something that mails can be given to, one after the other, while its context lasts."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...

    def check(self) -> None: ...

    def send(self, mail: Mail) -> Outcome: ...


class SmtpSender:
    """One connection, opened with the first mail and kept for the rest; renewed if the server ends it."""

    def __init__(self, account: SmtpAccount) -> None:
        self.account = account
        self._line: smtplib.SMTP | None = None
        self._given_up = ""

    def __enter__(self) -> Self:
        self._given_up = ""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._line is not None:
            with contextlib.suppress(smtplib.SMTPException, OSError):
                self._line.quit()
        self._hang_up()

    def check(self) -> None:
        """Connect and log in without sending anything, or raise CannotSend."""
        self._connected()

    def send(self, mail: Mail) -> Outcome:
        """Hand one mail over. A server that could not be reached is not tried again within the batch."""
        kept = self._line is not None
        outcome = self._try(mail)
        if kept and self._line is None and isinstance(outcome, RetryLater):
            # The server ended the connection that we had kept, as many do after some mails.
            return self._try(mail)
        return outcome

    def _try(self, mail: Mail) -> Outcome:
        if self._given_up:
            return RetryLater(self._given_up)
        try:
            line = self._connected()
        except CannotSend as error:
            self._given_up = str(error)
            return RetryLater(str(error))
        try:
            return self._offer(line, mail)
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            return RetryLater(f"{self.account.where}: the line broke before the mail was sent: {error}")

    def _offer(self, line: smtplib.SMTP, mail: Mail) -> Outcome:
        sizes = [f"size={len(mail.data)}"] if line.has_extn("size") else []
        refusal = self._refusal(line.mail(mail.bounces_to, sizes))
        for recipient in mail.to:
            refusal = refusal or self._refusal(line.rcpt(recipient))
        refusal = refusal or self._refusal(line.docmd("DATA"), _GO_AHEAD)
        if refusal is None:
            return self._hand_over(line, mail)
        self._start_over(line)
        return refusal

    def _start_over(self, line: smtplib.SMTP) -> None:
        try:
            if self._line is not None:
                line.rset()
        except (smtplib.SMTPException, OSError):
            # The refusal stands; the next mail opens a new line.
            self._hang_up()

    def _hand_over(self, line: smtplib.SMTP, mail: Mail) -> Outcome:
        # If this raises, the final dot has not left, and no server may deliver a mail without it.
        line.send(_dotted(mail.data))
        if line.sock is not None:
            # Many servers look for viruses now; to hang up meanwhile is how letters go out twice.
            line.sock.settimeout(self.account.verdict_seconds)
        try:
            reply = line.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self._hang_up()
            return Unknown(f"{self.account.where}: no answer after the mail was handed over: {error}")
        if line.sock is not None:
            line.sock.settimeout(self.account.timeout_seconds)
        return self._refusal(reply) or Sent(words_of(reply))

    def _refusal(
        self, reply: tuple[int, bytes], wanted: tuple[int, ...] = _SAID_YES
    ) -> RetryLater | Refused | None:
        code = reply[0]
        if code in wanted:
            return None
        if code == _GOOD_BYE:
            self._hang_up()
        what = f"{self.account.where}: {words_of(reply)}"
        return Refused(what) if str(code).startswith("5") and code not in _ABOUT_LOGIN else RetryLater(what)

    def _connected(self) -> smtplib.SMTP:
        if self._line is None:
            self._line = open_smtp(self.account)
        return self._line

    def _hang_up(self) -> None:
        if self._line is not None:
            self._line.close()
        self._line = None


class FileSender:
    """Writes each mail as a file instead of sending it: for a dry run, a demo, or to look at first."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> Self:
        self.check()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing to close."""

    def check(self) -> None:
        """Make sure that the folder is there."""
        self.folder.mkdir(parents=True, exist_ok=True)

    def send(self, mail: Mail) -> Outcome:
        """Write the mail under a name made of its Message-ID, so that a second time is the same file."""
        path = self.folder / (re.sub(r"[^\w.@+-]", "_", mail.message_id.strip("<>"))[:150] + ".eml")
        part = path.with_suffix(".part")
        try:
            part.write_bytes(mail.data)
            part.replace(path)
        except OSError as error:
            return RetryLater(f"cannot write {path}: {error}")
        return Sent(str(path))


def _dotted(data: bytes) -> bytes:
    whole = data if data.endswith(b"\r\n") else data + b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", whole) + b".\r\n"
