"""Old office files, pictures and mails whose numbers lie and whose chains run in circles."""

# ruff: noqa: E501  (one sample, one line)

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from functools import partial
from io import BytesIO

import olefile
import xlwt

from tests.parsers import test_xlsb
from tests.support.compound import attachment, compound, embedded, message_tree
from tests.support.holders import winmail
from tests.support.hostile_sample import READ, sample
from tests.support.oldword import Letter, Par, old_word, pieced

# ---------------------------------------------------------------- compound files


def _xls() -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("DS")
    sheet.write(0, 0, "Hàn điện")
    for row in range(300):
        sheet.write(row, 1, f"Tiện {row}")
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _nothing_much() -> bytes:
    """A sheet whose dimension says 65,536 x 256."""
    data = bytearray(_xls())
    place = data.index(struct.pack("<HH", 0x0200, 14))
    struct.pack_into("<IIHH", data, place + 4, 0, 65536, 0, 256)
    return bytes(data)


def _with_macros(data: bytes) -> bytes:
    with olefile.OleFileIO(BytesIO(data)) as file:
        streams = {path[0]: file.openstream(path).read() for path in file.listdir() if len(path) == 1}
    return compound({**streams, "_VBA_PROJECT_CUR": {"VBA": {"_VBA_PROJECT": b"Shell(calc)"}}})


def looping(data: bytes) -> bytes:
    """A compound file in which every chain of sectors leads back to where it began."""
    out = bytearray(data)
    sector = struct.unpack_from("<I", out, 76)[0]
    start = 512 * (sector + 1)
    for place in range(start, min(start + 512, len(out) - 3), 4):
        following = struct.unpack_from("<I", out, place)[0]
        if following < 0xFFFFFFF0:
            struct.pack_into("<I", out, place, 1 if following > 1 else 0)
    return bytes(out)


def _lying_pieces() -> bytes:
    letter = Letter([Par("Danh sach khoa hoc")])
    return old_word(
        Letter(letter.body, pieces=pieced([(0, 2**31 - 1, 0x800), (2**31 - 1, 2**32 - 1, 0x800)]))
    )


def _many_pieces() -> bytes:
    places = [(number, number + 1, 0x800) for number in range(300_000)]
    return old_word(Letter([Par("Danh sach khoa hoc " * 100)], pieces=pieced(places)))


def _xlsb(*, far: bool) -> bytes:
    if far:
        inside = test_xlsb.row(1, test_xlsb.cell(6, 0, test_xlsb.text("Hàn"))) + test_xlsb.row(
            1_048_576, test_xlsb.cell(6, 16_383, test_xlsb.text("x"))
        )
    else:
        lying = struct.pack("<I", 2**31 - 1) + b"H\0"
        inside = test_xlsb.row(1, test_xlsb.cell(6, 0, lying)) + b"\x06\xff\xff\xff\x7f"
    return test_xlsb.book(test_xlsb.rows_part(inside))  # fmt: skip


# ---------------------------------------------------------------- pictures


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _png(width: int, height: int, packed: bytes) -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", packed) + _chunk(b"IEND", b"")


def _tiff() -> bytes:
    tags = ((256, 65535), (257, 65535), (273, 8), (279, 2**31))
    listed = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + listed + struct.pack("<I", 8)


_JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xc0\0\x11\x08\xff\xff\xff\xff\3\1\x22\0\2\x11\1\3\x11\1"
_GIF = b"GIF89a\xff\xff\xff\xff\xf7\0\0" + b"\0" * 768 + b",\0\0\0\0\xff\xff\xff\xff\0\2"

# ---------------------------------------------------------------- mails


def _nested(data: bytes, times: int, into: Callable[[bytes], bytes]) -> bytes:
    for _ in range(times):
        data = into(data)
    return data


def _enclosed(mail: bytes) -> bytes:
    return b"Subject: a\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\n" + mail


def _multiparts(depth: int) -> bytes:
    opened = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (n, n) for n in range(depth)
    )
    return (
        b"From: a@b.example\r\nSubject: a\r\nMIME-Version: 1.0\r\n"
        + opened
        + b"Content-Type: text/plain\r\n\r\nx\r\n"
    )


