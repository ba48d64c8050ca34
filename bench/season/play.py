"""One season: the month goes by tick by tick, the same jobs run as in the service, everybody does his part."""

from __future__ import annotations

import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from bench.season import checks, machines
from bench.season.clerk import Read
from bench.season.habits import Clerk, Planned, deal
from bench.season.officer import Officer
from bench.season.schools import School, schools
from bench.season.stories import story
from bench.season.world import Arrived, World, world
from catalogue.asking.office import is_working_day
from catalogue.records import LetterKind, LetterState, UnitStatus
from catalogue.snapshot import check_balance
from catalogue.views import LetterFilter
from config.campaign import load_campaign
from intake.jobs_digest import take_snapshot
from intake.jobs_letters import ask, remind
from intake.jobs_poll import poll
from intake.jobs_reports import digest_if_due
from intake.jobs_send import send

CAMPAIGN = "course-catalogue-2025"
FIRST, LAST = date(2025, 4, 28), date(2025, 6, 6)
_HOURS = (time(6, 45), time(7, 30), *(time(hour, 30) for hour in range(8, 17)), time(18), time(20), time(22))
"""When the mailbox is looked at; the service does it every five minutes, which finds no more."""
_SETTLED = timedelta(minutes=12)
_MORNING, _NOON = time(7, 30), time(13, 30)
_FULL_FOR = timedelta(days=2)
_AT_THE_DOOR = {
    "bounced_smtp": "550 5.1.1 no such user here",
    "greylists": "451 4.7.1 greylisted, try again later",
}
"""What a school's server says when we bring a letter; a greylist lets it in on the next day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a season came to. ``curve`` are the complete units at the end of each day."""

    seed: int
    schools: int
    curve: tuple[tuple[date, int], ...]
    letters: Mapping[str, int]
    per_school: tuple[int, ...]
    mails: int
    actions: Mapping[str, int]
    lines: Mapping[str, int]
    log: tuple[str, ...]
    wrong: tuple[str, ...]
    faults: tuple[str, ...]
    notes: tuple[str, ...]
    stories: tuple[str, ...] = ()
    habits: Mapping[str, int] = field(default_factory=dict)


