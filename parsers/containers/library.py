"""The one door of libarchive, the system's library for RAR and rare ways of packing; writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from ctypes import c_int
from typing import Any

from parsers.containers.members import Budget, Member, is_junk, refuse_ratio, safe_path
from parsers.document import Reason, Unreadable, UnreadableError
from parsers.text import decode

try:
    import libarchive
    from libarchive import ffi

    _is_encrypted: Any = ffi.ffi("entry_is_encrypted", [ffi.c_archive_entry_p], c_int)
except (OSError, AttributeError, TypeError):  # the Python part stands, the system's library does not
    libarchive = None

_NAMES = {"rar": "RAR", "rar5": "RAR 5", "7zip": "7-Zip", "zip_streamable": "zip"}
_MISSING = "needs the system's libarchive (package libarchive13 or libarchive13t64 on Debian and Ubuntu)"

# What it says of a way of packing that it does not know.
_BEYOND_IT = ("unsupported", "not supported", "unavailable", "unknown compression", "can't decompress")


class Entry:
    """One file of an archive that is being read; its content is there until the next one is asked for."""

    def __init__(self, entry: Any) -> None:
        self._entry = entry

    @property
    def path(self) -> str:
        path = self._entry.pathname
        return decode(path) if isinstance(path, bytes) else str(path or "")

    @property
    def size(self) -> int:
        return int(self._entry.size or 0)

    @property
    def is_encrypted(self) -> bool:
        return bool(_is_encrypted(self._entry._entry_p))  # noqa: SLF001  (the library names no such field)

    def read(self, most: int) -> bytes:
        """The content, TOO_LARGE where it is more than ``most`` bytes."""
        pieces, size = [], 0
        try:
            for piece in self._entry.get_blocks():
                size += len(piece)
                if size > most:
                    raise UnreadableError(Reason.TOO_LARGE, f"more than {most} bytes")
                pieces.append(piece)
        except libarchive.ArchiveError as error:
            raise _refusal(error) from error
        return b"".join(pieces)


def read_entries(data: bytes, kind: str) -> Iterator[Entry]:
    """The regular files of an archive of one kind ("rar", "7zip", …), in their order."""
    if libarchive is None:
        raise UnreadableError(Reason.UNSUPPORTED, f"{_NAMES[kind]}: {_MISSING}")
    try:
        with libarchive.memory_reader(data, kind, "none") as archive:
            for entry in archive:
                if entry.isreg or not entry.filetype:
                    yield Entry(entry)
    except libarchive.ArchiveError as error:
        raise _refusal(error) from error


def read_members(data: bytes, kind: str, budget: Budget) -> Iterator[Member]:
    """The files of an archive within the budget; one that is locked or broken costs only itself."""
    unpacked = 0
    for entry in read_entries(data, kind):
        unpacked += entry.size
        refuse_ratio(unpacked, len(data))
        path = safe_path(entry.path)
        if not is_junk(path):
            budget.count()
            yield Member(path, _content(entry, kind, budget))


def _content(entry: Entry, kind: str, budget: Budget) -> bytes | Unreadable:
    if entry.is_encrypted:
        return Unreadable(Reason.ENCRYPTED, "the member needs a password")
    try:
        content = entry.read(budget.size)
    except UnreadableError as refusal:
        if refusal.reason is Reason.TOO_LARGE:
            raise
        return Unreadable(refusal.reason, f"{_NAMES[kind]}: {refusal.detail}")
    budget.take(len(content))
    return content


def unpack_zip_member(archive: bytes, most: int) -> bytes:
    """The content of a zip's only member, packed in a way that the standard library does not know."""
    for entry in read_entries(archive, "zip_streamable"):
        return entry.read(most)
    raise UnreadableError(Reason.CORRUPT, "no member")


def _refusal(error: Any) -> UnreadableError:
    said = str(error.msg)
    lowered = said.lower()
    if "encrypt" in lowered or "passphrase" in lowered:
        return UnreadableError(Reason.ENCRYPTED, said)
    if any(word in lowered for word in _BEYOND_IT):
        return UnreadableError(Reason.UNSUPPORTED, said)
    return UnreadableError(Reason.CORRUPT, said)
