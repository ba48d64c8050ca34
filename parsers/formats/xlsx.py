"""Workbooks (xlsx, xlsm, xltx) as sheets of cells; formulas, macros and outside links are never followed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from parsers.document import (
    Block,
    Cell,
    CellKind,
    Document,
    Grid,
    Paragraph,
    Picture,
    Place,
    Reason,
    Span,
    TextRole,
    UnreadableError,
)
from parsers.formats import picture, xmlstream
from parsers.formats.container import Container, Relationship
from parsers.formats.xlsx_cells import Key, RawSheet, parse_reference
from parsers.formats.xlsx_parts import (
    RichText,
    Style,
    read_comments,
    read_drawing,
    read_strings,
    read_styles,
)
from parsers.formats.xlsx_sheet import read_sheet
from parsers.text import clean, clean_all, restore

MAX_SHEETS = 500
# How far a merged range may reach beyond the last filled cell and still count as part of the sheet.
_REACH_ROWS, _REACH_COLUMNS = 200, 50
_COVERED_AT_MOST = 200_000
_ON = ("1", "true")
_TEXT_KINDS = (CellKind.TEXT, CellKind.ERROR)
_LITERAL_LINK = re.compile(
    r'HYPERLINK\(\s*"((?:[^"]|"")*)"\s*(?:[,;]\s*"((?:[^"]|"")*)"\s*)?\)', re.IGNORECASE
)
_CELL_LINK = re.compile(
    r'HYPERLINK\(\s*(\$?[A-Z]{1,3}\$?\d+)\s*(?:[,;]\s*"((?:[^"]|"")*)"\s*)?\)', re.IGNORECASE
)


# How a workbook writes what XML cannot hold (ECMA-376 part 1, 22.9.2.19).
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class _SheetEntry:
    title: str
    relation: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class _Opened:
    """A sheet with what lies beside it, its texts not yet restored."""

    title: str
    hidden: bool
    raw: RawSheet
    comments: Mapping[Key, str]
    links: Mapping[Key, str]
    pictures: tuple[Picture, ...]
    boxes: tuple[tuple[Place, str], ...]
    covered: int = 0


def read_xlsx(data: bytes) -> Document:
    """The sheets of a workbook in their order, each followed by its text boxes and pictures.

    What is broken beside the values (looks, remarks, drawings) is left out with a warning.
    """
    container = Container(data)
    book = container.related("", "officeDocument") or "xl/workbook.xml"
    if book not in container:
        raise UnreadableError(Reason.CORRUPT, "no workbook part")
    entries, since_1904 = _workbook(container, book)
    relations = container.relationships(book)
    strings = _strings(container, relations)
    styles = _styles(container, relations, since_1904=since_1904)
    opened = [
        _open_sheet(container, entry, relations[entry.relation].target, (strings, styles))
        for entry in entries
        if entry.relation in relations and relations[entry.relation].kind == "worksheet"
    ]
    if not opened:
        raise UnreadableError(Reason.CORRUPT, "no worksheet")
    return _document(opened, _oddities(container))


def _workbook(container: Container, part: str) -> tuple[list[_SheetEntry], bool]:
    entries: list[_SheetEntry] = []
    since_1904 = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal since_1904
        name = tag[tag.rfind(" ") + 1 :]
        if name == "sheet" and len(entries) < MAX_SHEETS:
            relation = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            entries.append(_SheetEntry(clean(attributes.get("name", "")), relation, hidden))
        elif name == "workbookPr":
            since_1904 = attributes.get("date1904") in _ON

    container.parse(part, xmlstream.parser(start))
    return entries, since_1904


def _first(relations: Mapping[str, Relationship], kind: str) -> str:
    return next((link.target for link in relations.values() if link.kind == kind), "")


def _strings(container: Container, relations: Mapping[str, Relationship]) -> list[RichText]:
    part = _first(relations, "sharedStrings")
    return read_strings(container, part) if part in container else []


def _styles(container: Container, relations: Mapping[str, Relationship], *, since_1904: bool) -> list[Style]:
    part = _first(relations, "styles")
    return list(read_styles(container, part, since_1904=since_1904)) if part in container else []


def _oddities(container: Container) -> list[str]:
    """What the package carries that is never run or followed, named for the operator."""
    found = []
    if any(name.endswith("vbaproject.bin") for name in container.names):
        found.append("holds macros, which were not run")
    found.extend(f"{part} is damaged and was left out" for part in container.damaged)
    if any("/externallinks/" in name for name in container.names):
        found.append("refers to other workbooks, which were not opened")
    return found


# --- one sheet and its neighbours


def _open_sheet(
    container: Container, entry: _SheetEntry, part: str, shared: tuple[list[RichText], list[Style]]
) -> _Opened:
    raw = read_sheet(container, part, *shared)
    relations = container.relationships(part, beside=True)
    pictures, boxes = _drawn(container, relations, entry.title, raw.drawings)
    return _Opened(
        title=entry.title,
        hidden=entry.hidden,
        raw=raw,
        comments=_comments(container, relations),
        links=_links(raw, relations),
        pictures=pictures,
        boxes=boxes,
    )


def _comments(container: Container, relations: Mapping[str, Relationship]) -> dict[Key, str]:
    part = _first(relations, "comments")
    if part not in container:
        return {}
    found = ((parse_reference(where), text) for where, text in read_comments(container, part).items())
    return {key: text for key, text in found if key}


def _links(raw: RawSheet, relations: Mapping[str, Relationship]) -> dict[Key, str]:
    """Addresses by cell: of hyperlinks, and of HYPERLINK() formulas."""
    links: dict[Key, str] = {}
    for span, relation in raw.links:
        link = relations.get(relation)
        if link is None or not link.external:
            continue
        for key in _filled_in(raw, span):
            links[key] = link.target
    for key, formula in raw.formulas.items():
        address = _formula_address(raw, formula)
        if address:
            links[key] = address
    return links


def _filled_in(raw: RawSheet, span: Span) -> Iterable[Key]:
    """The filled cells of a range, found without walking a range that is larger than the sheet."""
    height, width = span.bottom - span.top + 1, span.right - span.left + 1
    if height * width <= len(raw.cells) + 1:
        keys = (
            (row, column)
            for row in range(span.top, span.bottom + 1)
            for column in range(span.left, span.right + 1)
        )
        return [key for key in keys if key in raw.cells]
    return [
        key for key in raw.cells if span.top <= key[0] <= span.bottom and span.left <= key[1] <= span.right
    ]


def _formula_address(raw: RawSheet, formula: str) -> str:
    literal = _LITERAL_LINK.search(formula)
    if literal:
        return literal[1].replace('""', '"')
    pointer = _CELL_LINK.search(formula)
    key = parse_reference(pointer[1].upper()) if pointer else None
    cell = raw.cells.get(key) if key else None
    return cell.text if cell else ""


def _drawn(
    container: Container, relations: Mapping[str, Relationship], title: str, drawings: Iterable[str]
) -> tuple[tuple[Picture, ...], tuple[tuple[Place, str], ...]]:
    pictures, boxes = [], []
    for relation in drawings:
        part = relations[relation].target if relation in relations else ""
        if part not in container:
            continue
        media = container.relationships(part, beside=True)
        for drawn in read_drawing(container, part):
            place = Place(title, drawn.row, drawn.column) if drawn.row > 0 and drawn.column > 0 else None
            target = media.get(drawn.embed)
            if target and target.target in container:
                pictures.append(replace(_picture(container, target.target), place=place))
            if drawn.text:
                boxes.append((place or Place(title), drawn.text))
    return tuple(pictures), tuple(boxes)


def _picture(container: Container, part: str) -> Picture:
    return picture.describe(posixpath.basename(part), *container.digest(part))


# --- values


def _document(opened: list[_Opened], warnings: list[str]) -> Document:
    restored = _restored(opened)
    blocks: list[Block] = []
    for sheet in opened:
        raw = sheet.raw
        _drop_covered(raw)
        blocks.append(_grid(sheet, restored))
        blocks.extend(
            Paragraph(text=restored.get(text, text), place=place, role=TextRole.BOX)
            for place, text in sheet.boxes
        )
        blocks.extend(sheet.pictures)
        if raw.uncalculated:
            first = Place(sheet.title, *raw.uncalculated[0])
            warnings.append(f"{len(raw.uncalculated)} formulas without a value, the first at {first}")
    return Document(media="xlsx", blocks=tuple(blocks), warnings=tuple(warnings))


def _restored(opened: list[_Opened]) -> dict[str, str]:
    """The texts of the workbook that read otherwise than stored: their code is decided on all together."""
    texts: dict[str, None] = {}
    for sheet in opened:
        texts |= {cell.text: None for cell in sheet.raw.cells.values() if cell.kind in _TEXT_KINDS}
        texts |= dict.fromkeys(sheet.comments.values())
        texts |= dict.fromkeys(text for _, text in sheet.boxes)
    stored = list(texts)
    plain = [_ESCAPED.sub(_unescaped, text) if "_x" in text else text for text in stored]
    read = clean_all(restore(plain))
    return {text: seen for text, seen in zip(stored, read, strict=True) if text != seen}


def _unescaped(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def _drop_covered(raw: RawSheet) -> None:
    """Nobody sees what a merged range covers: only its top left cell counts."""
    budget = _COVERED_AT_MOST
    for span in raw.spans:
        budget -= min((span.bottom - span.top + 1) * (span.right - span.left + 1), len(raw.cells))
        if budget < 0:
            return
        for key in _filled_in(raw, span):
            if key != (span.top, span.left):
                del raw.cells[key]


def _grid(sheet: _Opened, restored: Mapping[str, str]) -> Grid:
    raw = sheet.raw
    cells = _as_read(raw.cells, restored) if restored else dict(raw.cells)
    for key, link in sheet.links.items():
        if key in cells:
            cells[key] = replace(cells[key], href=link)
    anchored = _anchored(sheet.pictures)
    _add_formula_links(cells, sheet)
    for key, comment in sheet.comments.items():
        cells[key] = replace(cells.get(key, Cell("")), comment=restored.get(comment, comment))
    for key, names in anchored.items():
        cells[key] = replace(cells.get(key, Cell("")), pictures=names)
    return _framed(sheet, cells)


def _as_read(stored: Mapping[Key, Cell], restored: Mapping[str, str]) -> dict[Key, Cell]:
    """The cells with their texts as they read, without those that turn out to be empty."""
    cells: dict[Key, Cell] = {}
    for key, cell in stored.items():
        text = restored.get(cell.text, cell.text) if cell.kind in _TEXT_KINDS else cell.text
        if text:
            cells[key] = cell if text == cell.text else replace(cell, text=text)
    return cells


def _anchored(pictures: Iterable[Picture]) -> dict[Key, tuple[str, ...]]:
    names: dict[Key, tuple[str, ...]] = {}
    for drawn in pictures:
        if drawn.place:
            key = (drawn.place.row, drawn.place.column)
            names[key] = (*names.get(key, ()), drawn.name)
    return names


def _add_formula_links(cells: dict[Key, Cell], sheet: _Opened) -> None:
    """HYPERLINK("address";"words") needs no calculation: both stand in the formula."""
    for key, formula in sheet.raw.formulas.items():
        match = _LITERAL_LINK.search(formula)
        if key not in cells and match:
            text = clean((match[2] or match[1]).replace('""', '"'))
            cells[key] = Cell(text, href=sheet.links.get(key, ""))


def _framed(sheet: _Opened, cells: dict[Key, Cell]) -> Grid:
    raw = sheet.raw
    n_rows = max((key[0] for key in cells), default=0)
    n_columns = max((key[1] for key in cells), default=0)
    bottom = min(max(n_rows, raw.last_row), n_rows + _REACH_ROWS)
    right = min(max(n_columns, raw.last_column), n_columns + _REACH_COLUMNS)
    spans = tuple(filter(None, (_clamped(span, bottom, right) for span in raw.spans)))
    filled = [span for span in spans if (span.top, span.left) in cells]
    n_rows = max([n_rows, *(span.bottom for span in filled)])
    n_columns = max([n_columns, *(span.right for span in filled)])
    spans = tuple(filter(None, (_clamped(span, n_rows, n_columns) for span in spans)))
    columns = (range(first, min(last, n_columns) + 1) for first, last in raw.hidden_columns)
    return Grid(
        title=sheet.title,
        cells=cells,
        spans=spans,
        n_rows=n_rows,
        n_columns=n_columns,
        hidden=sheet.hidden,
        hidden_rows=frozenset(row for row in raw.hidden_rows if row <= n_rows),
        hidden_columns=frozenset(column for some in columns for column in some),
        is_sheet=True,
    )


def _clamped(span: Span, bottom: int, right: int) -> Span | None:
    """The span inside the sheet's real extent, None where nothing of it is left to join."""
    inside = Span(span.top, span.left, min(span.bottom, bottom), min(span.right, right))
    if inside.bottom < inside.top or inside.right < inside.left:
        return None
    return inside if (inside.bottom, inside.right) != (inside.top, inside.left) else None
