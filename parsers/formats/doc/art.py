"""Drawings of old Word files (OfficeArt records): the bytes of pictures and which shape shows which."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from parsers.formats.doc.binary import byte, long, short

_HEAD = 8
_CONTAINER = 0xF
_GROUP, _SHAPE, _STORE_ENTRY, _SHAPE_HEAD, _OPTIONS = 0xF003, 0xF004, 0xF007, 0xF00A, 0xF00B
_STORE = 0xF001
_BITMAPS = (0xF01D, 0xF01E, 0xF01F, 0xF029, 0xF02A)
_METAFILES = {0xF01A: "emf", 0xF01B: "wmf", 0xF01C: "pict"}
_ENTRY, _DIGEST, _METAFILE_HEAD = 36, 16, 34
_PICTURE, _PICTURE_NAME = 0x0104, 0x0105
_PROPERTY, _COMPLEX, _NUMBER = 6, 0x8000, 0x3FFF
_MAX_DEPTH = 12
_MAX_RECORDS = 100_000


@dataclass(frozen=True, slots=True)
class Record:
    """A record: its kind, instance and content; containers hold further records."""

    kind: int
    instance: int
    content: bytes
    container: bool


@dataclass(frozen=True, slots=True)
class Blip:
    """A stored picture: its bytes (none for drawings made of strokes) and the ending of its kind."""

    data: bytes
    kind: str = ""


@dataclass(slots=True)
class Shape:
    """A shape: its own number, and which stored picture it shows under what name."""

    number: int = 0
    picture: int = 0
    name: str = ""


def records(data: bytes) -> Iterator[Record]:
    """The records that follow each other, as far as the bytes go."""
    at = 0
    for _ in range(_MAX_RECORDS):
        if at + _HEAD > len(data):
            return
        head, kind, size = short(data, at), short(data, at + 2), long(data, at + 4)
        content = data[at + _HEAD : at + _HEAD + size]
        yield Record(kind, head >> 4, content, head & _CONTAINER == _CONTAINER)
        at += _HEAD + size


def found(data: bytes, kinds: tuple[int, ...], depth: int = 0) -> Iterator[Record]:
    """The outermost records of some kinds, wherever they stand."""
    for record in records(data):
        if record.kind in kinds:
            yield record
        elif record.container and depth < _MAX_DEPTH:
            yield from found(record.content, kinds, depth + 1)


def drawn(content: bytes) -> Iterator[tuple[int, list[Shape]]]:
    """The shapes on the pages of a document by the number that text knows; a group as all its members."""
    dgg = _HEAD + long(content, 4)
    at = dgg
    while at + 1 + _HEAD <= len(content):
        # Before each drawing a byte tells whether it belongs to the text or to the headers.
        size = _HEAD + long(content, at + 5)
        for page in found(content[at + 1 : at + 1 + size], (_GROUP,)):
            yield from _on_page(page.content)
        at += 1 + size


def _on_page(content: bytes) -> Iterator[tuple[int, list[Shape]]]:
    for record in records(content):
        if record.kind == _SHAPE:
            shape = _shape(record.content)
            yield shape.number, [shape]
        elif record.kind == _GROUP:
            members = [_shape(inner.content) for inner in found(record.content, (_SHAPE,))]
            if members:
                yield members[0].number, members


def _shape(content: bytes) -> Shape:
    shape = Shape()
    for record in records(content):
        if record.kind == _SHAPE_HEAD:
            shape.number = long(record.content, 0)
        elif record.kind == _OPTIONS:
            _take_options(shape, record)
    return shape


def _take_options(shape: Shape, record: Record) -> None:
    """The properties that tell of pictures; long values follow behind all properties, in their order."""
    content, count = record.content, min(record.instance, len(record.content) // _PROPERTY)
    at = count * _PROPERTY
    for index in range(count):
        code, said = short(content, index * _PROPERTY), long(content, index * _PROPERTY + 2)
        value = b""
        if code & _COMPLEX:
            value, at = content[at : at + said], at + said
        if code & _NUMBER == _PICTURE:
            shape.picture = said
        elif code & _NUMBER == _PICTURE_NAME:
            shape.name = value.decode("utf-16-le", "replace").rstrip("\0")


def store(data: bytes) -> list[Record]:
    """The entries of stored pictures by their numbers."""
    entries = next(iter(found(data, (_STORE,))), None)
    return list(records(entries.content)) if entries else []


def stored(entry: Record, delayed: bytes) -> Blip:
    """The picture of an entry; ``delayed`` is the stream that holds most of them."""
    return _entry(entry, delayed) or Blip(b"")


def inline(data: bytes) -> tuple[Blip, str]:
    """The first picture that stands in the records of an inline shape, and its name."""
    blip, name = Blip(b""), ""
    for record in found(data, (_SHAPE, _STORE_ENTRY, *_BITMAPS, *_METAFILES)):
        if record.kind == _SHAPE:
            name = name or _shape(record.content).name
        else:
            blip = blip if blip.data else _entry(record, b"") or blip
    return blip, name


def _entry(record: Record, delayed: bytes) -> Blip | None:
    if record.kind != _STORE_ENTRY:
        return _blip(record)
    inside = record.content[_ENTRY + byte(record.content, 33) :]
    if len(inside) <= _HEAD and delayed:
        at = long(record.content, 28)
        inside = delayed[at : at + _HEAD + long(delayed, at + 4)] if at < len(delayed) else b""
    blip = next(records(inside), None)
    return _blip(blip) if blip else None


def _blip(record: Record) -> Blip | None:
    digests = _DIGEST * (1 + (record.instance & 1))
    if record.kind in _BITMAPS:
        return Blip(record.content[digests + 1 :])
    if record.kind in _METAFILES:
        return Blip(record.content[digests + _METAFILE_HEAD :], _METAFILES[record.kind])
    return None
