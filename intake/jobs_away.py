"""Away: who says that he is absent is remembered till he is back, with whom he names; writes to nobody."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from intake.app import App
from intake.pipeline import Routed
from parsers.away import read_absence

LONGEST_AWAY = timedelta(days=10)
"""So long a letter waits for somebody absent; then he is written to, and may say again that he is away."""


def note_absence(app: App, routed: Routed) -> None:
    """Remember until when somebody is away who answers a letter of ours, or is of a unit we know."""
    message = routed.read.message
    sender = message.sender.address if message.sender else ""
    if not sender or not (routed.route.letter_id or routed.route.unit_id):
        return
    local = routed.received_at.astimezone(app.campaign.time_zone)
    absence = read_absence(message.subject, routed.read.reading.new_text or message.text, local)
    if absence is None:
        return
    until = None
    if absence.until is not None:
        back = datetime.combine(absence.until + timedelta(days=1), time(), app.campaign.time_zone)
        until = min(back, local + LONGEST_AWAY)
    deputies = [one for one in absence.deputies if one.lower() != sender]
    app.store.note_absence(sender, until, ", ".join(deputies))
