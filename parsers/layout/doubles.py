"""Columns whose heading names two fields ("Thời gian - hình thức"): the part of each; knows no meaning."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from dataclasses import replace

from parsers.layout.headings import KNOWN, Lexicon
from parsers.layout.told import values_said
from parsers.wanted import Reading, Shape

# What an expression can tell apart; two texts in one cell are one text.
_SHOWN = frozenset({Shape.CHOICE, Shape.MONEY, Shape.DURATION, Shape.URL})
_SIDES = re.compile(r"\s[-–—+&]\s|[/,;\n]|\svà\s")
LONGEST = 80

_PIECES = re.compile(r"\s[-–—|]\s|[;\n]|,\s|\s/\s")


def fields_named(heading: str, kind: str, lexicon: Lexicon) -> frozenset[str]:
    """The fields of a kind that the sides of a heading are surely words for."""
    sides = _SIDES.split(heading) if len(heading) <= LONGEST else []
    found = (one for side in sides if len(sides) > 1 for one in lexicon.quick(side.strip())[:1])
    return frozenset(
        one.field.key
        for one in found
        if one.kind == kind and one.score >= KNOWN and one.field.collected and one.field.shape in _SHOWN
    )


def shares_of(reading: Reading, named: AbstractSet[str], lexicon: Lexicon) -> list[Reading]:
    """The reading itself, or one for each field of which a part of its text can only be a value."""
    pieces = [piece.strip(" .;,") for piece in _PIECES.split(reading.text)]
    if len(pieces) < 2:  # noqa: PLR2004 - one value
        return [reading]
    values, _ = values_said(pieces, lexicon.wanted.records[0])
    parts = {key: text for key, text in values.items() if key in named}
    if reading.field not in parts or len(parts) < 2:  # noqa: PLR2004
        return [reading]
    return [replace(reading, field=key, text=text, value=None) for key, text in parts.items()]
