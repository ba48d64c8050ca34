"""Values out of cells that nobody can read surely wait for the officer; reads no file, changes no value."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import replace

from catalogue.records import Entry, Spot, Value
from parsers.document import Document

_DOUBT = "unsure: printed over other text, cut off or torn in a word"
_NAMES = ("title", "full_name")


def doubt_unsure(entries: tuple[Entry, ...], documents: Mapping[str, Document]) -> tuple[Entry, ...]:
    """The entries, every value doubted that stands in a cell which its document, by part, calls unsure."""
    cells = frozenset(_unsure(documents))
    return tuple(_judged(entry, cells) for entry in entries) if cells else entries


def _unsure(documents: Mapping[str, Document]) -> Iterable[Spot]:
    for part, document in documents.items():
        for grid in document.grids:
            yield from ((part, grid.title, row, column) for row, column in grid.unsure)


def _judged(entry: Entry, cells: Container[Spot]) -> Entry:
    """The entry with its doubts; as a whole it is doubted where its very name is."""
    told = {key: value for key, value in entry.values.items() if value.origin.spot in cells}
    values = {**entry.values, **{key: _doubted(value) for key, value in told.items()}}
    unnamed = any(name in told for name in _NAMES)
    return replace(entry, values=values, doubt=entry.doubt or (_DOUBT if unnamed else ""))


def _doubted(value: Value) -> Value:
    return replace(value, doubt=value.doubt or _DOUBT)
