"""The attachments and the text in an Outlook winmail.dat (TNEF, MS-OXTNEF); a short reader of our own."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from parsers.containers.mapi import (
    ATTACH_DATA,
    ATTACH_LONG_NAME,
    ATTACH_METHOD,
    ATTACH_SHORT_NAME,
    BINARY,
    BODY,
    DISPLAY_NAME,
    OBJECT,
    OLE_OBJECT,
    STRING,
    STRING_8,
    Properties,
    attachment_role,
    body_of,
)
from parsers.containers.members import Budget, Member, Remark, safe_name
from parsers.document import Reason, UnreadableError
from parsers.text import decode

_MAGIC = b"\x78\x9f\x3e\x22"
_HEAD = struct.Struct("<BII")
_MAX_ATTRIBUTES = 20_000
# Attributes (MS-OXTNEF 2.1.3.2).
_CODE_PAGE, _BODY, _MESSAGE = 0x00069007, 0x0002800C, 0x00069003
_NEXT_ATTACHMENT, _TITLE, _DATA, _ATTACHMENT = 0x00069002, 0x00018010, 0x0006800F, 0x00069005
_IS_OLE = 2
_FIXED = {0x02: 4, 0x03: 4, 0x04: 4, 0x05: 8, 0x06: 8, 0x07: 8, 0x0A: 4, 0x0B: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_VARIABLE = frozenset((STRING_8, STRING, BINARY, OBJECT))
_MANY, _NAMED_FROM = 0x1000, 0x8000
# The interface that an embedded message is stored under, as bytes before it.
_MESSAGE_INTERFACE = bytes.fromhex("0703020000000000c000000000000046")

_Values = dict[int, tuple[int, bytes]]


@dataclass(slots=True)
class _Attachment:
    """What the attributes said of one attachment so far."""

    title: bytes = b""
    data: bytes = b""
    is_ole: bool = False
    values: _Values = field(default_factory=dict)


@dataclass(slots=True)
class _Mail:
    """What the attributes said of the mail so far."""

    code_page: int = 0
    plain: bytes = b""
    values: _Values = field(default_factory=dict)
    attachments: list[_Attachment] = field(default_factory=list)


def read_tnef(data: bytes, budget: Budget) -> Iterator[Member | Remark]:
    """The text and the attachments of the mail inside; of a cut stream those before the cut."""
    if not data.startswith(_MAGIC):
        raise UnreadableError(Reason.CORRUPT, "tnef: no signature")
    mail = _gathered(data)
    message = Properties(mail.values, mail.code_page)
    body, html = body_of(message, "")
    yield from body
    for attachment in mail.attachments:
        budget.count()
        yield _member(attachment, Properties(attachment.values, mail.code_page), html, budget)
    if not _is_whole(data):
        yield Remark("winmail.dat is cut off")


def _gathered(data: bytes) -> _Mail:
    mail = _Mail()
    for number, content in _attributes(data):
        if number == _CODE_PAGE:
            mail.code_page = int.from_bytes(content[:4], "little")
        elif number == _BODY:
            mail.plain = content.rstrip(b"\0")
        elif number == _MESSAGE:
            mail.values = _properties(content)
        elif number == _NEXT_ATTACHMENT:
            mail.attachments.append(_Attachment(is_ole=content[:2] == bytes((_IS_OLE, 0))))
        elif mail.attachments:
            _add(mail.attachments[-1], number, content)
    if mail.plain:
        mail.values.setdefault(BODY, (STRING_8, mail.plain))
    return mail


def _add(attachment: _Attachment, number: int, content: bytes) -> None:
    if number == _TITLE:
        attachment.title = content.rstrip(b"\0")
    elif number == _DATA:
        attachment.data = content
    elif number == _ATTACHMENT:
        attachment.values = _properties(content)


def _member(attachment: _Attachment, item: Properties, html: str, budget: Budget) -> Member | Remark:
    kept = item.text(ATTACH_LONG_NAME, ATTACH_SHORT_NAME) or decode(attachment.title)
    name = safe_name(kept or item.text(DISPLAY_NAME) or "tệp không tên")
    content = item.binary(ATTACH_DATA)
    if content.startswith(_MESSAGE_INTERFACE):
        content = content[len(_MESSAGE_INTERFACE) :]
    elif attachment.is_ole or item.number(ATTACH_METHOD) == OLE_OBJECT:
        return Remark(f"an embedded object is passed over: {name}")
    else:
        content = attachment.data or content
    budget.take(len(content))
    return Member(name, content, role=attachment_role(item, html))


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    """The attributes in order, each only as long as the file."""
    place, read = 6, 0
    while place + _HEAD.size <= len(data):
        _, number, length = _HEAD.unpack_from(data, place)
        place += _HEAD.size
        read += 1
        if read > _MAX_ATTRIBUTES:
            raise UnreadableError(Reason.TOO_LARGE, f"tnef: more than {_MAX_ATTRIBUTES} attributes")
        if place + length > len(data):
            return
        yield number, data[place : place + length]
        place += length + 2


def _is_whole(data: bytes) -> bool:
    place = 6
    while place + _HEAD.size <= len(data):
        place += _HEAD.size + _HEAD.unpack_from(data, place)[2] + 2
    return place <= len(data) + 2  # the last checksum is not missed


def _properties(data: bytes) -> _Values:
    """The properties of a message or attachment that stand before the first oddity."""
    found: _Values = {}
    place = 4
    try:
        for _ in range(min(int.from_bytes(data[:4], "little"), len(data) // 8)):
            kind, number = struct.unpack_from("<HH", data, place)
            place = _after_name(data, place + 4) if number >= _NAMED_FROM else place + 4
            value, place = _value(data, place, kind)
            found.setdefault(number, (kind & ~_MANY, value))
    except (struct.error, ValueError):
        return found
    return found


def _after_name(data: bytes, place: int) -> int:
    """Where a named property's value begins: behind its set, and its number or its name."""
    (named_by_text, value) = struct.unpack_from("<II", data, place + 16)
    return place + 24 + (_padded(value) if named_by_text else 0)


def _value(data: bytes, place: int, kind: int) -> tuple[bytes, int]:
    """A property's (first) value, and where the next property begins."""
    base = kind & ~_MANY
    count = 1
    if base in _VARIABLE or kind & _MANY:
        (count,) = struct.unpack_from("<I", data, place)
        place += 4
    if base not in _VARIABLE:
        size = _FIXED[base] if base in _FIXED else _unknown(kind)
        return data[place : place + size], place + size * count
    first = b""
    for number in range(count):
        (length,) = struct.unpack_from("<I", data, place)
        if place + 4 + length > len(data):
            raise ValueError("a property longer than what holds it")
        first = first if number else data[place + 4 : place + 4 + length]
        place += 4 + _padded(length)
    return first, place


def _padded(length: int) -> int:
    return length + -length % 4


def _unknown(kind: int) -> int:
    raise ValueError(f"an unknown type of property: {kind:#x}")
