"""The one door of py7zr: the members of a 7-Zip archive, unpacked in memory within limits."""

from __future__ import annotations

import lzma
import struct
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import py7zr
from py7zr.exceptions import ArchiveError, PasswordRequired, UnsupportedCompressionMethodError
from py7zr.io import Py7zIO, WriterFactory

from parsers.containers.library import read_members
from parsers.containers.members import Budget, Member, Remark, is_junk, refuse_ratio, safe_path
from parsers.document import Reason, Unreadable, UnreadableError

# A dictionary is allocated as it is declared; packers make it no larger than what they pack.
_MAX_DICTIONARY = 256 << 20
_LZMA, _LZMA2, _PPMD = b"\x03\x01\x01", b"\x21", b"\x03\x04\x01"
_LARGEST_LZMA2_CODE = 40
# What unpacking damaged bytes may raise, besides py7zr's own.
_DAMAGE = (ArchiveError, lzma.LZMAError, zlib.error, EOFError, OSError, ValueError, struct.error)


class _Writer(Py7zIO):
    """One member's bytes, counted against the budget as they come."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._pieces: list[bytes] = []
        self.is_whole = False

    @property
    def content(self) -> bytes:
        return b"".join(self._pieces)

    def write(self, s: bytes | bytearray) -> int:
        self._budget.take(len(s))
        self._pieces.append(bytes(s))
        return len(s)

    def read(self, size: int | None = None) -> bytes:
        return self.content[:size]

    def seek(self, offset: int, whence: int = 0) -> int:
        del whence
        return offset

    def flush(self) -> None: ...

    def size(self) -> int:
        return sum(map(len, self._pieces))

    def close(self) -> None:
        self.is_whole = True


class _Writers(WriterFactory):
    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.made: dict[str, _Writer] = {}

    def create(self, filename: str) -> Py7zIO:
        return self.made.setdefault(filename, _Writer(self._budget))


def read_7z(data: bytes, budget: Budget) -> Iterator[Member | Remark]:
    """The files of an archive in their order; those behind a broken place are marked as broken."""
    try:
        yield from _members(data, budget)
    except UnsupportedCompressionMethodError:
        # It is said before anything is unpacked.
        yield from read_members(data, "7zip", budget)


def _members(data: bytes, budget: Budget) -> Iterator[Member | Remark]:
    try:
        archive = py7zr.SevenZipFile(BytesIO(data))
    except PasswordRequired as error:
        raise UnreadableError(Reason.ENCRYPTED, "7z: the names need a password") from error
    except UnsupportedCompressionMethodError:
        raise
    except (*_DAMAGE, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        raise UnreadableError(Reason.CORRUPT, f"7z: {error}") from error
    with archive:
        files = [file for file in archive.files if not (file.is_directory or file.is_symlink)]
        _refuse_bombs(archive, files, len(data), budget)
        if archive.needs_password():
            raise UnreadableError(Reason.ENCRYPTED, "7z: the files need a password")
        names = _numbered(archive)
        yield from _unpacked(archive, {str(file.id): names[file.id] for file in files}, budget)


def _refuse_bombs(archive: Any, files: list[Any], packed: int, budget: Budget) -> None:
    if len(files) > budget.members:
        raise UnreadableError(Reason.TOO_LARGE, f"7z: {len(files)} files")
    unpacked = sum(max(file.uncompressed or 0, 0) for file in files)
    refuse_ratio(unpacked, packed)
    if unpacked > budget.size:
        raise UnreadableError(Reason.TOO_LARGE, f"7z: {unpacked >> 20} MB unpacked")
    streams = getattr(archive.header, "main_streams", None)
    folders = streams.unpackinfo.folders if streams is not None else ()
    for coder in (coder for folder in folders for coder in folder.coders):
        if _dictionary(coder["method"], coder["properties"] or b"") > _MAX_DICTIONARY:
            raise UnreadableError(Reason.TOO_LARGE, "7z: its dictionary needs too much memory")


def _dictionary(method: bytes, properties: bytes) -> int:
    """The bytes of memory that a coder asks for by its properties."""
    if method in (_LZMA, _PPMD) and len(properties) >= 5:  # noqa: PLR2004  (a byte and a size)
        return int.from_bytes(properties[1:5], "little")
    if method == _LZMA2 and properties:
        code = min(properties[0], _LARGEST_LZMA2_CODE)
        return (2 | code & 1) << (code // 2 + 11)
    return 0


def _numbered(archive: Any) -> list[str]:
    """The names; the archive's own become numbers, since py7zr refuses a whole archive for one odd name."""
    names = []
    for number, info in enumerate(archive.files.files_list):
        names.append(safe_path(str(info.get("filename", ""))))
        info["filename"] = str(number)
    return names


def _unpacked(archive: Any, names: dict[str, str], budget: Budget) -> Iterator[Member | Remark]:
    writers, fault = _Writers(budget), "not reached"
    try:
        archive.extractall(factory=writers)
    except UnsupportedCompressionMethodError:
        raise
    except (*_DAMAGE, TypeError, KeyError, IndexError, AttributeError, OverflowError) as error:
        fault = f"{type(error).__name__}: {error}"
    for number, path in names.items():
        if is_junk(path):
            continue
        budget.count()
        writer = writers.made.get(number)
        whole = writer is not None and writer.is_whole
        broken = Unreadable(Reason.CORRUPT, f"7z: {fault}"[:300])
        yield Member(path, writer.content if writer is not None and whole else broken)
