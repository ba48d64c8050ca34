"""Values, origins and entries as JSON-able forms that say once what a document's origins share; no I/O."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic_core import PydanticSerializationError, to_json

from catalogue.records import Entry, Origin, Value

Json = dict[str, Any]
_Source = tuple[str, str, str, str, int]

# A value is an array: [source, row, column, at, text], then the value where it is not the text itself,
# then the confidence where it is not full, then the doubt and whether it is answered where one of them is
# not the usual, and last, where there is one, the number of its reason. What the origins of one document
# share (message, part, sheet, decision) stands once, in the table "s"; the reasons stand in the table "w".
_AS_TEXT = 5
_PLAIN = 6
_REASONED = 8
_DOUBTED = 9


class Sources:
    """Numbers what the origins of one document share, and the reasons of its values."""

    def __init__(self) -> None:
        self.numbers: dict[_Source, int] = {}
        self.reasons: dict[str, int] = {}

    def place(self, origin: Origin) -> tuple[int, int, int, str]:
        """The number of an origin's source, then row, column and place in words."""
        key = (origin.message, origin.message_id, origin.part, origin.container, origin.decision)
        number = self.numbers.setdefault(key, len(self.numbers))
        return number, origin.row, origin.column, origin.at

    def reason(self, words: str) -> int:
        """The number of a reason."""
        return self.reasons.setdefault(words, len(self.reasons))


class Tables(NamedTuple):
    """What stands once in a document, by number."""

    sources: list[_Source]
    reasons: list[str]


def tables_of(form: Json) -> Tables:
    """The tables of a document that was read back."""
    # What was written before values had reasons has no table of them.
    return Tables(form["s"], form.get("w", []))


def dumped(form: Json, sources: Sources) -> str:
    """A document with its tables as text."""
    form["s"] = list(sources.numbers)
    if sources.reasons:
        form["w"] = list(sources.reasons)
    return compact(form)


def compact(form: object) -> str:
    """A form as JSON without blanks."""
    # A quarter of what the standard library's writer takes, for the same text.
    try:
        return to_json(form).decode()
    except PydanticSerializationError:
        # Half a surrogate pair from a broken file: no database takes it bare.
        return json.dumps(form, separators=(",", ":"))


def value_form(value: Value, sources: Sources) -> list[Any]:
    """A value as an array; ``value_of`` gives it back."""
    form = [*sources.place(value.origin), value.text]
    stands = value.value
    if value.doubt or value.answered:
        form += (stands, value.confidence, value.doubt, value.answered)
    elif value.reason or value.confidence != 1.0:
        form += (stands, value.confidence)
    elif stands != value.text:
        form.append(stands)
    if value.reason:
        form.append(sources.reason(value.reason))
    return form


def value_of(form: list[Any], tables: Tables) -> Value:
    """The value that ``value_form`` wrote."""
    origin = origin_of(form, 0, tables)
    length = len(form)
    if length == _AS_TEXT:
        return Value(value=form[4], text=form[4], origin=origin)
    if length == _PLAIN:
        return Value(value=form[5], text=form[4], origin=origin)
    if length <= _REASONED:
        reason = tables.reasons[form[7]] if length == _REASONED else ""
        return Value(value=form[5], text=form[4], origin=origin, confidence=form[6], reason=reason)
    return Value(
        value=form[5],
        text=form[4],
        origin=origin,
        confidence=form[6],
        doubt=form[7],
        answered=form[8],
        reason=tables.reasons[form[9]] if length > _DOUBTED else "",
    )


def origin_of(form: Sequence[Any], start: int, tables: Tables) -> Origin:
    """The origin whose place (Sources.place) stands from ``start`` on."""
    message, message_id, part, container, decision = tables.sources[form[start]]
    return Origin(
        message=message,
        message_id=message_id,
        part=part,
        container=container,
        row=form[start + 1],
        column=form[start + 2],
        at=form[start + 3],
        decision=decision,
    )


def values_form(values: Mapping[str, Value], sources: Sources) -> dict[str, list[Any]]:
    """Values by field as arrays by field."""
    return {key: value_form(value, sources) for key, value in values.items()}


def values_of(form: Mapping[str, list[Any]], tables: Tables) -> dict[str, Value]:
    """The values that ``values_form`` wrote."""
    return {key: value_of(one, tables) for key, one in form.items()}


def entry_form(entry: Entry, sources: Sources) -> Json:
    """An entry as an object, what is usual left out; ``entry_of`` gives it back."""
    form: Json = {"kind": entry.kind, "values": values_form(entry.values, sources)}
    if entry.partial:
        form["partial"] = True
    if entry.withdrawn:
        form["withdrawn"] = True
    if entry.for_all:
        form["for_all"] = True
    if entry.doubt:
        form["doubt"] = entry.doubt
    if entry.renames:
        form["renames"] = entry.renames
    if entry.record_id:
        form["record"] = entry.record_id
    return form


def entry_of(form: Json, tables: Tables) -> Entry:
    """The entry that ``entry_form`` wrote."""
    return Entry(
        kind=form["kind"],
        values=values_of(form["values"], tables),
        partial=form.get("partial", False),
        withdrawn=form.get("withdrawn", False),
        for_all=form.get("for_all", False),
        renames=form.get("renames", ""),
        record_id=form.get("record", ""),
        doubt=form.get("doubt", ""),
    )


def moment_form(moment: datetime | None) -> str | None:
    """A moment with its offset as text."""
    return None if moment is None else moment.isoformat()


def moment_of(form: str | None) -> datetime | None:
    """The moment that ``moment_form`` wrote."""
    return None if form is None else datetime.fromisoformat(form)
