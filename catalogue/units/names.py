"""Finds units by the names written in texts: type and proper name must agree, namesakes stay apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from catalogue.records import Unit
from catalogue.units.tokens import Tokens, tokens_of
from config.units import UnitWords, Words, unit_words

THRESHOLD = 0.75
"""Below this a name is only a hint for the officer."""

_LONGEST_TYPE = 11
_LONGEST_SUBJECT = 5
_EXACT, _VAGUE, _OTHER_FORM, _NO_TYPE, _OTHER_KIND = 0.95, 0.85, 0.8, 0.6, 0.0
_NAMED_KINDS = frozenset({"continuing_centre"})
_PREFIXES = (("cd", "college"), ("tc", "intermediate_school"))
_PER_SUBJECT, _MISSING_SUBJECT, _EXTENDED = 0.2, 0.08, 0.3
_CLEAR_LEAD = 0.04
_SHORTEST_SIGN = 3


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The unit that texts name. ``confidence`` is 0 to 1, ``reason`` English."""

    unit_id: str | None
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Variant:
    """One way to write a unit's name: its type, what it teaches, and its own words."""

    unit_id: str
    kind: str
    subjects: Words
    proper: Words


class NameIndex:
    """The names of all units, found by their proper words: the cost of a text is its length."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._vocabulary = unit_words()
        self._by_start: dict[str, dict[str, list[_Variant]]] = {}
        for unit in units:
            names = dict.fromkeys(
                _variant(unit.id, name, self._vocabulary) for name in (unit.name, *unit.aliases)
            )
            for variant in names:
                if variant.proper:
                    first, second = (*variant.proper, "")[:2]
                    self._by_start.setdefault(first, {}).setdefault(second, []).append(variant)

    def match(self, texts: Iterable[str]) -> NameMatch:
        """The unit named by the first text that names exactly one; None where none or several are."""
        doubt = NameMatch(None, 0.0, "no name of the roster found")
        for text in texts:
            found = self._match(text)
            if found.unit_id is not None:
                return found
            doubt = max(doubt, found, key=lambda one: one.confidence)
        return doubt

    def _match(self, text: str) -> NameMatch:
        best: dict[str, float] = {}
        for unit_id, score in self._hits(tokens_of(text, self._vocabulary)):
            best[unit_id] = max(best.get(unit_id, 0.0), score)
        ranked = sorted(best.items(), key=lambda pair: (-pair[1], pair[0]))
        if not ranked or not ranked[0][1]:
            return NameMatch(None, 0.0, "no name of the roster found")
        (unit_id, score), *others = ranked
        if score < THRESHOLD:
            return NameMatch(None, score, f"a name resembles {unit_id}")
        if others and score - others[0][1] < _CLEAR_LEAD:
            return NameMatch(None, _NO_TYPE, f"several units named: {unit_id}, {others[0][0]}")
        return NameMatch(unit_id, score, "name")

    def _hits(self, tokens: Tokens) -> Iterator[tuple[str, float]]:
        covered = 0
        words = tokens.words
        for start, word in enumerate(words):
            seconds = self._by_start.get(word)
            if seconds is None:
                continue
            variants = (
                *seconds.get(words[start + 1] if start + 1 < len(words) else "", ()),
                *seconds.get("", ()),
            )
            ends = [(variant, start + len(variant.proper)) for variant in variants
                    if tuple(words[start : start + len(variant.proper)]) == variant.proper]  # fmt: skip
            longest = max((end for _, end in ends), default=0)
            if longest <= covered:  # a longer name holds these words
                continue
            covered = longest
            for variant, end in ends:
                if end == longest:
                    yield variant.unit_id, self._score(variant, tokens, start, end)

    def _score(self, variant: _Variant, tokens: Tokens, start: int, end: int) -> float:
        at, missing = _subjects_before(variant, tokens.words, start, self._vocabulary)
        kind, rest = self._kind_before(tokens.words, at, missing)
        if kind == "" and self._is_subject(tokens.words, at):
            return 0.0  # it teaches something else
        matched = len(variant.subjects) - len(rest)
        score = self._kind_score(variant, kind, matched) or _sign_score(variant, tokens, start, end)
        score -= _MISSING_SUBJECT if rest and (kind or matched) else 0.0
        score -= _EXTENDED if self._goes_on(tokens, end) else 0.0
        return max(score, 0.0)

    def _kind_score(self, variant: _Variant, kind: str, matched: int) -> float:
        if kind == variant.kind:
            return _EXACT if kind else 0.0
        wider = self._vocabulary.wider
        if kind and variant.kind:
            if variant.kind not in wider.get(kind, ()):
                return _OTHER_KIND
            return _OTHER_FORM if kind in _NAMED_KINDS else _VAGUE
        if kind:  # the alias names no type: a vague "trường" before it says nothing against it
            return _VAGUE if kind in wider else _OTHER_FORM
        return min(_NO_TYPE + _PER_SUBJECT * matched, _VAGUE)

    def _kind_before(self, words: Sequence[str], at: int, missing: Words) -> tuple[str, Words]:
        """The type that ends at a word, also joined with initials ("CĐKT"), and what is then missing."""
        for length in range(min(_LONGEST_TYPE, at + 1), 0, -1):
            kind = self._vocabulary.types.get(tuple(words[at - length + 1 : at + 1]))
            if kind:
                return kind, missing
        if at >= 0 and missing:
            for prefix, kind in _PREFIXES:
                if words[at] == prefix + _initials(missing):
                    return kind, ()
        return "", missing

    def _is_subject(self, words: Sequence[str], at: int) -> bool:
        """Whether the words that end here say what a unit teaches."""
        starts = range(max(0, at - _LONGEST_SUBJECT + 1), at + 1)
        return any(tuple(words[start : at + 1]) in self._vocabulary.subjects for start in starts)

    def _goes_on(self, tokens: Tokens, end: int) -> bool:
        """Whether the name goes on: a further word with a capital on the same line."""
        if end >= len(tokens.words) or end in tokens.after_break:
            return False
        following = tokens.words[end]
        if following in self._vocabulary.after_a_name or following.isdigit():
            return False
        return tokens.is_upper(end) if tokens.is_upper(end - 1) else tokens.is_capital(end)


def _subjects_before(
    variant: _Variant, words: Sequence[str], start: int, vocabulary: UnitWords
) -> tuple[int, Words]:
    """The word before the subjects that stand before the proper words, and which of them are missing."""
    missing = list(variant.subjects)
    at = start - 1
    while at >= 0:
        word = words[at]
        if word in missing:
            missing.remove(word)
        elif len(word) > 1 and word in _initial_runs(missing):
            del missing[_initial_runs(missing).index(word) :]
        elif word not in vocabulary.connectors:
            break
        at -= 1
    return at, tuple(missing)


def _initial_runs(words: Sequence[str]) -> list[str]:
    """The initials of the last words, the longest run first ("ktkt", "tkt", ... of kinh tế kỹ thuật)."""
    return ["".join(word[0] for word in words[at:]) for at in range(len(words))]


def _initials(words: Sequence[str]) -> str:
    return "".join(word[0] for word in words)


def _sign_score(variant: _Variant, tokens: Tokens, start: int, end: int) -> float:
    """How much a name without any type proves: the longer and the more like a name, the more."""
    if variant.kind:
        return 0.0
    if end - start == 1:
        long_enough = tokens.is_upper(start) and len(tokens.words[start]) >= _SHORTEST_SIGN
        return _VAGUE if long_enough else 0.0
    if not tokens.is_capital(start):
        return _NO_TYPE
    return _OTHER_FORM if end - start == 2 else _VAGUE  # noqa: PLR2004 - two words may be chance


def _variant(unit_id: str, name: str, vocabulary: UnitWords) -> _Variant:
    words = tuple(word for word in tokens_of(name, vocabulary).words if word not in vocabulary.connectors)
    kind, core = "", words
    for length in range(min(_LONGEST_TYPE, len(words)), 0, -1):
        if words[:length] in vocabulary.types:
            kind, core = vocabulary.types[words[:length]], words[length:]
            break
    split = _subjects_end(core, vocabulary)
    return _Variant(unit_id, kind, core[:split], core[split:])


def _subjects_end(core: Words, vocabulary: UnitWords) -> int:
    """Where the proper name begins; a name of subjects only is its own proper name."""
    at = 0
    while at < len(core):
        lengths = range(_LONGEST_SUBJECT, 0, -1)
        length = next((size for size in lengths if core[at : at + size] in vocabulary.subjects), 0)
        if length == 0:
            return at
        at += length
    return 0
