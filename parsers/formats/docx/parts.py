"""The parts of a Word document beside its text: styles, numbering, symbol fonts; no text, no meaning."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from parsers.formats import xmlstream
from parsers.formats.container import Container
from parsers.formats.symbols import FONTS, WINGDINGS

_SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_OFF = ("0", "false", "off", "none")
_IDLE = ("table", "numbering")
_IDLE_KINDS = (b' w:type="table"', b' w:type="numbering"')
_WORD = f' xmlns:w="{_SPACES[0]}"'.encode()
_STYLE_END = b"</w:style>"
_HEAD = 4096
_LARGEST_PRUNED = 4 << 20
_MAX_CHAIN = 12
_MAX_LEVELS = 9

_LATIN, _PRIVATE = 0x100, 0xF000
_PRIVATE_USE = re.compile("[\uf000-\uf0ff]")


def value(attributes: dict[str, str], name: str) -> str:
    """An attribute of Word's own name space, "" where absent."""
    for space in _SPACES:
        found = attributes.get(f"{space} {name}")
        if found is not None:
            return found
    return ""


@lru_cache(maxsize=4096)
def local(tag: str) -> str:
    """The name of an element of Word's own name space, "" for every other element."""
    space, _, name = tag.rpartition(" ")
    return name if space in _SPACES else ""


def is_on(attributes: dict[str, str]) -> bool:
    """Whether a switch such as <w:b/> is on."""
    return value(attributes, "val") not in _OFF


def is_symbol_font(font: str) -> bool:
    """Whether letters in a font stand for signs."""
    return font.lower() in FONTS


def sign(font: str, code: int) -> str:
    """The sign that a symbol font shows for a code, "" where it is only an ornament."""
    if _LATIN <= code < _PRIVATE:
        # Beyond the codes of a symbol font: another font shows the letter.
        return chr(code)
    code = code - _PRIVATE if code >= _PRIVATE else code
    return FONTS.get(font.lower(), WINGDINGS).get(code, "")


def signs(text: str, font: str) -> str:
    """Text as a symbol font shows it; private-use signs also without the font's name."""
    if is_symbol_font(font):
        return "".join(sign(font, ord(letter)) if letter.strip() else letter for letter in text)
    if _PRIVATE_USE.search(text):
        return "".join(
            sign("wingdings", ord(letter)) if "\uf000" <= letter <= "\uf0ff" else letter for letter in text
        )
    return text


@dataclass(slots=True)
class Style:
    """What a paragraph style gives to its paragraphs; None and "" mean: what it is based on says."""

    based_on: str = ""
    level: int = 0
    bold: bool | None = None
    struck: bool | None = None
    hidden: bool | None = None
    number: str = ""
    depth: str = ""


class Styles:
    """The styles of a document, each with what it inherits."""

    def __init__(self, styles: dict[str, Style]) -> None:
        self._styles = styles
        self._resolved: dict[str, Style] = {}

    def get(self, name: str) -> Style:
        """The style by its id, inheritance applied; an empty one where it is unknown."""
        if name not in self._resolved:
            self._resolved[name] = self._resolve(name)
        return self._resolved[name]

    def _resolve(self, name: str) -> Style:
        found = Style()
        for _ in range(_MAX_CHAIN):
            style = self._styles.get(name)
            if style is None:
                break
            found.level = found.level or style.level
            found.bold = style.bold if found.bold is None else found.bold
            found.struck = style.struck if found.struck is None else found.struck
            found.hidden = style.hidden if found.hidden is None else found.hidden
            found.number = found.number or style.number
            found.depth = found.depth or style.depth
            name = style.based_on
        return found


_Taker = Callable[[Style, dict[str, str]], None]


