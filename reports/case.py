"""What a letter is about: whom it goes to, where that unit's case stands, what it answers; values only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from catalogue.records import AskedItem, Unit, UnitState
from config.campaign import Campaign
from reports.unread import NotRead


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Whom a letter goes to and where that unit's case stands, after the message just applied.

    ``items`` are all open questions; ``ref`` the signed reference; ``window`` the idempotency window.
    ``has_workbook`` says that the letter will bear the prefilled workbook.
    """

    campaign: Campaign
    unit: Unit | None
    state: UnitState
    ref: str
    to: str
    window: str
    now: datetime
    items: tuple[AskedItem, ...] = ()
    has_workbook: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """The message that a letter answers. ``read`` are the names of the files that were read.

    ``new``, ``updated`` and ``same`` count its courses against what was known before it. ``fresh`` is
    False where the unit was told before that it came. ``question`` is what its writer asked, as written.
    """

    received_at: datetime
    sender: str
    message_id: str = ""
    references: tuple[str, ...] = ()
    read: tuple[str, ...] = ()
    unread: tuple[NotRead, ...] = ()
    new: int = 0
    updated: int = 0
    same: int = 0
    late: bool = False
    fresh: bool = True
    question: str = ""


def is_private(case: Case, written_by: str) -> bool:
    """Whether a letter goes to somebody else than who wrote what it would quote."""
    return case.to.strip().lower() != written_by.strip().lower()
