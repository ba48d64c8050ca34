"""Records told in one line: a name, then values that show what they are; knows no field's meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial

from parsers.document import Cell
from parsers.layout.headings import ABBREVIATION, Lexicon
from parsers.layout.kept import ANSWERS, OncePer
from parsers.layout.phrases import is_general, is_group, is_title
from parsers.layout.shapes import SPAN, URL, choice_in, is_money
from parsers.text import fold
from parsers.wanted import Shape, WantedField, WantedRecord

LONGEST_LINE = 400
LONGEST_NAME = 120
LONGEST_PIECE = 90
FEWEST_TOLD = 2
FEWEST_UNLISTED = 3

# The shapes whose values show what they are.
_TELLING = frozenset({Shape.MONEY, Shape.DURATION, Shape.URL, Shape.CHOICE})

_DASHES = re.compile(r"\s[-–—|]\s|;\s+")
_COMMAS = re.compile(r",\s+")
_BEFORE_FIGURE = re.compile(r"^\D+")
_ENCLOSED = re.compile(r"(?P<name>[^()]+?)\s*\((?P<rest>[^()]+)\)\s*[.;]?")


@dataclass(frozen=True, slots=True)
class Told:
    """The name of a record and its other values by field."""

    name: str
    values: Mapping[str, str]


def told_in(text: str, lexicon: Lexicon, *, listed: bool, fewest: int = FEWEST_TOLD) -> Told | None:
    """The record that a line tells of; ``listed``: it is an item of a list, so that less is proof enough."""
    if len(text) > LONGEST_LINE or text.replace("://", "").count(":") > 1:
        return None
    record = lexicon.wanted.records[0]
    for pieces in _ways(text, listed=listed):
        values, unknown = values_said(pieces[1:], record)
        enough = len(values) >= (fewest if listed else FEWEST_UNLISTED)
        if enough and unknown < len(values) and _is_name(pieces[0], lexicon):
            return Told(pieces[0], values)
    return None


def told_beside(text: str, lexicon: Lexicon) -> Mapping[str, str]:
    """The values in the brackets behind the words of a line, for whatever they stand for."""
    found = _ENCLOSED.fullmatch(text)
    if found is None:
        return {}
    return values_said(_parted(_COMMAS, found["rest"]), lexicon.wanted.records[0])[0]


def _ways(text: str, *, listed: bool) -> Iterator[list[str]]:
    """The line as name and pieces: parted by dashes or semicolons, in brackets, or by commas in a list.

    Behind a colon in a list all may be said in the way of a sentence.
    """
    name, colon, rest = text.partition(": ")
    if colon:
        yield from ([name.strip(), *_parted(way, rest)] for way in (_COMMAS, _DASHES) if listed)
        return
    yield _parted(_DASHES, text)
    found = _ENCLOSED.fullmatch(text)
    if found:
        yield [found["name"], *_parted(_COMMAS if "," in found["rest"] else _DASHES, found["rest"])]
    if listed:
        yield _parted(_COMMAS, text)


def _parted(separator: re.Pattern[str], text: str) -> list[str]:
    return [piece.strip(" .;,") for piece in separator.split(text)]


def values_said(pieces: Sequence[str], record: WantedRecord) -> tuple[dict[str, str], int]:
    """What the pieces say by field, and how many say nothing that is known."""
    shown = _shown_of(record)
    values: dict[str, str] = {}
    unknown = 0
    for piece in pieces:
        one = next((one for one in shown(piece) if one.key not in values), None)
        if one is None:
            unknown += 1
        else:
            values[one.key] = _without_heading(piece, one)
    return values, unknown


def _showing(record: WantedRecord) -> Callable[[str], Sequence[WantedField]]:
    """What tells the fields of a record that a piece can be a value of, and of nothing else."""
    telling = [one for one in record.fields if one.collected and one.shape in _TELLING]
    return lru_cache(maxsize=ANSWERS)(partial(_shown, telling))


_shown_of = OncePer(_showing)


def _shown(telling: Sequence[WantedField], piece: str) -> Sequence[WantedField]:
    if not piece or len(piece) > LONGEST_PIECE:
        return ()
    return tuple(one for one in telling if _shows(one, piece))


def _without_heading(piece: str, one: WantedField) -> str:
    """A length without the words that only say that it is one: "thời gian 18 tháng"."""
    words = _BEFORE_FIGURE.match(piece)
    if one.shape is Shape.DURATION and words is not None and fold(words[0]) in one.headings:
        return piece[words.end() :]
    return piece


def _shows(one: WantedField, piece: str) -> bool:
    """Whether a piece can be nothing but a value of this field."""
    if one.shape is Shape.MONEY:
        return bool(one.choices) and (bool(choice_in(one, piece)) or is_money(Cell(piece)))
    if one.shape is Shape.DURATION:
        return SPAN.match(piece) is not None
    if one.shape is Shape.URL:
        return URL.fullmatch(piece) is not None
    return bool(choice_in(one, piece))


def _is_name(text: str, lexicon: Lexicon) -> bool:
    """Whether the first piece may be a name: not the words that open a list or speak of all."""
    first = lexicon.wanted.records[0]
    if not 1 < len(text) <= LONGEST_NAME or not text[0].isalpha() or not text[0].isupper():
        return False
    known = lexicon.quick(text)
    if known and known[0].field.collected and known[0].score >= ABBREVIATION:
        return False
    general = is_general(text, lexicon) or is_group(text, lexicon)
    return not (general or is_title(text, lexicon, first.kind))
