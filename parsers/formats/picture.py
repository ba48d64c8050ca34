"""Pictures by the first bytes of their files: kind and size in pixels; what they show is not looked at."""

from __future__ import annotations

import hashlib
import struct

from parsers.document import Document, Picture, Reason, UnreadableError

_KINDS = (
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
    (b"II*\0", "tiff"),
    (b"MM\0*", "tiff"),
)
_HEIC = (b"heic", b"heix", b"mif1", b"msf1", b"heif", b"hevc", b"avif")
_BMP_HEAD = 26
# Start-of-frame markers of JPEG; C4, C8 and CC mark tables.
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_WIDTH_TAG, _HEIGHT_TAG = 256, 257


def kind_of(data: bytes) -> str:
    """The kind of picture that the bytes begin, "" for none."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        return "heic"
    # Two letters prove little: the size field of a bitmap must agree.
    if data[:2] == b"BM" and (len(data) < _BMP_HEAD or data[6:10] != b"\0\0\0\0"):
        return ""
    return next((kind for magic, kind in _KINDS if data.startswith(magic)), "")


def read_picture(data: bytes) -> Document:
    """A document of one picture."""
    kind = kind_of(data)
    if not kind:
        raise UnreadableError(Reason.CORRUPT, "no picture that is known")
    picture = describe("", len(data), hashlib.sha256(data).hexdigest(), data)
    return Document(media="picture", blocks=(picture,))


def describe(name: str, size: int, sha256: str, head: bytes) -> Picture:
    """A picture by its name, size, digest and first bytes."""
    kind = kind_of(head)
    width, height = pixels(head)
    media_type = f"image/{kind}" if kind else ""
    return Picture(name=name, media_type=media_type, size=size, width=width, height=height, sha256=sha256)


def pixels(data: bytes) -> tuple[int, int]:
    """Width and height, zeros where the head does not tell."""
    measure = _MEASURES.get(kind_of(data))
    try:
        return measure(data) if measure else (0, 0)
    except (struct.error, IndexError):
        return 0, 0


def _png(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack(">II", data[16:24])
    return width, height


def _gif(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack("<HH", data[6:10])
    return width, height


def _bmp(data: bytes) -> tuple[int, int]:
    width, height = struct.unpack("<ii", data[18:26])
    return abs(width), abs(height)


def _jpeg(data: bytes) -> tuple[int, int]:
    place = 2
    while place + 9 < len(data):
        if data[place] != 0xFF:  # noqa: PLR2004  (the byte before every marker)
            return 0, 0
        marker = data[place + 1]
        if marker in _FRAMES:
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
    return 0, 0


def _webp(data: bytes) -> tuple[int, int]:
    if data[12:16] == b"VP8X":
        return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    if data[12:16] == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    width, height = struct.unpack("<HH", data[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _tiff(data: bytes) -> tuple[int, int]:
    order = "<" if data[:2] == b"II" else ">"
    (place,) = struct.unpack(f"{order}I", data[4:8])
    (entries,) = struct.unpack(f"{order}H", data[place : place + 2])
    sizes = {_WIDTH_TAG: 0, _HEIGHT_TAG: 0}
    for entry in range(entries):
        at = place + 2 + entry * 12
        tag, kind = struct.unpack(f"{order}HH", data[at : at + 4])
        if tag in sizes:
            short = kind == 3  # noqa: PLR2004  (TIFF type 3 is a short)
            form, end = (f"{order}H", at + 10) if short else (f"{order}I", at + 12)
            (sizes[tag],) = struct.unpack(form, data[at + 8 : end])
    return sizes[_WIDTH_TAG], sizes[_HEIGHT_TAG]


_MEASURES = {"png": _png, "gif": _gif, "bmp": _bmp, "jpeg": _jpeg, "webp": _webp, "tiff": _tiff}
