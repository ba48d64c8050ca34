"""Rich text (rtf) as text, tables and pictures; objects inside are never opened, links never followed."""

from __future__ import annotations

from dataclasses import replace

from parsers.document import Document, Reason, TextRole, UnreadableError
from parsers.formats.flow import Layout
from parsers.formats.html import read_html
from parsers.formats.plain import read_text
from parsers.formats.rtf.html import WrappedReader, is_wrapped_html, is_wrapped_text
from parsers.formats.rtf.story import StoryReader

_IDLE = b" \t\r\n\0}\x1a"


def read_rtf(data: bytes) -> Document:
    """The document in reading order: headers, text, notes, footers; wrapped HTML or text is read as such."""
    if not data:
        raise UnreadableError(Reason.EMPTY, "no bytes")
    page = html_in_rtf(data)
    if page is not None:
        return replace(read_html(page), media="rtf")
    if is_wrapped_text(data):
        return replace(read_text(WrappedReader(data).text()), media="rtf")
    reader = StoryReader(data)
    body, sides = reader.read_all(), reader.sides
    layout = Layout([*sides[TextRole.HEADER], *body, *sides[TextRole.NOTE], *sides[TextRole.FOOTER]])
    blocks = layout.blocks()
    return Document(media="rtf", blocks=blocks, warnings=(*layout.warnings, *_oddities(reader)))


def html_in_rtf(data: bytes) -> str | None:
    """The HTML that a mail program wrapped into rich text, None where it is no such text."""
    return WrappedReader(data).text() if is_wrapped_html(data) else None


def _oddities(reader: StoryReader) -> tuple[str, ...]:
    found = []
    if reader.revised:
        found.append("holds tracked deletions, which were left out")
    if not reader.complete:
        found.append("ends before its groups do; what there is was read")
    elif reader.data[reader.place :].strip(_IDLE):
        found.append("holds more after its end, which was left out")
    if reader.too_deep:
        found.append("holds groups nested too deep, which were left out")
    return tuple(found)