def read_styles(container: Container, part: str) -> Styles:
    """The styles part; empty where there is none."""
    styles: dict[str, Style] = {}
    current = Style()

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal current
        name = local(tag)
        if name == "style":
            current = styles.setdefault(value(attributes, "styleId"), Style())
        take = _STYLE_TAKERS.get(name)
        if take:
            take(current, attributes)
        elif name == "latentStyles" or (name == "style" and value(attributes, "type") in _IDLE):
            # Looks of tables and lists of names make up most of the part and say nothing here.
            xmlstream.skip(parser, tag)

    parser = xmlstream.parser(start)
    if part in container:
        prune = _without_idle if container.size(part) <= _LARGEST_PRUNED else None
        container.parse(part, parser, beside=True, prune=prune)
    return Styles(styles)


def _without_idle(data: bytes) -> bytes:
    """The styles without those that say nothing here, cut out where the markup is beyond doubt.

    They are nearly all of the part, and even expat needs longer for them than all else does for the document.
    """
    prolog = data.find(b"?>") + 2 if data.startswith(b"<?") else 0
    # Comments and the like, or what may be some: a single sign is found much faster than two.
    if b"!" in data or data.find(b"?", prolog) >= 0 or _WORD not in data[:_HEAD]:
        return data
    start, end = data.find(b"<w:latentStyles "), data.find(b"</w:latentStyles>")
    if 0 <= start < end:
        data = data[:start] + data[end + len(b"</w:latentStyles>") :]
    *styles, rest = data.split(_STYLE_END)
    return b"".join([*map(_kept_style, styles), rest])


def _kept_style(piece: bytes) -> bytes:
    """One style, with what stands before it; only the latter where the style is of tables or lists."""
    start = piece.find(b"<w:style ")
    opening = piece[start : piece.find(b">", start) + 1] if start >= 0 else b""
    idle = any(kind in opening for kind in _IDLE_KINDS) and not opening.endswith(b"/>")
    return piece[:start] if idle else piece + _STYLE_END


def _take_name(style: Style, attributes: dict[str, str]) -> None:
    said = value(attributes, "val").lower()
    level = said.removeprefix("heading ")
    style.level = small(level) if said != level and level.isdecimal() else int(said == "title")


def _take_switch(field_name: str) -> _Taker:
    return lambda style, attributes: setattr(style, field_name, is_on(attributes))


def _take_text(field_name: str) -> _Taker:
    return lambda style, attributes: setattr(style, field_name, value(attributes, "val"))


def _take_level(style: Style, attributes: dict[str, str]) -> None:
    style.level = outline_level(attributes)


def outline_level(attributes: dict[str, str]) -> int:
    """The heading's level, 0 for body text (which Word counts as level 9)."""
    said = value(attributes, "val")
    level = small(said) + 1 if said.isdecimal() else 0
    return level if level <= _MAX_LEVELS else 0


_STYLE_TAKERS: dict[str, _Taker] = {
    "basedOn": _take_text("based_on"),
    "name": _take_name,
    "outlineLvl": _take_level,
    "b": _take_switch("bold"),
    "strike": _take_switch("struck"),
    "dstrike": _take_switch("struck"),
    "vanish": _take_switch("hidden"),
    "numId": _take_text("number"),
    "ilvl": _take_text("depth"),
}


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
            return here.text if here.text in ("-", "+", "*", "–") else "•"
        if here.form == "none":
            return ""
        text = here.text
        for depth in range(level + 1):
            other = self._levels.get((abstract, depth), here)
            text = text.replace(f"%{depth + 1}", counted(counters.get(depth, other.start), other.form))
        return text.strip()


def counted(number: int, form: str) -> str:
    """A number in the form of its list."""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 % 8 + 1)
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    return f"{number:02d}" if form == "decimalZero" else str(number)


def _roman(number: int) -> str:
    shown = ""
    rest = number % 4000
    for worth, letters in (
        (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"),
        (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ):  # fmt: skip
        shown += letters * (rest // worth)
        rest %= worth
    return shown


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


def small(said: str, instead: int = 0) -> int:
    """A number of a level or a start; ``instead`` of what is none or is longer than anybody's."""
    return int(said) if said.isdecimal() and len(said) < len("1000000") else instead


def _whole(attributes: dict[str, str]) -> int:
    return small(value(attributes, "val"), 1)
