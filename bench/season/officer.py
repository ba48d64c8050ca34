"""The simulated officer: each working morning he reads the digest, and orders by its links what is to be done.

He may look into a mail and telephone a school. Whatever he does is counted, a click as well as a call.
"""

from __future__ import annotations

import html
import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import parse_qs, unquote, urlsplit

from bench.season import papers
from bench.season.habits import Clerk
from bench.season.post import Mail
from bench.season.schools import School, plain
from bench.season.world import World
from catalogue.records import Record
from catalogue.snapshot import Need, NeedLine, Snapshot
from intake import jobs_decide

NEW_DEADLINE = date(2025, 6, 6)
_ONLY_TOLD = frozenset({Need.UNREADABLE, Need.BOUNCE, Need.AWAY, Need.FULL_MAILBOX})
"""What asks nothing of him: the school was asked, or another address used."""
_FILL_UNIT, _FILL_DEADLINE = "Đơn vị: ", "Hạn mới (ngày/tháng/năm): "


@dataclass
class Officer:
    """What he knows and did. ``actions`` counts orders and calls by kind, ``lines`` all that he read."""

    world: World
    schools: Mapping[str, School]
    clerks: Mapping[str, Clerk]
    actions: Counter[str] = field(default_factory=Counter)
    lines: Counter[str] = field(default_factory=Counter)
    log: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    called: list[Clerk] = field(default_factory=list)
    _done: set[tuple[str, ...]] = field(default_factory=set)

    def look(self, snapshot: Snapshot, digest_html: str) -> None:
        """Go through the list of the morning, as the digest shows it."""
        for need in snapshot.needs:
            self.lines[need.kind.value] += 1
            if need.kind in _ONLY_TOLD:
                continue
            shown = [
                words for words, link in need.links if html.escape(link) in digest_html or link in digest_html
            ]
            if need.links and not shown:
                continue  # it came up since: tomorrow's digest tells of it
            mark = (need.kind.value, need.what, need.unit_id or "", need.message)
            if mark in self._done:
                self.stale.append(
                    f"still in the digest after he acted: {need.kind.value}: {need.what} ({need.detail})"
                )
                continue
            self._done.add(mark)
            missing = [words for words, _ in need.links if words not in shown]
            self.faults += [f"no such link in the digest: {words}" for words in missing]
            _DEEDS[need.kind](self, need)

    # --- deeds

    def assign(self, need: NeedLine) -> None:
        """A mail of nobody known: whose is it?"""
        stored = self.world.app.store.message(need.message)
        author = next(
            (one.mail.school for one in self.world.posted if stored and one.sha256 == stored.sha256), ""
        )
        if not author:
            self._order("mail set aside", need, "Bỏ qua thư")
            return
        unit = self.schools[author].unit
        if any(words == f"Là của {unit.name}" for words, _ in need.links):
            self._order("sender assigned", need, f"Là của {unit.name}")
        else:
            self._order("sender assigned", need, "Chọn đơn vị", _FILL_UNIT + unit.name)

    def answer(self, need: NeedLine) -> None:
        """A question: he calls, and says that it is answered."""
        self._order("question answered", need, "Đã trả lời")
        if need.unit_id is not None and need.unit_id in self.clerks:
            self.called.append(self.clerks[need.unit_id])

    def settle(self, need: NeedLine) -> None:
        """Two values, of which one is right; or a statement that he takes note of."""
        if any(words == "Đã xem" for words, _ in need.links):
            self._order("statement seen", need, "Đã xem")
            return
        record = self._record(need.message)
        truth = plain(self._truth(record, need.what.rpartition(": ")[2])) if record else ""
        right = [words for words, _ in need.links if truth and truth in plain(words)]
        if right:
            self._order("value chosen", need, right[0])
        else:
            self._call("call: value", need, [record] if record else [])

    def confirm(self, need: NeedLine) -> None:
        """Doubtful values of one record: he asks by telephone and writes down what is right."""
        record = self._record(need.message)
        self._call("call: value", need, [record] if record else [])

    def call(self, need: NeedLine) -> None:
        """Three letters did not help: he calls, and writes down what he hears."""
        state = self.world.app.store.unit_state(self.world.app.campaign.id, need.unit_id)
        self._call("call: asked out", need, state.records if state else ())

    def find_address(self, need: NeedLine) -> None:
        """No letter reaches a school: he calls."""
        self._note("call: no address", need)

    def look_after(self, need: NeedLine) -> None:
        """A letter that could not be sent: he looks why."""
        self._note("letter looked after", need)

    def approve(self, need: NeedLine) -> None:
        """A letter that waits for his yes."""
        self._order("letter approved", need, "Duyệt gửi")

    def overdue(self, need: NeedLine) -> None:
        """The deadline is over: he sets a new one, and lets the letters go."""
        self._order(
            "overdue list approved", need, "Duyệt danh sách", f"{_FILL_DEADLINE}{NEW_DEADLINE:%d/%m/%Y}"
        )

    def mend(self, need: NeedLine) -> None:
        """A mail that the program could not work on."""
        self._note("quarantined mail looked after", need)

    # --- how

    def _order(self, what: str, need: NeedLine, label: str, fill: str = "") -> None:
        """Send the mail that a link of the digest opens."""
        link = next((link for words, link in need.links if words.startswith(label)), "")
        if not link:
            self.faults.append(f"the digest offers no {label!r} for {need.kind.value}: {need.what}")
            return
        self._note(what, need)
        self.world.post(self.world.clock.now + timedelta(minutes=5), self._mail(link, fill))

    def _mail(self, link: str, fill: str) -> Mail:
        parts = urlsplit(link)
        told = parse_qs(parts.query)
        officer = self.world.app.campaign.officer
        body = told["body"][0].replace("\r\n", "\n")
        return Mail(
            sender=officer.email,
            name=officer.name,
            to=unquote(parts.path),
            subject=told["subject"][0],
            text=body if not fill else f"{body.rpartition(chr(10))[0]}\n{fill}",
        )

    def _call(self, what: str, need: NeedLine, records: Sequence[Record]) -> None:
        self._note(what, need)
        for record in records:
            for key in (*record.missing, *record.doubtful):
                self._set(record, key)

    def _note(self, what: str, need: NeedLine) -> None:
        self.actions[what] += 1
        school = self.schools.get(need.unit_id or "")
        about = f" {school.unit.id} ({school.habit})" if school else ""
        local = self.world.clock.now.astimezone(self.world.app.campaign.time_zone)
        self.log.append(f"{local:%d/%m} {what}{about}: {need.what} {need.detail}"[:180].rstrip())

    def _record(self, record_id: str) -> Record | None:
        app = self.world.app
        found = app.store.find_records(app.campaign.id, record_id) if record_id else []
        return found[0] if len(found) == 1 else None

    def _truth(self, record: Record, label: str) -> str:
        """What is true of the field of a label, in words; "" where he cannot know."""
        school = self.schools.get(record.unit_id or "")
        course = school.course(record.name) if school else None
        key = next((key for words, key in _FIELDS if words in label), "")
        if course is not None and key in papers.KEYS:
            return (
                f"{course.fee:,}".replace(",", ".")
                if key == "fee"
                else papers.said(course, key, random.Random(0))
            )
        return str(getattr(school.contact, key, "")) if school else ""

    def _set(self, record: Record, key: str) -> None:
        school = self.schools.get(record.unit_id or "")
        course = school.course(record.name) if school else None
        if school is not None and record.kind == "course" and course is None:
            jobs_decide.drop_record(self.world.app, record.id)
        elif key == "record":
            jobs_decide.confirm_value(self.world.app, record.id, key)
        elif course is not None and key in papers.KEYS:
            jobs_decide.set_value(self.world.app, record.id, key, papers.said(course, key, random.Random(0)))
        elif school is not None and key in {"full_name", "position", "phone"}:
            words = getattr(school.contact, "name" if key == "full_name" else key)
            jobs_decide.set_value(self.world.app, record.id, key, words)


_FIELDS = (
    ("địa chỉ trang", "url"),
    ("chương trình", "curriculum"),
    ("trình độ", "level"),
    ("hình thức", "delivery"),
    ("học phí", "fee"),
    ("nội dung", "content"),
    ("họ và tên", "name"),
    ("chức vụ", "position"),
    ("điện thoại", "phone"),
)
_DEEDS: Mapping[Need, Callable[[Officer, NeedLine], None]] = {
    Need.UNKNOWN_SENDER: Officer.assign,
    Need.QUESTION: Officer.answer,
    Need.CONFLICT: Officer.settle,
    Need.DOUBT: Officer.confirm,
    Need.ASKED_OUT: Officer.call,
    Need.NO_ADDRESS: Officer.find_address,
    Need.FAILED_LETTER: Officer.look_after,
    Need.HELD_LETTER: Officer.approve,
    Need.OVERDUE: Officer.overdue,
    Need.QUARANTINED: Officer.mend,
}
