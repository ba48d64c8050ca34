"""The head of an old Word file (FIB): its dialect, its parts and where they stand; no text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parsers.document import Reason, UnreadableError
from parsers.formats.doc.binary import long, short

_WORD = (0xA5EC, 0xA5DC)
_OLDER = (0xA5DB, 0xA59B, 0xA59C, 0xA697, 0xA698, 0xA699)
_FIRST_97 = 105
_ENCRYPTED, _SECOND_TABLE, _COMPLEX = 0x0100, 0x0200, 0x0004

# The stories of a document in the order of their characters.
STORIES = ("body", "footnotes", "headers", "macros", "comments", "endnotes", "boxes", "header boxes")

# Offset and length of each structure: its number among the pairs.
_PAIRS_97 = {
    "styles": 1, "headers": 11, "looks": 12, "forms": 13, "fonts": 15, "pieces": 33,
    "anchors": 40, "header anchors": 41, "drawings": 50, "boxes": 56, "header boxes": 58,
    "lists": 73, "list uses": 74,
}  # fmt: skip
_PAIRS_AT_97 = 0x9A
_PLACES_95 = {
    "styles": 0x60, "headers": 0xB0, "looks": 0xB8, "forms": 0xC0, "fonts": 0xD0, "pieces": 0x160,
}  # fmt: skip
_LENGTHS_97, _LENGTHS_95 = 0x4C, 0x34


@dataclass(frozen=True, slots=True, kw_only=True)
class Fib:
    """What the head says. ``old`` is the dialect of Word 6 and 95; ``pages`` its runs of property pages."""

    old: bool
    encrypted: bool
    pieced: bool
    language: int
    table: str
    text: tuple[int, int]
    lengths: Mapping[str, int]
    places: Mapping[str, tuple[int, int]]
    pages: Mapping[str, tuple[int, int]]


def read_fib(word: bytes) -> Fib:
    """The head of the document stream."""
    kind, version, flags = short(word, 0), short(word, 2), short(word, 0x0A)
    if kind in _OLDER:
        raise UnreadableError(Reason.UNSUPPORTED, f"a document of Word 2 or older ({kind:#x})")
    if kind not in _WORD:
        raise UnreadableError(Reason.CORRUPT, f"doc: no Word head ({kind:#x})")
    old = version < _FIRST_97
    lengths = _LENGTHS_95 if old else _LENGTHS_97
    return Fib(
        old=old,
        encrypted=bool(flags & _ENCRYPTED),
        pieced=bool(flags & _COMPLEX) or not old,
        language=short(word, 6),
        table="1Table" if flags & _SECOND_TABLE else "0Table",
        text=(long(word, 0x18), long(word, 0x1C)),
        lengths={story: long(word, lengths + 4 * number) for number, story in enumerate(STORIES)},
        places=_places_95(word) if old else _places_97(word),
        pages=_pages_95(word) if old else {},
    )


def _places_97(word: bytes) -> dict[str, tuple[int, int]]:
    # Files of other programs may have fewer pairs than Word writes.
    known = short(word, _PAIRS_AT_97 - 2)
    found = {}
    for name, number in _PAIRS_97.items():
        at = _PAIRS_AT_97 + 8 * number
        found[name] = (long(word, at), long(word, at + 4)) if number < known else (0, 0)
    return found


def _places_95(word: bytes) -> dict[str, tuple[int, int]]:
    return {name: (long(word, at), long(word, at + 4)) for name, at in _PLACES_95.items()}


def _pages_95(word: bytes) -> dict[str, tuple[int, int]]:
    """The first page of properties and their number: Word 6 listed only some of them."""
    return {
        "looks": (short(word, 0x18A), short(word, 0x18E)),
        "forms": (short(word, 0x18C), short(word, 0x190)),
    }
