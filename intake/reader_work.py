"""One message from its bytes to what it says, as a worker process does it: parsers and catalogue only."""

from __future__ import annotations

from dataclasses import replace

from catalogue.reading.content import read_content
from catalogue.reading.parts import Opener
from catalogue.records import MessageReading
from config.campaign import Campaign
from parsers.message import Message, read_message


def read_one(raw: bytes, campaign: Campaign, opener: Opener | None = None) -> tuple[Message, MessageReading]:
    """The message without the bytes of its parts, which nobody needs once they are read, and its reading.

    The same bytes and campaign give the same value.
    """
    message = read_message(raw)
    reading = read_content(message, campaign, opener)
    parts = tuple(replace(part, data=b"") for part in message.parts)
    return replace(message, parts=parts), reading
