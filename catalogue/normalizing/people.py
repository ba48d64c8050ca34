"""Names, posts and mail addresses of people as offices write them; it never reorders a name."""

from __future__ import annotations

import re
from dataclasses import dataclass

from catalogue.normalizing.addresses import read_address
from catalogue.normalizing.family_names import is_address_part_of_name, lacks_family_name
from catalogue.normalizing.phones import Phone, read_phones
from parsers.layout.shapes import EMAIL
from parsers.text import fold, squeeze

_LONGEST_TEXT = 1_000
LACKS_FAMILY_NAME = "unclear: the family name may lack"
LONGEST_NAME = 7
"""Syllables of the longest personal name that is taken for one."""

_HONORIFIC = (
    r"ông\s*/?\s*bà|ông|bà|anh|chị|(?:cô|thầy)\s+giáo|cô|thầy|chú"
    r"|đồng\s+chí|đ\s*/\s*c|đ/c|quý\s+(?:thầy|cô)|mrs?|ms|miss|madam|sir|dr|prof|chef|coach|sensei"
)
_BARE_HONORIFIC = r"ong|ba|chi|thay|dong\s+chi|d/c"
_DEGREE = (
    r"(?:phó\s+)?giáo\s+sư|tiến\s+s[ĩỹ]|thạc\s+s[ĩỹ]|cử\s+nhân|kỹ\s+sư|kiến\s+trúc\s+sư|bác\s+s[ĩỹ]|dược\s+s[ĩỹ]|lương\s+y(?=\s+\S+\s+\S)"
    r"|y\s+(?:s[ĩỹ]|tá)|nghệ\s+nhân|luật\s+sư|h(?:ọa|oạ)\s+s[ĩỹ]|nhạc\s+s[ĩỹ]|thuyền\s+trưởng"
    r"|nhà\s+giáo(?:\s+(?:ưu\s+tú|nhân\s+dân)|(?=\s+\S+\s+\S))|p?gs|tskh|ts|th\.?\s?s[ĩỹ]?|cnđd|cn|kts|ks|(?:bs|ds|đd)\.?\s?ck\s?(?:i{1,2}|[12])|bs|ds|đd|ls|ncs"
    r"|ck\s?(?:i{1,2}|[12])|n[gs]ưt|n[gs]nd|cvc|gvcc?|mba|msc|phd"
)
_LEADING = re.compile(rf"^\s*\(?(?:{_HONORIFIC}|{_DEGREE})(?![^\W\d_])\)?[\s.,:/]*", re.IGNORECASE)
_LEADING_LETTER = re.compile(r"^\s*[ÔB]\.\s*(?=[^\W\d_])")
_LEADING_BARE = re.compile(rf"^\s*(?:{_BARE_HONORIFIC})\s+(?=\S+\s+\S)", re.IGNORECASE)
# How a writer names himself: "Em Lê Thị A"; at the end of a name "Em" is a name.
_LEADING_SELF = re.compile(
    r"^\s*(?:dạ,?\s+)?(?:em|tôi|mình|cháu|lh|l/h|liên\s+hệ|gặp)\s+(?:(?:tên|là)\s+)*(?=\S+\s+\S)",
    re.IGNORECASE,
)
_TRAILING = re.compile(rf"(?:\s*[,(]|\s+[-–])\s*(?:{_HONORIFIC}|{_DEGREE})\.?\)?\s*$", re.IGNORECASE)
_LABEL = re.compile(r"^[^:]{0,40}:\s*")

_SEGMENTS = re.compile(r"\s+[-–—]+\s+|[,;|()\[\]\n]|\s+[-–—]|[-–—]\s+|(?<=\w)\.\s+(?=[^\W\d_])")
_NUMBER_LABEL = re.compile(
    r"(?:số\s+)?(?:điện\s+thoại|di\s+động|zalo|hotline|sđt|đtdđ|đt|tel|mobile|email|e-mail|mail|dien\s+thoai|sdt|dt)"
    r"(?:\s*/\s*zalo)?\s*[:.]*\s*$",
    re.IGNORECASE,
)

