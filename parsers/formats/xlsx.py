"""Workbooks (xlsx, xlsm, xltx) as sheets of cells; formulas, macros and outside links are never followed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from parsers.document import Document, Picture, Place, Reason, UnreadableError
from parsers.formats import picture, xmlstream
from parsers.formats.container import Container, Relationship
from parsers.formats.workbook import MAX_SHEETS, OpenedSheet, as_document, filled_in
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
from parsers.text import clean

_ON = ("1", "true")
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
    return as_document("xlsx", opened, _oddities(container), _meant)


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
) -> OpenedSheet:
    raw = read_sheet(container, part, *shared)
    relations = container.relationships(part, beside=True)
    pictures, boxes = _drawn(container, relations, entry.title, raw.drawings)
    return OpenedSheet(
        title=entry.title,
        hidden=entry.hidden,
        raw=raw,
        comments=_comments(container, relations),
        links=_links(raw, relations),
        worded=_worded(raw),
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
        for key in filled_in(raw.cells, span):
            links[key] = link.target
    for key, formula in raw.formulas.items():
        address = _formula_address(raw, formula)
        if address:
            links[key] = address
    return links


def _formula_address(raw: RawSheet, formula: str) -> str:
    literal = _LITERAL_LINK.search(formula)
    if literal:
        return literal[1].replace('""', '"')
    pointer = _CELL_LINK.search(formula)
    key = parse_reference(pointer[1].upper()) if pointer else None
    cell = raw.cells.get(key) if key else None
    return cell.text if cell else ""


def _worded(raw: RawSheet) -> dict[Key, str]:
    """HYPERLINK("address";"words") needs no calculation: both stand in the formula."""
    found = ((key, _LITERAL_LINK.search(formula)) for key, formula in raw.formulas.items())
    return {key: (match[2] or match[1]).replace('""', '"') for key, match in found if match}


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


def _meant(text: str) -> str:
    """What stands for the escapes of a text; a pair of them may be one letter."""
    if "_x" not in text:
        return text
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    return plain.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
