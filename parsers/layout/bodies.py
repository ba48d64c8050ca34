"""The rows below a header: records, sections, totals and where the table ends; knows no field's meaning."""

from __future__ import annotations

from dataclasses import dataclass, field

from parsers.layout.frames import Frame, RowKind
from parsers.layout.headings import MARKER
from parsers.layout.regions import repeats
from parsers.layout.rowkinds import kind_of

# The rank of what stands above a table: no section ends it.
CAPTION = "caption"


@dataclass(slots=True)
class Body:
    """A table's rows: each record's own rows, and the sections it stands under, the nearest first.

    ``parts`` are rows that name what a record consists of, each in the place of a name; ``details`` the
    rows below a record (by its first) that say more of it in one cell, behind labels.
    """

    records: list[list[int]] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    details: dict[int, list[int]] = field(default_factory=dict)
    sections: dict[int, tuple[int, ...]] = field(default_factory=dict)
    last: int = 0

    def place(self, row: int, kind: RowKind, sections: tuple[int, ...]) -> None:
        """Put a row where it belongs; one that goes on with nothing is a record."""
        if kind is RowKind.RECORD or (kind is RowKind.MORE and not self.records):
            self.records.append([row])
            self.sections[row] = sections
        elif kind is RowKind.MORE:
            self.records[-1].append(row)
        elif kind is RowKind.PART:
            self.parts.append(row)
        elif kind is RowKind.DETAIL:
            self.details.setdefault(self.records[-1][0], []).append(row)


def read_body(frame: Frame) -> Body:
    """The records of a table, from below its header until something says that it has ended."""
    body = Body(last=frame.header.bottom)
    sections: list[tuple[str, int]] = [(CAPTION, frame.header.caption)] if frame.header.caption else []
    opening = 0 if sections else _opening(frame)
    if opening:
        _enter(sections, _rank(frame, opening, frame.sheet.rows[opening][0]), opening)
        frame.sheet.take([(opening, frame.sheet.rows[opening][0])])
    previous = frame.header.bottom
    for row in frame.sheet.rows_from(frame.header.bottom + 1):
        columns = frame.sheet.own(row, frame.header.left, frame.header.right)
        columns = [column for column in columns if (row, column) not in frame.sheet.used]
        if not columns:
            continue
        kind = kind_of(frame, row, columns, near=row - previous <= 1 and bool(body.records))
        if kind is RowKind.STOP:
            break
        if kind is RowKind.LEAVE:
            continue
        frame.sheet.take((row, column) for column in columns)
        previous = body.last = row
        if kind is RowKind.SECTION:
            _enter(sections, _rank(frame, row, columns[0]), row)
        else:
            body.place(row, kind, tuple(one for _, one in reversed(sections)))
    return body


def _opening(frame: Frame) -> int:
    """The first of several numbered sections, which stands above the headings that each of them repeats."""
    sheet, header = frame.sheet, frame.header
    above = header.top - 1
    if len(sheet.rows.get(above, ())) != 1:
        return 0
    rank = _rank(frame, above, sheet.rows[above][0])
    others = (row - 1 for row in sheet.rows_from(header.bottom + 1) if repeats(sheet, row, header))
    alike = any(
        len(sheet.rows.get(row, ())) == 1 and _rank(frame, row, sheet.rows[row][0]) == rank for row in others
    )
    return above if rank and alike else 0


def _enter(sections: list[tuple[str, int]], rank: str, row: int) -> None:
    """A section ends those of its own rank and what stands inside them: II. ends I. and its A. and 1."""
    ranks = [one for one, _ in sections]
    if rank in ranks:
        del sections[ranks.index(rank) :]
    sections.append((rank, row))


def _rank(frame: Frame, row: int, column: int) -> str:
    """How a section is numbered: by Roman numbers, letters, figures or not at all."""
    found = MARKER.match(f"{frame.sheet.cells[row, column].text}. ")
    sign = found["marker"].strip(" .)(/-–") if found else ""
    if sign and set(sign) <= set("IVX"):
        return "roman"
    if sign.count(".") == 1:
        return "part"
    return "figure" if sign[:1].isdigit() else ("letter" if sign[:1].isalpha() else "")
