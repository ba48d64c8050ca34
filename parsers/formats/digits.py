"""Whole numbers as files write them in digits, however many those are; never raises."""

from __future__ import annotations

_MOST_DIGITS = 18
"""More count nothing that a file can hold; beyond some thousands the language itself refuses them."""


def whole(said: str, instead: int = -1) -> int:
    """The number that digits write, blanks around them aside; ``instead`` of none and of endless ones."""
    digits = said.strip()
    return int(digits) if digits.isdecimal() and len(digits) <= _MOST_DIGITS else instead
