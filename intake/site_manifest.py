"""What an export of the site has written, unit by unit, so that the next one redoes only what changed.

It lies beside the site's folder, since it also names what is not published. Lines of JSON: the first says
whose it is, one follows for each unit, the last are the marks of the lists.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from catalogue.publishing import Refused, Withheld
from reports.site.cards import Card
from reports.site.pages import SitePicture

FORM = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitEntry:
    """One unit of the last export.

    ``mark`` is that of everything its pages were made of. ``contacts`` are the ids of its contact persons,
    so that a release of one is noticed. ``pictures`` are those that were found, by what they were asked for.
    ``faults`` are triples of course id, picture and reason.
    """

    unit_id: str
    mark: str
    name: str = ""
    kind: str = ""
    updated_on: str = ""
    contacts: tuple[str, ...] = ()
    cards: tuple[Card, ...] = ()
    files: tuple[str, ...] = ()
    pictures: Mapping[str, SitePicture | None] = field(default_factory=dict)
    refused: tuple[Refused, ...] = ()
    faults: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """The last export: each unit's line unread, since most are only carried over, and the lists' marks."""

    units: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)

    def entry(self, unit_id: str) -> UnitEntry | None:
        """What is known of a unit."""
        line = self.units.get(unit_id)
        return None if line is None else entry_of(line)


def manifest_path(folder: Path) -> Path:
    """Where the list of a site lies: beside its folder."""
    return folder.with_name(f"{folder.name}.manifest")


def read_manifest(path: Path) -> Manifest | None:
    """What the last export wrote; None where there is none. One of another form counts as empty."""
    if not path.exists():
        return None
    with path.open(encoding="utf-8") as file:
        lines = iter(file)
        if next(lines, "").strip() != _head():
            return Manifest()
        units: dict[str, str] = {}
        lists: dict[str, str] = {}
        for line in lines:
            if line.startswith('{"lists":'):
                lists = json.loads(line)["lists"]
            else:
                units[_unit_of(line)] = line
    return Manifest(units, lists)


class ManifestWriter:
    """Writes the next list beside the last one, and puts it in its place at the end."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._half = path.with_name(f".{path.name}.tmp")

    def __enter__(self) -> Self:
        self._file: IO[str] = self._half.open("w", encoding="utf-8")
        self._file.write(_head() + "\n")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
        if kind is not None:
            self._half.unlink(missing_ok=True)

    def carry(self, line: str) -> None:
        """Take over a unit's line as it was."""
        self._file.write(line)

    def add(self, entry: UnitEntry) -> None:
        """Put down a unit that was made anew."""
        form = {**asdict(entry), "cards": [list(card) for card in entry.cards]}
        self._file.write(_line(form))

    def finish(self, lists: Mapping[str, str]) -> None:
        """Let this list be the site's from now on."""
        self._file.write(_line({"lists": dict(lists)}))
        self._file.flush()
        self._half.replace(self._path)


def entry_of(line: str) -> UnitEntry:
    """A unit's entry from its line."""
    form = json.loads(line)
    pictures = {key: _picture(one) for key, one in form["pictures"].items()}
    return UnitEntry(
        **{
            **form,
            "contacts": tuple(form["contacts"]),
            "cards": tuple(Card(*card) for card in form["cards"]),
            "files": tuple(form["files"]),
            "pictures": pictures,
            "refused": tuple(
                Refused(id=one["id"], title=one["title"], reasons=tuple(map(Withheld, one["reasons"])))
                for one in form["refused"]
            ),
            "faults": tuple((one, name, why) for one, name, why in form["faults"]),
        }
    )


def _picture(form: Mapping[str, Any] | None) -> SitePicture | None:
    if form is None:
        return None
    return SitePicture(name=form["name"], sizes=tuple((width, height) for width, height in form["sizes"]))


def _unit_of(line: str) -> str:
    """The unit of a line without reading it whole: its id stands first."""
    end = line.index('","mark":')
    unit_id: str = json.loads(line[len('{"unit_id":') : end + 1])
    return unit_id


def _head() -> str:
    return json.dumps({"form": FORM})


def _line(form: Mapping[str, Any]) -> str:
    return json.dumps(form, ensure_ascii=True, separators=(",", ":")) + "\n"
