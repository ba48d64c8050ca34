"""From a reading to a value that knows its origin, as every rule of normalizing needs it; judges nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from catalogue.records import JsonValue, Origin, Value
from parsers.document import Place
from parsers.wanted import Reading

UNSURE = 0.6
"""A reading below this confidence is a suggestion that waits for confirmation."""


Found = Iterable[tuple[str, Value]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Which part of which message a candidate was found in; ``part`` is "" for the mail's own text.

    ``message`` is the SHA-256 of the message's bytes.
    """

    message: str = ""
    message_id: str = ""
    part: str = ""


def origin_of(reading: Reading, source: Source) -> Origin:
    """The place that a reading came from."""
    return place_origin(reading.place, source)


def place_origin(place: Place, source: Source) -> Origin:
    """A place of a part as an origin."""
    return Origin(
        message=source.message,
        message_id=source.message_id,
        part=source.part,
        container=place.container,
        row=place.row,
        column=place.column,
        at=str(place),
    )


def value_of(reading: Reading, source: Source, value: JsonValue, doubt: str = "") -> Value:
    """A value with the origin and the confidence of its reading; a low confidence is a doubt of its own."""
    if not doubt and reading.confidence < UNSURE:
        doubt = f"confidence: {reading.reason}"
    return Value(
        value=value,
        text=reading.text,
        origin=origin_of(reading, source),
        confidence=reading.confidence,
        doubt=doubt,
        reason=reading.reason,
    )
