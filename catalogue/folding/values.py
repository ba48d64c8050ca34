"""When two values say the same, and which of two stands; compares values, touches nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from catalogue.fields import LONG_FIELDS, FieldType, field_of
from catalogue.records import JsonValue, Value
from parsers.text import fold

# Fields whose spelling may differ (capitals, accents, signs) without saying anything else.
_SPELLED = frozenset({"title", "full_name", "position", "duration"})
_NOTHING: tuple[JsonValue, ...] = (None, "", [])
_NAMES = frozenset({"title", "full_name"})

CONFIRMED = "confirmed"
"""The reason of a value that its unit confirmed; what was written and where stays in the history."""
DENIED = "denied"
"""The code of a doubt that the unit itself shares: it said that the value is not right."""


def is_blank(value: Value) -> bool:
    """Whether nothing stands there at all: neither a value, nor a text, nor "chưa có"."""
    if value.value:
        return False
    return value.value in _NOTHING and not value.answered and not value.text.strip()


def is_usable(value: Value) -> bool:
    """Whether the value settles its field: it is one, or it says that there is none."""
    return bool(value.value) or value.value not in _NOTHING or value.answered


def has_usable(values: Mapping[str, Value], key: str) -> bool:
    """Whether a field is settled by its value."""
    return key in values and is_usable(values[key])


def agree(key: str, one: Value, other: Value) -> bool:
    """Whether two values of a field say the same."""
    if one.value == other.value:
        if one.value is not None:
            return True
        return one.answered == other.answered and (one.answered or fold(one.text) == fold(other.text))
    if one.value is None or other.value is None:
        return False
    return _alike(key, one.value, other.value)


def includes(key: str, one: Value, other: Value) -> bool:
    """Whether the first text holds the second one, as a full title holds its short form."""
    if key not in _SPELLED and key not in LONG_FIELDS:
        return False
    if not isinstance(one.value, str) or not isinstance(other.value, str):
        return False
    return f" {fold(other.value)} " in f" {fold(one.value)} "


def prefer(key: str, current: Value, later: Value) -> Value:
    """Of two values that say the same, the one to keep: the surer, then the one with its accents."""
    if current.doubt and (not later.doubt or is_denied(later)):
        return later
    if key in _NAMES and not later.doubt and _accents(later.value) > _accents(current.value):
        return later
    return current


def is_denied(value: Value) -> bool:
    """Whether the unit said that the value is not right, and not what is."""
    return value.doubt.partition(":")[0] == DENIED


def joined(current: Value, later: Value) -> Value | None:
    """Both values as one where the field is a list (pictures), else None."""
    if not isinstance(current.value, list) or not isinstance(later.value, list):
        return None
    more = [one for one in later.value if one not in current.value]
    return replace(later, value=[*current.value, *more]) if more else current


def is_spelled_out(kind: str, key: str) -> bool:
    """Whether a field is free text, where a difference alone tells nothing apart."""
    return field_of(kind, key).type in _FREE


_FREE = frozenset(
    {FieldType.TEXT, FieldType.LONG_TEXT, FieldType.PICTURES, FieldType.YES_NO, FieldType.POSITION}
)


def _alike(key: str, one: JsonValue, other: JsonValue) -> bool:
    if isinstance(one, list) and isinstance(other, list):
        return set(one) == set(other)
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    if key in _SPELLED:
        return fold(one) == fold(other)
    if key in LONG_FIELDS:
        return one.casefold().split() == other.casefold().split()
    return one.rstrip("/") == other.rstrip("/")


def _accents(value: JsonValue) -> int:
    return sum(not letter.isascii() for letter in value) if isinstance(value, str) else 0
