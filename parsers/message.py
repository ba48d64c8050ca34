"""The one door of mail-parser: bytes of a message in, a Message value out; no meaning, no I/O."""

from __future__ import annotations

import email.utils
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.message import Message as MimeMessage
from email.parser import BytesHeaderParser
from functools import lru_cache

import mailparser
from mailparser.dates import parse_mail_date

from parsers import mime
from parsers.delivery import reports
from parsers.headers import (
    addresses_in,
    eight_bit_text,
    header_text,
    message_id_of,
    message_ids_of,
    raw_value,
)
from parsers.mail import Address, DeliveryReport, EnclosedMessage, Message, Part, PartRole
from parsers.mailtext import joined_bodies
from parsers.mime import Leaf
from parsers.roles import content_id, roles

__all__ = ["Address", "DeliveryReport", "EnclosedMessage", "Message", "Part", "PartRole", "read_message"]

# What mail-parser is asked for: addresses (it recovers broken lists) and dates as senders really write
# them. It sees only these fields, so that no payload is decoded twice. Its flat view of the parts loses
# enclosed messages, delivery-status fields, 8-bit subjects and stable file names: those come from the
# message object below it, walked in parsers/mime.py.
_ENVELOPE = ("from", "sender", "to", "cc", "reply-to")
_LONGEST_KEPT = 1000
_OLDEST, _NEWEST = 1990, 2100

_Envelope = tuple[Mapping[str, tuple[Address, ...]], tuple[str, ...]]


def read_message(raw: bytes) -> Message:
    """Read one message; never raises for bad input: what is odd is named in ``defects``."""
    return replace(_read(raw), sha256=hashlib.sha256(raw).hexdigest())


def _read(raw: bytes) -> Message:
    try:
        message = mime.parse(raw)
        return _assembled(message, list(mime.leaves(message)), ())
    except RecursionError:
        return _unread(raw, "nested too deeply")
    # The standard library has its own stumbles over odd fields; a message is never lost to one.
    except Exception as fault:  # noqa: BLE001
        return _unread(raw, f"cannot be taken apart: {type(fault).__name__}")


def _unread(raw: bytes, defect: str) -> Message:
    """A message whose tree cannot be read: its headers, and all its bytes as one part without a name."""
    whole = Leaf(number="1", part=MimeMessage(), media_type="application/octet-stream", filename=None,
                 disposition="", data=raw, siblings="multipart/mixed", enclosed_in="")  # fmt: skip
    return _assembled(BytesHeaderParser().parsebytes(raw), [whole], (defect,))


def _assembled(message: MimeMessage, leaves: Sequence[Leaf], defects: tuple[str, ...]) -> Message:
    envelope, envelope_defects = _envelope(message)
    part_roles = roles(leaves)
    text, html = _bodies(leaves, part_roles, "")
    headers = tuple((name.lower(), header_text(str(value))) for name, value in message.raw_items())
    first: dict[str, str] = {}
    for name, value in headers:
        if value:
            first.setdefault(name, value)
    parts = tuple(_part(leaf, role) for leaf, role in zip(leaves, part_roles, strict=True))
    return Message(
        message_id=message_id_of(first.get("message-id", "")),
        in_reply_to=message_ids_of(first.get("in-reply-to", "")),
        references=message_ids_of(first.get("references", "")),
        subject=first.get("subject", ""),
        sender=next(iter(envelope["from"] or envelope["sender"]), None),
        reply_to=envelope["reply-to"],
        to=envelope["to"],
        cc=envelope["cc"],
        return_path=_return_path(headers),
        date=_date_of(first.get("date", "")),
        received_at=_received_at(message),
        text=text,
        html=html,
        parts=parts,
        enclosed=tuple(_enclosed(leaf, leaves, part_roles) for leaf in leaves if leaf.inner is not None),
        reports=tuple(reports(message, leaves, first)),
        headers=headers,
        authentication_results=tuple(value for name, value in headers if name == "authentication-results"),
        defects=tuple(dict.fromkeys((*defects, *envelope_defects, *_tree_defects(message)))),
    )


# ---------------------------------------------------------------- headers


def _envelope(message: MimeMessage) -> _Envelope:
    fields = tuple((name, str(value)) for name, value in message.raw_items() if name.lower() in _ENVELOPE)
    if sum(len(value) for _, value in fields) > _LONGEST_KEPT:
        return _read_envelope(fields)
    return _kept_envelope(fields)


