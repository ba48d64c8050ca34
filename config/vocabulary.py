"""The words of Vietnamese offices, read from the package's own data; never judges, never changes."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True)
class Heading:
    """How one field is headed in tables and forms. ``abbreviations`` count only when met exactly."""

    headings: tuple[str, ...]
    abbreviations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Values:
    """The words of values, as written. Mappings go from a code to its words.

    ``assurances`` are phrases that say yes in a sentence, by field; ``masks`` are phrases that contain a
    word of a vocabulary without meaning it, such as the name of a school. ``expansions`` are abbreviations
    that stand inside headings, with the words they may stand for.
    """

    levels: Mapping[str, tuple[str, ...]]
    deliveries: Mapping[str, tuple[str, ...]]
    fees: Mapping[str, tuple[str, ...]]
    work_study: tuple[str, ...]
    assurances: Mapping[str, tuple[str, ...]]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    empty: tuple[str, ...]
    ditto: tuple[str, ...]
    totals: tuple[str, ...]
    signatures: tuple[str, ...]
    foreign: tuple[str, ...]
    people: tuple[str, ...]
    examples: tuple[str, ...]
    titles: tuple[str, ...]
    universal: tuple[str, ...]
    masks: tuple[str, ...]
    units: tuple[str, ...]
    lists: tuple[str, ...]
    unlisted: tuple[str, ...]
    expansions: Mapping[str, tuple[str, ...]]
    asking: tuple[str, ...]
    contact_captions: tuple[str, ...]
    honorifics: tuple[str, ...]
    positions: tuple[str, ...]


@cache
def headings() -> Mapping[str, Heading]:
    """The headings of every known field, by its key ("course.name")."""
    return MappingProxyType({key: _heading(entry) for key, entry in _load("headings.json").items()})


@cache
def ambiguous() -> Mapping[str, tuple[str, ...]]:
    """Headings that stand under several fields, with the keys of these fields."""
    owners: dict[str, list[str]] = {}
    for key, entry in headings().items():
        for word in (*entry.headings, *entry.abbreviations):
            owners.setdefault(word.casefold(), []).append(key)
    return {word: tuple(keys) for word, keys in owners.items() if len(keys) > 1}


@cache
def vague() -> Mapping[str, tuple[str, ...]]:
    """Headings of many meanings, by the field ("course.url") that they head where the values show it."""
    return MappingProxyType({key: tuple(words) for key, words in _load("vague.json").items()})


@cache
def values() -> Values:
    """The words of closed vocabularies and of the rows that are no records."""
    return Values(**{name: _frozen(words) for name, words in _load("values.json").items()})


def _heading(entry: Mapping[str, Any]) -> Heading:
    return Heading(tuple(entry["headings"]), tuple(entry.get("abbreviations", ())))


def _frozen(words: Any) -> Any:
    if isinstance(words, dict):
        return MappingProxyType({code: tuple(entries) for code, entries in words.items()})
    return tuple(words)


def _load(name: str) -> dict[str, Any]:
    text = files("config").joinpath("vocabulary", name).read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
