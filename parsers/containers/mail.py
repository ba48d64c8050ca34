"""A mail saved as a file, and a web page saved as one: their text, their files and their pictures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from parsers import mime
from parsers.containers.mapi import body_member
from parsers.containers.members import Budget, Member, Remark, Role, safe_name
from parsers.document import Reason, UnreadableError
from parsers.formats.picture import kind_of
from parsers.message import EnclosedMessage, Message, PartRole, read_message
from parsers.text import decode

# Apple Mail writes the length of the message before it and its own notes behind it.
_LENGTH = re.compile(rb"\s*(\d{1,12})[ \t]*\r?\n")
_ROLES = {PartRole.ATTACHMENT: Role.FILE, PartRole.INLINE_PICTURE: Role.INLINE}
_PAGES = frozenset(("text/html", "application/xhtml+xml"))
# The row of tabs below a workbook that is saved as pages.
_TABS = "tabstrip"
_UNNAMED = "tệp không tên"


def read_mail(data: bytes, budget: Budget) -> Iterator[Member | Remark]:
    """The text of a mail and its attachments; those of the mails inside it in folders."""
    message = read_message(_bare(data))
    for defect in message.defects:
        yield Remark(f"mail: {defect}")
    folders = {one.number: _folder(one, message) for one in message.enclosed}
    yield from _body(message, "")
    for one in message.enclosed:
        yield from _body(one, folders[one.number])
    for part in message.parts:
        if part.role in _ROLES:
            budget.count()
            budget.take(len(part.data))
            name = safe_name(part.filename or f"{_UNNAMED} {part.number}")
            yield Member(f"{folders.get(part.enclosed_in, '')}{name}", part.data, role=_ROLES[part.role])


def read_saved_page(data: bytes, budget: Budget) -> Iterator[Member | Remark]:
    """The page as what the file itself shows; its other pages (a workbook's sheets) and its pictures."""
    pages = 0
    for leaf in mime.leaves(mime.parse(data)):
        budget.count()
        budget.take(len(leaf.data))
        name = _located(leaf)
        if leaf.media_type in _PAGES and not name.lower().startswith(_TABS):
            pages += 1
            page = decode(leaf.data, leaf.charset).encode("utf-8", "replace")
            whole = pages == 1
            yield Member("" if whole else name, page, "html", Role.WHOLE if whole else Role.FILE)
        elif kind_of(leaf.data):
            yield Member(name, leaf.data, role=Role.INLINE)
    if not pages:
        raise UnreadableError(Reason.CORRUPT, "mht: no page in it")


def _bare(data: bytes) -> bytes:
    length = _LENGTH.match(data)
    return data[length.end() : length.end() + int(length[1])] if length else data


def _folder(enclosed: EnclosedMessage, message: Message) -> str:
    """The folder of a mail inside: by its file's name, else by its subject."""
    names = (part.filename for part in message.parts if part.number == enclosed.number)
    return f"{safe_name(next(names, None) or enclosed.subject or f'thư {enclosed.number}')}/"


def _body(mail: Message | EnclosedMessage, folder: str) -> Iterator[Member]:
    if mail.html.strip():
        yield body_member(mail.html, "html", folder)
    elif mail.text.strip():
        yield body_member(mail.text, "text", folder)


def _located(leaf: mime.Leaf) -> str:
    location = unquote(str(leaf.part.get("content-location", "")).strip())
    name = leaf.filename or urlsplit(location).path.replace("\\", "/").rpartition("/")[2]
    return safe_name(name or f"{_UNNAMED} {leaf.number}")
