"""Office hours and working days of a campaign; reckons with moments, never looks at the clock."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from config.campaign import Campaign

_SATURDAY = 5


def local_day(moment: datetime, campaign: Campaign) -> date:
    """The day that it is in the campaign's time zone."""
    return moment.astimezone(campaign.time_zone).date()


def is_working_day(day: date, campaign: Campaign) -> bool:
    """Monday to Friday, public holidays excepted."""
    return day.weekday() < _SATURDAY and day not in campaign.holidays


def next_office_moment(now: datetime, campaign: Campaign) -> datetime:
    """The first moment from now on that lies in office hours: now itself, or the next opening."""
    local = now.astimezone(campaign.time_zone)
    if is_working_day(local.date(), campaign) and local.time() < campaign.office_end:
        return max(now, _opening(local.date(), campaign))
    return _opening(_next_working_day(local.date(), campaign), campaign)


def add_working_days(moment: datetime, days: int, campaign: Campaign) -> datetime:
    """The same time of day so many working days later."""
    local = moment.astimezone(campaign.time_zone)
    day = local.date()
    for _ in range(days):
        day = _next_working_day(day, campaign)
    return datetime.combine(day, local.timetz()).astimezone(UTC)


def _next_working_day(day: date, campaign: Campaign) -> date:
    day += timedelta(days=1)
    while not is_working_day(day, campaign):
        day += timedelta(days=1)
    return day


def _opening(day: date, campaign: Campaign) -> datetime:
    return datetime.combine(day, campaign.office_start, campaign.time_zone).astimezone(UTC)
