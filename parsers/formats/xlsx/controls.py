"""The check boxes that lie over a worksheet's cells, as its VML drawing keeps them; runs no macro."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from parsers.formats import xmlstream
from parsers.formats.container import Container
from parsers.formats.digits import whole
from parsers.formats.xlsx.cells import LAST_COLUMN, LAST_ROW, Key

_MAX_BOXES = 20_000
_LARGEST = 8 << 20
_ROW_OF_ANCHOR = 2


@dataclass(frozen=True, slots=True)
class _Box:
    """A check box: the number of its shape, its cell, its state and its words."""

    number: str
    key: Key
    checked: bool
    words: str


class _Builder:
    """Gathers a shape's words and, where it is a check box, its cell and state."""

    def __init__(self) -> None:
        self.found: list[_Box] = []
        self._words: list[str] = []
        self._data: dict[str, str] = {}
        self._kind = self._reading = self._number = ""
        self._in_words = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag[tag.rfind(" ") + 1 :]
        if name == "shape":
            self._words, self._data, self._kind = [], {}, ""
            self._number = attributes.get("id", "").rpartition("_s")[2]
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
            checked = self._data.get("Checked", "0").strip() == "1"
            self.found.append(_Box(self._number, key, checked, " ".join("".join(self._words).split())))
        self._kind = ""


def _cell(anchor: str) -> Key | None:
    """The cell of an anchor: left column, its offset, top row, its offset, and the same of the far corner."""
    numbers = [piece.strip() for piece in anchor.split(",")]
    if len(numbers) <= _ROW_OF_ANCHOR:
        return None
    row, column = whole(numbers[_ROW_OF_ANCHOR]) + 1, whole(numbers[0]) + 1
    return (row, column) if 0 < row <= LAST_ROW and 0 < column <= LAST_COLUMN else None


def read_check_boxes(
    container: Container, part: str, controls: Mapping[str, str]
) -> tuple[tuple[Key, str, str], ...]:
    """Cell, sign and words of every check box; a drawing without any is not parsed, it is seldom sound.

    ``controls`` are the parts of controls by the number of their shape: what they say of the state counts.
    """
    if container.size(part) > _LARGEST or b"Checkbox" not in container.read(part):
        return ()
    builder = _Builder()
    container.parse(part, xmlstream.parser(builder.start, builder.end, builder.characters), beside=True)
    states = {number: _state(container, control) for number, control in controls.items()}
    boxes = {number: state for number, state in states.items() if state is not None}
    in_order = list(boxes.values()) if len(boxes) == len(builder.found) else [None] * len(builder.found)
    return tuple(
        (box.key, "☑" if _checked(boxes.get(box.number), other, box) else "☐", box.words)
        for box, other in zip(builder.found, in_order, strict=True)
    )


def _checked(by_number: bool | None, by_order: bool | None, box: _Box) -> bool:  # noqa: FBT001  (three sayings)
    """The state by the control's own part, found by number or, where numbers do not match, by order."""
    said = by_order if by_number is None else by_number
    return box.checked if said is None else said


def _state(container: Container, part: str) -> bool | None:
    """Whether the check box of a part is ticked, None where the part is no check box."""
    state: bool | None = None

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal state
        if tag.endswith(" formControlPr") and attributes.get("objectType") == "CheckBox":
            state = attributes.get("checked", "") in ("Checked", "1", "true")

    if part in container:
        container.parse(part, xmlstream.parser(start), beside=True)
    return state
