"""Tables on their side: labels in one column, each further column one record; leaves other cells alone."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from parsers.document import Cell
from parsers.layout.boxes import chosen_text
from parsers.layout.columns import Column, assign
from parsers.layout.headings import SURE, Lexicon, Match
from parsers.layout.shapes import SAMPLE, is_blank, is_placeholder
from parsers.layout.sheet import Sheet
from parsers.layout.tables import Table
from parsers.text import fold
from parsers.wanted import Candidate, ColumnMap, Reading, Region, Unclaimed

FEWEST_LABELS = 3
FEWEST_RECORDS = 2
TRANSPOSED = 0.96
LONGEST_ORDINAL = 16

_FIGURES = re.compile(r"\d+")

Place = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Form:
    """Where the labels stand and which columns are records. ``rows`` maps a label's row to its rows."""

    sheet: Sheet
    label: int
    rows: dict[int, list[int]]
    values: list[int]
    remarks: list[int]


def transposed_tables(sheet: Sheet, lexicon: Lexicon) -> list[Table]:
    """The tables of a sheet whose fields are rows; their cells count as used afterwards."""
    forms = _forms_of(sheet, lexicon)
    return [table for form in forms for table in _table_of(sheet, form, lexicon)]


def _table_of(sheet: Sheet, form: _Form, lexicon: Lexicon) -> list[Table]:
    chosen = _assigned(form, lexicon)
    for row in [one for one in chosen if _counts_columns(form, one)]:
        del chosen[row]
    kinds = _whole_kinds(form, chosen, lexicon)
    if not kinds:
        return []
    # What belongs to another kind of record stands once, beside the table, and is no column of it.
    for row in [one for one, match in chosen.items() if match.kind not in kinds and match.field.collected]:
        del chosen[row], form.rows[row]
    table = _table(form, chosen, lexicon)
    sheet.take(
        (row, column)
        for rows in form.rows.values()
        for row in rows
        for column in sheet.own(row, form.label, form.values[-1])
    )
    return [replace(table, unclaimed=tuple(_remarks(form)))]


def _counts_columns(form: _Form, row: int) -> bool:
    """Whether a row only numbers the records: "Khóa 1", "Khóa 2"."""
    own = form.sheet.own(row, form.values[0], form.values[-1])
    texts = [form.sheet.cells[row, column].text.strip() for column in own]
    alike = {_FIGURES.sub("#", text) for text in texts}
    short = all(text[:1].isalpha() and len(text) <= LONGEST_ORDINAL for text in texts)
    return short and len(set(texts)) == len(texts) >= FEWEST_RECORDS and len(alike) == 1


def _remark_columns(sheet: Sheet, label: int, top: int, lexicon: Lexicon) -> list[int]:
    """The columns beside the records whose heading says that they only remark on each field."""
    return [
        column
        for row in (top - 1, top)
        for column in sheet.own(row, label + 1, sheet.grid.n_columns)
        if fold(sheet.cells[row, column].text) in lexicon.wanted.remarks
    ]


def _remarks(form: _Form) -> Iterator[Unclaimed]:
    sheet = form.sheet
    for row in form.rows:
        for column in [one for one in form.remarks if (row, one) in sheet.cells]:
            sheet.take([(row, column)])
            text, heading = sheet.cells[row, column].text, sheet.cells[row, form.label].text
            yield Unclaimed(text=text, place=sheet.place((row, column)), heading=heading)


def _forms_of(sheet: Sheet, lexicon: Lexicon) -> list[_Form]:
    """The forms of the column that holds most labels; one begins again where its first label does."""
    labels: dict[int, list[int]] = {}
    for row in sheet.rows:
        columns = sheet.free(row)
        if len(columns) > FEWEST_RECORDS - 1:
            for column in columns[:2]:
                if _is_field(sheet.cells[row, column].text, lexicon):
                    labels.setdefault(column, []).append(row)
                    break
    best = max(labels, key=lambda column: len(labels[column]), default=0)
    if not best or len(labels[best]) < FEWEST_LABELS:
        return []
    blocks = _blocks(sheet, best, labels[best])
    forms = [form for block in blocks if (form := _form_of(sheet, best, block, lexicon)) is not None]
    several = any(len(form.values) >= FEWEST_RECORDS for form in forms)
    return forms if several else []


def _blocks(sheet: Sheet, label: int, rows: Sequence[int]) -> list[list[int]]:
    """The rows of labels, parted where the first label stands again."""
    first = fold(sheet.cells[rows[0], label].text)
    blocks: list[list[int]] = []
    for row in rows:
        if not blocks or fold(sheet.cells[row, label].text) == first:
            blocks.append([])
        blocks[-1].append(row)
    return blocks


def _form_of(sheet: Sheet, label: int, known: Sequence[int], lexicon: Lexicon) -> _Form | None:
    remarks = _remark_columns(sheet, label, known[0], lexicon)
    values = [one for one in _value_columns(sheet, label, known) if one not in remarks]
    if len(known) < FEWEST_LABELS or not values:
        return None
    if any(_are_labels(sheet, column, known, lexicon) for column in values):
        return None
    return _Form(sheet, label, _rows_of(sheet, label, known), values, remarks)


