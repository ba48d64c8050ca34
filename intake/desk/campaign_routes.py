"""The page of the campaign, to look at only."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter
from starlette.responses import HTMLResponse

from intake.desk.doors import Looks
from intake.desk.responses import page
from reports.desk.campaign import Mailing, campaign_view

router = APIRouter()


@router.get("/dot-thu-thap")
def campaign(visit: Looks) -> HTMLResponse:
    """What the campaign asks for, by when, and how it writes."""
    app = visit.app
    mailing = Mailing(
        sending=app.settings.sending,
        mailbox=app.settings.smtp.sender,
        officer_by_mail=app.settings.officer.by_mail,
    )
    kinds = Counter(unit.kind for unit in app.store.units(app.campaign.id))
    return page(visit, "campaign.j2", "Đợt thu thập", campaign_view(app.campaign, mailing, kinds))
