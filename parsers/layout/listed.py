"""Bare lists: the names below, or behind, a line that says what it lists; decides which items are names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from parsers.layout.headings import KNOWN, MARKER, Lexicon
from parsers.layout.labels import Split
from parsers.layout.lines import Line
from parsers.layout.phrasebook import phrases_of
from parsers.layout.phrases import is_group, is_only_choice
from parsers.layout.shapes import EMAIL, PHONE, URL
from parsers.text import fold

LISTED = "item of a list"
"""The reason of a name that only a list tells: it counts where no other place tells of records."""

LONGEST_CAPTION = 220
LONGEST_ITEM = 100
FEWEST_ITEMS = 2
MOST_ITEMS = 300

_NUMBER = re.compile(r"\d+")
_INLINE = re.compile(r"(?:^|(?<=[\s;,.]))(?:\(?\d{1,2}[.)/]|[-–+•])\s+")
# Digits in threes with their currency: a price behind a name, which looks like a phone otherwise.
_SUM = re.compile(r"\b\d{1,3}(?:[.,]\d{3})+\s*(?:đ|₫|vnđ|vnd)", re.IGNORECASE)
_FIRST_INLINE = re.compile(r"\(?1[.)/]\s")


def items_below(
    parsed: Sequence[tuple[Split, Line]], number: int, lexicon: Lexicon, *, again: bool
) -> list[Line]:
    """The items of the list that a line opens, as lines without their marks; none where it opens no list.

    ``again`` says that the line parts a list that is being read ("Trình độ sơ cấp").
    """
    line = parsed[number][1]
    caption, colon, rest = line.text.partition(":")
    if (
        line.label
        or not (again or _opens(caption, lexicon))
        or not (colon or _has_mark(parsed[number + 1 : number + 2]))
    ):
        return []
    if rest.strip():
        return _inline(rest, line, lexicon)
    items: list[Line] = []
    for split, below in parsed[number + 1 : number + 1 + MOST_ITEMS]:
        if not _has_mark([(split, below)]):
            if not below.gap and _tells_more(split, below, lexicon):
                return []
            break
        if is_group(split.lead, lexicon) and items:
            return items
        if split.labelled or not _may_name(split.lead, lexicon):
            return []
        items.append(replace(below, text=split.lead.rstrip(" .;,")))
    return items if len(items) >= FEWEST_ITEMS else []


def _tells_more(split: Split, line: Line, lexicon: Lexicon) -> bool:
    """Whether a line right below an item has labels for it, so that this is no bare list."""
    told = any(one.text for one in split.labelled)
    return bool(split.labelled) and (told or not is_only_choice(line.text, lexicon))


def _inline(rest: str, line: Line, lexicon: Lexicon) -> list[Line]:
    """Items behind the colon, each with its number; commas alone part a sentence as well as a list."""
    if not _FIRST_INLINE.match(rest.strip()):
        return []
    names = [piece.strip(" .;,") for piece in _INLINE.split(rest)]
    names = [name for name in names if name]
    if len(names) < FEWEST_ITEMS or not all(_may_name(name, lexicon) for name in names):
        return []
    return [replace(line, text=name) for name in names]


def _has_mark(pair: Sequence[tuple[Split, Line]]) -> bool:
    return any(bool(split.marker or line.marker) and not line.label for split, line in pair)


def _opens(caption: str, lexicon: Lexicon) -> bool:
    """Whether a line announces a list of records' names and nothing about them."""
    if len(caption) > LONGEST_CAPTION:
        return False
    folded = _NUMBER.sub("9", f" {fold(MARKER.sub('', caption))} ")
    if phrases_of(lexicon.wanted.unlisted).stands_in(folded):
        return False
    return phrases_of(lexicon.wanted.lists).stands_in(folded)


def _may_name(text: str, lexicon: Lexicon) -> bool:
    """Whether an item can be a name: no value, no heading, no person, no address, no sentence."""
    if not 1 < len(text) <= LONGEST_ITEM or not text[0].isalpha() or ":" in text:
        return False
    if EMAIL.search(text) or URL.search(text) or PHONE.search(_SUM.sub("", text)):
        return False
    if is_group(text, lexicon):
        return False
    known = lexicon.quick(text.partition("(")[0].strip())
    return not known or known[0].score < KNOWN
