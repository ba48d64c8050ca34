"""One worksheet as a stream: cells as stored, merges, links, what is hidden; no text is judged."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from parsers.document import CellKind, CellValue, Reason, Span, UnreadableError
from parsers.formats import xmlstream
from parsers.formats.container import Container
from parsers.formats.xlsx_parts import PLAIN, RichText, RichTextBuilder, Style

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MAX_CELLS = 400_000
MAX_SPANS = 50_000
_MAX_MARKS = 100_000
_ON = ("1", "true")
_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")

Key = tuple[int, int]


@dataclass(slots=True)
class RawCell:
    """A cell before its text is restored and cleaned."""

    kind: CellKind
    value: CellValue
    text: str
    style: Style
    struck: bool = False
    bold: bool = False


@dataclass(slots=True)
class RawSheet:
    """What one sheet part holds; ``drawing`` and ``links`` are relationship ids still."""

    cells: dict[Key, RawCell] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    links: list[tuple[Span, str]] = field(default_factory=list)
    formulas: dict[Key, str] = field(default_factory=dict)
    uncalculated: list[Key] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    drawings: list[str] = field(default_factory=list)
    last_row: int = 0
    last_column: int = 0


def column_number(letters: str) -> int:
    """The 1-based number of a column's letters."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def parse_reference(reference: str) -> Key | None:
    """Row and column of "B7", None where it is none or lies outside every sheet."""
    match = _REFERENCE.fullmatch(reference)
    if not match:
        return None
    row, column = int(match[2]), column_number(match[1])
    return (row, column) if 0 < row <= LAST_ROW and column <= LAST_COLUMN else None


def parse_span(reference: str) -> Span | None:
    """The range of "A1:C2" or "B7", None where it is none."""
    first, _, last = reference.partition(":")
    start, end = parse_reference(first), parse_reference(last or first)
    if not start or not end:
        return None
    top, bottom = sorted((start[0], end[0]))
    left, right = sorted((start[1], end[1]))
    return Span(top, left, bottom, right)


def read_sheet(
    container: Container, part: str, strings: Sequence[RichText], styles: Sequence[Style]
) -> RawSheet:
    """The sheet of a part."""
    stream = _SheetStream(strings, styles)
    container.parse(part, xmlstream.parser(stream.start, stream.end, stream.characters))
    return stream.sheet


