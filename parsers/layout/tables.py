"""Tables with headings: from a header and its rows to candidates, with the place of every value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from parsers.document import Cell
from parsers.layout.bodies import Body, Frame, read_body
from parsers.layout.boxes import chosen_text
from parsers.layout.columns import Column, assign, lone_text_column
from parsers.layout.headings import Lexicon, Match
from parsers.layout.labels import labels_of
from parsers.layout.phrases import choices_said
from parsers.layout.regions import Header
from parsers.layout.shapes import SAMPLE, is_blank, is_tick
from parsers.layout.sheet import Sheet
from parsers.text import fold
from parsers.wanted import Candidate, ColumnMap, Reading, Region, Shape, Unclaimed

SECTION = 0.9
LONE_COLUMN = 0.5
FOREIGN_HEADINGS = 2
FEWEST_WITHOUT_KEY = 2

_JOINED = frozenset({Shape.LONG_TEXT, Shape.TEXT})

Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What one table gave. ``top`` orders it among the lines of its grid; ``kinds`` are its records'."""

    top: int
    bottom: int
    region: Region
    candidates: tuple[Candidate, ...]
    unclaimed: tuple[Unclaimed, ...]

    @property
    def kinds(self) -> frozenset[str]:
        return frozenset(candidate.kind for candidate in self.candidates)


def read_table(sheet: Sheet, header: Header, title: str, lexicon: Lexicon) -> Table:
    """The table under a header; ``title`` is the line above it, which may say that it is not ours."""
    columns = _columns(sheet, header)
    chosen = assign(columns, lexicon)
    if _is_foreign(header, title, chosen, lexicon):
        chosen = {}
    else:
        _claim_lone_column(columns, chosen, header, lexicon)
    kinds = _kinds(chosen, lexicon)
    chosen = {column: one for column, one in chosen.items() if one.kind in kinds or not one.field.collected}
    frame = Frame(sheet, header, _key_column(chosen, kinds, lexicon), frozenset(chosen), lexicon)
    sheet.take(
        (row, column) for row in range(header.top, header.bottom + 1) for column in _range(sheet, row, header)
    )
    body = read_body(frame)
    headings = {column.number: column.heading for column in columns}
    rows = _Rows(frame, body, headings, chosen, [column for column in headings if column not in chosen])
    candidates = [one for record in body.records for one in rows.candidates(record, kinds)]
    return Table(
        top=header.top,
        bottom=body.last,
        region=_region(sheet, header, body, columns, chosen),
        candidates=tuple(candidates),
        unclaimed=tuple(rows.unclaimed()),
    )


def _range(sheet: Sheet, row: int, header: Header) -> list[int]:
    return sheet.own(row, header.left, header.right)


def _columns(sheet: Sheet, header: Header) -> list[Column]:
    samples: dict[int, list[Cell]] = {column: [] for column in header.levels}
    previous = header.bottom
    for row in [one for one in sheet.rows if header.bottom < one <= header.bottom + 2 * SAMPLE]:
        columns = _range(sheet, row, header)
        if row - previous > 1 and any(samples.values()):
            break
        previous = row
        for column in columns if len(columns) > 1 or len(samples) == 1 else ():
            if column in samples and len(samples[column]) < SAMPLE and sheet.width(row, column) == 1:
                samples[column].append(sheet.cells[row, column])
    return [
        Column(number=column, levels=header.levels[column], cells=samples[column]) for column in header.levels
    ]


def _is_foreign(header: Header, title: str, chosen: Mapping[int, Match], lexicon: Lexicon) -> bool:
    """A table of learners or teachers: its headings say so, or one of them and the title above."""
    if any(
        lexicon.records[one.kind].key == one.field.key and _is_first(one, lexicon) for one in chosen.values()
    ):
        return False
    alien = sum(
        any(fold(level) in lexicon.wanted.foreign for level in levels) for levels in header.levels.values()
    )
    folded = f" {fold(title[:200])} "
    named = any(f" {word} " in folded for word in lexicon.wanted.foreign_topics)
    return (
        alien >= FOREIGN_HEADINGS or (bool(alien) and named) or (named and not _names_first(chosen, lexicon))
    )


