"""From a message to what it says: opens, extracts, normalizes, gathers; pure, and knows no unit."""

from __future__ import annotations

from catalogue.records import MessageReading
from config.campaign import Campaign
from parsers.message import Message

READER = 1
"""The reader's version, kept with every reading; raised whenever readings would change."""


def read_content(message: Message, campaign: Campaign) -> MessageReading:
    """Read every part of a message into entries with origins; never raises for bad content."""
    raise NotImplementedError
