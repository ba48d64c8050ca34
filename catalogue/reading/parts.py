"""The outcome of every MIME part and archive member of a message, and the documents in them; pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalogue.records import PartOutcome, PartStatus
from parsers.document import Document, OpenedPart, Unreadable
from parsers.mail import Message, Part, PartRole
from parsers.ocr.scan import Recognise
from parsers.opening import open_file

UNNAMED = "(tệp không tên)"

_BODIES = frozenset({PartRole.BODY_TEXT, PartRole.BODY_HTML})
_FILES = frozenset({PartRole.ATTACHMENT, PartRole.INLINE_PICTURE})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPart:
    """One part or member after opening. ``document`` is None where there is nothing to extract from.

    ``name`` is its name in origins ("a.zip/b.xlsx"). ``is_picture`` marks a picture that is a file,
    ``is_body`` the text of a mail that lies in a file. ``scan`` as in OpenedPart.
    """

    outcome: PartOutcome
    name: str
    document: Document | None = None
    is_picture: bool = False
    is_inline: bool = False
    is_body: bool = False
    scan: bytes = b""
    media: str = ""


@dataclass(frozen=True, slots=True)
class Recogniser:
    """Who reads scans, by a name that tells the version: another one may read them otherwise."""

    name: str
    recognise: Recognise


class Opener:
    """How the files of a message are opened. A process with limits has its own, which says what it turns to.

    Both may go on for ever with a hostile file: opening it, and looking through what was found in it.
    """

    def __init__(self, recogniser: Recogniser | None = None) -> None:
        """Scans are recognised by ``recogniser``, by None not at all."""
        self.recogniser = recogniser

    def open(self, part: Part) -> Sequence[OpenedPart]:
        """The file, and what it holds where it is an archive."""
        keep = self.recogniser is not None
        return open_file(part.filename or "", part.media_type, part.data, keep_scans=keep)

    def may_recognise(self, outcome: PartOutcome) -> bool:
        """Whether the scan of this part may be looked at: not where that was somebody's death."""
        del outcome
        return True

    def turn_to(self, outcome: PartOutcome | None) -> None:
        """Told what is looked through next: the document of that file, None the mail's own text."""


def read_parts(message: Message, opener: Opener) -> Iterator[ReadPart]:
    """Open every part of a message; what a returned mail carries is its first sender's own and set aside."""
    for part in message.parts:
        returned = bool(message.reports) and bool(part.enclosed_in)
        if part.role is PartRole.ATTACHMENT and not returned:
            for opened in opener.open(part):
                yield _opened(part, opened)
        else:
            yield _set_aside(part, returned=returned)


def _opened(part: Part, opened: OpenedPart) -> ReadPart:
    document = opened.outcome if isinstance(opened.outcome, Document) else None
    name = part.filename or UNNAMED
    return ReadPart(
        outcome=_outcome(part, opened),
        name=f"{name}/{opened.path}" if opened.path else name,
        document=document,
        is_picture=document is not None and document.media == "picture",
        is_inline=opened.is_inline,
        is_body=opened.is_body,
        scan=opened.scan,
        media=opened.media,
    )


def _outcome(part: Part, opened: OpenedPart) -> PartOutcome:
    refused = opened.outcome if isinstance(opened.outcome, Unreadable) else None
    warnings = opened.warnings + (opened.outcome.warnings if isinstance(opened.outcome, Document) else ())
    return PartOutcome(
        number=part.number,
        filename=part.filename,
        path=opened.path,
        media_type="" if opened.path else part.media_type,
        size=opened.size,
        sha256=opened.sha256,
        status=PartStatus.UNREADABLE if refused else PartStatus.READ,
        reason=refused.reason.value if refused else "",
        note=refused.detail if refused else "; ".join(warnings),
        pages=opened.pages,
    )


def _set_aside(part: Part, *, returned: bool) -> ReadPart:
    """A part that is not opened: bodies are read as text elsewhere, the rest is ignored."""
    is_read = part.role in _BODIES and not returned
    inline = part.role is PartRole.INLINE_PICTURE
    outcome = PartOutcome(
        number=part.number,
        filename=part.filename,
        path="",
        media_type=part.media_type,
        size=len(part.data),
        sha256=hashlib.sha256(part.data).hexdigest(),
        status=PartStatus.READ if is_read or inline else PartStatus.IGNORED,
        note="part of a returned mail" if returned else "" if is_read or inline else part.role.value,
        is_file=part.role in _FILES and not returned,
    )
    return ReadPart(
        outcome=outcome,
        name=part.filename or UNNAMED,
        is_picture=inline,
        is_inline=inline,
        scan=part.data if inline else b"",
        media="picture" if inline else "",
    )