_POST_WORDS = (
    "hiệu trưởng", "hiệu phó", "p. ", "giám đốc", "trưởng phòng", "trưởng khoa", "trưởng ban",
    "trưởng bộ phận", "trưởng bộ môn", "trưởng trung tâm", "trưởng nhóm", "tổ trưởng", "tổ phó",
    "chuyên viên", "giáo vụ", "nhân viên", "cán bộ", "quản lý", "quản trị", "điều phối", "trợ lý",
    "thư ký", "văn thư", "kế toán", "giáo viên", "giảng viên", "phụ trách", "chủ tịch", "chủ cơ sở",
    "chủ nhiệm", "viện trưởng", "quyền ", "đại diện", "trưởng", "tư vấn", "tuyển sinh", "manager",
    "director", "coordinator", "head of", "academic", "admin",
)  # fmt: skip
_FOREIGN_POSTS = (" manager", " director", " coordinator", " officer", " executive", " principal")
_POST_ABBREVIATIONS = frozenset(
    "ht pht gđ pgđ tp ptp tk ptk tbm ttcm tpcm cv cvc gv nv vt ktt gd pgd".split()  # noqa: SIM905 - a word list
)
# "Phó" is a family name too: only what follows tells a deputy.
_DEPUTY = re.compile(
    r"^phó\s+(?:giám|hiệu|trưởng|phòng|khoa|ban|tổ|viện|chủ|bí|tổng|chánh|quản|phụ|đốc|văn|bộ|trung|gđ|ht|tp)\b"
)
_UNIT_WORDS = (
    "phòng", "ban ", "khoa ", "bộ phận", "trung tâm", "trường", "công ty", "viện", "tổ ", "văn phòng",
    "học viện", "cơ sở", "sở ", "tt ", "ttgd", "tc ", "cđ ",
)  # fmt: skip
_FOREIGN_UNITS = (["college"], ["school"], ["center"], ["centre"], ["academy"], ["company"], ["university"])
_BARE_STARTS = (
    "hieu truong", "pho ", "giam doc", "truong phong", "truong khoa", "truong ban", "truong bo",
    "to truong", "to pho", "chuyen vien", "giao vu", "nhan vien", "can bo", "quan ly", "dieu phoi",
    "tro ly", "ke toan", "giao vien", "giang vien", "phu trach", "phong dao", "phong giao", "trung tam",
    "truong cao", "truong trung", "cong ty", "bo phan", "van phong", "tuyen sinh",
)  # fmt: skip
# "TM. BAN GIÁM ĐỐC", "KT. HIỆU TRƯỞNG": how an office signs.
_FOR_ANOTHER = re.compile(r"(?:tm|kt|tl|tuq|q)\.\s", re.IGNORECASE)
_NOT_NAMES = frozenset(
    fold(words)
    for words in (
        "kính gửi", "kính thưa", "kính chào", "trân trọng", "thân mến", "xin cảm ơn", "cảm ơn",
        "trân trọng cảm ơn", "trân trọng kính chào", "đầu mối liên hệ", "người liên hệ",
        "thông tin liên hệ", "liên hệ", "họ và tên", "chức vụ", "ban giám hiệu", "ban giám đốc",
        "best regards", "regards", "thân ái", "kính thư", "nơi nhận", "người lập biểu",
        "thủ trưởng đơn vị", "ký tên đóng dấu", "đào tạo", "tuyển sinh", "cao đẳng", "trung cấp", "sơ cấp",
        "miễn phí", "trực tuyến", "trực tiếp", "ngắn hạn", "chưa có", "đang cập nhật",
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What one text says of one person; empty where it says nothing."""

    name: str = ""
    position: str = ""
    phones: tuple[Phone, ...] = ()
    email: str = ""


def read_name(text: str) -> str | None:
    """The name without honorifics and degrees, shouting undone; None where the text is no name."""
    first, both, second = text[:_LONGEST_TEXT].partition(" và ")
    if both and is_name(strip_titles(second)):
        return read_name(first)
    bare = strip_titles(text[:_LONGEST_TEXT])
    return unshout(bare) if is_name(bare) else None


def strip_titles(text: str) -> str:
    """A name without what stands before or behind it ("Ông", "ThS.", "(Ms.)")."""
    name = _LEADING_SELF.sub("", squeeze(text))
    if name.isascii():
        name = _LEADING_BARE.sub("", name)
    titled = False
    while True:
        own = titled and is_address_part_of_name(name)
        leading = name if own else _LEADING_LETTER.sub("", _LEADING.sub("", name))
        titled = titled or leading != name
        shorter = _TRAILING.sub("", leading)
        if shorter == name or not shorter.strip():
            return name.strip(" .,;:-–")
        name = shorter


def doubt_of_name(text: str) -> str:
    """Why a name that stands in a text may not be whole, "" where nothing speaks against it."""
    name = strip_titles(text[:_LONGEST_TEXT])
    addressed = name != squeeze(text).strip(" .,;:-–")
    return LACKS_FAMILY_NAME if addressed and lacks_family_name(name) else ""


def unshout(name: str) -> str:
    """A name in capitals or small letters only as names are written; a mixed one stays as it is."""
    if not (name.isupper() or name.islower()):
        return name
    return " ".join(_capitalized(word) for word in name.split())


def is_name(text: str) -> bool:
    """Whether a text without titles can be a personal name: letters only, two to seven syllables."""
    words = text.split()
    if not 1 < len(words) <= LONGEST_NAME or not all(_is_syllable(word) for word in words):
        return False
    if _FOR_ANOTHER.match(text):
        return False
    return not is_post(text) and not is_unit(text) and fold(text) not in _NOT_NAMES


def is_post(text: str) -> bool:
    """Whether a text begins as a post does ("Trưởng phòng Đào tạo", "PHT")."""
    low = squeeze(text).casefold()
    first = low.split(" ", 1)[0].replace(".", "") if low else ""
    if _DEPUTY.match(low):
        return True
    if low.endswith(_FOREIGN_POSTS):
        return True
    return low.startswith(_POST_WORDS) or first in _POST_ABBREVIATIONS or _starts_bare(low, _BARE_STARTS)


def is_unit(text: str) -> bool:
    """Whether a text begins as a unit or office does ("Phòng Đào tạo", "Trung tâm ...")."""
    low = squeeze(text).casefold() + " "
    return low.startswith(_UNIT_WORDS) or low.split()[-1:] in _FOREIGN_UNITS


def read_position(text: str) -> str | None:
    """A post as written, white space and outer punctuation gone; None where nothing is left."""
    return squeeze(text).strip(" .,;:-–•*") or None


def read_email(text: str) -> str | None:
    """The first mail address of a text, lower-case; None where there is none."""
    address = read_address(text)
    return address.email if address else None


def read_person(text: str) -> Person:
    """Everything about one person from one text ("Ông Lê Văn A - PHT, 0903…, a@b.vn")."""
    text = text[:_LONGEST_TEXT]
    email = read_email(text)
    rest = EMAIL.sub("\n", text)
    phones = read_phones(rest)
    pieces = [_NUMBER_LABEL.sub("", piece) for piece in _pieces(rest, phones)]
    name, position = _name_and_post(pieces)
    return Person(name=name, position=position, phones=phones, email=email or "")


def _pieces(text: str, phones: tuple[Phone, ...]) -> list[str]:
    without = re.sub(r"[(+]*\d[\d\s().+/\-]{5,}\d\)?", "\n", text) if phones else text
    return [piece for piece in (squeeze(part) for part in _SEGMENTS.split(without)) if piece.strip(" .:-–")]


def _name_and_post(pieces: list[str]) -> tuple[str, str]:
    name = position = ""
    for piece in pieces:
        said = _LABEL.sub("", piece) or piece
        if not name and (found := read_name(said)):
            name = found
        elif not position and (is_post(said) or (bool(name) and is_unit(said) is False and _is_role(said))):
            position = read_position(said) or ""
    return name, position


def _is_role(text: str) -> bool:
    return any(fold(word) in f"{fold(text)} " for word in ("phụ trách ", "quản lý ", "trưởng ", "phó "))


def _is_syllable(word: str) -> bool:
    bare = word.replace("'", "").replace("’", "").replace("-", "").replace(".", "")
    return bare.isalpha() or not bare


def _capitalized(word: str) -> str:
    return re.sub(r"[^\W\d_]+", lambda part: part.group()[0].upper() + part.group()[1:].lower(), word)


def _starts_bare(low: str, starts: tuple[str, ...]) -> bool:
    return low.isascii() and low.startswith(starts)