def _stored_mails(depth: int) -> bytes:
    tree = message_tree(text="x", head=24)
    for _ in range(depth):
        tree = message_tree(attachments=[embedded("a", tree)], head=24)
    return compound(tree)


_MAIL = b"From: a@b.example\r\nSubject: a\r\n\r\nHan dien\r\n"
_REFUSED = ("hostile", "corrupt", "too_large")

SAMPLES = (
    sample("ds.xls", "declares 65,536 x 256 of nothing", _nothing_much, READ),
    sample("ds.xls", "macros", lambda: _with_macros(_xls()), READ, says="macros"),
    sample(
        "thu.doc", "macros", lambda: _with_macros(old_word(Letter([Par("Danh sach")]))), READ, says="macros"
    ),
    sample("ds.xls", "sectors in a circle", lambda: looping(_xls()), *_REFUSED),
    sample(
        "thu.doc",
        "sectors in a circle",
        lambda: looping(old_word(Letter([Par("Danh sach " * 500)]))),
        READ,
        *_REFUSED,
    ),
    sample("thu.doc", "pieces of 4 G letters", _lying_pieces, READ, *_REFUSED),
    sample("thu.doc", "300,000 pieces of the same text", _many_pieces, READ, *_REFUSED),
    sample("ds.xlsb", "records and texts longer than the file", partial(_xlsb, far=False), READ, *_REFUSED),
    sample("ds.xlsb", "cells at A1 and XFD1048576", partial(_xlsb, far=True), READ),
    sample("anh.png", "65,535 x 65,535 and no pixel", lambda: _png(65535, 65535, b""), READ, *_REFUSED),
    sample(
        "anh.png",
        "pixels that unpack to 1 GB",
        lambda: _png(20_000, 20_000, b"\x78\xda" + zlib.compress(b"\0" * (1 << 20), 9)[2:] * 1024),
        READ,
        *_REFUSED,
    ),
    sample("anh.jpg", "65,535 x 65,535", lambda: _JPEG, READ, *_REFUSED),
    sample("anh.gif", "65,535 x 65,535", lambda: _GIF, READ, *_REFUSED),
    sample("anh.tif", "65,535 x 65,535, its directory in a circle", _tiff, READ, *_REFUSED),
    sample("anh.png", "cut off in its head", lambda: _png(40, 30, b"")[:20], READ, *_REFUSED),
    sample(
        "anh.svg",
        "a script and a picture from the network",
        lambda: (
            b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"><script>fetch("http://127.0.0.1:9/")</script><image xlink:href="http://127.0.0.1:9/a.png"/></svg>'
        ),
        READ,
    ),
    sample("thu.eml", "1,000 mails in each other", lambda: _nested(_MAIL, 1000, _enclosed), READ, *_REFUSED),
    sample("thu.eml", "5,000 multiparts in each other", lambda: _multiparts(5000), READ, *_REFUSED),
    sample("thu.eml", "500,000 headers", lambda: b"X-A: b\r\n" * 500_000 + _MAIL, READ, *_REFUSED),
    sample("thu.msg", "200 messages stored in each other", lambda: _stored_mails(200), *_REFUSED),
    sample(
        "thu.msg",
        "20 messages attached to each other",
        lambda: _nested(
            compound(message_tree(text="x")),
            20,
            lambda data: compound(message_tree(attachments=[attachment("a.msg", data)])),
        ),
        *_REFUSED,
    ),
    sample(
        "winmail.dat",
        "1,000 in each other",
        lambda: _nested(b"Han", 1000, lambda data: winmail({"winmail.dat": data})),
        *_REFUSED,
    ),
    sample(
        "winmail.dat",
        "an attribute of 4 GB",
        lambda: winmail({"a.txt": b"Han"})[:-40] + b"\2\x0f\x80\6\0\xff\xff\xff\xff",
        READ,
        *_REFUSED,
    ),
)
