"""Old Word documents (MS-DOC) written from values, small: for dialects that nobody writes any more."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

from tests.support.compound import Tree, compound

TEXT_AT = 0x800
PAGE = 512

BOLD, STRUCK, HIDDEN = b"\x35\x08\x01", b"\x37\x08\x01", b"\x3c\x08\x01"
DELETED, INSERTED, SPECIAL = b"\x00\x08\x01", b"\x01\x08\x01", b"\x55\x08\x01"
IN_TABLE, ROW_END = b"\x16\x24\x01", b"\x17\x24\x01"
BOLD_95, STRUCK_95, HIDDEN_95, DELETED_95 = b"\x55\x01", b"\x57\x01", b"\x5c\x01", b"\x41\x01"
IN_TABLE_95, ROW_END_95 = b"\x18\x01", b"\x19\x01"


@dataclass
class Stretch:
    """Text with one look."""

    text: str
    look: bytes = b""


@dataclass
class Par:
    """A paragraph: its stretches, the mark that ends it, its form and style, and the look of its mark."""

    content: Sequence[Stretch] | str
    mark: str = "\r"
    form: bytes = b""
    style: int = 0
    mark_look: bytes = b""

    @property
    def stretches(self) -> list[Stretch]:
        inside = [Stretch(self.content)] if isinstance(self.content, str) else list(self.content)
        return [*inside, Stretch(self.mark, self.mark_look)]


@dataclass
class Letter:
    """A document. ``lengths`` are the characters of its stories where they are not all body."""

    body: Sequence[Par]
    old: bool = False
    narrow: bool = False
    flags: int = 0
    version: int = 0xC1
    language: int = 0x042A
    lengths: Sequence[int] = ()
    parts: dict[int, bytes] = field(default_factory=dict)
    data: bytes = b""
    storages: Tree = field(default_factory=dict)
    pieces: bytes = b""


def cells(*texts: str | Sequence[Stretch], old: bool = False) -> list[Par]:
    form = IN_TABLE_95 if old else IN_TABLE
    return [Par(text, "\x07", form) for text in texts]


def row(
    *texts: str | Sequence[Stretch],
    edges: Sequence[int] = (),
    flags: Sequence[int] = (),
    old: bool = False,
    mark_look: bytes = b"",
) -> list[Par]:
    """The cells of a row and its end; ``flags`` are those of the cells."""
    shape = shaped(edges, flags or [0] * (len(edges) - 1), old=old) if edges else b""
    end = (IN_TABLE_95 + ROW_END_95 if old else IN_TABLE + ROW_END) + shape
    return [*cells(*texts, old=old), Par("", "\x07", end, mark_look=mark_look)]


def shaped(edges: Sequence[int], flags: Sequence[int], *, old: bool = False) -> bytes:
    size = 10 if old else 20
    body = struct.pack(f"<B{len(edges)}h", len(flags), *edges)
    body += b"".join(struct.pack("<H", flag).ljust(size, b"\0") for flag in flags)
    return (b"\xbe" if old else b"\x08\xd6") + struct.pack("<H", len(body) + 1) + body


def old_word(letter: Letter) -> bytes:
    """The bytes of the document."""
    width = 1 if letter.old or letter.narrow else 2
    text = "".join(stretch.text for par in letter.body for stretch in par.stretches)
    raw = text.encode("cp1252" if width == 1 else "utf-16-le", "strict")
    stream = bytearray(b"\0" * TEXT_AT + raw)
    looks, forms = _ranges(letter, width)
    parts = dict(letter.parts)
    for number, ranges, size in ((12, looks, 1), (13, forms, 7 if letter.old else 13)):
        parts[number] = _paged(stream, ranges, size, old=letter.old)
    end = len(text)
    offset = TEXT_AT * 2 | 1 << 30 if width == 1 else TEXT_AT
    if letter.pieces or not letter.old:
        parts[33] = letter.pieces or pieced([(0, end, offset)])
    table = bytearray(b"\0" * 4)
    places = {}
    target = stream if letter.old else table
    for number, part in parts.items():
        places[number] = (len(target), len(part))
        target += part
    _head(stream, letter, places, end)
    streams: dict[str, bytes | Tree] = {"WordDocument": bytes(stream).ljust(4096, b"\0"), **letter.storages}
    if not letter.old:
        streams["0Table"] = bytes(table)
    if letter.data:
        streams["Data"] = letter.data
    return compound(streams)


def pieced(pieces: Sequence[tuple[int, int, int]], changes: bytes = b"", prm: int = 0) -> bytes:
    """The list of pieces by first place, last place and offset; ``prm`` is what each of them changes."""
    places = [pieces[0][0], *(last for _, last, _ in pieces)]
    table = struct.pack(f"<{len(places)}I", *places)
    table += b"".join(struct.pack("<HIH", 0, offset, prm) for _, _, offset in pieces)
    stored = b"\x01" + struct.pack("<H", len(changes)) + changes if changes else b""
    return stored + b"\x02" + struct.pack("<I", len(table)) + table


def _ranges(letter: Letter, width: int) -> tuple[list[tuple[int, int, bytes]], list[tuple[int, int, bytes]]]:
    looks, forms, at = [], [], TEXT_AT
    for par in letter.body:
        first = at
        for stretch in par.stretches:
            after = at + len(stretch.text) * width
            if after > at:
                looks.append((at, after, bytes([len(stretch.look)]) + stretch.look if stretch.look else b""))
            at = after
        forms.append((first, at, _form(struct.pack("<H", par.style) + par.form, old=letter.old)))
    return looks, forms


def _form(form: bytes, *, old: bool) -> bytes:
    if old and not len(form) & 1:
        form += b"\0"
    return bytes([(len(form) + 1) // 2]) + form if len(form) & 1 else bytes([0, len(form) // 2]) + form


def _paged(stream: bytearray, ranges: list[tuple[int, int, bytes]], size: int, *, old: bool) -> bytes:
    """Writes pages of properties behind the text; the list of them."""
    firsts, numbers = [], []
    pending = list(reversed(ranges))
    while pending:
        stream.extend(b"\0" * (-len(stream) % PAGE))
        taken: list[tuple[int, int, bytes]] = []
        room = PAGE - 1 - 4
        while pending and room >= 4 + size + len(pending[-1][2]) + 1:
            room -= 4 + size + len(pending[-1][2]) + 1
            taken.append(pending.pop())
        firsts.append(taken[0][0])
        numbers.append(len(stream) // PAGE)
        stream.extend(_page(taken, size))
    firsts.append(ranges[-1][1])
    return struct.pack(f"<{len(firsts)}I", *firsts) + struct.pack(
        f"<{len(numbers)}{'H' if old else 'I'}", *numbers
    )


def _page(taken: list[tuple[int, int, bytes]], size: int) -> bytes:
    page = bytearray(PAGE)
    page[-1] = len(taken)
    struct.pack_into(f"<{len(taken) + 1}I", page, 0, *(first for first, _, _ in taken), taken[-1][1])
    end = PAGE - 1
    for number, (_, _, value) in enumerate(taken):
        if value:
            end = (end - len(value)) & ~1
            page[end : end + len(value)] = value
            page[4 * (len(taken) + 1) + size * number] = end // 2
    return bytes(page)


def _head(stream: bytearray, letter: Letter, places: dict[int, tuple[int, int]], end: int) -> None:
    version = 104 if letter.old else letter.version
    struct.pack_into(
        "<HHHHHH", stream, 0, 0xA5DC if letter.old else 0xA5EC, version, 0, letter.language, 0, letter.flags
    )
    struct.pack_into("<II", stream, 0x18, TEXT_AT, TEXT_AT + end)
    lengths = list(letter.lengths) or [end]
    struct.pack_into(f"<{len(lengths)}I", stream, 0x34 if letter.old else 0x4C, *lengths)
    for number, place in places.items():
        struct.pack_into("<II", stream, (0x58 if letter.old else 0x9A) + 8 * number, *place)
    if not letter.old:
        struct.pack_into("<H", stream, 0x98, 93)
