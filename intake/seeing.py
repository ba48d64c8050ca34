"""One file or mail as the program reads it, laid together for whoever looks; no settings, nothing is kept."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime, time
from pathlib import Path

from catalogue.folding.fold import FoldMessage, fold
from catalogue.reading.content import Look, look_at
from catalogue.reading.parts import Opener
from catalogue.records import MessageKind, UnitState
from config.campaign import Campaign
from intake.triage import Known, triage
from parsers.message import Message, Part, PartRole, read_message
from parsers.sniff import sniff
from reports.seen import Seen


def see_file(name: str, data: bytes, campaign: Campaign) -> Seen:
    """Read one file: a mail as it is, any other file as a mail's only attachment."""
    if not _is_mail(name, data):
        message = _carrier(name, data)
        look = look_at(message, campaign)
        return Seen(name=name, size=len(data), look=look, state=_state(message, look, campaign),
                    campaign=campaign)  # fmt: skip
    seen = see_mail(name, data, campaign)
    assert seen.message is not None
    route = triage(seen.message, seen.reading, Known(units={}, senders={}, letters={}), campaign)
    return replace(seen, kind=route.kind.value, why=route.reason.partition(";")[0])


def see_mail(name: str, raw: bytes, campaign: Campaign, opener: Opener | None = None) -> Seen:
    """Read one mail, without a word on what it would be taken for."""
    message = read_message(raw)
    look = look_at(message, campaign, opener)
    return Seen(
        name=name,
        size=len(raw),
        look=look,
        state=_state(message, look, campaign),
        campaign=campaign,
        message=message,
    )


def _state(message: Message, look: Look, campaign: Campaign) -> UnitState:
    """The fold of this reading alone, as a unit's first submission."""
    opening = datetime.combine(campaign.opens_on, time.min, UTC)
    alone = FoldMessage(
        sha256=message.sha256,
        message_id=message.message_id,
        received_at=message.received_at or message.date or opening,
        kind=MessageKind.SUBMISSION,
        reading=look.reading,
    )
    return fold(None, [alone], (), campaign)


def _is_mail(name: str, data: bytes) -> bool:
    return Path(name).suffix.lower() == ".eml" or sniff(data, name) == "eml"


def _carrier(name: str, data: bytes) -> Message:
    """A mail without text whose only part is the file."""
    file = Part(
        number="1",
        role=PartRole.ATTACHMENT,
        media_type="",
        filename=name,
        data=data,
        disposition="attachment",
    )
    digest = hashlib.sha256(data).hexdigest()
    return replace(read_message(b"\n"), parts=(file,), defects=(), sha256=digest)
