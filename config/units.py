"""The words in names of institutions, read from the package's own data; never judges, never changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitWords:
    """Folded words of unit names, each phrase as its words.

    ``types`` are the phrases that say what a unit is, by phrase; ``wider`` tells which types a vaguer
    word ("trường") may stand for. ``joined`` are words that hold two. ``subjects`` say what is taught,
    ``connectors`` nothing; ``places`` are cities by phrase,
    ``place_starts`` their first words. ``after_a_name`` are words that may follow
    a name with a capital and are no part of it. ``public_mail`` are first labels of the domains that
    everybody may write from, ``public_domains`` whole ones.
    """

    types: Mapping[Words, str]
    wider: Mapping[str, frozenset[str]]
    joined: Mapping[str, Words]
    subjects: frozenset[Words]
    connectors: frozenset[str]
    places: Mapping[Words, str]
    place_starts: frozenset[str]
    after_a_name: frozenset[str]
    public_mail: frozenset[str]
    public_domains: frozenset[str]


@cache
def unit_words() -> UnitWords:
    """The shipped words; read once."""
    text = files("config").joinpath("vocabulary", "units.json").read_text(encoding="utf-8")
    raw = json.loads(text)
    return UnitWords(
        types={_words(phrase): kind for kind, phrases in raw["types"].items() for phrase in phrases},
        wider={kind: frozenset(kinds) for kind, kinds in raw["wider"].items()},
        joined={word: _words(phrase) for word, phrase in raw["joined"].items()},
        subjects=frozenset(map(_words, raw["subjects"])),
        connectors=frozenset(raw["connectors"]),
        places={_words(phrase): word for phrase, word in raw["places"].items()},
        place_starts=frozenset(phrase.split()[0] for phrase in raw["places"]),
        after_a_name=frozenset(raw["after_a_name"]),
        public_mail=frozenset(raw["public_mail"]),
        public_domains=frozenset(raw["public_domains"]),
    )


def _words(phrase: str) -> Words:
    return tuple(phrase.split())
