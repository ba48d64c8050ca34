"""A mail of ours as its bytes say it: every header, both texts, the files; nothing comes from elsewhere."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import cast

from parsers.headers import header_text
from parsers.text import squeeze
from reports.desk.outbox import with_pictures

_PICTURES = frozenset({"image/png", "image/jpeg", "image/gif"})


@dataclass(frozen=True, slots=True, kw_only=True)
class MailPreview:
    """What leaves: the headers in their order, decoded; ``html`` with its own pictures in it, "" for none."""

    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    files: tuple[str, ...]
    size: int


def mail_preview(data: bytes) -> MailPreview:
    """The mail that these bytes are."""
    mail, raw = message_from_bytes(data, policy=policy.default), message_from_bytes(data)
    pictures = dict(_pictures(mail))
    return MailPreview(
        headers=tuple((name, squeeze(header_text(str(value)))) for name, value in raw.items()),
        text=_body(mail, "plain"),
        html=with_pictures(_body(mail, "html"), lambda name: pictures.get(name, "data:,")),
        files=tuple(part.get_filename() or "" for part in mail.iter_attachments() if _is_file(part)),
        size=len(data),
    )


def _body(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    return str(part.get_content()) if part is not None else ""


def _is_file(part: EmailMessage) -> bool:
    return part.get_content_disposition() == "attachment"


def _pictures(mail: EmailMessage) -> Iterator[tuple[str, str]]:
    for part in mail.walk():
        media = part.get_content_type()
        name = str(part.get("Content-ID", "")).strip("<> ")
        if name and media in _PICTURES:
            data = cast("bytes", part.get_payload(decode=True))
            yield name, f"data:{media};base64,{base64.b64encode(data).decode()}"
