"""The parts of a workbook beside its sheets: strings, styles, comments; no cell, no meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from parsers.document import Reason, UnreadableError
from parsers.formats import xmlstream
from parsers.formats.container import Container, feed
from parsers.formats.fonts import code_of_font
from parsers.formats.numberformat import Show, built_in, shower
from parsers.formats.xlsx.markup import LARGEST, plain_strings
from parsers.legacy import Code
from parsers.values import value

_MAX_CHARACTERS = 32 << 20
_OFF = ("0", "false", "none")
_COMMENTS = ("comment", "threadedComment")
_CONVERSATIONS = "http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments "


@value
class RichText:
    """A string with what its runs have in common; runs struck out beside others are left out of ``text``.

    ``is_own`` where every run brings its own look, whatever that of the cell is.
    """

    text: str
    struck: bool = False
    bold: bool = False
    is_own: bool = False

    @staticmethod
    def of_runs(runs: Sequence[tuple[str, bool, bool]], *, is_own: bool) -> RichText:
        """The string of some runs: their text, whether struck out, whether bold."""
        seen = [run for run in runs if run[0].strip()]
        struck = bool(seen) and all(run[1] for run in seen)
        kept = runs if struck else [run for run in runs if not run[1]]
        bold = bool(seen) and all(run[2] for run in seen)
        return RichText("".join(run[0] for run in kept), struck, bold, is_own)


class RichTextBuilder:
    """Gathers the runs of one string item, phonetic hints left out."""

    def __init__(self) -> None:
        self._runs: list[tuple[str, bool, bool]] = []
        self._text: list[str] = []
        self._struck = self._bold = self._phonetic = self._reading = self._dressed = False
        self._is_own = True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "t":
            self._reading = not self._phonetic
        elif name == "r":
            self._struck = self._bold = self._dressed = False
        elif name == "rPr":
            self._dressed = True
        elif name == "strike":
            self._struck = attributes.get("val", "1") not in _OFF
        elif name == "b":
            self._bold = attributes.get("val", "1") not in _OFF
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        if name == "t" and self._reading:
            self._runs.append(("".join(self._text), self._struck, self._bold))
            self._is_own &= self._dressed
            self._text.clear()
            self._reading = False
        elif name == "rPh":
            self._phonetic = False

    def characters(self, data: str) -> None:
        if self._reading:
            self._text.append(data)

    def finish(self) -> RichText:
        """The string so far; ready for the next."""
        runs = self._runs
        self._runs = []
        self._struck = self._bold = self._dressed = False
        is_own, self._is_own = self._is_own and bool(runs), True
        if len(runs) == 1:
            return RichText(*runs[0], is_own)
        return RichText.of_runs(runs, is_own=is_own)


def read_strings(container: Container, part: str) -> list[RichText]:
    """The shared strings in their order."""
    if container.size(part) > LARGEST:
        return _parsed_strings(container.chunks(part), part)
    data = container.read(part)
    return _plain_strings(data, part) or _parsed_strings([data], part)


def _plain_strings(data: bytes, part: str) -> list[RichText]:
    """The strings of a part in the usual form; none where it is in any other."""
    plain = plain_strings(data)
    try:
        # What stands around them must be sound as well, and hold no further string.
        if plain is None or _parsed_strings([plain[0]], part):
            return []
    except UnreadableError:
        return []
    return [RichText(text) for text in plain[1]]


def _parsed_strings(chunks: Iterable[bytes], part: str) -> list[RichText]:
    strings: list[RichText] = []
    builder = RichTextBuilder()
    budget = _MAX_CHARACTERS

    def start(tag: str, attributes: dict[str, str]) -> None:
        builder.start(tag[tag.rfind(" ") + 1 :], attributes)

    def end(tag: str) -> None:
        nonlocal budget
        name = tag[tag.rfind(" ") + 1 :]
        if name == "si":
            strings.append(builder.finish())
            budget -= len(strings[-1].text)
            if budget < 0:
                raise UnreadableError(Reason.TOO_LARGE, "more text than any list holds")
        else:
            builder.end(name)

    feed(chunks, part, xmlstream.parser(start, end, builder.characters))
    return strings


@dataclass(frozen=True, slots=True)
class Style:
    """What a cell's style says that matters here."""

    show: Show
    code: str
    bold: bool
    struck: bool
    is_check_box: bool = False
    typed: Code | None = None


