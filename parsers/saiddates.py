"""Days as people write them in Vietnamese and English text, with their places; no clock, no I/O."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan january", "feb february", "mar march", "apr april", "may", "jun june", "jul july", "aug august",
         "sep sept september", "oct october", "nov november", "dec december"), 1)
    for name in names.split()
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday|thứ hai|thứ 2", "tuesday|thứ ba|thứ 3", "wednesday|thứ tư|thứ 4", "thursday|thứ năm|thứ 5",
         "friday|thứ sáu|thứ 6", "saturday|thứ bảy|thứ 7", "sunday|chủ nhật"))
    for name in names.split("|")
}  # fmt: skip
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_WEEKDAY = "(?:" + "|".join(_WEEKDAYS) + ")"
_YEAR = r"(?:\s*(?:,|năm|/|-|\.)?\s*(?P<y>20\d\d))?"
_TO = r"\s*(?:-|–|—|to|through|until|đến|tới|đến hết|đến ngày|đến hết ngày)\s*"
_FORMS = (
    # 2025-05-26
    r"(?<!\d)(?P<y>20\d\d)-(?P<m>\d\d)-(?P<d>\d\d)(?!\d)",
    # 19-23/5/2025, "từ 19 đến 23/5"
    rf"(?<![\d/.-])(?P<d0>\d{{1,2}}){_TO}(?P<d>\d{{1,2}})/(?P<m>\d{{1,2}})(?:/(?P<y>\d{{4}}|\d\d))?(?![\d/])",
    # 26/5/2025, 26.5.2025, 26-5-2025, 26/5
    r"(?<![\d/.-])(?P<d>\d{1,2})(?P<s>[/.-])(?P<m>\d{1,2})(?P=s)(?P<y>\d{4}|\d\d)(?![\d/])",
    r"(?<![\d/.-])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?![\d/])",
    # ngày 26 tháng 5 năm 2025; 19 đến 23 tháng 5
    (
        rf"(?<!\d)(?:(?P<d0>\d{{1,2}}){_TO})?(?P<d>\d{{1,2}})\s+tháng\s+(?P<m>\d{{1,2}})(?:\s*(?:,|năm|/|"
        rf"-)?\s*(?P<y>20\d\d))?"
    ),
    # 19-23 May 2025, 26th of May
    (
        rf"(?<!\d)(?:(?P<d0>\d{{1,2}})(?:st|nd|rd|th)?{_TO})?(?P<d>\d{{1,2}})(?:st|nd|rd|"
        rf"th)?\s+(?:of\s+)?(?P<month>{_MONTH})\b{_YEAR}"
    ),
    # May 19-23, May 26th, 2025
    (
        rf"\b(?P<month>{_MONTH})\s+(?:(?P<d0>\d{{1,2}})(?:st|nd|rd|th)?{_TO})?(?P<d>\d{{1,2}})(?:st|nd|rd|"
        rf"th)?\b(?![/:]){_YEAR}"
    ),
    # hết tháng 5, end of May
    r"(?:hết|cuối) tháng (?P<m>\d{1,2})(?:\s*(?:năm|/|-)\s*(?P<y>20\d\d))?",
    rf"end of (?P<month>{_MONTH})\b{_YEAR}",
)
_DATES = tuple(re.compile(form, re.IGNORECASE) for form in _FORMS)
_NEXT_DAY = re.compile(
    rf"\b(?P<next>next\s+)?(?P<day>{_WEEKDAY})\b(?P<after>\s+tuần (?:sau|tới))?(?!\s*[,(]?\s*(?:ngày\s*)?\d)",
    re.IGNORECASE,
)
_SPANS = re.compile(
    r"(?:trong|for|vòng|for the next|trong vòng)\s+(?P<n>\d{1,2})\s+(?P<unit>ngày|tuần|days?|weeks?)\b",
    re.IGNORECASE,
)
_WORDS: tuple[tuple[re.Pattern[str], Callable[[date], date]], ...] = (
    (re.compile(r"\b(?:hôm nay|today)\b", re.IGNORECASE), lambda today: today),
    (re.compile(r"\b(?:ngày mai|tomorrow)\b", re.IGNORECASE), lambda today: today + timedelta(days=1)),
    (
        re.compile(r"hết tuần này|end of (?:this|the) week", re.IGNORECASE),
        lambda today: today + timedelta(days=6 - today.weekday()),
    ),
    (
        re.compile(r"hết tuần (?:sau|tới)|end of next week", re.IGNORECASE),
        lambda today: today + timedelta(days=13 - today.weekday()),
    ),
)
_WEEK, _CENTURY, _SHORT_YEAR = 7, 2000, 100
_LONG_PAST = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class SaidDate:
    """A day and where it begins in the text; ``is_end``: it is told as the end of a span."""

    day: date
    start: int
    is_end: bool = False


def said_dates(text: str, today: date) -> list[SaidDate]:
    """The days in a text, in order; a day without a year is the one nearest ahead."""
    taken: list[tuple[int, int]] = []
    found: list[SaidDate] = []
    for form in _DATES:
        for match in form.finditer(text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            day = _day(match, today)
            if day is not None:
                taken.append(match.span())
                found.append(SaidDate(day, match.start(), bool(match.groupdict().get("d0"))))
    return sorted([*found, *_relative(text, today)], key=lambda one: one.start)


def _day(match: re.Match[str], today: date) -> date | None:
    told = match.groupdict()
    month = _MONTHS[told["month"].lower().rstrip(".")] if told.get("month") else int(told["m"])
    day = int(told["d"]) if told.get("d") else 0
    if month > 12 >= day > 0:  # noqa: PLR2004 - months
        day, month = month, day
    year = int(told["y"]) if told.get("y") else 0
    year += _CENTURY if 0 < year < _SHORT_YEAR else 0
    if year:
        return _date(year, month, day)
    near = _date(today.year, month, day)
    return _date(today.year + 1, month, day) if near is not None and near < today - _LONG_PAST else near


def _date(year: int, month: int, day: int) -> date | None:
    """The day; day 0 is the last of its month."""
    try:
        return date(year, month, day or calendar.monthrange(year, month)[1])
    except (ValueError, calendar.IllegalMonthError):
        return None


def _relative(text: str, today: date) -> Iterator[SaidDate]:
    for match in _NEXT_DAY.finditer(text):
        ahead = (_WEEKDAYS[" ".join(match["day"].lower().split())] - today.weekday()) % _WEEK or _WEEK
        later = _WEEK if match["after"] and ahead <= 6 - today.weekday() else 0
        yield SaidDate(today + timedelta(days=ahead + later), match.start())
    for match in _SPANS.finditer(text):
        days = int(match["n"]) * (_WEEK if match["unit"].lower()[0] in "tw" else 1)
        yield SaidDate(today + timedelta(days=days - 1), match.start(), is_end=True)
    for form, of in _WORDS:
        for match in form.finditer(text):
            yield SaidDate(of(today), match.start(), is_end="tuần" in match[0] or "week" in match[0])
