"""The figures of the moment, kept while a page and its pictures are fetched; changes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta

from catalogue.snapshot import Snapshot
from intake.app import App
from intake.desk.waiting import stand_of
from intake.jobs_digest import take_glance

KEPT = timedelta(seconds=15)


class LastGlance:
    """The last figures that were taken, while nothing has changed since, and for ``KEPT`` at most."""

    def __init__(self) -> None:
        self._kept: tuple[datetime, object, Snapshot] | None = None

    def recent(self, app: App) -> Snapshot:
        """The figures, perhaps of some seconds ago."""
        now, stand = app.clock(), (stand_of(app), [run.id for run in app.store.last_runs("poll", 1)])
        if self._kept is not None and now - self._kept[0] < KEPT and self._kept[1] == stand:
            return self._kept[2]
        self._kept = (now, stand, take_glance(app))
        return self._kept[2]
