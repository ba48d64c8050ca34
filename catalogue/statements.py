"""What a mail says of its list as a whole: that it replaces another, that there is none; no I/O."""

from __future__ import annotations

import re

from parsers.text import fold

_REPLACES = re.compile(
    r"\b(?:thay the|thay cho|huy bo|bo qua|thay)\b(?: \w+){0,4}? "
    r"(?:danh sach|ban|file|tep|thu|email|mail|noi dung|thong tin|du lieu|so lieu|bang)\b"
    r"(?: \w+){0,6}? (?:truoc|da gui|cu|lan truoc|lan 1|ban dau|hom truoc|hom qua|vua gui)\b"
    r"|\bthay the (?:toan bo|hoan toan|tat ca)\b"
    r"|\b(?:lay|dung|su dung|theo) (?:file|tep|ban|danh sach) nay thay\b"
    r"|\breplaces? (?:all|the previous|everything)\b"
)
_NOT_REPLACES = re.compile(r"\bkhong (?:thay the|thay cho|huy)\b")
_NO_COURSES = re.compile(
    r"\b(?:chua|khong)(?: (?:co|con|to chuc|mo|trien khai|thuc hien|dao tao|ke hoach|dang))+"
    r"(?: (?:duoc|cac|bat ky|bat cu|mot|them|loai|thong tin|ve|danh sach))*"
    r" (?:khoa|lop|chuong trinh dao tao|hoat dong dao tao)\b"
)
_STILL_SOME = re.compile(
    r"\b(?:chua|khong) (?:co|to chuc|mo) (?:khoa|lop)(?: \w+){0,3} (?:khac|nao khac|them)\b"
)


def replaces_list(text: str) -> bool:
    """Whether a mail says that its list takes the place of what was sent before."""
    words = fold(text)
    return _REPLACES.search(words) is not None and _NOT_REPLACES.search(words) is None


def states_no_courses(text: str) -> bool:
    """Whether a mail says that the unit has no courses; only meant where none is listed."""
    words = fold(text)
    return _NO_COURSES.search(words) is not None and _STILL_SOME.search(words) is None
