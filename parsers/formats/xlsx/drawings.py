"""Pictures and text boxes of a worksheet's drawing with their cells; draws nothing."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from parsers.formats import xmlstream
from parsers.formats.container import Container
from parsers.formats.digits import whole
from parsers.formats.xlsx.cells import ON


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture (``embed`` is its relationship) or a text box (``text``), anchored at a cell, 1-based."""

    row: int
    column: int
    embed: str = ""
    text: str = ""


class _DrawingBuilder:
    def __init__(self, controls: Collection[str]) -> None:
        self.drawn: list[Drawn] = []
        self._controls = controls
        self._row = self._column = 0
        self._embed = ""
        self._text: list[str] = []
        self._lines: list[str] = []
        self._reading = self._from = self._hidden = False
        # How deep we are in what stands in for programs that know less: it repeats what was drawn already.
        self._skipped = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag[tag.rfind(" ") + 1 :]
        if self._skipped or name == "Fallback":
            self._skipped += 1
        elif name.endswith("Anchor"):
            self._row, self._column = -1, -1
        elif name == "from":
            self._from = True
        elif name == "cNvPr":
            self._hidden = attributes.get("hidden", "0") in ON or attributes.get("id", "") in self._controls
        elif name == "blip":
            embed = next((value for key, value in attributes.items() if key.endswith(" embed")), "")
            self._embed = self._embed or embed
        elif name in ("row", "col", "t"):
            self._reading = True
            self._text.clear()

    def end(self, tag: str) -> None:
        name = tag[tag.rfind(" ") + 1 :]
        if self._skipped:
            self._skipped -= 1
        elif name in ("row", "col", "t") and self._reading:
            self._reading = False
            self._take(name, "".join(self._text))
        elif name == "from":
            self._from = False
        elif name == "p":
            self._lines.append("\n")
        elif name in ("pic", "sp"):
            self._close()

    def characters(self, data: str) -> None:
        if self._reading:
            self._text.append(data)

    def _take(self, name: str, text: str) -> None:
        if name == "t":
            self._lines.append(text)
        elif self._from and name == "row":
            self._row = whole(text)
        elif self._from:
            self._column = whole(text)

    def _close(self) -> None:
        text = "".join(self._lines).strip()
        # The drawn twin of a control adds nothing; the control itself is told by the VML drawing.
        if (self._embed or text) and not self._hidden:
            self.drawn.append(Drawn(self._row + 1, self._column + 1, self._embed, text))
        self._embed, self._lines, self._hidden = "", [], False


def read_drawing(container: Container, part: str, controls: Collection[str]) -> list[Drawn]:
    """Pictures and text boxes of a drawing in order, without twins of controls; row 0 where one floats."""
    builder = _DrawingBuilder(controls)
    container.parse(part, xmlstream.parser(builder.start, builder.end, builder.characters), beside=True)
    return builder.drawn
