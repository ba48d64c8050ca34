"""The members of a RAR archive, of either generation, by the system's library; writes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.containers.library import Entry, read_entries
from parsers.containers.members import Budget, Member, Remark, is_junk, refuse_ratio, safe_path
from parsers.document import Reason, Unreadable, UnreadableError

_OLD, _NEW = b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"
_VOLUME, _OLD_LOCKED = 0x1, 0x80
_NEW_MAIN, _NEW_LOCK = 1, 4
_FLAGS_AT = 3


def read_rar(data: bytes, budget: Budget) -> Iterator[Member | Remark]:
    """The files of an archive in their order; one volume of several is refused."""
    is_new = data.startswith(_NEW)
    (_refuse_new if is_new else _refuse_old)(data)
    unpacked = 0
    for entry in read_entries(data, "rar5" if is_new else "rar"):
        unpacked += entry.size
        refuse_ratio(unpacked, len(data))
        path = safe_path(entry.path)
        if not is_junk(path):
            budget.count()
            yield Member(path, _content(entry, budget))


def _content(entry: Entry, budget: Budget) -> bytes | Unreadable:
    if entry.is_encrypted:
        return Unreadable(Reason.ENCRYPTED, "the member needs a password")
    try:
        content = entry.read(budget.size)
    except UnreadableError as refusal:
        if refusal.reason is Reason.TOO_LARGE:
            raise
        return Unreadable(refusal.reason, f"rar: {refusal.detail}")
    budget.take(len(content))
    return content


def _refuse_old(data: bytes) -> None:
    """What the main header of RAR 1.5 to 4 says of volumes and passwords."""
    start = len(_OLD) + _FLAGS_AT
    _refuse(int.from_bytes(data[start : start + 2], "little"), _OLD_LOCKED)


def _refuse_new(data: bytes) -> None:
    """The same of RAR 5, where numbers are written seven bits a byte."""
    fields = _numbers(data[len(_NEW) + 4 : len(_NEW) + 64])
    _size, kind, flags = next(fields, 0), next(fields, 0), next(fields, 0)
    if kind == _NEW_LOCK:
        raise UnreadableError(Reason.ENCRYPTED, "rar: the names need a password")
    if kind == _NEW_MAIN:
        if flags & 1:
            next(fields, 0)
        _refuse(next(fields, 0), 0)


def _refuse(flags: int, locked: int) -> None:
    if flags & locked:
        raise UnreadableError(Reason.ENCRYPTED, "rar: the names need a password")
    if flags & _VOLUME:
        raise UnreadableError(Reason.UNSUPPORTED, "rar: one volume of an archive in several files")


def _numbers(data: bytes) -> Iterator[int]:
    value = shift = 0
    for byte in data:
        value |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:  # noqa: PLR2004  (the bit that says that another byte follows)
            yield value
            value = shift = 0
