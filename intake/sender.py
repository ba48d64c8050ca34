"""Sending mails over one SMTP connection, each with its own outcome; or laying them into a folder instead.

It decides nothing about letters: whether one may go, is tried again or is looked for is the outbox's matter.
"""

from __future__ import annotations

import contextlib
import re
import smtplib
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from intake.outgoing import Envelope, Mail, UnsendableLetter, build_mail
from intake.sender_line import CannotSend, SmtpAccount, await_arrival, open_smtp
from intake.sender_verdict import (
    Outcome,
    Refused,
    Reply,
    RetryLater,
    Sent,
    Unknown,
    on_data,
    on_mail,
    on_recipient,
    on_sender,
)

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

_GOOD_BYE = 421


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
        where = self.account.where
        sizes = [f"size={len(mail.data)}"] if line.has_extn("size") else []
        refusal = on_sender(self._heard(line.mail(mail.bounces_to, sizes)), where)
        refused: tuple[str, ...] = ()
        if refusal is None:
            refusal, refused = self._name_recipients(line, mail)
        refusal = refusal or on_data(self._heard(line.docmd("DATA")), where)
        if refusal is not None:
            self._start_over(line)
            return refusal
        outcome = self._hand_over(line, mail)
        return replace(outcome, refused=refused) if isinstance(outcome, Sent) else outcome

    def _name_recipients(
        self, line: smtplib.SMTP, mail: Mail
    ) -> tuple[RetryLater | Refused | None, tuple[str, ...]]:
        """Why the mail cannot go now, if so, and which recipients it cannot go to at all.

        One who is put off puts off the mail, which must not go twice to the others.
        """
        refused: list[str] = []
        for recipient in mail.to:
            refusal = on_recipient(self._heard(line.rcpt(recipient)), self.account.where)
            if isinstance(refusal, RetryLater):
                return refusal, ()
            if refusal is not None:
                refused.append(refusal.reason)
        everybody = len(refused) == len(mail.to)
        return Refused("; ".join(refused)) if everybody else None, tuple(refused)

    def _start_over(self, line: smtplib.SMTP) -> None:
        try:
            if self._line is not None:
                line.rset()
        except (smtplib.SMTPException, OSError):
            # The refusal stands; the next mail opens a new line.
            self._hang_up()

    def _hand_over(self, line: smtplib.SMTP, mail: Mail) -> Outcome:
        # If one of these raises, the final dot has not left whole: no server may deliver a mail without it.
        line.send(_dotted(mail.data))
        await_arrival(line, self.account.timeout_seconds)
        line.send(b".\r\n")
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
        outcome = on_mail(self._heard(reply), self.account.where)
        if isinstance(outcome, Unknown):
            self._hang_up()
        return outcome

    def _heard(self, reply: Reply) -> Reply:
        if reply[0] == _GOOD_BYE:
            self._hang_up()
        return reply

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
    return re.sub(rb"(?m)^\.", b"..", whole)