def play(seed: int, count: int, *, last: date = LAST, keep: Path | None = None) -> Result:
    """Play a season of so many schools; the same seed gives the same result. ``keep``: where its folder stays."""
    dice = random.Random(seed)
    campaign = load_campaign(CAMPAIGN)
    cast = schools(dice, deal(count))
    at_the_door = {one.unit.emails[0]: _AT_THE_DOOR[one.habit] for one in cast if one.habit in _AT_THE_DOOR}
    start = datetime.combine(FIRST, time(7), campaign.time_zone).astimezone(UTC)
    with tempfile.TemporaryDirectory(prefix="season-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        with world(folder, start, at_the_door) as around:
            result = _Season(around, cast, seed).run(last)
        if keep is not None:
            shutil.copytree(folder, keep / f"seed-{seed}", ignore=shutil.ignore_patterns("server"))
        return result


class _Season:
    """The state of one season while it goes on."""

    def __init__(self, around: World, cast: tuple[School, ...], seed: int) -> None:
        self.world, self.app, self.campaign, self.seed = around, around.app, around.app.campaign, seed
        self.schools = {one.unit.id: one for one in cast}
        # Each with dice of its own: what one school does changes nothing for the others.
        self.clerks = {
            one.unit.id: Clerk(one, self.campaign, around.clock.now, random.Random(f"{seed}/{one.unit.id}"))
            for one in cast
        }
        self.officer = Officer(around, self.schools, self.clerks)
        self.plans: list[tuple[Clerk, Planned]] = []
        self.faults: list[str] = []
        self.curve: list[tuple[date, int]] = []
        self.tickets = 0
        self.moved = False

    def run(self, last: date) -> Result:
        self.app.store.replace_units(self.campaign.id, [one.unit for one in self.schools.values()])
        for who in self.clerks.values():
            self._plan(who, who.begin())
        days = (LAST - FIRST).days
        for at, mail in machines.beside(self.world.clock.now, days, random.Random(f"{self.seed}/beside")):
            self.world.post(at, mail)
        day = FIRST
        while day <= last:
            self._day(day)
            day += timedelta(days=1)
        return self._result()

    def _day(self, day: date) -> None:
        for address, words in list(self.world.sink.at_rcpt.items()):
            if words.startswith("451") and self._is_waiting_for(address):
                del self.world.sink.at_rcpt[address]
        for hour in _HOURS:
            self.world.clock.now = datetime.combine(day, hour, self.campaign.time_zone).astimezone(UTC)
            self._hour(day, hour)
        self.world.clock.now = datetime.combine(day, time(23, 30), self.campaign.time_zone).astimezone(UTC)
        found = [f"{day:%d/%m} {one}" for one in checks.day_faults(self.world)]
        known = {one.partition(" ")[2] for one in self.faults}
        self.faults += [one for one in found if one.partition(" ")[2] not in known]
        states = self.app.store.unit_states(self.campaign.id)
        done = sum(1 for one in states if one.status in (UnitStatus.COMPLETE, UnitStatus.NO_COURSES))
        self.curve.append((day, done))

    def _is_waiting_for(self, address: str) -> bool:
        waiting = self.app.store.letters(self.campaign.id, LetterFilter(state=LetterState.QUEUED))
        return any(one.to == address and one.attempts for one in waiting)

    def _hour(self, day: date, hour: time) -> None:
        """The jobs of the service, each where it has something to do; twice a day all of them.

        What they decide rests on mails, letters, decisions and the day: where none of these moved, nothing
        is due.
        """
        usual = hour in (_MORNING, _NOON)
        self._hand_over()
        if self.world.deliver() or usual:
            poll(self.app)
            self.moved = True
        if hour == _MORNING:
            digest_if_due(self.app)
        if self.moved or usual:
            self.world.clock.now += _SETTLED
            self.moved = False
            ask(self.app)
            if usual:
                remind(self.app)
        send(self.app)
        self._receive()
        if hour == _MORNING:
            self._morning(day)

    def _receive(self) -> None:
        for letter in self.world.letters():
            self.faults += checks.letter_faults(self.world, letter)
            self._arrive(letter)

    def _morning(self, day: date) -> None:
        snapshot = take_snapshot(self.app)
        self.faults += [f"{day:%d/%m} sums: {one}" for one in check_balance(snapshot)]
        if not is_working_day(day, self.campaign):
            return
        digests = [one for one in self.world.arrived if one.kind is LetterKind.DIGEST]
        self.officer.look(snapshot, digests[-1].letter.html if digests else "")
        for who in self.officer.called:
            self._plan(who, who.called(self.world.clock.now))
        self.officer.called.clear()
        self.moved = True

    # --- mail of schools

    def _plan(self, who: Clerk, plans: list[Planned]) -> None:
        self.plans += [(who, one) for one in plans]
        self.plans.sort(key=lambda one: one[1].at)

    def _hand_over(self) -> None:
        """Post what was planned until now, unless its writer has a newer letter to answer."""
        now = self.world.clock.now
        due = [one for one in self.plans if one[1].at <= now]
        self.plans = [one for one in self.plans if one[1].at > now]
        for who, plan in due:
            if plan.turn == who.turn:
                self.world.post(plan.at, plan.make(plan.at))

    # --- letters of ours

    def _arrive(self, arrived: Arrived) -> None:
        letter, unit = arrived.letter, arrived.unit_id
        if arrived.kind is LetterKind.DIGEST or unit is None:
            return
        school, who, at = self.schools[unit], self.clerks[unit], arrived.at
        if school.habit == "bounced" and letter.to == school.unit.emails[0]:
            self.world.post(at + timedelta(minutes=4), machines.returned(letter))
            return
        if school.habit == "full" and self._is_full(school, at):
            self.world.post(at + timedelta(minutes=3), machines.returned(letter, full=True))
            return
        self._answer_by_machine(school, who, letter, at)
        self._plan(who, who.hear(letter, at))

    def _is_full(self, school: School, at: datetime) -> bool:
        mine = [one.at for one in self.world.arrived if one.unit_id == school.unit.id]
        return at - mine[0] < _FULL_FOR

    def _answer_by_machine(self, school: School, who: Clerk, letter: Read, at: datetime) -> None:
        if who.away and who.away[0] <= at < who.away[1] and letter.to == school.address:
            self.world.post(at + timedelta(seconds=40), machines.absent(school, letter, who.away[1]))
        if school.habit == "receipts":
            self.world.post(at + timedelta(hours=1), machines.receipt(school, letter))
        if school.habit in {"ticket", "robot"}:
            self.tickets += 1
            robot = machines.ticket(school, letter, self.tickets, marked=school.habit == "ticket")
            self.world.post(at + timedelta(seconds=30), robot)

    def _result(self) -> Result:
        letters = Counter(one.kind.value for one in self.world.arrived)
        per_school = checks.letters_per_unit(self.world)
        unplaced = sorted(
            {f"a question nobody understood: {w}" for who in self.clerks.values() for w in who.unplaced}
        )
        faults = [*self.faults, *self.officer.faults, *checks.end_faults(self.world, self.schools)]
        wrong = tuple(checks.wrong_values(self.world, self.schools))
        told = [*faults, *wrong, *self.officer.stale]
        odd = [one for one in self.schools if any(one in line for line in told)]
        return Result(
            seed=self.seed,
            schools=len(self.schools),
            curve=tuple(self.curve),
            letters=dict(sorted(letters.items())),
            per_school=tuple(per_school.get(one, 0) for one in self.schools),
            mails=len(self.world.posted),
            actions=dict(sorted(self.officer.actions.items())),
            lines=dict(sorted(self.officer.lines.items())),
            log=tuple(self.officer.log),
            wrong=wrong,
            faults=tuple(faults),
            stories=tuple(line for one in odd for line in story(self.world, self.schools[one])),
            notes=(*unplaced, *self.officer.stale),
            habits=dict(Counter(one.habit for one in self.schools.values())),
        )
