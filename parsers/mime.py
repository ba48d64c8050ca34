"""The MIME tree as a flat list of leaves with their section numbers and bytes; knows no roles, no I/O."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.message import Message as MimeMessage
from typing import Any

from parsers.headers import decode_base64, eight_bit_text, filename_of, parameter_of

# Header fields that steer a part: their raw bytes are made letters before the standard library reads them.
_STEERING = frozenset({"content-type", "content-disposition", "content-transfer-encoding", "content-id"})
_LONGEST_FIELD = 16_384  # each look at a parameter reads the whole field
_ENCLOSED = frozenset({"message/rfc822", "message/global", "message/news"})
_FIRST_HEADERS = (b"received:", b"return-path:", b"from:", b"date:", b"subject:", b"mime-version:",
                  b"delivered-to:", b"message-id:", b"x-", b"dkim-", b"to:")  # fmt: skip

# What tells a body from what the standard library must see of a message.
_EMPTY_LINE = re.compile(rb"\n\r?\n")
_BARE_BORDER = re.compile(rb"\r--")
# Behind the empty line of an enclosed message come headers, not a body.
_ENCLOSING = (b"message/", b"digest")
_WORTH_HOLDING = 512
_HELD, _WORD = "=_held_%d_held_=", b"_held_="
_HELD_BODY = "held_body"
_HELD_AGAIN = re.compile("=_held_([0-9]+)_held_=")


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """One leaf, or a message/rfc822 (``inner`` is then its message, which is walked after it).

    ``siblings`` is the media type of the multipart that it stands in, "" where it stands alone.
    """

    number: str
    part: MimeMessage
    media_type: str
    filename: str | None
    disposition: str
    data: bytes
    siblings: str
    enclosed_in: str
    inner: MimeMessage | None = None

    @property
    def charset(self) -> str:
        """The charset that the part declares, "" where none."""
        return _parameter(self.part, "charset")

    @property
    def is_flowed(self) -> bool:
        """Whether soft line breaks are to be undone (RFC 3676)."""
        return _parameter(self.part, "format").lower() == "flowed"

    @property
    def deletes_space(self) -> bool:
        """Whether the space before a soft line break is not part of the text (RFC 3676)."""
        return _parameter(self.part, "delsp").lower() == "yes"


@dataclass(frozen=True, slots=True)
class _Node:
    part: MimeMessage
    number: str
    siblings: str
    enclosed_in: str


def _parameter(part: MimeMessage, name: str) -> str:
    value = parameter_of(part, name) or ""
    return value[2] if isinstance(value, tuple) else value


def parse(raw: bytes) -> MimeMessage:
    """The message object of the standard library (compat32, which keeps raw header bytes).

    It reads line by line, and nearly all lines are of bodies, where they tell it nothing: these are held
    back while it parses, each body with one word in its place, and put in again afterwards.
    """
    # A bare carriage return ends a line too: before what may be a boundary it would hide that.
    bodies = [] if _BARE_BORDER.search(raw) else _bodies(raw)
    small = _without(raw, bodies)
    # Behind the empty line of an enclosed message come headers, not a body.
    if (
        not bodies
        or any(word in small.lower() for word in _ENCLOSING)
        or small.count(b"_held_=") != len(bodies)
    ):
        return email.message_from_bytes(raw)
    message = email.message_from_bytes(small)
    for part in message.walk():
        _put_in(part, raw, bodies)
    return message


def _bodies(raw: bytes) -> list[tuple[int, int]]:
    """Where long bodies begin and end: behind an empty line, before the next line that may be a boundary.

    The end of the last line stays outside.
    """
    found: list[tuple[int, int]] = []
    empty = _EMPTY_LINE.search(raw)
    while empty is not None:
        start = empty.end()
        border = raw.find(b"\n--", start - 1)
        end = border if border >= 0 else len(raw) - raw.endswith(b"\n")
        end -= raw.endswith(b"\r", start, end)
        if end - start > _WORTH_HOLDING:
            found.append((start, end))
        empty = _EMPTY_LINE.search(raw, border) if border >= 0 else None
    return found


def _without(raw: bytes, bodies: Sequence[tuple[int, int]]) -> bytes:
    pieces, place = [], 0
    for number, (start, end) in enumerate(bodies):
        pieces += [raw[place:start], (_HELD % number).encode("ascii")]
        place = end
    return b"".join([*pieces, raw[place:]])


def _put_in(part: MimeMessage, raw: bytes, bodies: Sequence[tuple[int, int]]) -> None:
    # What get_payload gives of 8-bit text is decoded by its label already.
    payload: Any = part._payload  # type: ignore[attr-defined]  # noqa: SLF001
    if not isinstance(payload, str) or "_held_" not in payload:
        return
    pieces = _HELD_AGAIN.split(payload)
    spans = [bodies[int(number)] for number in pieces[1::2]]
    if len(spans) == 1 and not (pieces[0] or pieces[2].strip()) and _is_base64(part):
        # A file of 60 MB: its letters are decoded where they lie, and never copied as text.
        part.set_payload(pieces[2])
        setattr(part, _HELD_BODY, memoryview(raw)[slice(*spans[0])])
        return
    pieces[1::2] = [raw[start:end].decode("ascii", "surrogateescape") for start, end in spans]
    part.set_payload("".join(pieces))


def leaves(message: MimeMessage) -> Iterator[Leaf]:
    """Every leaf once, in order, the leaves of enclosed messages behind the message they lie in."""
    waiting = [_Node(message, "", "", "")]
    while waiting:
        node = waiting.pop()
        _mend_headers(node.part)
        children = _children(node)
        if children is None:
            leaf = _leaf(node)
            yield leaf
            if leaf.inner is not None:
                waiting.append(_Node(leaf.inner, leaf.number, "", leaf.number))
        else:
            waiting.extend(reversed(children))


def _children(node: _Node) -> list[_Node] | None:
    if not node.part.is_multipart() or node.part.get_content_maintype() == "message":
        return None
    payload: Any = node.part.get_payload()
    media_type = node.part.get_content_type()
    start = f"{node.number}." if node.number else ""
    return [
        _Node(child, f"{start}{index}", media_type, node.enclosed_in)
        for index, child in enumerate(payload, 1)
    ]


def _leaf(node: _Node) -> Leaf:
    part = node.part
    media_type = part.get_content_type()
    # A message that is one part, at the top or enclosed, has that part as its section 1.
    alone = not node.siblings
    number = (f"{node.number}.1" if node.number else "1") if alone else node.number
    filename = filename_of(part)
    inner = _inner(part, media_type)
    data = b"" if inner is not None else part_bytes(part)
    if inner is None and filename and filename.lower().endswith(".eml"):
        inner = _message_file(data)
        data = data if inner is None else b""
    return Leaf(
        number=number,
        part=part,
        media_type=media_type,
        filename=filename,
        disposition=(part.get_content_disposition() or ""),
        data=data,
        siblings=node.siblings,
        enclosed_in=node.enclosed_in,
        inner=inner,
    )


def part_bytes(part: MimeMessage) -> bytes:
    """The content of a leaf with its transfer encoding undone, as far as it can be."""
    if part.is_multipart():
        payload: Any = part.get_payload()
        return "\n".join(_fields(block) for block in payload).encode("utf-8", "surrogateescape")
    held = getattr(part, _HELD_BODY, None)
    if held is not None:
        return decode_base64(held)
    if _is_base64(part):
        with suppress(
            ValueError
        ):  # a charset with a zero byte in its name: the library's decoder does not ask
            return decode_base64(str(part.get_payload() or "").encode("ascii", "ignore"))
    decoded: Any = part.get_payload(decode=True)
    return decoded if isinstance(decoded, bytes) else b""


def _is_base64(part: MimeMessage) -> bool:
    return str(part.get("content-transfer-encoding", "")).strip().lower() == "base64"


def _fields(block: MimeMessage) -> str:
    lines = "".join(f"{name}: {value}\n" for name, value in block.raw_items())
    rest: Any = block.get_payload()
    return f"{lines}\n{rest}" if isinstance(rest, str) and rest.strip() else lines


def _inner(part: MimeMessage, media_type: str) -> MimeMessage | None:
    """The message inside a message/rfc822; one that was wrongly base64-encoded is decoded first."""
    if media_type not in _ENCLOSED or not part.is_multipart():
        return None
    payload: Any = part.get_payload()
    inner: MimeMessage = payload[0] if payload else MimeMessage()
    encoding = str(part.get("content-transfer-encoding", "")).strip().lower()
    if encoding in {"base64", "quoted-printable"} and not inner.keys():
        inner["Content-Transfer-Encoding"] = encoding
        return _message_file(part_bytes(inner)) or inner
    return inner


def _message_file(data: bytes) -> MimeMessage | None:
    """The message that a file holds, None where it does not begin like one or is nested without end."""
    if not data.lstrip()[:13].lower().startswith(_FIRST_HEADERS):
        return None
    try:
        return parse(data)
    except RecursionError:  # it stays a file, and costs nobody but itself
        return None


def report_blocks(part: MimeMessage) -> list[MimeMessage]:
    """The groups of fields of a report part, the one about the whole message first."""
    payload: Any = part.get_payload()
    # The standard library knows the groups of message/delivery-status only, not those of RFC 6533.
    if isinstance(payload, list) and part.get_content_type() == "message/delivery-status":
        return payload
    text = part_bytes(part).decode("utf-8", "replace").replace("\r\n", "\n")
    return [email.message_from_string(block.lstrip("\n")) for block in text.split("\n\n") if block.strip()]


def _mend_headers(part: MimeMessage) -> None:
    """Make raw 8-bit bytes in the steering fields letters, in place (the raw message stays archived)."""
    fields = list(part.raw_items())
    steering = [str(value) for name, value in fields if name.lower() in _STEERING]
    if all(value.isascii() and len(value) <= _LONGEST_FIELD for value in steering):
        return
    for name in {name.lower() for name, _ in fields} & _STEERING:
        mended = [eight_bit_text(str(value)) for field, value in fields if field.lower() == name]
        del part[name]
        part.set_raw(name, mended[0][:_LONGEST_FIELD])
