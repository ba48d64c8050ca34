"""OpenDocument texts (odt, ott) as text, tables and pictures; macros and links are never followed."""

from __future__ import annotations

from parsers.document import Document, Reason, TextRole, UnreadableError
from parsers.formats.flow import Layout
from parsers.formats.odf.package import Package, Source
from parsers.formats.odf.story import StoryStream


def read_odt(data: bytes) -> Document:
    """The document in reading order: headers, text, notes, footers; tables are numbered through all of it."""
    return read_story(Package(data))


def read_story(source: Source) -> Document:
    """The text of a package or of a flat file."""
    stream = StoryStream(source)
    source.feed(stream)
    if not stream.found:
        raise UnreadableError(Reason.CORRUPT, "no text in the content")
    order = (TextRole.HEADER, TextRole.BODY, TextRole.NOTE, TextRole.FOOTER)
    layout = Layout([item for role in order for item in stream.flows[role]])
    blocks = layout.blocks()
    revised = ("holds tracked deletions, which were left out",) if stream.revised else ()
    return Document(media="odt", blocks=blocks, warnings=(*layout.warnings, *revised, *source.warnings))
