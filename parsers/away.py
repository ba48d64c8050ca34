"""What an absence notice says, in Vietnamese or English: until when, and whom to ask instead; no I/O."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from parsers.saiddates import SaidDate, said_dates
from parsers.text import nfc, squeeze

_LONGEST = 4000
_NEAR = 44
_AWAY = re.compile(
    r"vắng mặt|đi vắng|vắng nhà|nghỉ (?:phép|lễ|tết|hè|ốm|bệnh|mát|thai sản|việc riêng|dưỡng sức|không "
    r"lương|chế độ)|"
    r"(?:đang|sẽ|xin) nghỉ|nghỉ từ|(?:đi|chuyến) công tác|tập huấn|đi học|không (?:có mặt|ở|làm việc)|"
    r"ngoài văn phòng|không ở cơ quan|"
    r"out[ -]of[ -](?:the[ -])?office|\booo\b|\bon (?:\w+ ){0,2}leave\b|(?:annual|sick|maternity|parental|"
    r"paternity) leave|"
    r"vacation|\bholidays?\b|\baway\b|absen(?:t|ce)|not (?:in the office|available|at my desk)|unavailable|"
    r"business trip|travel(?:l)?ing|limited access|back in the office",
    re.IGNORECASE,
)
_RETURN = re.compile(
    r"(?:trở lại|quay lại|trở về|quay về|đi làm lại|làm việc lại|làm việc trở lại|đi làm trở lại|có mặt "
    r"(?:lại|trở lại)|"
    r"return(?:ing|s)?|\bback|resume|rejoin)\b[^.;!?\n]{0,40}$",
    re.IGNORECASE,
)
_UNTIL = re.compile(
    r"(?:đến(?: hết)?|tới(?: hết)?|hết|cho đến|until|til|till|through|thru|to|and|up to|inclusive|[-–—→])\s*"
    r"(?:and including\s*)?(?:the\s*)?(?:end of\s*)?(?:sáng|chiều|tối|cuối)?\s*(?:ngày|hôm|thứ \w+|chủ "
    r"nhật|"
    r"mon\w*|tue\w*|wed\w*|thu\w*|fri\w*|sat\w*|sun\w*|\s|,|\(|on)*$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"(?:từ|kể từ|bắt đầu|from|starting|since|as of)\s*(?:sáng|chiều)?\s*(?:ngày|thứ \w+|\w+day|on|\s|,)*$",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"liên hệ|liên lạc|gặp|gọi|nhắn|gửi (?:cho|qua|về|đến|tới|thư)|trao đổi|thay thế|thay (?:tôi|em|mình)|"
    r"phụ trách|ủy quyền|"
    r"uỷ quyền|bàn giao|giải quyết|xử lý|đầu mối|hỗ trợ|khẩn|gấp|contact|reach|call|e-?mail|write|forward|"
    r"urgent|instead|on my behalf|in my absence|cover|colleague|assist|direct",
    re.IGNORECASE,
)
_MAILBOX = re.compile(r"[\w.+\-]{1,64}@(?:[\w\-]{1,63}\.){1,6}[\w\-]{2,63}")
_PHONE = re.compile(r"(?<![\d/.@\w])(?:\(?\+?84\)?|0)(?:[ .\-()]{0,2}\d){8,10}(?![\d/])")
_HIS_OWN = re.compile(
    r"(?:của (?:tôi|em|mình)|\bmy (?:mobile|cell|phone|number|email)|\bme (?:on|at|by))\W*(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?=[^\d\s])|\n\s*\n")


@dataclass(frozen=True, slots=True)
class Absence:
    """``until`` is the last day away, None where none is told; ``deputies`` addresses and numbers as "
    "written.
    """

    until: date | None = None
    deputies: tuple[str, ...] = ()


def read_absence(subject: str, text: str, at: datetime) -> Absence | None:
    """What the notice says; ``at`` is when it was received. None where nobody is said to be away."""
    said = nfc(f"{subject}\n\n{text}")[:_LONGEST]
    if not _AWAY.search(said):
        return None
    return Absence(until=_until(said, at.date()), deputies=tuple(dict.fromkeys(_deputies(said))))


def _until(said: str, today: date) -> date | None:
    """The day before the return that is told, else the last day that is told as an end, else a single day."""
    dates = said_dates(said, today)
    back = [one.day - timedelta(days=1) for one in dates if _RETURN.search(_before(said, one))]
    if back:
        return max(back)
    ends = [one.day for one in dates if one.is_end or _UNTIL.search(_before(said, one))]
    if ends:
        return max(ends)
    alone = [one.day for one in dates if not _FROM.search(_before(said, one))]
    return max(alone) if alone and max(alone) >= today - timedelta(days=1) else None


def _before(said: str, one: SaidDate) -> str:
    return squeeze(said[max(0, one.start - _NEAR) : one.start]) + " "


def _deputies(said: str) -> Iterator[str]:
    """Addresses and numbers in sentences that say whom to turn to."""
    for sentence in _SENTENCE.split(said):
        if not _ASKED.search(sentence):
            continue
        found = sorted(
            [*_MAILBOX.finditer(sentence), *_PHONE.finditer(sentence)], key=lambda one: one.start()
        )
        for match in found:
            if not _HIS_OWN.search(sentence[: match.start()]):
                yield match[0].strip(" .-(")
