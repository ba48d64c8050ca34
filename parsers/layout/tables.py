"""Tables with headings: from a header and its rows to candidates, with the place of every value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.document import Cell
from parsers.layout.bodies import Body, read_body
from parsers.layout.cellparts import with_cell_parts
from parsers.layout.columns import Column, assign, lone_text_column
from parsers.layout.frames import Frame
from parsers.layout.headings import KNOWN, Lexicon, Match
from parsers.layout.hints import legend_above, with_hints
from parsers.layout.labels import labels_of
from parsers.layout.namedwith import told_behind_name
from parsers.layout.pointed import pointed_out
from parsers.layout.regions import Header
from parsers.layout.rows import FEWEST_WITHOUT_KEY, Rows
from parsers.layout.several import parted
from parsers.layout.shapes import SAMPLE, is_number, is_tick, suits
from parsers.layout.sheet import Sheet
from parsers.layout.vague import NAMED, name_column
from parsers.legends import meanings
from parsers.text import fold
from parsers.wanted import Candidate, ColumnMap, Region, Shape, Unclaimed

LONE_COLUMN = 0.5
FOREIGN_HEADINGS = 2
LONGEST_TITLE = 200
TELLING = frozenset({Shape.CHOICE, Shape.MONEY, Shape.DURATION})
FEWEST_FIELDS_WITHOUT_KEY = 3
FEWEST_SUITING = 2
FEWEST_LABELLED = 3
SUITING = 0.5


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
    columns = _columns(sheet, header, lexicon)
    chosen = _without_others(assign(columns, lexicon), header, lexicon)
    chosen = _without_labelled(columns, chosen, lexicon)
    if _is_foreign(header, title, chosen, lexicon):
        chosen = {}
    else:
        _claim_vague_name(columns, chosen, header, lexicon)
        _claim_lone_column(columns, chosen, header, lexicon)
    kinds = _kinds(chosen, lexicon)
    chosen = {column: one for column, one in chosen.items() if one.kind in kinds or not one.field.collected}
    frame = Frame(
        sheet,
        header,
        _key_column(chosen, kinds, lexicon),
        frozenset(chosen) if kinds else frozenset(),
        frozenset(column for column, one in chosen.items() if one.field.shape in TELLING),
        frozenset(column for column, one in chosen.items() if one.field.shape is Shape.DURATION),
        lexicon,
    )
    sheet.take(
        (row, column) for row in range(header.top, header.bottom + 1) for column in _range(sheet, row, header)
    )
    body = read_body(frame)
    plain = {column.number: column.heading for column in columns}
    headings = with_hints(plain, chosen, sheet, header, lexicon)
    rows = Rows(frame, body, headings, chosen)
    candidates = [
        told_behind_name(one, lexicon)
        for record in body.records
        for whole in rows.candidates(record, kinds)
        for one in parted(with_cell_parts(whole, lexicon), lexicon)
    ]
    return Table(
        top=header.top,
        bottom=body.last,
        region=_region(sheet, header, body, columns, chosen),
        candidates=tuple(pointed_out(candidates, sheet, header, lexicon)),
        unclaimed=tuple(rows.unclaimed()),
    )


def goes_on(sheet: Sheet, row: int, header: Header, lexicon: Lexicon) -> bool:
    """Whether a row can stand below a header of another page: numbered as it is, or with values that suit."""
    serial = sheet.cells.get((row, header.index)) if header.index else None
    if header.index:
        return serial is not None and is_number(serial.text)
    suiting = 0
    for column, levels in header.levels.items():
        found = lexicon.quick(levels[-1]) if levels else ()
        cell = sheet.cells.get((row, column))
        if cell is None or not found or found[0].field.shape not in TELLING:
            continue
        if suits(found[0].field, cell, lexicon.wanted) < SUITING:
            return False
        suiting += 1
    return suiting >= FEWEST_SUITING


def _range(sheet: Sheet, row: int, header: Header) -> list[int]:
    return sheet.own(row, header.left, header.right)


def _columns(sheet: Sheet, header: Header, lexicon: Lexicon) -> list[Column]:
    samples: dict[int, list[Cell]] = {column: [] for column in header.levels}
    previous = header.bottom
    legend = legend_above(sheet, header)
    codes = meanings(legend) if legend else {}
    for row in sheet.rows_from(header.bottom + 1, header.bottom + 2 * SAMPLE + 1):
        columns = _range(sheet, row, header)
        if row - previous > 1 and any(samples.values()):
            break
        previous = row
        for column in columns if len(columns) > 1 or len(samples) == 1 else ():
            if column in samples and len(samples[column]) < SAMPLE and sheet.width(row, column) == 1:
                samples[column].append(sheet.cells[row, column])
    return [
        Column(number=column, levels=header.levels[column], cells=_spelt(samples[column], codes, lexicon))
        for column in header.levels
    ]


def _spelt(cells: Sequence[Cell], codes: Mapping[str, str], lexicon: Lexicon) -> Sequence[Cell]:
    """Cells with the words that a legend has for their codes, so that a column is judged by these."""
    if not codes:
        return cells
    return [
        cell
        if is_tick(cell.text, lexicon.wanted)
        else replace(cell, text=codes.get(cell.text.strip().casefold(), cell.text))
        for cell in cells
    ]


def _is_foreign(header: Header, title: str, chosen: Mapping[int, Match], lexicon: Lexicon) -> bool:
    """A table of learners or teachers: its headings say so, or one of them and the title above."""
    first = lexicon.wanted.records[0]
    ours = {one.field.key for one in chosen.values() if one.kind == first.kind and one.field.collected}
    # The price of one and of all are no two fields of a record here: bills have both.
    sums = {one.field.key for one in chosen.values() if one.field.shape is Shape.MONEY} & ours
    if first.key in ours and len(ours) - max(len(sums) - 1, 0) > FOREIGN_HEADINGS:
        return False
    alien = sum(
        any(fold(level) in lexicon.wanted.foreign for level in levels) for levels in header.levels.values()
    )
    others = _names_others(title, lexicon)
    if alien:
        return alien >= FOREIGN_HEADINGS or others or bool(ours)
    return others and (not ours or _lists_persons(chosen, lexicon))


def _without_others(chosen: dict[int, Match], header: Header, lexicon: Lexicon) -> dict[int, Match]:
    """Columns of persons whose heading says that they are teachers or learners are known, but not ours."""
    others = {
        one.kind
        for column, one in chosen.items()
        if one.field.shape is Shape.PERSON
        and one.field.collected
        and one.score < KNOWN
        and _names_others(" ".join(header.levels[column]), lexicon)
    }
    return {
        column: replace(one, field=replace(one.field, collected=False)) if one.kind in others else one
        for column, one in chosen.items()
    }


def _lists_persons(chosen: Mapping[int, Match], lexicon: Lexicon) -> bool:
    """Whether a table names the records of another kind, and those of the first hardly."""
    first = lexicon.wanted.records[0]
    named = [one for one in chosen.values() if one.field.key == lexicon.records[one.kind].key]
    own = max((one.score for one in named if one.kind == first.kind), default=0.0)
    return own < KNOWN and any(one.kind != first.kind for one in named)


def _names_others(title: str, lexicon: Lexicon) -> bool:
    """Whether a title speaks of people who are not ours; a caption of ours outweighs it."""
    folded = f" {fold(title[:LONGEST_TITLE])} "
    if any(f" {word} " in folded for word in lexicon.captions):
        return False
    return any(f" {word} " in folded for word in lexicon.wanted.foreign_topics)


def _claim_vague_name(
    columns: Sequence[Column], chosen: dict[int, Match], header: Header, lexicon: Lexicon
) -> None:
    """Without a heading for the name, a column of names under a vague heading holds it.

    Not where a column of texts that nothing claims stands right beside the number.
    """
    first = lexicon.wanted.records[0]
    if header.index and _lone(columns, chosen, header) == header.index + 1:
        return
    headed = {one.number: (one.levels[-1], one.cells) for one in columns if one.levels}
    found = name_column(headed, chosen, lexicon)
    if found:
        key = next(one for one in first.fields if one.key == first.key)
        chosen[found] = Match(first.kind, key, NAMED, "names under a vague heading")


def _claim_lone_column(
    columns: Sequence[Column], chosen: dict[int, Match], header: Header, lexicon: Lexicon
) -> None:
    """Without a heading for the name, the one column of short texts beside the number may be it."""
    first = lexicon.wanted.records[0]
    of_kind = [one for one in chosen.values() if one.kind == first.kind and one.field.collected]
    if any(one.field.key == first.key for one in of_kind) or not of_kind or not header.index:
        return
    lone = _lone(columns, chosen, header)
    if lone:
        key = next(one for one in first.fields if one.key == first.key)
        chosen[lone] = Match(first.kind, key, LONE_COLUMN, "only text column")


def _lone(columns: Sequence[Column], chosen: Mapping[int, Match], header: Header) -> int:
    return lone_text_column([one for one in columns if one.number != header.index], chosen)


def _kinds(chosen: Mapping[int, Match], lexicon: Lexicon) -> list[str]:
    """The kinds of records that the columns are enough for."""
    kinds: list[str] = []
    for record in lexicon.wanted.records:
        keys = {one.field.key for one in chosen.values() if one.kind == record.kind and one.field.collected}
        fewest = FEWEST_WITHOUT_KEY if kinds or record.captions else FEWEST_FIELDS_WITHOUT_KEY
        if record.key in keys or (len(keys) >= fewest and not kinds):
            kinds.append(record.kind)
    return kinds


def _key_column(chosen: Mapping[int, Match], kinds: Sequence[str], lexicon: Lexicon) -> int:
    for kind in kinds:
        key = lexicon.records[kind].key
        for column, one in sorted(chosen.items()):
            if one.kind == kind and one.field.key == key and not one.flag:
                return column
    return 0


def _without_labelled(
    columns: Sequence[Column], chosen: Mapping[int, Match], lexicon: Lexicon
) -> dict[int, Match]:
    """The columns but for those whose cells hold several labelled values each, which speak for themselves."""
    labelled = {
        column.number
        for column in columns
        if column.cells and all(_labels(cell.text, lexicon) >= FEWEST_LABELLED for cell in column.cells)
    }
    return {column: one for column, one in chosen.items() if column not in labelled}


def _labels(text: str, lexicon: Lexicon) -> int:
    """How many different fields a cell's labels name."""
    if text.count(":") < FEWEST_LABELLED:
        return 0
    return len({one.matches[0].field.key for one in labels_of(text, lexicon) if one.matches})


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
