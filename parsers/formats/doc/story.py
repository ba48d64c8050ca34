"""One story of an old Word file (body, headers, notes, boxes) as paragraphs and tables; no meaning."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from parsers.document import Reason, TextRole, UnreadableError
from parsers.formats.doc import fields as doc_fields
from parsers.formats.doc.fields import Fields
from parsers.formats.doc.legacy import LegacyRuns, plain_codes
from parsers.formats.doc.lists import Numbering
from parsers.formats.doc.looks import Form, Forms, Look, Looks
from parsers.formats.doc.pictures import Pictures
from parsers.formats.doc.pieces import Stretches
from parsers.formats.doc.rows import Shape, shape_of
from parsers.formats.doc.tables import OpenTables
from parsers.formats.flow import Flow, Run, Text
from parsers.formats.symbols import sign, signs
from parsers.text import with_halves_joined

_MAX_RUNS = 600_000
_MAX_PARAGRAPHS = 1_000_000
_LONG_RUN = 4096
_PARAGRAPH = re.compile("[\r\x07\x0c]")
_CELL, _PAGE_BREAK = "\x07", "\x0c"
_SPECIAL = re.compile("([\x01\x08\x13-\x15])")
_CONTROL = re.compile("[\x00-\x08\x0a-\x1f\ud800-\udfff\uf000-\uf0ff☑🗹🗷]")
_PICTURE, _DRAWN = "\x01", "\x08"
_SHOWN: dict[int, str | None] = dict.fromkeys(range(0x20))
_SHOWN |= {0x09: "\t", 0x0A: None, 0x0B: "\n", 0x0E: "\n", 0x1E: "-", 0x1F: "\u00ad"}
_SHOWN |= dict.fromkeys(map(ord, "☑🗹🗷"), "☒")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What every story of a document shares."""

    text: str
    looks: Looks
    forms: Forms
    looks_at: Stretches
    forms_at: Stretches
    numbering: Numbering
    pictures: Pictures
    data: bytes
    old: bool
    legacy: LegacyRuns = field(default_factory=LegacyRuns)
    shapes: dict[int, Shape] = field(default_factory=dict)

    def shape(self, form: Form) -> Shape:
        """The shape of a row by the form of its end, of which there is one for many rows."""
        shape = self.shapes.get(id(form))
        if shape is None:
            shape = self.shapes[id(form)] = shape_of(form, old=self.old)
        return shape


