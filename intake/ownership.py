"""Whose a message is: by the officer's word, address, own domain, what it passes on, then by name; pure."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalogue.records import MessageReading, Unit
from catalogue.units.index import index_of, is_public_domain
from config.campaign import Campaign
from parsers.headers import addresses_in
from parsers.mail import Address, Message

_BY_WORD, _BY_ADDRESS, _BY_DOMAIN, _PASSED_ON, _BY_MAILBOX = 1.0, 0.99, 0.95, 0.9, 0.8
_BORDER = re.compile(
    r"^[ \t>*]*(?:từ|from|người gửi|de)[ \t*]*:|(?:đã viết|wrote)[ \t]*:[ \t]*$", re.IGNORECASE
)
_MOST_LINES, _LONGEST_LINE = 2000, 500
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li)\b[^>]{0,200}>", re.IGNORECASE)
_TAG = re.compile(r"<[^<>]*>")
_LONGEST_BODY = 3000
_FORWARD = re.compile(r"^\s*(?:re\s*:\s*)?(?:fwd?|chuyển tiếp|chuyen tiep|ct)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Owner:
    """The unit of a message, how sure, and on what it rests (English)."""

    unit_id: str | None
    confidence: float
    reason: str


def by_sender(message: Message, units: Mapping[str, Unit], senders: Mapping[str, str]) -> Owner:
    """The unit whose address or own domain the message comes from; None where neither says."""
    for address in _from(message):
        if address.address in senders:
            return Owner(
                senders[address.address] or None, _BY_WORD, "the officer's decision for this address"
            )
    found = (_of_address(address, units) for address in _from(message))
    return next((owner for owner in found if owner.unit_id), Owner(None, 0.0, "unknown sender"))


def is_internal(message: Message, units: Mapping[str, Unit], campaign: Campaign) -> bool:
    """Whether the sender is of the Department: of the domain that the mail came to, which no unit uses."""
    sender = _domain(message.sender.address) if message.sender else ""
    home = (message.header("delivered-to"), campaign.mailbox_address, campaign.officer.email)
    if sender not in map(_domain, home):
        return False
    return bool(sender) and not is_public_domain(sender) and not index_of(units).uses_domain(sender)


def by_content(
    message: Message, reading: MessageReading, units: Mapping[str, Unit], senders: Mapping[str, str]
) -> Owner:
    """The unit whose mail is passed on, or that the message names."""
    for address in _passed_on(message):
        unit_id = senders.get(address.address) or _of_address(address, units).unit_id
        if unit_id:
            return Owner(unit_id, _PASSED_ON, "sender of what was forwarded")
    by_name = _by_name(message, reading, units)
    if by_name.unit_id:
        return by_name
    index = index_of(units)
    spelt = (index.by_mailbox_name(address.address) for address in _from(message))
    unit_id = next(filter(None, spelt), None)
    return Owner(unit_id, _BY_MAILBOX, "name of the mailbox") if unit_id else by_name


def _by_name(message: Message, reading: MessageReading, units: Mapping[str, Unit]) -> Owner:
    sender = message.sender.name if message.sender else ""
    enclosed = [
        text for one in message.enclosed for text in (one.subject, one.sender.name if one.sender else "")
    ]
    texts = [*reading.names, sender, message.subject, *enclosed, reading.new_text[:_LONGEST_BODY]]
    files = [part.filename for part in reading.parts if part.filename]
    match = index_of(units).match_name([*filter(None, texts), *files])
    return Owner(match.unit_id, match.confidence, match.reason)


def _domain(address: str) -> str:
    return address.strip("<> ").rpartition("@")[2].lower()


def _from(message: Message) -> tuple[Address, ...]:
    """Who wrote, and where he wants the answer: an office's system may write, its people are answered."""
    first = (message.sender,) if message.sender else ()
    return (*first, *message.reply_to)


def _of_address(address: Address, units: Mapping[str, Unit]) -> Owner:
    index = index_of(units)
    unit_id = index.by_address(address.address)
    if unit_id:
        return Owner(unit_id, _BY_ADDRESS, "address on the roster")
    unit_id = index.by_domain(address.address)
    return Owner(
        unit_id, _BY_DOMAIN if unit_id else 0.0, "the unit's own domain" if unit_id else "unknown sender"
    )


def _passed_on(message: Message) -> Iterable[Address]:
    """The senders of messages enclosed, then of what was forwarded inside the text."""
    yield from (one.sender for one in message.enclosed if one.sender)
    if _FORWARD.match(message.subject):
        text = (
            message.text
            if message.text.strip()
            else html.unescape(_TAG.sub(" ", _BREAK.sub("\n", message.html)))
        )
        lines = (line[:_LONGEST_LINE] for line in text.splitlines()[:_MOST_LINES])
        for line in filter(_BORDER.search, lines):
            yield from (Address(address) for address, _ in addresses_in(line))
