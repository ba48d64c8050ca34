"""Rich text cut into its pieces: groups, control words, letters; what a word means is not known here."""

from __future__ import annotations

import re
from collections.abc import Iterator

# What a match is, by its last group.
WORDS, TEXT, OPEN, CLOSE, SYMBOL, BINARY = range(1, 7)
# Control words come in long runs that are the same for every cell, hence a run is one piece. A piece is
# bounded, so that matching a hostile file needs no memory.
TOKEN = re.compile(
    rb"((?:\\(?!u-?\d|bin(?![a-zA-Z]))[a-zA-Z]{1,32}(?:-?\d{1,10})? ?[\r\n]*+){1,256}+)"
    rb"|((?:[^\\{}]++|\\(?:'[0-9a-fA-F]{2}|u-?\d{1,10} ?|[{}\\~_-])){1,4096}+)"
    rb"|(\{)"
    rb"|(\})"
    rb"|\\([^a-zA-Z])"
    rb"|\\bin(\d{1,10})? ?",
    re.DOTALL,
)
_WORD = re.compile(rb"\\([a-zA-Z]+)(-?\d+)?")
_BRACE = re.compile(rb"[{}]|\\(?:bin(\d{1,10}) ?|.)", re.DOTALL)

Word = tuple[str, int | None]


def words_of(run: bytes) -> tuple[Word, ...]:
    """The control words of a run, each with its number, None where it has none."""
    return tuple((name.decode("ascii"), int(said) if said else None) for name, said in _WORD.findall(run))


def first_word(run: bytes) -> str:
    """The name of the first control word of a run."""
    match = _WORD.match(run)
    return match[1].decode("ascii") if match else ""


def group_end(data: bytes, start: int) -> int:
    """Where the group that ``start`` lies in closes: the place of its brace, or the end of a cut file."""
    depth = 0
    for brace, place in _braces(data, start):
        depth += 1 if brace == b"{" else -1
        if depth < 0:
            return place
    return len(data)


def _braces(data: bytes, start: int) -> Iterator[tuple[bytes, int]]:
    """The braces that open and close groups; not those that are letters or lie in binary data."""
    place: int | None = start
    while place is not None:
        matches, place = _BRACE.finditer(data, place), None
        for match in matches:
            if match[1]:
                place = match.end() + int(match[1])
                break
            if len(match[0]) == 1:
                yield match[0], match.start()
