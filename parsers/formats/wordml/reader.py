"""Word documents in one XML file (Word 2003's own and the flat package) as text, tables and pictures."""

from __future__ import annotations

import posixpath
from dataclasses import replace

from parsers.document import Document, Reason, TextRole, UnreadableError
from parsers.formats import xmlstream
from parsers.formats.container import feed
from parsers.formats.docx.reader import read_docx
from parsers.formats.flow import Layout
from parsers.formats.wordml.package import is_package, unfolded
from parsers.formats.wordml.story import WordmlReader

_MEDIA = "wordml"


def read_wordml(data: bytes) -> Document:
    """The document in reading order: headers, text, notes, footers; as the same document in a package."""
    if not data:
        raise UnreadableError(Reason.EMPTY, "no bytes")
    if is_package(data):
        return replace(read_docx(unfolded(data)), media=_MEDIA)
    reader = WordmlReader()
    feed(
        [data],
        posixpath.basename("document.xml"),
        xmlstream.parser(reader.start, reader.end, reader.characters),
    )
    if not reader.seen:
        raise UnreadableError(Reason.CORRUPT, "no Word document")
    sides = reader.sides
    layout = Layout([*sides[TextRole.HEADER], *reader.flow, *sides[TextRole.NOTE], *sides[TextRole.FOOTER]])
    blocks = layout.blocks()
    revised = ("holds tracked deletions, which were left out",) if reader.revised else ()
    return Document(media=_MEDIA, blocks=blocks, warnings=(*layout.warnings, *revised))
