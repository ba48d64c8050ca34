"""What a sentence corrects or takes back: field, course or person, new words; text work, no records."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.lines import bare

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
_LONGEST_SENTENCE = 1_000
_LONGEST_TEXT = 20_000
LONG_FIELDS = frozenset({"content", "curriculum"})

_SHORT_FIELDS = "|".join(
    words
    for key, words in (COURSE_FIELDS | CONTACT_FIELDS).items()
    if key not in LONG_FIELDS and key != "url"
)
_NOUN = r"(?:kh(?:óa|oá)(?:\s+(?:học|đào\s+tạo))?|lớp(?:\s+học)?|ngành|nghề|môn)"
_NO_TITLE = (
    r"(?:là|thành|này|trên|dưới|sau|nào|mới|khác|cũ|ở|theo|trước|đã|được|trong|vào|cho|của|tại|và|với|do|học|ngắn"
    r"\s+hạn\s+(?:sau|trên)|đúng|bị|xin|như|về|để|từ|các|những|nghề\s+nghiệp)\b"
)
_TITLE_END = (
    r"(?=\s*(?:[,;:(]|$|\.\s|\.$)"
    rf"|\s+[-–]\s*(?:{_SHORT_FIELDS}|nội\s+dung|chương\s+trình|trang|link|website|sửa|đúng)\b|\s+(?:là|thành|đúng|sửa\s+(?:lại|thành|là)|đổi|bị|thì|xin|chuyển"
    r"|giảm|tăng|nay|vì|do\s|ra\s+khỏi|khỏi|trong\s+năm|trong\s+danh|không|tạm|ngưng|ngừng|nữa"
    r"|điều\s+chỉnh|cập\s+nhật|ghi\s+nhầm|được\s+(?:sửa|điều|miễn)|bổ\s+sung|miễn\s+(?:học\s+)?phí"
    r"|(?:trong\s+)?năm\s+(?:nay|học|\d)|hiện\s"
    rf"|có\s+(?:{_SHORT_FIELDS})|từ\s+[^,;]+\s(?:thành|sang|xuống|lên)|và\s+{_NOUN}|{_SHORT_FIELDS})\b)"
)
_STRONG = (
    r"(?:đúng\s+(?:phải\s+)?là|chính\s+xác\s+là"
    r"|(?:sửa|đổi|điều\s+chỉnh|chuyển|cập\s+nhật|thay)\s+(?:lại\s+)?(?:thành|sang|là|còn|lên|xuống|bằng)"
    r"|(?:giảm|tăng)\s+(?:xuống\s+|lên\s+)?(?:còn|thành)?|thành|sang|xuống\s+còn|mới\s+là"
    r"|từ\s+[^,;]{1,80}?\s(?:lên|xuống|còn))\b\s*:?\s*"
)


class _Words:
    """One pattern for text with accents and for text typed without any."""

    def __init__(self, pattern: str) -> None:
        self._accented = re.compile(pattern)
        self._bare = re.compile(_without_accents(pattern))

    def of(self, low: str) -> re.Pattern[str]:
        return self._bare if low.isascii() else self._accented


def _without_accents(pattern: str) -> str:
    decomposed = unicodedata.normalize("NFD", pattern.replace("đ", "d"))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


_FIELD = _Words(
    r"\b(?:"
    + "|".join(f"(?P<{key}>{words})" for key, words in (COURSE_FIELDS | CONTACT_FIELDS).items())
    + r")\b"
)
_COURSE = _Words(
    rf"\b{_NOUN}\s+(?:[\"“](?P<quoted>[^\"”]+)[\"”]|(?!{_NO_TITLE})(?P<title>[^,;:(\n]{{1,{_LONGEST_TITLE}}}?){_TITLE_END})"
    rf"|\b(?:dòng|mục|stt|số\s+tt|số\s+thứ\s+tự)\s*(?:số\s+)?\d{{1,3}}\s*[(:–-]\s*(?:{_NOUN}\s+)?(?P<listed>[^\W\d][^(),;:\n]{{1,{_LONGEST_TITLE}}})"
)
_INTRO = _Words(_STRONG)
_PLAIN = _Words(r"(?:\blà\b|:|=|→|->)\s*")
_END = _Words(
    r"\s*(?:[(;\n]|,?\s*(?:chứ\s+)?không\s+phải\b|,?\s*thay\s+(?:vì|cho)\b"
    r"|,?\s*(?:trước\s+đây|trước\s+đó|số\s+cũ)\b|,\s*đồng\s+thời\b|\.\s*$|\.\s+(?=[a-zà-ỹđ]))"
)
_COMMA = re.compile(r",\s+(?!\d)|\s+-\s+")
_ANNOUNCED = re.compile(
    r"\bdinh chinh\b|\b(?:ghi|go|danh|nhap) nham\b|\bnham lan\b|\bsai sot\b"
    r"|\b(?:sua|dieu chinh|chinh sua|cap nhat)(?: lai)?(?: mot so| cac)?"
    r"(?: noi dung| thong tin)?(?: nhu)? sau\b"
    r"|\b(?:xin|de nghi|nay|can) (?:duoc )?(?:sua|dieu chinh|chinh sua|cap nhat|thay doi)\b[^.:;]{0,80}:\s*$"
)
_SUPPLIES = _Words(r"\b(?:bổ\s+sung|làm\s+rõ|cung\s+cấp\s+thêm|trả\s+lời|phản\s+hồi|xác\s+nhận)\b")
_CHANGES = _Words(
    r"\b(?:đính\s+chính|nhầm\s+lẫn|sai\s+sót|bị\s+sai|đúng\s+là|không\s+phải|chính\s+xác\s+là|số\s+cũ)\b"
    r"|\b(?:ghi|gõ|đánh|nhập)\s+nhầm\b|\b(?:giảm|tăng)\s+(?:xuống\s+|lên\s+)?(?:còn|thành)\b"
    r"|\b(?:sửa|đổi|thay\s+đổi|điều\s+chỉnh|chỉnh\s+sửa|cập\s+nhật)\s+(?:lại|thành|sang)\b"
    r"|\b(?:điều\s+chỉnh|chỉnh\s+sửa|thay\s+đổi|đổi\s+từ)\b"
    r"|\bthay\s+vì\b|\b(?:sửa|tăng|giảm)\b.{0,40}?\btừ\b|\b(?:số|mức|giá|học\s+phí|thời\s+gian)\b(?:\s+\w+){0,3}?\s+đúng\b"
    r"|\b(?:cũ|trước)\b.{1,60}\bmới\b"
    r"|\b(?:sửa|đổi|chỉnh|chuyển|cập\s+nhật|tăng|giảm)\s+(?:lại\s+)?(?:học|thời|số|thông|nội|hình|trình|mức|chức|link|trang)"
    r"|\b(?:chuyển|đổi)\s+(?:sang|qua)\b"
)
_HONORIFIC = re.compile(r"\b(?:ông|bà|anh|chị|cô|thầy|ong|ba|chi|co|thay)\s+", re.IGNORECASE)
_WITHDRAWN = _Words(
    r"\b(?:rút(?:\s+lại)?|hủy(?:\s+bỏ)?|huỷ(?:\s+bỏ)?|bỏ|loại(?:\s+bỏ)?|xóa|ngưng|ngừng|dừng"
    r"|không\s+(?:còn\s+)?(?:tổ\s+chức|mở|đào\s+tạo|dạy|đăng\s+ký|triển\s+khai)(?:\s+nữa)?)\s+(?:tên\s+|tổ\s+chức\s+|mở\s+)?(?:các\s+|cả\s+)?(?:\d{1,2}\s+)?$"
)
_NO_LONGER = _Words(
    r"^\s*(?:này\s+)?(?:(?:trong\s+)?năm\s+(?:nay|học\s+\S+|\d{4})\s+)?(?:hiện\s+(?:nay\s+)?)?"
    r"(?:xin\s+|sẽ\s+|phải\s+)*(?:tạm\s+)?(?:không\s+(?:còn\s+)?(?:tổ\s+chức|mở|dạy|đào\s+tạo|tuyển\s+sinh)"
    r"|ngưng|ngừng|đã\s+hủy|rút|được\s+rút)\b"
)
_JOINT = re.compile(r"\s*[\"”]?,?\s*(?:và|va|với|voi)\s*")
_OLD = re.compile(r"^\s*(?:cu|sai|truoc|ban dau|da (?:ghi|gui)|dang ghi|ghi (?:nham|la))\b")
_IMPLIED = {
    "delivery": _Words(
        r"\b(?:chuyển|đổi)\s+(?:sang|qua|thành)\s+(?:hình\s+thức\s+)?(?:học\s+|dạy\s+|đào\s+tạo\s+)?"
        r"(?P<new>(?:hoàn\s+toàn\s+)?(?:trực\s+t|online|offline|kết\s+hợp)[^,;.()]*)"
    ),
    "fee": _Words(r"\b(?P<new>miễn\s+(?:học\s+)?phí|không\s+thu\s+(?:học\s+)?phí)\b"),
}
_WHO = r"(?P<who>(?:ông|bà|anh|chị|cô|thầy|đồng\s+chí|đ/c)\s+[^,;()]{3,40}?)"
_CONTACT_SPOKEN = _Words(
    r"\b(?:đầu\s+mối|(?:người|cán\s+bộ)\s+(?:liên\s+hệ|phụ\s+trách|đầu\s+mối)|liên\s+hệ|phụ\s+trách)\b"
)
_FROM_TO = _Words(rf"\b(?:từ|thay)\s+{_WHO}\s+(?:sang|thành|bằng)\b\s*:?\s*")
_INSTEAD_OF = _Words(
    rf"\(?\bthay\s+(?:thế\s+)?(?:cho\s+)?{_WHO}(?=\s*(?:[,;().]|$|\s(?:đã|do|vì|nghỉ|chuyển)\b))"
)
_QUOTED_TOO = re.compile(r"\s*(?:,|;|\bvà\b|\bva\b)\s*[\"“]([^\"”]{2,120})[\"”]")
_WITHDRAWN_COUNTED = _Words(
    r"\b(?:rút|hủy|huỷ|bỏ|không\s+(?:còn\s+)?(?:tổ\s+chức|mở))\s+(?:cả\s+)?0?(?P<count>[2-9])\s+"
    rf"{_NOUN}\s+(?!{_NO_TITLE})(?P<titles>[^.\n(:\"“]+?)"
    r"(?=\s+(?:do|vì|khỏi|ra\s+khỏi|trong|không|để|vào|từ)\b|\s*[.\n(]|\s*$)"
)
_WITHDRAWN_LIST = _Words(
    r"\b(?:rút|hủy|huỷ|bỏ|xóa|ngưng|ngừng|dừng|không\s+(?:còn\s+)?(?:tổ\s+chức|mở|đào\s+tạo))\s+(?:lại\s+|bỏ\s+)?"
    r"(?:các\s+)?(?:0?(?P<count>\d)\s+)?"
    rf"{_NOUN}(?:\s+(?:sau|dưới)(?:\s+đây)?)?\s*:\s*(?P<titles>[^.\n(]+)"
)
_SENTENCE = re.compile(r"(?<=[^\d\s])[.;]\s+(?=[^\W\d_])|\n+|(?<=\d)\.\s+(?=[A-ZĐÀ-Ỹ])")


@dataclass(frozen=True, slots=True)
class Told:
    """A field's new words and the course or person that they are about, "" where none is named."""

    key: str
    subject: str
    text: str


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    start: int
    end: int


