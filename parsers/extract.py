"""From a document to what may be records: every value with its place; pure, and knows no field's meaning."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from parsers.document import Document, Grid, Paragraph
from parsers.layout.blocks import Draft, Found, candidate_of, read_blocks
from parsers.layout.forms import transposed_tables
from parsers.layout.headings import Lexicon, lexicon_of
from parsers.layout.lines import Line, lines_of_paragraphs, lines_of_rows
from parsers.layout.phrases import is_general, is_title, readings_said
from parsers.layout.regions import headers_at
from parsers.layout.sheet import Sheet, sheet_of
from parsers.layout.tables import Table, read_table
from parsers.wanted import Candidate, Extraction, Reading, Unclaimed, Wanted

NOTE = 0.75


@dataclass(slots=True)
class _Stretch:
    """The lines up to a table or the end, and that table; what the lines gave."""

    lines: list[Line] = field(default_factory=list)
    table: Table | None = None
    found: Found = field(default_factory=Found)


def extract(document: Document, wanted: Wanted) -> Extraction:
    """The candidates of a document, what holds for all of them, and all that nobody claimed."""
    lexicon = lexicon_of(wanted)
    stretches = _stretches(document, lexicon)
    for stretch in stretches:
        stretch.found = read_blocks(stretch.lines, lexicon)
    shared = _share(stretches, lexicon)
    tables = [stretch.table for stretch in stretches if stretch.table is not None]
    return Extraction(
        candidates=tuple(one for stretch in shared.stretches for one in stretch),
        unclaimed=tuple(_unclaimed(stretches)),
        regions=tuple(table.region for table in tables),
        prose=tuple((line.place, line.text) for stretch in stretches for line in stretch.found.prose),
        shared=tuple(shared.readings),
    )


def _unclaimed(stretches: Sequence[_Stretch]) -> Iterable[Unclaimed]:
    for stretch in stretches:
        yield from stretch.found.unclaimed
        if stretch.table is not None:
            yield from stretch.table.unclaimed


def _stretches(document: Document, lexicon: Lexicon) -> list[_Stretch]:
    """The document as lines and tables in reading order."""
    stretches = [_Stretch()]
    paragraphs: list[Paragraph] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            paragraphs.append(block)
        elif isinstance(block, Grid) and not block.hidden:
            stretches[-1].lines.extend(lines_of_paragraphs(paragraphs))
            paragraphs = []
            _read_grid(block, stretches, lexicon)
    stretches[-1].lines.extend(lines_of_paragraphs(paragraphs))
    return stretches


def _read_grid(grid: Grid, stretches: list[_Stretch], lexicon: Lexicon) -> None:
    if grid.is_sheet and stretches[-1].lines:
        stretches.append(_Stretch())
    sheet = sheet_of(grid)
    tables = _tables(sheet, stretches[-1].lines, lexicon)
    begin = 0
    for table in tables:
        above = [row for row in sheet.rows if begin <= row < table.top]
        stretches[-1].lines.extend(lines_of_rows(sheet, above, lexicon))
        stretches[-1].table = table
        stretches.append(_Stretch())
        begin = max(begin, table.top)
    below = [row for row in sheet.rows if row >= begin]
    stretches[-1].lines.extend(lines_of_rows(sheet, below, lexicon))


def _tables(sheet: Sheet, before: Sequence[Line], lexicon: Lexicon) -> list[Table]:
    tables: list[Table] = []
    for row in list(sheet.rows):
        for header in headers_at(sheet, row, lexicon):
            title = _title_above(sheet, header.top) or (before[-1].text if before else "")
            named = f"{sheet.grid.title} {title}" if sheet.grid.is_sheet else title
            tables.append(read_table(sheet, header, named, lexicon))
    if not any(table.candidates for table in tables):
        tables.extend(transposed_tables(sheet, lexicon))
    return sorted(tables, key=lambda table: table.top)


def _title_above(sheet: Sheet, top: int) -> str:
    """The nearest text above a table, within a few rows."""
    for row in range(top - 1, max(top - 4, 0), -1):
        columns = sheet.rows.get(row)
        if columns:
            return sheet.cells[row, columns[0]].text
    return ""


@dataclass(frozen=True, slots=True)
class _Shared:
    """All candidates by stretch, completed by what holds for them, and what holds for the document."""

    stretches: list[list[Candidate]]
    readings: list[Reading]


def _share(stretches: Sequence[_Stretch], lexicon: Lexicon) -> _Shared:
    """Let titles, sentences and notes speak for the records that they stand over or under."""
    kind = lexicon.wanted.records[0].kind
    own = [_candidates_of(stretch) for stretch in stretches]
    said = [_said(stretch, lexicon, kind) for stretch in stretches]
    holders = [number for number, candidates in enumerate(own) if any(one.kind == kind for one in candidates)]
    if not holders:
        return _Shared(_with_keyless(own, stretches, lexicon), [one for few in said for one in few])
    whole: list[Reading] = []
    for number, few in enumerate(said):
        target = _target(number, stretches, holders)
        if target is None:
            whole.extend(few)
        else:
            own[target] = [_completed(one, few, kind) for one in own[target]]
    if len(holders) == 1:
        whole = [one for few in said for one in few]
    completed = [[_completed(one, whole, kind) for one in candidates] for candidates in own]
    return _Shared(completed, whole)


def _candidates_of(stretch: _Stretch) -> list[Candidate]:
    return [*stretch.found.candidates, *(stretch.table.candidates if stretch.table else ())]


def _with_keyless(
    own: list[list[Candidate]], stretches: Sequence[_Stretch], lexicon: Lexicon
) -> list[list[Candidate]]:
    """Without any named record, a block of labels without a name is a record that lacks it."""
    for candidates, stretch in zip(own, stretches, strict=True):
        for draft in stretch.found.keyless:
            if len(draft.readings) > 1:
                candidates.append(candidate_of(draft, lexicon.records[draft.kind].key))
    return own


def _target(number: int, stretches: Sequence[_Stretch], holders: Sequence[int]) -> int | None:
    """The stretch that the words of one stretch speak for; None where they speak for all."""
    if len(holders) == 1 or (number == 0 and number not in holders):
        return None
    if number in holders:
        return number
    before = [one for one in holders if one < number]
    return before[-1] if before and number < len(stretches) else None


def _said(stretch: _Stretch, lexicon: Lexicon, kind: str) -> list[Reading]:
    """What lines without a record of their own say of all records."""
    readings: list[Reading] = []
    for line in stretch.found.prose:
        if is_title(line.text, lexicon, kind) and not is_general(line.text, lexicon):
            readings += readings_said(line.text, line.place, "title", lexicon, kind)
        elif is_general(line.text, lexicon):
            readings += readings_said(line.text, line.place, "prose", lexicon, kind)
    for draft in stretch.found.keyless:
        readings += _notes(draft)
    return _once(readings)


def _notes(draft: Draft) -> list[Reading]:
    return [replace(one, confidence=NOTE, reason="note") for one in draft.readings]


def _once(readings: Sequence[Reading]) -> list[Reading]:
    """One reading a field; where two disagree neither holds."""
    kept: dict[str, Reading] = {}
    for one in readings:
        held = kept.setdefault(one.field, one)
        if held.choice != one.choice:
            kept[one.field] = replace(held, confidence=0.0)
    return [one for one in kept.values() if one.confidence]


def _completed(candidate: Candidate, readings: Sequence[Reading], kind: str) -> Candidate:
    if candidate.kind != kind:
        return candidate
    known = {one.field for one in candidate.readings}
    more = tuple(one for one in readings if one.field not in known)
    return replace(candidate, readings=candidate.readings + more) if more else candidate
