"""Where a sender's signature stands among the lines that he wrote; careful to leave data alone, no I/O."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.mail import Address
from parsers.quoting import Line
from parsers.text import fold

_CLOSING = re.compile(
    r"^(?:xin |rat |em |toi |chung toi |truong |trung tam |don vi |nha truong |da |kinh |chan thanh "
    r"|tran trong )*"
    r"(?:tran trong|kinh chao|chao tran trong|than men|than ai|than chao|kinh thu|kinh bao|kinh don|cam on"
    r"|chao than ai|than$|best$|best(?= \w+$)"
    r"|(?:kinh )?chuc (?:so|quy|anh|chi|cac|phong|co|thay)"
    r"|(?:with )?(?:best|kind|warm|warmest|kindest) regards|(?:with )?best wishes|regards"
    r"|sincerely|yours (?:sincerely|faithfully|truly)|respectfully|cheers|thanks|thank you|many thanks|br"
    r"|thks|tks|rgds|cordialement|bien cordialement|salutations|mit freundlichen grussen|mfg"
    r"|(?:viele|beste|liebe) gru(?:sse|e))\b"
)
_LONGEST_CLOSING = 9
_DEVICE = re.compile(
    r"^(?:da gui|duoc gui|gui) (?:tu|bang) |^sent (?:from|with|via) |^get outlook for|"
    r"^(?:tai|nhan|lay) outlook |^virus free|^khong co (?:virus|vi rut)|^von meinem \w+ gesendet"
    r"|^gesendet (?:von|mit) |^envoye (?:de|depuis) mon |^telecharger outlook"
)
_LONGEST_DEVICE = 80
_NOTICE = re.compile(
    r"^(?:thu dien tu nay|email nay|thu nay|noi dung email nay|thong tin trong (?:email|thu)|luu y bao mat|"
    r"tuyen bo mien|mien tru trach nhiem|thong (?:bao|tin) bao mat|vui long xem xet moi truong|"
    r"khuyen cao|this e ?mail|this message|confidential|disclaimer|"
    r"canh bao (?:thu|email)|the information contained|"
    r"hay can nhac truoc khi in|please consider the environment)"
)
# Words that make a line data, however near the signature it stands.
_DATA_LABEL = re.compile(
    r"^(?:thong tin )?(?:dau moi|nguoi lien he|can bo|nguoi phu trach|phu trach|nguoi dau moi|ho va ten|"
    r"ho ten|khoa|lop|ten|trinh do|hinh thuc|hoc phi|noi dung|chuong trinh|thoi gian|thoi luong|muc thu|"
    r"cap do|ghi chu|p s|ps|tb|tai but|luu y|cau|muc)\b"
)
_NUMBERED = re.compile(r"^\s*\d{1,2}\s*[.)/]\s*\D")
_TABLE_WORDS = re.compile(r"\b(?:stt|khoa hoc|ten khoa|ten lop|hoc phi|trinh do|ho va ten|chuc vu|dau moi)\b")
_PHONE = re.compile(r"(?<!\d)(?:\+?84|0)[\d .()\-]{7,13}\d")
_LOGO = re.compile(r"\[(?:cid:|image:?|hình ảnh)[^\]]*\]", re.IGNORECASE)
# A name of two to six syllables, each with a capital, a title before or a form of address behind allowed.
_PERSON = re.compile(
    r"(?:(?:ThS|TS|PGS|GS|KS|CN|BS|Mr|Ms|Mrs|Ông|Bà|Thầy|Cô|Anh|Chị)\.?,?\s*)*"
    r"(?P<name>[^\W\d_]\w*(?:\s+[^\W\d_]\w*){1,5})(?:\s*\([\w. ]{1,8}\))?"
)
# What parts a name from the post in one line, and the pictures that people put before both.
_PIECES = re.compile(r"\s+[-–—|]\s+|\s*[,|(]\s*")
ICON = re.compile(r"^[^\w+(]+")
_HONORIFICS = frozenset({"anh", "chi", "em", "co", "thay", "ong", "ba", "mr", "ms", "mrs", "ths", "ts"})
_COURSE = re.compile(r"\W*(?:khóa|khoá|lớp|nghề|ngành)\b", re.IGNORECASE)
# "KT. HIỆU TRƯỞNG": on whose behalf somebody signs, as on paper.
_ON_BEHALF = re.compile(r"(?:TL|KT|TM|TUQ|Q)\.?\s+(?:\w+\s*){1,5}", re.IGNORECASE)
_OFFICE = re.compile(r"(?:P\.|Phòng|PHÒNG|Ban|BAN|Khoa|KHOA)\s+(?:\w+[\s&,-]*){1,6}")
_SIGNER = re.compile(
    r"^(?:người (?:gửi|viết|lập|lập biểu)|nguoi (?:gui|viet|lap))\s*:\s*|\s*\([^()]{1,12}\)$", re.IGNORECASE
)
_RULE = re.compile(r"[-_—–=*~]{3,}")
_DASHES = frozenset({"--", "__", "—"})
_LONGEST_NAME = 8
_LONGEST_LINE = 110
_MOST_LINES = 14
_LONGEST_TAIL = 7


def signature_lines(lines: Sequence[Line], sender: Address | None) -> list[bool]:
    """For each line of a run that the sender wrote, whether it belongs to his signature."""
    marks = [line.signed or (not line.is_table and _is_device(line.text)) for line in lines]
    index = next((index for index, line in enumerate(lines) if line.text.strip()), len(lines))
    # A mail that is nothing but thanks says just that.
    index += index < len(lines) and lines[index].text.strip() not in _DASHES
    while index < len(lines):
        end = _end(lines, index) if _begins(lines, index) else index
        for at in range(index, end):
            marks[at] = True
        index = max(end, index + 1)
    spoken = _before_notice(lines)
    for at in range(_tail(lines[:spoken], sender), spoken):
        marks[at] = True
    return marks


def _before_notice(lines: Sequence[Line]) -> int:
    """The first line of the notice or of the device's words that end a mail; the end where none do."""
    for index in range(1, len(lines)):
        line = lines[index]
        if not line.is_table and (_is_notice(line.text) or _is_device(line.text)):
            return index
    return len(lines)


