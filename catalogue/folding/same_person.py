"""Which statements speak of one person: by name, by part of a name, by telephone or address."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Generic, TypeVar

from rapidfuzz import fuzz

from catalogue.records import Value, text_of
from parsers.text import fold

Known = TypeVar("Known")

_REACHED_BY = ("phone", "email")
_CLOSE = 90.0
# What stands before a name in a letter, folded; only where something follows it.
_HONORIFICS = frozenset(("ong", "ba", "anh", "chi", "thay", "co", "em", "bac", "ths", "ts", "cn", "ks", "gv"))


def short_name(text: str) -> str:
    """A name as spoken of in a letter, folded, without what stands before it: "cô Oanh" is "oanh"."""
    words = fold(text).split()
    while len(words) > 1 and words[0] in _HONORIFICS:
        words.pop(0)
    return " ".join(words)


def named_alike(name: str, people: Iterable[tuple[str, Known]]) -> list[Known]:
    """The persons of these folded names that a name may mean: all that bear it, else all that end with it."""
    known = [(full, person) for full, person in people if full]
    whole, short = fold(name), short_name(name)
    equal = [person for full, person in known if full in (whole, short)]
    return equal or [person for full, person in known if _calls(short, full)]


class People(Generic[Known]):
    """Persons to be found again by name, telephone or address."""

    def __init__(self) -> None:
        self._named: dict[str, Known] = {}
        self._reached: dict[str, list[tuple[str, Known]]] = defaultdict(list)

    def add(self, person: Known, values: Mapping[str, Value]) -> None:
        """Remember a person under all that is known of him or her."""
        name = fold(text_of(values, "full_name"))
        if name:
            self._named.setdefault(name, person)
        for key in _REACHED_BY:
            address = text_of(values, key)
            if address:
                self._reached[address].append((name, person))

    def find(self, values: Mapping[str, Value]) -> Known | None:
        """The same person: the name is equal, or telephone or address where one name is not told in full."""
        name = fold(text_of(values, "full_name"))
        if name in self._named:
            return self._named[name]
        for key in _REACHED_BY:
            for other, person in self._reached.get(text_of(values, key), ()):
                if may_be_one(name, other):
                    return person
        return None


def _calls(short: str, full: str) -> bool:
    return bool(short) and (full == short or full.endswith(f" {short}"))


def may_be_one(one: str, other: str) -> bool:
    """Whether two folded names may be one person's: one is not told, ends the other, or is close to it."""
    if not one or not other or _calls(short_name(one), other) or _calls(short_name(other), one):
        return True
    return fuzz.ratio(one, other) >= _CLOSE
