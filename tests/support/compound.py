"""Compound files (MS-CFB) and Outlook messages (MS-OXMSG) written from values, as small as they can be."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

SECTOR, MINI, CUTOFF = 512, 64, 4096
END, FREE, FAT, NONE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD, 0xFFFFFFFF
STORAGE, STREAM, ROOT = 1, 2, 5

Tree = Mapping[str, "bytes | Tree"]


@dataclass
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    child: int = NONE
    right: int = NONE
    start: int = END


@dataclass
class _Writer:
    entries: list[_Entry] = field(default_factory=list)

    def add(self, name: str, content: bytes | Tree) -> int:
        number = len(self.entries)
        if isinstance(content, bytes):
            self.entries.append(_Entry(name, STREAM, content))
            return number
        self.entries.append(_Entry(name, STORAGE if number else ROOT))
        below = [self.add(inner, content[inner]) for inner in sorted(content, key=_order)]
        # A list instead of a tree of names: every reader follows it.
        for left, right in pairwise(below):
            self.entries[left].right = right
        self.entries[number].child = below[0] if below else NONE
        return number


def _order(name: str) -> tuple[int, str]:
    return len(name), name.upper()


def compound(tree: Tree) -> bytes:
    """A compound file of streams (bytes) and storages (mappings)."""
    writer = _Writer()
    writer.add("Root Entry", tree)
    sectors: list[bytes] = []
    table: list[int] = []

    def placed(content: bytes) -> int:
        count = -(-len(content) // SECTOR)
        start = len(sectors)
        sectors.extend(
            content[at : at + SECTOR].ljust(SECTOR, b"\0") for at in range(0, len(content), SECTOR)
        )
        table.extend([*range(start + 1, start + count), END])
        return start

    mini, mini_table = b"", list[int]()
    for entry in writer.entries[1:]:
        if entry.kind != STREAM or not entry.content:
            continue
        if len(entry.content) >= CUTOFF:
            entry.start = placed(entry.content)
            continue
        entry.start = len(mini_table)
        count = -(-len(entry.content) // MINI)
        mini += entry.content.ljust(count * MINI, b"\0")
        mini_table += [*range(entry.start + 1, entry.start + count), END]
    writer.entries[0].content = mini
    if mini:
        writer.entries[0].start = placed(mini)
    mini_fat = (
        placed(struct.pack(f"<{len(mini_table)}I", *mini_table).ljust(SECTOR, b"\xff")) if mini else END
    )
    directory = placed(b"".join(map(_packed, writer.entries)))
    needed = -(-len(table) // (SECTOR // 4 - 1))
    fat_sectors = [len(sectors) + number for number in range(needed)]
    table += [FAT] * needed
    fat = struct.pack(f"<{len(table)}I", *table).ljust(needed * SECTOR, b"\xff")
    sectors.extend(fat[at : at + SECTOR] for at in range(0, len(fat), SECTOR))
    heads = fat_sectors + [FREE] * (109 - needed)
    mini_sectors = -(-len(mini_table) * 4 // SECTOR)
    header = struct.pack("<8s16x5H6x", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack(
        "<9I", 0, needed, directory, 0, CUTOFF, mini_fat, mini_sectors if mini else 0, END, 0
    )
    return header + struct.pack("<109I", *heads) + b"".join(sectors)


def _packed(entry: _Entry) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16xIQQIQ", name, len(name), entry.kind, 1, NONE, entry.right, entry.child, 0, 0, 0,
        entry.start, len(entry.content),
    )  # fmt: skip


# ---------------------------------------------------------------- Outlook messages


def text_stream(number: int, text: str) -> dict[str, bytes]:
    return {f"__substg1.0_{number:04X}001F": text.encode("utf-16-le")}


def binary_stream(number: int, data: bytes) -> dict[str, bytes]:
    return {f"__substg1.0_{number:04X}0102": data}


def fixed(head: int, values: Mapping[int, int]) -> dict[str, bytes]:
    """The list of short properties, each a 32-bit number."""
    listed = b"".join(struct.pack("<HHIII", 0x03, number, 6, value, 0) for number, value in values.items())
    return {"__properties_version1.0": b"\0" * head + listed}


def attachment(name: str, data: bytes, *, cid: str = "") -> Tree:
    made = {**text_stream(0x3707, name), **binary_stream(0x3701, data), **fixed(8, {0x3705: 1})}
    return made | text_stream(0x3712, cid) if cid else made


def embedded(name: str, message: Tree) -> Tree:
    return {**text_stream(0x3001, name), "__substg1.0_3701000D": message, **fixed(8, {0x3705: 5})}


def linked_object(name: str) -> Tree:
    """An object of another program (attach method 6)."""
    return {**text_stream(0x3707, name), "__substg1.0_3701000D": {"CONTENTS": b"x"}, **fixed(8, {0x3705: 6})}


def message_tree(
    *, text: str = "", html: bytes = b"", rtf: bytes = b"", attachments: Sequence[Tree] = (), head: int = 32
) -> Tree:
    made: dict[str, bytes | Tree] = {**fixed(head, {0x3FDE: 65001}), **text_stream(0x1000, text)}
    made |= text_stream(0x0037, "Danh sách khóa học")
    made |= binary_stream(0x1013, html) if html else {}
    made |= binary_stream(0x1009, rtf) if rtf else {}
    made["__nameid_version1.0"] = {"__substg1.0_00020102": b"\0" * 16}
    for number, one in enumerate(attachments):
        made[f"__attach_version1.0_#{number:08X}"] = one
    return made
