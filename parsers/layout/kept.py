"""What is worked out once of a value that is asked about again and again; knows nothing of the values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

_Of = TypeVar("_Of")
_Made = TypeVar("_Made")

MOST_VALUES = 128
ANSWERS = 8192
"""Answers by text that are remembered of one value; the texts of a column are few and come often."""


class OncePer(Generic[_Of, _Made]):
    """Makes something of a value once; told by identity, since what holds a mapping cannot be hashed."""

    def __init__(self, make: Callable[[_Of], _Made]) -> None:
        self._make = make
        self._held: dict[int, tuple[_Of, _Made]] = {}

    def __call__(self, of: _Of) -> _Made:
        held = self._held.get(id(of))
        # The value itself is held too, so that no other one can come to its place in memory.
        if held is None or held[0] is not of:
            held = (of, self._make(of))
            if len(self._held) >= MOST_VALUES:
                self._held.clear()
            self._held[id(of)] = held
        return held[1]
