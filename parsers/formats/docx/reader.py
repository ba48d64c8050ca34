"""Word documents (docx, docm, dotx) as text, tables and pictures; macros and links are never followed."""

from __future__ import annotations

import posixpath
from functools import cache

from parsers.document import Document, Picture, Reason, TextRole, UnreadableError
from parsers.formats import picture
from parsers.formats.container import Container
from parsers.formats.docx.numbering import read_numbering
from parsers.formats.docx.story import Context, Story
from parsers.formats.docx.styles import read_styles
from parsers.formats.flow import Flow, Layout, words_of

_SIDES = {
    "header": TextRole.HEADER,
    "footer": TextRole.FOOTER,
    "footnotes": TextRole.NOTE,
    "endnotes": TextRole.NOTE,
}


def read_docx(data: bytes) -> Document:
    """The document in reading order: headers, text, notes, footers; tables are numbered through all of it."""
    container = Container(data)
    part = container.related("", "officeDocument") or "word/document.xml"
    if part not in container:
        raise UnreadableError(Reason.CORRUPT, "no document part")
    context = _context(container, part)
    body = Story(context, container.relationships(part), TextRole.BODY)
    body.read(part)
    sides = _sides(context, part)
    flow = [*sides[TextRole.HEADER], *body.flow, *sides[TextRole.NOTE], *sides[TextRole.FOOTER]]
    layout = Layout(flow)
    blocks = layout.blocks()
    return Document(media="docx", blocks=blocks, warnings=(*layout.warnings, *_oddities(container, body)))


def _context(container: Container, part: str) -> Context:
    @cache
    def described(name: str) -> Picture:
        return picture.describe(posixpath.basename(name), *container.digest(name))

    return Context(
        container,
        read_styles(container, container.related(part, "styles")),
        read_numbering(container, container.related(part, "numbering")),
        described,
    )


def _sides(context: Context, part: str) -> dict[TextRole, Flow]:
    """Headers, footers and notes; the same words on several kinds of pages count once."""
    flows: dict[TextRole, Flow] = {role: [] for role in _SIDES.values()}
    seen: set[str] = set()
    for relation in context.container.relationships(part).values():
        role = _SIDES.get(relation.kind)
        if role is None or relation.target not in context.container:
            continue
        story = Story(context, context.container.relationships(relation.target, beside=True), role)
        story.read(relation.target, beside=True)
        words = words_of(story.flow)
        if words not in seen:
            seen.add(words)
            flows[role].extend(story.flow)
    return flows


def _oddities(container: Container, body: Story) -> tuple[str, ...]:
    found = []
    if body.revised:
        found.append("holds tracked deletions, which were left out")
    if any(name.endswith("vbaproject.bin") for name in container.names):
        found.append("holds macros, which were not run")
    found.extend(f"{part} is damaged and was left out" for part in container.damaged)
    return tuple(found)
