"""Figures of money in a text, each in đồng by its own unit or that of its heading; judges no fee, no I/O."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from parsers.text import fold

LOWEST = 50_000
HIGHEST = 200_000_000
THOUSAND = 1_000
MILLION = 1_000_000
FEW = 50
"""Nobody asks for so few thousands: below this a bare figure counts millions."""
_BEYOND = 1e15
"""Digits without end are a figure of this size: it is over every bound, and still a number."""

_SCALES = {
    "tỷ": 1_000 * MILLION,
    "tỉ": 1_000 * MILLION,
    "triệu": MILLION,
    "trieu": MILLION,
    "tr": MILLION,
    "m": MILLION,
    "nghìn": THOUSAND,
    "ngàn": THOUSAND,
    "nghin": THOUSAND,
    "ngan": THOUSAND,
    "ng": THOUSAND,
    "k": THOUSAND,
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


@dataclass(frozen=True, slots=True)
class Amount:
    """A figure in đồng and where it stands; ``has_unit``: a unit stands beside it or over it."""

    vnd: float
    start: int
    end: int
    has_unit: bool


def amounts_in(low: str, heading: str) -> list[Amount]:
    """The figures of money in a text of small letters, in order."""
    return [_amount(match, heading) for match in _AMOUNT.finditer(low) if _is_money(match, low)]


def with_shared_scale(low: str) -> str:
    """A text in which both ends of a range have the unit that stands behind the second only."""
    return _SHARED_SCALE.sub(r"\1 \4 \2 \3 \4", low)


@lru_cache(maxsize=512)
def heading_scale(heading: str) -> int:
    """What a figure is multiplied by for its heading: "(nghìn đồng)", "1.000 đ", "(triệu đồng)"."""
    words = fold(heading)
    if re.search(r"\btrieu\b|\btr ?d(?:ong)?\b|\btrvnd\b", words):
        return MILLION
    if re.search(r"\b(?:nghin|ngan|ngd|nd)\b|\b(?:x )?1 ?000 ?(?:d|dong|vnd)?\b|\bk$", words):
        return THOUSAND
    return 1


def _is_money(match: re.Match[str], low: str) -> bool:
    if match["scale"] or match["dong"]:
        return True
    digits = re.sub(r"\D", "", match["number"])
    if _NOT_MONEY.match(low[match.end() :]) or re.match(r"0\d", digits):
        return False
    if _YEAR.fullmatch(match["number"]) and re.search(r"[^\W\d_]", low):
        return False
    return len(digits) >= 4 or low.strip() == match.group().strip()  # noqa: PLR2004 - smaller ones count other things


def _amount(match: re.Match[str], heading: str) -> Amount:
    scale = _SCALES.get(match["scale"] or "", 0)
    number = _number(match["number"], decimal=scale >= MILLION)
    has_unit = bool(scale or match["dong"])
    vnd = number * scale + _remainder(match, scale) if scale else number
    if not has_unit and heading_scale(heading) > 1 and number * heading_scale(heading) <= HIGHEST:
        vnd, has_unit = number * heading_scale(heading), True
    elif match["dong"] and not scale and number < THOUSAND and heading_scale(heading) > 1:
        vnd = number * heading_scale(heading)
    return Amount(vnd if vnd < FEW else round(min(vnd, _BEYOND)), match.start(), match.end(), has_unit)


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