def _is_field(text: str, lexicon: Lexicon) -> bool:
    found = lexicon.quick(text.rstrip(" :"))
    return bool(found) and found[0].score >= SURE and not lexicon.flag(text)


def _rows_of(sheet: Sheet, label: int, known: Sequence[int]) -> dict[int, list[int]]:
    """Every labelled row from the first to the last known one, with the unlabelled rows below it."""
    rows: dict[int, list[int]] = {}
    current = 0
    for row in sheet.rows_from(known[0]):
        if (row, label) in sheet.cells:
            if row > known[-1]:
                break
            current = row
            rows[current] = [row]
        elif current:
            rows[current].append(row)
    return rows


def _are_labels(sheet: Sheet, column: int, rows: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether a column holds labels itself, so that each row is two pairs and no record is a column."""
    told = [sheet.cells[row, column].text for row in rows if (row, column) in sheet.cells]
    return bool(told) and 2 * sum(_is_field(text, lexicon) for text in told) > len(told)


def _value_columns(sheet: Sheet, label: int, known: Sequence[int]) -> list[int]:
    """The columns right of the labels that are filled in at least half of the known rows."""
    counts: dict[int, int] = {}
    for row in known:
        for column in sheet.own(row, label + 1, sheet.grid.n_columns):
            counts[column] = counts.get(column, 0) + 1
    return sorted(column for column, count in counts.items() if 2 * count >= len(known))


def _assigned(form: _Form, lexicon: Lexicon) -> dict[int, Match]:
    columns = [
        Column(
            number=row,
            levels=(form.sheet.cells[row, form.label].text.rstrip(" :"),),
            cells=[cell for value in form.values[:SAMPLE] if (cell := form.sheet.cells.get((row, value)))],
        )
        for row in form.rows
    ]
    return assign(columns, lexicon)


def _whole_kinds(form: _Form, chosen: dict[int, Match], lexicon: Lexicon) -> set[str]:
    """The kinds of records whose name stands in two columns at least, or in the only one."""
    fewest = min(FEWEST_RECORDS, len(form.values))
    return {
        one.kind
        for row, one in chosen.items()
        if one.field.key == lexicon.records[one.kind].key
        and sum((row, column) in form.sheet.cells for column in form.values) >= fewest
    }


def _table(form: _Form, chosen: dict[int, Match], lexicon: Lexicon) -> Table:
    sheet = form.sheet
    top, bottom = min(form.rows), max(row for rows in form.rows.values() for row in rows)
    name = f"{sheet.grid.title}!{top}"
    return Table(
        top=top,
        bottom=bottom,
        region=Region(
            name=name,
            kind="transposed",
            container=sheet.grid.title,
            top=top,
            left=form.label,
            bottom=bottom,
            right=form.values[-1],
            columns=tuple(_row_map(form, row, one) for row, one in chosen.items()),
        ),
        candidates=tuple(
            one for column in form.values for one in _candidates(form, column, chosen, lexicon, name)
        ),
        unclaimed=(),
    )


def _row_map(form: _Form, row: int, one: Match) -> ColumnMap:
    return ColumnMap(
        column=row,
        heading=form.sheet.cells[row, form.label].text,
        field=f"{one.kind}.{one.field.key}" if one.field.collected else "",
        confidence=round(one.score, 3),
        reason=one.reason,
    )


def _candidates(
    form: _Form, column: int, chosen: dict[int, Match], lexicon: Lexicon, name: str
) -> Iterable[Candidate]:
    for record in lexicon.wanted.records:
        readings = [
            reading
            for row, one in chosen.items()
            if one.kind == record.kind and one.field.collected
            for reading in _reading(form, row, column, one, lexicon)
        ]
        key = next((one for one in readings if one.field == record.key), None)
        if key is not None and not is_placeholder(key.text, lexicon.wanted):
            yield Candidate(kind=record.kind, readings=tuple(readings), region=name)


def _reading(form: _Form, row: int, column: int, one: Match, lexicon: Lexicon) -> Iterable[Reading]:
    places = _places(form, row, column, lexicon)
    if not places:
        return
    cell: Cell = form.sheet.cells[places[0]]
    yield Reading(
        field=one.field.key,
        text=chosen_text("\n".join(form.sheet.cells[at].text for at in places), lexicon.wanted),
        place=form.sheet.place(places[0]),
        confidence=round(one.score * TRANSPOSED, 3),
        reason=one.reason,
        value=cell.value,
        heading=form.sheet.cells[row, form.label].text,
        href=cell.href,
        number_format=cell.number_format,
    )


def _places(form: _Form, row: int, column: int, lexicon: Lexicon) -> list[Place]:
    """The value's own cells, or the anchor of the range that is merged over several records."""
    places: dict[Place, None] = {}
    for own in form.rows[row]:
        at = form.sheet.anchor(own, column)
        if at is None or at[0] != own or at[1] <= form.label:
            continue
        if not is_blank(form.sheet.cells[at].text, lexicon.wanted):
            places[at] = None
    return list(places)
