"""The invited units as a list has them, in whatever file it comes: bytes in, units out; no I/O."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from catalogue.records import Unit
from config.units import unit_words
from parsers.document import Document, Grid
from parsers.layout.shapes import EMAIL
from parsers.opening import open_file
from parsers.text import fold

_HEADINGS: Mapping[str, tuple[str, ...]] = {
    "id": ("id", "ma don vi", "ma", "ma so", "ma truong", "unit id", "code"),
    "name": ("name", "ten don vi", "ten", "don vi", "ten truong", "ten co so", "co so dao tao", "ten day du"),
    "kind": ("kind", "loai hinh", "loai", "loai don vi", "type", "nhom", "loai hinh don vi"),
    "aliases": ("aliases", "alias", "ten viet tat", "viet tat", "ten khac", "ten goi khac"),
    "emails": ("emails", "email", "e mail", "thu dien tu", "dia chi email", "dia chi thu dien tu", "hop thu"),
    "domains": ("domains", "domain", "ten mien", "website", "trang web"),
}
_HEADING_ROWS = 20
_DOMAIN = re.compile(r"(?:https?://)?(?:www\.)?([\w\-]+(?:\.[\w\-]+)+)(?:/.*)?")
_LIST = re.compile(r"[;\n]")
_MAIL_LIST = re.compile(r"[;,\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterImport:
    """What a list gave. ``problems`` are English sentences that name the row as a person sees it."""

    units: tuple[Unit, ...]
    problems: tuple[str, ...] = ()


@dataclass(slots=True)
class _Reading:
    """What is gathered while the rows are read."""

    kind_of: Callable[[str], str]
    units: dict[str, Unit] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_roster(name: str, data: bytes, kinds: Mapping[str, str] | None = None) -> RosterImport:
    """Read a roster from a csv or xlsx file; what cannot be understood is named, the rest is read.

    Columns: id, name, kind, aliases, emails, domains (or their Vietnamese headings); lists by ";".
    A row without id gets one from its name. ``kinds`` are the campaign's unit kinds, key to label.
    """
    part = open_file(name, "", data)[0]
    if not isinstance(part.outcome, Document):
        return RosterImport(units=(), problems=(f"the file cannot be read: {part.outcome.detail}",))
    for grid in part.outcome.grids:
        columns, heading_row = _columns(grid)
        if "name" in columns:
            return _read_rows(grid, columns, heading_row, kinds or {})
    return RosterImport(units=(), problems=("no table with a column for the unit's name was found",))


def _columns(grid: Grid) -> tuple[dict[str, int], int]:
    """The column of each field, and the row of the headings; the row that heads most columns is it."""
    best: tuple[dict[str, int], int] = ({}, 0)
    for row in range(1, min(grid.n_rows, _HEADING_ROWS) + 1):
        columns: dict[str, int] = {}
        for column in range(1, grid.n_columns + 1):
            cell = grid.cells.get((row, column))
            key = _heading(cell.text) if cell else None
            if key:
                columns.setdefault(key, column)
        if "name" in columns and len(columns) > len(best[0]):
            best = (columns, row)
    return best


def _heading(text: str) -> str | None:
    words = fold(text)
    return next((key for key, headings in _HEADINGS.items() if words in headings), None)


def _read_rows(
    grid: Grid, columns: Mapping[str, int], heading_row: int, kinds: Mapping[str, str]
) -> RosterImport:
    reading = _Reading(_kind_reader(kinds))
    for row in range(heading_row + 1, grid.n_rows + 1):
        texts = {key: cell.text for key, column in columns.items() if (cell := grid.cells.get((row, column)))}
        if any(text.strip() for text in texts.values()):
            _read_row(reading, row, texts)
    if not reading.units:
        reading.problems.append("no unit was found below the headings")
    return RosterImport(units=tuple(reading.units.values()), problems=tuple(reading.problems))


def _read_row(reading: _Reading, row: int, texts: Mapping[str, str]) -> None:
    name = " ".join(texts.get("name", "").split())
    if not name:
        reading.problems.append(f"row {row}: no name, the row is left out")
        return
    unit = Unit(
        id=_slug(texts.get("id", "")) or _slug(name),
        name=name,
        kind=_kind(reading, row, texts.get("kind", ""), name),
        aliases=_items(texts.get("aliases", ""), _LIST),
        emails=_addresses(reading, row, texts.get("emails", "")),
        domains=_domains(reading, row, texts.get("domains", "")),
    )
    if unit.id in reading.units:
        other = reading.units[unit.id]
        reading.problems.append(
            f"row {row}: id {unit.id!r} is already that of {other.name!r}, the row is left out"
        )
        return
    reading.units[unit.id] = unit


def _kind(reading: _Reading, row: int, text: str, name: str) -> str:
    found = reading.kind_of(text) if text.strip() else ""
    if not found:
        found = reading.kind_of(name)
        if text.strip():
            reading.problems.append(f"row {row}: unknown kind {text.strip()!r}, taken as {found or 'none'!r}")
    return found


def _kind_reader(kinds: Mapping[str, str]) -> Callable[[str], str]:
    """A function from what a cell says (key, label or name of a unit) to a kind's key, "" where none."""
    by_words = {fold(label): key for key, label in kinds.items()} | {fold(key): key for key in kinds}
    types = unit_words().types

    def kind_of(text: str) -> str:
        words = fold(text)
        if words in by_words:
            return by_words[words]
        if not kinds and re.fullmatch(r"[a-z][a-z_]*", text.strip()):
            return text.strip()
        parts = words.split()
        starts = (types.get(tuple(parts[:length])) for length in range(len(parts), 0, -1))
        found = next((kind for kind in starts if kind), "")
        found = found if found in _CENTRES_AND_SCHOOLS else ("vet_provider" if found else "")
        return found if not kinds or found in kinds else ""

    return kind_of


_CENTRES_AND_SCHOOLS = frozenset({"college", "intermediate_school", "vet_continuing_centre", "vet_centre"})


def _items(text: str, separator: re.Pattern[str]) -> tuple[str, ...]:
    pieces = (" ".join(piece.split()) for piece in separator.split(text))
    return tuple(dict.fromkeys(piece for piece in pieces if piece))


def _addresses(reading: _Reading, row: int, text: str) -> tuple[str, ...]:
    return _checked(
        reading, row, text, ("e-mail address", lambda item: item if EMAIL.fullmatch(item) else "")
    )


def _domains(reading: _Reading, row: int, text: str) -> tuple[str, ...]:
    return _checked(reading, row, text, ("domain", _domain))


def _domain(item: str) -> str:
    match = _DOMAIN.fullmatch(item.removeprefix("@"))
    return match[1] if match else ""


def _checked(
    reading: _Reading, row: int, text: str, rule: tuple[str, Callable[[str], str]]
) -> tuple[str, ...]:
    what, check = rule
    kept: dict[str, None] = {}
    for item in _items(text.lower(), _MAIL_LIST):
        good = check(item)
        if good:
            kept[good] = None
        else:
            reading.problems.append(f"row {row}: {item!r} is no {what}, left out")
    return tuple(kept)


def _slug(text: str) -> str:
    return fold(text).replace(" ", "-")
