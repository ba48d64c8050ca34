"""The code that a record has for a field of a closed vocabulary; what is no code of it counts as unknown."""

from __future__ import annotations

from catalogue.fields import field_of
from catalogue.records import Record


def code_of(record: Record, key: str) -> str:
    """The code of a field ("college"); "" where the record has none of the vocabulary."""
    value = record.values.get(key)
    held = None if value is None else value.value
    return held if isinstance(held, str) and held in field_of(record.kind, key).options else ""
