"""Pictures that are the value of a cell, of Excel (rich values) and of WPS (DISPIMG); shows none."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Mapping
from functools import cached_property

from parsers.document import Picture
from parsers.formats import picture, xmlstream
from parsers.formats.container import Container, Relationship
from parsers.formats.digits import whole

_MAX_ENTRIES = 100_000
_LOCAL_PICTURE = "_localImage"
_FUTURE = "XLRICHVALUE"

_Handle = Callable[[str, dict[str, str]], None]


class CellPictures:
    """Finds the part of a cell's picture; the lists that lead there are read when first asked for."""

    def __init__(self, container: Container, relations: Mapping[str, Relationship]) -> None:
        self._container = container
        self._parts = {link.kind.lower(): link.target for link in relations.values()}

    def by_name(self, name: str) -> str:
        """The part of the picture that DISPIMG() names, "" where the package has none."""
        return self._named.get(name, "")

    def by_rich_value(self, number: int) -> str:
        """The part of the picture that a cell's value metadata (from 1) leads to, "" where to none."""
        return self._rich.get(number, "")

    def picture(self, part: str) -> Picture:
        """The picture of a part; only named where the package lacks it."""
        if part not in self._container:
            return Picture(name=posixpath.basename(part))
        return picture.describe(posixpath.basename(part), *self._container.digest(part))

    @cached_property
    def _named(self) -> dict[str, str]:
        part = self._parts.get("cellimage", "")
        links = self._container.relationships(part, beside=True) if part in self._container else {}
        found: dict[str, str] = {}
        name = ""

        def take(tag: str, attributes: dict[str, str]) -> None:
            nonlocal name
            if tag == "cNvPr":
                name = attributes.get("name", "")
            elif tag == "blip" and name and len(found) < _MAX_ENTRIES:
                link = links.get(_relation(attributes, "embed"))
                found[name] = link.target if link else ""

        self._walk(part, take)
        return found

    @cached_property
    def _rich(self) -> dict[int, str]:
        """Value metadata -> future metadata -> rich value -> relationship -> part: lists that point on."""
        steps = self._metadata()
        values = self._values()
        targets = self._targets()
        found: dict[int, str] = {}
        for number, place in enumerate(steps, start=1):
            target = values.get(place, -1)
            if 0 <= target < len(targets):
                found[number] = targets[target]
        return found

    def _metadata(self) -> list[int]:
        """For each value metadata the number of its rich value, -1 where it has none."""
        rich: list[int] = []
        cells: list[int] = []
        section = ""

        def take(tag: str, attributes: dict[str, str]) -> None:
            nonlocal section
            if tag in ("futureMetadata", "valueMetadata", "cellMetadata"):
                section = attributes.get("name", tag)
            elif tag == "rvb" and section == _FUTURE and len(rich) < _MAX_ENTRIES:
                rich.append(whole(attributes.get("i", "")))
            elif tag == "rc" and section == "valueMetadata" and len(cells) < _MAX_ENTRIES:
                cells.append(whole(attributes.get("v", "")))

        self._walk(self._parts.get("sheetmetadata", ""), take)
        return [rich[cell] if 0 <= cell < len(rich) else -1 for cell in cells]

    def _values(self) -> dict[int, int]:
        """For each rich value that is a picture the number of its relationship."""
        kinds = self._structures()
        values: dict[int, int] = {}
        count, reading, texts = -1, False, list[str]()

        def start(tag: str, attributes: dict[str, str]) -> None:
            nonlocal count, reading
            name = tag[tag.rfind(" ") + 1 :]
            if name == "rv":
                count += 1
                kind = whole(attributes.get("s", ""))
                reading = count < _MAX_ENTRIES and 0 <= kind < len(kinds) and kinds[kind] == _LOCAL_PICTURE
                texts.clear()

        def end(tag: str) -> None:
            nonlocal reading
            if reading and tag.endswith(" v"):
                values[count] = whole("".join(texts))
                reading = False

        def characters(data: str) -> None:
            if reading:
                texts.append(data)

        part = self._parts.get("rdrichvalue", "")
        if part in self._container:
            self._container.parse(part, xmlstream.parser(start, end, characters), beside=True)
        return values

    def _structures(self) -> list[str]:
        kinds: list[str] = []

        def take(tag: str, attributes: dict[str, str]) -> None:
            if tag == "s" and len(kinds) < _MAX_ENTRIES:
                kinds.append(attributes.get("t", ""))

        self._walk(self._parts.get("rdrichvaluestructure", ""), take)
        return kinds

    def _targets(self) -> list[str]:
        part = self._parts.get("richvaluerel", "")
        links = self._container.relationships(part, beside=True) if part in self._container else {}
        found: list[str] = []

        def take(tag: str, attributes: dict[str, str]) -> None:
            if tag == "rel" and len(found) < _MAX_ENTRIES:
                link = links.get(_relation(attributes, "id"))
                found.append(link.target if link else "")

        self._walk(part, take)
        return found

    def _walk(self, part: str, take: _Handle) -> None:
        def start(tag: str, attributes: dict[str, str]) -> None:
            take(tag[tag.rfind(" ") + 1 :], attributes)

        if part in self._container:
            self._container.parse(part, xmlstream.parser(start), beside=True)


def _relation(attributes: Mapping[str, str], name: str) -> str:
    return next((value for key, value in attributes.items() if key.endswith(f" {name}")), "")
