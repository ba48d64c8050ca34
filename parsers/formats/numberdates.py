"""Dates and times of a sheet as their format shows them, the Vietnamese way; no file, no meaning."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

from parsers.document import CellKind
from parsers.formats.numbertokens import Show, Shown, literal, show_general

_DATE_LETTERS = frozenset("ymdhs")
_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  (a sheet's dates have no time zone)
_EPOCH_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_SERIAL = 2958466
# Before this serial the 1900 calendar counts a 29 February that never was.
_LEAP_SLIP = 60
# The whole time that has gone by, not what a clock shows.
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")
_SECONDS = {"h": 3600, "m": 60, "s": 1}
_DAY = 86400


def serial_of(moment: datetime) -> float:
    """The days since the sheets' first day, parts of a day behind the point."""
    days = moment - _EPOCH
    return days.days + days.seconds / _DAY


def is_date(tokens: list[str]) -> bool:
    """Whether the pieces of a section make a date or a time."""
    if any(token.lower() == "general" or token[0] in "#?" for token in tokens):
        return False
    seconds = any(token[0] in "sS" or token.lower().startswith("[s") for token in tokens)
    if not seconds and any(token[0] == "0" for token in tokens):
        # Digits belong to a date as parts of a second only: what looks like letters of one are words.
        return False
    elapsed = any(re.fullmatch(r"\[[hms]+\]", token, re.IGNORECASE) for token in tokens)
    letters = any(token[0].lower() in _DATE_LETTERS and token[0] != "[" for token in tokens)
    return elapsed or letters


def date_shower(tokens: list[str], *, since_1904: bool) -> Show:
    """How a date under the pieces of a section is shown."""
    lowered = [token.lower() for token in tokens]
    timed = any(token.strip("[]")[:1] in ("h", "s") for token in lowered)
    dated = any(token[0] in "yd" for token in lowered) or not timed
    elapsed = any(_ELAPSED.fullmatch(token) for token in lowered)

    def show(number: float) -> Shown:
        if not 0 <= number < _LAST_SERIAL:
            return show_general(number)
        moment = _moment(number, since_1904=since_1904)
        text = _date_text(tokens, moment, number)
        if elapsed and number >= 1:
            return CellKind.NUMBER, number, text
        return CellKind.DATE, _narrowest(moment, number, dated=dated, timed=timed), text

    return show


def _moment(serial: float, *, since_1904: bool) -> datetime:
    slip = timedelta(days=1 if serial < _LEAP_SLIP else 0)
    start = _EPOCH_1904 if since_1904 else _EPOCH + slip
    seconds = round(serial * _DAY)
    return start + timedelta(seconds=seconds)


def _narrowest(moment: datetime, serial: float, *, dated: bool, timed: bool) -> date | datetime | time:
    if timed and not dated and serial < 1:
        return moment.time()
    if moment.time() == time(0) and (dated or not timed):
        return moment.date()
    return moment


def _date_text(tokens: list[str], moment: datetime, serial: float) -> str:
    half_day = any(token.upper() in ("AM/PM", "A/P") for token in tokens)
    text, after_hour = "", False
    for position, token in enumerate(tokens):
        letter = token.strip("[]").lower()
        minutes = letter in ("m", "mm") and (after_hour or _next_is_second(tokens, position))
        if _ELAPSED.fullmatch(token.lower()):
            text += str(round(serial * _DAY) // _SECONDS[letter[0]]).zfill(len(letter))
        else:
            text += _date_part(token, moment, minutes=minutes, half_day=half_day)
        if letter[:1] in _DATE_LETTERS and letter:
            after_hour = letter[0] == "h"
    return text.strip()


def _next_is_second(tokens: list[str], position: int) -> bool:
    following = (token.strip("[]").lower() for token in tokens[position + 1 :])
    return next((token[0] == "s" for token in following if token[:1] in _DATE_LETTERS and token), False)


def _date_part(token: str, moment: datetime, *, minutes: bool, half_day: bool) -> str:
    letter = token.strip("[]").lower()
    padded = len(letter) == len("dd")
    if letter[:1] not in _DATE_LETTERS or (token[0] == "[" and set(letter) - _DATE_LETTERS):
        if token.upper() in ("AM/PM", "A/P"):
            return "SA" if moment.hour < 12 else "CH"  # noqa: PLR2004
        return literal(token)
    if letter[0] == "y":
        return f"{moment.year % 100:02d}" if len(letter) <= len("yy") else str(moment.year)
    if letter[0] == "d":
        return _day(letter, moment, padded=padded)
    if letter[0] == "m" and not minutes:
        return _month(letter, moment, padded=padded)
    hour = (moment.hour - 1) % 12 + 1 if half_day else moment.hour
    amount = {"h": hour, "m": moment.minute, "s": moment.second}[letter[0]]
    return f"{amount:02d}" if padded else str(amount)


def _day(letters: str, moment: datetime, *, padded: bool) -> str:
    if len(letters) <= len("dd"):
        return f"{moment.day:02d}" if padded else str(moment.day)
    weekday = moment.isoweekday() + 1
    return f"Thứ {weekday}" if weekday <= 7 else "Chủ nhật"  # noqa: PLR2004


def _month(letters: str, moment: datetime, *, padded: bool) -> str:
    if len(letters) <= len("mm"):
        return f"{moment.month:02d}" if padded else str(moment.month)
    return f"thg {moment.month}" if len(letters) == len("mmm") else f"tháng {moment.month}"
