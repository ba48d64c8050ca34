"""When people sit at their desks in the simulated month; reckons with moments, never looks at the clock."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from catalogue.asking.office import is_working_day
from config.campaign import Campaign


def desk_moment(
    after: datetime, campaign: Campaign, dice: random.Random, *, evenings: bool = True
) -> datetime:
    """A moment after another at which a clerk writes: most in office hours, a few late in the evening."""
    local = after.astimezone(campaign.time_zone)
    if evenings and dice.random() < 0.1:
        night = local.replace(
            hour=20 + dice.randrange(3), minute=dice.randrange(60), second=dice.randrange(60)
        )
        return night if night > local else night + timedelta(days=1)
    day = local
    for _ in range(30):
        if is_working_day(day.date(), campaign):
            first = max(day, day.replace(hour=7, minute=40))
            last = day.replace(hour=16, minute=50)
            if first < last:
                return first + timedelta(
                    seconds=dice.randrange(1, max(2, int((last - first).total_seconds())))
                )
        day = (day + timedelta(days=1)).replace(hour=7, minute=40, second=0)
    return day
