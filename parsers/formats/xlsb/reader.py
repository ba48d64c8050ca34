"""Binary workbooks (xlsb) as sheets of cells; formulas, macros and outside links are never followed."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import partial

from parsers.document import Document, Reason, UnreadableError
from parsers.formats.container import Container
from parsers.formats.workbook import MAX_SHEETS, OpenedSheet, as_document
from parsers.formats.xlsb.parts import (
    Styles,
    read_binary_strings,
    read_binary_styles,
    read_workbook,
    rich_text,
)
from parsers.formats.xlsb.sheet import read_binary_sheet
from parsers.formats.xlsx.beside import SheetEntry, first, opened_sheet
from parsers.formats.xlsx.incell import CellPictures
from parsers.text import clean


def read_xlsb(data: bytes) -> Document:
    """The sheets of a binary workbook in their order; charts and macro sheets are passed over."""
    container = Container(data)
    warnings: list[str] = []
    try:
        opened = list(_opened(container, warnings))
    except (struct.error, IndexError) as error:
        raise UnreadableError(Reason.CORRUPT, f"xlsb: {error}") from error
    if not opened:
        raise UnreadableError(Reason.CORRUPT, "no worksheet")
    return as_document("xlsb", opened, [*warnings, *_oddities(container)])


def _opened(container: Container, warnings: list[str]) -> Iterator[OpenedSheet]:
    book = container.related("", "officeDocument") or "xl/workbook.bin"
    relations = container.relationships(book)
    listed, since_1904 = read_workbook(container, book)
    styles_part, strings_part = first(relations, "styles"), first(relations, "sharedStrings")
    styles = _styles(container, styles_part, since_1904=since_1904)
    strings = read_binary_strings(container, strings_part, styles.fonts) if strings_part in container else []
    rich = partial(rich_text, fonts=styles.fonts)
    in_cells = CellPictures(container, {})
    for sheet in listed[:MAX_SHEETS]:
        relation = relations.get(sheet.relation)
        if relation is None or relation.kind != "worksheet":
            continue
        raw = read_binary_sheet(container, relation.target, strings, styles.looks, rich)
        if raw.lost > len(raw.cells):
            raise UnreadableError(Reason.CORRUPT, f"{raw.lost} cells whose texts are missing")
        if raw.is_cut or raw.lost:
            warnings.append(f"sheet {sheet.title} breaks off or lacks texts, last at row {raw.last_row}")
        entry = SheetEntry(clean(sheet.title), sheet.relation, sheet.hidden)
        yield opened_sheet(container, relation.target, entry, raw, in_cells)


def _styles(container: Container, part: str, *, since_1904: bool) -> Styles:
    """The looks of cells; broken ones cost a warning."""
    try:
        return read_binary_styles(container, part, since_1904=since_1904) if part in container else Styles()
    except (struct.error, IndexError):
        container.damaged.append(part)
        return Styles()


def _oddities(container: Container) -> list[str]:
    """What the package carries that is never run, and what of it is damaged."""
    macros = any(name.endswith("vbaproject.bin") for name in container.names)
    damaged = [f"{part} is damaged and was left out" for part in container.damaged]
    return ["holds macros, which were not run", *damaged] if macros else damaged
