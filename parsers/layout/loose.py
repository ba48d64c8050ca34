"""Lines that say values of a record without any label: each piece shows what it is; opens no record."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache, partial

from parsers.layout.bracketed import bare_of_label
from parsers.layout.headings import Lexicon, strip_marker
from parsers.layout.kept import ANSWERS, OncePer
from parsers.layout.shapes import SPAN, URL
from parsers.layout.told import values_said
from parsers.text import fold
from parsers.wanted import Shape, WantedField, WantedRecord

LONGEST = 160

# The first way parts wherever any other does.
_WAYS = tuple(map(re.compile, (r",\s+|;\s+|\s[-–—|•]\s", r",\s+|;\s+", r";\s+|\s[-–—|•]\s")))
# Words that may stand around choices without making them part of a name.
_AROUND = frozenset({"hoc", "dao", "tao", "day", "va", "voi", "ket", "hop", "he", "lop", "khoa", "xen", "ke"})
# What may stand behind a choice without making it part of a name: where, by what and when.
_CIRCUMSTANCE = re.compile(r"(?:tai|o|qua|tren|bang|vao|toi|sang|chieu|cuoi tuan|ngoai gio)\b")
_SUM = re.compile(
    r"\D{0,12}\d[\d.,]*\s?[^\W\d_]{1,8}(?:\s?\d{1,3})?(?:\s?/\s?[^\d(]{1,20})?(?:\s?\([^()]*\))?"
)
_BEFORE_FIGURE = re.compile(r"\D*")
_BEGUN_WITH = frozenset({"", "hoc", "hoc trong", "trong", "chi", "khoang", "tong"})
_LENGTH_END = re.compile(r"[^\W\d_]{0,8}(?:\s?\([^()]*\)|\s?/\s?[^\d]{1,12})?")


def is_in_pieces(text: str) -> bool:
    """Whether anything parts a text, so that it can say more than one thing."""
    return _WAYS[0].search(text) is not None


def said_only(text: str, lexicon: Lexicon) -> Mapping[str, str]:
    """What a line says by field where it says nothing else; empty where any piece of it may be a name."""
    return _sayings_of(lexicon)(text)


def _sayings(lexicon: Lexicon) -> Callable[[str], Mapping[str, str]]:
    """The same for one lexicon, remembered: a line is asked about by each of those before it."""
    return lru_cache(maxsize=ANSWERS)(partial(_said_by, lexicon))


_sayings_of = OncePer(_sayings)


def _said_by(lexicon: Lexicon, text: str) -> Mapping[str, str]:
    line = strip_marker(text).strip(" .;,")
    if not 1 < len(line) <= LONGEST or ": " in line or line.endswith(":"):
        return {}
    ways = dict.fromkeys(tuple(piece.strip(" .;,") for piece in way.split(line)) for way in _WAYS)
    return next(filter(None, (_values(pieces, lexicon) for pieces in ways)), {})


def _values(pieces: Sequence[str], lexicon: Lexicon) -> Mapping[str, str]:
    record = lexicon.wanted.records[0]
    fields = _fields_of(record)
    said: dict[str, str] = {}
    for piece in pieces:
        bare = bare_of_label(piece, lexicon)
        values, _ = values_said([bare], record)
        if not values:
            values = dict.fromkeys(_said_so(record, fold(bare)), bare)
        if len(values) != 1 or not all(_is_whole(fields[key], text) for key, text in values.items()):
            return {}
        if said.keys() & values.keys():
            return {}
        said |= values
    return said


def _by_key(record: WantedRecord) -> Mapping[str, WantedField]:
    return {one.key: one for one in record.fields}


def _yes_words(record: WantedRecord) -> Sequence[tuple[str, frozenset[str]]]:
    """The fields that a phrase can say yes to, each with its phrases."""
    agreed = (one for one in record.fields if one.collected and one.shape is Shape.YES_NO)
    return [(one.key, frozenset(one.words)) for one in agreed]


_fields_of = OncePer(_by_key)
_yes_words_of = OncePer(_yes_words)


def _said_so(record: WantedRecord, folded: str) -> list[str]:
    """The fields that a piece says yes to."""
    return [key for key, words in _yes_words_of(record) if folded in words]


def _is_whole(one: WantedField, piece: str) -> bool:
    """Whether a piece is the value from its first word to its last, or goes on with where and when."""
    if one.shape is Shape.URL:
        return URL.fullmatch(piece) is not None
    if one.shape is Shape.DURATION:
        figure = _figure(one, piece)
        found = SPAN.match(figure)
        return found is not None and _LENGTH_END.fullmatch(figure[found.end() :].strip()) is not None
    if one.shape is Shape.YES_NO:
        return True
    sum_alone = one.shape is Shape.MONEY and _SUM.fullmatch(_figure(one, piece)) is not None
    return sum_alone or _is_choice(one, piece)


def _figure(one: WantedField, piece: str) -> str:
    """A piece from its figure on, "" where other words stand before it than the field's own name."""
    found = _BEFORE_FIGURE.match(piece)
    words = fold(found[0]) if found else ""
    return piece[found.end() :] if found and (words in _BEGUN_WITH or words in one.headings) else ""


def _is_choice(one: WantedField, piece: str) -> bool:
    folded = fold(piece.partition("(")[0])
    words = [word for entries in one.choices.values() for word in entries]
    bare = f" {folded} "
    for word in sorted(words, key=len, reverse=True):
        bare = bare.replace(f" {word} ", " ")
    if bare != f" {folded} " and set(bare.split()) <= _AROUND:
        return True
    begun = max((word for word in words if f"{folded} ".startswith(f"{word} ")), key=len, default="")
    rest = folded.removeprefix(begun).strip()
    return bool(begun) and (not rest or rest in words or _CIRCUMSTANCE.match(rest) is not None)
