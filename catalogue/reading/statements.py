"""What a mail says as a whole: that its list replaces another, that there is none, whom it asks; no I/O."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.text import fold

_LIST = r"(?:danh sach|ban|file|tep|thu|email|mail|thong tin|du lieu|so lieu|bang)"
_EARLIER = (
    r"(?:truoc|da gui|cu|lan truoc|lan (?:1|mot|dau)|ban dau|hom (?:truoc|qua)|vua gui|gui ngay|ngay \d+)"
)
_REPLACES = re.compile(
    rf"\bthay(?: the| cho)?(?! doi| mat| vi)\b(?: \w+){{0,4}}? {_LIST}\b(?: \w+){{0,6}}? {_EARLIER}\b"
    rf"|\b(?:huy(?: bo)?|bo(?: qua)?|thu hoi|khong (?:dung|su dung|lay))(?: \w+)?? {_LIST}"
    rf"(?: \w+){{0,4}}? {_EARLIER}\b"
    r"|\bthay the (?:toan bo|hoan toan|tat ca)\b"
    rf"|\b(?:lay|dung|su dung|theo) {_LIST} nay thay\b|\breplaces? (?:all|the previous|everything)\b"
)
_NOT_REPLACES = re.compile(r"\bkhong (?:thay the|thay cho|huy)\b")
_NO_COURSES = re.compile(
    r"\b(?:chua|khong)(?: (?:co|con|to chuc|mo|trien khai|thuc hien|dao tao|ke hoach|dang|phat sinh))+"
    r"(?: (?:duoc|cac|bat ky|bat cu|mot|them|loai|thong tin|ve|danh sach))*"
    r" (?:khoa|lop|chuong trinh dao tao|hoat dong dao tao|dao tao nghe)\b"
    r"|\bso (?:khoa|lop)(?: hoc| dao tao)? 0\b|\bkhong (?:to chuc )?dao tao nghe\b"
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


def is_letter_to_units(lines: Sequence[str]) -> bool:
    """Whether a document is addressed to schools: a letter that asks them, handed round or sent back.

    Whom such a letter names is no contact of a unit, and what it lists is what is asked for.
    """
    for number, line in enumerate(lines[:ADDRESSED_WITHIN]):
        words = fold(line)
        if not words.startswith("kinh gui"):
            continue
        rest = words.removeprefix("kinh gui")
        addressed = rest if rest.strip(" :") else fold("; ".join(lines[number + 1 : number + 1 + RECIPIENTS]))
        return _UNITS.search(addressed) is not None and "so giao duc" not in addressed
    return False


ADDRESSED_WITHIN = 40
RECIPIENTS = 4
_UNITS = re.compile(
    r"\b(?:hieu truong|giam doc|thu truong|ban giam hieu|lanh dao)? ?(?:cac|nhung|quy)"
    r" (?:truong|trung tam|co so (?:giao duc|dao tao|day nghe)|don vi (?:dao tao|giao duc))\b"
)
