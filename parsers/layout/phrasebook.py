"""Folded phrases of a vocabulary by their first words: which of them a text may hold; knows no field."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from parsers.layout.kept import OncePer


class Phrase(NamedTuple):
    """A phrase; ``rank`` is its place in the vocabulary, ``code`` what it stands for there, if anything."""

    rank: int
    text: str
    code: str = ""


class Phrasebook:
    """The phrases of a vocabulary; a text is asked about few of them only."""

    def __init__(self, phrases: Iterable[tuple[str, str]]) -> None:
        """Phrases in order, each with its code."""
        self._by_first: dict[str, list[Phrase]] = {}
        for rank, (text, code) in enumerate(phrases):
            self._by_first.setdefault(text.split(" ")[0], []).append(Phrase(rank, text, code))

    def among(self, folded: str) -> list[Phrase]:
        """The phrases whose first word stands in a folded text, in their order; no other can stand there."""
        words = set(folded.split(" ")) & self._by_first.keys()
        return sorted(one for word in words for one in self._by_first[word])

    def stands_in(self, folded: str) -> bool:
        """Whether a folded text with blanks at its ends holds any phrase."""
        words = set(folded.split(" ")) & self._by_first.keys()
        return any(f" {one.text} " in folded for word in words for one in self._by_first[word])


def _of_phrases(phrases: Sequence[str]) -> Phrasebook:
    return Phrasebook((phrase, "") for phrase in phrases)


def _of_choices(choices: Mapping[str, Sequence[str]]) -> Phrasebook:
    return Phrasebook((phrase, code) for code, phrases in choices.items() for phrase in phrases)


phrases_of: OncePer[Sequence[str], Phrasebook] = OncePer(_of_phrases)
choices_of: OncePer[Mapping[str, Sequence[str]], Phrasebook] = OncePer(_of_choices)
