"""What a sentence corrects: the field, the course or person, the new words; text work, no records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.fields import LONG_FIELDS
from catalogue.reading.lines import bare
from catalogue.reading.spoken import (
    CONTACT_FIELDS,
    COURSE_FIELDS,
    NOUN,
    Title,
    Words,
    person_in,
    titles_in,
)

_LONGEST_SENTENCE = 1_000
_STRONG = (
    r"(?:đúng\s+(?:phải\s+)?là|chính\s+xác\s+là"
    r"|(?:sửa|đổi|điều\s+chỉnh|chuyển|cập\s+nhật|thay)\s+(?:lại\s+)?(?:thành|sang|là|còn|lên|xuống|bằng)"
    r"|(?:giảm|tăng)\s+(?:xuống\s+|lên\s+)?(?:còn|thành)?|thành|sang|xuống\s+còn|mới\s+là"
    r"|từ\s+[^,;]{1,80}?\s(?:lên|xuống|còn))\b\s*:?\s*"
)


_FIELD = Words(
    r"\b(?:"
    + "|".join(f"(?P<{key}>{words})" for key, words in (COURSE_FIELDS | CONTACT_FIELDS).items())
    + r")\b"
)
_INTRO = Words(_STRONG)
_PLAIN = Words(r"(?:\blà\b|:|=|→|->)\s*")
_END = Words(
    r"\s*(?:[(;\n]|,?\s*(?:chứ\s+)?không\s+phải\b|,?\s*thay\s+(?:vì|cho)\b"
    r"|,?\s*(?:trước\s+đây|trước\s+đó|số\s+cũ)\b|,\s*đồng\s+thời\b|\.\s*$|\.\s+(?=[a-zà-ỹđ]))"
)
_COMMA = re.compile(r",\s+(?!\d)|\s+-\s+")
_POLITE = re.compile(
    r"(?:\s+(?:nhé|nha|nhá|ạ|luôn|(?:giúp|giùm|dùm)(?:\s+(?:em|tôi|trường))?))+[\s.!]*$", re.IGNORECASE
)
_ANNOUNCED = re.compile(
    r"\bdinh chinh\b|\b(?:ghi|go|danh|nhap) nham\b|\bnham lan\b|\bsai sot\b"
    r"|\b(?:sua|dieu chinh|chinh sua|cap nhat)(?: lai)?(?: mot so| cac)?"
    r"(?: noi dung| thong tin)?(?: nhu)? sau\b"
    r"|\b(?:xin|de nghi|nay|can) (?:duoc )?(?:sua|dieu chinh|chinh sua|cap nhat|thay doi)\b[^.:;]{0,80}:\s*$"
    r"|\b(?:tra loi|phan hoi|lam ro|giai trinh|bo sung (?:cac |mot so )?(?:thong tin|noi dung))"
    r"\b[^.:;]{0,80}:\s*$"
)
_SUPPLIES = Words(r"\b(?:bổ\s+sung|làm\s+rõ|cung\s+cấp\s+thêm|trả\s+lời|phản\s+hồi|xác\s+nhận)\b")
_CHANGES = Words(
    r"\b(?:đính\s+chính|nhầm\s+lẫn|sai\s+sót|bị\s+sai|đúng\s+là|không\s+phải|chính\s+xác\s+là|số\s+cũ)\b"
    r"|\b(?:ghi|gõ|đánh|nhập)\s+nhầm\b|\b(?:giảm|tăng)\s+(?:xuống\s+|lên\s+)?(?:còn|thành)\b"
    r"|\b(?:sửa|đổi|thay\s+đổi|điều\s+chỉnh|chỉnh\s+sửa|cập\s+nhật)\s+(?:lại|thành|sang)\b"
    r"|\b(?:điều\s+chỉnh|chỉnh\s+sửa|thay\s+đổi|đổi\s+từ)\b"
    r"|\bthay\s+vì\b|\b(?:sửa|tăng|giảm)\b.{0,40}?\btừ\b|\b(?:số|mức|giá|học\s+phí|thời\s+gian)\b(?:\s+\w+){0,3}?\s+đúng\b"
    r"|\b(?:cũ|trước)\b.{1,60}\bmới\b"
    r"|\b(?:sửa|đổi|chỉnh|chuyển|cập\s+nhật|tăng|giảm)\s+(?:lại\s+)?(?:học|thời|số|thông|nội|hình|trình|mức|chức|link|trang)"
    r"|\b(?:chuyển|đổi)\s+(?:sang|qua)\b"
    rf"|\bcập\s+nhật\s+(?:lại\s+)?(?:thông\s+tin\s+)?{NOUN}\b"
    r"|\b(?:sửa|đổi|chỉnh|cập\s+nhật)\s+(?:lại\s+)?(?:giúp|giùm|dùm|hộ|dum|gium|cho\s+(?:em|trường|đơn\s+vị|trung\s+tâm))\b"
)
_OLD = re.compile(r"^\s*(?:cu|sai|truoc|ban dau|da (?:ghi|gui)|dang ghi|ghi (?:nham|la))\b")
_IMPLIED = {
    "delivery": Words(
        r"\b(?:chuyển|đổi)\s+(?:sang|qua|thành)\s+(?:hình\s+thức\s+)?(?:học\s+|dạy\s+|đào\s+tạo\s+)?"
        r"(?P<new>(?:hoàn\s+toàn\s+)?(?:trực\s+t|online|offline|kết\s+hợp)[^,;.()]*)"
    ),
    "fee": Words(r"\b(?P<new>miễn\s+(?:học\s+)?phí|không\s+thu\s+(?:học\s+)?phí)\b"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A field's new words and the course or person that they are about, "" where none is named."""

    key: str
    subject: str
    text: str


