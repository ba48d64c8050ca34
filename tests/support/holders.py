"""Archives, a mail and winmail.dat by their usual writers; byte by byte where none is or none would lie."""

from __future__ import annotations

import io
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence

import py7zr

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16
MAIL = (
    "From: Trần Thị Bình <binh@truong.example>\r\nTo: so@so.example\r\nSubject: Danh sách\r\n"
    "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
    "--b\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>Kính gửi Sở <img src='cid:logo'></p>\r\n"
    "--b\r\nContent-Type: text/plain; name*=utf-8''l%E1%BB%9Bp.txt\r\n"
    "Content-Disposition: attachment\r\n\r\nHàn\r\n"
    "--b\r\nContent-Type: image/png; name=logo.png\r\nContent-ID: <logo>\r\n\r\nxx\r\n"
    "--b\r\nContent-Type: message/rfc822\r\n\r\n"
    "From: a@b.example\r\nSubject: Thư cũ\r\n\r\nNội dung cũ\r\n--b--\r\n"
).encode()

# ---------------------------------------------------------------- by their usual writers


def zipped(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def streamed(files: Mapping[str, bytes]) -> bytes:
    """A zip written to a pipe: sizes stand behind the members."""
    target = io.BytesIO()

    class Pipe(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, data: bytes) -> int:  # type: ignore[override]
            return target.write(data)

    with zipfile.ZipFile(Pipe(), "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def seven_zipped(files: Mapping[str, bytes], password: str | None = None, *, names: bool = False) -> bytes:
    target = io.BytesIO()
    with py7zr.SevenZipFile(target, "w", password=password, header_encryption=names) as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return target.getvalue()


def tarred(files: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return target.getvalue()


# ---------------------------------------------------------------- RAR


def rar4(members: Mapping[str, bytes], *, main_flags: int = 0, file_flags: int = 0) -> bytes:
    """A RAR archive of the older format, its members stored."""
    made = b"Rar!\x1a\x07\0" + _rar4_block(0x73, main_flags, b"\0" * 6)
    for name, data in members.items():
        made += _rar4_file(name, data, file_flags) + data
    return made + _rar4_block(0x7B, 0x4000, b"")


def _rar4_file(name: str, data: bytes, flags: int) -> bytes:
    # The name in a one-byte code, a zero, and the same in RAR's own packed UTF-16: here no packing is used.
    wide = name.encode("utf-16-le")
    pairs = [wide[at : at + 2] for at in range(0, len(wide), 2)]
    packed = b"".join(bytes((0b10101010,)) + b"".join(pairs[at : at + 4]) for at in range(0, len(pairs), 4))
    plain = name.encode("ascii", "replace")
    written = plain if name.isascii() else plain + b"\0\0" + packed
    kind = 0x8000 | flags | (0 if name.isascii() else 0x200)
    fields = struct.pack(
        "<IIBIIBBHI", len(data), len(data), 2, zlib.crc32(data), 0x5AB34BC0, 20, 0x30, len(written), 0x20
    )
    return _rar4_block(0x74, kind, fields + written)


def _rar4_block(kind: int, flags: int, fields: bytes) -> bytes:
    head = struct.pack("<BHH", kind, flags, 7 + len(fields)) + fields
    return struct.pack("<H", zlib.crc32(head) & 0xFFFF) + head


def rar5(members: Mapping[str, bytes], *, main_flags: int = 0, locked: bool = False) -> bytes:
    """A RAR archive of the newer format, its members stored."""
    made = b"Rar!\x1a\x07\x01\0"
    if locked:
        return (
            made
            + _rar5_block(number(4) + number(0) + number(0) + number(0) + b"\x0f" + b"\0" * 16)
            + b"\0" * 64
        )
    made += _rar5_block(number(1) + number(0) + number(main_flags))
    for name, data in members.items():
        made += _rar5_file(name.encode(), data) + data
    return made + _rar5_block(number(5) + number(0) + number(0))


def _rar5_file(name: bytes, data: bytes) -> bytes:
    fields = number(2) + number(2) + number(len(data)) + number(4) + number(len(data)) + number(0x20)
    return _rar5_block(
        fields + struct.pack("<I", zlib.crc32(data)) + number(0) + number(1) + number(len(name)) + name
    )


def _rar5_block(fields: bytes) -> bytes:
    sized = number(len(fields)) + fields
    return struct.pack("<I", zlib.crc32(sized)) + sized


def number(value: int) -> bytes:
    """A number seven bits a byte, as RAR 5 writes it."""
    made = b""
    while value > 0x7F:
        made += bytes((value & 0x7F | 0x80,))
        value >>= 7
    return made + bytes((value,))


# ---------------------------------------------------------------- TNEF

Attribute = tuple[int, int, bytes]
Property = tuple[int, int, bytes]


def tnef(attributes: Sequence[Attribute]) -> bytes:
    """A winmail.dat of attributes (level, number, content)."""
    return b"\x78\x9f\x3e\x22\x01\0" + b"".join(
        struct.pack("<BII", level, kind, len(content)) + content + struct.pack("<H", sum(content) & 0xFFFF)
        for level, kind, content in attributes
    )


def properties(*values: Property) -> bytes:
    """A list of properties (number, type, content); variable ones are padded, others must fit their type."""
    made = struct.pack("<I", len(values))
    for name, kind, content in values:
        made += struct.pack("<HH", kind, name)
        if kind in (0x1E, 0x1F, 0x102, 0x0D):
            made += struct.pack("<II", 1, len(content)) + content.ljust(-(-len(content) // 4) * 4, b"\0")
        else:
            made += content
    return made


def winmail(files: Mapping[str, bytes], *, body: Sequence[Property] = (), plain: bytes = b"") -> bytes:
    """What Outlook sends as rich text: a body in properties and attachments with long names."""
    made: list[Attribute] = [(1, 0x00069007, struct.pack("<II", 1258, 0))]
    made += [(1, 0x0002800C, plain + b"\0")] if plain else []
    made += [(1, 0x00069003, properties(*body))] if body else []
    for name, data in files.items():
        long_name = (0x3707, 0x1F, name.encode("utf-16-le") + b"\0\0")
        made += [
            (2, 0x00069002, struct.pack("<HIII", 1, 0xFFFFFFFF, 0, 0)),
            (2, 0x00018010, b"TEP~1.XLS\0"),
            (2, 0x0006800F, data),
            (2, 0x00069005, properties((0x0FFE, 0x03, struct.pack("<I", 7)), long_name)),
        ]
    return tnef(made)


# ---------------------------------------------------------------- zip


def zip_entry(name: bytes, packed: bytes, *, method: int, size: int, checksum: int) -> bytes:
    """A zip of one member, whatever is said of it."""
    fields = (0, method, 0, 0x21, checksum, len(packed), size, len(name), 0)
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, *fields) + name + packed
    central = struct.pack("<4s2H", b"PK\x01\x02", 20, 20) + struct.pack("<4H3I2H", *fields)
    central += struct.pack("<3H2I", 0, 0, 0, 0, 0) + name
    return local + central + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(central), len(local), 0)


def zip_overlapping(packed: bytes, *, size: int, checksum: int, count: int) -> bytes:
    """A zip whose members are all the same bytes under names of their own."""
    fields = (0, 8, 0, 0x21, checksum, len(packed), size, 1, 0)
    local = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, *fields) + b"a" + packed
    central = b"".join(
        struct.pack("<4s2H", b"PK\x01\x02", 20, 20) + struct.pack("<4H3I2H", *fields)
        + struct.pack("<3H2I", 0, 0, 0, 0, 0) + bytes((97 + index % 26,))
        for index in range(count)
    )  # fmt: skip
    return (
        local
        + central
        + struct.pack(
            "<4s4H2IH", b"PK\x05\x06", 0, 0, count & 0xFFFF, count & 0xFFFF, len(central), len(local), 0
        )
    )
