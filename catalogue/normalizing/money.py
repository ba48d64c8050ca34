"""Fees as offices write them: free or paid, and the whole fee of a course in đồng; words in, values out."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from catalogue.normalizing.numerals import read_numeral
from parsers.document import CellValue
from parsers.text import fold

FREE = "free"
PAID = "paid"
LOWEST = 50_000
HIGHEST = 200_000_000
_THOUSAND = 1_000
_MILLION = 1_000_000
_LONGEST = 500
_UNITLESS = 10 * _THOUSAND
"""Below this a bare figure is no fee in đồng: it lacks its unit."""

_SCALES = {
    "tỷ": 1_000 * _MILLION,
    "tỉ": 1_000 * _MILLION,
    "triệu": _MILLION,
    "trieu": _MILLION,
    "tr": _MILLION,
    "m": _MILLION,
    "nghìn": _THOUSAND,
    "ngàn": _THOUSAND,
    "nghin": _THOUSAND,
    "ngan": _THOUSAND,
    "ng": _THOUSAND,
    "k": _THOUSAND,
}
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_AMOUNT = re.compile(
    rf"(?<![\w.,/])(?P<number>\d+(?:[.,\s]\d{{3}})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?)"
    rf"\s*(?:\(?(?P<scale>{_SCALE})(?![^\W\d_])\s*(?:(?P<half>rưỡi|ruoi)|(?P<rest>\d{{1,3}})(?![\d.,]))?)?"
    r"\s*(?P<dong>đồng|dong|vnđ|vnd|₫|đ|d)?(?![^\W\d_])",
)
# In "1,5 - 2 triệu" the unit of the second figure is that of the first too.
_SHARED_SCALE = re.compile(
    rf"(\d+(?:[.,]\d+)?)\s*(-|–|đến|tới|den)\s*(\d+(?:[.,]\d+)?)\s*({_SCALE})(?![^\W\d_])"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOT_MONEY = re.compile(
    r"^\s*(?:%|tháng|tuần|ngày|buổi|tiết|giờ|năm|học\s+kỳ|kỳ|người|học\s+viên|khóa|khoá|lớp|tín\s+chỉ|đợt|lần|/\d"
    r"|thang|tuan|ngay|buoi|tiet|gio|nam)(?![^\W\d_])"
)
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
_FEW = 50
"""Nobody asks for so few thousands: below this a bare figure counts millions."""
_BEYOND = 1e15
"""Digits without end are a figure of this size: it is over every bound, and still a number."""
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


@dataclass(frozen=True, slots=True)
class _Amount:
    vnd: float
    start: int
    end: int
    has_unit: bool


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
    low = _SHARED_SCALE.sub(r"\1 \4 \2 \3 \4", low)
    if words in _YES or words in _NO:
        return _from_tick(words in _YES, heading)
    amounts = _amounts(low, heading)
    free = _FREE.search(words) is not None and not (amounts and max(one.vnd for one in amounts) == 0)
    if free and not amounts:
        return _free(words)
    if not amounts:
        return _without_figure(low, words)
    return _with_figures(low, words, heading, amounts, free=free)


def _from_number(number: float, heading: str) -> Fee:
    if number == 0:
        return Fee(FREE)
    if number < _THOUSAND and number % 1 and heading_scale(heading) == 1:
        return Fee(PAID, round(number * _MILLION), doubt="unit: taken for millions of đồng")
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


def _with_figures(low: str, words: str, heading: str, amounts: list[_Amount], *, free: bool) -> Fee:
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


def _beside_extras(fees: list[_Amount], low: str, *, free: bool) -> Fee:
    """A fee beside which material, books or an examination are paid for: another may judge otherwise."""
    doubt = "several: something else is paid for too"
    if not any(one.vnd for one in fees):
        return Fee(FREE, doubt=doubt)
    whole = len(fees) == 1 and not free and not _period(low)
    return Fee(PAID, round(fees[0].vnd) if whole else None, doubt=doubt)


def _free_and_figure(figures: set[float], low: str) -> Fee:
    vnd = next(iter(figures)) if len(figures) == 1 and not _period(low) else None
    return Fee(PAID, None if vnd is None else round(vnd), doubt="conditional: free and a fee in one text")


def _several(low: str, words: str, amounts: list[_Amount]) -> Fee:
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
    if amount < _FEW and not sure_unit:
        return Fee(PAID, round(amount * _MILLION), doubt="unit: taken for millions of đồng")
    if vnd < _UNITLESS and not sure_unit:
        return Fee(PAID, vnd * _THOUSAND, doubt="unit: taken for thousands of đồng")
    if not LOWEST <= vnd <= HIGHEST:
        return Fee(PAID, vnd, doubt="range: an unusual fee")
    return Fee(PAID, vnd, doubt=doubt)


def _period(low: str) -> bool:
    return _PER.search(low) is not None and _WHOLE.search(low) is None


@lru_cache(maxsize=512)
def _heading_period(heading: str) -> bool:
    low = unicodedata.normalize("NFC", heading).casefold()
    return _period(low) or (_PERIOD_NAMED.search(low) is not None and _WHOLE.search(low) is None)


@lru_cache(maxsize=512)
def heading_scale(heading: str) -> int:
    """What a figure is multiplied by for its heading: "(nghìn đồng)", "1.000 đ", "(triệu đồng)"."""
    words = fold(heading)
    if re.search(r"\btrieu\b|\btr ?d(?:ong)?\b|\btrvnd\b", words):
        return _MILLION
    if re.search(r"\b(?:nghin|ngan|ngd|nd)\b|\b(?:x )?1 ?000 ?(?:d|dong|vnd)?\b|\bk$", words):
        return _THOUSAND
    return 1


def _amounts(low: str, heading: str) -> list[_Amount]:
    return [_amount(match, heading) for match in _AMOUNT.finditer(low) if _is_money(match, low)]


def _is_money(match: re.Match[str], low: str) -> bool:
    if match["scale"] or match["dong"]:
        return True
    digits = re.sub(r"\D", "", match["number"])
    if _NOT_MONEY.match(low[match.end() :]) or re.match(r"0\d", digits):
        return False
    if _YEAR.fullmatch(match["number"]) and re.search(r"[^\W\d_]", low):
        return False
    return len(digits) >= 4 or low.strip() == match.group().strip()  # noqa: PLR2004 - smaller ones count other things


def _amount(match: re.Match[str], heading: str) -> _Amount:
    scale = _SCALES.get(match["scale"] or "", 0)
    number = _number(match["number"], decimal=scale >= _MILLION)
    has_unit = bool(scale or match["dong"])
    vnd = number * scale + _remainder(match, scale) if scale else number
    if not has_unit and heading_scale(heading) > 1 and number * heading_scale(heading) <= HIGHEST:
        vnd, has_unit = number * heading_scale(heading), True
    elif match["dong"] and not scale and number < _THOUSAND and heading_scale(heading) > 1:
        vnd = number * heading_scale(heading)
    return _Amount(vnd if vnd < _FEW else round(min(vnd, _BEYOND)), match.start(), match.end(), has_unit)


def _remainder(match: re.Match[str], scale: int) -> float:
    """What follows the scale: "2tr5" is two and five tenths, "2tr250" two and 250 thousandths."""
    if match["half"]:
        return scale / 2
    rest = match["rest"]
    return int(rest) * scale / 10 ** len(rest) if rest else 0


def _number(written: str, *, decimal: bool) -> float:
    """The figure of groups or a decimal; ``decimal`` reads "1.250" (million) as one and a quarter."""
    compact = re.sub(r"\s", "", written)
    marks = len(re.findall(r"[.,]", compact))
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", compact) and not (decimal and marks == 1):
        return float(re.sub(r"[.,]", "", compact))
    if compact.isdigit():
        return float(compact)
    if re.fullmatch(r"\d+(?:\.\d{3})+,\d+", compact):
        return float(compact.replace(".", "").replace(",", "."))
    if marks > 1:  # groups of which the first is too long, or marks of both kinds
        groups = re.match(r"\d+(?:[.,\s]\d{3}(?!\d))*", written)
        whole = groups.group() if groups else ""
        return float(re.sub(r"\D", "", whole) + "." + re.sub(r"\D", "", written[len(whole) :]))
    return float(compact.replace(",", "."))
