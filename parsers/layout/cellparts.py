"""Cells of one column that say several fields, taken apart by labels or piece by piece; reads no row."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from parsers.layout.headings import ABBREVIATION, Lexicon
from parsers.layout.kept import OncePer
from parsers.layout.labels import labels_only
from parsers.layout.loose import is_in_pieces, said_only
from parsers.wanted import Candidate, Reading, Shape, WantedRecord

LONGEST = 4_000
TOLD = 0.85
FEWEST = 2
_TELLING = frozenset({Shape.CHOICE, Shape.DURATION, Shape.MONEY})


def with_cell_parts(candidate: Candidate, lexicon: Lexicon) -> Candidate:
    """A record with each cell that says several of its fields as a reading of each of them."""
    shapes = _shapes_of(lexicon.records[candidate.kind])
    told = [
        _said(one, shapes.get(one.field, Shape.TEXT), candidate.kind, lexicon) for one in candidate.readings
    ]
    if not any(told):
        return candidate
    readings: list[Reading] = []
    for one, said in zip(candidate.readings, told, strict=True):
        others = {two.field for two in candidate.readings} - {one.field}
        if len(said) < FEWEST or others & said.keys():
            readings.append(one)
        else:
            readings.extend(_parts(one, said))
    return replace(candidate, readings=tuple(readings))


def _shapes(record: WantedRecord) -> Mapping[str, Shape]:
    return {one.key: one.shape for one in record.fields}


_shapes_of = OncePer(_shapes)


def _parts(one: Reading, said: Mapping[str, str]) -> list[Reading]:
    return [
        replace(
            one,
            field=key,
            text=text,
            value=None,
            confidence=min(one.confidence, TOLD),
            reason="part of a cell",
        )
        for key, text in said.items()
    ]


def _said(one: Reading, shape: Shape, kind: str, lexicon: Lexicon) -> Mapping[str, str]:
    """What a cell says by field where it says several."""
    if one.choice or len(one.text) > LONGEST:
        return {}
    if shape is Shape.LONG_TEXT and ":" in one.text:
        return _labelled(one, kind, lexicon)
    if shape in _TELLING and kind == lexicon.wanted.records[0].kind and is_in_pieces(one.text):
        return said_only(one.text, lexicon)
    return {}


def _labelled(one: Reading, kind: str, lexicon: Lexicon) -> Mapping[str, str]:
    """The labels of a cell that begins with that of its own field; nothing where one is not sure."""
    said: dict[str, str] = {}
    for labelled in labels_only(one.text, lexicon):
        best = next((match for match in labelled.matches if match.kind == kind), None)
        own = any(match.field.key == one.field for match in labelled.matches)
        if best is None or best.score < ABBREVIATION or not labelled.text:
            return {}
        key = one.field if own and one.field not in said else best.field.key
        if key in said or not best.field.collected:
            return {}
        said[key] = labelled.text.strip()
    return said if next(iter(said), "") == one.field else {}
