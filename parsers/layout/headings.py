"""Evidence of headings: which fields a heading or label may stand for, and how surely; reads no cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import product

from rapidfuzz import fuzz, process

from parsers.text import fold
from parsers.wanted import Wanted, WantedField, WantedRecord

EXACT = 0.98
ABBREVIATION = 0.94
NOT_OURS = 0.02
SPELT_OUT = 0.04
IN_BRACKETS = 0.05
BEGUN = 0.85
BESIDE = 0.88
FUZZY_CUTOFF = 85
RUN_TOGETHER = 90
SAME_WORD = 60
LONGEST_SPELT = 6
LONGEST = 160
SURE = 0.8
# No heading that is known as it stands scores less.
KNOWN = 0.9

_HINT = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_SIDES = re.compile(r"\s*(?:[/|\n]|\s[-–—]\s)\s*")
_CACHE_LIMIT = 20_000


@dataclass(frozen=True, slots=True)
class Match:
    """One field that a heading may stand for. ``flag`` is the code of a tick column, ``part`` from 1."""

    kind: str
    field: WantedField
    score: float
    reason: str
    flag: str = ""
    part: int = 0

    @property
    def target(self) -> tuple[str, str, int]:
        """What only one column may claim."""
        return (self.kind, self.field.key, self.part)


@dataclass(slots=True)
class Lexicon:
    """The headings of one Wanted, indexed; answers are cached, so it is asked as often as one likes."""

    wanted: Wanted
    exact: dict[str, list[Match]] = field(default_factory=dict)
    flags: dict[str, list[Match]] = field(default_factory=dict)
    records: dict[str, WantedRecord] = field(default_factory=dict)
    captions: dict[str, str] = field(default_factory=dict)
    beginnings: dict[str, tuple[Match, ...]] = field(default_factory=dict)
    vague: dict[str, list[tuple[str, WantedField]]] = field(default_factory=dict)
    _fuzzy: list[str] = field(default_factory=list)
    _flags_run_together: dict[str, tuple[Match, ...]] = field(default_factory=dict)
    _seen: dict[str, tuple[Match, ...]] = field(default_factory=dict)
    _quick: dict[str, tuple[Match, ...]] = field(default_factory=dict)

    def quick(self, text: str) -> tuple[Match, ...]:
        """Matches by equality or by the leading words; cheap enough for every cell."""
        found = self._quick.get(text)
        if found is None:
            found = self._look(text) if len(text) <= LONGEST else ()
            _remember(self._quick, text, found)
        return found

    def match(self, text: str) -> tuple[Match, ...]:
        """Matches as in ``quick``, else by close spelling; best first."""
        found = self._seen.get(text)
        if found is None:
            found = self.quick(text) or self._close(text)
            _remember(self._seen, text, found)
        return found

    def flag(self, text: str) -> tuple[Match, ...]:
        """The choices that a tick column of this heading stands for."""
        for form in forms(text):
            if form in self.flags:
                return tuple(self.flags[form])
        return self._flags_run_together.get(fold(text), ())

    def caption(self, text: str) -> str:
        """The kind of record that a line opens a block of, "" where none."""
        return self.captions.get(fold(strip_marker(text)), "") if len(text) <= LONGEST else ""

    def is_index(self, text: str) -> bool:
        """Whether a heading is that of a serial number."""
        return len(text) <= LONGEST and fold(text) in self.wanted.index

    def _look(self, text: str) -> tuple[Match, ...]:
        versions = forms(text)
        if versions[0] in self.exact:
            return tuple(self.exact[versions[0]])
        own = self.exact.get(versions[1], ()) if len(versions) > 1 else ()
        hinted = [one for form in versions[2:] for one in self.exact.get(form, ())]
        if own or hinted:
            apart = IN_BRACKETS if own else 0.0
            known = [*own, *(_weaker(one, EXACT - apart, one.reason) for one in hinted)]
            return tuple(sorted(known, key=lambda one: -one.score))
        said_twice = self._on_both_sides(text)
        if said_twice:
            return said_twice
        asked = self._asked(text, versions[0])
        if asked:
            return asked
        spelt = tuple(way for form in versions[:2] for way in spelt_out(form, self.wanted.expansions))
        for form in spelt:
            if form in self.exact:
                return tuple(_weaker(one, EXACT - SPELT_OUT, "spelt out") for one in self.exact[form])
        for form in (*versions, *spelt):
            found = self._leading(form) or self._begun(form)
            if found:
                return tuple(sorted((*found, *self._named_beside(text)), key=lambda one: -one.score))
        return ()

    def _asked(self, text: str, form: str) -> tuple[Match, ...]:
        """A heading that is a question, as forms on the web have them: what it asks for."""
        if not text.rstrip().endswith("?"):
            return ()
        core = f" {form} "
        for word in sorted(self.wanted.asking, key=len, reverse=True):
            core = core.replace(f" {word} ", " ")
        words = sorted(core.split())
        named = next((one for one in self.exact if words and sorted(one.split()) == words), "")
        found = (one for one in self.exact.get(named, ()) if one.reason == "heading")
        return tuple(_weaker(one, EXACT - SPELT_OUT, "question") for one in found)

    def _named_beside(self, text: str) -> Iterable[Match]:
        """Behind a stroke a heading may call its column by the very word for the records themselves."""
        for other in text.split("/")[1:]:
            for one in self.exact.get(fold(other), ()):
                if one.field.key == self.records[one.kind].key and one.score > ABBREVIATION:
                    yield _weaker(one, BESIDE, "heading behind a stroke")

    def _on_both_sides(self, text: str) -> tuple[Match, ...]:
        """A heading in two languages, or two words for one thing, parted by a stroke or a dash."""
        sides = [self.exact.get(fold(side), ()) for side in _SIDES.split(text)]
        if len(sides) == 1 or not all(sides):
            return ()
        shared = set.intersection(*({one.target for one in side} for side in sides))
        return tuple(
            _weaker(one, EXACT - NOT_OURS, "heading said twice") for one in sides[-1] if one.target in shared
        )

    def _begun(self, form: str) -> tuple[Match, ...]:
        """A heading of some words with which synonyms of one field only begin."""
        return tuple(
            _weaker(one, BEGUN, "heading begun") for one in self.beginnings.get(form, ()) if " " in form
        )

    def _leading(self, form: str) -> tuple[Match, ...]:
        """The longest synonym that the heading begins with: Vietnamese nouns lead."""
        words = form.split()
        for size in range(min(len(words) - 1, 7), 0, -1):
            head = " ".join(words[:size])
            if head not in self.exact or (size == 1 and len(head) < len("link")):
                continue
            share = size / len(words)
            score = (0.80 if size > 1 else 0.60) + 0.14 * share
            return tuple(
                _weaker(one, score, f"heading begins {score:.2f}")
                for one in self.exact[head]
                if one.score > ABBREVIATION
            )
        return ()

    def _close(self, text: str) -> tuple[Match, ...]:
        for form in forms(text):
            if len(form) < len("hoc phi"):
                continue
            best = process.extractOne(
                form, self._fuzzy, scorer=fuzz.token_sort_ratio, score_cutoff=FUZZY_CUTOFF
            )
            if best is not None and _is_misspelt(form, best[0]):
                score = 0.85 * best[1] / 100
                return tuple(_weaker(one, score, f"heading ~{score:.2f}") for one in self.exact[best[0]])
        return ()


def lexicon_of(wanted: Wanted) -> Lexicon:
    """The index of this Wanted; built once for each value."""
    held = _lexicons.get(id(wanted))
    if held is None or held.wanted is not wanted:
        held = _index(wanted)
        if len(_lexicons) >= _LEXICONS_KEPT:
            _lexicons.clear()
        _lexicons[id(wanted)] = held
    return held


def forms(text: str) -> tuple[str, ...]:
    """A heading folded as it stands, without its hints in brackets, and each hint (a second language)."""
    whole = fold(text)
    if "(" not in text and "[" not in text:
        return (whole,)
    return (whole, fold(_HINT.sub(" ", text)), *(fold(hint) for hint in _HINT.findall(text)))


def spelt_out(form: str, expansions: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """A folded heading with its abbreviations written out, in each way that they may be meant."""
    words = form.split()
    if len(words) > LONGEST_SPELT:
        return ()
    ways = [(*expansions.get(word, ()), word) for word in words]
    if all(len(one) == 1 for one in ways):
        return ()
    return tuple(" ".join(chosen) for chosen in product(*ways) if list(chosen) != words)


MARKER = re.compile(
    r"^\s*(?P<marker>[-–—•*+●▪■◦❖➢✓▶►➔→⇒◆○★]+|\(?(?:\d{1,2}(?:\.\d{1,2})*|[IVX]{1,5}|[a-zA-ZđĐ])\s?[.)/](?!\d)|[IVX]{1,5}\s?[-–])\s*"
)


def strip_marker(text: str) -> str:
    """A line without its bullet or number."""
    return MARKER.sub("", text, count=1)


_lexicons: dict[int, Lexicon] = {}
_LEXICONS_KEPT = 8


def _index(wanted: Wanted) -> Lexicon:
    lexicon = Lexicon(wanted)
    for record in wanted.records:
        lexicon.records[record.kind] = record
        for caption in record.captions:
            lexicon.captions[caption] = record.kind
        for one in record.fields:
            _index_field(lexicon, record.kind, one)
    for matches in (*lexicon.exact.values(), *lexicon.flags.values()):
        matches.sort(key=lambda match: -match.score)
    lexicon.beginnings = _beginnings(lexicon.exact)
    joined = {word.replace(" ", ""): tuple(found) for word, found in lexicon.flags.items() if " " in word}
    lexicon._flags_run_together = joined  # noqa: SLF001
    lexicon._fuzzy = [word for word in lexicon.exact if len(word) >= len("hoc phi")]  # noqa: SLF001
    return lexicon


def _index_field(lexicon: Lexicon, kind: str, one: WantedField) -> None:
    for rank, word in enumerate(one.headings):
        # A field's own first words weigh a little more than its farthest synonyms.
        score = EXACT - min(rank, 60) * 0.0005 - (0 if one.collected else NOT_OURS)
        lexicon.exact.setdefault(word, []).append(Match(kind, one, score, "heading"))
    for word in one.abbreviations:
        lexicon.exact.setdefault(word, []).append(Match(kind, one, ABBREVIATION, "abbreviation"))
    for number, words in enumerate(one.parts, 1):
        for word in words:
            lexicon.exact.setdefault(word, []).append(Match(kind, one, ABBREVIATION, "part", part=number))
    for word in one.vague:
        lexicon.vague.setdefault(word, []).append((kind, one))
    for word, code in one.flags.items():
        lexicon.flags.setdefault(word, []).append(Match(kind, one, 0.96, "tick column", flag=code))


def _beginnings(exact: Mapping[str, list[Match]]) -> dict[str, tuple[Match, ...]]:
    """The first words that synonyms share, where all these are of one field."""
    found: dict[str, list[Match]] = {}
    for word, matches in exact.items():
        words = word.split()
        for size in range(2, len(words)):
            found.setdefault(" ".join(words[:size]), []).extend(matches)
    return {form: (matches[0],) for form, matches in found.items() if _are_of_one(matches)}


def _are_of_one(matches: Iterable[Match]) -> bool:
    return len({one.target for one in matches}) == 1


def _is_misspelt(form: str, known: str) -> bool:
    """Whether a heading is a known one but for slips: another word in the place of one is no slip."""
    if fuzz.ratio(form.replace(" ", ""), known.replace(" ", "")) >= RUN_TOGETHER:
        return True
    return _has_words_of(form, known) or _has_words_of(known, form)


def _has_words_of(form: str, other: str) -> bool:
    words = form.split()
    return all(max(fuzz.ratio(word, one) for one in words) >= SAME_WORD for word in other.split())


def _weaker(match: Match, score: float, reason: str) -> Match:
    return Match(match.kind, match.field, score - (EXACT - match.score), reason, match.flag, match.part)


def _remember(cache: dict[str, tuple[Match, ...]], text: str, found: tuple[Match, ...]) -> None:
    if len(cache) >= _CACHE_LIMIT:
        cache.clear()
    cache[text] = found
