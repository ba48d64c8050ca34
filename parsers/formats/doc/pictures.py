"""Pictures and text boxes of an old Word file by the place that they hang on; nothing is drawn."""

from __future__ import annotations

import hashlib
import ntpath
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cached_property

from parsers.document import Picture, Reason, UnreadableError
from parsers.formats import picture
from parsers.formats.doc import art as doc_art
from parsers.formats.doc.art import Blip, Record, Shape
from parsers.formats.doc.binary import apart, byte, long, rows, short
from parsers.formats.doc.container import Source

_ANCHOR, _BOX = 26, 22
_BOX_SHAPE = 14
_FILE_NAME = re.compile(r"[^\r\n]{1,200}\.(?:png|jpe?g|gif|bmp|tiff?|webp|emf|wmf|heic)$", re.IGNORECASE)
_LINKED = 0x66
_MAX_DRAWINGS = 8 << 20
_MAX_PICTURES, _MAX_BYTES = 10_000, 256 << 20

# The boxes of a story: what holds their anchors and where their text is listed.
BOXES = {"body": ("anchors", "boxes"), "headers": ("header anchors", "header boxes")}


class Pictures:
    """The pictures of a document; each has one name wherever it is shown."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._names: dict[str, str] = {}
        self._used: set[int] = set()
        self._shown = self._bytes = 0
        self._inline: dict[int, Picture | None] = {}

    def inline(self, at: int) -> Picture | None:
        """The picture that stands in the text and whose data begin at a place of the data stream."""
        if at not in self._inline:
            self._inline[at] = self._read_inline(at)
        self._spend(0)
        return self._inline[at]

    def _read_inline(self, at: int) -> Picture | None:
        data = self._source.data
        size, head = long(data, at), short(data, at + 4)
        if not head or size <= head or at >= len(data):
            return self._named(Blip(b""), "") if self._source.fib.old else None
        first = at + head
        if short(data, at + 6) == _LINKED:
            first += 1 + byte(data, first)
        self._spend(min(size, len(data)))
        blip, name = doc_art.inline(data[first : at + size])
        return self._named(blip, name) if blip.data else None

    def anchored(self, story: str, place: int) -> Iterator[Picture | tuple[int, int]]:
        """What hangs on a place: pictures, and text boxes as their first and last place in their story."""
        number = self._anchors(story).get(place)
        if number in self._used:
            return
        self._used.update(() if number is None else (number,))
        for shape in self._shapes.get(number, ()) if number is not None else ():
            box = self._boxes(story).get(shape.number)
            if box is not None:
                yield box
            blip = self._stored(shape)
            if blip.data:
                yield self._named(blip, shape.name)
        if number is not None and number not in self._shapes and number in self._boxes(story):
            yield self._boxes(story)[number]

    def boxes(self, story: str) -> list[tuple[int, int]]:
        """The text boxes of a story in their order, wherever they hang."""
        return sorted(self._boxes(story).values())

    def _stored(self, shape: Shape) -> Blip:
        if not 0 < shape.picture <= len(self._store):
            return Blip(b"")
        return doc_art.stored(self._store[shape.picture - 1], self._source.word)

    @cached_property
    def _drawings(self) -> bytes:
        return self._source.part("drawings")[:_MAX_DRAWINGS]

    @cached_property
    def _store(self) -> list[Record]:
        return doc_art.store(self._drawings)

    @cached_property
    def _shapes(self) -> dict[int, list[Shape]]:
        return dict(doc_art.drawn(self._drawings))

    @cached_property
    def _all_anchors(self) -> dict[str, dict[int, int]]:
        found = {}
        for story, (anchors, _) in BOXES.items():
            places, records = rows(self._source.part(anchors), _ANCHOR)
            found[story] = {place: long(record, 0) for place, record in zip(places, records, strict=False)}
        return found

    @cached_property
    def _all_boxes(self) -> dict[str, dict[int, tuple[int, int]]]:
        found = {}
        for story, (_, boxes) in BOXES.items():
            places, records = rows(self._source.part(boxes), _BOX)
            shapes = (long(record, _BOX_SHAPE) for record in records)
            found[story] = dict(zip(shapes, apart(places), strict=False))
        return found

    def _anchors(self, story: str) -> dict[int, int]:
        return self._all_anchors.get(story, {})

    def _boxes(self, story: str) -> dict[int, tuple[int, int]]:
        return self._all_boxes.get(story, {})

    def _spend(self, size: int) -> None:
        self._shown += 1
        self._bytes += size
        if self._shown > _MAX_PICTURES or self._bytes > _MAX_BYTES:
            raise UnreadableError(Reason.TOO_LARGE, "too many pictures")

    def _named(self, blip: Blip, name: str) -> Picture:
        self._spend(len(blip.data))
        digest = hashlib.sha256(blip.data).hexdigest() if blip.data else ""
        told = picture.describe("", len(blip.data), digest, blip.data)
        kind = blip.kind or told.media_type.removeprefix("image/")
        key = digest or f"picture {len(self._names)}"
        if key not in self._names:
            given = ntpath.basename(name.replace("/", "\\")).strip()
            ending = f".{kind}" if kind else ""
            self._names[key] = given if _FILE_NAME.match(given) else f"picture{len(self._names) + 1}{ending}"
        return replace(told, name=self._names[key], media_type=f"image/{kind}" if kind else "")
