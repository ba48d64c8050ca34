"""Workbooks as one XML file (Excel 2002, 2003) as sheets of cells; formulas and links are never followed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from parsers.document import Cell, Document, Reason, Span, UnreadableError
from parsers.formats import xmlstream
from parsers.formats.container import feed
from parsers.formats.odf.grids import MAX_CELL_TEXT, MAX_CELLS, MAX_MARKS, MAX_SPANS, StoredSheet
from parsers.formats.odf.names import count
from parsers.formats.spreadsheetml.values import code_of, shown
from parsers.formats.workbook import MAX_SHEETS, as_document
from parsers.formats.xlsx.cells import LAST_COLUMN, LAST_ROW, Key
from parsers.text import clean

_SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_EXCEL = "urn:schemas-microsoft-com:office:excel"
_HTML = "http://www.w3.org/TR/REC-html40"
_MAX_CHAIN = 12

Attributes = dict[str, str]


def read_spreadsheetml(data: bytes) -> Document:
    """The sheets of a workbook in their order."""
    stream = _WorkbookStream()
    feed([data], "the workbook", xmlstream.parser(stream.start, stream.end, stream.characters))
    if not stream.sheets:
        raise UnreadableError(Reason.CORRUPT, "no worksheet")
    return as_document("spreadsheetml", [sheet.opened() for sheet in stream.sheets], list(stream.warnings))


@dataclass(slots=True)
class _Style:
    parent: str = ""
    code: str | None = None
    bold: bool | None = None
    struck: bool | None = None


@dataclass(slots=True)
class _Run:
    text: str
    bold: bool
    struck: bool


class _WorkbookStream:
    """The handlers of one pass, found by the full name of the element."""

    def __init__(self) -> None:
        self.sheets: list[StoredSheet] = []
        self.warnings: dict[str, None] = {}
        self._styles: dict[str, _Style] = {}
        self._resolved: dict[str, _Style] = {}
        self._style = _Style()
        self._sheet = StoredSheet()
        self._row = self._after = self._column = self._across = self._stored = 0
        self._row_style = ""
        self._column_styles: dict[int, str] = {}
        self._cell: Attributes = {}
        self._type = ""
        self._in_comment = self._has_data = False
        self._sink: list[str] | None = None
        self._runs: list[_Run] = []
        self._comment: list[str] = []
        self._looks: list[str] = []
        self._starts = self._openers()
        self._ends = self._closers()

    def start(self, tag: str, attributes: Attributes) -> None:
        handler = self._starts.get(tag)
        if handler is not None:
            handler(attributes)
        elif self._sink is not None and tag.startswith(_HTML):
            self._flush()
            self._looks.append(tag[tag.rfind(" ") + 1 :])

    def end(self, tag: str) -> None:
        handler = self._ends.get(tag)
        if handler is not None:
            handler()
        elif self._looks and tag.startswith(_HTML):
            self._flush()
            self._looks.pop()

    def characters(self, data: str) -> None:
        if self._sink is not None:
            self._sink.append(data)

    # --- styles

    def _open_style(self, attributes: Attributes) -> None:
        self._style = _Style(attributes.get(_name("Parent"), ""))
        self._styles[attributes.get(_name("ID"), "")] = self._style

    def _take_font(self, attributes: Attributes) -> None:
        for field, name in (("bold", "Bold"), ("struck", "StrikeThrough")):
            if _name(name) in attributes:
                setattr(self._style, field, attributes[_name(name)] == "1")

    def _take_format(self, attributes: Attributes) -> None:
        said = attributes.get(_name("Format"), "")
        self._style.code = code_of(said)

    def _look(self) -> _Style:
        name = self._cell.get(_name("StyleID")) or self._row_style or self._column_styles.get(self._column)
        key = name or "Default"
        if key not in self._resolved:
            self._resolved[key] = self._resolve(key)
        return self._resolved[key]

    def _resolve(self, name: str) -> _Style:
        made = _Style()
        for _ in range(_MAX_CHAIN):
            style = self._styles.get(name)
            if style is None:
                break
            made.code = style.code if made.code is None else made.code
            made.bold = style.bold if made.bold is None else made.bold
            made.struck = style.struck if made.struck is None else made.struck
            # Every style is based on the default one.
            name = style.parent or ("Default" if name != "Default" else "")
        return made

    # --- sheets, rows, columns

    def _open_sheet(self, attributes: Attributes) -> None:
        self._sheet = StoredSheet(clean(attributes.get(_name("Name"), "")))
        self._row = self._column = 0
        self._column_styles = {}

    def _close_sheet(self) -> None:
        if len(self.sheets) < MAX_SHEETS:
            self.sheets.append(self._sheet)

    def _take_column(self, attributes: Attributes) -> None:
        first, last = self._range(attributes, self._column, LAST_COLUMN)
        if attributes.get(_name("Hidden")) == "1" and len(self._sheet.hidden_columns) < MAX_MARKS:
            self._sheet.hidden_columns.append((first, last))
        style = attributes.get(_name("StyleID"))
        if style:
            self._column_styles |= dict.fromkeys(range(first, last + 1), style)
        self._column = last

    def _open_row(self, attributes: Attributes) -> None:
        first, last = self._range(attributes, self._row, LAST_ROW)
        if attributes.get(_name("Hidden")) == "1" and len(self._sheet.hidden_rows) < MAX_MARKS:
            self._sheet.hidden_rows.append((first, last))
        self._row_style = attributes.get(_name("StyleID"), "")
        # A row that stands for several of one look has no cells.
        self._row, self._after, self._column, self._across = first, last, 0, 0

    def _close_row(self) -> None:
        self._row = self._after

    def _range(self, attributes: Attributes, before: int, most: int) -> tuple[int, int]:
        """What an element covers: one place after the last, or from its index, and as many as it spans."""
        first = min(count(attributes.get(_name("Index")), most, 0) or before + 1, most + 1)
        return first, min(first + count(attributes.get(_name("Span")), most, 0), most + 1)

    # --- cells

    def _open_cell(self, attributes: Attributes) -> None:
        index = count(attributes.get(_name("Index")), LAST_COLUMN + 1, 0)
        self._column = index or self._column + self._across + 1
        self._across = count(attributes.get(_name("MergeAcross")), LAST_COLUMN, 0)
        self._cell, self._has_data = attributes, False
        self._runs, self._comment = [], []
        down = count(attributes.get(_name("MergeDown")), LAST_ROW, 0)
        if self._across or down:
            self._merge(down)

    def _merge(self, down: int) -> None:
        if len(self._sheet.spans) >= MAX_SPANS:
            raise UnreadableError(Reason.HOSTILE, f"more than {MAX_SPANS} merged ranges")
        bottom, right = self._row + down, self._column + self._across
        self._sheet.spans.append(Span(self._row, self._column, bottom, right))

    def _open_comment(self, _attributes: Attributes) -> None:
        self._in_comment = True

    def _close_comment(self) -> None:
        self._in_comment = False

    def _open_data(self, attributes: Attributes) -> None:
        if not self._in_comment:
            self._type, self._has_data = attributes.get(_name("Type"), "String"), True
        self._sink = []

    def _flush(self) -> None:
        text = "".join(self._sink or ())
        self._sink = []
        if self._in_comment:
            self._comment.append(text)
        elif text:
            self._runs.append(_Run(text, "B" in self._looks, "S" in self._looks))

    def _close_data(self) -> None:
        self._flush()
        self._sink, self._looks = None, []

    def _close_cell(self) -> None:
        key = (self._row, self._column)
        if key[0] > LAST_ROW or key[1] > LAST_COLUMN:
            return
        comment = "".join(self._comment).strip()
        if comment:
            self._sheet.comments[key] = comment[:MAX_CELL_TEXT]
        if self._runs:
            self._store(key)
        elif _name("Formula") in self._cell and not (self._has_data and self._type == "String"):
            self._sheet.uncalculated.append(key)

    def _store(self, key: Key) -> None:
        style = self._look()
        told = [run for run in self._runs if run.text.strip()]
        struck = bool(style.struck) or (bool(told) and all(run.struck for run in told))
        text = "".join(run.text for run in self._runs if struck or not run.struck)
        if len(text) > MAX_CELL_TEXT:
            self.warnings[f"a text of more than {MAX_CELL_TEXT} letters was cut off there"] = None
        bold = bool(style.bold) or (bool(told) and all(run.bold for run in told))
        kind, value, seen = shown(self._type, text[:MAX_CELL_TEXT], style.code or "")
        href = self._cell.get(_name("HRef"), "")
        cell = Cell(seen, kind, value, style.code or "", "", "", bold, struck)
        self._sheet.cells[key] = cell if href.startswith("#") or not href else replace(cell, href=href)
        self._stored += 1
        if self._stored > MAX_CELLS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {MAX_CELLS} cells")

    def _open_visible(self, _attributes: Attributes) -> None:
        self._sink = []

    def _close_visible(self) -> None:
        self._sheet.hidden = "".join(self._sink or ()).strip() in ("SheetHidden", "SheetVeryHidden")
        self._sink = None

    # --- the grammar

    def _openers(self) -> dict[str, Callable[[Attributes], None]]:
        return {
            _name("Style"): self._open_style,
            _name("Font"): self._take_font,
            _name("NumberFormat"): self._take_format,
            _name("Worksheet"): self._open_sheet,
            _name("Column"): self._take_column,
            _name("Row"): self._open_row,
            _name("Cell"): self._open_cell,
            _name("Comment"): self._open_comment,
            _name("Data"): self._open_data,
            f"{_EXCEL} Visible": self._open_visible,
        }

    def _closers(self) -> dict[str, Callable[[], None]]:
        return {
            _name("Worksheet"): self._close_sheet,
            _name("Row"): self._close_row,
            _name("Cell"): self._close_cell,
            _name("Comment"): self._close_comment,
            _name("Data"): self._close_data,
            f"{_EXCEL} Visible": self._close_visible,
        }


def _name(local: str) -> str:
    return f"{_SPACE} {local}"
