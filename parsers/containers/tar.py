"""Tar archives and files packed alone by gzip, bzip2 or xz, unpacked in memory within limits."""

from __future__ import annotations

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Protocol

from parsers.containers.members import Budget, Member, Remark, is_junk, refuse_ratio, safe_path
from parsers.document import Reason, Unreadable, UnreadableError
from parsers.text import decode

_PIECE = 1 << 20
_DAMAGE = (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError)
_MAX_HEADERS = 10_000
_GZIP_NAMED, _GZIP_EXTRA, _GZIP_HEAD = 0x8, 0x4, 10


class _Stream(Protocol):
    def read(self, size: int, /) -> bytes: ...


def read_tar(data: bytes, budget: Budget) -> Iterator[Member | Remark]:
    """The files of a tar archive; of one that was cut off those before the break."""
    try:
        with tarfile.open(fileobj=BytesIO(data), mode="r:", errors="surrogateescape") as archive:
            for number, entry in enumerate(archive):
                if number > _MAX_HEADERS:
                    raise UnreadableError(Reason.TOO_LARGE, f"tar: more than {_MAX_HEADERS} headers")
                if entry.isreg():
                    yield from _member(archive, entry, budget)
    except (tarfile.TarError, OverflowError, *_DAMAGE) as error:
        raise UnreadableError(Reason.CORRUPT, f"tar: {error}") from error


def _member(archive: tarfile.TarFile, entry: tarfile.TarInfo, budget: Budget) -> Iterator[Member]:
    path = safe_path(decode(entry.name.encode("utf-8", "surrogateescape")))
    if is_junk(path):
        return
    budget.count()
    # Within the archive's own bytes: a declared size beyond them reads short.
    stream = archive.extractfile(entry)
    content = stream.read(min(entry.size, budget.size + 1)) if stream is not None else b""
    budget.take(len(content))
    whole = len(content) == entry.size
    yield Member(path, content if whole else Unreadable(Reason.CORRUPT, "tar: cut off in this member"))


def read_gzip(data: bytes, budget: Budget) -> Iterator[Member | Remark]:
    """The one file in a gzip stream, by the name that it keeps; the files of a tar in it."""
    with gzip.GzipFile(fileobj=BytesIO(data)) as stream:
        yield from _single(stream, len(data), budget, _gzip_name(data))


def read_bzip2(data: bytes, budget: Budget) -> Iterator[Member | Remark]:
    """The one file in a bzip2 stream, or the files of a tar in it."""
    with bz2.BZ2File(BytesIO(data)) as stream:
        yield from _single(stream, len(data), budget)


def read_xz(data: bytes, budget: Budget) -> Iterator[Member | Remark]:
    """The one file in an xz stream, or the files of a tar in it."""
    with lzma.LZMAFile(BytesIO(data)) as stream:
        yield from _single(stream, len(data), budget)


def is_tar(data: bytes) -> bool:
    """Whether the bytes begin with a tar header, by its mark and its checksum."""
    head = data[:512]
    if len(head) < 512 or not head[0]:  # noqa: PLR2004  (a tar block)
        return False
    try:
        said = tarfile.nti(head[148:156])  # type: ignore[attr-defined]
    except tarfile.HeaderError:
        return False
    return bool(said == sum(head[:148]) + 8 * ord(" ") + sum(head[156:]))


def _single(stream: _Stream, packed: int, budget: Budget, name: str = "") -> Iterator[Member | Remark]:
    content = _unpacked(stream, packed, budget)
    if is_tar(content):
        yield from read_tar(content, budget)
    else:
        budget.count()
        yield Member(safe_path(name) if name else "", content)


def _unpacked(stream: _Stream, packed: int, budget: Budget) -> bytes:
    pieces: list[bytes] = []
    size = 0
    try:
        while piece := stream.read(_PIECE):
            size += len(piece)
            budget.take(len(piece))
            refuse_ratio(size, packed)
            pieces.append(piece)
    except _DAMAGE as error:
        raise UnreadableError(Reason.CORRUPT, f"the packed stream is broken: {error}") from error
    return b"".join(pieces)


def _gzip_name(data: bytes) -> str:
    if len(data) < _GZIP_HEAD or not data[3] & _GZIP_NAMED:
        return ""
    start = _GZIP_HEAD
    if data[3] & _GZIP_EXTRA:
        start += 2 + int.from_bytes(data[start : start + 2], "little")
    return decode(data[start : data.find(b"\0", start)])
