"""Words of closed vocabularies to codes: level, delivery, work-study, yes or no; text in, values out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from config.vocabulary import values
from parsers.text import fold

TICKED = "☒☑✓✔✅√■▣🗹\uf0fe\uf0fc\uf052\uf053"
UNTICKED = "☐□◻▢❏❑\uf0a8\uf06f\uf0a3"
_BOX = re.compile(rf"([{TICKED}]|[{UNTICKED}]|[\[(]\s*[xXvV✓✔]\s*[\])]|\[\s*\]|\(\s+\))")
_IS_TICKED = re.compile(rf"[{TICKED}xXvV]")
_LONGEST_BLANK = 40
_NONE_LETTERS = "cCkKhH"
"""What "chưa có", "không có" and "hiện chưa có" may begin with; other texts are not looked at for long."""

_LONGEST_TEXT = 500


@dataclass(frozen=True, slots=True)
class Choice:
    """A code of the vocabulary, None where the text names none. ``doubt`` as in Value."""

    code: str | None
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class YesNo:
    """True, False, or None where nothing is said."""

    value: bool | None
    doubt: str = ""


NONE = Choice(None)
UNSAID = YesNo(value=None)
YES = YesNo(value=True)
NO = YesNo(value=False)

_ONLINE = re.compile(
    r"\b(?:tr(?:uc)? tuyen|online|on line|e ?learning|qua mang|internet|zoom|(?:google )?meet|lms|mooc|teams"
    r"|(?:qua|tren|bang) (?:\w+ )?zalo|video|livestream|google classroom|virtual|webinar)\b"
)
_IN_PERSON = re.compile(
    r"\b(?:tr(?:uc)? tiep|tap trung|offline|off line|mat doi mat|onsite|face to face|f2f|truyen thong"
    r"|on site|in class|in person|luu dong|tren lop"
    r"|(?:tai|o) (?:truong|lop|xuong|trung tam|co so|doanh nghiep|cong ty|nha may|quan|phuong|khu pho|bep|san"
    r"|vuon|trai|nong trai|phong may|cang|benh vien|hoi truong|van phong)|tai (?:cho|phong)"
    r"|(?:thuc hanh|thuc tap) (?:\w+ ){0,2}?(?:tai|o) (?!nha\b(?! may)))\b"
)
_MIXED = re.compile(r"\b(?:ket hop|ban truc tuyen|blended|hybrid|xen ke)\b")
_ENDS_MIXED = re.compile(r"\b(?:truc tuyen|online) ket hop$")
_DENIED_MODE = re.compile(
    r"\b(?:khong|chua)(?: \w+){0,2}? (?:truc tuyen|online|truc tiep|offline|tap trung)\b"
)
_EITHER = re.compile(r"\bhoac\b|\btuy chon\b|\bor\b")
_DISTANCE = re.compile(r"\btu xa\b|\btu hoc co huong dan\b")
_WORK_STUDY = re.compile(r"\bvua (?:hoc vua lam|lam vua hoc)\b|\bv ?[hl] ?v ?[hl]\b")
_SHORT_WORDS = {"on": "online", "off": "in_person", "onl": "online", "kh": "blended", "tt": "online"}
_UNSURE_WORDS = frozenset({"tt", "kh"})

_LEVELS = (
    ("college", re.compile(r"\bcao dang\b|\bcdn?\b|\bcollege\b")),
    ("intermediate", re.compile(r"\btrung cap\b|\btccn\b|\btcn?\b|\b9\b(?=$| )|\bintermediate\b")),
    ("elementary", re.compile(r"\bso cap\b|\bscn?\b|\belementary\b")),
    (
        "short_term",
        re.compile(
            r"\bngan han\b|\bthuong xuyen\b|\bduoi (?:0?3|ba) thang\b|\bboi duong\b|\btap huan\b"
            r"|\bchuyen de\b|\bkem cap\b"
            r"|\btruyen nghe\b|\bdttx\b|\bshort\b|\bngan ngay\b|\bky nang\b|\bnghiep vu\b"
        ),
    ),
)
_UPGRADE = re.compile(r"\blien thong\b|\blen (?:cao dang|trung cap)\b")
_NO_START = re.compile(r"^(?:khong|chua|ko|k|hong)\b")
_NOT_A_NO = re.compile(r"^khong (?:chi|nhung|gioi han|bat buoc)\b")


def read_level(text: str) -> Choice:
    """The level that a text names; several named give the first, doubted."""
    return _level(text[:_LONGEST_TEXT])


@lru_cache(maxsize=4096)
def _level(text: str) -> Choice:
    words = fold(ticked(text))
    exact = _exact("levels").get(words)
    return Choice(exact) if exact else _level_in(words)


def read_delivery(text: str) -> Choice:
    """How a course is delivered; "vừa học vừa làm" alone says nothing of it."""
    return _delivery(text[:_LONGEST_TEXT])


@lru_cache(maxsize=4096)
def _delivery(text: str) -> Choice:
    words = fold(ticked(text))
    exact = _exact("deliveries").get(words)
    if exact:
        return Choice(exact, "several: one or the other" if "/" in text and exact == "blended" else "")
    if words in _SHORT_WORDS:
        doubt = "abbreviation: may mean something else" if words in _UNSURE_WORDS else ""
        return Choice(_SHORT_WORDS[words], doubt)
    return _delivery_in(words, text)


def read_work_study(text: str) -> YesNo:
    """Whether a text says that one learns beside work; only an explicit no is False."""
    return _work_study(text[:_LONGEST_TEXT])


@lru_cache(maxsize=4096)
def _work_study(text: str) -> YesNo:
    words = fold(ticked(text))
    if not _WORK_STUDY.search(words):
        return UNSAID
    return YesNo(value=not re.search(r"\bkhong (?:\w+ ){0,3}vua\b", words))


def read_yes_no(text: str) -> YesNo:
    """A tick, a yes or no, or a description of what there is (which is a yes)."""
    return _yes_no(text[:_LONGEST_TEXT])


@lru_cache(maxsize=4096)
def _yes_no(text: str) -> YesNo:
    shown = unicodedata.normalize("NFC", text).strip()
    if _BOX.search(shown):
        shown = ticked(shown).strip()
        if not shown:
            return UNSAID
    sign = fold(shown) or shown.casefold()
    if not sign.strip("-–—_.…?*/ ") or sign in _signs("empty") - _signs("no"):
        return NO if sign.startswith("chua co") else UNSAID
    if sign in _signs("yes"):
        return YES
    if sign in _signs("no"):
        return UNSAID if sign in UNTICKED or sign == "o" else NO
    return _described(sign)


def is_blank(text: str) -> bool:
    """Whether a text stands for nothing: no letter or digit, dots, "đang cập nhật"."""
    if len(text) > _LONGEST_BLANK and text[0].isalpha():
        return False
    folded = fold(text)
    if folded:
        return folded in _signs("empty")
    sign = text.strip().casefold()
    return not any(map(str.isalnum, sign)) or sign in _signs("empty")


def says_none(text: str) -> bool:
    """Whether a text answers that there is none ("Chưa có", "Không có trang web")."""
    if text[:1].isascii() and text[:1].isalpha() and text[0] not in _NONE_LETTERS:
        return False
    words = fold(text)
    return bool(
        re.match(r"^(?:hien )?(?:chua|khong) (?:co|xay dung|lap|thiet lap)\b|^(?:khong|chua)$", words)
    )


def ticked(text: str) -> str:
    """The words behind ticked boxes where a text has boxes ("☐ Có ☒ Không"), else the text itself."""
    if not _BOX.search(text):
        return text
    pieces = _BOX.split(text)
    # A box stands before its words; where the text begins with words and ends with a box, it stands behind.
    behind = bool(pieces[0].strip(" :;,-–\n")) and not pieces[-1].strip() and ":" not in pieces[0]
    chosen = []
    for index in range(1, len(pieces), 2):
        if _IS_TICKED.search(pieces[index]):
            chosen.append(pieces[index - 1] if behind else pieces[index + 1])
            if not chosen[-1].strip() and len(pieces) == 3:  # noqa: PLR2004 - one lone ticked box
                return "x"
    return " ; ".join(piece.strip(" :;,\n") for piece in chosen)


def _described(sign: str) -> YesNo:
    if _NO_START.match(sign) and not _NOT_A_NO.match(sign):
        return NO
    if re.match(r"^(?:dang (?:cap nhat|xay dung|trien khai|xin)|se |theo yeu cau|tuy )", sign):
        return YesNo(value=None, doubt="unclear: neither yes nor no")
    return YES


@lru_cache(maxsize=2048)
def _level_in(words: str) -> Choice:
    for mask in _masks():
        words = words.replace(mask, " ")
    found = [code for code, pattern in _LEVELS if pattern.search(words)]
    if "short_term" in found and len(found) > 1:
        # "Sơ cấp (ngắn hạn)", "bồi dưỡng trình độ sơ cấp": the formal level says more.
        found.remove("short_term")
    if not found:
        return NONE
    if len(found) == 1 or _UPGRADE.search(words):
        return Choice(found[0])
    first = min(found, key=lambda code: _position(code, words))
    return Choice(first, "several: more than one level is named")


def _position(code: str, words: str) -> int:
    match = dict(_LEVELS)[code].search(words)
    return match.start() if match else len(words)


@lru_cache(maxsize=2048)
def _delivery_in(words: str, text: str) -> Choice:
    words = _DENIED_MODE.sub(" ", words)
    online, in_person = _ONLINE.search(words) is not None, _IN_PERSON.search(words) is not None
    mixed = _MIXED.search(words) is not None
    if online and in_person:
        unsure = not mixed and (_EITHER.search(words) is not None or "/" in text)
        return Choice("blended", "several: one or the other" if unsure else "")
    if online and _ENDS_MIXED.search(words):
        # The letter's own "trực tuyến kết hợp trực tiếp", cut short.
        return Choice("blended")
    if online:
        half = mixed and ("thuc hanh" in words or words.startswith("ket hop"))
        return Choice("blended" if half else "online", "inferred: combined with online" if half else "")
    if in_person and mixed and (words.startswith("ket hop") or re.search(r"\btt\b", words)):
        return Choice("blended", "inferred: combined, the other way is not named")
    if in_person:
        return Choice("in_person")
    if mixed:
        return Choice("blended")
    if _DISTANCE.search(words):
        return Choice("online", "inferred: distance learning")
    return NONE


@cache
def _exact(table: str) -> Mapping[str, str]:
    vocabulary: Mapping[str, tuple[str, ...]] = getattr(values(), table)
    return {fold(word): code for code, entries in vocabulary.items() for word in entries}


@cache
def _signs(table: str) -> frozenset[str]:
    return frozenset(fold(word) or word.casefold() for word in getattr(values(), table))


@cache
def _masks() -> tuple[str, ...]:
    """Phrases that hold a level's word without meaning it, longest first; levels themselves are kept."""
    levels = _exact("levels")
    masks = {fold(mask) for mask in values().masks}
    return tuple(sorted((mask for mask in masks if mask not in levels), key=len, reverse=True))
