"""Broken files out of whole ones: what a random number does to the bytes of a file of any kind.

Blind changes stand here, those that know a format in fuzz_formats.py. The same random numbers and seeds
give the same bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from random import Random

NUMBERS = (
    *(
        0,
        1,
        2,
        3,
        7,
        8,
        15,
        16,
        31,
        32,
        63,
        64,
        100,
        127,
        128,
        255,
        256,
        257,
        511,
        512,
        1023,
        1024,
        4095,
        4096,
    ),
    *(16383, 16384, 32767, 32768, 65534, 65535, 65536, 1_048_575, 1_048_576, 16_777_215, 16_777_216),
    *(2**31 - 1, 2**31, 2**32 - 2, 2**32 - 1, 2**63 - 1, 2**63, 2**64 - 1),
)
TEXTS = (
    *(
        "",
        "0",
        "-1",
        "1",
        "65536",
        "1048577",
        "4294967296",
        "99999999999999999999",
        "1e309",
        "-1e-400",
        "NaN",
    ),
    *(
        "0x7f",
        "٣",
        "²",
        "½",
        "1_000",
        " 12 ",
        "+5",
        "1.5",
        "true",
        "A1:XFD1048576",
        "XFD1048576",
        "A0",
        "ZZZZ9",
    ),
    *("\u0000", "\u202e", "\ufeff", "\U0001f600", "%s%n", "../../x", "http://[::1", "http://x:99999999/"),
    *(
        "mailto:" + "a" * 300,
        "x" * 5000,
        "9" * 5000,
        "2025-02-30",
        "0000-00-00",
        "99999-12-31",
        "P1Y",
        "PT99999H",
    ),
    *(
        "{\\*\\x",
        "&#0;",
        "&lol;",
        "]]>",
        "<",
        "=1/0",
        "rgb(",
        "file:///etc/passwd",
        "/",
        "\\",
        "'",
        '"',
        "\r\n\r\n",
    ),
    *(
        "0332.500.000",
        "2.5.triệu",
        "1.2.3.4 đồng",
        "12.",
        ".5",
        "1,2,3",
        "10 - - 12 tháng",
        "31/02/2025",
        "0909.11.1222",
    ),
    *(
        "Học phí: 1e5 đồng/²",
        "từ 99/99/9999 đến 0/0/0",
        "IIIIIIVX",
        "miễn phí - 5tr",
        "a@b@c.d",
        "1/0",
        "Trình độ:",
        "STT",
    ),
    *(
        "[Red][<0]0;;@",
        "0" * 400,
        "#" * 300,
        '"',
        "yyyy-mm-dd hh:mm:ss.000",
        "[$-42A]",
        "General;[",
        "e+0",
        "?/?",
    ),
)

Change = Callable[[bytes, Random], bytes]


def places(data: bytes, random: Random, most: int = 64) -> tuple[int, int]:
    """A stretch of the data: where it begins and ends."""
    start = random.randrange(len(data) + 1)
    return start, min(len(data), start + random.randint(1, most))


def flip_bits(data: bytes, random: Random) -> bytes:
    out = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 4, 16))):
        if out:
            out[random.randrange(len(out))] ^= 1 << random.randrange(8)
    return bytes(out)


def set_bytes(data: bytes, random: Random) -> bytes:
    out = bytearray(data)
    for _ in range(random.choice((1, 1, 3, 10))):
        if out:
            out[random.randrange(len(out))] = random.choice((0, 255, 127, 128, random.randrange(256)))
    return bytes(out)


def set_number(data: bytes, random: Random) -> bytes:
    """A number that programs stumble over, written upon what was there or put in between."""
    size = random.choice("BHIQ")
    value = random.choice(NUMBERS) & (1 << 8 * struct.calcsize(size)) - 1
    written = struct.pack(random.choice("<>") + size, value)
    start = random.randrange(len(data) + 1)
    return data[:start] + written + data[start + random.choice((0, len(written), len(written))) :]


def delete(data: bytes, random: Random) -> bytes:
    start, end = places(data, random, random.choice((1, 8, 64, 2000)))
    return data[:start] + data[end:]


def repeat(data: bytes, random: Random) -> bytes:
    start, end = places(data, random, random.choice((1, 16, 256)))
    return data[:end] + data[start:end] * random.choice((1, 1, 2, 10, 100)) + data[end:]


def move(data: bytes, random: Random) -> bytes:
    start, end = places(data, random, 256)
    piece, rest = data[start:end], data[:start] + data[end:]
    to = random.randrange(len(rest) + 1)
    return rest[:to] + piece + rest[to:]


def truncate(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data) + 1)]


def insert_text(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data) + 1)
    code = random.choice(("utf-8", "utf-8", "utf-16-le"))
    return data[:start] + random.choice(TEXTS).encode(code) + data[start:]


def blank(data: bytes, random: Random) -> bytes:
    start, end = places(data, random, 600)
    return data[:start] + random.choice((b"\0", b"\xff", b" ")) * (end - start) + data[end:]


BLIND: Sequence[Change] = (
    *(flip_bits, flip_bits, set_bytes, set_number, set_number, delete, repeat, move, truncate, insert_text),
    blank,
)


def blindly(data: bytes, random: Random) -> bytes:
    """A few changes by somebody who does not know the format."""
    for _ in range(random.choice((1, 1, 1, 2, 5))):
        data = random.choice(BLIND)(data, random)
    return data


def spliced(data: bytes, other: bytes, random: Random) -> bytes:
    """The beginning of one file and the end of another, or a piece of one inside the other."""
    cut, end = random.randrange(len(data) + 1), random.randrange(len(other) + 1)
    if random.random() < 0.5:
        return data[:cut] + other[end:]
    return data[:cut] + other[end : end + 2000] + data[cut:]