def sentences(text: str) -> list[str]:
    """A paragraph in sentences; figures such as 2.400.000 are left whole, endless ones are left out."""
    shown = unicodedata.normalize("NFC", text[:_LONGEST_TEXT])
    # A list of what is withdrawn may be parted by semicolons and is one sentence all the same.
    low = shown.lower()
    parts = shown.split("\n") if _WITHDRAWN_LIST.of(low).search(low) else _SENTENCE.split(shown)
    return [part.strip() for part in parts if part and part.strip() and len(part) <= _LONGEST_SENTENCE]


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
    titles = list(_titles(sentence, low))
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


def _implied(sentence: str, low: str, titles: list[_Title]) -> Iterator[Told]:
    """A new value that says itself which field it is of: "chuyển sang học trực tuyến", "miễn phí"."""
    for key, words in _IMPLIED.items():
        found = words.of(low).search(low)
        before = [title for title in titles if found and title.end <= found.start()]
        if found and before:
            yield Told(key, before[-1].text, sentence[found.start("new") : found.end("new")].strip())


def withdrawn_in(sentence: str) -> Iterator[str]:
    """The titles of courses that a sentence takes back."""
    low = sentence.lower()
    listed = _WITHDRAWN_LIST.of(low).search(low) or _WITHDRAWN_COUNTED.of(low).search(low)
    if listed:
        yield from _listed(sentence[listed.start("titles") : listed.end("titles")], listed["count"])
        return
    taken, end = False, 0
    linked: list[str] = []
    for title in _titles(sentence, low):
        before = low[: title.start]
        noun = re.search(bare(_NOUN) + r"\s+[\"“]?$", bare(before))
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
        name = _person(sentence[found.start("who") : found.end("who")]) if found else ""
        if found and name:
            lead = sentence[: found.start()].rstrip(" ,(-–")
            tail = sentence[found.end() :].strip(" ,)")
            return name, f"{lead}: {tail}" if keeps_lead else f"{lead}, {tail}".strip(" ,")
    return None


