"""Fees as offices write them: free or paid, and the whole fee of a course in đồng; words in, values out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from catalogue.normalizing.amounts import (
    FEW,
    HIGHEST,
    LOWEST,
    MILLION,
    THOUSAND,
    Amount,
    amounts_in,
    heading_scale,
    with_shared_scale,
)
from catalogue.normalizing.numerals import read_numeral
from parsers.document import CellValue
from parsers.text import fold

FREE = "free"
PAID = "paid"
_LONGEST = 500
_UNITLESS = 10 * THOUSAND
"""Below this a bare figure is no fee in đồng: it lacks its unit."""

_PER = re.compile(
    r"(?:/|\bmỗi\b|\bmột\b|\btheo\b|\bhàng\b|\bhằng\b|\btừng\b|\bmoi\b|\bper\b)\s*(?:1\s+|một\s+)?"
    r"(?P<period>tháng|tín\s*chỉ|tc\b|buổi|học\s*kỳ|kỳ|hk\b|năm|giờ|tiết|tuần|ngày|mô\s*-?\s*đun|môn|học\s*phần"
    r"|đợt|cấp\s*độ|chuyên\s*đề|thang|tin\s*chi|buoi|hoc\s*ky|nam|gio|tiet|month|module)"
)
_PERIOD_NAMED = re.compile(
    r"\b(?:học phí|mức thu|mức phí|tiền học|phí|giá)\s+(?:của\s+)?(?:1\s+|một\s+)?"
    r"(?:tháng|tín chỉ|buổi|tiết|giờ|học kỳ|kỳ|năm)(?!\s*(?:học|\d|[ivx]+\b))(?!\w)"
)
_WHOLE = re.compile(
    r"(?:/|\bcả\b|\btoàn\b|\btrọn\b|\bmột\b|\bmỗi\b)\s*(?:\w+\s*/\s*)?(?:khóa|khoá|khoa|học viên|hv)\b"
)
_RANGE = re.compile(r"^\s*(?:-|–|—|đến|tới|den|~|→)\s*$")
_FROM = re.compile(
    r"(?:(?<!\w)(?:từ|trên|tối thiểu|ít nhất|thấp nhất|khoảng|tu|khoang|dưới|duoi|tối đa"
    r"|cao nhất|nhiều nhất|không quá|chưa đến|hơn|gần|tầm|chừng|cỡ|độ|up to|from)(?:\s+là)?|[≥≤<>~≈±])\s*$"
)
_OR_MORE = re.compile(r"^\s*(?:/\s*\w+\s*)?(?:trở lên|trở xuống|tro len|tro xuong|\+)(?!\w)")
_TIMES = re.compile(r"(?:đ|đồng|\d)\s*(?:/\s*\w+\s*)?[x×*]\s*\d+")
_FREE = re.compile(
    r"\bmien phi\b|\bmien hoc phi\b|\bmien 100\b"
    r"|\bkhong (?:thu|mat|dong|ton|tinh|phai dong|phai nop|co) ?(?:hoc )?phi\b"
    r"|^khong thu\b|^khong mat\b|^khong dong\b|\bho tro (?:toan bo|100|toan phan)\b|\bduoc ho tro toan bo\b"
    r"|^mien (?:do |duoc )?(?:ngan sach|nha nuoc|doanh nghiep|de an|du an)\b"
    r"|^free\b|^0 ?(?:d|dong|vnd)?$|^mien$|^mp$|^mien (?:toan bo|hoan toan)"
    r"|\b(?:chi tra|tai tro|dai tho) (?:toan bo|100)\b"
    r"|^khong phai (?:dong|nop|tra)(?: tien)?$"
)
_PAID = re.compile(
    r"\bco (?:thu )?(?:hoc )?phi\b|\bthu (?:hoc )?phi\b|\b(?:tra|mat|dong) (?:hoc )?phi\b|^paid$|^co thu$"
    r"|^tinh phi$"
)
_NOT_PAID = re.compile(r"\bkhong (?:co )?(?:thu|tra|mat|dong|phai)")
_CONDITION = re.compile(
    r"\bmien (?:hoc )?phi (?:\w+ )?(?:cho|doi voi|neu|voi|khi|thang|buoi|tuan|tai lieu|bai|hoc thu)\b"
    r"|\bmien giam\b|\b(?:ho ngheo|ho can ngheo|khuyet tat|bo doi|chinh sach|uu tien|doi tuong|xuat ngu)\b"
)
_EVERYONE = re.compile(r"\b(?:tat ca|moi|toan bo|100|hoan toan)\b")
_SOME = re.compile(
    r"\b(?:ho (?:can )?ngheo|khuyet tat|bo doi|chinh sach|uu tien|xuat ngu|dan toc|mo coi"
    r"|that nghiep|thuong binh)\b"
)
_ALL_OF_THEM = re.compile(r"\b(?:tat ca|moi)\b")
# What may be paid for beside the fee itself, right before its figure.
_EXTRA = re.compile(
    r"(?<!\w)(?:vật tư|vật liệu|nguyên liệu|nguyên vật liệu|tài liệu|giáo trình|lệ phí|phí thi|thi|đồng phục"
    r"|chứng chỉ|chứng nhận|sát hạch|hồ sơ|bảo hiểm|ăn|ở|ký túc xá|dụng cụ"
    r"|vat tu|tai lieu|le phi|phi thi|giao trinh)"
    r"(?:\s+[^\W\d]+){0,3}\s*[:=(là]*\s*$"
)
_BY_GROUP = re.compile(
    r"\b(?:ho ngheo|doi tuong|sinh vien|hoc sinh|nguoi ngoai|noi bo|giam|lan dau|dinh ky|uu dai|hoi vien)\b"
)
_YES = frozenset({"co", "x", "yes", "v"})
_NO = frozenset({"khong", "ko", "no"})


@dataclass(frozen=True, slots=True)
class Fee:
    """``kind`` is "free", "paid" or None; ``vnd`` the whole fee where one figure is given.

    ``doubt`` is a code with its reason, "" where sure; a kind of None with a doubt means: unclear words.
    """

    kind: str | None
    vnd: int | None = None
    doubt: str = ""


NOTHING = Fee(None)


def read_fee(text: str, value: CellValue = None, heading: str = "") -> Fee:
    """The fee that a cell or phrase states, under its heading (which may hold the unit or "Miễn phí")."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return _from_number(float(value), heading)
    return _from_text(text[:_LONGEST], heading[:_LONGEST])


