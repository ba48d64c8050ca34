"""The page that the name of each record leads to, where no column holds one; follows no link."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from parsers.layout.bodies import Body
from parsers.layout.frames import Frame
from parsers.wanted import Reading, Shape, WantedRecord

LINKED_NAME = 0.8
FEWEST_NAMES = 2


def names_lead_apart(frame: Frame, body: Body) -> bool:
    """Whether the names of a table are links, each to another page: one page for all is the unit's."""
    cells = (frame.sheet.cells.get((rows[0], frame.key)) for rows in body.records)
    pages = [cell.href for cell in cells if cell is not None]
    return len(pages) >= FEWEST_NAMES and len(set(pages)) == len(pages)


def page_of_name(readings: Sequence[Reading], record: WantedRecord) -> Iterator[Reading]:
    """The page behind the name of a record that has no other."""
    page = next((one.key for one in record.fields if one.shape is Shape.URL and one.collected), "")
    named = next((one for one in readings if one.field == record.key), None)
    if not page or named is None or any(one.field == page for one in readings):
        return
    if named.href.startswith("http"):
        yield replace(
            named, field=page, text=named.href, confidence=LINKED_NAME, reason="link of the name", value=None
        )
