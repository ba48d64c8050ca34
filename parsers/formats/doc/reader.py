"""Word documents of 1993 to 2003 as text, tables and pictures; macros and links are never followed."""

from __future__ import annotations

from collections.abc import Iterator

from parsers.document import Document, TextRole
from parsers.formats.doc.binary import apart, longs
from parsers.formats.doc.container import Source, open_source
from parsers.formats.doc.fib import STORIES
from parsers.formats.doc.lists import read_numbering
from parsers.formats.doc.looks import Forms, Looks
from parsers.formats.doc.pages import read_forms, read_looks
from parsers.formats.doc.pictures import Pictures
from parsers.formats.doc.pieces import Pieces, read_pieces
from parsers.formats.doc.story import Context, Story
from parsers.formats.doc.styles import read_fonts, read_styles
from parsers.formats.flow import Flow, Layout, words_of
from parsers.formats.macros import macros_in

# What the stories among the headers are, six a section after the six of the footnotes' lines, by their number
# in the order of pages: first, odd, even.
_SIDES = {
    4: TextRole.HEADER, 1: TextRole.HEADER, 0: TextRole.HEADER,
    5: TextRole.FOOTER, 3: TextRole.FOOTER, 2: TextRole.FOOTER,
}  # fmt: skip
_NO_FORM = b"\0\0"


def read_doc(data: bytes) -> Document:
    """The document in reading order: headers, text, notes, footers; tables are numbered through all of it."""
    source = open_source(data)
    pieces = read_pieces(source)
    reading = _Reading(source, pieces)
    layout = Layout(reading.flow())
    blocks = layout.blocks()
    warnings = (*layout.warnings, *reading.warnings(), *macros_in(data))
    return Document(media="doc", blocks=blocks, warnings=warnings)


class _Reading:
    """The stories of one document, in the order in which a person reads them."""

    def __init__(self, source: Source, pieces: Pieces) -> None:
        self._source, self._pieces = source, pieces
        self._context = _context(source, pieces)
        self._spans = dict(_spans(source, len(pieces.text)))
        self._revised = self._lost_cells = False

    def flow(self) -> Flow:
        sides = self._sides()
        body = self._story("body", TextRole.BODY)
        notes = [
            *self._story("footnotes", TextRole.NOTE),
            *self._story("endnotes", TextRole.NOTE),
        ]
        self._context.legacy.restore()
        return [*sides[TextRole.HEADER], *body, *notes, *sides[TextRole.FOOTER]]

    def warnings(self) -> tuple[str, ...]:
        found = ["holds tracked deletions, which were left out"] if self._revised else []
        if self._lost_cells:
            found.append("the rows of a table are lost; its cells are told as lines")
        return (*found, *self._source.warnings, *self._pieces.warnings)

    def _story(self, name: str, role: TextRole) -> Flow:
        story = Story(self._context, role, name, self._spans["boxes"])
        story.read(*self._spans[name])
        flow = story.read_lost_boxes()
        self._note(story)
        return flow

    def _note(self, story: Story) -> None:
        self._revised |= story.revised
        self._lost_cells |= story.lost_cells

    def _sides(self) -> dict[TextRole, Flow]:
        """Headers and footers; the same words on several kinds of pages count once."""
        flows: dict[TextRole, Flow] = {role: [] for role in _SIDES.values()}
        seen: set[str] = set()
        first, last = self._spans["headers"]
        for role, start, end in _side_stories(self._source):
            if not start < end <= last - first:
                continue
            story = Story(self._context, role, "headers", self._spans["header boxes"])
            flow = story.read(first + start, first + end, first)
            self._note(story)
            words = words_of(flow)
            if words not in seen:
                seen.add(words)
                flows[role].extend(flow)
        return flows


def _side_stories(source: Source) -> Iterator[tuple[TextRole, int, int]]:
    """The headers and footers of all sections, each with its first and last place among the headers."""
    part = source.part("headers")
    stories = list(apart(longs(part, len(part) // 4)))
    for section in range(len(_SIDES), len(stories), len(_SIDES)):
        for number, role in _SIDES.items():
            if section + number < len(stories):
                yield role, *stories[section + number]


def _context(source: Source, pieces: Pieces) -> Context:
    styles = read_styles(source)
    return Context(
        text=pieces.text,
        looks=Looks(source, styles, read_fonts(source)),
        forms=Forms(source, styles),
        looks_at=pieces.spread(read_looks(source)),
        forms_at=pieces.spread(read_forms(source), _NO_FORM),
        numbering=read_numbering(source),
        pictures=Pictures(source),
        data=source.data,
        old=source.fib.old,
    )


def _spans(source: Source, length: int) -> Iterator[tuple[str, tuple[int, int]]]:
    """The first and last place of each story, none beyond the text that is there."""
    at = 0
    for name in STORIES:
        end = min(at + source.fib.lengths.get(name, 0), length)
        yield name, (at, end)
        at = end
