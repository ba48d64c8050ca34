"""The pieces of a number format and what each prints by itself; shows no number but a plain one."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

from parsers.document import CellKind, CellValue

Shown = tuple[CellKind, CellValue, str]
Show = Callable[[float], Shown]

_TOKEN = re.compile(
    r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|AM/PM|A/P|General|y+|m+|d+|h+|s+|0+|[#?,.%@;]|E[+-]|.',
    re.IGNORECASE | re.DOTALL,
)
_EXACT = 1e15


def split(code: str) -> list[str]:
    """The pieces of a format code in their order."""
    return _TOKEN.findall(code)


def general(number: float) -> str:
    """A number without a format: integers plain, else the shortest text that means the same."""
    if not math.isfinite(number):
        return "#NUM!"
    if number == int(number) and abs(number) < _EXACT:
        return str(int(number))
    return repr(float(f"{number:.15g}"))


def show_general(number: float) -> Shown:
    """A number as it is shown without a format."""
    return CellKind.NUMBER, number, general(number)


def literal(token: str) -> str:
    """What a token of a format prints by itself."""
    if token[0] == '"':
        return token[1:-1]
    if token[0] == "\\":
        return token[1:]
    if token.startswith("[$"):
        return token[2:-1].partition("-")[0]
    if token[0] == "[" or token[0] == "*":
        return ""
    return " " if token[0] == "_" else token