@lru_cache(maxsize=4096)
def _from_text(text: str, heading: str) -> Fee:
    low = unicodedata.normalize("NFC", text).casefold().strip()
    words = fold(low)
    if not words:
        return NOTHING
    low = with_shared_scale(low)
    if words in _YES or words in _NO:
        return _from_tick(words in _YES, heading)
    amounts = amounts_in(low, heading)
    free = _FREE.search(words) is not None and not (amounts and max(one.vnd for one in amounts) == 0)
    if free and not amounts:
        return _free(words)
    if not amounts:
        return _without_figure(low, words)
    return _with_figures(low, words, heading, amounts, free=free)


def _from_number(number: float, heading: str) -> Fee:
    if number == 0:
        return Fee(FREE)
    if number < THOUSAND and number % 1 and heading_scale(heading) == 1:
        return Fee(PAID, round(number * MILLION), doubt="unit: taken for millions of đồng")
    amount = number * heading_scale(heading)
    if amount > HIGHEST and LOWEST <= number <= HIGHEST:
        amount = number
    return _paid(amount, period=_heading_period(heading), sure_unit=heading_scale(heading) > 1)


def _from_tick(yes: bool, heading: str) -> Fee:  # noqa: FBT001 - the tick is the value
    free_column = "mien phi" in fold(heading) and "co thu" not in fold(heading)
    return Fee(FREE if yes == free_column else PAID)


def _free(words: str) -> Fee:
    for_some = _SOME.search(words) and not _ALL_OF_THEM.search(words)
    if for_some or (_CONDITION.search(words) and not _EVERYONE.search(words)):
        return Fee(FREE, doubt="conditional: free for some learners only")
    return Fee(FREE)


