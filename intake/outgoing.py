"""From a letter to the bytes of a mail, the same bytes each time; it sends nothing and reads no clock."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import EmailPolicy
from email.utils import format_datetime, getaddresses
from typing import Any

from catalogue.outbox import Letter, LetterFile
from catalogue.records import LetterKind
from parsers.text import squeeze

_ID_HEADERS = {"message-id", "in-reply-to", "references", "content-id"}
_MESSAGE_ID = re.compile(r"<[!-;=?-~]{1,900}>")
# What a reply to a reply to a reply keeps of its ancestors: the first, and the nearest.
_THREAD_LENGTH = 20
_MEDIA_TYPE = re.compile(r"([a-z0-9][a-z0-9.+-]*)/([a-z0-9][a-z0-9.+-]*)\Z", re.IGNORECASE)

# What the program answers a mail with; reminders and digests come by the calendar.
_REPLIES = {
    LetterKind.ACKNOWLEDGEMENT,
    LetterKind.CLARIFICATION,
    LetterKind.COMPLETE,
    LetterKind.NO_COURSES,
    LetterKind.UNREADABLE,
    LetterKind.HELP_RECEIPT,
}


class UnsendableLetter(ValueError):  # noqa: N818 - named by what it is about
    """The letter itself is at fault (no recipient, an address that is none): it must not be tried again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Envelope:
    """From whom letters come. ``reply_to`` may carry a token; bounces go to ``bounces_to``, or back."""

    from_address: str
    from_name: str = ""
    reply_to: str = ""
    sender: str = ""
    bounces_to: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """A mail ready to go: the sender and recipients that the servers see, and the exact bytes."""

    message_id: str
    bounces_to: str
    to: tuple[str, ...]
    data: bytes = field(repr=False)


def build_mail(letter: Letter, envelope: Envelope, dated_at: datetime) -> Mail:
    """Return the letter as a mail; raise UnsendableLetter if no mail can be made of it."""
    if not _MESSAGE_ID.fullmatch(letter.message_id):
        raise UnsendableLetter(f"letter {letter.id}: {letter.message_id!r} is no Message-ID")
    recipients = _recipients(letter)
    message = EmailMessage(policy=_POLICY)
    _write_headers(message, letter, envelope, dated_at)
    message["To"] = ", ".join(recipients)
    _write_bodies(message, letter)
    # Last: making a multipart hands every Content header so far down to the first part.
    message["Content-Language"] = "en" if letter.kind is LetterKind.OPERATOR else "vi"
    _fix_boundaries(message, letter.message_id)
    return Mail(
        message_id=letter.message_id,
        bounces_to=envelope.bounces_to or envelope.from_address,
        to=recipients,
        data=message.as_bytes(),
    )


class _Policy(EmailPolicy):
    """Internet lines, and three sorts of headers folded by ourselves.

    The standard library wraps a long identifier into an encoded word, so that no mail program finds the
    letter that a reply belongs to; and it tears long Vietnamese names apart with blanks in between.
    """

    def fold_binary(self, name: str, value: Any) -> bytes:
        if name.lower() in _ID_HEADERS:
            folded = "\r\n ".join(str(value).split())
        elif name.lower() == "subject":
            folded = _encoded(str(value), name)
        elif name.lower() == "from":
            author = value.addresses[0]
            folded = f"{_encoded(author.display_name, name)}\r\n <{author.addr_spec}>".lstrip()
        else:
            by_default: bytes = super().fold_binary(name, value)
            return by_default
        return f"{name}: {folded}\r\n".encode("ascii")


_POLICY = _Policy(linesep="\r\n", max_line_length=78)


def _encoded(text: str, name: str) -> str:
    # Always as encoded words: a plain name would have to be quoted where it holds a comma.
    return Header(text, "utf-8", maxlinelen=76, header_name=name).encode(linesep="\r\n") if text else ""


def _recipients(letter: Letter) -> tuple[str, ...]:
    addresses = tuple(_in_ascii(address) for _, address in getaddresses([letter.to]))
    if not addresses or not all(_is_address(address) for address in addresses):
        raise UnsendableLetter(f"letter {letter.id}: the recipient is no mail address")
    return addresses


