"""The simulated officer: each working morning he looks at what the digest says needs him, and decides.

He may look into a mail and telephone a school; whatever he does is counted.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from bench.season import papers
from bench.season.habits import Clerk
from bench.season.schools import School
from bench.season.world import World
from catalogue.fields import field_of
from catalogue.records import Decision, DecisionKind, Record
from catalogue.snapshot import Need, NeedLine, Snapshot
from intake import jobs_decide
from intake.jobs_overdue import approve_overdue, make_overdue

_ONLY_TOLD = frozenset({Need.UNREADABLE, Need.BOUNCE, Need.AWAY, Need.FULL_MAILBOX})
"""What asks nothing of him: the school was asked, or another address used."""


@dataclass
class Officer:
    """What he knows and did. ``actions`` counts decisions and calls by kind, ``lines`` all that he read."""

    world: World
    schools: Mapping[str, School]
    clerks: Mapping[str, Clerk]
    actions: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    log: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    called: list[Clerk] = field(default_factory=list)
    _done: set[tuple[str, ...]] = field(default_factory=set)

    def look(self, snapshot: Snapshot) -> None:
        """Go through the list of the morning."""
        for need in snapshot.needs:
            self.lines[need.kind.value] += 1
            if need.kind in _ONLY_TOLD:
                continue
            mark = (need.kind.value, need.what, need.detail, need.unit_id or "", need.message)
            if mark in self._done:
                self.stale.append(f"{need.kind.value}: {need.what} ({need.detail})")
                continue
            self._done.add(mark)
            _DEEDS[need.kind](self, need)

    def act(self, what: str, need: NeedLine | None = None) -> None:
        """Count one thing that he did."""
        self.actions[what] += 1
        day = f"{self.world.clock.now:%d/%m}"
        school = self.schools.get(need.unit_id or "") if need else None
        about = f" {school.unit.id} ({school.habit})" if school else ""
        self.log.append(f"{day} {what}{about}{f': {need.what} {need.detail}'[:160].rstrip() if need else ''}")

    def overdue(self, new_deadline: date) -> None:
        """The day after the deadline: have the list made; he approves it when the digest shows it."""
        if make_overdue(self.world.app, new_deadline).made:
            self.act("overdue: list made")

    # --- deeds

    def assign(self, need: NeedLine) -> None:
        app = self.world.app
        stored = app.store.message(need.message)
        author = next(
            (one.mail.school for one in self.world.posted if stored and one.sha256 == stored.sha256), ""
        )
        if author:
            self.act("sender assigned", need)
            jobs_decide.assign_sender(app, need.sender, author)
        else:
            self.act("mail set aside", need)
            jobs_decide.ignore_message(app, need.message)

    def answer(self, need: NeedLine) -> None:
        stored = self.world.app.store.message(need.message)
        if stored is None or stored.kind is None or stored.kind.value != "question":
            return
        self.act("question answered", need)
        decision = Decision(
            kind=DecisionKind.ANSWERED, subject=stored.sha256, value="telephone", made_at=self.world.clock.now
        )
        self.world.app.store.add_decision(self.world.app.campaign.id, decision)
        if need.unit_id is not None and need.unit_id in self.clerks:
            self.called.append(self.clerks[need.unit_id])

    def settle(self, need: NeedLine) -> None:
        """He asks the school and writes the right value into the record."""
        self.act("value settled", need)
        record = self._record(need.message)
        label = need.what.rpartition(": ")[2]
        if record is None:
            self.stale.append(f"nothing to settle by: {need.what} ({need.detail}) {need.unit_id}")
            return
        for conflict in record.conflicts:
            if field_of(record.kind, conflict.field).label == label:
                self._set(record, conflict.field)

    def confirm(self, need: NeedLine) -> None:
        record = self._record(need.message)
        if record is None:
            return
        for key in record.doubtful:
            self.act("value settled", need)
            self._set(record, key)

    def call(self, need: NeedLine) -> None:
        """Three letters did not help: he calls, and writes down what he hears."""
        self.act("call: asked out", need)
        state = self.world.app.store.unit_state(self.world.app.campaign.id, need.unit_id)
        for record in state.records if state else ():
            for key in (*record.missing, *record.doubtful):
                self._set(record, key)

    def find_address(self, need: NeedLine) -> None:
        self.act("call: no address", need)

    def look_after(self, need: NeedLine) -> None:
        self.act("letter looked after", need)

    def approve(self, need: NeedLine) -> None:
        if approve_overdue(self.world.app):
            self.act("overdue: approved", need)

    def mend(self, need: NeedLine) -> None:
        self.act("quarantined", need)

    def _record(self, record_id: str) -> Record | None:
        app = self.world.app
        found = app.store.find_records(app.campaign.id, record_id) if record_id else []
        return found[0] if len(found) == 1 else None

    def _set(self, record: Record, key: str) -> None:
        school = self.schools.get(record.unit_id or "")
        course = school.course(record.name) if school else None
        if key == "record":
            jobs_decide.confirm_value(self.world.app, record.id, key)
        elif course is not None and key in papers.KEYS:
            words = course.url if key == "url" and course.url else papers.said(course, key, self._dice())
            jobs_decide.set_value(self.world.app, record.id, key, words)
        elif school is not None and key in {"full_name", "position", "phone"}:
            words = getattr(school.contact, "name" if key == "full_name" else key)
            jobs_decide.set_value(self.world.app, record.id, key, words)

    def _dice(self) -> random.Random:
        return random.Random(0)


_DEEDS = {
    Need.UNKNOWN_SENDER: Officer.assign,
    Need.QUESTION: Officer.answer,
    Need.CONFLICT: Officer.settle,
    Need.DOUBT: Officer.confirm,
    Need.ASKED_OUT: Officer.call,
    Need.NO_ADDRESS: Officer.find_address,
    Need.FAILED_LETTER: Officer.look_after,
    Need.HELD_LETTER: Officer.approve,
    Need.QUARANTINED: Officer.mend,
}
