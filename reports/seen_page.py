"""Files drawn as one HTML page that needs nothing else: what stood where, who took it, and the records.

The page is inert: no script, no address to follow but its own anchors, nothing fetched, all text escaped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from catalogue.records import Origin, Spot
from parsers.document import Block, Grid, Paragraph, Picture
from reports.rendering import render_page
from reports.seen import Claim, Role, Seen, SeenDocument, claims_at, claims_of
from reports.seen_colours import DARK_INK, HUES, INK, LOOKS, look_of
from reports.seen_cut import At
from reports.seen_grid import Chip, DrawnGrid, Marks, chip, draw_grid
from reports.seen_prose import DrawnParagraph, draw_paragraph
from reports.seen_records import draw_changes, draw_parts, draw_records, draw_rest
from reports.seen_words import ROLES

MOST_DOCUMENTS = 60
MOST_GRIDS = 80
MOST_ROWS = 200
MOST_ROWS_IN_ALL = 1000
MOST_PARAGRAPHS = 600
MOST_PICTURES = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnBlock:
    """One block of a document, whichever it is; ``chips`` are fields that took its title."""

    grid: DrawnGrid | None = None
    paragraph: DrawnParagraph | None = None
    picture: Picture | None = None
    chips: tuple[Chip, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnDocument:
    """One document with its blocks in its own order; ``left_out`` blocks found no room."""

    title: str
    media: str
    folded: bool
    blocks: tuple[DrawnBlock, ...]
    warnings: tuple[str, ...]
    left_out: int


@dataclass(slots=True)
class _Room:
    """What may still be drawn on the page."""

    documents: int = MOST_DOCUMENTS
    grids: int = MOST_GRIDS
    rows: int = MOST_ROWS_IN_ALL
    paragraphs: int = MOST_PARAGRAPHS
    pictures: int = MOST_PICTURES

    def takes(self, block: Block) -> bool:
        """Whether a block still finds room; it is counted then."""
        if isinstance(block, Grid):
            self.grids -= 1
            return self.grids >= 0 and self.rows > 0
        if isinstance(block, Paragraph):
            self.paragraphs -= 1
            return self.paragraphs >= 0
        self.pictures -= 1
        return self.pictures >= 0


def seen_page(files: Sequence[Seen]) -> str:
    """One page for all files."""
    room = _Room()
    drawn = [_file(f"f{number}", seen, room) for number, seen in enumerate(files, start=1)]
    title = ", ".join(seen.name for seen in files[:3])
    inks = {"ink": INK, "dark_ink": DARK_INK}
    return render_page("seen/page.j2", {"title": title, "files": drawn, "hues": HUES, **inks})


def _file(prefix: str, seen: Seen, room: _Room) -> dict[str, Any]:
    claims = claims_of(seen)
    desk = _Desk(prefix, claims, seen)
    documents = [one for one in seen.documents if one.document.blocks or one.document.warnings]
    drawn = [desk.draw(at, one, room) for at, one in enumerate(documents[: room.documents])]
    room.documents -= len(drawn)
    records = draw_records(seen, claims, desk.anchor)
    return {
        "prefix": prefix,
        "seen": seen,
        "documents": drawn,
        "documents_left": len(documents) - len(drawn),
        "records": records,
        "records_left": len(seen.state.records) - len(records),
        "changes": draw_changes(seen),
        "parts": draw_parts(seen),
        "rest": draw_rest(seen, desk.anchor),
        "rest_count": len(seen.reading.unclaimed),
        "legend": _legend(claims),
    }


def _legend(claims: Sequence[Claim]) -> list[tuple[Chip, int]]:
    """The fields that took anything, in the order of the catalogue, with how often."""
    counts = dict.fromkeys(LOOKS, 0)
    for claim in claims:
        at = (claim.kind, claim.field)
        counts[at] = counts.get(at, 0) + 1
    return [(chip(look_of(*at)), count) for at, count in counts.items() if count]


class _Desk:
    """The findings of one file by place, and which places were drawn so far."""

    def __init__(self, prefix: str, claims: Sequence[Claim], seen: Seen) -> None:
        self._prefix = prefix
        self._claims = claims_at(claims)
        self._of_grid: dict[tuple[str, str], dict[At, Sequence[Claim]]] = {}
        for (part, container, row, column), those in self._claims.items():
            self._of_grid.setdefault((part, container), {})[row, column] = those
        self._free: dict[tuple[str, str], set[At]] = {}
        for part, container, row, column in (one.origin.spot for one in seen.reading.unclaimed):
            self._free.setdefault((part, container), set()).add((row, column))
        self._drawn: dict[Spot, str] = {}

    def anchor(self, origin: Origin) -> str:
        """Where in the page a place is drawn, "" where it is not."""
        return self._drawn.get(origin.spot, "")

    def draw(self, at: int, one: SeenDocument, room: _Room) -> DrawnDocument:
        """One document, as far as there is room."""
        here = f"{self._prefix}-d{at}"
        blocks = [
            self._block(f"{here}-b{number}", one, block, room)
            for number, block in enumerate(one.document.blocks)
            if room.takes(block)
        ]
        return DrawnDocument(
            title=one.part or ROLES[one.role],
            media=one.document.media,
            folded=one.role is Role.QUOTED,
            blocks=tuple(blocks),
            warnings=one.document.warnings,
            left_out=len(one.document.blocks) - len(blocks),
        )

    def _block(self, here: str, one: SeenDocument, block: Block, room: _Room) -> DrawnBlock:
        if isinstance(block, Grid):
            return self._grid(here, one, block, room)
        if isinstance(block, Paragraph):
            return DrawnBlock(paragraph=self._paragraph(here, one, block))
        return DrawnBlock(picture=block)

    def _grid(self, here: str, one: SeenDocument, grid: Grid, room: _Room) -> DrawnBlock:
        claims = self._of_grid.get((one.part, grid.title), {})
        marks = Marks(
            claims=claims,
            unclaimed=self._free.get((one.part, grid.title), set()),
            regions=[region for region in one.extraction.regions if region.container == grid.title],
            anchor=here,
        )
        drawn = draw_grid(grid, marks, min(MOST_ROWS, room.rows))
        room.rows -= sum(not row.gap for row in drawn.rows)
        for row in drawn.rows:
            for cell in row.cells:
                if cell.at is not None and cell.anchor:
                    self._drawn.setdefault((one.part, grid.title, *cell.at), cell.anchor)
        looks = dict.fromkeys(look_of(claim.kind, claim.field) for claim in claims.get((0, 0), ()))
        return DrawnBlock(grid=drawn, chips=tuple(map(chip, looks)))

    def _paragraph(self, here: str, one: SeenDocument, paragraph: Paragraph) -> DrawnParagraph:
        row = paragraph.place.row
        spot = (one.part, paragraph.place.container, row, paragraph.place.column)
        claims = self._claims.get(spot, ())
        if spot in self._drawn:  # the text of an enclosed mail counts its paragraphs anew
            claims = [claim for claim in claims if claim.value.text.strip() in paragraph.text]
        regions = (region for region in one.extraction.regions if not region.container)
        css = "reg" if any(region.top <= row <= region.bottom for region in regions) else ""
        if (row, 0) in self._free.get((one.part, ""), ()) and not claims:
            css = f"{css} free".strip()
        drawn = draw_paragraph(paragraph, claims, here, css)
        if drawn.anchor:
            self._drawn.setdefault(spot, here)
        return drawn
