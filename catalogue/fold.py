"""The catalogue of one unit as a pure function of its messages and the officer's decisions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from catalogue.records import AskedItem, Decision, MessageKind, MessageReading, UnitState
from config.campaign import Campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class FoldMessage:
    """One message of a unit as the fold needs it. ``asked`` are the items of the letter it answers."""

    sha256: str
    message_id: str
    received_at: datetime
    kind: MessageKind
    reading: MessageReading
    asked: tuple[AskedItem, ...] = ()


def fold(
    unit_id: str | None,
    messages: Sequence[FoldMessage],
    decisions: Sequence[Decision],
    campaign: Campaign,
) -> UnitState:
    """Fold the messages in order of receipt (ties by SHA-256), then the decisions, into one state."""
    raise NotImplementedError
