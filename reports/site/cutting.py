"""Long lists cut into pages so that a new entry changes few of them; values in, pages out.

A page ends where the mark of an entry says so, not after a fixed number: pages before and behind a change
keep their bounds. Each page is named by its first entry.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, Protocol, TypeVar

FEWEST, MOST, USUAL = 24, 72, 24
"""Entries on a page: at least, at most, and how many more come on the average beyond the fewest."""


class HasId(Protocol):
    """What can stand in a list."""

    @property
    def id(self) -> str: ...


Entry = TypeVar("Entry", bound=HasId)


@dataclass(frozen=True, slots=True)
class Page(Generic[Entry]):
    """One page of a list; ``first_id`` names it, and "" its neighbours where there are none.

    The list's own first page is named "" too: ``number`` 1.
    """

    entries: Sequence[Entry]
    number: int
    first_id: str
    previous_id: str
    next_id: str

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return bool(self.next_id)


def pages_of(entries: Sequence[Entry]) -> Iterator[Page[Entry]]:
    """The pages of a list in order; one empty page for an empty list."""
    bounds = [0, *_bounds(entries), len(entries)]
    starts = [entries[at].id if at else "" for at in bounds[:-1]]
    for number, (start, end) in enumerate(pairwise(bounds), 1):
        yield Page(
            entries=entries[start:end],
            number=number,
            first_id=starts[number - 1],
            previous_id=starts[number - 2] if number > 1 else "",
            next_id=starts[number] if number < len(starts) else "",
        )


def _bounds(entries: Sequence[Entry]) -> Iterator[int]:
    start = 0
    if len(entries) <= MOST:
        return
    for at, entry in enumerate(entries):
        size = at - start
        if size >= MOST or (size >= FEWEST and zlib.crc32(entry.id.encode()) % USUAL == 0):
            yield at
            start = at