def _titles(sentence: str, low: str) -> Iterator[_Title]:
    """The courses that a sentence names; behind a quoted one also those quoted after it."""
    for match in _COURSE.of(low).finditer(low):
        group = str(match.lastgroup)
        text = sentence[match.start(group) : match.end(group)].strip()
        if len(text) > 1:
            yield _Title(text, match.start(group), match.end(group))
        quoted = _QUOTED_TOO.match(low, match.end()) if match["quoted"] else None
        while quoted:
            yield _Title(sentence[quoted.start(1) : quoted.end(1)].strip(), quoted.start(1), quoted.end(1))
            quoted = _QUOTED_TOO.match(low, quoted.end())


def _inside(place: int, titles: list[_Title]) -> bool:
    return any(title.start <= place < title.end for title in titles)


def _subject(key: str, sentence: str, start: int, end: int, titles: list[_Title]) -> str:
    """The course named behind the field, else the nearest one before it; for a contact's field the person."""
    if key in CONTACT_FIELDS:
        return _person(sentence[start:end]) or _person(sentence[:start])
    behind = [title for title in titles if start < title.start < end]
    before = [title for title in titles if title.end <= start]
    chosen = behind[0] if behind else before[-1] if before else None
    return chosen.text if chosen else ""


def _person(text: str) -> str:
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


def _new_words(key: str, sentence: str, span: tuple[int, int], titles: list[_Title]) -> str:
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
    return re.sub(rf"^\s*(?:của|cho|cua)?\s*{_NOUN}?\s*[,\-–]?\s*", "", segment, flags=re.IGNORECASE)


def _cut(key: str, text: str) -> str:
    """A new value without what follows it ("(không phải ...)", the next clause)."""
    low = text.lower()
    end = _END.of(low).search(low)
    value = text[: end.start()] if end else text
    if key not in LONG_FIELDS:
        value = _COMMA.split(value, maxsplit=1)[0]
    return value.strip(" \t,.;:\"“”'")


def _listed(text: str, count: str | None) -> list[str]:
    parts = [part.strip(' ."“”') for part in re.split(r"[,;]", text)]
    if count and len(parts) < int(count):
        head, _, tail = parts[-1].partition(" và ")
        parts = [*parts[:-1], head, tail]
    return [part for part in parts if len(part) > 1]
