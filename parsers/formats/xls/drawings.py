"""Pictures, text boxes, notes and check boxes of an old workbook's sheet, with their cells; draws nothing."""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import PureWindowsPath

from parsers.document import Picture
from parsers.formats import picture
from parsers.formats.xls.stream import CONTINUE, short_text
from parsers.formats.xlsx.cells import Key

_DRAWING, _OBJECT, _TEXT_OBJECT = 0xEC, 0x5D, 0x1B6
_STORE_ENTRY, _SHAPE, _OPTIONS, _ANCHOR = 0xF007, 0xF004, 0xF00B, 0xF010
_BLIPS = range(0xF01A, 0xF118)
# Metafiles are packed and no program of ours shows them: they are named, not measured.
_EXTENSIONS = {0xF01A: "emf", 0xF01B: "wmf", 0xF01C: "pict", 0xF01D: "jpeg", 0xF01E: "png", 0xF01F: "bmp",
               0xF029: "tiff", 0xF02A: "jpeg"}  # fmt: skip
_MEASURED = ("jpeg", "png", "tiff")
_PICTURE_NUMBER, _PICTURE_NAME = 0x104, 0x105
_IS_CONTAINER, _IS_COMPLEX = 0xF, 0x8000
_CHECK_BOX, _NOTE = 0x0B, 0x19
# LibreOffice writes the state under the number of the list that stands before it.
_CHECKED, _CHECK_LIST, _STATE_SIZE = 0x12, 0x0A, 8
_ENTRY_HEAD, _NAME_LENGTH = 36, 33
_MAX_SHAPES = 20_000
_MAX_LETTERS = 1 << 20
_SIGNS = {0: "☐", 1: "☑", 2: "☐"}


@dataclass(slots=True)
class Shape:
    """One drawn thing: the cell at its top left corner, and what it shows."""

    cell: Key | None = None
    number: int = 0
    kind: int = 0
    blip: int = 0
    blip_name: str = ""
    tick: str = ""
    text: str = ""


@dataclass(slots=True)
class DrawingRecords:
    """Takes the records of one sheet's drawing in their order."""

    shapes: list[Shape] = field(default_factory=list)
    _last: int = 0
    _missing: int = 0
    _cell: Key | None = None
    _letters: int = 0

    def add(self, kind: int, body: bytes) -> None:
        """A record of the drawing; a broken one is left out."""
        try:
            if kind == _DRAWING or (kind == CONTINUE and self._last == _DRAWING):
                self._draw(body)
            elif kind == _OBJECT and self.shapes:
                _describe(self.shapes[-1], body)
            elif kind == _TEXT_OBJECT:
                (self._missing,) = struct.unpack_from("<H", body, 10)
            elif kind == CONTINUE and self._last == _TEXT_OBJECT and self._missing > 0 and self.shapes:
                self._say(body)
        except (struct.error, IndexError):
            self._missing = 0
        self._last = self._last if kind == CONTINUE else kind

    def text_of(self, number: int) -> str:
        """What the drawn object of a number says."""
        return next((shape.text for shape in self.shapes if shape.number == number), "")

    def _draw(self, body: bytes) -> None:
        for kind, instance, start, end in _atoms(body):
            if kind == _SHAPE and len(self.shapes) < _MAX_SHAPES:
                self.shapes.append(Shape(cell=self._cell))
            elif kind == _ANCHOR and self.shapes:
                _, column, _, row = struct.unpack_from("<4H", body, start)
                self._cell = self.shapes[-1].cell = (row + 1, column + 1)
            elif kind == _OPTIONS and self.shapes:
                _picture_options(self.shapes[-1], body[start:end], instance)

    def _say(self, body: bytes) -> None:
        count = min(self._missing, (len(body) - 1) >> (body[0] & 1))
        self._missing -= count
        self._letters += count
        if self._letters <= _MAX_LETTERS:
            self.shapes[-1].text += short_text(body, 0, count)[0].replace("\r", "\n")


def _atoms(body: bytes) -> Iterator[tuple[int, int, int, int]]:
    """Kind, instance, start and end of every record of a drawing; what a container holds follows it."""
    place = 0
    while place + 8 <= len(body):
        version, kind, size = struct.unpack_from("<HHI", body, place)
        start = place + 8
        place = start if version & 0xF == _IS_CONTAINER else start + size
        yield kind, version >> 4, start, min(start + size, len(body))


def _picture_options(shape: Shape, body: bytes, count: int) -> None:
    extra = 6 * count
    for place in range(0, min(extra, len(body) - 5), 6):
        key, given = struct.unpack_from("<HI", body, place)
        if key & 0x3FFF == _PICTURE_NUMBER:
            shape.blip = given
        elif key & 0x3FFF == _PICTURE_NAME and key & _IS_COMPLEX:
            shape.blip_name = body[extra : extra + given].decode("utf-16-le", "replace").rstrip("\0")
        extra += given if key & _IS_COMPLEX else 0


def _describe(shape: Shape, body: bytes) -> None:
    """The kind and number of the object, and whether a check box is ticked."""
    shape.kind, shape.number = struct.unpack_from("<HH", body, 4)
    place = 0
    while shape.kind == _CHECK_BOX and place + 4 <= len(body):
        kind, size = struct.unpack_from("<HH", body, place)
        if kind == _CHECKED or (kind == _CHECK_LIST and size == _STATE_SIZE):
            shape.tick = _SIGNS.get(struct.unpack_from("<H", body, place + 4)[0], "")
        place += 4 + size


def is_note(shape: Shape) -> bool:
    """Whether the shape is the frame of a note, which belongs to a cell."""
    return shape.kind == _NOTE


def read_blips(store: bytes) -> list[Picture]:
    """The pictures of a workbook in the order by which shapes name them, from 1."""
    found: list[Picture] = []
    for kind, _, start, end in _atoms(store):
        if kind == _STORE_ENTRY:
            found.append(_stored(store[start:end], len(found) + 1))
    return found


def _stored(entry: bytes, number: int) -> Picture:
    named = Picture(name=f"image{number}")
    inside = entry[_ENTRY_HEAD + entry[_NAME_LENGTH] :] if len(entry) > _ENTRY_HEAD else b""
    for kind, instance, start, end in _atoms(inside):
        if kind not in _BLIPS:
            break
        extension = _EXTENSIONS.get(kind, "")
        name = f"image{number}.{extension}" if extension else named.name
        skipped = 17 + 16 * (instance & 1)
        drawn = inside[start + skipped : end]
        if extension not in _MEASURED:
            return Picture(name=name, size=len(drawn))
        return picture.describe(name, len(drawn), hashlib.sha256(drawn).hexdigest(), drawn)
    return named


def picture_of(shape: Shape, blips: list[Picture]) -> Picture | None:
    """The picture that a shape shows, under the name of its file where the shape tells one."""
    if not 0 < shape.blip <= len(blips):
        return None
    stored = blips[shape.blip - 1]
    name = PureWindowsPath(shape.blip_name).name
    return replace(stored, name=name) if "." in name.strip(".") else stored