def _in_ascii(address: str) -> str:
    """An address whose domain is in Vietnamese letters as every server takes it (IDNA)."""
    user, at, domain = address.rpartition("@")
    try:
        return user + at + domain.encode("idna").decode("ascii")
    except UnicodeError:
        return address


def _is_address(text: str) -> bool:
    user, _, domain = text.rpartition("@")
    return bool(user and domain) and text.isascii() and text.isprintable() and " " not in text


def _write_headers(message: EmailMessage, letter: Letter, envelope: Envelope, dated_at: datetime) -> None:
    message["Message-ID"] = letter.message_id
    message["Date"] = format_datetime(dated_at)
    message["From"] = Address(squeeze(envelope.from_name), addr_spec=envelope.from_address)
    if envelope.sender:
        message["Sender"] = envelope.sender
    if envelope.reply_to:
        message["Reply-To"] = envelope.reply_to
    message["Subject"] = squeeze(letter.subject)
    _write_threading(message, letter)
    _write_automatic(message, letter)


def _write_automatic(message: EmailMessage, letter: Letter) -> None:
    """Say what a machine sent (RFC 3834), so that other machines keep still; a person's words are none.

    Reports on undelivered mail are never asked to keep still: they tell us which addresses are wrong. No
    Precedence, which is no standard and sorts letters out as bulk.
    """
    message["Auto-Submitted"] = _automatic(letter)
    absence = "" if letter.kind is LetterKind.ANSWER else "OOF, "
    message["X-Auto-Response-Suppress"] = f"DR, RN, NRN, {absence}AutoReply"


def _automatic(letter: Letter) -> str:
    if letter.kind is LetterKind.ANSWER:
        return "no"
    return "auto-replied" if letter.kind in _REPLIES and letter.in_reply_to else "auto-generated"


def _write_threading(message: EmailMessage, letter: Letter) -> None:
    # Identifiers of other people's mail: only what is one goes into our headers.
    answered = _MESSAGE_ID.findall(letter.in_reply_to)[:1]
    thread = _MESSAGE_ID.findall(" ".join(letter.references))
    thread = thread[:1] + thread[1:][-_THREAD_LENGTH:]
    if answered:
        message["In-Reply-To"] = answered[0]
    if thread or answered:
        message["References"] = " ".join(dict.fromkeys([*thread, *answered]))


def _write_bodies(message: EmailMessage, letter: Letter) -> None:
    message.set_content(_lines(letter.text), cte="quoted-printable")
    if letter.html:
        html = _lines(letter.html)
        for file in letter.files:
            html = html.replace(f'"cid:{file.filename}"', f'"cid:{_content_id(file, letter)}"')
        message.add_alternative(html, subtype="html", cte="quoted-printable")
        _write_inline(message, letter)
    for file in letter.files:
        if not _is_inline(file, letter):
            major, minor = _media_type(file)
            message.add_attachment(file.data, maintype=major, subtype=minor, filename=squeeze(file.filename))


def _write_inline(message: EmailMessage, letter: Letter) -> None:
    """Lay the pictures that the HTML shows beside it; a letter names them ``cid:`` and the file's name."""
    html = message.get_body(("html",))
    for file in letter.files:
        if html is not None and _is_inline(file, letter):
            major, minor = _media_type(file)
            html.add_related(
                file.data,
                maintype=major,
                subtype=minor,
                cid=f"<{_content_id(file, letter)}>",
                filename=file.filename,
                disposition="inline",
            )


def _content_id(file: LetterFile, letter: Letter) -> str:
    """The picture's identifier (RFC 2392): one of its own in each mail, or a program shows another one's."""
    return f"{file.filename}.{letter.message_id.strip('<>')}"


def _is_inline(file: LetterFile, letter: Letter) -> bool:
    return f'"cid:{file.filename}"' in letter.html


def _media_type(file: LetterFile) -> tuple[str, str]:
    found = _MEDIA_TYPE.match(file.media_type)
    if not found or found[1].lower() in ("multipart", "message"):
        return "application", "octet-stream"
    return found[1], found[2]


def _fix_boundaries(message: EmailMessage, message_id: str) -> None:
    """Part the mail by its own identifier, not by chance, so that building it again gives the same bytes."""
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary("=_" + hashlib.sha256(f"{number}{message_id}".encode()).hexdigest()[:40])


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
