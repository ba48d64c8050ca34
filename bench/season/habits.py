"""How schools behave: what each sends of its own accord, and what it does with a letter of ours.

A clerk knows only what stands in his mailbox and what is true of his school; he plans mails and sends none.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bench.season import clerk, papers, post
from bench.season.calendar import desk_moment
from bench.season.clerk import Read
from bench.season.papers import Draft, Paper
from bench.season.post import Mail
from bench.season.schools import Course, School
from config.campaign import Campaign

SHARES = (
    ("prompt", 20),
    ("partial_numbers", 11),
    ("partial_inline", 8),
    ("partial_workbook", 9),
    ("partial_new_file", 5),
    ("partial_private", 3),
    ("partial_free", 3),
    ("partial_halves", 3),
    ("pasted", 3),
    ("reminded", 6),
    ("late", 3),
    ("late_partial", 2),
    ("never", 2),
    ("wrong_scan", 2),
    ("wrong_password", 2),
    ("wrong_corrupt", 1),
    ("away", 2),
    ("bounced", 1),
    ("bounced_smtp", 1),
    ("full", 1),
    ("greylists", 1),
    ("receipts", 1),
    ("asks", 2),
    ("five", 2),
    ("corrects", 2),
    ("none", 2),
    ("ticket", 1),
    ("robot", 1),
    ("again", 2),
)
"""The habits, and of a hundred schools so many."""
UNWILLING = frozenset({"never", "robot"})
_HELLO = "Kính gửi Sở Giáo dục và Đào tạo,"
_BYE = "Trân trọng."
_OPEN_KEYS = ("level", "delivery", "fee", "url", "content", "curriculum")
_PROGRAMS = ("gmail", "gmail", "outlook", "outlook", "zimbra", "thunderbird", "gmail_en", "phone")


def deal(count: int) -> list[str]:
    """The habits of so many schools: each at least once where there is room, then by their shares."""
    dealt = [name for name, _ in SHARES][:count]
    rest = [name for name, share in SHARES for _ in range(max(0, round(share * count / 100) - 1))]
    dealt += rest[: count - len(dealt)]
    return dealt + ["prompt"] * (count - len(dealt))


@dataclass(frozen=True, slots=True)
class Planned:
    """A mail that will be sent unless its sender has changed his mind: ``turn`` is not his any more."""

    at: datetime
    make: Callable[[datetime], Mail]
    turn: int = 0


class Clerk:
    """Who writes for one school."""

    def __init__(self, school: School, campaign: Campaign, start: datetime, dice: random.Random) -> None:
        self.school, self.campaign, self.start, self.dice = school, campaign, start, dice
        self.turn = 0
        self.sent_list = False
        self.halved = False
        self.away: tuple[datetime, datetime] | None = None
        self.unplaced: list[str] = []

    # --- of his own accord

    def begin(self) -> list[Planned]:
        """What the school sends without being asked again."""
        habit = self.school.habit
        if habit in _OPENINGS:
            return list(_OPENINGS[habit](self))
        if habit.startswith("partial") or habit in {"ticket", "full", "greylists", "receipts"}:
            return [self.plan(self.some_day(0, 17), self.send_list(self.gappy()))]
        if habit.startswith("wrong"):
            return [self.plan(self.some_day(0, 15), self._with_file(papers.FAULTY[habit]))]
        return [self.plan(self.some_day(0, 17), self.send_list(Draft()))]

    # --- when a letter of ours is there

    def hear(self, letter: Read, at: datetime) -> list[Planned]:
        """What he does about a letter."""
        if self.school.habit in UNWILLING:
            return []
        if letter.asks_for_list:
            return self._hear_reminder(at)
        if letter.questions or letter.asks_for_file:
            return self._hear_questions(letter, at)
        if "Đã nhận đủ thông tin" in letter.subject and self.dice.random() < 0.15:
            return [self.plan(self._soon(at), lambda when: self._reply(letter, when, _THANKS))]
        return []

    def called(self, at: datetime) -> list[Planned]:
        """What he does after the officer answered his question on the telephone."""
        if self.sent_list:
            return []
        return [self.plan(self._soon(at), self.send_list(Draft()))]

    def _hear_reminder(self, at: datetime) -> list[Planned]:
        habit = self.school.habit
        if self.sent_list or habit not in {"reminded", "none", "bounced", "bounced_smtp"}:
            return []
        if habit == "none":
            return [self.plan(self._soon(at), self.send_text("V/v thông tin khóa học", _NONE))]
        return [self.plan(self._soon(at), self.send_list(Draft()))]

    def _hear_questions(self, letter: Read, at: datetime) -> list[Planned]:
        self.turn += 1
        when = self._soon(at)
        if self.away and self.away[0] <= at < self.away[1]:
            when = self._soon(self.away[1])
        return [Planned(when, lambda moment: self._answer(letter, moment), self.turn)]

    # --- answers

    def _answer(self, letter: Read, at: datetime) -> Mail:
        self.unplaced += [one.words for one in letter.questions if not self._is_known(one)]
        answers = {one.number: clerk.answer(one, self.school, self.dice) for one in letter.questions}
        habit = self.school.habit
        if not letter.questions or not all(answers.values()) or habit == "partial_new_file":
            return self._reply(letter, at, ["Nhà trường gửi lại danh sách khóa học đầy đủ."], [self._whole()])
        if habit == "partial_workbook" and letter.book:
            book = clerk.fill_book(letter.book, self.school, self.dice)
            return self._reply(letter, at, ["Nhà trường gửi lại tệp đã điền bổ sung."], [book])
        if habit == "partial_inline":
            return replace(self._reply(letter, at, []), text=post.between(letter.text, answers, at))
        if habit == "partial_free":
            return self._reply(letter, at, self._sentences(letter, answers))
        if habit == "partial_halves" and not self.halved and len(answers) > 1:
            self.halved = True
            answers = dict(list(answers.items())[: len(answers) // 2])
        return self._reply(letter, at, self._numbered(answers))

    def _is_known(self, question: clerk.Question) -> bool:
        if question.about == "":
            return False
        return question.about != "course" or all(self.school.course(one) for one in question.titles)

    def _numbered(self, answers: dict[int, str]) -> list[str]:
        style = self.dice.choice(("{}. {}", "{}) {}", "Câu {}: {}", "{}/ {}", "{} - {}"))
        return ["Nhà trường bổ sung như sau:", *(style.format(*one) for one in answers.items())]

    def _sentences(self, letter: Read, answers: dict[int, str]) -> list[str]:
        lines = []
        for one in letter.questions:
            words = clerk.sentence(one, self.school, self.dice)
            lines.append(words or f"Câu {one.number}: {answers[one.number]}")
        return lines

    def _reply(self, letter: Read, at: datetime, words: Sequence[str], files: Iterable[Paper] = ()) -> Mail:
        school = self.school
        private = school.habit == "partial_private"
        lines = [_HELLO, "", *words, "", _BYE, school.contact.name, school.short]
        program = self.dice.choice(_PROGRAMS)
        return Mail(
            sender=school.private if private else school.address,
            name=school.contact.name if private else school.short,
            to=letter.reply_to,
            subject=f"Re: {letter.subject}",
            text=post.quoted(program, lines, letter.text, at, self.dice),
            files=tuple(files),
            answers=letter.message_id if self.dice.random() < 0.9 else "",
            school=school.unit.id,
        )

    # --- mails of his own

    def send_text(self, subject: str, words: Sequence[str], *files: Paper) -> Callable[[datetime], Mail]:
        def make(_at: datetime) -> Mail:
            self.sent_list = True
            return self.mail(subject, words, *files)

        return make

    def mail(self, subject: str, words: Sequence[str], *files: Paper) -> Mail:
        """A new mail, signed."""
        school = self.school
        signed = [_HELLO, "", *words, "", _BYE, f"{school.contact.name} - {school.short}"]
        return Mail(
            sender=school.address,
            name=school.short,
            subject=subject,
            text="\n".join(signed),
            files=files,
            school=school.unit.id,
        )

    def send_list(self, draft: Draft, courses: Sequence[Course] | None = None) -> Callable[[datetime], Mail]:
        def make(_at: datetime) -> Mail:
            self.sent_list = True
            file = papers.list_file(self.school, self.dice, draft, courses)
            return self.mail(
                "Danh sách khóa học năm 2025", ["Nhà trường gửi danh sách khóa học (đính kèm)."], file
            )

        return make

    def _with_file(self, write: Callable[[School, random.Random], Paper]) -> Callable[[datetime], Mail]:
        def make(_at: datetime) -> Mail:
            self.sent_list = True
            words = ["Nhà trường gửi danh sách khóa học và đầu mối liên hệ (đính kèm)."]
            return self.mail("Danh sách khóa học năm 2025", words, write(self.school, self.dice))

        return make

    def _whole(self) -> Paper:
        return papers.list_file(self.school, self.dice)

    def gappy(self) -> Draft:
        """A list with some gaps."""
        cells = {}
        for course in self.dice.sample(
            self.school.courses, min(len(self.school.courses), self.dice.randint(1, 3))
        ):
            key = self.dice.choice(_OPEN_KEYS)
            cells[course.title, key] = self._gap(course, key)
        contact = self.dice.choice(("full", "full", "none", "no_position", "bad_phone"))
        return Draft(cells=cells, contact=contact)

    def _gap(self, course: Course, key: str) -> str:
        if key != "fee":
            return ""
        rough = ["", "theo quy định", "theo quy định"]
        if course.fee and course.fee % 1000 == 0:
            rough.append(f"{course.fee // 1000:,}".replace(",", "."))
        return self.dice.choice(rough)

    # --- when

    def plan(self, at: datetime, make: Callable[[datetime], Mail]) -> Planned:
        return Planned(at, make, self.turn)

    def some_day(self, first: int, last: int) -> datetime:
        after = self.start + timedelta(days=self.dice.randint(first, last))
        return desk_moment(after, self.campaign, self.dice)

    def _soon(self, at: datetime) -> datetime:
        closing = at > self.campaign.closes_at - timedelta(days=2)
        hours = self.dice.choice((2, 5, 8)) if closing else self.dice.choice((2, 4, 20, 22, 26, 48, 72, 110))
        return desk_moment(at + timedelta(hours=hours), self.campaign, self.dice)


_THANKS = ["Nhà trường cảm ơn Sở."]
_NONE = ["Năm 2025 nhà trường không có khóa học thuộc các hình thức nêu trong công văn."]


# --- openings that differ


def _nothing(_who: Clerk) -> Iterator[Planned]:
    return iter(())


def _late(who: Clerk, draft: Draft) -> Iterator[Planned]:
    after = who.campaign.closes_at + timedelta(hours=who.dice.choice((8, 10, 80, 82)))
    yield who.plan(desk_moment(after, who.campaign, who.dice, evenings=False), who.send_list(draft))


def _away(who: Clerk) -> Iterator[Planned]:
    sent = who.some_day(4, 8)
    yield who.plan(sent, who.send_list(who.gappy()))
    first = sent + timedelta(minutes=5)
    who.away = (first, (first + timedelta(days=14)).replace(hour=7, minute=30))


def _asks(who: Clerk) -> Iterator[Planned]:
    words = ["Nhà trường xin hỏi: các khóa bồi dưỡng dưới 3 tháng có phải báo cáo không ạ?"]

    def make(_at: datetime) -> Mail:
        return who.mail("Xin hỏi về công văn khóa học", words)

    yield who.plan(who.some_day(1, 9), make)


def _five(who: Clerk) -> Iterator[Planned]:
    at = who.some_day(1, 16)
    courses = who.school.courses
    for number in range(5):
        share = courses[number::5]
        when = at + timedelta(minutes=2 * number)
        if share:
            yield who.plan(when, who.send_list(Draft(contact="full" if number == 0 else "none"), share))
        else:
            yield who.plan(
                when, who.send_text("Danh sách khóa học", ["Nhà trường đã gửi danh sách khóa học ạ."])
            )


def _corrects(who: Clerk) -> Iterator[Planned]:
    """A complete list with two mistakes, put right one after the other."""
    course = who.school.courses[0]
    wrong = course.fee + 300_000
    level = "short_term" if course.level != "short_term" else "college"
    mistaken = replace(course, level=level)
    cells = {
        (course.title, "fee"): f"{wrong:,}".replace(",", ".") + " đồng/khóa",
        (course.title, "level"): papers.said(mistaken, "level", who.dice),
    }
    at = who.some_day(1, 10)
    yield who.plan(at, who.send_list(Draft(cells=cells)))
    fee = papers.fee_words(course.fee, who.dice)
    first = [
        f"Nhà trường xin đính chính: học phí khóa {course.title} là {fee}, không phải {wrong // 1000}.000 đồng."
    ]
    again = desk_moment(at + timedelta(days=2), who.campaign, who.dice)
    yield who.plan(again, who.send_text("Đính chính danh sách khóa học", first))
    right = papers.said(course, "level", who.dice)
    second = [f"Nhà trường xin đính chính lần nữa: trình độ khóa {course.title} là {right}."]
    third = desk_moment(again + timedelta(days=3), who.campaign, who.dice)
    yield who.plan(third, who.send_text("Đính chính danh sách khóa học (lần 2)", second))


def _again(who: Clerk) -> Iterator[Planned]:
    at = who.some_day(1, 10)
    make = who.send_list(Draft())
    kept: list[Mail] = []

    def once(moment: datetime) -> Mail:
        if not kept:
            kept.append(make(moment))
        return kept[0]

    yield who.plan(at, once)
    yield who.plan(desk_moment(at + timedelta(days=1), who.campaign, who.dice), once)
    words = ["Danh sách khóa học nhà trường đã gửi hôm trước rồi ạ."]
    after = desk_moment(at + timedelta(days=9), who.campaign, who.dice)
    yield who.plan(after, lambda _at: who.mail("Danh sách khóa học", words))


def _pasted(who: Clerk) -> Iterator[Planned]:
    def make(_at: datetime) -> Mail:
        who.sent_list = True
        lines = ["Nhà trường gửi danh sách khóa học như sau:", ""]
        labels = ("Tên khóa học", "Trình độ", "Hình thức đào tạo", "Học phí", "Nội dung",
                  "Chương trình đào tạo", "Địa chỉ trang thông tin lớp học")  # fmt: skip
        for course in who.school.courses:
            told = zip(labels, papers.KEYS, strict=True)
            lines += [*(f"{label}: {papers.said(course, key, who.dice)}" for label, key in told), ""]
        return who.mail("Danh sách khóa học năm 2025", [*lines, papers.contact_line(who.school.contact)])

    yield who.plan(who.some_day(1, 16), make)


_OPENINGS: dict[str, Callable[[Clerk], Iterator[Planned]]] = {
    "never": _nothing,
    "robot": _nothing,
    "reminded": _nothing,
    "none": _nothing,
    "bounced": _nothing,
    "bounced_smtp": _nothing,
    "late": lambda who: _late(who, Draft()),
    "late_partial": lambda who: _late(who, who.gappy()),
    "away": _away,
    "asks": _asks,
    "five": _five,
    "corrects": _corrects,
    "again": _again,
    "pasted": _pasted,
}
