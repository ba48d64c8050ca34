"""How sentences name courses, persons and fields; text work, knows no record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.fields import LONG_FIELDS

COURSE_FIELDS = {
    "fee": r"(?:mức\s+)?học\s+phí|mức\s+thu|kinh\s+phí",
    "duration": r"thời\s+(?:gian|lượng)(?:\s+(?:đào\s+tạo|học|khóa\s+học))?|số\s+(?:tiết|giờ|buổi)",
    "level": r"trình\s+độ(?:\s+đào\s+tạo)?|cấp\s+độ",
    "delivery": r"hình\s+thức(?:\s+(?:đào\s+tạo|học|tổ\s+chức))?",
    "curriculum": r"chương\s+trình\s+(?:đào\s+tạo|học|của)",
    "content": r"nội\s+dung(?:\s+(?:đào\s+tạo|khóa\s+học))?",
    "url": r"(?:địa\s+chỉ\s+)?(?:trang\s+(?:thông\s+tin|web)(?:\s+lớp\s+học)?|website|link"
    r"|đường\s+(?:dẫn|link))",
}
CONTACT_FIELDS = {
    "phone": r"số\s+(?:điện\s+thoại|đt|di\s+động)|sđt|điện\s+thoại|đt",
    "position": r"chức\s+(?:vụ|danh)",
    "email": r"e-?mail|thư\s+điện\s+tử",
}
_LONGEST_TITLE = 120

SHORT_FIELDS = "|".join(
    words
    for key, words in (COURSE_FIELDS | CONTACT_FIELDS).items()
    if key not in LONG_FIELDS and key != "url"
)
NOUN = r"(?:kh(?:óa|oá)(?:\s+(?:học|đào\s+tạo))?|lớp(?:\s+học)?|ngành|nghề|môn)"
NO_TITLE = (
    r"(?:(?:số|thứ)\s+\d{1,3}|là|thành|này|trên|dưới|sau|nào|mới|khác|cũ|ở|theo|trước|đã|được|trong|vào|cho|của|tại|và|với|do|học|ngắn"
    r"\s+hạn\s+(?:sau|trên)|đúng|bị|xin|như|về|để|từ|các|những|nghề\s+nghiệp)\b"
)
_TITLE_END = (
    r"(?=\s*(?:[,;:(]|$|\.\s|\.$)"
    rf"|\s+[-–]\s*(?:{SHORT_FIELDS}|nội\s+dung|chương\s+trình|trang|link|website|sửa|đúng)\b|\s+(?:là|thành|đúng|sửa\s+(?:lại|thành|là)|đổi|bị|thì|xin|chuyển"
    r"|giảm|tăng|nay|vì|do\s|ra\s+khỏi|khỏi|trong\s+năm|trong\s+danh|không|tạm|ngưng|ngừng|nữa"
    r"|điều\s+chỉnh|cập\s+nhật|ghi\s+nhầm|được\s+(?:sửa|điều|miễn)|bổ\s+sung|miễn\s+(?:học\s+)?phí"
    r"|(?:trong\s+)?năm\s+(?:nay|học|\d)|hiện\s"
    rf"|có\s+(?:{SHORT_FIELDS})|từ\s+[^,;]+\s(?:thành|sang|xuống|lên)|và\s+{NOUN}|{SHORT_FIELDS})\b)"
)
_HONORIFIC = re.compile(r"\b(?:ông|bà|anh|chị|cô|thầy|ong|ba|chi|co|thay)\s+", re.IGNORECASE)


class Words:
    """One pattern for text with accents and for text typed without any."""

    def __init__(self, pattern: str) -> None:
        self._accented = re.compile(pattern)
        self._bare = re.compile(_without_accents(pattern))

    def of(self, low: str) -> re.Pattern[str]:
        return self._bare if low.isascii() else self._accented


def _without_accents(pattern: str) -> str:
    decomposed = unicodedata.normalize("NFD", pattern.replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


_COURSE = Words(
    rf"\b{NOUN}\s+(?:[\"“](?P<quoted>[^\"”]+)[\"”]|(?!{NO_TITLE})(?P<title>[^,;:(\n]{{1,{_LONGEST_TITLE}}}?){_TITLE_END})"
    rf"|\b(?:dòng|mục|stt|số\s+tt|số\s+thứ\s+tự|{NOUN}\s+(?:số|thứ))\s*(?:số\s+)?\d{{1,3}}\s*[(:–-]\s*(?:{NOUN}\s+)?(?P<listed>[^\W\d][^(),;:\n]{{1,{_LONGEST_TITLE}}})"
)
_QUOTED_TOO = re.compile(r"\s*(?:,|;|\bvà\b|\bva\b)\s*[\"“]([^\"”]{2,120})[\"”]")


@dataclass(frozen=True, slots=True)
class Title:
    """A course's name as it stands in a sentence, from ``start`` to ``end``."""

    text: str
    start: int
    end: int


def titles_in(sentence: str, low: str) -> Iterator[Title]:
    """The courses that a sentence names; behind a quoted one also those quoted after it."""
    for match in _COURSE.of(low).finditer(low):
        group = str(match.lastgroup)
        text = sentence[match.start(group) : match.end(group)].strip()
        if len(text) > 1:
            yield Title(text, match.start(group), match.end(group))
        quoted = _QUOTED_TOO.match(low, match.end()) if match["quoted"] else None
        while quoted:
            yield Title(sentence[quoted.start(1) : quoted.end(1)].strip(), quoted.start(1), quoted.end(1))
            quoted = _QUOTED_TOO.match(low, quoted.end())


def person_in(text: str) -> str:
    """The first name of two words or more behind a form of address, "" where there is none."""
    for honorific in _HONORIFIC.finditer(text):
        words = []
        for word in text[honorific.end() :].split():
            if not word[0].isupper():
                break
            words.append(word.rstrip(",.;:()"))
            if word[-1] in ",.;:()":
                break
        if len(words) > 1:
            return " ".join(words)
    return ""
