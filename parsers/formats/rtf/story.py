"""Rich text as a flow of paragraphs, tables and pictures: what each word does to it; no meaning."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from parsers.document import Reason, TextRole, UnreadableError
from parsers.formats.flow import MAX_CELLS, Flow, Run
from parsers.formats.rtf.fields import Field
from parsers.formats.rtf.grid import RowLook
from parsers.formats.rtf.head import level_of
from parsers.formats.rtf.machine import Machine, Take
from parsers.formats.rtf.pictures import read_pict
from parsers.formats.rtf.rows import RowWords
from parsers.formats.rtf.state import Into
from parsers.formats.rtf.tables import Story

_BULLET = "•"
_MAX_MARKER = 100
_MAX_STORIES = 20
_MAX_RUNS = 600_000
_MAX_PICTURES = 10_000
_SIDES = {
    "footnote": TextRole.NOTE,
    "shptxt": TextRole.BOX,
    "dptxbxtext": TextRole.BOX,
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), TextRole.HEADER),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), TextRole.FOOTER),
}
_STARRED = (
    "shppict", "shpinst", "shptxt", "do", "dptxbxtext", "nesttableprops", "pntext", "listtext", "footnote",
)  # fmt: skip


class StoryReader(Machine):
    """Reads all stories; ``sides`` holds those beside the body, by their role."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.revised = False
        self.sides: dict[TextRole, Flow] = {TextRole.HEADER: [], TextRole.NOTE: [], TextRole.FOOTER: []}
        self._story = self._body = Story(TextRole.BODY)
        self._seen: set[str] = set()
        self._runs_read = self._cells = self._pictures = self._stories_open = 0

    def read_all(self) -> Flow:
        """The flow of the body; what is cut off in the file ends where it is cut."""
        self.read()
        whole = self.complete
        self.finish_groups()
        self._body.finish(self._depth(), 0)
        self.complete = whole
        return self._body.flow

    # --- letters

    def say(self, text: str) -> None:
        state = self.state
        if state.into is Into.TEXT:
            self._say_text(self.font.shown(text))
        elif state.into is Into.MARKER:
            shown = self.font.shown(text)
            # A bullet of an unknown symbol font is still a bullet.
            shown = _BULLET if text.strip() and not shown.strip() else shown
            self._story.marker = (self._story.marker + shown)[:_MAX_MARKER]
        elif state.field is not None and state.into is Into.INSTRUCTION:
            state.field.instruct(text)
        elif state.field is not None and state.into is Into.CHOICE:
            state.field.add_choice(text)

    def _say_text(self, text: str) -> None:
        state = self.state
        if state.deleted:
            self.revised = True
            return
        if state.hidden or not text:
            return
        self._runs_read += 1
        if self._runs_read > _MAX_RUNS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {_MAX_RUNS} pieces of text")
        if state.field is not None:
            state.field.shown = True
        self._story.runs.append(Run(text, state.struck, state.bold, state.href))

    # --- paragraphs and looks

    def _level(self) -> int:
        return self.state.level or self.styles.level(self.state.style)

    def _depth(self) -> int:
        """In how many tables the open paragraph stands; careless writers do not say it inside a row."""
        state = self.state
        if state.in_cell or state.depth:
            return max(state.depth, 1)
        return 1 if self._story.tables.in_row else 0

    def _end_paragraph(self, _number: int | None) -> None:
        # The old half of a passage that is told twice, and the like, end nothing.
        if self.state.into is Into.TEXT:
            self._story.end_paragraph(self._depth(), self._level())

    def _reset_paragraph(self, _number: int | None) -> None:
        state = self.state
        state.style = state.level = state.depth = 0
        state.in_cell = False

    def _reset_look(self, _number: int | None) -> None:
        state = self.state
        state.bold = state.struck = state.hidden = state.deleted = False
        state.font = self.fonts.default

    def _take_style(self, number: int | None) -> None:
        if self.state.into is Into.STYLES:
            self.styles.begin(number or 0)
        else:
            self.state.style = number or 0

    def _take_base(self, number: int | None) -> None:
        if self.state.into is Into.STYLES:
            self.styles.take_base(-1 if number is None else number)

    def _take_level(self, number: int | None) -> None:
        if self.state.into is Into.STYLES:
            self.styles.take_level(number or 0)
        else:
            self.state.level = level_of(number or 0)

    def _take_bold(self, number: int | None) -> None:
        self.state.bold = number != 0

    def _take_struck(self, number: int | None) -> None:
        self.state.struck = number != 0

    def _take_hidden(self, number: int | None) -> None:
        self.state.hidden = number != 0

    def _take_deleted(self, number: int | None) -> None:
        self.state.deleted = number != 0

    # --- tables

    def _enter_cell(self, number: int | None) -> None:
        self.state.in_cell = number != 0

    def _take_depth(self, number: int | None) -> None:
        self.state.depth = max(number or 0, 0)

    def _begin_row(self, _number: int | None) -> None:
        story = self._story
        if self.state.nested:
            story.nested_look = RowLook()
        else:
            story.look = RowLook()
            story.tables.begin_row(story.look)

    def _row_look(self) -> RowLook:
        return self._story.nested_look if self.state.nested else self._story.look

    def _end_cell(self, _number: int | None) -> None:
        self._end_cell_at(1)

    def _end_nested_cell(self, _number: int | None) -> None:
        self._end_cell_at(max(self._depth(), 2))

    def _end_cell_at(self, depth: int) -> None:
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {MAX_CELLS} cells")
        self._story.end_paragraph(depth, self._level())
        self._story.tables.end_cell(depth)

    def _end_row(self, _number: int | None) -> None:
        self._end_row_at(1, self._story.look)

    def _end_nested_row(self, _number: int | None) -> None:
        self._end_row_at(max(self._depth(), 2), self._story.nested_look)

    def _end_row_at(self, depth: int, look: RowLook) -> None:
        if self._story.runs:
            self._story.end_paragraph(depth, self._level())
        self._story.tables.end_row(depth, look)

    def _open_nested_look(self, _number: int | None) -> None:
        self.state.nested = True

    # --- fields and pictures

    def _open_field(self, _number: int | None) -> None:
        opened = self.state.field = Field()
        self.when_closed(partial(self._close_field, opened))

    def _close_field(self, opened: Field) -> None:
        if not opened.shown:
            self.say(opened.without_result())

    def _open_result(self, _number: int | None) -> None:
        opened = self.state.field
        if opened is None:
            return
        self.state.href = opened.address or self.state.href
        if opened.is_tick_box:
            self.state.into = Into.NOTHING

    def _take_form_result(self, number: int | None) -> None:
        if self.state.field is not None and number is not None:
            self.state.field.result = number

    def _take_form_default(self, number: int | None) -> None:
        if self.state.field is not None:
            self.state.field.default = number or 0

    def _open_choice(self, _number: int | None) -> None:
        self.enter(Into.CHOICE)
        if self.state.field is not None:
            self.state.field.open_choice()

    def _read_picture(self, _number: int | None) -> None:
        shown = not (self.state.hidden or self.state.deleted) and self._pictures < _MAX_PICTURES
        picture, place = read_pict(self.data, self.place, self._pictures + 1)
        if picture is not None and shown:
            self._pictures += 1
            self._story.pictures.append(picture)
        self.jump_to(place)

    # --- stories

    def _open_story(self, role: TextRole, _number: int | None) -> None:
        if self._stories_open >= _MAX_STORIES:
            self.too_deep = True
            self.pass_over(None)
            return
        self._stories_open += 1
        outer, self._story = self._story, Story(role)
        self._reset_paragraph(None)
        state = self.state
        state.into, state.href, state.field, state.nested = Into.TEXT, "", None, False
        self.when_closed(partial(self._close_story, outer))

    def _close_story(self, outer: Story) -> None:
        self._stories_open -= 1
        done, self._story = self._story, outer
        done.finish(0, self._level())
        if done.role is TextRole.BOX:
            # A box is no content of the cell that it hangs on.
            outer.flow.extend(done.flow)
            return
        words = repr(done.flow)
        if words not in self._seen:
            self._seen.add(words)
            self.sides[done.role].extend(done.flow)

    # --- the grammar

    def words(self) -> dict[str, Take]:
        """Which word calls what, on one page."""
        self._starred.update(_STARRED)
        stories: dict[str, Take] = {name: partial(self._open_story, role) for name, role in _SIDES.items()}
        switches: dict[str, Callable[[int | None], None]] = {
            "b": self._take_bold,
            "strike": self._take_struck,
            "striked": self._take_struck,
            "v": self._take_hidden,
            "deleted": self._take_deleted,
            "mvf": self._take_deleted,
        }
        return (
            super().words()
            | RowWords(self._row_look).words()
            | stories
            | switches
            | {
                "par": self._end_paragraph,
                "sect": self._end_paragraph,
                "page": self._end_paragraph,
                "column": self._end_paragraph,
                "pard": self._reset_paragraph,
                "plain": self._reset_look,
                "s": self._take_style,
                "sbasedon": self._take_base,
                "outlinelevel": self._take_level,
                "intbl": self._enter_cell,
                "itap": self._take_depth,
                "trowd": self._begin_row,
                "cell": self._end_cell,
                "row": self._end_row,
                "nestcell": self._end_nested_cell,
                "nestrow": self._end_nested_row,
                "nesttableprops": self._open_nested_look,
                "field": self._open_field,
                "fldinst": partial(self.enter, Into.INSTRUCTION),
                "fldrslt": self._open_result,
                "formfield": partial(self.enter, Into.NOTHING),
                "ffres": self._take_form_result,
                "ffdefres": self._take_form_default,
                "ffl": self._open_choice,
                "listtext": partial(self.enter, Into.MARKER),
                "pntext": partial(self.enter, Into.MARKER),
                "sp": partial(self.enter, Into.NOTHING),
                "pict": self._read_picture,
            }
        )
