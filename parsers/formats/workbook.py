"""Opened sheets of any workbook as a Document: texts restored, marks laid on their cells; reads no file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from parsers.document import Block, Cell, CellKind, Document, Grid, Paragraph, Picture, Place, Span, TextRole
from parsers.formats.xlsx.cells import Key, RawSheet
from parsers.text import clean_all, restore

MAX_SHEETS = 500
# How far a merged range may reach beyond the last filled cell and still count as part of the sheet.
_REACH_ROWS, _REACH_COLUMNS = 200, 50
_COVERED_AT_MOST = 200_000
_TEXT_KINDS = (CellKind.TEXT, CellKind.ERROR)
# What no text is made of, and no XML that goes out may hold; line ends and blanks are tidied elsewhere.
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1b\x7f\ud800-\udfff\ufffe\uffff]")

_SPELT_LINK = re.compile(r'HYPERLINK\(\s*"((?:[^"]|"")*)"\s*(?:[,;]\s*"((?:[^"]|"")*)"\s*)?\)', re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSheet:
    """A sheet with what lies beside it, its texts not yet restored.

    ``links`` are addresses by cell, ``worded`` what cells without a stored value show all the same, ``ticks``
    the check boxes that lie over cells: the cell, the sign and the words beside it.
    """

    title: str
    raw: RawSheet
    hidden: bool = False
    comments: Mapping[Key, str] = field(default_factory=dict)
    links: Mapping[Key, str] = field(default_factory=dict)
    worded: Mapping[Key, str] = field(default_factory=dict)
    pictures: tuple[Picture, ...] = ()
    boxes: tuple[tuple[Place, str], ...] = ()
    ticks: tuple[tuple[Key, str, str], ...] = ()


def as_document(
    media: str, opened: Sequence[OpenedSheet], warnings: Sequence[str], meant: Callable[[str], str] = str
) -> Document:
    """The sheets in their order, each followed by its text boxes and pictures.

    ``meant`` resolves what the format escapes inside its texts.
    """
    restored = _restored(opened, meant)
    blocks: list[Block] = []
    told = list(warnings)
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
            told.append(f"{len(raw.uncalculated)} formulas without a value, the first at {first}")
    return Document(media=media, blocks=tuple(blocks), warnings=tuple(told))


def filled_in(cells: Mapping[Key, Cell], span: Span) -> Iterable[Key]:
    """The filled cells of a range, found without walking a range that is larger than the sheet."""
    height, width = span.bottom - span.top + 1, span.right - span.left + 1
    if height * width <= len(cells) + 1:
        keys = (
            (row, column)
            for row in range(span.top, span.bottom + 1)
            for column in range(span.left, span.right + 1)
        )
        return [key for key in keys if key in cells]
    return [key for key in cells if span.top <= key[0] <= span.bottom and span.left <= key[1] <= span.right]


def spelt_link(formula: str) -> tuple[str, str] | None:
    """The address and the words of HYPERLINK("address";"words"): both stand in the formula."""
    found = _SPELT_LINK.search(formula)
    if found is None:
        return None
    return found[1].replace('""', '"'), (found[2] or found[1]).replace('""', '"')


def _restored(opened: Sequence[OpenedSheet], meant: Callable[[str], str]) -> dict[str, str]:
    """The texts of the workbook that read otherwise than stored: their code is decided on all together."""
    texts: dict[str, None] = {}
    for sheet in opened:
        texts |= {cell.text: None for cell in sheet.raw.cells.values() if cell.kind in _TEXT_KINDS}
        texts |= dict.fromkeys(sheet.comments.values())
        texts |= dict.fromkeys(sheet.worded.values())
        texts |= dict.fromkeys(text for _, text in sheet.boxes)
        texts |= dict.fromkeys(text for _, _, text in sheet.ticks)
    stored = list(texts)
    plain = list(map(meant, stored)) if meant is not str else stored
    if _CONTROLS.search("".join(plain)):
        plain = [_CONTROLS.sub("", text) for text in plain]
    read = clean_all(restore(plain))
    return {text: seen for text, seen in zip(stored, read, strict=True) if text != seen}


def _drop_covered(raw: RawSheet) -> None:
    """Nobody sees what a merged range covers: only its top left cell counts."""
    budget = _COVERED_AT_MOST
    for span in raw.spans:
        budget -= min((span.bottom - span.top + 1) * (span.right - span.left + 1), len(raw.cells))
        if budget < 0:
            return
        for key in filled_in(raw.cells, span):
            if key != (span.top, span.left):
                del raw.cells[key]


def _grid(sheet: OpenedSheet, restored: Mapping[str, str]) -> Grid:
    raw = sheet.raw
    cells = _as_read(raw.cells, restored) if restored else dict(raw.cells)
    for key, text in sheet.worded.items():
        if key not in cells:
            cells[key] = Cell(restored.get(text, text))
    _tick(cells, [(key, sign, restored.get(text, text)) for key, sign, text in sheet.ticks])
    for key, link in sheet.links.items():
        if key in cells:
            cells[key] = replace(cells[key], href=link)
    for key, comment in sheet.comments.items():
        cells[key] = replace(cells.get(key, Cell("")), comment=restored.get(comment, comment))
    for key, names in _anchored(sheet.pictures).items():
        cells[key] = replace(cells.get(key, Cell("")), pictures=names)
    return _framed(sheet, cells)


def _tick(cells: dict[Key, Cell], ticks: Iterable[tuple[Key, str, str]]) -> None:
    """Check boxes as the text of the cell that they lie over; one whose value a cell shows adds nothing."""
    told: dict[Key, list[str]] = {}
    for key, sign, words in ticks:
        told.setdefault(key, []).append(f"{sign} {words}".strip())
    for key, signs in told.items():
        below = cells.get(key)
        if below is None:
            cells[key] = Cell("\n".join(signs))
        elif below.kind is CellKind.TEXT:
            joint = "\n" if len(signs) > 1 else " "
            cells[key] = replace(below, text=joint.join((*signs, below.text)))


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


def _framed(sheet: OpenedSheet, cells: dict[Key, Cell]) -> Grid:
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
