"""One message that was read, up to one plan: look up, decide; the order is all that is kept here.

bytes | read | triage | fold  ->  Plan  (applied by the caller in one transaction)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256 as hash_of

from catalogue.folding.fold import FoldMessage, fold
from catalogue.plan import Headers, Plan
from catalogue.records import (
    AskedItem,
    Decision,
    DecisionKind,
    MessageKind,
    MessageReading,
    UnitState,
)
from catalogue.tokens import find_references
from catalogue.views import StoredMessage
from config.campaign import Campaign
from intake.reader import Read
from intake.triage import Known, Route, triage
from intake.trust import Trust
from parsers.mail import Message

FOLDED = frozenset({MessageKind.SUBMISSION, MessageKind.REPLY})
"""The kinds that say something of a unit's courses; the others are filed and shown, never folded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Routed:
    """A message that was read and routed. ``bucket`` keeps a stranger's messages together (owner_of)."""

    read: Read
    route: Route
    received_at: datetime
    bucket: str
    trust: Trust = Trust.UNJUDGED

    @property
    def is_folded(self) -> bool:
        """Whether the message says something of courses and contacts."""
        return self.route.kind in FOLDED


def is_ignored(sha256: str, decisions: Sequence[Decision]) -> bool:
    """Whether a person said to leave this message."""
    return any(one.kind is DecisionKind.IGNORE_MESSAGE and one.subject == sha256 for one in decisions)


def route(
    done: Read, stored: StoredMessage, known: Known, decisions: Sequence[Decision], campaign: Campaign
) -> Routed:
    """Decide what the message is and whose; what a person decided of this very message wins."""
    decided = overruled(done.sha256, triage(done.message, done.reading, known, campaign), decisions)
    received_at = received_moment(done.message, stored)
    return Routed(read=done, route=decided, received_at=received_at, bucket=bucket(done))


def overruled(sha256: str, decided: Route, decisions: Sequence[Decision]) -> Route:
    """The route after the officer's word on this message, the last word last."""
    for decision in decisions:
        if decision.subject != sha256:
            continue
        if decision.kind is DecisionKind.ASSIGN_MESSAGE:
            unit_id = decision.value or None
            decided = replace(decided, unit_id=unit_id, confidence=1.0, reason="decision", needs_officer="")
        elif decision.kind is DecisionKind.SET_KIND:
            decided = replace(decided, kind=MessageKind(decision.value), reason="decision", needs_officer="")
        elif decision.kind is DecisionKind.IGNORE_MESSAGE:
            decided = replace(decided, kind=MessageKind.OTHER, reason="ignored by decision", needs_officer="")
    return decided


def received_moment(message: Message, stored: StoredMessage) -> datetime:
    """The server's time of receipt; for a file the message's own trace, else its Date, else its arrival.

    ``stored.received_at`` equals ``archived_at`` exactly where no server told a time.
    """
    if stored.received_at != stored.archived_at:
        return stored.received_at
    return message.received_at or message.date or stored.archived_at


def bucket(done: Read) -> str:
    """What keeps a stranger's messages together: a hash of the sender's address, no personal data."""
    sender = done.message.sender
    return (
        hash_of(sender.address.encode()).hexdigest()[:12] if sender and sender.address else done.sha256[:12]
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What a fold takes besides the messages: the decisions, and what the answered letter had asked."""

    decisions: Sequence[Decision]
    asked: tuple[AskedItem, ...] = ()


def plan(
    routed: Routed, others: Sequence[FoldMessage], memory: Memory, campaign: Campaign, now: datetime
) -> Plan:
    """Fold the message with the ``others`` of its owner and lay down all that is to be written."""
    done, decided = routed.read, routed.route
    return Plan(
        sha256=done.sha256,
        campaign=campaign.id,
        kind=decided.kind,
        unit_id=decided.unit_id,
        reading=done.reading,
        now=now,
        confidence=decided.confidence,
        reason=decided.reason,
        letter_id=decided.letter_id,
        needs_officer=decided.needs_officer or _unverified(routed),
        late=campaign.is_late(routed.received_at),
        state=folded(routed, others, memory, campaign),
        headers=headers(done.message),
        received_at=routed.received_at,
        bucket=routed.bucket,
        trust=routed.trust.value,
    )


def _unverified(routed: Routed) -> str:
    """Why a message that says something for the catalogue needs a look: its sender failed the checks."""
    failed = routed.trust is Trust.FAIL and routed.is_folded and routed.route.reason != "decision"
    return "sender not verified: the checks of our mail server failed" if failed else ""


def folded(
    routed: Routed, others: Sequence[FoldMessage], memory: Memory, campaign: Campaign
) -> UnitState | None:
    """The owner's new state, None where the message belongs to no fold."""
    if not routed.is_folded:
        return None
    mine = fold_message(routed, memory.asked)
    return fold(routed.route.unit_id, [*others, mine], memory.decisions, campaign)


def fold_message(routed: Routed, asked: tuple[AskedItem, ...]) -> FoldMessage:
    """The message as a fold takes it; ``asked`` are the items of the letter that it answers."""
    return FoldMessage(
        sha256=routed.read.sha256,
        message_id=routed.read.message.message_id,
        received_at=routed.received_at,
        kind=routed.route.kind,
        reading=routed.read.reading,
        asked=asked,
        trusted=routed.trust in (Trust.UNJUDGED, Trust.PASS),
    )


def headers(message: Message) -> Headers:
    """The header facts by which the store lists and finds a message."""
    sender = message.sender
    return Headers(
        message_id=message.message_id,
        in_reply_to=message.in_reply_to[0] if message.in_reply_to else "",
        date=message.date,
        sender=sender.address if sender else "",
        sender_name=sender.name if sender else "",
        subject=message.subject,
    )


def marks(message: Message, reading: MessageReading) -> tuple[str, ...]:
    """What may show that a message answers a letter of ours, or is one: Message-IDs and references."""
    addresses = [address.address for address in (*message.to, *message.cc)]
    came_back = [one.original_message_id for one in message.reports]
    enclosed = [one.message_id for one in message.enclosed]
    found = (*message.in_reply_to, *message.references, message.message_id, *came_back, *enclosed)
    told = find_references(" ".join([message.subject, *addresses]))
    return (*(one.lower() for one in found), *told, *reading.references)