class _SheetStream:
    """The handlers of one pass, found by the full name of the element; most elements have none."""

    def __init__(self, strings: Sequence[RichText], styles: Sequence[Style]) -> None:
        self.sheet = RawSheet()
        self._strings, self._styles = strings, styles
        self._columns: dict[str, int] = {}
        self._row = self._column = 0
        self._type, self._style = "n", PLAIN
        self._plain = styles[0] if styles else PLAIN
        self._text: list[str] = []
        self._formula: list[str] = []
        self._sink: list[str] | None = None
        self._rich: RichTextBuilder | None = None
        self._in_cell = self._has_value = self._has_formula = False
        self._starts = _by_full_name(
            {
                "c": self._open_cell,
                "v": self._open_value,
                "t": self._open_text,
                "f": self._open_formula,
                "row": self._open_row,
                "r": self._open_run,
                "mergeCell": self._merge,
                "hyperlink": self._link,
                "col": self._hide_columns,
                "drawing": self._drawing,
            }
        )
        self._cell_tags = frozenset(_by_full_name({"c": None}))

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if self._rich is not None:
            self._rich.start(tag[tag.rfind(" ") + 1 :], attributes)
            return
        handler = self._starts.get(tag)
        if handler is not None:
            handler(attributes)

    def end(self, tag: str) -> None:
        if tag in self._cell_tags:
            self._close_cell()
        elif self._rich is not None:
            self._rich.end(tag[tag.rfind(" ") + 1 :])

    def characters(self, data: str) -> None:
        if self._sink is not None:
            self._sink.append(data)
        elif self._rich is not None:
            self._rich.characters(data)

    def _open_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r", "")
        letters = reference.rstrip("0123456789")
        column = self._columns.get(letters)
        if column is None:
            column = self._column_of(reference, letters)
        self._column = column or self._column + 1
        self._type = attributes.get("t", "n")
        style = attributes.get("s")
        self._style = self._style_of(style) if style else self._plain
        self._in_cell, self._has_value, self._has_formula = True, False, False

    def _column_of(self, reference: str, letters: str) -> int:
        """The column of a reference, 0 where it is missing or senseless; remembered by its letters."""
        place = parse_reference(reference)
        column = place[1] if place else 0
        if place:
            self._columns[letters] = column
        return column

    def _style_of(self, number: str) -> Style:
        index = int(number) if number.isdecimal() else -1
        return self._styles[index] if 0 <= index < len(self._styles) else PLAIN

    def _open_value(self, _attributes: dict[str, str]) -> None:
        if self._in_cell:
            self._has_value, self._sink = True, self._text

    def _open_text(self, _attributes: dict[str, str]) -> None:
        """The text of an inline string; shared strings lie in a part of their own."""
        if self._in_cell:
            self._has_value, self._sink = True, self._text
            self._type = "str"

    def _open_formula(self, _attributes: dict[str, str]) -> None:
        if self._in_cell:
            self._has_formula, self._sink = True, self._formula

    def _open_run(self, _attributes: dict[str, str]) -> None:
        """An inline string with runs: from here to the end of the cell its looks are gathered too."""
        if self._in_cell:
            self._rich, self._sink = RichTextBuilder(), None

    def _open_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row = int(number) if number.isdecimal() and 0 < int(number) <= LAST_ROW else self._row + 1
        self._column = 0
        if attributes.get("hidden") in _ON and len(self.sheet.hidden_rows) < _MAX_MARKS:
            self.sheet.hidden_rows.add(self._row)

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        first, last = attributes.get("min", ""), attributes.get("max", "")
        hidden = attributes.get("hidden") in _ON and first.isdecimal() and last.isdecimal()
        if hidden and len(self.sheet.hidden_columns) < LAST_COLUMN:
            self.sheet.hidden_columns.append((int(first), min(int(last), LAST_COLUMN)))

    def _drawing(self, attributes: dict[str, str]) -> None:
        self.sheet.drawings.append(_relation(attributes))

    def _merge(self, attributes: dict[str, str]) -> None:
        span = parse_span(attributes.get("ref", ""))
        if span is None:
            return
        if len(self.sheet.spans) >= MAX_SPANS:
            raise UnreadableError(Reason.HOSTILE, f"more than {MAX_SPANS} merged ranges")
        self.sheet.spans.append(span)

    def _link(self, attributes: dict[str, str]) -> None:
        span = parse_span(attributes.get("ref", ""))
        relation = _relation(attributes)
        if span and relation and len(self.sheet.links) < _MAX_MARKS:
            self.sheet.links.append((span, relation))

    def _close_cell(self) -> None:
        self._in_cell = False
        self._sink = None
        sheet = self.sheet
        # A comparison is a third of a call, and this runs once a cell.
        if self._row > sheet.last_row:  # noqa: PLR1730
            sheet.last_row = self._row
        if self._column > sheet.last_column:  # noqa: PLR1730
            sheet.last_column = self._column
        if self._has_formula:
            self._close_formula()
        if self._rich is not None:
            self._store(CellKind.TEXT, None, self._rich.finish())
            self._rich = None
        elif self._has_value:
            self._close_value("".join(self._text))
        self._text.clear()

    def _close_formula(self) -> None:
        key = (self._row, self._column)
        formula = "".join(self._formula)
        self._formula.clear()
        if "HYPERLINK" in formula.upper():
            self.sheet.formulas[key] = formula
        if (not self._has_value or (not self._text and self._type != "str")) and len(
            self.sheet.uncalculated
        ) < _MAX_MARKS:
            self.sheet.uncalculated.append(key)

    def _close_value(self, raw: str) -> None:
        kind = self._type
        if kind == "s":
            index = int(raw) if raw.strip().isdecimal() else -1
            if 0 <= index < len(self._strings):
                self._store(CellKind.TEXT, None, self._strings[index])
        elif kind == "n":
            self._store_number(raw)
        elif kind == "b":
            truth = raw.strip() in _ON
            self._store(CellKind.BOOLEAN, truth, RichText("TRUE" if truth else "FALSE"))
        elif kind == "d":
            self._store_iso_date(raw)
        else:
            self._store(CellKind.ERROR if kind == "e" else CellKind.TEXT, None, RichText(raw))

    def _store_number(self, raw: str) -> None:
        try:
            number = float(raw)
        except ValueError:
            # A writer that forgot the type: what stands there is still what a person would see.
            self._store(CellKind.TEXT, None, RichText(raw))
            return
        if number - number != 0:
            self._store(CellKind.ERROR, None, RichText(raw))
            return
        kind, value, text = self._style.show(number)
        self._store(kind, value, RichText(text))

    def _store_iso_date(self, raw: str) -> None:
        try:
            moment = datetime.fromisoformat(raw.strip())
        except ValueError:
            self._store(CellKind.TEXT, None, RichText(raw))
            return
        midnight = moment.hour == moment.minute == moment.second == 0
        text = f"{moment.day}/{moment.month}/{moment.year}"
        if midnight:
            self._store(CellKind.DATE, moment.date(), RichText(text))
        else:
            self._store(CellKind.DATE, moment, RichText(f"{text} {moment:%H:%M}"))

    def _store(self, kind: CellKind, value: CellValue, rich: RichText) -> None:
        if not rich.text:
            return
        style = self._style
        cells = self.sheet.cells
        cells[(self._row, self._column)] = RawCell(
            kind, value, rich.text, style, rich.struck or style.struck, rich.bold or style.bold
        )
        if len(cells) > MAX_CELLS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {MAX_CELLS} cells")


def _relation(attributes: dict[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.endswith(" id")), "")


_Handler = TypeVar("_Handler")


def _by_full_name(handlers: dict[str, _Handler]) -> dict[str, _Handler]:
    """The handlers under the names of both editions of the format (transitional, strict)."""
    return {f"{space} {name}": handler for space in _SPACES for name, handler in handlers.items()}
