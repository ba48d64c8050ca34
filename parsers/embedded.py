"""The bytes of a picture or paper by its name: beside the text of a message, in an archive, in a document.

Bytes in, bytes out; what is found more than once with different bytes is not guessed.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from parsers.containers import CONTAINERS
from parsers.mail import Message, Part
from parsers.opening import open_file
from parsers.sniff import sniff
from parsers.text import nfc

MOST_BYTES = 25 << 20
MOST_MEMBERS = 5_000
_PACKAGES = ("xlsx", "docx", "pptx", "ods", "odt", "xlsb")


class PictureNotFoundError(Exception):
    """No picture of that name, or several different ones; the message says which."""


def find_picture(message: Message, part: str, name: str) -> bytes:
    """A picture of a message by its bare file name.

    ``part`` is the file that spoke of it, as in an origin: a picture with an internal name is sought inside
    that file only, since every document has an image1. Raises PictureNotFoundError.
    """
    beside = list(_beside(message.parts, name))
    found = beside or list(_inside(message.parts, part, name))
    different = {hashlib.sha256(one).digest(): one for one in found}
    if len(different) != 1:
        raise PictureNotFoundError("several of that name" if different else "not found")
    return next(iter(different.values()))


def find_named_pdf(message: Message, words: str) -> bytes:
    """The attached PDF that a text names by its whole file name. Raises PictureNotFoundError."""
    said = nfc(words).casefold()
    found = {
        hashlib.sha256(part.data).digest(): part.data
        for part in message.parts
        if part.filename and _media(part) == "pdf" and _bare(part.filename).casefold() in said
    }
    if len(found) != 1:
        raise PictureNotFoundError("several of that name" if found else "not found")
    return next(iter(found.values()))


def _beside(parts: Sequence[Part], name: str) -> Iterator[bytes]:
    """The parts of that name, and members of that name in archives."""
    for part in parts:
        if _bare(part.filename or "") == name:
            yield part.data
        elif _is_archive(part):
            opened = open_file(part.filename, part.media_type, part.data, keep_scans=True)
            yield from (one.scan for one in opened if one.scan and _bare(one.path or one.name) == name)


def _inside(parts: Sequence[Part], holder: str, name: str) -> Iterator[bytes]:
    """The pictures of that name in the document that spoke of them."""
    outer, _, inner = holder.partition("/")
    for part in parts:
        if part.filename is None or not holder or part.filename not in (holder, outer):
            continue
        if _media(part) in _PACKAGES:
            yield from _in_package(part.data, name)
        elif inner and zipfile.is_zipfile(io.BytesIO(part.data)):
            for package in _members(part.data, inner):
                yield from _in_package(package, name)


def _in_package(data: bytes, name: str) -> Iterator[bytes]:
    if zipfile.is_zipfile(io.BytesIO(data)):
        yield from _members(data, name)


def _members(data: bytes, name: str) -> Iterator[bytes]:
    """The members of a zip whose bare name, or whole path, that is; none of them beyond the bounds."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.infolist()[:MOST_MEMBERS]:
                if name in (nfc(member.filename), _bare(member.filename)) and member.file_size <= MOST_BYTES:
                    with package.open(member) as file:
                        yield file.read(MOST_BYTES)
    except (zipfile.BadZipFile, OSError, RuntimeError, EOFError, NotImplementedError):
        return


def _is_archive(part: Part) -> bool:
    return part.filename is not None and _media(part) in CONTAINERS


def _media(part: Part) -> str:
    return sniff(part.data, part.filename or "", part.media_type)


def _bare(path: str) -> str:
    return nfc(PurePosixPath(path.replace("\\", "/")).name)
