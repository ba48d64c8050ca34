"""One worksheet as a stream: cells as stored, merges, links, what is hidden; no text is judged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from parsers.document import Reason, UnreadableError
from parsers.formats import xmlstream
from parsers.formats.container import Container, feed
from parsers.formats.digits import whole
from parsers.formats.xlsx.cells import (
    LAST_COLUMN,
    LAST_ROW,
    CellStore,
    RawSheet,
    is_hidden,
    parse_reference,
    parse_span,
)
from parsers.formats.xlsx.markup import LARGEST, plain_rows
from parsers.formats.xlsx.parts import RichText, RichTextBuilder, Style
from parsers.formats.xlsx.rows import fill

MAX_SPANS = 50_000
_MAX_MARKS = 100_000
_SPACES = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)


def read_sheet(
    container: Container, part: str, strings: Sequence[RichText], styles: Sequence[Style]
) -> RawSheet:
    """The sheet of a part."""
    store = CellStore(strings, styles)
    if part not in container or container.size(part) > LARGEST:
        return _up_to_damage(container.chunks(part), part, store)
    data = container.read(part)
    plain = _plain(data, part, store)
    if plain:
        plain.lost = store.lost
        return plain
    return _up_to_damage([data], part, CellStore(strings, styles))


def _up_to_damage(chunks: Iterable[bytes], part: str, store: CellStore) -> RawSheet:
    """The sheet; of one that breaks off after some cells, these."""
    stream = _SheetStream(store)
    try:
        _feed(chunks, part, stream)
    except UnreadableError as refusal:
        if refusal.reason is not Reason.CORRUPT or not store.cells:
            raise
        stream.sheet.is_cut = True
    stream.sheet.lost = store.lost
    return stream.sheet


def _streamed(chunks: Iterable[bytes], part: str, store: CellStore) -> _SheetStream:
    stream = _SheetStream(store)
    _feed(chunks, part, stream)
    return stream


def _feed(chunks: Iterable[bytes], part: str, stream: _SheetStream) -> None:
    feed(chunks, part, xmlstream.parser(stream.start, stream.end, stream.characters))


def _plain(data: bytes, part: str, store: CellStore) -> RawSheet | None:
    """The sheet of a part in the usual form, None where it is in any other."""
    plain = plain_rows(data)
    try:
        around = _streamed([plain.around], part, store) if plain else None
    except UnreadableError:
        return None
    if plain is None or around is None or not around.is_bare:
        return None
    return around.sheet if fill(plain, store, around.sheet) else None


class _SheetStream:
    """The handlers of one pass, found by the full name of the element; most elements have none."""

    def __init__(self, store: CellStore) -> None:
        self._store = store
        self._has_rows = False
        self.sheet = RawSheet(store.cells)
        self._columns: dict[str, int] = {}
        self._row = self._column = 0
        self._type, self._style = "n", self._store.style("")
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
                "sheetData": self._open_rows,
                "row": self._open_row,
                "r": self._open_run,
                "mergeCell": self._merge,
                "hyperlink": self._link,
                "col": self._hide_columns,
                "drawing": self._drawing,
                "control": self._control,
            }
        )
        self._cell_tags = frozenset(_by_full_name({"c": None}))

    @property
    def is_bare(self) -> bool:
        """Whether there is a place for rows, and neither row nor cell in it or elsewhere."""
        return self._has_rows and not self._row and not self._column

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
        rich = whole(attributes["vm"]) if "vm" in attributes else -1
        if rich >= 0 and len(self.sheet.rich_values) < _MAX_MARKS:
            self.sheet.rich_values[self._row, self._column] = rich
        self._style = self._store.style(attributes.get("s", ""))
        self._in_cell, self._has_value, self._has_formula = True, False, False

    def _column_of(self, reference: str, letters: str) -> int:
        """The column of a reference, 0 where it is missing or senseless; remembered by its letters."""
        place = parse_reference(reference.upper())
        column = place[1] if place else 0
        if place:
            self._columns[letters] = column
        return column

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

    def _open_rows(self, _attributes: dict[str, str]) -> None:
        self._has_rows = True

    def _open_row(self, attributes: dict[str, str]) -> None:
        number = whole(attributes.get("r", ""))
        self._row = number if 0 < number <= LAST_ROW else self._row + 1
        self._column = 0
        if is_hidden(attributes, "ht") and len(self.sheet.hidden_rows) < _MAX_MARKS:
            self.sheet.hidden_rows.add(self._row)

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        first, last = whole(attributes.get("min", "")), whole(attributes.get("max", ""))
        hidden = is_hidden(attributes, "width") and first >= 0 and last >= 0
        if hidden and len(self.sheet.hidden_columns) < LAST_COLUMN:
            self.sheet.hidden_columns.append((first, min(last, LAST_COLUMN)))

    def _drawing(self, attributes: dict[str, str]) -> None:
        self.sheet.drawings.append(_relation(attributes))

    def _control(self, attributes: dict[str, str]) -> None:
        if len(self.sheet.controls) < _MAX_MARKS:
            self.sheet.controls.append((attributes.get("shapeId", ""), _relation(attributes)))

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
            self.sheet.links.append((span, relation, attributes.get("location", "")))

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
            self._store.add_text((self._row, self._column), self._style, self._rich.finish())
            self._rich = None
        elif self._has_value:
            self._store.add((self._row, self._column), self._style, self._type, "".join(self._text))
        self._text.clear()

    def _close_formula(self) -> None:
        key = (self._row, self._column)
        formula = "".join(self._formula)
        self._formula.clear()
        if "HYPERLINK" in formula.upper() or "DISPIMG" in formula.upper():
            self.sheet.formulas[key] = formula
        if (not self._has_value or (not self._text and self._type != "str")) and len(
            self.sheet.uncalculated
        ) < _MAX_MARKS:
            self.sheet.uncalculated.append(key)


def _relation(attributes: dict[str, str]) -> str:
    return next((value for key, value in attributes.items() if key.endswith(" id")), "")


_Handler = TypeVar("_Handler")


def _by_full_name(handlers: dict[str, _Handler]) -> dict[str, _Handler]:
    """The handlers under the names of both editions of the format (transitional, strict)."""
    return {f"{space} {name}": handler for space in _SPACES for name, handler in handlers.items()}
