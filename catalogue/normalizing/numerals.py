"""Numbers written in Vietnamese words ("hai triệu năm trăm nghìn"); text in, a whole number out."""

from __future__ import annotations

import re

from parsers.text import fold

_DIGITS = {
    "khong": 0, "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "lam": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9,
}  # fmt: skip
_GROUPS = {"nghin": 1_000, "ngan": 1_000, "trieu": 1_000_000, "ty": 1_000_000_000, "ti": 1_000_000_000}
_WORD = "|".join([*_DIGITS, *_GROUPS, "muoi", "tram", "linh", "le", "ruoi"])
_RUN = re.compile(rf"\b(?:{_WORD})(?: (?:{_WORD}))*\b")


def read_numeral(text: str) -> int | None:
    """The number of the longest run of number words that holds thousands or millions; None where none is."""
    runs = [run.group().split() for run in _RUN.finditer(fold(text))]
    runs = [run for run in runs if any(word in _GROUPS for word in run)]
    return _amount(max(runs, key=len)) if runs else None


def _amount(words: list[str]) -> int:
    total = part = 0
    scale = 1
    for word in words:
        if word in _GROUPS:
            scale = _GROUPS[word]
            total, part = total + max(part, 1) * scale, 0
        elif word == "ruoi":
            total += scale // 2
        else:
            part = _grow(part, word)
    # "ba triệu hai" is three and two tenths: a lone digit after a group counts its next lower hundred.
    if part and scale > 1 and words[-1] in _DIGITS and words[-2] in _GROUPS:
        return total + part * scale // 10
    return total + part


def _grow(part: int, word: str) -> int:
    if word == "tram":
        return max(part, 1) * 100
    if word == "muoi":
        tens = part % 100
        return part - tens + max(tens, 1) * 10 if tens < 10 else part + 10  # noqa: PLR2004 - tens are below ten
    return part + _DIGITS.get(word, 0)
