"""What should have left the outbox and has not, as the store tells it; sends nothing, changes nothing."""

from __future__ import annotations

from datetime import datetime

from catalogue.asking.office import next_office_moment
from catalogue.lists import LetterLine
from catalogue.outbox import Letter, Outbox
from catalogue.records import LetterKind
from config.campaign import Campaign
from intake.app import App

_TO_US = frozenset({LetterKind.DIGEST, LetterKind.OPERATOR})


def outbox_now(app: App) -> Outbox:
    """The letters whose time has come and that have not left, also while nothing is sent."""
    unsent = app.store.lists.unsent(app.campaign.id)
    due = [(due_at(one, app.campaign, app.clock()), one) for one in unsent]
    late = sorted(((at, one.id, one) for at, one in due if at <= app.clock()), key=lambda line: line[:2])
    return Outbox(
        waiting=len(late),
        since=late[0][0] if late else None,
        error=next((one.error for _, _, one in late if one.error), ""),
        sending=app.settings.sending,
    )


def due_at(letter: Letter | LetterLine, campaign: Campaign, now: datetime) -> datetime:
    """When a letter should leave: letters to schools in office hours, those to ourselves at any."""
    moment = letter.not_before or letter.created_at or now
    return moment if letter.kind in _TO_US else next_office_moment(moment, campaign)
