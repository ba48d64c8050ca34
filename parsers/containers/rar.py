"""The members of a RAR archive, of either generation, by the system's library; writes nothing."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from parsers.containers.library import read_members
from parsers.containers.members import Budget, Member, Remark
from parsers.document import Reason, UnreadableError

_OLD, _NEW = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
_VOLUME = 0x1
_MAX_BLOCKS = 10_000
# The older generation: kinds of blocks and their flags.
_MAIN, _FILE, _LONG_BLOCK, _OLD_LOCKED, _FILE_LOCKED, _LARGE = 0x73, 0x74, 0x8000, 0x80, 0x4, 0x100
_OLDEST_READ, _STORED = 29, 0x30
_OLD_HEAD = struct.Struct("<HBHH")
# The newer one.
_NEW_MAIN, _NEW_FILE, _NEW_LOCK, _HAS_EXTRA, _HAS_DATA = 1, 2, 4, 1, 2
_EXTRA_LOCK = 1


def read_rar(data: bytes, budget: Budget) -> Iterator[Member | Remark]:
    """The files of an archive in their order; a locked one and one volume of several are refused."""
    is_new = data.startswith(_NEW)
    if not is_new and not data.startswith(_OLD):
        raise UnreadableError(Reason.UNSUPPORTED, "rar: of before 1993")
    (_check_new if is_new else _check_old)(data)
    yield from read_members(data, "rar5" if is_new else "rar", budget)


# What the library does not tell, or tells in words that mislead, is read from the headers of the blocks.


def _check_old(data: bytes) -> None:
    place = len(_OLD)
    for _ in range(_MAX_BLOCKS):
        if place + _OLD_HEAD.size > len(data):
            return
        _, kind, flags, size = _OLD_HEAD.unpack_from(data, place)
        if kind == _MAIN:
            _refuse(locked=flags & _OLD_LOCKED, volume=flags & _VOLUME)
        elif kind == _FILE:
            _refuse(locked=flags & _FILE_LOCKED)
            _refuse_oldest(data[place + 24 : place + 26])
        if flags & _LONG_BLOCK:
            size += int.from_bytes(data[place + 7 : place + 11], "little")
            if kind == _FILE and flags & _LARGE:
                size += int.from_bytes(data[place + 32 : place + 36], "little") << 32
        place += max(size, _OLD_HEAD.size)


def _refuse_oldest(version_and_method: bytes) -> None:
    version, method = version_and_method.ljust(2, b"\0")
    if version < _OLDEST_READ and method not in (0, _STORED):
        raise UnreadableError(Reason.UNSUPPORTED, f"rar: packed in the way of version {version / 10}")


def _check_new(data: bytes) -> None:
    place = len(_NEW)
    for _ in range(_MAX_BLOCKS):
        size, start = _number(data, place + 4)
        kind, at = _number(data, start)
        flags, at = _number(data, at)
        if not size:
            return
        extra, at = _number(data, at) if flags & _HAS_EXTRA else (0, at)
        content, at = _number(data, at) if flags & _HAS_DATA else (0, at)
        if kind == _NEW_MAIN:
            _refuse(volume=_number(data, at)[0] & _VOLUME)
        end = start + size
        names = kind == _NEW_FILE and _has_lock(data[end - extra : end])
        _refuse(locked=kind == _NEW_LOCK or names)
        place = end + content


def _has_lock(extra: bytes) -> bool:
    """Whether one of the records behind a file's header says how it is encrypted."""
    place = 0
    while place < len(extra):
        size, start = _number(extra, place)
        if _number(extra, start)[0] == _EXTRA_LOCK:
            return True
        place = start + max(size, 1)
    return False


def _number(data: bytes, place: int) -> tuple[int, int]:
    """A number that is written seven bits a byte, and where it ends; 0 behind the end."""
    value = 0
    for index, byte in enumerate(data[place : place + 10]):
        value |= (byte & 0x7F) << 7 * index
        if byte < 0x80:  # noqa: PLR2004  (the bit that says that another byte follows)
            return value, place + index + 1
    return 0, len(data)


def _refuse(*, locked: object = False, volume: object = False) -> None:
    if locked:
        raise UnreadableError(Reason.ENCRYPTED, "rar: it needs a password")
    if volume:
        raise UnreadableError(Reason.UNSUPPORTED, "rar: one volume of an archive in several files")
