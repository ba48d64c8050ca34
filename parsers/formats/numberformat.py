"""Numbers of a sheet as their number format shows them, the Vietnamese way; no file, no meaning."""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache, partial

from parsers.document import CellKind
from parsers.formats.numberdates import date_shower, is_date
from parsers.formats.numbertokens import Show as Show
from parsers.formats.numbertokens import Shown, literal, show_general, split
from parsers.formats.numbertokens import general as general

# The codes that a file names by number only (ECMA-376 part 1, 18.8.30); 14 and 22 follow the country.
_BUILT_IN = {
    0: "General",
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    14: "d/m/yyyy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "d/m/yyyy h:mm",
    37: "#,##0",
    38: "#,##0",
    39: "#,##0.00",
    40: "#,##0.00",
    45: "mm:ss",
    46: "h:mm:ss",
    47: "mm:ss",
    49: "@",
    **dict.fromkeys((*range(27, 37), *range(50, 59)), "d/m/yyyy"),
}
# As some programs write it in their own language.
_GENERAL = ("", "general", "standard", "@")
_CONDITION = re.compile(r"\[(<=|>=|<>|<|>|=)\s*(-?\d+(?:\.\d+)?)\]")
# Each takes the bound first.
_CONDITIONS: dict[str, Callable[[float, float], bool]] = {
    "<": operator.gt, "<=": operator.ge, ">": operator.lt, ">=": operator.le,
    "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_BREAK = ";"
# Enough for the largest number of a cell with the most places that a format may ask for.
_EXACT = Context(prec=600)
_MOST_PLACES = 200


def built_in(number: int) -> str:
    """The code of a built-in format, "General" for an unknown one."""
    return _BUILT_IN.get(number, "General")


@lru_cache(maxsize=2048)
def shower(code: str, *, since_1904: bool = False) -> Show:
    """How numbers under a format code are shown: kind, typed value and text.

    The text is empty where the format hides the number ("#,##0;-#,##0;" hides a zero).
    """
    if code.casefold() in _GENERAL:
        return show_general
    sections = _sections(split(code))
    shows = [_section_shower(tokens, since_1904=since_1904) for tokens in sections]
    if len(shows) == 1:
        return shows[0]
    conditions = [_condition(tokens) for tokens in sections]
    return _chooser(conditions, shows) if any(conditions) else _signed(shows)


def _sections(tokens: list[str]) -> list[list[str]]:
    """The sections for numbers; the one for texts has no say here."""
    sections: list[list[str]] = [[]]
    for token in tokens:
        if token == _BREAK:
            sections.append([])
        else:
            sections[-1].append(token)
    numeric = sections[:3] if len(sections) > 3 or "@" not in sections[-1] else sections[:-1]  # noqa: PLR2004
    return numeric or sections


def _section_shower(tokens: list[str], *, since_1904: bool) -> Show:
    if is_date(tokens):
        return date_shower(tokens, since_1904=since_1904)
    pattern = _Pattern(tokens)
    if pattern.placeholders:
        return pattern.show
    return show_general if pattern.unusual else partial(_show_words, pattern.prefix.strip())


def _show_words(words: str, number: float) -> Shown:
    return CellKind.NUMBER, number, words


def _signed(shows: list[Show]) -> Show:
    """Sections for positive and negative numbers and, if there is a third, for zero."""

    def show(number: float) -> Shown:
        if number >= 0:
            return shows[2 if number == 0 and len(shows) > len("+-") else 0](number)
        kind, value, text = shows[1](-number)
        return kind, number if kind is CellKind.NUMBER else value, text

    return show


def _condition(tokens: list[str]) -> Callable[[float], bool] | None:
    for token in tokens:
        match = _CONDITION.fullmatch(token)
        if match:
            return partial(_CONDITIONS[match[1]], float(match[2]))
    return None


def _chooser(conditions: list[Callable[[float], bool] | None], shows: list[Show]) -> Show:
    """The first section whose condition holds; one without a condition takes what is left."""

    def show(number: float) -> Shown:
        for condition, section in zip(conditions, shows, strict=True):
            if condition is None or condition(number):
                return section(number)
        return show_general(number)

    return show


class _Pattern:
    """A numeric format: prefix, digits, decimals, grouping, percent, suffix."""

    def __init__(self, tokens: list[str]) -> None:
        self.prefix, self.suffix = "", ""
        self.integers, self.decimals, self.optional = 0, 0, 0
        self.placeholders = self.grouped = self.fraction = False
        self.unusual = self.interleaved = self.general = self.percent = False
        self.tokens, commas = tokens, 0
        for sign in tokens:
            if sign == ",":
                commas += 1
            elif sign[0] in "0#?":
                self._digits(sign)
                self.grouped |= commas > 0 and not self.fraction
                commas = 0
            else:
                self._other(sign)
        self.scale = 1000**commas
        # Whole money without decimals, by far the usual case, needs no exact arithmetic.
        self._simple = self.scale == 1 and self.integers <= 1 and not (self.decimals or self.optional)
        self._simple &= not self.percent

    def _digits(self, token: str) -> None:
        self.interleaved |= bool(self.suffix)
        self.placeholders = True
        if not self.fraction:
            # Behind a zero every place is shown, whatever sign stands for it.
            self.integers += len(token) if self.integers else token.count("0")
        elif token[0] == "0":
            self.decimals += len(token)
        else:
            self.optional += len(token)

    def _other(self, sign: str) -> None:
        self.percent |= sign == "%"
        if sign == "." and self.placeholders and not self.suffix:
            self.fraction = True
        elif sign.lower() == "general":
            self.placeholders = self.general = True
        elif sign[0] in "Ee/@" and len(sign) <= len("E+"):
            self.unusual = True
        elif self.placeholders:
            self.suffix += literal(sign)
        else:
            self.prefix += literal(sign)

    def show(self, number: float) -> Shown:
        """The number as text; patterns beyond our grammar show it plainly."""
        if self.unusual or not math.isfinite(number) or self.decimals + self.optional > _MOST_PLACES:
            return show_general(number)
        if self.general:
            return CellKind.NUMBER, number, f"{self.prefix}{general(number)}{self.suffix}".strip()
        if self.interleaved:
            return self._slotted(number)
        return CellKind.NUMBER, number, self._text(number)

    def _slotted(self, number: float) -> Shown:
        """Digits from the right into a pattern with signs between them, as phone numbers are shown."""
        if number < 0 or number != int(number) or self.fraction or "/" in self.tokens:
            return show_general(number)
        digits, shown = list(str(int(number))), ""
        slots = [sign for token in self.tokens for sign in (token if token[0] in "0#?" else [token])]
        first = next(place for place, sign in enumerate(slots) if sign in ("0", "#", "?"))
        filled = slots.index("0") if "0" in slots else len(slots)
        for place in range(len(slots) - 1, -1, -1):
            sign = slots[place]
            if sign in ("0", "#", "?"):
                shown = (digits.pop() if digits else "0" * (place >= filled)) + shown
            else:
                shown = literal(sign) + shown
            if place == first:
                shown, digits = "".join(digits) + shown, []
        return CellKind.NUMBER, number, shown.strip()

    def _text(self, number: float) -> str:
        if self._simple and number == int(number):
            whole = f"{int(number):,}".replace(",", ".") if self.grouped else str(int(number))
            whole = whole if number or self.integers else ""
            return f"{self.prefix}{whole}{self.suffix}".strip()
        amount = Decimal(repr(number)) * (100 if self.percent else 1) / self.scale
        places = self.decimals + self.optional
        amount = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _EXACT)
        whole, _, fraction = f"{abs(amount):f}".partition(".")
        whole = whole.zfill(self.integers) if self.integers or int(whole) else ""
        if self.grouped:
            whole = re.sub(r"(?<=\d)(?=(\d{3})+$)", ".", whole)
        if self.optional:
            fraction = fraction[: self.decimals] + fraction[self.decimals :].rstrip("0")
        sign = "-" if amount < 0 else ""
        digits = f"{whole},{fraction}" if fraction else whole
        return f"{sign}{self.prefix}{digits}{self.suffix}".strip()