class Story:
    """Reads a stretch of the text; ``seen_boxes`` are the text boxes that hang on it."""

    def __init__(
        self, context: Context, role: TextRole, name: str = "", boxes: tuple[int, int] = (0, 0)
    ) -> None:
        self.revised = self.lost_cells = self._emptied = self._goes_on = False
        self.seen_boxes: set[tuple[int, int]] = set()
        self._context, self._role, self._name, self._boxes = context, role, name, boxes
        self._tables = OpenTables()
        self._fields = Fields()
        self._marks: Mapping[int, str] = {}
        self._runs: list[Run] = []
        self._look = Look()
        self._start = self._count = 0

    def read_lost_boxes(self) -> Flow:
        """Text boxes that nothing which was read refers to: they are not lost with their anchor."""
        for box in self._context.pictures.boxes(self._name):
            if box not in self.seen_boxes:
                self._box(box)
        return self._tables.flow

    def read(self, start: int, end: int, base: int | None = None) -> Flow:
        """What stands between two places; places of anchors count from the story's ``base``."""
        text = self._context.text
        self._start = start if base is None else base
        self._marks = doc_fields.paired(text, start, end)
        at = start
        for number, match in enumerate(_PARAGRAPH.finditer(text, start, end)):
            if number > _MAX_PARAGRAPHS:
                raise UnreadableError(Reason.TOO_LARGE, f"more than {_MAX_PARAGRAPHS} paragraphs")
            self._paragraph(at, match.start(), match.group())
            at = match.end()
            # A section ends its paragraph; a page may end in the middle of one, which has its number once.
            self._goes_on = match.group() == _PAGE_BREAK and not self._context.forms_at.begins(at)
        if at < end:
            self._paragraph(at, end, "\r")
        self._tables.go_to(0)
        return self._tables.flow

    def _paragraph(self, start: int, end: int, mark: str) -> None:
        form = self._context.forms.get(self._context.forms_at.at(end))
        # Where the forms of a table's cells are lost, so are its rows: the cells are lines then.
        self.lost_cells |= mark == _CELL and not form.tables
        self._tables.go_to(form.tables)
        self._runs, self._look = [], Look()
        self._emptied &= bool(self._tables)
        for first, last, changes in self._context.looks_at.between(start, end):
            self._stretch(first, last, self._context.looks.get(form.style, changes))
        self._close(form)
        if form.tables and (mark == _CELL or form.inner_cell or form.inner_row):
            self._end(form, end)

    def _close(self, form: Form) -> None:
        runs = self._runs
        told = self._tables or any(run.text.strip() for run in runs)
        ends_row = form.row_end or form.inner_row
        marker = ""
        if form.list_use and told and not ends_row and not self._goes_on:
            marker = self._context.numbering.marker(form.list_use, form.list_depth)
        if runs or marker:
            self._tables.target.append(Text(runs, marker, form.outline, self._role))

    def _end(self, form: Form, place: int) -> None:
        """The end of a cell or a row."""
        if not (form.row_end or form.inner_row):
            self._tables.end_cell()
            return
        deleted = self._emptied or self._look_at(form, place).deleted
        self._emptied = False
        if deleted and self._tables.row_is_empty:
            # LibreOffice puts the mark of a deleted row elsewhere: a row that lost all its words is gone.
            self.revised = True
            self._tables.drop_row()
        else:
            self._tables.end_row(self._context.shape(form))

    def _look_at(self, form: Form, place: int) -> Look:
        return self._context.looks.get(form.style, self._context.looks_at.at(place))

    # --- text with one look

    def _stretch(self, start: int, end: int, look: Look) -> None:
        text = self._context.text[start:end]
        if look.sign is not None and not look.deleted:
            self._say(sign(*look.sign) * len(text), look)
        elif _SPECIAL.search(text):
            for part in _SPECIAL.split(text):
                self._part(part, start, look)
                start += len(part)
        else:
            self._say(text, look)

    def _part(self, part: str, place: int, look: Look) -> None:
        if not _SPECIAL.match(part):
            self._say(part, look)
        elif part == _PICTURE:
            self._picture(look)
        elif part == _DRAWN:
            self._drawn(place, look)
        else:
            self._field_mark(self._marks.get(place, ""), look)

    def _field_mark(self, mark: str, look: Look) -> None:
        if mark == doc_fields.BEGIN:
            self._fields.begin()
        elif mark == doc_fields.SEPARATOR:
            self._fields.separate()
        elif mark == doc_fields.END:
            self._say(self._fields.end(), look)

    def _say(self, text: str, look: Look) -> None:
        if not text:
            return
        if self._fields.mute:
            self._fields.add_instruction(text)
            return
        if look.deleted:
            self.revised = self._emptied = True
        if look.deleted or look.hidden:
            return
        if _CONTROL.search(text) or look.font:
            text = _shown(text, look)
        if text:
            self._append(text, look)

    def _append(self, text: str, look: Look) -> None:
        address = self._fields.address
        last = self._runs[-1] if self._runs else None
        # Changes that nobody sees (languages, editing sessions) part runs in the middle of words.
        alike = last is not None and last.href == address and look == self._look
        if last is not None and alike and len(last.text) < _LONG_RUN:
            last.text += text
            return
        self._count += 1
        if self._count > _MAX_RUNS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {_MAX_RUNS} pieces of text")
        run = Run(text, look.struck, look.bold, address)
        self._runs.append(run)
        if look.legacy is not None:
            goes_on = last if self._look.legacy is look.legacy else None
            self._context.legacy.add(run, look.legacy, capitals=look.capitals, goes_on=goes_on)
        self._look = look

    # --- pictures and boxes

    def _picture(self, look: Look) -> None:
        if look.picture < 0 or look.deleted:
            return
        if look.form_data:
            self._fields.add_form(doc_fields.form_data(self._context.data, look.picture))
        elif not self._fields.mute and not look.hidden:
            shown = self._context.pictures.inline(look.picture)
            if shown is not None:
                self._tables.target.append(shown)

    def _drawn(self, place: int, look: Look) -> None:
        gone = look.deleted or look.hidden
        for item in self._context.pictures.anchored(self._name, place - self._start):
            if isinstance(item, tuple) and gone:
                self.seen_boxes.add(item)
            elif isinstance(item, tuple):
                self._box(item)
            elif not gone:
                self._tables.target.append(item)

    def _box(self, box: tuple[int, int]) -> None:
        """A text box stands in the flow, not in the cell that it hangs on."""
        if box in self.seen_boxes:
            return
        self.seen_boxes.add(box)
        first, last = self._boxes
        start, end = first + box[0], min(first + box[1], last)
        if start < end:
            story = Story(self._context, TextRole.BOX)
            self._tables.flow.extend(story.read(start, end))
            self.revised |= story.revised
            self.lost_cells |= story.lost_cells


def _shown(text: str, look: Look) -> str:
    """Text as a person sees it: signs of symbol fonts, breaks and hyphens as letters."""
    text = with_halves_joined(text).translate(_SHOWN)
    return plain_codes(text) if look.legacy is not None and not look.font else signs(text, look.font)
