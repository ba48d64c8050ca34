"""One story of a Word document (body, header, notes) as a stream of paragraphs and tables; no meaning."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from parsers.document import Picture, Reason, TextRole, UnreadableError
from parsers.formats import xmlstream
from parsers.formats.container import Container, Relationship
from parsers.formats.doc.legacy import LegacyRuns
from parsers.formats.docx.looks import Looks
from parsers.formats.docx.marks import Marks
from parsers.formats.docx.names import local, value
from parsers.formats.docx.numbering import Numbering
from parsers.formats.docx.styles import Styles, outline_level
from parsers.formats.docx.tables import OpenTables
from parsers.formats.flow import Flow, Run, Text
from parsers.formats.fonts import code_of_font
from parsers.formats.symbols import TICKED, sign, signs
from parsers.legacy import Code

_MAX_RUNS = 600_000


_Starts = dict[str, Callable[[dict[str, str]], None]]
_Ends = dict[str, Callable[[], None]]


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


class Story:
    """Reads one part; ``flow`` holds what it read, boxes (text frames) behind the paragraph they hang on."""

    def __init__(self, context: Context, relations: Mapping[str, Relationship], role: TextRole) -> None:
        self.flow: Flow = []
        self.revised = False
        self._context, self._relations, self._role = context, relations, role
        self._paragraphs: list[_Paragraph] = []
        self._tables = OpenTables()
        self._marks = Marks(relations)
        self._looks = Looks(context.styles)
        self._legacy = LegacyRuns()
        self._deleted = self._skipped = self._count = 0
        self._sink: list[str] | None = None
        self._starts, self._ends = self._handlers()

    def read(self, part: str, *, beside: bool = False) -> Flow:
        """The content of a part."""
        parser = xmlstream.parser(self._start, self._end, self._characters)
        self._context.container.parse(part, parser, beside=beside)
        self._legacy.restore()
        return self.flow

    # --- events

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = local(tag)
        if not name:
            self._foreign_start(tag, attributes)
        elif name.endswith("Change"):
            # How the text looked before a tracked change of its look.
            self._skipped += 1
        elif not self._skipped:
            handler = self._starts.get(name)
            if handler:
                handler(attributes)

    def _end(self, tag: str) -> None:
        name = local(tag)
        if not name:
            # What an old program shows instead of a drawing repeats its text.
            self._skipped -= tag.endswith(" Fallback")
        elif name.endswith("Change"):
            self._skipped -= 1
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
        else:
            self._marks.take_foreign(name, attributes)

    # --- paragraphs

    def open_paragraph(self, _attributes: dict[str, str]) -> None:
        self._paragraphs.append(_Paragraph())
        self._looks.clear()

    def close_paragraph(self) -> None:
        if not self._paragraphs:
            return
        done = self._paragraphs.pop()
        style = self._context.styles.get(done.style)
        number, depth = done.number or style.number, done.depth or style.depth
        numbered = number not in ("", "0") and (self._tables or any(run.text.strip() for run in done.runs))
        marker = self._context.numbering.marker(number, depth) if numbered else ""
        role = TextRole.BOX if self._tables.in_frame else self._role
        target = self._tables.target(self.flow)
        if done.runs or marker:
            target.append(Text(done.runs, marker, done.level or style.level, role))

    def take_style(self, attributes: dict[str, str]) -> None:
        if self._paragraphs and self._looks.within == "paragraph":
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
        self._looks.open_run(self._paragraphs[-1].style if self._paragraphs else "")

    def open_text(self, _attributes: dict[str, str]) -> None:
        self._sink = []

    def close_text(self) -> None:
        text, self._sink = "".join(self._sink or ()), None
        self._say(signs(text, self._looks.font).translate(TICKED))

    def _say(self, text: str) -> None:
        if not text or not self._paragraphs or self._deleted or self._looks.hidden or self._marks.mute:
            return
        self._append(text)

    def _append(self, text: str) -> None:
        self._count += 1
        if self._count > _MAX_RUNS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {_MAX_RUNS} pieces of text")
        run = Run(text, self._looks.struck, self._looks.bold, self._marks.address)
        self._remember_font(run)
        self._paragraphs[-1].runs.append(run)

    def _remember_font(self, run: Run) -> None:
        """A run in a font made for an old code is read as that font shows it, capitals included."""
        code = code_of_font(self._looks.legacy)
        if code is not None:
            before = self._paragraphs[-1].runs[-1:]
            capitals = code is Code.TCVN3 and self._looks.legacy.endswith("H")
            self._legacy.add(run, code, capitals=capitals, goes_on=before[0] if before else None)

    def say_tab(self, _attributes: dict[str, str]) -> None:
        # Tab stops in a paragraph's properties bear the same name.
        if not self._looks.within:
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

    # --- revisions

    def open_deletion(self, _attributes: dict[str, str]) -> None:
        if self._looks.within == "row":
            self._tables.drop_row()
            self.revised = True
        if self._looks.within:
            # The mark of a paragraph or a row, not a stretch of text.
            return
        self._deleted += 1
        self.revised = True

    def close_deletion(self) -> None:
        if not self._looks.within:
            self._deleted = max(0, self._deleted - 1)

    # --- fields, controls, pictures

    def open_instruction(self, _attributes: dict[str, str]) -> None:
        self._sink = []

    def close_instruction(self) -> None:
        self._marks.add_instruction("".join(self._sink or ()))
        self._sink = None

    def close_form_tick(self) -> None:
        # It stands inside a field's beginning, where nothing else is text.
        if self._paragraphs and not self._deleted:
            self._append(self._marks.form_tick)

    def open_control_content(self, _attributes: dict[str, str]) -> None:
        self._say(self._marks.control_tick(in_paragraph=bool(self._paragraphs)))
        self._marks.enter_control()

    def close_table(self) -> None:
        self._tables.close_table(self.flow)

    def _add_picture(self, relation: str) -> None:
        target = self._relations.get(relation)
        if target and not target.external and target.target in self._context.container and not self._deleted:
            drawn = self._context.picture(target.target)
            holder: Flow = self._tables.target(self.flow)
            holder.append(drawn)

    # --- the grammar

    def _handlers(self) -> tuple[_Starts, _Ends]:
        """Which element calls what: the whole grammar on one page."""
        starts: _Starts = {
            "p": self.open_paragraph,
            "pPr": self._looks.open_paragraph_properties,
            "pStyle": self.take_style,
            "numId": self.take_number,
            "ilvl": self.take_depth,
            "outlineLvl": self.take_level,
            "r": self.open_run,
            "rPr": self._looks.open_run_properties,
            "rStyle": self._looks.take_run_style,
            "rFonts": self._looks.take_font,
            "b": self._looks.take_bold,
            "strike": self._looks.take_struck,
            "dstrike": self._looks.take_struck,
            "vanish": self._looks.take_hidden,
            "t": self.open_text,
            "tab": self.say_tab,
            "br": self.say_break,
            "cr": self.say_break,
            "noBreakHyphen": self.say_hyphen,
            "softHyphen": self.say_soft_hyphen,
            "sym": self.say_symbol,
            "del": self.open_deletion,
            "moveFrom": self.open_deletion,
            "trPr": self._looks.open_row_properties,
            "hyperlink": self._marks.open_link,
            "fldSimple": self._marks.open_simple_field,
            "fldChar": self._marks.take_field_mark,
            "instrText": self.open_instruction,
            "checkBox": self._marks.open_form_tick,
            "default": self._marks.take_form_tick,
            "checked": self._marks.take_form_tick,
            "sdt": self._marks.open_control,
            "showingPlcHdr": self._marks.take_placeholder,
            "sdtContent": self.open_control_content,
            "tbl": self._tables.open_table,
            "tr": self._tables.open_row,
            "gridBefore": self._tables.take_gap,
            "tc": self._tables.open_cell,
            "gridSpan": self._tables.take_width,
            "vMerge": self._tables.take_merge,
            "txbxContent": self._tables.open_frame,
        }
        ends: _Ends = {
            "p": self.close_paragraph,
            "pPr": self._looks.close_properties,
            "rPr": self._looks.close_run_properties,
            "t": self.close_text,
            "del": self.close_deletion,
            "moveFrom": self.close_deletion,
            "trPr": self._looks.close_properties,
            "hyperlink": self._marks.close_link,
            "fldSimple": self._marks.close_link,
            "instrText": self.close_instruction,
            "checkBox": self.close_form_tick,
            "sdt": self._marks.close_control,
            "tbl": self.close_table,
            "tr": self._tables.close_row,
            "tc": self._tables.close_cell,
            "txbxContent": self._tables.close_frame,
        }
        return starts, ends
