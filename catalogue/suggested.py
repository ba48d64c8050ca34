"""What recognised scans seem to say: only suggestions, marked here and known again here; pure."""

from __future__ import annotations

from dataclasses import replace

from catalogue.records import Entry, Record, Value

OCR = "ocr"
"""The reason of a suggested value, and the code of its doubt."""

MOST_SURE = 0.3
"""The confidence of a suggestion: well below what a reading needs to stand."""

_DOUBT = f"{OCR}: read from a scan"


def suggestion(entry: Entry) -> Entry:
    """The entry as a suggestion: it and every value of it wait for a person."""
    values = {key: _suggested(value) for key, value in entry.values.items()}
    return replace(entry, values=values, doubt=_DOUBT)


def _suggested(value: Value) -> Value:
    confidence = min(value.confidence, MOST_SURE)
    return replace(value, doubt=value.doubt or _DOUBT, confidence=confidence, reason=OCR)


def is_suggested(thing: Entry | Record) -> bool:
    """Whether a record, or what is said of one, is only what a scan seems to say."""
    return is_doubt(thing.doubt)


def is_doubt(doubt: str) -> bool:
    """Whether a doubt is that of a scan."""
    return doubt.partition(":")[0] == OCR


def settled(value: Value) -> Value:
    """A suggested value on a person's word; a value that had a doubt of its own keeps it."""
    return replace(value, doubt="", confidence=1.0) if is_doubt(value.doubt) else value