def _begins(lines: Sequence[Line], index: int) -> bool:
    line = lines[index]
    if line.is_table:
        return False
    if line.text.strip() in _DASHES or _is_notice(line.text):
        return True
    if _RULE.fullmatch(line.text.strip()):
        rest = [one for one in lines[index + 1 :] if one.text.strip()]
        return _is_card(rest) or (bool(rest) and _is_notice(rest[0].text))
    if _ON_BEHALF.fullmatch(line.text.strip()):
        return True
    if not _is_closing(line.text):
        return False
    # Thanks in the middle of a letter close nothing.
    near = lines[index + 1 : index + _MOST_LINES]
    following = next((one for one in near if one.text.strip()), None)
    return following is None or not _is_data(following) or _is_notice(following.text)


def _is_card(rest: Sequence[Line]) -> bool:
    """Whether what stands under a ruled line to the end is how its writer is reached, and no data."""
    if not 0 < len(rest) <= _LONGEST_TAIL or any(map(_is_data, rest)):
        return False
    first = _PIECES.split(rest[0].text.replace("*", "").strip())[0]
    return _is_person(first) and _is_reachable(*(one.text for one in rest))


def _end(lines: Sequence[Line], start: int) -> int:
    """The first line after ``start`` that is data again; what follows a notice is never data."""
    seen = 0
    for index in range(start, len(lines)):
        line = lines[index]
        if not line.is_table and _is_notice(line.text):
            return len(lines)
        seen += bool(line.text.strip())
        if index > start and (_is_data(line) or seen > _MOST_LINES):
            return index
    return len(lines)


def _is_data(line: Line) -> bool:
    if line.is_table:
        return bool(_TABLE_WORDS.search(fold(line.text[:2000]))) or line.text.count("\n") > _LONGEST_TAIL
    text = line.text.strip()
    if len(text) > _LONGEST_LINE or _NUMBERED.match(text):
        return True
    label, colon, value = text.partition(":")
    if not colon:
        return False
    words = fold(label)
    named = words.startswith("lien he") and any(letter.isalpha() for letter in value)
    return bool(_DATA_LABEL.match(words)) or named


def _is_closing(text: str) -> bool:
    stripped = text.strip()
    if not stripped or len(stripped) > _LONGEST_LINE or ":" in stripped or any(map(str.isdigit, stripped)):
        return False
    words = fold(stripped)
    return len(words.split()) <= _LONGEST_CLOSING and bool(_CLOSING.match(words))


def _is_device(text: str) -> bool:
    return 0 < len(text) <= _LONGEST_DEVICE and bool(_DEVICE.match(fold(text)))


def _is_notice(text: str) -> bool:
    return bool(_NOTICE.match(fold(text[:60])))


def _tail(lines: Sequence[Line], sender: Address | None) -> int:
    """Where a block of name, post and phone at the end begins that no closing announces; the end if none."""
    spoken = [index for index, line in enumerate(lines) if line.text.strip()]
    for index in spoken[1:][-_LONGEST_TAIL:]:
        rest = [lines[at] for at in spoken if at >= index]
        if _is_tail(rest, sender) and not _announced(lines[:index]):
            return index
    return len(lines)


def _is_tail(rest: Sequence[Line], sender: Address | None) -> bool:
    if any(line.is_table or _is_data(line) for line in rest):
        return False
    first = _SIGNER.sub("", rest[0].text.replace("*", "").strip())
    if _LOGO.fullmatch(first) or (len(rest) == 1 and _is_own(first, sender)):
        return True
    pieces = _PIECES.split(ICON.sub("", first))
    named = _is_person(pieces[0]) or _is_own(pieces[0], sender)
    if len(pieces) > 1 and named and _is_reachable(first, *(line.text for line in rest[1:])):
        return True
    below = " ".join(line.text for line in rest[1:])
    reachable = bool(_PHONE.search(below)) or "@" in below or "www." in below
    return reachable and (_is_own(first, sender) or _is_person(first) or bool(_OFFICE.fullmatch(first)))


def _is_reachable(*texts: str) -> bool:
    return any(_PHONE.search(text) or "@" in text for text in texts)


def _is_person(text: str) -> bool:
    found = None if _COURSE.match(text) else _PERSON.fullmatch(text)
    # No range of letters holds the capitals alone: Đ, Ơ and Ư lie among the small ones.
    return found is not None and all(word[0].isupper() for word in found["name"].split())


def _is_own(text: str, sender: Address | None) -> bool:
    """Whether a line is the sender's name, or the part of it that he signs with ("Chị Hường")."""
    own = set(fold(sender.name).split()) if sender else set()
    words = [word for word in fold(text).split() if word not in _HONORIFICS]
    return bool(words) and len(words) <= _LONGEST_NAME and own.issuperset(words)


def _announced(before: Sequence[Line]) -> bool:
    """Whether the text before ends with a line that calls for what follows ("Đầu mối liên hệ:")."""
    spoken = next((line.text.strip() for line in reversed(before) if line.text.strip()), "")
    return spoken.endswith(":") or "đầu mối" in spoken.lower()
