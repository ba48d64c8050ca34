"""Whether a unit is to get a letter now, to which address, and else why not, as facts for the operator."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from catalogue.asking.silence import words_of
from catalogue.records import Unit, nothing_of
from catalogue.units.addresses import known_addresses
from catalogue.views import KnownAddress
from intake.app import App
from intake.letter_facts import Facts, facts_of, orders_of
from intake.next_letter import next_letter


def turn_facts(app: App, unit: Unit) -> dict[str, Any]:
    """The letter that is due to a unit, or why there is none; its addresses with what shuts them."""
    state = app.store.unit_state(app.campaign.id, unit.id) or nothing_of(unit.id)
    facts = facts_of(app, unit, state, orders_of(app.store.decisions(app.campaign.id)))
    return {"next letter": _next_letter(app, facts), "addresses": _addresses(app, facts)}


def _next_letter(app: App, facts: Facts) -> str:
    due = next_letter(app, facts)
    if due.waiting is not None:
        return f"{due.waiting.kind.value} lies in the outbox ({due.waiting.state.value})"
    if due.silence is not None:
        return f"none: {words_of(due.silence, app.campaign)}"
    if due.kind is not None and due.to:
        return f"{due.kind.value} to {due.to}"
    return f"none: {due.kind} is due, but no address is open"


def _addresses(app: App, facts: Facts) -> list[str]:
    known = {one.address: one for one in app.store.addresses()}
    ours = known_addresses(facts.unit, facts.senders, facts.state.contacts)
    return [_address(app, one, known.get(one)) for one in ours]


def _address(app: App, address: str, known: KnownAddress | None) -> str:
    now = app.clock()
    if known is not None and known.muted_until is not None and known.muted_until > now:
        return f"{address}: muted until {_day(app, known.muted_until)} ({known.reason or 'bounces'})"
    if known is not None and known.away_until is not None and known.away_until > now:
        return f"{address}: away until {_day(app, known.away_until)}"
    return f"{address}: open"


def _day(app: App, moment: datetime) -> str:
    return moment.astimezone(app.campaign.time_zone).date().isoformat()
