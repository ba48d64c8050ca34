"""Texts as folded words with what their writing tells: capitals, clauses, cities as one word; no I/O."""

from __future__ import annotations

import re
from dataclasses import dataclass

from config.units import UnitWords
from parsers.text import fold

_TOKEN = re.compile(r"[^\W_]+|[\n.;:!?()\[\]|\"“”,/]")
_MOST = 3000
_LONGEST = 20_000
_LONGEST_PLACE = 5


@dataclass(slots=True)
class Tokens:
    """The words of a text: as folded, as written, and those before which a line or clause ends."""

    words: list[str]
    written: list[str]
    after_break: set[int]

    def is_capital(self, at: int) -> bool:
        return self.written[at][:1].isupper()

    def is_upper(self, at: int) -> bool:
        return self.written[at].isupper()


def tokens_of(text: str, vocabulary: UnitWords) -> Tokens:
    """The first words of a text, some thousands at most."""
    tokens = Tokens([], [], {0})
    words, written = tokens.words, tokens.written
    for match in _TOKEN.findall(text[:_LONGEST]):
        if not match[0].isalnum():
            tokens.after_break.add(len(words))
            continue
        folded = fold(match)
        for word in vocabulary.joined.get(folded, (folded,)):
            words.append(word)
            written.append(match)
        if len(words) >= _MOST:
            break
    if not vocabulary.place_starts.isdisjoint(words):
        _join_places(tokens, vocabulary)
    return tokens


def _join_places(tokens: Tokens, vocabulary: UnitWords) -> None:
    """Each city becomes one word, however it was written."""
    at = 0
    while at < len(tokens.words):
        length = (
            _place_length(tokens.words, at, vocabulary) if tokens.words[at] in vocabulary.place_starts else 0
        )
        if length:
            tokens.words[at] = vocabulary.places[tuple(tokens.words[at : at + length])]
            del tokens.words[at + 1 : at + length]
            del tokens.written[at + 1 : at + length]
            tokens.after_break = {
                place if place <= at else place - length + 1
                for place in tokens.after_break
                if place <= at or place >= at + length
            }
        at += 1


def _place_length(words: list[str], at: int, vocabulary: UnitWords) -> int:
    lengths = range(_LONGEST_PLACE, 0, -1)
    return next((length for length in lengths if tuple(words[at : at + length]) in vocabulary.places), 0)
