"""An OpenDocument package or flat file opened with limits: its parts as streams, its pictures; no meaning."""

from __future__ import annotations

import base64
import hashlib
import posixpath
from functools import cache

from parsers.document import Picture, Reason, UnreadableError
from parsers.formats import picture
from parsers.formats.container import Container, feed
from parsers.formats.odf.stream import Stream

CONTENT, STYLES = "content.xml", "styles.xml"
_MANIFEST = "META-INF/manifest.xml"


class Package:
    """The zip of an OpenDocument file."""

    def __init__(self, data: bytes) -> None:
        self._container = Container(data)
        # Old programs declare a document type here: it is searched, not parsed.
        if _MANIFEST in self._container and b"encryption-data" in self._container.read(_MANIFEST):
            raise UnreadableError(Reason.ENCRYPTED, "the package needs a password")
        if CONTENT not in self._container:
            raise UnreadableError(Reason.CORRUPT, "no content part")
        self.picture = cache(self._picture)

    @property
    def warnings(self) -> list[str]:
        """What the package carries that was not read or never run."""
        found = [f"{part} is damaged and was left out" for part in self._container.damaged]
        if any(name.startswith(("basic/", "scripts/")) for name in self._container.names):
            found.append("holds macros, which were not run")
        return found

    def feed(self, stream: Stream) -> None:
        """Feed the common styles, then the content."""
        if STYLES in self._container:
            self._container.parse(STYLES, stream.parser, beside=True)
            stream.renew()
        self._container.parse(CONTENT, stream.parser)

    def _picture(self, address: str) -> Picture | None:
        """The picture of an address inside the package; nothing outside is ever fetched."""
        part = posixpath.normpath(address.removeprefix("./"))
        if part not in self._container:
            return None
        return picture.describe(posixpath.basename(part), *self._container.digest(part))


class FlatFile:
    """An OpenDocument file that is one XML document."""

    warnings: tuple[str, ...] = ()

    def __init__(self, data: bytes) -> None:
        self._data = data

    def feed(self, stream: Stream) -> None:
        """Feed all of it."""
        feed([self._data], "the flat document", stream.parser)

    def picture(self, _address: str) -> Picture | None:
        """Nothing: a flat document holds its pictures in its text."""
        return None


Source = Package | FlatFile


def embedded_picture(encoded: str, number: int) -> Picture | None:
    """A picture that stands in the text as base64, None where it is none."""
    try:
        data = base64.b64decode(encoded)
    except ValueError:
        return None
    kind = picture.kind_of(data) or "bin"
    return picture.describe(f"image{number}.{kind}", len(data), hashlib.sha256(data).hexdigest(), data)
