"""The sheets of an OpenDocument spreadsheet as a stream, repeats kept as counts; judges no text."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice

from parsers.document import Cell, CellKind, Picture, Place, Reason, Span, UnreadableError
from parsers.formats.odf.drawings import Drawings
from parsers.formats.odf.forms import Forms
from parsers.formats.odf.grids import MAX_CELL_TEXT, MAX_CELLS, MAX_MARKS, MAX_SPANS, StoredSheet
from parsers.formats.odf.names import (
    COLUMNS_REPEATED,
    COLUMNS_SPANNED,
    ROWS_REPEATED,
    ROWS_SPANNED,
    count,
    full,
)
from parsers.formats.odf.package import Source
from parsers.formats.odf.stream import Attributes, Stream
from parsers.formats.odf.styles import Look, Styles
from parsers.formats.odf.text import Texts
from parsers.formats.odf.values import TYPE, currency_code, shown
from parsers.formats.workbook import MAX_SHEETS, spelt_link
from parsers.formats.xlsx.cells import LAST_COLUMN, LAST_ROW, Key, parse_reference
from parsers.text import clean

# Copies of a filled cell or row that are kept: what repeats more often is a fill, not a list. Copies in all:
# a few bytes ask for millions.
_MAX_COPIES, _MAX_COPIED = 5_000, 50_000
_STYLED_COLUMNS = 1_024
_NAME, _STYLE = full("table:name"), full("table:style-name")
_DEFAULT_STYLE, _VISIBILITY = full("table:default-cell-style-name"), full("table:visibility")
_FORMULA, _DISPLAY, _CONTROL = full("table:formula"), full("table:display"), full("draw:control")
_OUT_OF_SIGHT = ("collapse", "filter")
_CELL_LINK = re.compile(r"HYPERLINK\(\s*\[?\.?(\$?[A-Z]{1,3}\$?\d+)\]?\s*[,;)]", re.IGNORECASE)
_LEFT_OUT = (
    "table:tracked-changes", "table:dde-links", "table:content-validations",
    "office:scripts", "office:settings", "office:meta", "office:master-styles", "svg:title", "svg:desc",
    "text:ruby-text",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _CellLook:
    """What the style of a cell says: its look and the code of its number format."""

    look: Look
    code: str


class SheetsStream(Stream):
    """Reads a whole spreadsheet; ``sheets`` holds what it read, ``found`` tells whether there was one."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self.sheets: list[StoredSheet] = []
        self.found = False
        self.warnings: dict[str, None] = {}
        self._styles = Styles(self)
        self._looks: dict[str, _CellLook] = {}
        self._sheet = StoredSheet()
        self._in_sheet = self._foreign = False
        self._row = self._column = self._repeated = self._stored = self._copied = self._before = 0
        self._row_style = ""
        self._column_styles: list[str] = []
        self._veiled: list[bool] = []
        self._links: dict[Key, str] = {}
        self._cell: Attributes = {}
        self._texts = Texts(self, self._styles, self._cell_base, self._add_box)
        self._forms = Forms(self)
        Drawings(self, source, self._add_picture)
        self._listen()
        self.pass_over(_LEFT_OUT)

    def _listen(self) -> None:
        """Which element calls what: the whole grammar on one page, texts and drawings apart."""
        self.listen(
            {
                "office:spreadsheet": self._find,
                "table:table": self._open_sheet,
                "table:table-source": self._disown,
                "table:table-column-group": self._open_group,
                "table:table-row-group": self._open_group,
                "table:table-column": self._take_column,
                "table:table-row": self._open_row,
                "table:table-cell": self._open_cell,
                "table:covered-table-cell": self._cover,
                "draw:control": self._tick,
            },
            {
                "table:table": self._close_sheet,
                "table:table-column-group": self._close_group,
                "table:table-row-group": self._close_group,
                "table:table-row": self._close_row,
                "table:table-cell": self._close_cell,
            },
        )

    # --- sheets, columns, rows

    def _find(self, _attributes: Attributes) -> None:
        self.found = True

    def _open_sheet(self, attributes: Attributes) -> None:
        if self._in_sheet or len(self.sheets) >= MAX_SHEETS:
            self.skip("table:table")
            return
        style = self._styles.get("table", attributes.get(_STYLE, ""))
        self._sheet = StoredSheet(clean(attributes.get(_NAME, "")), style.shown is False)
        self._in_sheet, self._foreign = True, False
        self._row = self._column = 0
        self._column_styles, self._veiled, self._links = [], [], {}

    def _disown(self, _attributes: Attributes) -> None:
        # A copy of another file's sheet, kept for formulas.
        self._foreign = True

    def _close_sheet(self) -> None:
        self._in_sheet = False
        if self._foreign:
            self.warnings["refers to other workbooks, which were not opened"] = None
            return
        for key, reference in self._links.items():
            there = parse_reference(reference.upper())
            target = self._sheet.cells.get(there) if there else None
            cell = self._sheet.cells.get(key)
            if cell and target and not cell.href:
                self._sheet.cells[key] = replace(cell, href=target.text)
        self.sheets.append(self._sheet)

    def _open_group(self, attributes: Attributes) -> None:
        folded = attributes.get(_DISPLAY) == "false"
        self._veiled.append(folded or self._is_veiled)

    def _close_group(self) -> None:
        if self._veiled:
            self._veiled.pop()

    def _take_column(self, attributes: Attributes) -> None:
        repeated = count(attributes.get(COLUMNS_REPEATED), LAST_COLUMN)
        if self._hides(attributes) and len(self._sheet.hidden_columns) < MAX_MARKS:
            self._sheet.hidden_columns.append((self._column + 1, self._column + repeated))
        room = min(repeated, _STYLED_COLUMNS - len(self._column_styles))
        self._column_styles.extend([attributes.get(_DEFAULT_STYLE, "")] * room)
        self._column += repeated

    def _hides(self, attributes: Attributes) -> bool:
        return attributes.get(_VISIBILITY) in _OUT_OF_SIGHT or self._is_veiled

    @property
    def _is_veiled(self) -> bool:
        """Whether a group around is folded; each tells it of all around it."""
        return bool(self._veiled) and self._veiled[-1]

    def _open_row(self, attributes: Attributes) -> None:
        self._row += 1
        self._column = 0
        self._repeated = count(attributes.get(ROWS_REPEATED), LAST_ROW)
        self._row_style = attributes.get(_DEFAULT_STYLE, "")
        self._before = len(self._sheet.cells)
        if self._hides(attributes) and len(self._sheet.hidden_rows) < MAX_MARKS:
            self._sheet.hidden_rows.append((self._row, self._row + self._repeated - 1))

    def _close_row(self) -> None:
        cells, extra = self._sheet.cells, self._repeated - 1
        new = len(cells) - self._before
        if extra and new > 0:
            copies = min(self._copies(extra, new), LAST_ROW - self._row)
            filled = list(islice(reversed(cells.items()), new))[::-1]
            self._count(copies * new)
            for row in range(self._row + 1, self._row + copies + 1):
                cells.update({(row, key[1]): cell for key, cell in filled})
        self._row += extra

    def _copies(self, repeated: int, cells: int = 1) -> int:
        """How often so many cells are really repeated."""
        if repeated > _MAX_COPIES:
            self.warnings[f"a value repeated more than {_MAX_COPIES} times was cut off there"] = None
        copies = min(repeated, _MAX_COPIES)
        self._copied += copies * cells
        if self._copied > _MAX_COPIED:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {_MAX_COPIED} cells that are copies")
        return copies

    def _count(self, new: int) -> None:
        self._stored += new
        if self._stored > MAX_CELLS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {MAX_CELLS} cells")

    # --- cells

    def _open_cell(self, attributes: Attributes) -> None:
        self._column += 1
        self._cell = attributes
        self._texts.in_cell = self._in_sheet

    def _cover(self, attributes: Attributes) -> None:
        """Nobody sees what a merged range covers."""
        self._column += count(attributes.get(COLUMNS_REPEATED), LAST_COLUMN)
        self.skip("table:covered-table-cell")

    def _close_cell(self) -> None:
        attributes = self._cell
        repeated = count(attributes.get(COLUMNS_REPEATED), LAST_COLUMN)
        if self._texts.told or TYPE in attributes or _FORMULA in attributes:
            self._store(attributes, repeated)
        if COLUMNS_SPANNED in attributes or ROWS_SPANNED in attributes:
            self._merge(attributes)
        self._column += repeated - 1
        self._texts.in_cell = False

    def _store(self, attributes: Attributes, repeated: int) -> None:
        key, cell_look = (self._row, self._column), self._cell_look()
        text, look, href, comment = self._texts.finish(cell_look.look)
        kind, value = CellKind.TEXT, None
        formula = attributes.get(_FORMULA, "")
        if formula or not text or attributes.get(TYPE) != "string":
            kind, value, text = shown(attributes, text, cell_look.code)
            if formula:
                href, text = self._linked(key, formula, href, text)
        if not (0 < key[0] <= LAST_ROW and 0 < key[1] <= LAST_COLUMN):
            return
        if comment:
            self._sheet.comments[key] = self._cut(comment)
        if not text:
            return
        code = cell_look.code or currency_code(attributes)
        cell = Cell(self._cut(text), kind, value, code, href, "", look.bold, look.struck)
        if repeated > 1:
            repeated = min(self._copies(repeated - 1) + 1, LAST_COLUMN - key[1] + 1)
        self._count(repeated)
        for column in range(key[1], key[1] + repeated):
            self._sheet.cells[key[0], column] = cell

    def _linked(self, key: Key, formula: str, href: str, text: str) -> tuple[str, str]:
        """The address and the words of a formula's cell; HYPERLINK needs no calculation for them."""
        if not text and self._cell.get(TYPE) != "string" and len(self._sheet.uncalculated) < MAX_MARKS:
            self._sheet.uncalculated.append(key)
        literal, pointer = spelt_link(formula), _CELL_LINK.search(formula)
        if literal:
            return literal[0], text or literal[1]
        if pointer:
            self._links[key] = pointer[1]
        return href, text

    def _cut(self, text: str) -> str:
        if len(text) <= MAX_CELL_TEXT:
            return text
        self.warnings[f"a text of more than {MAX_CELL_TEXT} letters was cut off there"] = None
        return text[:MAX_CELL_TEXT]

    def _merge(self, attributes: Attributes) -> None:
        width, height = (
            count(attributes.get(COLUMNS_SPANNED), LAST_COLUMN),
            count(attributes.get(ROWS_SPANNED), LAST_ROW),
        )
        if width == height == 1:
            return
        if len(self._sheet.spans) >= MAX_SPANS:
            raise UnreadableError(Reason.HOSTILE, f"more than {MAX_SPANS} merged ranges")
        bottom, right = self._row + height - 1, self._column + width - 1
        self._sheet.spans.append(Span(self._row, self._column, bottom, right))

    def _cell_look(self) -> _CellLook:
        name = self._cell.get(_STYLE) or self._row_style
        if not name and 0 < self._column <= len(self._column_styles):
            name = self._column_styles[self._column - 1]
        found = self._looks.get(name)
        if found is None:
            style = self._styles.get("table-cell", name)
            code = self._styles.codes.code(style.data or "")
            found = _CellLook(style.look, code)
            self._looks[name] = found
        return found

    def _cell_base(self) -> Look:
        return self._cell_look().look

    def _place(self) -> Place | None:
        return Place(self._sheet.title, self._row, self._column) if self._texts.in_cell else None

    def _add_picture(self, picture: Picture) -> None:
        self._sheet.pictures.append(replace(picture, place=self._place()))

    def _tick(self, attributes: Attributes) -> None:
        """A tick box over a cell; one that floats belongs to no row."""
        found = self._forms.tick(attributes.get(_CONTROL, ""))
        if found and self._texts.in_cell and len(self._sheet.ticks) < MAX_MARKS:
            # The signs that tick boxes over the cells of a workbook have.
            self._sheet.ticks.append(((self._row, self._column), "☑" if found[0] else "☐", found[1]))

    def _add_box(self, text: str) -> None:
        self._sheet.boxes.append((self._place() or Place(self._sheet.title), text))