def _is_first(one: Match, lexicon: Lexicon) -> bool:
    return one.kind == lexicon.wanted.records[0].kind


def _names_first(chosen: Mapping[int, Match], lexicon: Lexicon) -> bool:
    return any(_is_first(one, lexicon) for one in chosen.values())


def _claim_lone_column(
    columns: Sequence[Column], chosen: dict[int, Match], header: Header, lexicon: Lexicon
) -> None:
    """Without a heading for the name, the one column of short texts beside the number may be it."""
    first = lexicon.wanted.records[0]
    of_kind = [one for one in chosen.values() if one.kind == first.kind and one.field.collected]
    if any(one.field.key == first.key for one in of_kind) or not of_kind or not header.index:
        return
    lone = lone_text_column([one for one in columns if one.number != header.index], chosen)
    if lone:
        key = next(one for one in first.fields if one.key == first.key)
        chosen[lone] = Match(first.kind, key, LONE_COLUMN, "only text column")


def _kinds(chosen: Mapping[int, Match], lexicon: Lexicon) -> list[str]:
    """The kinds of records that the columns are enough for."""
    kinds: list[str] = []
    for record in lexicon.wanted.records:
        keys = {one.field.key for one in chosen.values() if one.kind == record.kind and one.field.collected}
        if record.key in keys or (len(keys) > FEWEST_WITHOUT_KEY - 1 and not kinds):
            kinds.append(record.kind)
    return kinds


