"""What a message is, and whose: decided from values, never from the network or the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from catalogue.records import MessageKind, MessageReading, Unit
from config.campaign import Campaign
from parsers.message import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What triage may look up. ``senders`` are the officer's word: address to unit id.

    ``letters`` maps what marks an answer to one of our letters to (letter id, unit id): Message-IDs of
    letters sent (lower-case, in brackets) and their signed references. ``own_addresses`` are ours.
    """

    units: Mapping[str, Unit]
    senders: Mapping[str, str]
    letters: Mapping[str, tuple[int, str | None]]
    own_addresses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a message goes. ``confidence`` 0 to 1 is that of the unit; ``reason`` is English.

    ``letter_id`` is the letter of ours that it answers, 0 for none. ``needs_officer`` names why a
    person must look ("unknown sender", "stranger with a valid reference", ...), "" where none.
    """

    kind: MessageKind
    unit_id: str | None
    confidence: float
    reason: str
    letter_id: int = 0
    needs_officer: str = ""


def triage(message: Message, reading: MessageReading, known: Known, campaign: Campaign) -> Route:
    """Decide kind and unit of one message."""
    raise NotImplementedError
