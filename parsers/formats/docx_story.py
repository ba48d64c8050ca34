"""One story of a Word document (body, header, notes) as a stream of paragraphs and tables; no meaning."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from parsers.document import Picture, Reason, TextRole, UnreadableError
from parsers.formats import xmlstream
from parsers.formats.container import Container, Relationship
from parsers.formats.docx_parts import (
    Numbering,
    Styles,
    is_on,
    is_symbol_font,
    local,
    outline_level,
    sign,
    signs,
    value,
)
from parsers.formats.flow import MAX_CELLS, MAX_SPAN, Box, Flow, Run, Table, Text

_MAX_TABLE_DEPTH = 30
_MAX_RUNS = 2_000_000
_FIELD_ADDRESS = re.compile(r'HYPERLINK\s+(?:\\[a-z]\s+)*(?:"([^"]*)"|([^\s\\]\S*))', re.IGNORECASE)
_TICKED = str.maketrans("☑🗹🗷", "☒☒☒")


@dataclass(frozen=True, slots=True)
class Context:
    """What every story of a document shares."""

    container: Container
    styles: Styles
    numbering: Numbering
    picture: Callable[[str], Picture]


@dataclass(slots=True)
class _Paragraph:
    """An open paragraph."""

    runs: list[Run] = field(default_factory=list)
    style: str = ""
    number: str = ""
    depth: str = ""
    level: int = 0
    pictures: list[Picture] = field(default_factory=list)


@dataclass(slots=True)
class _Look:
    """The look of the open run."""

    bold: bool = False
    struck: bool = False
    hidden: bool = False
    font: str = ""


@dataclass(slots=True)
class _OpenTable:
    """An open table; ``above`` is the cell that a vertical merge goes on from, by column."""

    table: Table
    row: int = 0
    column: int = 0
    box: Box | None = None
    above: dict[int, Box] = field(default_factory=dict)
    width: int = 1
    merge: str = ""
    dropped: bool = False


@dataclass(slots=True)
class _Field:
    """An open field: its instruction, and the address of its result."""

    instruction: str = ""
    address: str = ""
    result: bool = False


@dataclass(slots=True)
class _Control:
    """An open content control: a tick box shows its state, a placeholder shows nothing."""

    ticked: bool | None = None
    placeholder: bool = False
    inside: bool = False


class Story:
    """Reads one part; ``flow`` holds what it read, boxes (text frames) behind the paragraph they hang on."""

    def __init__(self, context: Context, relations: Mapping[str, Relationship], role: TextRole) -> None:
        self.flow: Flow = []
        self.revised = False
        self._context, self._relations, self._role = context, relations, role
        self._paragraphs: list[_Paragraph] = []
        self._tables: list[_OpenTable] = []
        self._floors: list[int] = [0]
        self._look = _Look()
        self._properties = ""
        self._links: list[str] = []
        self._fields: list[_Field] = []
        self._controls: list[_Control] = []
        self._deleted = self._skipped = self._count = 0
        self._sink: list[str] | None = None
        self._boxes = 0
        self._tick_form = False
        self._starts, self._ends = _handlers(self)

    def read(self, part: str, *, beside: bool = False) -> Flow:
        """The content of a part."""
        parser = xmlstream.parser(self._start, self._end, self._characters)
        self._context.container.parse(part, parser, beside=beside)
        return self.flow

    # --- events

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if not name:
            self._foreign_start(tag, attributes)
        elif not self._skipped:
            handler = self._starts.get(name)
            if handler:
                handler(attributes)

    def _end(self, tag: str) -> None:
        name = local(tag)
        if not name:
            # What an old program shows instead of a drawing repeats its text.
            self._skipped -= tag.endswith(" Fallback")
        elif not self._skipped:
            handler = self._ends.get(name)
            if handler:
                handler()

    def _characters(self, data: str) -> None:
        if self._sink is not None and not self._skipped:
            self._sink.append(data)

    def _foreign_start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag[tag.rfind(" ") + 1 :]
        if name == "Fallback":
            self._skipped += 1
        elif self._skipped:
            return
        elif name in ("blip", "imagedata"):
            wanted = (" embed", "relationships id")
            relation = next((said for key, said in attributes.items() if key.endswith(wanted)), "")
            self._add_picture(relation)
        elif name == "checked" and self._controls:
            said = next((said for key, said in attributes.items() if key.endswith("val")), "1")
            self._controls[-1].ticked = said in ("1", "true")
        elif name == "checkbox" and self._controls and self._controls[-1].ticked is None:
            self._controls[-1].ticked = False

    # --- paragraphs

    def open_paragraph(self, _attributes: dict[str, str]) -> None:
        self._paragraphs.append(_Paragraph())
        self._look = _Look()

    def close_paragraph(self) -> None:
        if not self._paragraphs:
            return
        done = self._paragraphs.pop()
        style = self._context.styles.get(done.style)
        number, depth = done.number or style.number, done.depth or style.depth
        numbered = number not in ("", "0") and (self._tables or any(run.text.strip() for run in done.runs))
        marker = self._context.numbering.marker(number, depth) if numbered else ""
        role = TextRole.BOX if self._boxes else self._role
        if done.runs or marker:
            self._target().append(Text(done.runs, marker, done.level or style.level, role))
        self._target().extend(done.pictures)

    def _target(self) -> Flow:
        for table in reversed(self._tables[self._floors[-1] :]):
            if table.box is not None:
                return table.box.content
        return self.flow

    def open_paragraph_properties(self, _attributes: dict[str, str]) -> None:
        self._properties = "paragraph"

    def close_properties(self) -> None:
        self._properties = ""

    def open_run_properties(self, _attributes: dict[str, str]) -> None:
        self._properties = self._properties or "run"

    def close_run_properties(self) -> None:
        self._properties = "" if self._properties == "run" else self._properties

    def take_style(self, attributes: dict[str, str]) -> None:
        if self._paragraphs and self._properties == "paragraph":
            self._paragraphs[-1].style = value(attributes, "val")

    def take_number(self, attributes: dict[str, str]) -> None:
        if self._paragraphs:
            self._paragraphs[-1].number = value(attributes, "val")

    def take_depth(self, attributes: dict[str, str]) -> None:
        if self._paragraphs:
            self._paragraphs[-1].depth = value(attributes, "val")

    def take_level(self, attributes: dict[str, str]) -> None:
        if self._paragraphs:
            self._paragraphs[-1].level = outline_level(attributes)

    # --- runs

    def open_run(self, _attributes: dict[str, str]) -> None:
        style = self._context.styles.get(self._paragraphs[-1].style if self._paragraphs else "")
        self._look = _Look(bool(style.bold), bool(style.struck), bool(style.hidden))

    def take_bold(self, attributes: dict[str, str]) -> None:
        if self._properties == "run":
            self._look.bold = is_on(attributes)

    def take_struck(self, attributes: dict[str, str]) -> None:
        if self._properties == "run":
            self._look.struck = is_on(attributes)

    def take_hidden(self, attributes: dict[str, str]) -> None:
        if self._properties == "run":
            self._look.hidden = is_on(attributes)

    def take_run_style(self, attributes: dict[str, str]) -> None:
        style = self._context.styles.get(value(attributes, "val"))
        if self._properties == "run":
            self._look.bold |= bool(style.bold)
            self._look.struck |= bool(style.struck)
            self._look.hidden |= bool(style.hidden)

    def take_font(self, attributes: dict[str, str]) -> None:
        font = value(attributes, "ascii") or value(attributes, "hAnsi")
        if self._properties == "run" and is_symbol_font(font):
            self._look.font = font

    def open_text(self, _attributes: dict[str, str]) -> None:
        self._sink = []

    def close_text(self) -> None:
        text, self._sink = "".join(self._sink or ()), None
        self._say(signs(text, self._look.font).translate(_TICKED))

    def _say(self, text: str) -> None:
        in_instruction = bool(self._fields) and not self._fields[-1].result
        mute = (
            bool(self._controls)
            and self._controls[-1].inside
            and (self._controls[-1].ticked is not None or self._controls[-1].placeholder)
        )
        if not text or not self._paragraphs or self._deleted or self._look.hidden or in_instruction or mute:
            return
        self._count += 1
        if self._count > _MAX_RUNS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {_MAX_RUNS} pieces of text")
        address = self._links[-1] if self._links else next((f.address for f in self._fields if f.address), "")
        self._paragraphs[-1].runs.append(Run(text, self._look.struck, self._look.bold, address))

    def say_tab(self, _attributes: dict[str, str]) -> None:
        # Tab stops in a paragraph's properties bear the same name.
        if not self._properties:
            self._say("\t")

    def say_break(self, attributes: dict[str, str]) -> None:
        if value(attributes, "type") in ("", "textWrapping"):
            self._say("\n")

    def say_hyphen(self, _attributes: dict[str, str]) -> None:
        self._say("-")

    def say_soft_hyphen(self, _attributes: dict[str, str]) -> None:
        self._say("\u00ad")

    def say_symbol(self, attributes: dict[str, str]) -> None:
        code = value(attributes, "char")
        try:
            self._say(sign(value(attributes, "font"), int(code, 16)))
        except ValueError:
            return

    # --- revisions, links, fields, controls

    def open_deletion(self, _attributes: dict[str, str]) -> None:
        if self._properties == "row" and self._tables:
            self._tables[-1].dropped = self.revised = True
        if self._properties:
            # The mark of a paragraph or a row, not a stretch of text.
            return
        self._deleted += 1
        self.revised = True

    def close_deletion(self) -> None:
        if not self._properties:
            self._deleted = max(0, self._deleted - 1)

    def open_row_properties(self, _attributes: dict[str, str]) -> None:
        self._properties = "row"

    def open_link(self, attributes: dict[str, str]) -> None:
        relation = next((said for key, said in attributes.items() if key.endswith("relationships id")), "")
        target = self._relations.get(relation)
        self._links.append(target.target if target and target.external else "")

    def close_link(self) -> None:
        if self._links:
            self._links.pop()

    def open_simple_field(self, attributes: dict[str, str]) -> None:
        self._links.append(_address(value(attributes, "instr")))

    def take_field_mark(self, attributes: dict[str, str]) -> None:
        kind = value(attributes, "fldCharType")
        if kind == "begin":
            self._fields.append(_Field())
        elif kind == "separate" and self._fields:
            self._fields[-1].result = True
            self._fields[-1].address = _address(self._fields[-1].instruction)
        elif kind == "end" and self._fields:
            self._fields.pop()

    def open_instruction(self, _attributes: dict[str, str]) -> None:
        self._sink = []

    def close_instruction(self) -> None:
        if self._fields:
            self._fields[-1].instruction += "".join(self._sink or ())
        self._sink = None

    def open_form_tick(self, _attributes: dict[str, str]) -> None:
        self._tick_form = False

    def take_form_tick(self, attributes: dict[str, str]) -> None:
        self._tick_form = is_on(attributes)

    def close_form_tick(self) -> None:
        held, self._fields = self._fields, []
        self._say("☒" if self._tick_form else "☐")
        self._fields = held

    def open_control(self, _attributes: dict[str, str]) -> None:
        self._controls.append(_Control())

    def take_placeholder(self, attributes: dict[str, str]) -> None:
        if self._controls:
            self._controls[-1].placeholder = is_on(attributes)

    def open_control_content(self, _attributes: dict[str, str]) -> None:
        if not self._controls:
            return
        control = self._controls[-1]
        if control.ticked is not None and self._paragraphs:
            self._say("☒" if control.ticked else "☐")
            control.inside = True
        elif control.ticked is not None:
            # A control around a whole paragraph or cell: its own sign will be read.
            control.ticked = None
        control.inside = True

    def close_control(self) -> None:
        if self._controls:
            self._controls.pop()

    # --- tables, boxes, pictures

    def open_table(self, _attributes: dict[str, str]) -> None:
        if len(self._tables) >= _MAX_TABLE_DEPTH:
            raise UnreadableError(Reason.HOSTILE, f"tables nested deeper than {_MAX_TABLE_DEPTH}")
        self._tables.append(_OpenTable(Table()))

    def close_table(self) -> None:
        if not self._tables:
            return
        done = self._tables.pop()
        if done.table.boxes:
            self._target().append(done.table)

    def open_row(self, _attributes: dict[str, str]) -> None:
        if self._tables:
            table = self._tables[-1]
            table.row, table.column, table.box, table.dropped = table.row + 1, 0, None, False

    def close_row(self) -> None:
        if self._tables and self._tables[-1].dropped:
            table = self._tables[-1]
            boxes = table.table.boxes
            while boxes and boxes[-1].row == table.row:
                boxes.pop()
            table.row -= 1

    def take_gap(self, attributes: dict[str, str]) -> None:
        if self._tables:
            self._tables[-1].column += _span(attributes)

    def open_cell(self, _attributes: dict[str, str]) -> None:
        if not self._tables:
            return
        table = self._tables[-1]
        table.width, table.merge = 1, ""
        table.box = Box(max(table.row, 1), table.column + 1)
        self._count += 1
        if len(table.table.boxes) > MAX_CELLS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {MAX_CELLS} cells")

    def take_width(self, attributes: dict[str, str]) -> None:
        if self._tables:
            self._tables[-1].width = _span(attributes)

    def take_merge(self, attributes: dict[str, str]) -> None:
        if self._tables:
            self._tables[-1].merge = value(attributes, "val") or "continue"

    def close_cell(self) -> None:
        if not self._tables or self._tables[-1].box is None:
            return
        table = self._tables[-1]
        box = table.box
        assert box is not None
        box.width = table.width
        table.column += table.width
        table.box = None
        above = table.above.get(box.column)
        if table.merge == "continue" and above is not None:
            # Nobody sees what a cell holds that only continues the one above.
            above.height = box.row - above.row + 1
            return
        table.table.boxes.append(box)
        table.above[box.column] = box
        if table.merge != "restart":
            table.above.pop(box.column)

    def open_box(self, _attributes: dict[str, str]) -> None:
        self._boxes += 1
        self._floors.append(len(self._tables))

    def close_box(self) -> None:
        self._boxes = max(0, self._boxes - 1)
        if len(self._floors) > 1:
            self._floors.pop()

    def _add_picture(self, relation: str) -> None:
        target = self._relations.get(relation)
        if target and not target.external and target.target in self._context.container and not self._deleted:
            drawn = self._context.picture(target.target)
            (self._paragraphs[-1].pictures if self._paragraphs else self._target()).append(drawn)


def _span(attributes: dict[str, str]) -> int:
    said = value(attributes, "val")
    return max(1, min(int(said), MAX_SPAN)) if said.isdecimal() and len(said) < len("1000000000000") else 1


def _address(instruction: str) -> str:
    match = _FIELD_ADDRESS.search(instruction)
    return (match[1] or match[2] or "") if match else ""


_Starts = dict[str, Callable[[dict[str, str]], None]]
_Ends = dict[str, Callable[[], None]]


def _handlers(story: Story) -> tuple[_Starts, _Ends]:
    """Which element calls what: the whole grammar on one page."""
    starts: _Starts = {
        "p": story.open_paragraph,
        "pPr": story.open_paragraph_properties,
        "pStyle": story.take_style,
        "numId": story.take_number,
        "ilvl": story.take_depth,
        "outlineLvl": story.take_level,
        "r": story.open_run,
        "rPr": story.open_run_properties,
        "rStyle": story.take_run_style,
        "rFonts": story.take_font,
        "b": story.take_bold,
        "strike": story.take_struck,
        "dstrike": story.take_struck,
        "vanish": story.take_hidden,
        "t": story.open_text,
        "tab": story.say_tab,
        "br": story.say_break,
        "cr": story.say_break,
        "noBreakHyphen": story.say_hyphen,
        "softHyphen": story.say_soft_hyphen,
        "sym": story.say_symbol,
        "del": story.open_deletion,
        "moveFrom": story.open_deletion,
        "trPr": story.open_row_properties,
        "hyperlink": story.open_link,
        "fldSimple": story.open_simple_field,
        "fldChar": story.take_field_mark,
        "instrText": story.open_instruction,
        "checkBox": story.open_form_tick,
        "default": story.take_form_tick,
        "checked": story.take_form_tick,
        "sdt": story.open_control,
        "showingPlcHdr": story.take_placeholder,
        "sdtContent": story.open_control_content,
        "tbl": story.open_table,
        "tr": story.open_row,
        "gridBefore": story.take_gap,
        "tc": story.open_cell,
        "gridSpan": story.take_width,
        "vMerge": story.take_merge,
        "txbxContent": story.open_box,
    }
    ends: _Ends = {
        "p": story.close_paragraph,
        "pPr": story.close_properties,
        "rPr": story.close_run_properties,
        "t": story.close_text,
        "del": story.close_deletion,
        "moveFrom": story.close_deletion,
        "trPr": story.close_properties,
        "hyperlink": story.close_link,
        "fldSimple": story.close_link,
        "instrText": story.close_instruction,
        "checkBox": story.close_form_tick,
        "sdt": story.close_control,
        "tbl": story.close_table,
        "tr": story.close_row,
        "tc": story.close_cell,
        "txbxContent": story.close_box,
    }
    return starts, ends