def _key_column(chosen: Mapping[int, Match], kinds: Sequence[str], lexicon: Lexicon) -> int:
    for kind in kinds:
        key = lexicon.records[kind].key
        for column, one in sorted(chosen.items()):
            if one.kind == kind and one.field.key == key and not one.flag:
                return column
    return 0


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of one table and what their columns stand for."""

    frame: Frame
    body: Body
    headings: Mapping[int, str]
    chosen: Mapping[int, Match]
    unheaded: Sequence[int]

    def candidates(self, rows: Sequence[int], kinds: Sequence[str]) -> Iterable[Candidate]:
        """The records of one row, or of the rows that belong together; one a kind."""
        for kind in kinds:
            readings = [*self._readings(rows, kind), *self._inner(rows, kind)]
            if not readings:
                continue
            known = {one.field for one in readings}
            readings += [one for one in self._section(rows[0], kind) if one.field not in known]
            key = self.frame.lexicon.records[kind].key
            if key not in known and len(known) < FEWEST_WITHOUT_KEY:
                continue
            doubt = "" if key in known else f"no {key}"
            yield Candidate(kind=kind, readings=tuple(readings), region=self._name(), doubt=doubt)

    def unclaimed(self) -> Iterable[Unclaimed]:
        """The cells of records that no field took, with their headings."""
        sheet = self.frame.sheet
        for row in (row for record in self.body.records for row in record):
            for column in sheet.own(row, self.frame.header.left, self.frame.header.right):
                one = self.chosen.get(column)
                if column != self.frame.header.index and (one is None or not one.field.collected):
                    at = (row, column)
                    yield Unclaimed(
                        text=sheet.cells[at].text,
                        place=sheet.place(at),
                        heading=self.headings.get(column, ""),
                    )

    def _name(self) -> str:
        return f"{self.frame.sheet.grid.title}!{self.frame.header.top}"

    def _readings(self, rows: Sequence[int], kind: str) -> Iterable[Reading]:
        parts: dict[str, list[tuple[int, Place, int]]] = {}
        for column, one in self.chosen.items():
            if one.kind != kind or not one.field.collected:
                continue
            places = self._places(rows, column, joined=one.field.shape in _JOINED)
            if not places:
                continue
            if one.part:
                parts.setdefault(one.field.key, []).append((one.part, places[0], column))
                continue
            found = self._reading(one, places, column)
            if found is not None:
                yield found
        yield from (self._joined(key, sorted(found)) for key, found in parts.items())

    def _places(self, rows: Sequence[int], column: int, *, joined: bool) -> list[Place]:
        """Where a column's value of a record stands, merged cells by their anchor."""
        frame = self.frame
        cells = frame.sheet.cells
        places: list[Place] = []
        for row in rows:
            at = (row, column) if (row, column) in cells else frame.sheet.anchor(row, column)
            if at is None or at in places or at[0] <= frame.header.bottom or at[1] != column:
                continue
            if not is_blank(cells[at].text, frame.lexicon.wanted):
                places.append(at)
        return places if joined else places[:1]

    def _reading(self, one: Match, places: Sequence[Place], column: int) -> Reading | None:
        sheet = self.frame.sheet
        cell = sheet.cells[places[0]]
        ticked = bool(one.flag) and is_tick(cell.text, self.frame.lexicon.wanted)
        if one.flag and not ticked and not _speaks(cell.text, self.frame.lexicon):
            return None
        return Reading(
            field=one.field.key,
            text=chosen_text("\n".join(sheet.cells[at].text for at in places), self.frame.lexicon.wanted),
            place=sheet.place(places[0]),
            confidence=round(one.score, 3),
            reason=one.reason,
            value=cell.value,
            heading=self.headings[column],
            choice=one.flag if ticked else "",
            href=cell.href,
            number_format=cell.number_format,
        )

    def _joined(self, key: str, parts: Sequence[tuple[int, Place, int]]) -> Reading:
        sheet = self.frame.sheet
        return Reading(
            field=key,
            text=" ".join(sheet.cells[at].text for _, at, _ in parts),
            place=sheet.place(parts[0][1]),
            confidence=0.9,
            reason="joined columns",
            heading=" + ".join(self.headings[column] for _, _, column in parts),
        )

    def _section(self, row: int, kind: str) -> list[Reading]:
        """What the section row above says of its records."""
        section = self.body.sections.get(row, 0)
        if not section:
            return []
        sheet = self.frame.sheet
        at = (section, sheet.own(section, self.frame.header.left, self.frame.header.right)[0])
        said = choices_said(sheet.cells[at].text, self.frame.lexicon, kind)
        return [
            Reading(
                field=one.key,
                text=sheet.cells[at].text,
                place=sheet.place(at),
                confidence=SECTION,
                reason="section row",
                choice=code,
            )
            for one, code in said
        ]

    def _inner(self, rows: Sequence[int], kind: str) -> Iterable[Reading]:
        """Labels inside a cell that no column claims ("Trình độ: ...", one a line)."""
        taken = {one.field.key for one in self.chosen.values() if one.kind == kind}
        for column in self.unheaded:
            at = (rows[0], column)
            cell = self.frame.sheet.cells.get(at)
            if cell is None or ":" not in cell.text:
                continue
            for labelled in labels_of(cell.text, self.frame.lexicon):
                one = labelled.matches[0]
                if one.kind == kind and one.field.collected and one.field.key not in taken and labelled.text:
                    taken.add(one.field.key)
                    place = self.frame.sheet.place(at)
                    yield Reading(
                        field=one.field.key,
                        text=labelled.text,
                        place=place,
                        confidence=0.9,
                        reason="label in cell",
                        heading=labelled.label,
                    )


def _speaks(text: str, lexicon: Lexicon) -> bool:
    """Whether a cell of a tick column holds a value of its own (a fee under "Có thu phí")."""
    sign = text.strip().casefold()
    return (
        sign not in lexicon.wanted.no and fold(sign) not in lexicon.wanted.no and any(map(str.isalnum, text))
    )


def _region(
    sheet: Sheet, header: Header, body: Body, columns: Sequence[Column], chosen: Mapping[int, Match]
) -> Region:
    return Region(
        name=f"{sheet.grid.title}!{header.top}",
        kind="table",
        container=sheet.grid.title,
        top=header.top,
        left=header.left,
        bottom=body.last,
        right=header.right,
        heading_rows=tuple(range(header.top, header.bottom + 1)),
        columns=tuple(_column_map(column, chosen.get(column.number)) for column in columns),
        note=f"{len(body.records)} records",
    )


def _column_map(column: Column, one: Match | None) -> ColumnMap:
    claimed = one if one is not None and one.field.collected else None
    known = "" if one is None else f"known: {one.field.key}"
    return ColumnMap(
        column=column.number,
        heading=column.heading,
        field=f"{claimed.kind}.{claimed.field.key}" if claimed else "",
        confidence=round(claimed.score, 3) if claimed else 0.0,
        reason=claimed.reason if claimed else known,
    )
