"""The lists of a Word document: counts numbered paragraphs, tells what stands before each; no text."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.formats import xmlstream
from parsers.formats.container import Container
from parsers.formats.docx.names import local, small, value
from parsers.formats.listmarks import bullet, counted


@dataclass(slots=True)
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""


@dataclass(slots=True)
class _Definition:
    """A numbering instance: its abstract definition and where it restarts."""

    abstract: str = ""
    restarts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Counts numbered paragraphs as they come and tells what stands before each."""

    def __init__(self, levels: dict[tuple[str, int], _Level], definitions: dict[str, _Definition]) -> None:
        self._levels, self._definitions = levels, definitions
        self._counters: dict[str, dict[int, int]] = {}
        self._used: set[str] = set()

    def marker(self, number: str, depth: str) -> str:
        """The marker of the next paragraph of a list, "" where it has none."""
        definition = self._definitions.get(number)
        level = small(depth)
        if definition is None or (definition.abstract, level) not in self._levels:
            return ""
        counters = self._counters.setdefault(definition.abstract, {})
        if number not in self._used:
            self._used.add(number)
            for restarted, first in definition.restarts.items():
                counters[restarted] = first - 1
        here = self._levels[(definition.abstract, level)]
        counters[level] = counters.get(level, here.start - 1) + 1
        for deeper in [other for other in counters if other > level]:
            del counters[deeper]
        return self._shown(definition.abstract, level, counters)

    def _shown(self, abstract: str, level: int, counters: dict[int, int]) -> str:
        here = self._levels[(abstract, level)]
        if here.form == "bullet":
            return bullet(here.text)
        if here.form == "none":
            return ""
        text = here.text
        for depth in range(level + 1):
            other = self._levels.get((abstract, depth), here)
            text = text.replace(f"%{depth + 1}", counted(counters.get(depth, other.start), other.form))
        return text.strip()


class _NumberingReader:
    def __init__(self) -> None:
        self.levels: dict[tuple[str, int], _Level] = {}
        self.definitions: dict[str, _Definition] = {}
        self._abstract = self._number = ""
        self._level = _Level()
        self._depth = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if name == "abstractNum":
            self._abstract, self._number = value(attributes, "abstractNumId"), ""
        elif name == "num":
            self._number = value(attributes, "numId")
            self.definitions[self._number] = _Definition()
        elif name == "abstractNumId" and self._number:
            self.definitions[self._number].abstract = value(attributes, "val")
        elif name in ("lvl", "lvlOverride"):
            self._open_level(name, attributes)
        elif name == "startOverride" and self._number:
            self.definitions[self._number].restarts[self._depth] = _whole(attributes)
        elif name == "start":
            self._level.start = _whole(attributes)
        elif name == "numFmt":
            self._level.form = value(attributes, "val")
        elif name == "lvlText":
            self._level.text = value(attributes, "val")

    def _open_level(self, name: str, attributes: dict[str, str]) -> None:
        said = value(attributes, "ilvl")
        self._depth = small(said)
        if name == "lvl":
            self._level = _Level()
            if not self._number:
                self.levels[(self._abstract, self._depth)] = self._level


def read_numbering(container: Container, part: str) -> Numbering:
    """The numbering part; without one nothing is numbered."""
    reader = _NumberingReader()
    if part in container:
        container.parse(part, xmlstream.parser(reader.start), beside=True)
    return Numbering(reader.levels, reader.definitions)


def _whole(attributes: dict[str, str]) -> int:
    return small(value(attributes, "val"), 1)
