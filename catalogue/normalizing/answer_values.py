"""The text of one answer as the values of one field; judges the text, keeps the answer's own origin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from catalogue.normalizing.evidence import Source
from catalogue.normalizing.normalize import normalize_reading
from catalogue.records import Origin, Value
from parsers.document import Place
from parsers.wanted import Reading


def normalize_field(kind: str, key: str, text: str, origin: Origin, heading: str = "") -> Mapping[str, Value]:
    """What a text says of a field, by field: one text may give a fee and its figure."""
    place = Place(origin.container, origin.row, origin.column)
    reading = Reading(field=key, text=text, place=place, confidence=1.0, reason="answer", heading=heading)
    source = Source(message=origin.message, message_id=origin.message_id, part=origin.part)
    found = normalize_reading(kind, reading, source)
    return {name: replace(value, origin=origin) for name, value in found.items()}
