"""An OpenDocument text as a stream of paragraphs and tables; gathers what is shown and judges nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from parsers.document import Picture, Reason, TextRole, UnreadableError
from parsers.formats.flow import Flow, Run, Text
from parsers.formats.odf.drawings import SHAPES, Drawings
from parsers.formats.odf.forms import Forms
from parsers.formats.odf.lists import Item, Lists, ListState
from parsers.formats.odf.names import count, full
from parsers.formats.odf.package import Source
from parsers.formats.odf.stream import Attributes, Stream
from parsers.formats.odf.styles import Look, Style, Styles
from parsers.formats.odf.tables import OpenTables
from parsers.formats.odf.text import BREAK, TAB, as_seen

_MAX_RUNS = 600_000
_MAX_OPEN = 100
_MAX_LEVEL = 10
_STYLE, _HREF, _CONTROL = full("text:style-name"), full("xlink:href"), full("draw:control")
_OUTLINE, _DISPLAY, _HIDDEN = full("text:outline-level"), full("text:display"), full("text:is-hidden")
_SIDE_DISPLAY, _PLACEHOLDER = full("style:display"), full("loext:showing-place-holder")
# Tick boxes look alike, and a hyphen that does not break is a hyphen.
_ALIKE = {"☑": "☒", "🗹": "☒", "🗷": "☒", "\u2011": "-"}
_SIDES = {
    "style:header": TextRole.HEADER,
    "style:header-left": TextRole.HEADER,
    "style:header-first": TextRole.HEADER,
    "loext:header-first": TextRole.HEADER,
    "style:footer": TextRole.FOOTER,
    "style:footer-left": TextRole.FOOTER,
    "style:footer-first": TextRole.FOOTER,
    "loext:footer-first": TextRole.FOOTER,
}
_BOXES = ("draw:text-box", *(shape for shape in SHAPES if shape != "draw:frame"))
_LEFT_OUT = (
    "office:annotation", "office:scripts", "office:settings", "office:meta", "svg:title", "svg:desc",
    "text:note-citation", "text:ruby-text", "text:script", "text:insertion", "text:format-change",
    "text:table-of-content-source", "text:illustration-index-source", "text:table-index-source",
    "text:object-index-source", "text:user-index-source", "text:alphabetical-index-source",
    "text:bibliography-source",
)  # fmt: skip


@dataclass(slots=True)
class _Paragraph:
    """An open paragraph; ``pieces`` are what was read since its look or link changed last."""

    style: Style
    item: Item | None
    level: int = 0
    pieces: list[str] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    looks: list[Look] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    hidden: bool = False


@dataclass(slots=True)
class _Story:
    """Where paragraphs go: the body, a header, a note, a box; with what waits until it ends."""

    flow: Flow
    role: TextRole
    floor: int
    lists: ListState
    sink: list[str] | None


class StoryStream(Stream):
    """Reads a whole text document; ``flows`` hold what it read by its role on the page."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.found = self.revised = False
        self.flows: dict[TextRole, Flow] = {role: [] for role in TextRole}
        self._styles, self._lists, self._forms = Styles(self), Lists(self), Forms(self)
        self._tables = OpenTables()
        self._stories: list[_Story] = []
        self._paragraphs: list[_Paragraph] = []
        self._cells: list[ListState] = []
        self._sides: set[str] = set()
        self._runs = 0
        Drawings(self, source, self._add_picture)
        self._listen()
        self.pass_over(_LEFT_OUT)

    # --- stories

    def _open_body(self, _attributes: Attributes) -> None:
        self.found = True
        self._open_story(self.flows[TextRole.BODY], TextRole.BODY)

    def _open_note(self, _attributes: Attributes) -> None:
        self._open_story(self.flows[TextRole.NOTE], TextRole.NOTE)

    def _open_box(self, _attributes: Attributes) -> None:
        flow = self._stories[-1].flow if self._stories else []
        self._open_story(flow, TextRole.BOX)

    def _open_side(self, name: str, role: TextRole) -> Callable[[Attributes], None]:
        def open_side(attributes: Attributes) -> None:
            if attributes.get(_SIDE_DISPLAY) == "false":
                self.skip(name)
            else:
                self._open_story([], role)

        return open_side

    def _open_story(self, flow: Flow, role: TextRole) -> None:
        if len(self._stories) >= _MAX_OPEN:
            raise UnreadableError(Reason.HOSTILE, f"boxes and notes nested deeper than {_MAX_OPEN}")
        story = _Story(flow, role, len(self._tables), self._lists.set_aside(), self.sink)
        self._stories.append(story)
        self.sink = None

    def _close_story(self) -> None:
        if self._stories:
            done = self._stories.pop()
            self._lists.take_up(done.lists)
            self.sink = done.sink

    def _close_side(self) -> None:
        """A header or footer ends; the same words on several kinds of pages count once."""
        done = self._stories[-1]
        words = repr([item.runs if isinstance(item, Text) else item for item in done.flow])
        if words not in self._sides:
            self._sides.add(words)
            self.flows[done.role].extend(done.flow)
        self._close_story()

    def _target(self) -> Flow:
        story = self._stories[-1]
        inside = self._tables.target(story.floor)
        return story.flow if inside is None else inside

    # --- paragraphs

    def _open_paragraph(self, attributes: Attributes) -> None:
        style = self._styles.get("paragraph", attributes.get(_STYLE, ""))
        self._begin(_Paragraph(style, self._lists.take_item(), style.level or 0))

    def _open_heading(self, attributes: Attributes) -> None:
        style = self._styles.get("paragraph", attributes.get(_STYLE, ""))
        level = count(attributes.get(_OUTLINE), _MAX_LEVEL)
        item = self._lists.take_item() or self._lists.heading(attributes, level)
        self._begin(_Paragraph(style, item, level))

    def _begin(self, paragraph: _Paragraph) -> None:
        if not self._stories:
            return
        paragraph.looks.append(paragraph.style.look)
        self._paragraphs.append(paragraph)
        self.sink = paragraph.pieces

    def _close_paragraph(self) -> None:
        if not self._paragraphs or not self._stories:
            return
        self._flush()
        done = self._paragraphs.pop()
        self.sink = None
        in_table = len(self._tables) > self._stories[-1].floor
        marker = ""
        if done.item is not None and (in_table or any(run.text.strip() for run in done.runs)):
            marker = self._lists.marker(done.item)
        if (done.runs or marker) and not done.hidden:
            self._target().append(Text(done.runs, marker, done.level, self._stories[-1].role))

    def _flush(self) -> None:
        """What was gathered since the last time is one run."""
        here = self._paragraphs[-1]
        look = here.looks[-1]
        if here.pieces and not look.hidden:
            self._runs += 1
            if self._runs > _MAX_RUNS:
                raise UnreadableError(Reason.TOO_LARGE, f"more than {_MAX_RUNS} pieces of text")
            text = _tidied(as_seen("".join(here.pieces), look.font))
            here.runs.append(Run(text, look.struck, look.bold, here.links[-1] if here.links else ""))
        here.pieces.clear()

    def _open_span(self, attributes: Attributes) -> None:
        if not self._paragraphs:
            return
        style = self._styles.get("text", attributes.get(_STYLE, ""))
        here, below = self._paragraphs[-1], self._paragraphs[-1].looks[-1]
        look = style.over(below)
        if look != below:
            self._flush()
        here.looks.append(look)

    def _close_span(self) -> None:
        if self._paragraphs and len(self._paragraphs[-1].looks) > 1:
            looks = self._paragraphs[-1].looks
            if looks[-1] != looks[-2]:
                self._flush()
            looks.pop()

    def _open_link(self, attributes: Attributes) -> None:
        if self._paragraphs:
            self._flush()
            address = attributes.get(_HREF, "")
            self._paragraphs[-1].links.append("" if address.startswith("#") else address)

    def _close_link(self) -> None:
        if self._paragraphs and self._paragraphs[-1].links:
            self._flush()
            self._paragraphs[-1].links.pop()

    def _say(self, sign: str) -> Callable[[Attributes], None]:
        def say(_attributes: Attributes) -> None:
            if self.sink is not None:
                self.sink.append(sign)

        return say

    # --- what hides, what stands for something else

    def _open_section(self, attributes: Attributes) -> None:
        if attributes.get(_DISPLAY) == "none" or attributes.get(_HIDDEN) == "true":
            self.skip("text:section")

    def _open_hidden_text(self, attributes: Attributes) -> None:
        if attributes.get(_HIDDEN) == "true":
            self.skip("text:hidden-text")

    def _hide_paragraph(self, attributes: Attributes) -> None:
        if self._paragraphs and attributes.get(_HIDDEN) == "true":
            self._paragraphs[-1].hidden = True

    def _open_control(self, attributes: Attributes) -> None:
        if attributes.get(_PLACEHOLDER) == "true":
            self.skip("loext:content-control")

    def _open_deletion(self, _attributes: Attributes) -> None:
        self.revised = True
        self.skip("text:deletion")

    def _show_control(self, attributes: Attributes) -> None:
        if self.sink is not None:
            self.sink.append(self._forms.shown(attributes.get(_CONTROL, "")))

    def _add_picture(self, picture: Picture) -> None:
        if self._stories:
            self._target().append(picture)

    # --- tables

    def _open_table(self, _attributes: Attributes) -> None:
        self._tables.open_table()

    def _close_table(self) -> None:
        done = self._tables.close_table()
        if done.boxes and self._stories:
            self._target().append(done)

    def _open_cell(self, attributes: Attributes) -> None:
        self._tables.open_cell(attributes)
        self._cells.append(self._lists.set_aside())

    def _close_cell(self) -> None:
        self._tables.close_cell()
        self._lists.take_up(self._cells.pop())

    def _cover(self, attributes: Attributes) -> None:
        """Nobody sees what a joined cell covers."""
        self._tables.cover(attributes)
        self.skip("table:covered-table-cell")

    # --- the grammar

    def _listen(self) -> None:
        """Which element calls what: the whole grammar on one page, styles, lists and forms apart."""
        self.listen(
            {
                "office:text": self._open_body,
                "text:note": self._open_note,
                **dict.fromkeys(_BOXES, self._open_box),
                **{name: self._open_side(name, role) for name, role in _SIDES.items()},
                "text:p": self._open_paragraph,
                "text:h": self._open_heading,
                "text:span": self._open_span,
                "text:a": self._open_link,
                "text:s": self._say(" "),
                "text:tab": self._say(TAB),
                "text:line-break": self._say(BREAK),
                "text:section": self._open_section,
                "text:hidden-text": self._open_hidden_text,
                "text:hidden-paragraph": self._hide_paragraph,
                "text:deletion": self._open_deletion,
                "loext:content-control": self._open_control,
                "draw:control": self._show_control,
                "table:table": self._open_table,
                "table:table-row": self._tables.open_row,
                "table:table-cell": self._open_cell,
                "table:covered-table-cell": self._cover,
            },
            {
                "office:text": self._close_story,
                "text:note": self._close_story,
                **dict.fromkeys(_BOXES, self._close_story),
                **dict.fromkeys(_SIDES, self._close_side),
                "text:p": self._close_paragraph,
                "text:h": self._close_paragraph,
                "text:span": self._close_span,
                "text:a": self._close_link,
                "table:table": self._close_table,
                "table:table-row": self._tables.close_row,
                "table:table-cell": self._close_cell,
            },
        )


def _tidied(text: str) -> str:
    for sign, seen in _ALIKE.items():
        if sign in text:
            text = text.replace(sign, seen)
    return text
