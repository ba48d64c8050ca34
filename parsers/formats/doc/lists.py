"""Lists of old Word files: counts numbered paragraphs as they come and tells what stands before each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.formats.doc.binary import byte, long, short, signed
from parsers.formats.doc.container import Source
from parsers.formats.listmarks import bullet, counted

_LIST, _USE, _LEVEL, _OVERRIDE = 28, 16, 28, 8
_MAX_LEVELS = 9
_MAX_LISTS = 20_000
_LEVELS_SIZE = 8 << 20
_STARTS, _LOOKS = 0x10, 0x20
_BULLET, _NONE = 23, 255
_NUMBERS = {1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 22: "decimalZero"}


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: int
    text: str

    def shown(self, numbers: dict[int, str]) -> str:
        """The level's text; its low signs stand for the numbers of levels."""
        return "".join(
            numbers.get(ord(letter), "") if letter < "\t" else letter for letter in self.text
        ).strip()


@dataclass(slots=True)
class _Use:
    """A use of a list: its identity, and where it starts or looks anew."""

    identity: int = 0
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)


class Numbering:
    """The lists of a document and how far each has counted."""

    def __init__(self, levels: dict[int, list[_Level]], uses: list[_Use]) -> None:
        self._levels, self._uses = levels, uses
        self._counters: dict[int, dict[int, int]] = {}
        self._begun: set[int] = set()

    def marker(self, number: int, depth: int) -> str:
        """The marker of the next paragraph of a list, "" where it has none."""
        if not 1 <= number <= len(self._uses):
            return ""
        use = self._uses[number - 1]
        levels = [
            use.levels.get(place, level) for place, level in enumerate(self._levels.get(use.identity, ()))
        ]
        if depth >= len(levels):
            return ""
        counters = self._counters.setdefault(use.identity, {})
        if number not in self._begun:
            self._begun.add(number)
            counters.update({place: start - 1 for place, start in use.starts.items()})
        counters[depth] = counters.get(depth, levels[depth].start - 1) + 1
        for deeper in [place for place in counters if place > depth]:
            del counters[deeper]
        return _shown(levels, depth, counters)


def _shown(levels: list[_Level], depth: int, counters: dict[int, int]) -> str:
    here = levels[depth]
    if here.form == _BULLET:
        return bullet(here.text)
    if here.form == _NONE:
        return ""
    numbers = {
        place: counted(counters.get(place, level.start), _NUMBERS.get(level.form, "decimal"))
        for place, level in enumerate(levels[: depth + 1])
    }
    return here.shown(numbers)


def read_numbering(source: Source) -> Numbering:
    """The lists and their uses; without them nothing is numbered."""
    if source.fib.old:
        return Numbering({}, [])
    return Numbering(_lists(source), list(_uses(source.part("list uses"))))


def _lists(source: Source) -> dict[int, list[_Level]]:
    table = source.part("lists")
    stored = source.after("lists", _LEVELS_SIZE)
    found: dict[int, list[_Level]] = {}
    at = 0
    for number in range(min(short(table, 0), _MAX_LISTS)):
        head = 2 + number * _LIST
        levels = []
        for _ in range(1 if byte(table, head + 26) & 1 else _MAX_LEVELS):
            if at >= len(stored):
                return found
            level, at = _level(stored, at)
            levels.append(level)
        found[long(table, head)] = levels
    return found


def _level(stored: bytes, at: int) -> tuple[_Level, int]:
    """A level and where the next one begins."""
    start, form = signed(stored, at), byte(stored, at + 4)
    text_at = at + _LEVEL + byte(stored, at + 24) + byte(stored, at + 25)
    size = 2 * short(stored, text_at)
    text = stored[text_at + 2 : text_at + 2 + size].decode("utf-16-le", "replace")
    return _Level(start, form, text), text_at + 2 + size


def _uses(table: bytes) -> Iterator[_Use]:
    count = min(long(table, 0), _MAX_LISTS, len(table) // _USE)
    at = 4 + count * _USE
    for number in range(count):
        head = 4 + number * _USE
        use = _Use(long(table, head))
        at += 4
        for _ in range(min(byte(table, head + 12), _MAX_LEVELS)):
            at = _override(use, table, at)
        yield use


def _override(use: _Use, table: bytes, at: int) -> int:
    flags = long(table, at + 4)
    place = flags & 0xF
    if flags & _LOOKS:
        level, after = _level(table, at + _OVERRIDE)
        use.levels[place] = level
        if flags & _STARTS:
            use.starts[place] = level.start
        return after
    if flags & _STARTS:
        use.starts[place] = signed(table, at)
    return at + _OVERRIDE
