"""Workbooks (xlsx, xlsm, xltx) as sheets of cells; formulas, macros and outside links are never followed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from parsers.document import Document, Reason, UnreadableError
from parsers.formats import xmlstream
from parsers.formats.container import Container, Relationship
from parsers.formats.workbook import MAX_SHEETS, OpenedSheet, as_document
from parsers.formats.xlsx.beside import SheetEntry, first, opened_sheet
from parsers.formats.xlsx.incell import CellPictures
from parsers.formats.xlsx.parts import RichText, Style, read_strings, read_styles
from parsers.formats.xlsx.sheet import read_sheet
from parsers.text import clean

_ON = ("1", "true")
# How a workbook writes what XML cannot hold (ECMA-376 part 1, 22.9.2.19).
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all sheets of a workbook draw on."""

    strings: Sequence[RichText]
    styles: Sequence[Style]
    in_cells: CellPictures


def read_xlsx(data: bytes) -> Document:
    """The sheets of a workbook in their order, each followed by its text boxes and pictures.

    What is broken beside the values (looks, remarks, drawings) is left out with a warning; so are sheets
    that cannot be read beside others that can.
    """
    container = Container(data)
    book = container.related("", "officeDocument") or "xl/workbook.xml"
    if book not in container:
        raise UnreadableError(Reason.CORRUPT, "no workbook part")
    entries, since_1904 = _workbook(container, book)
    relations = container.relationships(book)
    shared = _shared(container, book, relations, since_1904=since_1904)
    warnings: list[str] = []
    opened = list(_opened(container, _worksheets(book, entries, relations), shared, warnings))
    if not opened:
        raise UnreadableError(Reason.CORRUPT, "; ".join(["no worksheet", *warnings])[:300])
    return as_document("xlsx", opened, [*warnings, *_oddities(container)], _meant)


def _workbook(container: Container, part: str) -> tuple[list[SheetEntry], bool]:
    entries: list[SheetEntry] = []
    since_1904 = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal since_1904
        name = tag[tag.rfind(" ") + 1 :]
        if name == "sheet" and len(entries) < MAX_SHEETS:
            relation = next((value for key, value in attributes.items() if key.endswith(" id")), "")
            hidden = attributes.get("state", "visible") != "visible"
            entries.append(SheetEntry(clean(attributes.get("name", "")), relation, hidden))
        elif name == "workbookPr":
            since_1904 = attributes.get("date1904") in _ON

    container.parse(part, xmlstream.parser(start))
    return entries, since_1904


def _shared(
    container: Container, book: str, relations: Mapping[str, Relationship], *, since_1904: bool
) -> _Shared:
    strings = _part(container, book, relations, "sharedStrings")
    styles = _part(container, book, relations, "styles")
    return _Shared(
        read_strings(container, strings) if strings else (),
        read_styles(container, styles, since_1904=since_1904) if styles else (),
        CellPictures(container, relations),
    )


def _part(container: Container, book: str, relations: Mapping[str, Relationship], kind: str) -> str:
    """The part of a kind, by its relationship or by its usual name; "" where the package has none."""
    usual = posixpath.join(posixpath.dirname(book), f"{kind}.xml")
    return next((part for part in (first(relations, kind), usual) if part in container), "")


def _worksheets(
    book: str, entries: Sequence[SheetEntry], relations: Mapping[str, Relationship]
) -> Iterator[tuple[SheetEntry, str]]:
    """The worksheets with their parts: charts, macro sheets and dialogs are passed over.

    A workbook that lost its relationships still has its sheets under their usual names.
    """
    folder = posixpath.dirname(book)
    for number, entry in enumerate(entries, start=1):
        relation = relations.get(entry.relation)
        if relation is None and not relations:
            yield entry, posixpath.join(folder, f"worksheets/sheet{number}.xml")
        elif relation is not None and relation.kind == "worksheet":
            yield entry, relation.target


def _opened(
    container: Container,
    worksheets: Iterator[tuple[SheetEntry, str]],
    shared: _Shared,
    warnings: list[str],
) -> Iterator[OpenedSheet]:
    for entry, part in worksheets:
        try:
            raw = read_sheet(container, part, shared.strings, shared.styles)
        except UnreadableError as refusal:
            if refusal.reason is not Reason.CORRUPT:
                raise
            warnings.append(f"sheet {entry.title} could not be read: {refusal.detail}"[:200])
            continue
        if raw.is_cut:
            warnings.append(f"sheet {entry.title} breaks off after row {raw.last_row}")
        if raw.lost > len(raw.cells):
            raise UnreadableError(Reason.CORRUPT, f"{raw.lost} cells whose texts are missing")
        if raw.lost:
            warnings.append(f"sheet {entry.title}: {raw.lost} cells whose texts are missing")
        yield opened_sheet(container, part, entry, raw, shared.in_cells)


def _oddities(container: Container) -> list[str]:
    """What the package carries that is never run or followed, named for the operator."""
    found = []
    if any(name.endswith("vbaproject.bin") for name in container.names):
        found.append("holds macros, which were not run")
    found.extend(f"{part} is damaged and was left out" for part in container.damaged)
    if any("/externallinks/" in name for name in container.names):
        found.append("refers to other workbooks, which were not opened")
    return found


def _meant(text: str) -> str:
    """What stands for the escapes of a text; a pair of them may be one letter."""
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
