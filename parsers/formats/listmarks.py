"""What stands before the items of lists, numbers in their forms and bullets; counts nothing itself."""

from __future__ import annotations

_PLAIN_BULLETS = ("-", "+", "*", "–")


def bullet(said: str) -> str:
    """The bullet that a reader sees: plain ones as they are, the signs of any font as one."""
    return said if said in _PLAIN_BULLETS else "•"


def counted(number: int, form: str) -> str:
    """A number in the form of its list."""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % 8 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    shown = ""
    rest = number % 4000
    for worth, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
        (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        shown += letters * (rest // worth)
        rest %= worth
    return shown
