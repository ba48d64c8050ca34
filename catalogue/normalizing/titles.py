"""Names of courses: what is no part of one, the level and way that it tells; text in, text out, no I/O."""

from __future__ import annotations

import re
import unicodedata

from catalogue.normalizing.choices import read_level
from parsers.text import fold, squeeze

_SERIAL = re.compile(
    r"^(?:(?:[-–•+*▪●○◦]|\d{1,3}\s*[.)/](?!\d)|[IVX]{1,4}\s*[.)]|[a-zđ]\)|\d{1,2}\s+[-–]\s+(?=[^\W\d_])"
    r"|(?-i:[A-H]\.\s+(?=[A-ZĐÀ-Ỹ][^\W\d_])))\s*"
    r"|(?:khóa|khoá|lớp|khoa|lop|course)\s+(?:số\s+)?\d{1,2}\s*[:.\-–)]\s*)+",
    re.IGNORECASE,
)
_TITLE_LABEL = re.compile(
    r"^(?:tên\s+)?(?:khóa|khoá|lớp|nghề|ngành|chương trình)(?:\s+(?:học|đào tạo|nghề|ngắn hạn))*\s*:\s*",
    re.IGNORECASE,
)
# Codes of modules ("MH01", "MĐ 05") and of occupations (seven figures, the first the level's).
_CODE = re.compile(r"^(?:(?:MH|MĐ|MĐUN|HP)\s?\.?-?\d{1,3}|[4-6]\d{6})\s*[:.\-–]?\s+(?=[^\W\d_]{2})")
_COUNT = re.compile(
    r"\d+ (?:hoc vien|hoc sinh|nguoi|lop|khoa|thang|tuan|buoi|tiet|gio|ngay|trieu|dong|hv)(?: \w+)?"
)
_ORDINALS = re.compile(
    r"(?:khoa|lop|nghe|nganh|dot|ky)(?: hoc| dao tao)?(?: so| thu)? \d{1,2}"
    r"(?: (?:va )?(?:(?:khoa|lop|dot|ky)(?: hoc)? )?(?:so )?\d{1,2})*"
)
_FOOTNOTE = re.compile(r"\s*(?:[(\[]\*{1,3}[)\]]|\*{1,3}|(?<![\dm ])[¹²³⁴⁵⁶⁷⁸⁹]{1,2}|[†‡])$")
# What a name is said to be before it begins with its capital: "Khóa học Hàn điện".
_GENUS = re.compile(r"^(?:khóa|khoá|lớp)\s+(?:học|đào\s+tạo)\s+(?=(?-i:[A-ZĐÀ-Ỹ]))", re.IGNORECASE)
# Symbols, and the marks that make a picture of one.
_SIGNS = frozenset({"So", "Sk", "Mn", "Cf"})
_QUOTES = "“”\"'«»"
_LEVEL = r"(?:sơ\s+cấp(?!\s+cứu)|trung\s+cấp|cao\s+đẳng)(?:\s+nghề)?"
_LEVEL_BEFORE = re.compile(rf"(?:(?:trình\s+độ|hệ|lớp)\s+)?{_LEVEL}\s+(?=[^\W\d_])", re.IGNORECASE)
_LEVEL_BEHIND = re.compile(
    rf"(?:[(\[]\s*(?:(?:trình\s+độ|hệ|bậc)\s+)?{_LEVEL}(?:\s+bậc\s+\w+)?\s*[)\]]"
    rf"|\s[-–]\s*(?:(?:trình\s+độ|hệ)\s+)?{_LEVEL}|\s(?:trình\s+độ|hệ)\s+{_LEVEL})\s*$",
    re.IGNORECASE,
)


_STUDY_BEHIND = re.compile(
    r"(?:[(\[]|\s[-–]\s)\s*(?:(?:hệ|lớp|hình\s+thức)\s+)?"
    r"(?:vừa\s+học\s+vừa\s+làm|vừa\s+làm\s+vừa\s+học|VHVL|VLVH)\s*[)\]]?\s*$",
    re.IGNORECASE,
)


def clean_title(text: str) -> str:
    """A course's name without serial number, label and quotation marks, white space folded."""
    title = squeeze(text)
    bare = _without_signs(_FOOTNOTE.sub("", title))
    bare = _without(_GENUS, _without(_TITLE_LABEL, _without(_SERIAL, bare)).strip(" ;:,"))
    bare = bare[:-1] if bare.endswith(".") and bare.count(".") == 1 else bare
    if len(bare) > 1 and bare[0] in _QUOTES and bare[-1] in _QUOTES:
        bare = bare[1:-1].strip()
    return bare or title


def parted_title(text: str) -> tuple[str, str]:
    """A course's name, and why it may not be one or not the whole one, "" where it is."""
    title = clean_title(text)
    code = _CODE.match(title)
    if code is not None:
        return title[code.end() :], f"inferred: without the code {code.group().strip(' :.-–')}"
    return title, _doubt_of(title)


def level_in_title(title: str) -> str:
    """The level that a name tells by its first words or behind its last ("Sơ cấp May"), "" for none."""
    found = _LEVEL_BEFORE.match(title) or _LEVEL_BEHIND.search(title)
    return (read_level(found.group()).code or "") if found else ""


def is_work_study_title(title: str) -> bool:
    """Whether a name says behind its last word that one learns beside work ("Thanh nhạc (VHVL)")."""
    return _STUDY_BEHIND.search(title) is not None


def _without(start: re.Pattern[str], text: str) -> str:
    found = start.match(text)
    return text[found.end() :] if found else text


def _without_signs(text: str) -> str:
    """A text without the small pictures that leaflets set before a name."""
    begin = 0
    while begin < len(text) and (text[begin] == " " or unicodedata.category(text[begin]) in _SIGNS):
        begin += 1
    return text[begin:]


def _doubt_of(title: str) -> str:
    folded = fold(title)
    if _COUNT.fullmatch(folded) or _ORDINALS.fullmatch(folded):
        return "unclear: a count, not a name"
    names = [name for name in title.split(";") if any(map(str.isalpha, name))]
    return "several: more than one name" if len(names) > 1 else ""
