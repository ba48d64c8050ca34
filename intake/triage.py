"""What a message is, and whose: decided from values, never from the network or the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from catalogue.records import MessageKind, MessageReading, Unit
from catalogue.tokens import find_references
from config.campaign import Campaign
from intake.automatic import is_bounce, is_own_letter
from intake.kinds import ROBOT_WITH_FILES, Facts, kind_of
from intake.ownership import Owner, by_content, by_sender, is_internal
from parsers.mail import Message

_SURE = 0.9
_NEEDS_A_UNIT = frozenset({MessageKind.SUBMISSION, MessageKind.REPLY, MessageKind.QUESTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What triage may look up. ``senders`` are the officer's word: address to unit id.

    ``letters`` maps what marks an answer to one of our letters to (letter id, unit id): Message-IDs of
    letters sent (lower-case, in brackets) and their signed references. ``by_subject`` is the letter to
    the sender's unit whose subject the message repeats, where nothing else marks it. ``own_addresses`` are
    ours.
    """

    units: Mapping[str, Unit]
    senders: Mapping[str, str]
    letters: Mapping[str, tuple[int, str | None]]
    by_subject: tuple[int, str | None] = (0, None)
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
    letter_id, letter_unit = _answered(message, reading, known)
    if is_bounce(message):
        return Route(kind=MessageKind.BOUNCE, unit_id=None, confidence=1.0, reason="delivery report",
                     letter_id=letter_id)  # fmt: skip
    if is_own_letter(message, known.own_addresses, known.letters):
        return Route(kind=MessageKind.OTHER, unit_id=None, confidence=1.0, reason="our own letter came back")
    owner = by_sender(message, known.units, known.senders)
    facts = Facts(
        message=message,
        reading=reading,
        campaign=campaign,
        is_known=owner.unit_id is not None,
        is_internal=owner.unit_id is None and is_internal(message, known.units, campaign),
        letter_id=letter_id,
    )
    kind, why = kind_of(facts)
    if owner.unit_id is None and kind is not MessageKind.OTHER:
        owner = _by_content(message, reading, known, letter_id if kind is MessageKind.REPLY else 0)
    reason = f"{why}; {owner.reason}"
    route = Route(
        kind=kind, unit_id=owner.unit_id, confidence=owner.confidence, reason=reason, letter_id=letter_id
    )
    return _settled(route, letter_unit)


def _answered(message: Message, reading: MessageReading, known: Known) -> tuple[int, str | None]:
    """The letter of ours that the message answers (or that came back), and the unit it went to.

    Its headers say so best; then its subject and address, what it quotes or encloses, its sender and subject.
    """
    returned = (report.original_message_id for report in message.reports)
    enclosed = (one.message_id for one in message.enclosed)
    named = (*message.in_reply_to, *reversed(message.references), *returned, *enclosed)
    addresses = (address.address for address in (*message.to, *message.cc))
    told = find_references(" ".join([message.subject, *addresses]))
    marks = (*(one.lower() for one in named), *told, *reading.references)
    return next((known.letters[mark] for mark in marks if mark in known.letters), known.by_subject)


def _by_content(message: Message, reading: MessageReading, known: Known, answered: int) -> Owner:
    """The unit that the message speaks for; a stranger who answers our letter proves nothing by its name.

    The name stands in our own subject and in what he quotes.
    """
    if answered:
        return Owner(None, 0.0, "unknown sender")
    ours = find_references(message.subject)
    if any(mark in known.letters for mark in ours):
        message = replace(message, subject="")
    return by_content(message, reading, known.units, known.senders)


def _settled(route: Route, letter_unit: str | None) -> Route:
    """The route checked against the letter that it answers; what does not fit goes to the officer."""
    if route.reason.startswith(ROBOT_WITH_FILES):
        return replace(route, unit_id=route.unit_id or letter_unit, needs_officer=ROBOT_WITH_FILES)
    if route.kind is MessageKind.AUTO_REPLY and route.unit_id is None and route.letter_id:
        return replace(route, unit_id=letter_unit, confidence=_SURE, reason="automatic reply to our letter")
    if route.kind not in _NEEDS_A_UNIT:
        return route
    if route.letter_id and letter_unit and letter_unit != route.unit_id:
        if route.unit_id is None:
            return replace(route, needs_officer=f"stranger with a valid reference of {letter_unit}")
        return replace(route, letter_id=0, needs_officer="answers a letter to another unit")
    if route.unit_id is None:
        return replace(route, needs_officer=f"unknown sender: {route.reason.rpartition('; ')[2]}")
    return route
