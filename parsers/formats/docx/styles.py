"""The styles of a Word document and what they inherit; no text, no meaning."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from parsers.formats import xmlstream
from parsers.formats.container import Container
from parsers.formats.docx.names import SPACE, is_on, local, small, value

_IDLE = ("table", "numbering")
_IDLE_KINDS = (b' w:type="table"', b' w:type="numbering"')
_WORD = f' xmlns:w="{SPACE}"'.encode()
_STYLE_END = b"</w:style>"
_HEAD = 4096
_LARGEST_PRUNED = 4 << 20
_MAX_CHAIN = 12
_MAX_LEVELS = 9


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
