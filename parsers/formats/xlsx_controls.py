"""The check boxes that lie over a worksheet's cells, as its VML drawing keeps them; runs no macro."""

from __future__ import annotations

from parsers.formats import xmlstream
from parsers.formats.container import Container
from parsers.formats.xlsx_cells import LAST_COLUMN, LAST_ROW, Key

_MAX_BOXES = 20_000
_LARGEST = 8 << 20
_ROW_OF_ANCHOR = 2
_SIGNS = {"1": "☑", "0": "☐", "2": "☐"}


class _Builder:
    """Gathers a shape's words and, where it is a check box, its cell and state."""

    def __init__(self) -> None:
        self.found: list[tuple[Key, str, str]] = []
        self._words: list[str] = []
        self._data: dict[str, str] = {}
        self._kind = self._reading = ""
        self._in_words = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag[tag.rfind(" ") + 1 :]
        if name == "shape":
            self._words, self._data, self._kind = [], {}, ""
        elif name == "textbox":
            self._in_words = True
        elif name == "ClientData":
            self._kind = attributes.get("ObjectType", "")
        elif self._kind and name in ("Anchor", "Checked"):
            self._reading = name

    def end(self, tag: str) -> None:
        name = tag[tag.rfind(" ") + 1 :]
        if name == "textbox":
            self._in_words = False
        elif name == "shape":
            self._close()
        elif name == self._reading:
            self._reading = ""

    def characters(self, data: str) -> None:
        if self._reading:
            self._data[self._reading] = self._data.get(self._reading, "") + data
        elif self._in_words:
            self._words.append(data)

    def _close(self) -> None:
        key = _cell(self._data.get("Anchor", ""))
        if self._kind == "Checkbox" and key and len(self.found) < _MAX_BOXES:
            sign = _SIGNS.get(self._data.get("Checked", "0").strip(), "☐")
            self.found.append((key, sign, " ".join("".join(self._words).split())))
        self._kind = ""


def _cell(anchor: str) -> Key | None:
    """The cell of an anchor: left column, its offset, top row, its offset, and the same of the far corner."""
    numbers = [piece.strip() for piece in anchor.split(",")]
    if len(numbers) <= _ROW_OF_ANCHOR or not (numbers[0].isdecimal() and numbers[2].isdecimal()):
        return None
    row, column = int(numbers[_ROW_OF_ANCHOR]) + 1, int(numbers[0]) + 1
    return (row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def read_check_boxes(container: Container, part: str) -> tuple[tuple[Key, str, str], ...]:
    """Cell, sign and words of every check box; a drawing without any is not parsed, it is seldom sound."""
    if container.size(part) > _LARGEST or b"Checkbox" not in container.read(part):
        return ()
    builder = _Builder()
    container.parse(part, xmlstream.parser(builder.start, builder.end, builder.characters), beside=True)
    return tuple(builder.found)
