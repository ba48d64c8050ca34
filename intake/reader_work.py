"""One message from its bytes to what it says, as a worker process does it: parsers and catalogue only."""

from __future__ import annotations

from dataclasses import replace

from catalogue.reading.content import READER, read_content
from catalogue.reading.parts import Opener
from catalogue.records import MessageReading, PartOutcome, PartStatus
from config.campaign import Campaign
from intake.reader import Read
from parsers.mail import Message
from parsers.message import read_message


def read_one(raw: bytes, campaign: Campaign, opener: Opener | None = None) -> tuple[Message, MessageReading]:
    """The message without the bytes of its parts, which nobody needs once they are read, and its reading.

    The same bytes and campaign give the same value.
    """
    message = read_message(raw)
    reading = read_content(message, campaign, opener)
    parts = tuple(replace(part, data=b"") for part in message.parts)
    return replace(message, parts=parts), reading


def read(sha256: str, raw: bytes, campaign: Campaign, opener: Opener | None = None) -> Read:
    """Read one message; the same bytes, campaign and reader give the same value."""
    message, reading = read_one(raw, campaign, opener)
    return Read(sha256=sha256, message=message, reading=reading)


def unread(sha256: str, raw: bytes) -> Read:
    """A message of which nothing but its headers and its size is looked at."""
    headers_only = raw.replace(b"\r\n", b"\n").partition(b"\n\n")[0] + b"\n\n"
    part = PartOutcome(
        number="1",
        filename=None,
        path="",
        media_type="message/rfc822",
        size=len(raw),
        sha256=sha256,
        status=PartStatus.IGNORED,
        note="left unread by decision",
        is_file=False,
    )
    reading = MessageReading(reader=READER, parts=(part,))
    return Read(sha256=sha256, message=read_message(headers_only), reading=reading)
