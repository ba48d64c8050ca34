"""Records told in a sentence, each name with its values in brackets behind it; knows no field's meaning."""

from __future__ import annotations

import re
from collections.abc import Iterator

from parsers.layout.headings import KNOWN, Lexicon
from parsers.layout.told import Told, values_said

LONGEST_SENTENCE = 1_500
MOST_RECORDS = 30
FEWEST_TOLD = 2
FEWEST_ALONE = 3
LONGEST_NAME = 120
LONGEST_LABEL = 3

_ENCLOSED = re.compile(r"\(([^()]{3,300})\)")
_QUOTED = re.compile(r"[“\"«]([^“”\"«»]{2,120})[”\"»]$")
_COMMAS = re.compile(r",\s+|;\s*")
_BEFORE = re.compile(r"[,;:.\n)]|\s(?:và|va|cùng|gồm)\s")


def told_in_brackets(text: str, lexicon: Lexicon) -> list[Told]:
    """The records of a sentence such as "khóa A (online, 3 tháng) và khóa B (...)"; none where unsure."""
    found = list(_told(text[:LONGEST_SENTENCE], lexicon))[:MOST_RECORDS]
    fewest = FEWEST_TOLD if len(found) > 1 else FEWEST_ALONE
    return found if all(len(one.values) >= fewest for one in found) else []


def _told(text: str, lexicon: Lexicon) -> Iterator[Told]:
    record = lexicon.wanted.records[0]
    end = 0
    for enclosed in _ENCLOSED.finditer(text):
        lead = _BEFORE.split(text[end : enclosed.start()])[-1].strip()
        end = enclosed.end()
        name = _named(lead, lexicon)
        pieces = [piece.strip(" .;,") for piece in _COMMAS.split(enclosed[1])]
        values, unknown = values_said([bare_of_label(piece, lexicon) for piece in pieces], record)
        if name and len(values) >= FEWEST_TOLD and not unknown:
            yield Told(name, values)


def _named(lead: str, lexicon: Lexicon) -> str:
    """The name behind a word that announces it ("khóa A"), "" where no such word stands there."""
    quoted = _QUOTED.search(lead)
    if quoted is not None:
        return quoted[1].strip()
    words = lead.split()
    key = lexicon.wanted.records[0].key
    for start in range(len(words) - 1):
        for size in range(LONGEST_LABEL, 0, -1):
            label, name = " ".join(words[start : start + size]), " ".join(words[start + size :])
            if not name[:1].isupper() or len(name) > LONGEST_NAME:
                continue
            if any(one.field.key == key and one.score >= KNOWN for one in lexicon.quick(label)):
                return name
    return ""


def bare_of_label(piece: str, lexicon: Lexicon) -> str:
    """A value without the label that stands before it without a colon: "học phí 900.000 đồng"."""
    if values_said([piece], lexicon.wanted.records[0])[0]:
        return piece
    words = piece.split()
    for size in range(min(LONGEST_LABEL, len(words) - 1), 0, -1):
        known = lexicon.quick(" ".join(words[:size]))
        if known and known[0].score >= KNOWN:
            return " ".join(words[size:]).strip(" :")
    return piece