def announces(text: str) -> bool:
    """Whether a text says that corrections follow; the sentences after it need no such word."""
    return _ANNOUNCED.search(bare(text[:_LONGEST_SENTENCE])) is not None


def changes(sentence: str) -> bool:
    """Whether a sentence itself says that something was wrong, becomes another or is now supplied."""
    low = sentence.lower()
    return any(words.of(low).search(low) for words in (_CHANGES, _SUPPLIES))


def told_in(sentence: str) -> Iterator[Told]:
    """Each field that a sentence gives a new value, in order."""
    low = sentence.lower()
    titles = list(titles_in(sentence, low))
    fields = [match for match in _FIELD.of(low).finditer(low) if not _inside(match.start(), titles)]
    if not fields:
        yield from _implied(sentence, low, titles)
    for index, field in enumerate(fields):
        end = fields[index + 1].start() if index + 1 < len(fields) else len(sentence)
        key = str(field.lastgroup)
        again = index + 1 < len(fields) and fields[index + 1].lastgroup == key
        if again and _OLD.match(bare(low[field.end() : end])):
            continue
        new = _new_words(key, sentence, (field.end(), end), titles)
        if new:
            yield Told(key, _subject(key, sentence, field.start(), end, titles), new)


def _implied(sentence: str, low: str, titles: list[Title]) -> Iterator[Told]:
    """A new value that says itself which field it is of: "chuyển sang học trực tuyến", "miễn phí"."""
    for key, words in _IMPLIED.items():
        found = words.of(low).search(low)
        before = [title for title in titles if found and title.end <= found.start()]
        if found and before:
            yield Told(key, before[-1].text, sentence[found.start("new") : found.end("new")].strip())


def _inside(place: int, titles: list[Title]) -> bool:
    return any(title.start <= place < title.end for title in titles)


def _subject(key: str, sentence: str, start: int, end: int, titles: list[Title]) -> str:
    """The course named behind the field, else the nearest one before it; for a contact's field the person."""
    if key in CONTACT_FIELDS:
        return person_in(sentence[start:end]) or person_in(sentence[:start])
    behind = [title for title in titles if start < title.start < end]
    before = [title for title in titles if title.end <= start]
    chosen = behind[0] if behind else before[-1] if before else None
    return chosen.text if chosen else ""


def _new_words(key: str, sentence: str, span: tuple[int, int], titles: list[Title]) -> str:
    """The new value between a field and the next: behind "sửa thành", else "là", else what is left."""
    start, end = span
    segment = sentence[start:end]
    for title in titles:
        if start <= title.start < end:
            blank = " " * (title.end - title.start)
            segment = segment[: title.start - start] + blank + segment[title.end - start :]
    low = segment.lower()
    strong = list(_INTRO.of(low).finditer(low))
    plain = _PLAIN.of(low).search(low)
    intro = strong[-1] if strong else plain
    if intro is None and key in LONG_FIELDS:
        return ""
    return _cut(key, segment[intro.end() :] if intro else _without_noun(segment))


def _without_noun(segment: str) -> str:
    return re.sub(rf"^\s*(?:của|cho|cua)?\s*{NOUN}?\s*[,\-–]?\s*", "", segment, flags=re.IGNORECASE)


def _cut(key: str, text: str) -> str:
    """A new value without what follows it ("(không phải ...)", the next clause)."""
    low = text.lower()
    end = _END.of(low).search(low)
    value = text[: end.start()] if end else text
    if key not in LONG_FIELDS:
        value = _POLITE.sub("", _COMMA.split(value, maxsplit=1)[0])
    return value.strip(" \t,.;:\"“”'")