@dataclass(frozen=True, slots=True)
class Font:
    """What a font says that matters here; ``typed`` is the code of one that shows other letters."""

    bold: bool = False
    struck: bool = False
    typed: Code | None = None


class _StyleBuilder:
    def __init__(self, *, since_1904: bool) -> None:
        self.styles: list[Style] = []
        self._since_1904 = since_1904
        self._codes: dict[str, str] = {}
        self._fonts: list[Font] = []
        self._section = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag[tag.rfind(" ") + 1 :]
        if name in ("numFmts", "fonts", "cellXfs", "cellStyleXfs", "dxfs"):
            self._section = name
        elif name == "numFmt" and self._section == "numFmts":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif self._section == "fonts":
            self._font(name, attributes)
        elif name == "xf" and self._section == "cellXfs":
            self.styles.append(self._style(attributes))
        elif name == "xfComplement" and self._section == "cellXfs" and self.styles:
            self.styles[-1] = replace(self.styles[-1], is_check_box=True)

    def end(self, tag: str) -> str:
        """The name of the section that ends here, "" where none does."""
        if tag[tag.rfind(" ") + 1 :] != self._section:
            return ""
        ended, self._section = self._section, ""
        return ended

    def _font(self, name: str, attributes: dict[str, str]) -> None:
        if name == "font":
            self._fonts.append(Font())
        elif name == "name" and self._fonts:
            self._fonts[-1] = replace(self._fonts[-1], typed=code_of_font(attributes.get("val", "")))
        elif name == "b" and self._fonts and attributes.get("val", "1") not in _OFF:
            self._fonts[-1] = replace(self._fonts[-1], bold=True)
        elif name == "strike" and self._fonts and attributes.get("val", "1") not in _OFF:
            self._fonts[-1] = replace(self._fonts[-1], struck=True)

    def _style(self, attributes: dict[str, str]) -> Style:
        number = attributes.get("numFmtId", "0")
        code = self._codes.get(number) or built_in(_index(number))
        font = _index(attributes.get("fontId", "0"))
        look = self._fonts[font] if 0 <= font < len(self._fonts) else Font()
        return styled(code, look, since_1904=self._since_1904)


def styled(code: str, font: Font, *, since_1904: bool) -> Style:
    """The style of a number format and a font."""
    show = shower(code, since_1904=since_1904)
    return Style(show, "" if code == "General" else code, font.bold, font.struck, typed=font.typed)


PLAIN = Style(shower("General"), "", bold=False, struck=False)


def read_styles(container: Container, part: str, *, since_1904: bool) -> Sequence[Style]:
    """The cell styles in their order."""
    builder = _StyleBuilder(since_1904=since_1904)
    parser = xmlstream.parser(builder.start)

    def end(tag: str) -> None:
        # The last that counts: the looks and colours that follow are left to expat alone.
        if builder.end(tag) == "cellXfs":
            parser.StartElementHandler = parser.EndElementHandler = None

    parser.EndElementHandler = end
    container.parse(part, parser, beside=True)
    return builder.styles


def _index(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        return -1


def read_comments(container: Container, part: str) -> dict[str, str]:
    """The comments by the reference of their cell ("B3"); the turns of a conversation one below the other."""
    comments: dict[str, str] = {}
    builder = RichTextBuilder()
    reference = ""

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal reference
        name = tag[tag.rfind(" ") + 1 :]
        if name in _COMMENTS:
            reference = attributes.get("ref", "")
        builder.start("t" if tag.startswith(_CONVERSATIONS) and name == "text" else name, attributes)

    def end(tag: str) -> None:
        name = tag[tag.rfind(" ") + 1 :]
        if name in _COMMENTS:
            said = builder.finish().text
            comments[reference] = f"{comments[reference]}\n{said}" if reference in comments else said
        else:
            builder.end("t" if tag.startswith(_CONVERSATIONS) and name == "text" else name)

    container.parse(part, xmlstream.parser(start, end, builder.characters), beside=True)
    return comments
