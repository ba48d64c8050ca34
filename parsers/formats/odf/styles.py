"""Styles of OpenDocument with what they inherit, as far as they say what is shown; knows no content."""

from __future__ import annotations

from dataclasses import dataclass, fields

from parsers.formats.odf.names import count, full
from parsers.formats.odf.numbering import NumberCodes
from parsers.formats.odf.stream import Attributes, Stream
from parsers.formats.symbols import is_symbol_font
from parsers.values import value

_MAX_CHAIN = 12
_MAX_LEVEL = 10
_MAX_STYLES = 100_000
_NAME, _FAMILY, _PARENT = full("style:name"), full("style:family"), full("style:parent-style-name")
_DATA, _LIST, _LEVEL = (
    full("style:data-style-name"),
    full("style:list-style-name"),
    full("style:default-outline-level"),
)
_WEIGHT, _DISPLAY, _SHOWN = full("fo:font-weight"), full("text:display"), full("table:display")
_LINE, _LINE_TYPE = full("style:text-line-through-style"), full("style:text-line-through-type")
_FONT, _FONT_FAMILY = full("style:font-name"), full("fo:font-family")
_BOLD = ("bold", "600", "700", "800", "900")


@value
class Look:
    """How a stretch of text looks; ``font`` names a font of symbols only."""

    bold: bool = False
    struck: bool = False
    hidden: bool = False
    font: str = ""


@dataclass(slots=True)
class Style:
    """What a style says; None means: what it is based on says. ``level`` is a paragraph's outline level."""

    parent: str | None = None
    data: str | None = None
    listed: str | None = None
    level: int | None = None
    bold: bool | None = None
    struck: bool | None = None
    hidden: bool | None = None
    font: str | None = None
    shown: bool | None = None
    own_look: Look | None = None

    @property
    def look(self) -> Look:
        """The look of text that has this style alone."""
        if self.own_look is None:
            self.own_look = Look(bool(self.bold), bool(self.struck), bool(self.hidden), self.font or "")
        return self.own_look

    def over(self, below: Look) -> Look:
        """The look of a stretch of this style inside a text of another look."""
        return Look(
            below.bold if self.bold is None else self.bold,
            below.struck if self.struck is None else self.struck,
            below.hidden if self.hidden is None else self.hidden,
            below.font if self.font is None else self.font,
        )


class Styles:
    """Gathers the styles that pass by in a stream; the automatic ones are those of the part read last."""

    def __init__(self, stream: Stream) -> None:
        self.codes = NumberCodes(stream)
        self._common: dict[tuple[str, str], Style] = {}
        self._automatic: dict[tuple[str, str], Style] = {}
        self._defaults: dict[str, Style] = {}
        self._resolved: dict[tuple[str, str], Style] = {}
        self._target = self._common
        self._open: Style | None = None
        stream.listen(
            {
                "office:automatic-styles": self._begin_automatic,
                "office:styles": self._begin_common,
                "style:style": self._begin,
                "style:default-style": self._begin_default,
                "style:text-properties": self._take_text,
                "style:table-properties": self._take_table,
            },
            {
                "style:style": self._finish,
                "style:default-style": self._finish,
            },
        )

    def get(self, family: str, name: str) -> Style:
        """The style of a family ("table-cell") by its name, inheritance applied."""
        key = (family, name)
        found = self._resolved.get(key)
        if found is None:
            found = self._resolved[key] = self._resolve(family, name)
        return found

    def _resolve(self, family: str, name: str) -> Style:
        made = Style()
        for _ in range(_MAX_CHAIN):
            style = self._automatic.get((family, name)) or self._common.get((family, name))
            if style is None:
                break
            _inherit(made, style)
            if family == "paragraph" and name == "Title":
                made.level = made.level or 1
            if style.parent == name:
                style = self._common.get((family, name), style)
            name = style.parent or ""
        _inherit(made, self._defaults.get(family, made))
        return made

    def _begin_automatic(self, _attributes: Attributes) -> None:
        self._automatic.clear()
        self._resolved.clear()
        self._target = self._automatic

    def _begin_common(self, _attributes: Attributes) -> None:
        self._target = self._common

    def _begin(self, attributes: Attributes) -> None:
        level = attributes.get(_LEVEL)
        self._open = Style(
            parent=attributes.get(_PARENT),
            data=attributes.get(_DATA),
            listed=attributes.get(_LIST),
            level=None if level is None else count(level, _MAX_LEVEL, 0),
        )
        if len(self._target) < _MAX_STYLES:
            self._target[(attributes.get(_FAMILY, ""), attributes.get(_NAME, ""))] = self._open

    def _begin_default(self, attributes: Attributes) -> None:
        self._open = self._defaults.setdefault(attributes.get(_FAMILY, ""), Style())

    def _finish(self) -> None:
        self._open = None

    def _take_text(self, attributes: Attributes) -> None:
        style = self._open
        if style is None:
            return
        weight, line = attributes.get(_WEIGHT), attributes.get(_LINE, attributes.get(_LINE_TYPE))
        display, font = attributes.get(_DISPLAY), attributes.get(_FONT, attributes.get(_FONT_FAMILY))
        style.bold = style.bold if weight is None else weight in _BOLD
        style.struck = style.struck if line is None else line != "none"
        style.hidden = style.hidden if display is None else display == "none"
        if font is not None:
            style.font = font.strip("'\"") if is_symbol_font(font.strip("'\"")) else ""

    def _take_table(self, attributes: Attributes) -> None:
        shown = attributes.get(_SHOWN)
        if self._open is not None and shown is not None:
            self._open.shown = shown != "false"


def _inherit(made: Style, style: Style) -> None:
    for one in fields(Style):
        if getattr(made, one.name) is None:
            setattr(made, one.name, getattr(style, one.name))
