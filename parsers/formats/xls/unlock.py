"""Old workbooks that are encrypted with the password known to everybody: Excel locks their structure so.

Nothing else is tried: a workbook with a password of its own stays closed ([MS-OFFCRYPTO] 2.3.5 and 2.3.6).
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Callable

from parsers.formats.xls.stream import BOF, BOUNDSHEET, FILEPASS, records

_KNOWN_TO_ALL = "VelvetSweatshop".encode("utf-16-le")
_BLOCK = 1024
_LARGEST = 8 << 20
_RC4 = 1
_PLAIN_VERSION, _PROVIDER_VERSIONS = (1, 1), ((2, 2), (3, 2), (4, 2))
_SALT = 16
_SHORT_KEY = 5
# USREXCL, FILELOCK, INTERFACEHDR, RRDINFO and RRDHEAD stay in the open, as do the first and this record.
_OPEN = frozenset((BOF, FILEPASS, 0x194, 0x195, 0xE1, 0x196, 0x138))
_OFFSET = 4
_NOTHING = b"\xfe\x0f"

_KeyOf = Callable[[int], bytes]


def unlock(stream: bytes) -> bytes:
    """The stream in the open, where it is encrypted with the common password; as it is otherwise."""
    found = next(((start, end) for kind, start, end in records(stream, 0) if kind == FILEPASS), None)
    if found is None or len(stream) > _LARGEST:
        return stream
    key_of = _key_of(stream[found[0] : found[1]])
    if key_of is None:
        return stream
    opened = bytearray(_deciphered(stream, key_of))
    opened[found[0] - 4 : found[0] - 2] = _NOTHING
    return bytes(opened)


def _deciphered(stream: bytes, key_of: _KeyOf) -> bytearray:
    keys = b"".join(rc4_stream(key_of(block), _BLOCK) for block in range(-(-len(stream) // _BLOCK)))
    number = int.from_bytes(stream, "little") ^ int.from_bytes(keys[: len(stream)], "little")
    clear, plain = number.to_bytes(len(stream), "little"), bytearray(stream)
    for kind, start, end in records(stream, 0):
        if kind not in _OPEN:
            first = min(end, start + _OFFSET) if kind == BOUNDSHEET else start
            plain[first:end] = clear[first:end]
    return plain


def _key_of(body: bytes) -> _KeyOf | None:
    """The keys of the blocks, None where the common password does not fit or the kind is another."""
    try:
        kind, *version = struct.unpack_from("<3H", body)
        if kind == _RC4 and tuple(version) == _PLAIN_VERSION:
            return _plain_key(body[6:])
        if kind == _RC4 and tuple(version) in _PROVIDER_VERSIONS:
            return _provider_key(body[6:])
    except struct.error:
        pass
    return None


def _plain_key(body: bytes) -> _KeyOf | None:
    salt, verifier, digest = struct.unpack_from("16s16s16s", body)
    start = hashlib.md5(_KNOWN_TO_ALL, usedforsecurity=False).digest()[:_SHORT_KEY]
    middle = hashlib.md5((start + salt) * 16, usedforsecurity=False).digest()[:_SHORT_KEY]

    def key_of(block: int) -> bytes:
        return hashlib.md5(middle + struct.pack("<I", block), usedforsecurity=False).digest()

    clear = _applied(key_of(0), verifier + digest)
    fits = hashlib.md5(clear[:_SALT], usedforsecurity=False).digest() == clear[_SALT:]
    return key_of if fits else None


def _provider_key(body: bytes) -> _KeyOf | None:
    (size,) = struct.unpack_from("<I", body, 4)
    (bits,) = struct.unpack_from("<I", body, 8 + 16)
    place = 8 + size
    salt, verifier, digest = struct.unpack_from("<4x16s16s4x20s", body, place)
    start = hashlib.sha1(salt + _KNOWN_TO_ALL, usedforsecurity=False).digest()
    length = (bits or 40) // 8

    def key_of(block: int) -> bytes:
        key = hashlib.sha1(start + struct.pack("<I", block), usedforsecurity=False).digest()[:length]
        return key.ljust(16, b"\0") if length == _SHORT_KEY else key

    clear = _applied(key_of(0), verifier + digest)
    fits = hashlib.sha1(clear[:_SALT], usedforsecurity=False).digest() == clear[_SALT:]
    return key_of if fits else None


def _applied(key: bytes, data: bytes) -> bytes:
    return bytes(one ^ other for one, other in zip(data, rc4_stream(key, len(data)), strict=True))


def rc4_stream(key: bytes, size: int) -> bytes:
    """The first bytes of the RC4 key stream."""
    state, j = list(range(256)), 0
    for i in range(256):
        j = (j + state[i] + key[i % len(key)]) & 255
        state[i], state[j] = state[j], state[i]
    made, i, j = bytearray(size), 0, 0
    for place in range(size):
        i = (i + 1) & 255
        one = state[i]
        j = (j + one) & 255
        other = state[j]
        state[i], state[j] = other, one
        made[place] = state[(one + other) & 255]
    return bytes(made)
