"""What a person asks to see of one mail: where all was read from, its own words, one of its files; pure."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from catalogue.reading.parts import UNNAMED, Opener
from config.campaign import Campaign
from intake.seeing import see_mail
from parsers.message import Message, Part, read_message
from parsers.taking import member_bytes
from reports.desk.inert import html_page, text_page
from reports.seen import Seen
from reports.seen_page import seen_page

HTML = "text/html"
LARGEST_PICTURE = 400_000
PICTURES_IN_ALL = 2_000_000
_MAGIC: Mapping[bytes, str] = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF8": "image/gif",
}

_ENDINGS: Mapping[str, str] = {
    "image/png": ".png",
    "image/jpeg": ".jpg",
    "image/gif": ".gif",
    "application/pdf": ".pdf",
    "message/rfc822": ".eml",
}
"""What a file without a name is called after, of the kinds that cannot act where they are opened."""


class What(StrEnum):
    """What is to be seen: where everything was read from, the mail's own words, or a file as it is."""

    SEEN = "seen"
    WORDS = "words"
    FILE = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One thing to be seen. ``number`` is the MIME section number of a part, "" for the whole mail.

    ``path`` leads to a member of an archive. ``plain`` asks for the words as text also where there is HTML.
    """

    what: What
    number: str = ""
    path: str = ""
    plain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewed:
    """What was asked for: a page that does nothing, or a file under the name that its sender gave it."""

    name: str
    media_type: str
    data: bytes


class NotThereError(Exception):
    """The mail has no such part, or it does not give it out."""


def view(order: Order, raw: bytes, campaign: Campaign, opener: Opener | None = None) -> Viewed:
    """What an order asks for of a mail. Raises NotThereError; the same bytes give the same answer."""
    if order.what is What.FILE:
        return _file(read_message(raw), order)
    if order.what is What.WORDS:
        return _words(read_message(raw), plain=order.plain)
    seen = see_mail("Bản đọc toàn thư", raw, campaign, opener)
    page = seen_page([_of_part(seen, order.number) if order.number else seen])
    return Viewed(name="", media_type=HTML, data=page.encode("utf-8", "replace"))


def _file(message: Message, order: Order) -> Viewed:
    part = _part(message, order.number)
    data = member_bytes(part.filename, part.media_type, part.data, order.path)
    if data is None:
        raise NotThereError(f"{order.number} {order.path}")
    name = order.path.rpartition("/")[2] or part.filename or f"tep{_ENDINGS.get(part.media_type, '')}"
    return Viewed(name=name, media_type="" if order.path else part.media_type, data=data)


def _words(message: Message, *, plain: bool) -> Viewed:
    if message.html and not plain:
        page = html_page(message.html, dict(_pictures(message)))
    else:
        page = text_page(message.text)
    return Viewed(name="", media_type=HTML, data=page.encode("utf-8", "replace"))


def _pictures(message: Message) -> Iterator[tuple[str, str]]:
    """The mail's own small pictures by Content-ID, of kinds that hold nothing but a picture."""
    left = PICTURES_IN_ALL
    for part in message.parts:
        media = next((kind for start, kind in _MAGIC.items() if part.data.startswith(start)), "")
        if part.content_id and media and len(part.data) <= min(left, LARGEST_PICTURE):
            left -= len(part.data)
            yield part.content_id, f"data:{media};base64,{base64.b64encode(part.data).decode()}"


def _of_part(seen: Seen, number: str) -> Seen:
    """The same with the documents of one file only; its records stay those of the whole mail."""
    assert seen.message is not None
    name = _part(seen.message, number).filename or UNNAMED
    examined = tuple(
        one
        for one in seen.look.examined
        if one.finding.source.part == name or one.finding.source.part.startswith(f"{name}/")
    )
    return replace(seen, name=name, look=replace(seen.look, bodies=(), examined=examined))


def _part(message: Message, number: str) -> Part:
    found = next((one for one in message.parts if one.number == number), None)
    if found is None:
        raise NotThereError(number)
    return found
