"""What a worksheet stores, as values: cells by type, style and text, merges, links; knows no markup."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from parsers.document import Cell, CellKind, CellValue, Reason, Span, UnreadableError
from parsers.formats.digits import whole
from parsers.formats.fonts import as_typed
from parsers.formats.xlsx.parts import PLAIN, RichText, Style

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MAX_CELLS = 400_000
ON = ("1", "true")
_REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})")
# An enumeration finds its members by a call, which is felt once a cell.
_TEXT = CellKind.TEXT

Key = tuple[int, int]


@dataclass(slots=True)
class RawSheet:
    """What one sheet part holds; ``drawings`` and ``links`` (with the mark there) are relationship ids.

    ``controls`` are numbers of shapes with theirs.
    ``rich_values`` are numbers of value metadata; ``lost`` counts texts that no shared string holds.
    """

    cells: dict[Key, Cell] = field(default_factory=dict)
    spans: list[Span] = field(default_factory=list)
    links: list[tuple[Span, str, str]] = field(default_factory=list)
    formulas: dict[Key, str] = field(default_factory=dict)
    uncalculated: list[Key] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    drawings: list[str] = field(default_factory=list)
    controls: list[tuple[str, str]] = field(default_factory=list)
    rich_values: dict[Key, int] = field(default_factory=dict)
    lost: int = 0
    is_cut: bool = False
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


def is_hidden(attributes: Mapping[str, str], size: str) -> bool:
    """Whether a row or column is hidden, or of no height or width, which looks the same."""
    return attributes.get("hidden") in ON or attributes.get(size) == "0"


class CellStore:
    """The cells of one sheet, in their order; their texts are not restored and cleaned yet."""

    def __init__(self, strings: Sequence[RichText], styles: Sequence[Style]) -> None:
        self.cells: dict[Key, Cell] = {}
        self.lost = 0
        self._strings, self._styles = strings, styles
        self._plain = styles[0] if styles else PLAIN

    def style(self, number: str) -> Style:
        """The style of a number as the markup has it, "" where a cell names none."""
        if not number:
            return self._plain
        index = whole(number)
        return self._styles[index] if 0 <= index < len(self._styles) else PLAIN

    def add(self, key: Key, style: Style, kind: str, raw: str) -> None:
        """A cell by its type ("s" a shared string, "n" a number, ...) and its stored value."""
        if kind == "s":
            index = whole(raw)
            if 0 <= index < len(self._strings):
                self.add_text(key, style, self._strings[index])
            elif raw:
                self.lost += 1
        elif kind == "n":
            self._add_number(key, style, raw)
        elif kind == "b":
            truth = raw.strip() in ON
            shown = ("☐", "☑") if style.is_check_box else ("FALSE", "TRUE")
            self._put(key, style, CellKind.BOOLEAN, truth, shown[truth])
        elif kind == "d":
            self._add_iso_date(key, style, raw)
        else:
            self._put(key, style, CellKind.ERROR if kind == "e" else CellKind.TEXT, None, raw)

    def add_text(self, key: Key, style: Style, rich: RichText) -> None:
        """A cell of text with the looks of its runs."""
        if rich.text:
            bold, struck = rich.bold, rich.struck
            if not rich.is_own:
                bold, struck = bold or style.bold, struck or style.struck
            text = as_typed(rich.text, style.typed) if style.typed else rich.text
            self.cells[key] = Cell(text, _TEXT, None, style.code, "", "", bold, struck)
            self._count()

    def add_plain(self, key: Key, style: Style, text: str) -> None:
        """A cell of text without runs, in a sheet too small to hold too many."""
        text = as_typed(text, style.typed) if style.typed else text
        self.cells[key] = Cell(text, _TEXT, None, style.code, "", "", style.bold, style.struck)

    def _add_number(self, key: Key, style: Style, raw: str) -> None:
        try:
            number = float(raw)
        except ValueError:
            # A writer that forgot the type: what stands there is still what a person would see.
            self._put(key, style, CellKind.TEXT, None, raw)
            return
        self.add_number(key, style, number)

    def add_number(self, key: Key, style: Style, number: float) -> None:
        """A cell of a number, shown by its style."""
        if number - number != 0:
            self._put(key, style, CellKind.ERROR, None, str(number))
        else:
            self._put(key, style, *style.show(number))

    def _add_iso_date(self, key: Key, style: Style, raw: str) -> None:
        try:
            moment = datetime.fromisoformat(raw.strip()).replace(tzinfo=None)
        except ValueError:
            self._put(key, style, CellKind.TEXT, None, raw)
            return
        text = f"{moment.day}/{moment.month}/{moment.year}"
        if moment.hour == moment.minute == moment.second == 0:
            self._put(key, style, CellKind.DATE, moment.date(), text)
        else:
            self._put(key, style, CellKind.DATE, moment, f"{text} {moment:%H:%M}")

    def _put(self, key: Key, style: Style, kind: CellKind, value: CellValue, text: str) -> None:
        if text:
            if style.typed and kind is _TEXT:
                text = as_typed(text, style.typed)
            self.cells[key] = Cell(text, kind, value, style.code, "", "", style.bold, style.struck)
            self._count()

    def _count(self) -> None:
        if len(self.cells) > MAX_CELLS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {MAX_CELLS} cells")