def _read_envelope(fields: tuple[tuple[str, str], ...]) -> _Envelope:
    """The address fields by name as mail-parser reads them, and the defects it names."""
    shell = MimeMessage()
    for name, value in fields:
        shell.set_raw(name, eight_bit_text(value))
    shell.set_payload("")
    found, defects = _as_mail_parser_reads(shell)
    written = {wanted: [value for name, value in fields if name.lower() == wanted] for wanted in _ENVELOPE}
    return {name: found.get(name) or _loose_addresses(written[name]) for name in _ENVELOPE}, defects


# A school writes again and again from the same address to the same.
_kept_envelope = lru_cache(maxsize=512)(_read_envelope)


def _as_mail_parser_reads(shell: MimeMessage) -> tuple[dict[str, tuple[Address, ...]], tuple[str, ...]]:
    try:
        parsed = mailparser.MailParser(shell)
    except Exception as fault:  # noqa: BLE001 - it leaks AttributeError, KeyError and others, all meaning the same
        return {}, (f"mail-parser: {type(fault).__name__}",)
    fields = {"from": parsed.from_, "to": parsed.to, "cc": parsed.cc, "reply-to": parsed.reply_to}
    return {name: _addresses(pairs) for name, pairs in fields.items()}, tuple(
        sorted(parsed.defects_categories)
    )


def _addresses(pairs: Iterable[tuple[str, str]]) -> tuple[Address, ...]:
    return tuple(Address(address.lower(), header_text(name)) for name, address in pairs if "@" in address)


def _loose_addresses(values: Iterable[str]) -> tuple[Address, ...]:
    """What mail-parser refused: whatever looks like an address, with the words before it."""
    found = addresses_in(", ".join(map(header_text, values)))
    return tuple(Address(address, name) for address, name in found)


def _return_path(headers: Sequence[tuple[str, str]]) -> str | None:
    value = next((value for name, value in headers if name == "return-path"), None)
    return None if value is None else value.strip("<> \t").lower()


def _received_at(message: MimeMessage) -> datetime | None:
    """The time that the last hop wrote: of the topmost Received field with a date that can be read."""
    values = (str(value) for name, value in message.raw_items() if name.lower() == "received")
    dates = (_date_of(value.rpartition(";")[2]) for value in values)
    return next((moment for moment in dates if moment is not None), None)


def _date_of(text: str) -> datetime | None:
    result = parse_mail_date(eight_bit_text(text).strip()).value or _loose_date(text)
    return result if result is not None and _OLDEST < result.year < _NEWEST else None


def _loose_date(text: str) -> datetime | None:
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _tree_defects(message: MimeMessage) -> Iterator[str]:
    for part in message.walk():
        yield from (type(defect).__name__ for defect in part.defects)


def _part(leaf: Leaf, role: PartRole) -> Part:
    return Part(
        number=leaf.number,
        role=role,
        media_type=leaf.media_type,
        filename=leaf.filename,
        data=leaf.data,
        charset=leaf.charset,
        content_id=content_id(leaf),
        disposition=leaf.disposition,
        enclosed_in=leaf.enclosed_in,
        defects=tuple(type(defect).__name__ for defect in leaf.part.defects),
    )


def _bodies(leaves: Sequence[Leaf], roles: Sequence[PartRole], inside: str) -> tuple[str, str]:
    """Text and HTML of the message that ``inside`` numbers ("" the outer one)."""
    wanted = (PartRole.BODY_TEXT, PartRole.BODY_HTML)
    pieces = zip(leaves, roles, strict=True)
    return joined_bodies([leaf for leaf, role in pieces if leaf.enclosed_in == inside and role in wanted])


def _enclosed(leaf: Leaf, leaves: Sequence[Leaf], roles: Sequence[PartRole]) -> EnclosedMessage:
    inner = leaf.inner or MimeMessage()
    text, html = _bodies(leaves, roles, leaf.number)
    envelope, _ = _envelope(inner)
    return EnclosedMessage(
        number=leaf.number,
        message_id=message_id_of(header_text(str(inner.get("message-id", "")))),
        subject=header_text(raw_value(inner, "subject")),
        sender=next(iter(envelope["from"]), None),
        text=text,
        html=html,
    )
