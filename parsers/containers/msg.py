"""An Outlook message saved as a file (.msg, MS-OXMSG): its text and attachments out of a compound file."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import olefile

from parsers.containers.mapi import (
    ATTACH_DATA,
    ATTACH_LONG_NAME,
    ATTACH_METHOD,
    ATTACH_SHORT_NAME,
    BY_VALUE,
    DISPLAY_NAME,
    OLE_OBJECT,
    WANTED,
    Properties,
    attachment_role,
    body_of,
)
from parsers.containers.members import Budget, Member, Remark, safe_name
from parsers.document import Reason, Unreadable, UnreadableError

_MAX_NESTING = 3
_PROPERTY = struct.Struct("<HHI8s")
_STREAM, _ATTACHMENT = "__substg1.0_", "__attach_version1.0_"
_FIXED = "__properties_version1.0"
_EMBEDDED = "__substg1.0_3701000D"
_HEADS = {"": 32, _EMBEDDED: 24, _ATTACHMENT: 8}
# Whole numbers and truths: of the longer kinds the list holds only a size.
_SHORT = frozenset((0x02, 0x03, 0x0B))
_STREAM_NAME = len(_STREAM) + 8
_DAMAGE = (OSError, ValueError, IndexError, KeyError, TypeError, struct.error)

_Tree = dict[str, Any]
"""Streams and storages by name; a storage is a tree, a stream its entry in the directory."""


def read_msg(data: bytes, budget: Budget) -> Iterator[Member | Remark]:
    """The text and the attachments of a message, those of the messages inside it in folders."""
    try:
        compound = olefile.OleFileIO(BytesIO(data))
    except _DAMAGE as error:
        raise UnreadableError(Reason.CORRUPT, f"msg: {error}") from error
    with compound:
        yield from _Message(compound, budget).members(_tree(compound.root), "", 0)


def _tree(storage: Any) -> _Tree:
    return {
        entry.name: entry if entry.entry_type == olefile.STGTY_STREAM else _tree(entry)
        for entry in storage.kids
        if entry.entry_type in (olefile.STGTY_STREAM, olefile.STGTY_STORAGE)
    }


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an attachment lies: the folder of its message, that one's page, and how deep it is."""

    folder: str
    html: str
    nesting: int


class _Message:
    """One compound file, and what may be taken out of it."""

    def __init__(self, compound: Any, budget: Budget) -> None:
        self._compound = compound
        self._budget = budget

    def members(self, storage: _Tree, folder: str, nesting: int) -> Iterator[Member | Remark]:
        message = self._properties(storage, _EMBEDDED if nesting else "")
        body, html = body_of(message, folder)
        yield from body
        place = _Place(folder, html, nesting)
        for name, below in storage.items():
            if name.startswith(_ATTACHMENT) and isinstance(below, dict):
                yield from self._attachment(below, name[-2:], place)

    def _attachment(self, storage: _Tree, number: str, place: _Place) -> Iterator[Member | Remark]:
        self._budget.count()
        try:
            item = self._properties(storage, _ATTACHMENT)
        except UnreadableError as fault:
            if fault.reason is not Reason.CORRUPT:
                raise
            yield Member(f"{place.folder}tệp hỏng {number}", Unreadable(fault.reason, fault.detail))
        else:
            yield from self._content(storage, item, place)

    def _content(self, storage: _Tree, item: Properties, place: _Place) -> Iterator[Member | Remark]:
        name = safe_name(item.text(ATTACH_LONG_NAME, ATTACH_SHORT_NAME, DISPLAY_NAME) or "tệp không tên")
        method = item.number(ATTACH_METHOD, BY_VALUE)
        inner = storage.get(_EMBEDDED)
        if method == OLE_OBJECT:
            yield Remark(f"an embedded object is passed over: {name}")
        elif isinstance(inner, dict):
            yield from self._embedded(inner, f"{place.folder}{name}", place.nesting + 1)
        elif ATTACH_DATA not in item.values and method != BY_VALUE:
            yield Remark(f"an attachment that is only a link is passed over: {name}")
        else:
            role = attachment_role(item, place.html)
            yield Member(f"{place.folder}{name}", item.binary(ATTACH_DATA), role=role)

    def _embedded(self, storage: _Tree, path: str, nesting: int) -> Iterator[Member | Remark]:
        if nesting > _MAX_NESTING:
            yield Member(path, Unreadable(Reason.HOSTILE, f"mails nested deeper than {_MAX_NESTING}"))
        else:
            yield from self.members(storage, f"{path}/", nesting)

    def _properties(self, storage: _Tree, owner: str) -> Properties:
        """All properties of a storage: the short ones of its list, the long ones of their streams."""
        values: dict[int, tuple[int, bytes]] = {}
        for name, entry in storage.items():
            kind, number = _kind_and_number(name)
            if number in WANTED and not isinstance(entry, dict):
                values[number] = (kind, self._read(entry))
                if number == ATTACH_DATA and len(values[number][1]) < entry.size:
                    raise UnreadableError(Reason.CORRUPT, "msg: the attachment is cut off")
        entry = storage.get(_FIXED)
        listed = self._read(entry) if entry is not None and not isinstance(entry, dict) else b""
        for kind, number, _, value in _PROPERTY.iter_unpack(_aligned(listed[_HEADS[owner] :])):
            if number in WANTED and kind in _SHORT:
                values.setdefault(number, (kind, value))
        return Properties(values)

    def _read(self, entry: Any) -> bytes:
        """A stream, counted before it is read."""
        self._budget.take(int(entry.size))
        try:
            # By its entry: a path would be looked for among all names each time.
            with self._compound._open(entry.isectStart, entry.size) as stream:  # noqa: SLF001
                return bytes(stream.read())
        except _DAMAGE as error:
            raise UnreadableError(Reason.CORRUPT, f"msg: {entry.name}: {error}") from error


def _kind_and_number(name: str) -> tuple[int, int]:
    """The type and the number in the name of a property's stream, zeros in another name."""
    if not name.startswith(_STREAM) or len(name) != _STREAM_NAME:
        return 0, 0
    try:
        return int(name[-4:], 16), int(name[-8:-4], 16)
    except ValueError:
        return 0, 0


def _aligned(data: bytes) -> bytes:
    return data[: len(data) - len(data) % _PROPERTY.size]
