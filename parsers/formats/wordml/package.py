"""A Word package folded into one XML file, as the zip that it stands for; none of its text is read."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
import zipfile
from io import BytesIO

from parsers.document import Reason, UnreadableError
from parsers.formats import xmlstream
from parsers.formats.container import MAX_PARTS, feed

_SPACE = "http://schemas.microsoft.com/office/2006/xmlPackage"
_ROOT = re.compile(rb"<(?:[\w.-]+:)?package\b")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_HEAD = 4096


def is_package(data: bytes) -> bool:
    """Whether an XML file is a folded package."""
    head = data[:_HEAD].replace(b"\0", b"")
    return _SPACE.encode() in head and _ROOT.search(head) is not None


def unfolded(data: bytes) -> bytes:
    """The package as a zip, its members not packed."""
    octets = _in_utf8(data)
    reader = _Parts(octets)
    feed([octets], "package", reader.parser)
    target = BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in reader.parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _in_utf8(data: bytes) -> bytes:
    """The file in the code in which its parts can be cut out; the parts of a zip say no other."""
    if not data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data
    return _DECLARATION.sub("", data.decode("utf-16", "replace")).encode()


class _Parts:
    """Takes the parts as they lie in the file, by the places of their tags."""

    def __init__(self, data: bytes) -> None:
        self.parts: dict[str, bytes] = {}
        self.parser = xmlstream.parser(self._start, self._end, self._characters)
        self._data = data
        self._name = ""
        self._from: int | None = None
        self._waiting = False
        self._letters: list[str] | None = None

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._waiting:
            self._from, self._waiting = self.parser.CurrentByteIndex, False
        if tag == f"{_SPACE} part":
            self._name = attributes.get(f"{_SPACE} name", "").lstrip("/")
        elif tag == f"{_SPACE} xmlData":
            self._waiting, self._from = True, None
        elif tag == f"{_SPACE} binaryData":
            self._letters = []

    def _characters(self, text: str) -> None:
        if self._letters is not None:
            self._letters.append(text)

    def _end(self, tag: str) -> None:
        if tag == f"{_SPACE} xmlData":
            if self._from is not None:
                self._keep(self._data[self._from : self.parser.CurrentByteIndex])
            self._waiting, self._from = False, None
        elif tag == f"{_SPACE} binaryData":
            self._keep(_bytes_of("".join(self._letters or ())))
            self._letters = None

    def _keep(self, content: bytes) -> None:
        if len(self.parts) >= MAX_PARTS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {MAX_PARTS} parts")
        if self._name:
            self.parts[self._name] = content


def _bytes_of(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except binascii.Error:
        return b""
