"""What a message is once it is read: values only; what makes them stands in parsers/message.py."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Address:
    """One mailbox of RFC 5322: ``address`` is lower-case addr-spec, ``name`` the decoded display name."""

    address: str
    name: str = ""


class PartRole(StrEnum):
    """What a leaf of the MIME tree is to the intake. Every leaf has exactly one."""

    BODY_TEXT = "body_text"
    BODY_HTML = "body_html"
    ATTACHMENT = "attachment"
    INLINE_PICTURE = "inline_picture"
    DELIVERY_STATUS = "delivery_status"
    DISPOSITION_NOTIFICATION = "disposition_notification"
    ENCLOSED_MESSAGE = "enclosed_message"
    CALENDAR = "calendar"
    SIGNATURE = "signature"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A leaf of the MIME tree (RFC 2045). ``number`` is its section number as in IMAP ("2.1").

    ``filename`` is decoded (RFC 2047, RFC 2231, raw 8-bit, mojibake) and NFC, None where the part has
    no name. ``data`` is decoded leniently. ``enclosed_in`` is the section number of the message/rfc822
    it lies in, "" for the outer message.
    """

    number: str
    role: PartRole
    media_type: str
    filename: str | None
    data: bytes
    charset: str = ""
    content_id: str = ""
    disposition: str = ""
    enclosed_in: str = ""
    defects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EnclosedMessage:
    """A message/rfc822 inside another message: its headers that matter and its own text."""

    number: str
    message_id: str
    subject: str
    sender: Address | None
    text: str
    html: str


class Outcome(StrEnum):
    """What became of a mail on its way to one recipient.

    ``HARD``: the address takes no mail; ``SOFT``: this mail failed for another reason (time, rules, size);
    ``FULL``: its mailbox is full; ``DELAYED``: still on its way; ``ARRIVED``: delivered or passed on.
    """

    HARD = "hard"
    SOFT = "soft"
    FULL = "full"
    DELAYED = "delayed"
    ARRIVED = "arrived"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """What a mail system says of one recipient, by RFC 3464 or in words of its own.

    ``recipient`` is whom the mail was written to, "" where nobody is named; ``final_recipient`` what a
    server made of that address, "" where it left it. ``action`` is one of RFC 3464's; ``status`` of RFC 3463
    as told, else by its words; ``diagnostic`` are the reason's words. ``original_message_id`` (in brackets)
    and ``original_subject`` are those of the mail that it is about. ``full``: its mailbox is; ``lasting``:
    the address takes no mail.
    """

    recipient: str
    action: str
    status: str
    diagnostic: str
    original_message_id: str
    final_recipient: str = ""
    original_subject: str = ""
    full: bool = False
    lasting: bool = False

    @property
    def outcome(self) -> Outcome:
        """What became of the mail, as one word."""
        if self.action in {"delivered", "relayed", "expanded"}:
            return Outcome.ARRIVED
        if self.action == "delayed":
            return Outcome.DELAYED
        if self.full:
            return Outcome.FULL
        return Outcome.HARD if self.lasting else Outcome.SOFT


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message as read, headers decoded to NFC text; dates aware, None where absent or senseless.

    ``message_id``, ``in_reply_to`` and ``references`` keep their angle brackets; "" where absent.
    ``received_at`` is the time of the first Received header (the last hop, our own server), ``date``
    that of the Date header. ``text`` and ``html`` are the bodies of the outer message, quotes
    included; ``headers`` holds all header fields as (lower-case name, decoded value) in order.
    ``authentication_results`` are the raw values of that header, top first. ``sha256`` is the hash of
    the bytes that were read, "" for a message that is only a part of another.
    """

    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    subject: str
    sender: Address | None
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    return_path: str | None
    date: datetime | None
    received_at: datetime | None
    text: str
    html: str
    parts: tuple[Part, ...]
    enclosed: tuple[EnclosedMessage, ...]
    reports: tuple[DeliveryReport, ...]
    headers: tuple[tuple[str, str], ...]
    authentication_results: tuple[str, ...] = ()
    sha256: str = ""
    defects: tuple[str, ...] = ()

    def header(self, name: str) -> str:
        """The first value of a header field, "" where it is absent."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), "")

    @property
    def attachments(self) -> tuple[Part, ...]:
        """The parts that are files, those inside enclosed messages included, in order."""
        wanted = (PartRole.ATTACHMENT, PartRole.INLINE_PICTURE)
        return tuple(part for part in self.parts if part.role in wanted)
