"""What a sentence takes back: courses withdrawn, a contact whose place another takes; no records."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from catalogue.reading.lines import bare
from catalogue.reading.spoken import NO_TITLE, NOUN, Words, person_in, titles_in

_LONGEST_SENTENCE = 1_000
_LONGEST_TEXT = 20_000
_WITHDRAWN = Words(
    r"\b(?:rút(?:\s+lại)?|hủy(?:\s+bỏ)?|huỷ(?:\s+bỏ)?|bỏ|loại(?:\s+bỏ)?|xóa|ngưng|ngừng|dừng"
    r"|không\s+(?:còn\s+)?(?:tổ\s+chức|mở|đào\s+tạo|dạy|đăng\s+ký|triển\s+khai)(?:\s+nữa)?)\s+(?:tên\s+|tổ\s+chức\s+|mở\s+)?(?:các\s+|cả\s+)?(?:\d{1,2}\s+)?$"
)
_NO_LONGER = Words(
    r"^\s*(?:này\s+)?(?:(?:trong\s+)?năm\s+(?:nay|học\s+\S+|\d{4})\s+)?(?:hiện\s+(?:nay\s+)?)?"
    r"(?:xin\s+|sẽ\s+|phải\s+)*(?:tạm\s+)?(?:không\s+(?:còn\s+)?(?:tổ\s+chức|mở|dạy|đào\s+tạo|tuyển\s+sinh)"
    r"|ngưng|ngừng|đã\s+hủy|rút|được\s+rút)\b"
    # "Khóa May không dạy trực tuyến" says how it is taught.
    r"(?!\s+(?:trực|online|offline|tập\s+trung|từ\s+xa|kết\s+hợp|theo|vào|ban|buổi|qua|bằng)\b)"
)
_NOUN_BEFORE = re.compile(bare(NOUN) + r"\s+(?:[\"“]|(?:so|thu)\s+\d{1,3}\s*[(:–-]\s*)?$")
_JOINT = re.compile(r"\s*[\"”]?,?\s*(?:và|va|với|voi)\s*")
_WHO = r"(?P<who>(?:ông|bà|anh|chị|cô|thầy|đồng\s+chí|đ/c)\s+[^,;()]{3,40}?)"
_CONTACT_SPOKEN = Words(
    r"\b(?:đầu\s+mối|(?:người|cán\s+bộ)\s+(?:liên\s+hệ|phụ\s+trách|đầu\s+mối)|liên\s+hệ|phụ\s+trách)\b"
)
_FROM_TO = Words(rf"\b(?:từ|thay)\s+{_WHO}\s+(?:sang|thành|bằng)\b\s*:?\s*")
_INSTEAD_OF = Words(
    rf"\(?\bthay\s+(?:thế\s+)?(?:cho\s+)?{_WHO}(?=\s*(?:[,;().]|$|\s(?:đã|do|vì|nghỉ|chuyển)\b))"
)
_OLD_CONTACT = Words(
    r"\b(?:đầu\s+mối|(?:người|cán\s+bộ)\s+(?:liên\s+hệ|phụ\s+trách|đầu\s+mối))(?:\s+liên\s+hệ)?"
    r"\s+(?:cũ|trước\s+đây)\s*(?::|\blà\b)\s*(?P<who>[^,;()\n]{3,40}?)(?=\s*(?:[,;(.]|\s-\s|$))"
)
_LEFT = (
    r"(?:(?:đã|sẽ|đang|xin|vừa|hiện)\s+)*(?:nghỉ|chuyển|thôi|về\s+hưu|thuyên\s+chuyển|không\s+còn"
    r"|không\s+(?:tiếp\s+tục\s+)?phụ\s+trách)\b[^;]{0,80}?"
)
_NEWLY = (
    r"(?=(?:(?:nên|do\s+đó|vì\s+vậy|nay|hiện|hiện\s+nay|từ\s+nay)\s*,?\s+)*(?:xin\s+)?(?:đổi\s+|thay\s+)?"
    r"(?:đầu\s+mối|(?:người|cán\s+bộ)\s+(?:liên\s+hệ|phụ\s+trách|đầu\s+mối))"
    r"(?:\s+liên\s+hệ)?(?:\s+mới|\s+hiện\s+nay|\s+hiện\s+tại|\s+thay\s+thế)\b)"
)
_LEFT_AND_NEW = Words(rf"{_WHO}\s+{_LEFT}[,.]\s*{_NEWLY}")
_WITHDRAWN_COUNTED = Words(
    r"\b(?:rút|hủy|huỷ|bỏ|không\s+(?:còn\s+)?(?:tổ\s+chức|mở))\s+(?:cả\s+)?0?(?P<count>[2-9])\s+"
    rf"{NOUN}\s+(?!{NO_TITLE})(?P<titles>[^.\n(:\"“]+?)"
    r"(?=\s+(?:do|vì|khỏi|ra\s+khỏi|trong|không|để|vào|từ)\b|\s*[.\n(]|\s*$)"
)
_WITHDRAWN_LIST = Words(
    r"\b(?:rút|hủy|huỷ|bỏ|xóa|ngưng|ngừng|dừng|không\s+(?:còn\s+)?(?:tổ\s+chức|mở|đào\s+tạo))\s+(?:lại\s+|bỏ\s+)?"
    r"(?:các\s+)?(?:0?(?P<count>\d)\s+)?"
    rf"{NOUN}(?:\s+(?:sau|dưới)(?:\s+đây)?)?\s*:\s*(?P<titles>[^.\n(]+)"
)
_SENTENCE = re.compile(r"(?<=[^\d\s])[.;]\s+(?=[^\W\d_])|\n+|(?<=\d)\.\s+(?=[A-ZĐÀ-Ỹ])")


def sentences(text: str) -> list[str]:
    """A paragraph in sentences; figures such as 2.400.000 are left whole, endless ones are left out."""
    shown = unicodedata.normalize("NFC", text[:_LONGEST_TEXT])
    # A list of what is withdrawn may be parted by semicolons and is one sentence all the same.
    low = shown.lower()
    parts = shown.split("\n") if _WITHDRAWN_LIST.of(low).search(low) else _SENTENCE.split(shown)
    stripped = (part.strip() for part in parts if part and len(part) <= _LONGEST_SENTENCE)
    return _rejoined(part for part in stripped if part)


def _rejoined(parts: Iterable[str]) -> list[str]:
    """Sentences, but "Chị A đã nghỉ. Đầu mối mới là anh B" in one: the second says what the first means."""
    joined: list[str] = []
    for part in parts:
        low = f"{joined[-1]}. {part}".lower() if joined else ""
        if joined and len(low) <= _LONGEST_SENTENCE and _LEFT_AND_NEW.of(low).search(low):
            joined[-1] = f"{joined[-1]}. {part}"
        else:
            joined.append(part)
    return joined


def withdrawn_in(sentence: str) -> Iterator[str]:
    """The titles of courses that a sentence takes back."""
    low = sentence.lower()
    listed = _WITHDRAWN_LIST.of(low).search(low) or _WITHDRAWN_COUNTED.of(low).search(low)
    if listed:
        yield from _listed(sentence[listed.start("titles") : listed.end("titles")], listed["count"])
        return
    taken, end = False, 0
    linked: list[str] = []
    for title in titles_in(sentence, low):
        before = low[: title.start]
        noun = _NOUN_BEFORE.search(bare(before))
        lead = before[: noun.start()] if noun else before
        follows = taken and re.search(r"(?:\b(?:và|va|với|voi|cùng|cung)|[,;])\s*[\"“]?\s*$", lead)
        taken = bool(
            _WITHDRAWN.of(low).search(lead) or _NO_LONGER.of(low).search(low[title.end :]) or follows
        )
        # "Khóa A và khóa B tạm ngưng": what ends the second has ended the first.
        linked = [*linked, title.text] if _JOINT.fullmatch(low[end : len(lead)]) else [title.text]
        end = title.end
        if taken:
            yield from linked
            linked = []


def replaced_person(sentence: str) -> tuple[str, str] | None:
    """Whose place another person takes as contact, and the sentence without him; None where nobody's."""
    low = sentence.lower()
    if not _CONTACT_SPOKEN.of(low).search(low):
        return None
    for words, keeps_lead in ((_FROM_TO, True), (_INSTEAD_OF, False)):
        found = words.of(low).search(low)
        name = person_in(sentence[found.start("who") : found.end("who")]) if found else ""
        if found and name:
            lead = sentence[: found.start()].rstrip(" ,(-–")
            tail = sentence[found.end() :].strip(" ,)")
            return name, f"{lead}: {tail}" if keeps_lead else f"{lead}, {tail}".strip(" ,")
    return _left_to_another(sentence, low) or _former(sentence, low)


def _left_to_another(sentence: str, low: str) -> tuple[str, str] | None:
    """Who is said to have left, where a new contact is named at once, and what is said of that one."""
    found = _LEFT_AND_NEW.of(low).search(low)
    name = person_in(sentence[found.start("who") : found.end("who")]) if found else ""
    return (name, sentence[found.end() :]) if found and name else None


def _former(sentence: str, low: str) -> tuple[str, str] | None:
    """Who is called the former contact, where the sentence names no other: "Đầu mối cũ: cô A"."""
    found = _OLD_CONTACT.of(low).search(low)
    if not found or re.search(r"\b(?:mới|moi)\b", low):
        return None
    who = sentence[found.start("who") : found.end("who")].strip()
    return person_in(who) or who, ""


def _listed(text: str, count: str | None) -> list[str]:
    parts = [part.strip(' ."“”') for part in re.split(r"[,;]", text)]
    if count and len(parts) < int(count):
        head, _, tail = parts[-1].partition(" và ")
        parts = [*parts[:-1], head, tail]
    return [part for part in parts if len(part) > 1]
