"""The officer's word by mail: which mail is one, what it orders, and the links that order it; pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from urllib.parse import quote

from catalogue.offers import Act, Offer, Verb, mark_of, marks_in, shown_mark
from catalogue.records import Unit
from catalogue.units.index import index_of
from config.campaign import Campaign
from config.settings import OfficerSettings
from intake.trust import Trust
from parsers.mail import Message

VALID = timedelta(days=7)
"""How long an offer may be taken up."""
_DATE = re.compile(r"(?<!\d)(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})(?!\d)")
_FILLED = re.compile(r"^\s*(?:đơn vị|don vi)\s*:\s*(\S[^\n]*)$", re.IGNORECASE | re.MULTILINE)
_KEEP = "Giữ nguyên tiêu đề thư và bấm gửi."


def addresses_of(campaign: Campaign, settings: OfficerSettings) -> frozenset[str]:
    """The addresses whose word counts, in lower case."""
    return frozenset(one.lower() for one in (campaign.officer.email, *settings.addresses))


def may_order(settings: OfficerSettings, servers: Collection[str]) -> bool:
    """Whether orders by mail can be taken at all, so that they are worth offering."""
    return settings.by_mail == "unverified" or (settings.by_mail == "verified" and bool(servers))


UNPROVEN = "an order in the officer's name that is not authenticated: not done"


def is_officers(message: Message, trust: Trust, own: Collection[str], settings: OfficerSettings) -> bool:
    """Whether a mail is the officer's, as sure as the settings want it."""
    sender = message.sender.address.lower() if message.sender else ""
    if sender not in own or settings.by_mail == "off":
        return False
    return trust is Trust.PASS or (settings.by_mail == "unverified" and trust is not Trust.FAIL)


def offer_of(act: Act, campaign: Campaign, now: datetime, secret: bytes) -> Offer:
    """An act as it is offered today: the same act has the same mark all day."""
    day = now.astimezone(campaign.time_zone).date().isoformat()
    mark = mark_of(campaign.id, act, day, secret)
    return Offer(id=mark, campaign=campaign.id, act=act, made_at=now, expires_at=now + VALID)


def link_of(offer: Offer, campaign: Campaign) -> str:
    """The mailto address (RFC 6068) of a mail that orders it."""
    subject = f"[{campaign.subject_tag}] {offer.act.label} {shown_mark(offer.id)}"
    body = f"{_KEEP}\n\n{offer.act.fill}" if offer.act.fill else _KEEP
    encoded = f"subject={quote(subject, safe='')}&body={quote(body, safe='').replace('%0A', '%0D%0A')}"
    return f"mailto:{quote(campaign.mailbox_address, safe='@')}?{encoded}"


def ordered(message: Message) -> tuple[str, ...]:
    """The marks of what a mail orders."""
    return marks_in(message.subject)


def filled(offer: Offer, text: str, units: Sequence[Unit]) -> Offer:
    """The offer with what the officer wrote where something was to be filled in."""
    act = offer.act
    if not act.fill_wanted:
        return offer
    told = _deadline(text) if act.verb is Verb.OVERDUE else _unit(text, units)
    return replace(offer, act=replace(act, value=told))


def _deadline(text: str) -> str:
    for day, month, year in _DATE.findall(text):
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            continue
    return ""


def _unit(text: str, units: Sequence[Unit]) -> str:
    """The unit that the officer named after "Đơn vị:", by its id or its name."""
    told = _FILLED.search(text)
    if told is None:
        return ""
    name = told[1].strip()
    known = {unit.id: unit for unit in units}
    if name in known:
        return name
    return index_of(known).match_name([name]).unit_id or ""
