"""What lies beside the cells of a worksheet: comments, links, drawings, check boxes; follows no address."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from parsers.document import CellKind, Picture, Place
from parsers.formats import picture
from parsers.formats.container import Container, Relationship
from parsers.formats.workbook import OpenedSheet, filled_in, spelt_link
from parsers.formats.xlsb.parts import read_binary_comments
from parsers.formats.xlsx.cells import Key, RawSheet, parse_reference
from parsers.formats.xlsx.controls import read_check_boxes
from parsers.formats.xlsx.drawings import read_drawing
from parsers.formats.xlsx.incell import CellPictures
from parsers.formats.xlsx.parts import read_comments

_CELL_LINK = re.compile(
    r'HYPERLINK\(\s*(\$?[A-Z]{1,3}\$?\d+)\s*(?:[,;]\s*"((?:[^"]|"")*)"\s*)?\)', re.IGNORECASE
)
_DISPLAYED = re.compile(r'DISPIMG\(\s*"([^"]*)"', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SheetEntry:
    """A sheet as the workbook lists it."""

    title: str
    relation: str
    hidden: bool


def opened_sheet(
    container: Container, part: str, entry: SheetEntry, raw: RawSheet, in_cells: CellPictures
) -> OpenedSheet:
    """The sheet with all that other parts of the package lay upon it."""
    relations = container.relationships(part, beside=True)
    pictures, boxes = _drawn(container, relations, entry.title, raw)
    return OpenedSheet(
        title=entry.title,
        hidden=entry.hidden,
        raw=raw,
        comments=_comments(container, relations),
        links=_links(raw, relations),
        worded=_worded(raw),
        pictures=(*pictures, *_in_cells(raw, entry.title, in_cells)),
        boxes=boxes,
        ticks=_ticks(container, relations, raw),
    )


def first(relations: Mapping[str, Relationship], kind: str) -> str:
    """The target of the first relationship of a kind, "" where none."""
    return next((link.target for link in relations.values() if link.kind == kind), "")


def _comments(container: Container, relations: Mapping[str, Relationship]) -> dict[Key, str]:
    """The comments by cell; of a conversation its own words, not the hint that stands in for old programs."""
    said: dict[Key, str] = {}
    for kind in ("comments", "threadedComment"):
        part = first(relations, kind)
        if part in container and part.endswith(".bin"):
            said |= read_binary_comments(container, part)
        elif part in container:
            found = ((parse_reference(where), text) for where, text in read_comments(container, part).items())
            said |= {key: text for key, text in found if key}
    return said


def _links(raw: RawSheet, relations: Mapping[str, Relationship]) -> dict[Key, str]:
    """Addresses by cell: of hyperlinks, and of HYPERLINK() formulas."""
    links: dict[Key, str] = {}
    for span, relation, mark in raw.links:
        link = relations.get(relation)
        if link is None or not link.external:
            continue
        address = f"{link.target}#{mark}" if mark and "#" not in link.target else link.target
        for key in filled_in(raw.cells, span):
            links[key] = address
    for key, formula in raw.formulas.items():
        found = _formula_address(raw, formula)
        if found:
            links[key] = found
    return links


def _formula_address(raw: RawSheet, formula: str) -> str:
    literal = spelt_link(formula)
    if literal:
        return literal[0]
    pointer = _CELL_LINK.search(formula)
    key = parse_reference(pointer[1].upper()) if pointer else None
    cell = raw.cells.get(key) if key else None
    return cell.text if cell else ""


def _worded(raw: RawSheet) -> dict[Key, str]:
    """HYPERLINK("address";"words") needs no calculation: both stand in the formula."""
    found = ((key, spelt_link(formula)) for key, formula in raw.formulas.items())
    return {key: link[1] for key, link in found if link}


def _drawn(
    container: Container, relations: Mapping[str, Relationship], title: str, raw: RawSheet
) -> tuple[list[Picture], tuple[tuple[Place, str], ...]]:
    pictures, boxes = [], []
    controls = {number for number, _ in raw.controls}
    for relation in raw.drawings:
        part = relations[relation].target if relation in relations else ""
        if part not in container:
            continue
        media = container.relationships(part, beside=True)
        for drawn in read_drawing(container, part, controls):
            place = Place(title, drawn.row, drawn.column) if drawn.row > 0 and drawn.column > 0 else None
            target = media.get(drawn.embed)
            if target and target.target in container:
                pictures.append(replace(described(container, target.target), place=place))
            if drawn.text:
                boxes.append((place or Place(title), drawn.text))
    return pictures, tuple(boxes)


def described(container: Container, part: str) -> Picture:
    """The picture of a part under the part's own name."""
    return picture.describe(posixpath.basename(part), *container.digest(part))


def _in_cells(raw: RawSheet, title: str, in_cells: CellPictures) -> list[Picture]:
    """Pictures that are the value of a cell: the words that stand in for them are taken away."""
    parts = {key: in_cells.by_rich_value(number) for key, number in raw.rich_values.items()}
    for key, cell in raw.cells.items():
        match = _DISPLAYED.search(raw.formulas.get(key, "") or cell.text)
        if match and (cell.kind is CellKind.ERROR or "DISPIMG" in cell.text):
            parts[key] = in_cells.by_name(match[1]) or match[1]
    for key in [key for key, part in parts.items() if part]:
        raw.cells.pop(key, None)
    return [replace(in_cells.picture(part), place=Place(title, *key)) for key, part in parts.items() if part]


def _ticks(
    container: Container, relations: Mapping[str, Relationship], raw: RawSheet
) -> tuple[tuple[Key, str, str], ...]:
    part = first(relations, "vmlDrawing")
    if part not in container:
        return ()
    parts = {number: relations[relation].target for number, relation in raw.controls if relation in relations}
    return read_check_boxes(container, part, parts)
