"""What unpacking of compressed rich text promises, by the two examples of the specification and a packer."""

from __future__ import annotations

import struct
import zlib

import pytest

from parsers.document import Reason, UnreadableError
from parsers.formats.rtf.compressed import decompress_rtf
from tests.support.growth import assert_linear

MOST = 1 << 20
# MS-OXRTFCP 3.1: a simple stream, and one whose piece reaches into itself.
SIMPLE = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)
REACHING = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")


def head(packed: bytes, raw_size: int, kind: bytes = b"LZFu", checksum: int | None = None) -> bytes:
    told = zlib.crc32(packed, 0xFFFFFFFF) ^ 0xFFFFFFFF if checksum is None else checksum
    return struct.pack("<II4sI", len(packed) + 12, raw_size, kind, told) + packed


def packed_plainly(text: bytes) -> bytes:
    """Every byte as it is, eight a flag."""
    packed = b"".join(b"\0" + text[at : at + 8] for at in range(0, len(text), 8))
    return head(packed, len(text))


def test_the_two_examples_of_the_specification_unpack() -> None:
    assert decompress_rtf(SIMPLE, MOST) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert decompress_rtf(REACHING, MOST) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_stored_text_comes_as_it_is_whatever_its_checksum() -> None:
    text = b"{\\rtf1 abc}"
    assert decompress_rtf(head(text, len(text), b"MELA", 0), MOST) == text


def test_a_wrong_checksum_does_not_refuse_rich_text_but_noise_is_refused() -> None:
    told_wrong = SIMPLE[:12] + b"\1\2\3\4" + SIMPLE[16:]
    assert decompress_rtf(told_wrong, MOST).endswith(b"hello world}\r\n")
    with pytest.raises(UnreadableError) as refusal:
        decompress_rtf(head(b"\0noise", 5, checksum=7), MOST)
    assert refusal.value.reason is Reason.CORRUPT


def test_a_cut_stream_gives_what_there_is() -> None:
    assert decompress_rtf(SIMPLE[:-9], MOST).startswith(b"{\\rtf1\\ansi\\ansicpg1252\\pard")
    for cut in range(16, len(SIMPLE)):
        decompress_rtf(head(SIMPLE[16:cut], 43), MOST)


@pytest.mark.parametrize("data", [b"", b"\0" * 15, head(b"\0abc", 3, b"ABCD")])
def test_what_is_no_compressed_text_is_corrupt(data: bytes) -> None:
    with pytest.raises(UnreadableError) as refusal:
        decompress_rtf(data, MOST)
    assert refusal.value.reason is Reason.CORRUPT


def test_neither_a_declared_nor_a_real_size_goes_beyond_the_bound() -> None:
    pieces = b"\xff" + b"".join(struct.pack(">H", (at % 4096) << 4 | 15) for at in range(8))
    bomb = b"\0{\\rtf1 x" + pieces * 500
    for told in (1 << 31, 10):
        with pytest.raises(UnreadableError) as refusal:
            decompress_rtf(head(bomb, told), 5000)
        assert refusal.value.reason is Reason.TOO_LARGE


def test_unpacking_costs_in_line_with_the_size() -> None:
    assert_linear(lambda size: decompress_rtf(packed_plainly(b"{\\rtf1 " + b"word " * size), MOST), 10_000)
