"""The mails of the invented campaign as bytes and as what is read of them; small, so that thousands are quick."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from hashlib import sha256

from bench.scale.inventing import sealed
from catalogue.folding.fold import FoldMessage
from catalogue.plan import Headers
from catalogue.records import Entry, MessageKind, MessageReading, PartOutcome, PartStatus

OURS = "tiepnhan.gdtx@sogddt.example"
READER = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What a mail says, before it is a mail."""

    number: int
    at: datetime
    sender: str
    subject: str
    kind: MessageKind
    text: str = "Kính gửi Sở, nhà trường gửi thông tin theo công văn. Trân trọng."
    entries: tuple[Entry, ...] = ()
    files: tuple[str, ...] = ()
    unreadable: tuple[str, ...] = ()
    no_courses: bool = False
    needs_officer: str = ""
    bounced: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail with its bytes and its reading."""

    told: Told
    raw: bytes
    sha256: str
    headers: Headers
    reading: MessageReading

    @property
    def folding(self) -> FoldMessage:
        """The mail as a fold takes it."""
        return FoldMessage(
            sha256=self.sha256,
            message_id=self.headers.message_id,
            received_at=self.told.at,
            kind=self.told.kind,
            reading=self.reading,
        )


def mail_of(told: Told) -> Mail:
    """The mail that says this."""
    message_id = f"<{told.number}@{told.sender.partition('@')[2]}>"
    raw = (_report(told, message_id) if told.bounced else _plain(told, message_id)).encode()
    digest = sha256(raw).hexdigest()
    headers = Headers(
        message_id=message_id, date=told.at, sender=told.sender, sender_name="Văn thư", subject=told.subject
    )
    reading = MessageReading(
        reader=READER,
        entries=tuple(sealed(one, digest, message_id) for one in told.entries),
        parts=tuple(_parts(told)),
        new_text=told.text,
        no_courses=told.no_courses,
    )
    return Mail(told=told, raw=raw, sha256=digest, headers=headers, reading=reading)


def _plain(told: Told, message_id: str) -> str:
    lines = [*_head(told, message_id), "MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"]
    return "\r\n".join([*lines, "Content-Transfer-Encoding: 8bit", "", told.text, ""])


def _report(told: Told, message_id: str) -> str:
    """What a mail server says of a mail that it could not deliver (RFC 3464)."""
    fields = ["Reporting-MTA: dns; mx.example", "", f"Final-Recipient: rfc822; {told.bounced}"]
    fields += ["Action: failed", "Status: 5.1.1", "Diagnostic-Code: smtp; 550 5.1.1 user unknown"]
    kind = 'multipart/report; report-type=delivery-status; boundary="b"'
    lines = [*_head(told, message_id), "MIME-Version: 1.0", f"Content-Type: {kind}", ""]
    lines += ["--b", "Content-Type: text/plain", "", "Undelivered.", "--b"]
    lines += ["Content-Type: message/delivery-status", "", *fields, "", "--b--", ""]
    return "\r\n".join(lines)


def _head(told: Told, message_id: str) -> Sequence[str]:
    subject = b64encode(told.subject.encode()).decode()
    return [
        f"From: <{told.sender}>",
        f"To: <{OURS}>",
        f"Subject: =?utf-8?B?{subject}?=",
        f"Date: {format_datetime(told.at)}",
        f"Message-ID: {message_id}",
    ]


def _parts(told: Told) -> list[PartOutcome]:
    named = [(name, PartStatus.READ, "") for name in told.files]
    named += [(name, PartStatus.UNREADABLE, "encrypted") for name in told.unreadable]
    body = _part("1", None, PartStatus.READ, "")
    return [body, *(_part(str(n), *one) for n, one in enumerate(named, 2))]


def _part(number: str, filename: str | None, status: PartStatus, reason: str) -> PartOutcome:
    return PartOutcome(
        number=number,
        filename=filename,
        path="",
        media_type="application/octet-stream" if filename else "text/plain",
        size=9000 if filename else 200,
        sha256=sha256(f"{filename}{number}".encode()).hexdigest(),
        status=status,
        reason=reason,
        is_file=filename is not None,
    )