def _without_figure(low: str, words: str) -> Fee:
    if _PAID.search(words) and not _NOT_PAID.search(words):
        return Fee(PAID)
    amount = read_numeral(low)
    if amount is not None and amount >= LOWEST:
        return _paid(amount, period=_period(low), sure_unit=True)
    return Fee(None, doubt="unclear: no figure and no word that tells")


def _with_figures(low: str, words: str, heading: str, amounts: list[Amount], *, free: bool) -> Fee:
    fees = [one for one in amounts if not _EXTRA.search(low[: one.start])]
    if len(fees) < len(amounts) and (free or fees):
        return _beside_extras(fees, low, free=free)
    figures = {one.vnd for one in amounts}
    if figures == {0}:
        return Fee(FREE)
    if free:
        return _free_and_figure(figures, low)
    if _TIMES.search(low):
        return Fee(PAID, doubt="product: a fee for each of several parts")
    if len(figures) > 1:
        return _several(low, words, amounts)
    only = amounts[0]
    if _FROM.search(low[: only.start]) is not None or _OR_MORE.match(low[only.end :]) is not None:
        return Fee(PAID, doubt="open: a least or rough figure only")
    period = _period(low) or (_heading_period(heading) and not _WHOLE.search(low))
    doubt = "differs: by group of learners" if _BY_GROUP.search(words) else ""
    return _paid(only.vnd, period=bool(period), sure_unit=only.has_unit, doubt=doubt)


def _beside_extras(fees: list[Amount], low: str, *, free: bool) -> Fee:
    """A fee beside which material, books or an examination are paid for: another may judge otherwise."""
    doubt = "several: something else is paid for too"
    if not any(one.vnd for one in fees):
        return Fee(FREE, doubt=doubt)
    whole = len(fees) == 1 and not free and not _period(low)
    return Fee(PAID, round(fees[0].vnd) if whole else None, doubt=doubt)


def _free_and_figure(figures: set[float], low: str) -> Fee:
    vnd = next(iter(figures)) if len(figures) == 1 and not _period(low) else None
    return Fee(PAID, None if vnd is None else round(vnd), doubt="conditional: free and a fee in one text")


def _several(low: str, words: str, amounts: list[Amount]) -> Fee:
    one, other = amounts[0], amounts[1]
    if len(amounts) == 2 and _RANGE.match(low[one.end : other.start]):  # noqa: PLR2004 - a range has two ends
        return Fee(PAID)
    whole = [each for each in amounts if _WHOLE.match(low[each.end :].lstrip())]
    parts = [each for each in amounts if _PER.match(low[each.end :].lstrip())]
    if len(whole) == 1:
        rest = "" if 1 + len(parts) == len(amounts) else "several: more than one figure"
        return _paid(whole[0].vnd, period=False, sure_unit=whole[0].has_unit, doubt=rest)
    doubt = "differs: by group of learners" if _BY_GROUP.search(words) else "several: more than one figure"
    return Fee(PAID, doubt=doubt)


def _paid(amount: float, *, period: bool, sure_unit: bool, doubt: str = "") -> Fee:
    if period:
        return Fee(PAID, doubt=doubt)
    vnd = round(amount)
    if amount < FEW and not sure_unit:
        return Fee(PAID, round(amount * MILLION), doubt="unit: taken for millions of đồng")
    if vnd < _UNITLESS and not sure_unit:
        return Fee(PAID, vnd * THOUSAND, doubt="unit: taken for thousands of đồng")
    if not LOWEST <= vnd <= HIGHEST:
        return Fee(PAID, vnd, doubt="range: an unusual fee")
    return Fee(PAID, vnd, doubt=doubt)


def _period(low: str) -> bool:
    return _PER.search(low) is not None and _WHOLE.search(low) is None


@lru_cache(maxsize=512)
def _heading_period(heading: str) -> bool:
    low = unicodedata.normalize("NFC", heading).casefold()
    return _period(low) or (_PERIOD_NAMED.search(low) is not None and _WHOLE.search(low) is None)
