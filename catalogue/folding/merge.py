"""Which statements speak of one course or one person: inside a message, and across a unit's messages."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process
from rapidfuzz.distance import Levenshtein

from catalogue.fields import CONTACT
from catalogue.folding.drafts import Draft, name_of
from catalogue.folding.same_person import People
from catalogue.folding.values import agree, includes, is_blank, is_spelled_out, is_usable
from catalogue.records import Entry, Origin, Value

CLOSE = 92.0
CLOSE_LENGTH = 8
# Above so many pairs a unit's list is no list of courses; close spelling is then not looked for.
_MOST_PAIRS = 1_000_000
# Nor does one course of so many of one name need to be told from all others: they stay apart, in order.
_MOST_NAMESAKES = 40
# A word may be misspelt by one letter where it has so many; shorter ones tell courses apart ("nam", "nữ").
_WORD_LENGTH = 3
_ACCENTED = 0.25


@dataclass(slots=True, eq=False)
class Group:
    """The entries of one message that state one record, in order; ``values`` are theirs, first ones first."""

    kind: str
    name: str
    entries: list[Entry] = field(default_factory=list)
    values: dict[str, Value] = field(default_factory=dict)

    def add(self, entry: Entry) -> None:
        self.entries.append(entry)
        for key, value in entry.values.items():
            if not is_blank(value):
                self.values.setdefault(key, value)

    @property
    def level(self) -> str:
        return level_of(self.values)


def level_of(values: Mapping[str, Value]) -> str:
    """The level of a course, "" where none is told."""
    value = values.get("level")
    return str(value.value) if value is not None and value.value else ""


def part_of(values: Mapping[str, Value]) -> Origin:
    """Where an entry lies: the origin of its first value."""
    first = next(iter(values.values()), None)
    return Origin() if first is None else first.origin


# --- inside one message


def grouped_courses(entries: Iterable[Entry]) -> list[Group]:
    """The courses of one message; the same title twice is two courses where their facts differ."""
    groups: list[Group] = []
    by_name: dict[str, list[Group]] = defaultdict(list)
    for entry in entries:
        name = name_of(entry.kind, entry.values)
        alike = by_name[name][:_MOST_NAMESAKES] if name else ()
        known = next((group for group in alike if _one_course(group, entry)), None)
        if known is None:
            known = Group(entry.kind, name)
            groups.append(known)
            by_name[name].append(known)
        known.add(entry)
    return groups


def grouped_contacts(entries: Iterable[Entry]) -> list[Group]:
    """The persons of one message."""
    people: People[Group] = People()
    groups: list[Group] = []
    for entry in entries:
        known = people.find(entry.values)
        if known is None:
            known = Group(CONTACT, name_of(CONTACT, entry.values))
            groups.append(known)
        known.add(entry)
        known.name = known.name or name_of(CONTACT, entry.values)
        people.add(known, known.values)
    return groups


def _one_course(group: Group, entry: Entry) -> bool:
    if not _levels_meet(group.level, level_of(entry.values)):
        return False
    one, other = part_of(group.values), part_of(entry.values)
    if one.part == other.part and _accents_part(group.values["title"], entry.values["title"]):
        return False
    differing = [key for key in _shared(group.values, entry.values) if not _same(key, group, entry)]
    if not differing:
        return True
    facts = {"fee" if key == "fee_vnd" else key for key in differing if not is_spelled_out(group.kind, key)}
    if one.part == other.part:
        # Two rows of one table are two courses; a list and a form below it may describe one in other words.
        return not facts and one.container != other.container
    # The same list as two files may differ by a slip; two facts that differ are two campuses.
    return len(facts) <= 1


def _same(key: str, group: Group, entry: Entry) -> bool:
    one, other = group.values[key], entry.values[key]
    return agree(key, one, other) or includes(key, one, other) or includes(key, other, one)


def _shared(one: Mapping[str, Value], other: Mapping[str, Value]) -> list[str]:
    return [
        key
        for key in other
        if key in one and key != "title" and is_usable(one[key]) and is_usable(other[key])
    ]


def _levels_meet(one: str, other: str) -> bool:
    return not one or not other or one == other


def _accents_part(one: Value, other: Value) -> bool:
    """Whether two titles differ by their accents alone and both bear some: "may" (sewing), "máy" (engine)."""
    first, second = str(one.value), str(other.value)
    return not (first.isascii() or second.isascii()) and _spelling(first) != _spelling(second)


def _spelling(title: str) -> list[list[str]]:
    # Sorted signs make hòa and hoà alike.
    return [sorted(word) for word in unicodedata.normalize("NFD", title.casefold()).split()]


# --- across messages


def matched_courses(groups: Sequence[Group], drafts: Iterable[Draft]) -> dict[Group, Draft | None]:
    """The known record of each group; None where several compete. A group without one is absent.

    The same title and a level that fits come first; of several the one that agrees most. Close
    spelling counts only for what is left on both sides, and only if nothing else competes.
    """
    index = _by_name(drafts)
    by_name: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        by_name[group.name].append(group)
    matched: dict[Group, Draft | None] = {}
    for name, alike in by_name.items():
        candidates = index.get(name, [])
        if candidates:
            matched.update(_paired(alike, candidates))
    matched.update(_closely_spelled(by_name, index))
    return matched


def find_courses(name: str, drafts: Iterable[Draft]) -> list[Draft]:
    """The records that a correction may mean by a title: equal, else close, else those that hold it."""
    index = _by_name(drafts)
    if not name or name in index:
        return index.get(name, [])
    names = [other for other in index if other]
    for fits in (is_close, _holds):
        fitting = {id(draft): draft for other in names if fits(other, name) for draft in index[other]}
        if fitting:
            return list(fitting.values())
    return []


def is_close(one: str, other: str) -> bool:
    """Whether two folded titles are one title misspelt: few letters differ, and no short word or number."""
    if min(len(one), len(other)) < CLOSE_LENGTH or fuzz.ratio(one, other) < CLOSE:
        return False
    return _is_misspelt(one.split(), other.split())


def _is_misspelt(first: Sequence[str], second: Sequence[str]) -> bool:
    if "".join(first) == "".join(second):
        return True
    if len(first) != len(second):
        return False
    return all(a == b or _misspelt(a, b) for a, b in zip(first, second, strict=True))


def _misspelt(one: str, other: str) -> bool:
    if min(len(one), len(other)) < _WORD_LENGTH or not (one.isalpha() and other.isalpha()):
        return False
    return Levenshtein.distance(one, other, score_cutoff=1) <= 1


def _holds(long: str, short: str) -> bool:
    return len(short) >= CLOSE_LENGTH and f" {short} " in f" {long} "


def _by_name(drafts: Iterable[Draft]) -> dict[str, list[Draft]]:
    index: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        for name in draft.names:
            index[name].append(draft)
    return index


def _paired(groups: Sequence[Group], drafts: Sequence[Draft]) -> dict[Group, Draft | None]:
    """One record for each group of a title, the best agreement first; None where two records tie."""
    if len(groups) * len(drafts) > _MOST_NAMESAKES**2:
        return dict(zip(groups, drafts, strict=False))
    scores = [
        (score, -order, -rank, group, draft)
        for order, group in enumerate(groups)
        for rank, draft in enumerate(drafts)
        if (score := _agreement(group, draft)) is not None
    ]
    scores.sort(key=lambda one: one[:3], reverse=True)
    if len(groups) == 1 and len(scores) > 1 and scores[0][0] == scores[1][0]:
        return {groups[0]: None}
    pairs: dict[Group, Draft | None] = {}
    taken: set[int] = set()
    for _score, _order, _rank, group, draft in scores:
        if group not in pairs and id(draft) not in taken:
            pairs[group] = draft
            taken.add(id(draft))
    return pairs


def _agreement(group: Group, draft: Draft) -> float | None:
    """How well a group fits a record of its name; None where it cannot be that record."""
    if not _levels_meet(group.level, level_of(draft.values)):
        return None
    shared = _shared(group.values, draft.values)
    agreed = sum(agree(key, group.values[key], draft.values[key]) for key in shared)
    if not group.name:
        # Without a name only the very same statement is the same course.
        return float(agreed) if shared and agreed == len(shared) else None
    score = agreed - (len(shared) - agreed)
    return score - _ACCENTED * _accents_part(group.values["title"], draft.values["title"])


def _closely_spelled(
    groups: Mapping[str, Sequence[Group]], index: Mapping[str, Sequence[Draft]]
) -> dict[Group, Draft]:
    left = [name for name in groups if len(name) >= CLOSE_LENGTH and name not in index]
    known = {id(draft) for name in groups for draft in index.get(name, ())}
    free = [name for name, drafts in index.items() if name and not known & {id(one) for one in drafts}]
    if not left or not free or len(left) * len(free) > _MOST_PAIRS:
        return {}
    look_alike = _LookAlike(free)
    wishes: dict[int, list[tuple[Group, Draft]]] = defaultdict(list)
    for name in left:
        near = {id(draft): draft for other in look_alike.near(name) for draft in index[other]}
        if len(near) == 1 and len(groups[name]) == 1:
            (group,), (draft,) = groups[name], near.values()
            if _levels_meet(group.level, level_of(draft.values)):
                wishes[id(draft)].append((group, draft))
    return dict(pairs[0] for pairs in wishes.values() if len(pairs) == 1)


class _LookAlike:
    """Titles by what a misspelt one shares with them, so that few are compared letter by letter."""

    def __init__(self, names: Iterable[str]) -> None:
        self._alike: dict[object, list[str]] = defaultdict(list)
        for name in names:
            for trait in self._traits(name):
                self._alike[trait].append(name)

    def near(self, name: str) -> list[str]:
        """The titles that ``is_close`` says to be this one."""
        alike = [other for trait in self._traits(name) for other in self._alike.get(trait, ())]
        close = process.extract(name, alike, scorer=fuzz.ratio, score_cutoff=CLOSE, limit=None)
        return [other for other, _score, _rank in close if is_close(name, other)]

    @staticmethod
    def _traits(name: str) -> tuple[object, object]:
        """The letters without spaces; the words with those left out that a slip may change."""
        words = name.split()
        firm = tuple("" if len(word) >= _WORD_LENGTH and word.isalpha() else word for word in words)
        return "".join(words), firm
