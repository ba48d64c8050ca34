"""What each invented unit did in the campaign: its mails, our letters, what went wrong; the same for a seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from bench.scale.inventing import contact, course, title_of
from bench.scale.mails import Told
from catalogue.records import Entry, MessageKind, Unit, Value

OPENED = datetime(2025, 4, 22, 2, 0, tzinfo=UTC)
NOW = datetime(2025, 5, 26, 2, 0, tzinfo=UTC)


class Course(StrEnum):
    """How a unit's case went."""

    SILENT = "silent"
    NONE = "none"
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    CONFLICT = "conflict"
    UNREAD = "unread"
    UNRESOLVED = "unresolved"
    DOUBTFUL = "doubtful"


SHARES = {
    Course.SILENT: 8,
    Course.NONE: 3,
    Course.COMPLETE: 60,
    Course.INCOMPLETE: 20,
    Course.CONFLICT: 2,
    Course.UNREAD: 2,
    Course.UNRESOLVED: 1,
    Course.DOUBTFUL: 4,
}
"""In a hundred units."""
SENDING = 1 - (SHARES[Course.SILENT] + SHARES[Course.NONE]) / 100
OTHER_MAILS = (
    *((MessageKind.REPLY, "Re: Đề nghị bổ sung thông tin khóa học"),) * 60,
    *((MessageKind.AUTO_REPLY, "Trả lời tự động: vắng mặt"),) * 25,
    *((MessageKind.OTHER, "Thông báo nghỉ lễ của nhà trường"),) * 14,
    (MessageKind.QUESTION, "Hỏi về thời hạn gửi danh sách"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One unit's campaign. ``asked`` is how often a letter asked it for something."""

    unit: Unit
    course: Course
    mails: tuple[Told, ...]
    asked: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How much is invented."""

    units: int = 5000
    courses: int = 100_000
    messages: int = 50_000

    @property
    def courses_each(self) -> int:
        return max(1, round(self.courses / self.units / SENDING))

    @property
    def mails_each(self) -> int:
        return max(1, round(self.messages / self.units))


def story_of(unit: Unit, number: int, size: Size) -> Story:
    """What this unit did; its dice are its own."""
    dice = random.Random(f"{number} {unit.id}")
    went = dice.choices([*SHARES], weights=[*SHARES.values()])[0]
    if went is Course.SILENT:
        return Story(unit=unit, course=went, mails=())
    first = OPENED + timedelta(hours=dice.randrange(24, 33 * 24))
    numbers = iter(range(number * 1000, (number + 1) * 1000))
    told = [_submission(unit, went, next(numbers), (dice, size.courses_each))]
    told[0] = replace(told[0], at=first)
    told += _others(unit, numbers, (dice, size), first)
    asked = dice.randrange(1, 4) if went not in (Course.COMPLETE, Course.NONE) else 0
    return Story(unit=unit, course=went, mails=tuple(told), asked=asked)


def _submission(unit: Unit, went: Course, number: int, made: tuple[random.Random, int]) -> Told:
    dice, each = made
    told = Told(
        number=number,
        at=OPENED,
        sender=unit.emails[0],
        subject=f"{unit.name} gửi danh sách khóa học năm 2025",
        kind=MessageKind.SUBMISSION,
        files=("danh-sach.xlsx",),
    )
    if went is Course.NONE:
        return replace(told, text="Đơn vị không có khóa học.", no_courses=True, files=())
    count = max(1, round(each * dice.uniform(0.4, 1.6)))
    entries = [course(title_of(dice), row, dice, **_lack(went, row, dice)) for row in range(4, 4 + count)]
    entries.append(contact(unit, dice))
    entries += _wrong(went, entries[0], dice)
    unreadable = ("chuong-trinh.zip",) if went is Course.UNREAD else ()
    return replace(told, entries=tuple(entries), unreadable=unreadable)


def _lack(went: Course, row: int, dice: random.Random) -> dict[str, Value | None]:
    """What is left out or doubtful in a row: something in the first, now and then in the others."""
    if went is Course.INCOMPLETE and (row == 4 or dice.random() < 0.2):
        return {dice.choice(("url", "curriculum", "level", "delivery")): None}
    if went is Course.DOUBTFUL and (row == 4 or dice.random() < 0.1):
        kept = Value(value="college", text="CĐ/TC", origin=_NOWHERE.origin, doubt="ambiguous: CĐ/TC")
        return {"level": kept}
    return {}


def _wrong(went: Course, first: Entry, dice: random.Random) -> list[Entry]:
    if went is Course.CONFLICT:
        # The same course in another file, with another duration: which one is right?
        there = {
            key: replace(one, origin=replace(one.origin, part="bang-khac.xlsx"))
            for key, one in first.values.items()
        }
        other = replace(there["duration"], value="99 tháng", text="99 tháng")
        return [replace(first, values={**there, "duration": other})]
    if went is Course.UNRESOLVED:
        return [replace(course("Khóa học không ai biết", 98, dice), partial=True)]
    return []


_NOWHERE = course("", 0, random.Random(0)).values["title"]


def _others(
    unit: Unit, numbers: Iterator[int], made: tuple[random.Random, Size], first: datetime
) -> Iterator[Told]:
    """The rest of its mail, after the first, up to the last minute."""
    dice, size = made
    count = max(0, round(size.mails_each / (1 - SHARES[Course.SILENT] / 100) * dice.uniform(0.5, 1.5)) - 1)
    span = (NOW - first).total_seconds()
    for number, at in zip(numbers, sorted(dice.uniform(0.01, 1) for _ in range(count)), strict=False):
        kind, subject = dice.choice(OTHER_MAILS)
        moment = first + timedelta(seconds=int(span * at))
        text = f"{subject}. Kính mong Sở hướng dẫn thêm, xin cảm ơn ({number})."
        yield Told(number=number, at=moment, sender=unit.emails[0], subject=subject, kind=kind, text=text)


def strangers(size: Size) -> Iterator[Told]:
    """Mails of nobody's: one in a hundred, each third with courses."""
    dice = random.Random("strangers")
    for number in range(max(1, size.messages // 100)):
        at = OPENED + (NOW - OPENED) * dice.random()
        entries = (
            (course(title_of(dice), 4, dice), course(title_of(dice), 5, dice)) if number % 3 == 0 else ()
        )
        yield Told(
            number=10**8 + number,
            at=at.replace(microsecond=0),
            sender=f"giaovien{number}@thu.example",
            subject="Danh sách khóa học của trường em",
            kind=MessageKind.SUBMISSION,
            entries=entries,
            files=("danh-sach.xlsx",) if entries else (),
            needs_officer="unknown sender",
        )


def bounces(units: Sequence[Unit]) -> Iterator[Told]:
    """Reports of letters that did not arrive: of one unit in a hundred, the last of them today."""
    for number, unit in enumerate(units[::100]):
        at = NOW - timedelta(hours=6 * number + 1)
        yield Told(
            number=2 * 10**8 + number,
            at=max(at, OPENED),
            sender="mailer-daemon@mx.example",
            subject="Undelivered Mail Returned to Sender",
            kind=MessageKind.BOUNCE,
            text="Undelivered.",
            bounced=unit.emails[0],
        )
