"""What was seen as lines for a terminal, in English, each at most as wide as asked; values in, text out."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from catalogue.records import FIELDS, KEY_FIELD, Entry, Origin, PartOutcome, PartStatus, Record, Value
from parsers.document import Document, Grid, Place, column_letters
from parsers.wanted import ColumnMap, Reading, Region
from reports.seen import BODY, Claim, Role, Seen, SeenDocument, claims_of, part_name, spot_of
from reports.wording import one_line, reason_words

LONGEST = 240
_NAME = 16
_PLACE = 9
_RESTS = 14
_PICTURE = "picture"
_ROLES = {
    Role.TEXT: "the mail's own text",
    Role.FORWARDED: "passed on",
    Role.SIGNATURE: "signature",
    Role.QUOTED: "quoted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """How much is shown: the width of a line, the items of a list, and the parts (none: all of them)."""

    width: int = 100
    limit: int = 40
    parts: tuple[str, ...] = ()

    def shows(self, part: str) -> bool:
        return not self.parts or part in self.parts


@dataclass(slots=True)
class _Paper:
    """The lines written so far; ``put`` breaks a long text under its own beginning."""

    sight: Sight
    lines: list[str] = field(default_factory=list)

    def put(self, head: str, text: str = "") -> None:
        flat = f"{head}{shortened(text)}".rstrip()
        indent = " " * min(len(head), self.sight.width // 2)
        self.lines += textwrap.wrap(flat, self.sight.width, subsequent_indent=indent,
                                    break_on_hyphens=False, drop_whitespace=True) or [""]  # fmt: skip

    def head(self, title: str) -> None:
        self.lines.append("")
        self.put("", title)

    def more(self, left: int, indent: str = "  ") -> None:
        if left > 0:
            self.lines.append(f"{indent}... {left} more (--limit shows more)")


def seen_lines(seen: Seen, sight: Sight) -> list[str]:
    """All that was seen, for a person at a terminal."""
    paper = _Paper(sight)
    _top(paper, seen)
    _parts(paper, seen)
    for document in seen.documents:
        if sight.shows(document.part):
            _document(paper, document)
    _records(paper, seen)
    _changes(paper, seen)
    _unclaimed(paper, seen)
    if not sight.parts:
        _message_facts(paper, seen)
    return paper.lines


def shortened(text: str, longest: int = LONGEST) -> str:
    """A text on one line, with what is cut off counted."""
    flat = one_line(text.replace("\n", " ⏎ "))
    return flat if len(flat) <= longest else f"{flat[:longest]}... (+{len(flat) - longest})"


def ranges(numbers: Iterable[int]) -> str:
    """Numbers as a person lists them: 3, 7-9."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)


# --- the file and its parts


def _top(paper: _Paper, seen: Seen) -> None:
    paper.put("", f"{seen.name}: {_size(seen.size)}")
    if seen.message is None:
        return
    message = seen.message
    sender = f"{message.sender.name} <{message.sender.address}>" if message.sender else "(nobody)"
    facts = {
        "from": sender,
        "subject": message.subject,
        "date": message.date.isoformat() if message.date else "",
        "message-id": message.message_id,
        "taken for": f"{seen.kind} ({seen.why}), knowing no roster" if seen.kind else "",
        "defects": ", ".join(message.defects),
    }
    for name, text in facts.items():
        if text:
            paper.put(f"  {name + ':':<12}", text)


def _parts(paper: _Paper, seen: Seen) -> None:
    parts = [part for part in seen.reading.parts if paper.sight.shows(part_name(part))]
    if seen.message is None and len(parts) == 1 and parts[0].status is PartStatus.READ and not parts[0].note:
        return
    paper.head("PARTS")
    media = {one.part: one.document.media for one in seen.documents}
    for part in parts[: paper.sight.limit]:
        _part(paper, seen, part, media.get(part_name(part), part.media_type))
    paper.more(len(parts) - paper.sight.limit)


def _part(paper: _Paper, seen: Seen, part: PartOutcome, media: str) -> None:
    name = part_name(part) if part.is_file or part.filename else f"part {part.number}"
    facts = [part.status.value, *filter(None, [media]), _size(part.size)]
    paper.put("  ", f"{name}: {', '.join(facts)}")
    if part.status is PartStatus.UNREADABLE:
        paper.put("      why: ", f"{part.reason}: {part.note}" if part.note else part.reason)
        paper.put("      the school reads: ", reason_words(seen.campaign, part.reason))
    elif part.note:
        label = "warning" if part.status is PartStatus.READ else "note"
        paper.put(f"      {label}: ", part.note)


def _size(size: int) -> str:
    kilo = 1024
    return f"{size} bytes" if size < kilo else f"{size / kilo:,.1f} KB"


# --- one document


def _document(paper: _Paper, one: SeenDocument) -> None:
    document = one.document
    if document.media == _PICTURE or not (document.blocks or document.warnings):
        return
    name = one.part or f"BODY: {_ROLES[one.role]}"
    paper.head(f"DOCUMENT {shortened(name)} ({document.media})")
    for warning in document.warnings:
        paper.put("  warning: ", warning)
    for grid in document.grids[: paper.sight.limit]:
        _grid(paper, grid)
    paper.more(len(document.grids) - paper.sight.limit)
    _paragraphs(paper, document)
    _pictures(paper, document)
    regions = one.extraction.regions
    for region in regions[: paper.sight.limit]:
        _region(paper, region)
    paper.more(len(regions) - paper.sight.limit)
    _shared(paper, one.extraction.shared)
    if one.role in (Role.SIGNATURE, Role.QUOTED):
        _prose(paper, [(each.place, each.text) for each in document.paragraphs], "text")
    else:
        _prose(paper, one.extraction.prose, "prose")


def _grid(paper: _Paper, grid: Grid) -> None:
    kind = "sheet" if grid.is_sheet else "table"
    facts = [f"{grid.n_rows} rows x {grid.n_columns} columns, {len(grid.cells)} cells"]
    if grid.hidden:
        facts.append("HIDDEN")
    if grid.hidden_rows:
        facts.append(f"hidden rows {ranges(grid.hidden_rows)}")
    if grid.hidden_columns:
        letters = (column_letters(one) for one in sorted(grid.hidden_columns))
        facts.append(f"hidden columns {', '.join(letters)}")
    struck = sum(cell.struck for cell in grid.cells.values())
    counts = {"merged": len(grid.spans), "struck out": struck}
    facts += [f"{count} {name}" for name, count in counts.items() if count]
    if grid.nested_in is not None:
        facts.append(f"inside {grid.nested_in}")
    paper.put(f"  {kind} ", f'"{grid.title}": {"; ".join(facts)}')


def _paragraphs(paper: _Paper, document: Document) -> None:
    roles = sorted(paragraph.role.value for paragraph in document.paragraphs)
    if roles:
        counts = ", ".join(f"{len(list(group))} {role}" for role, group in groupby(roles))
        paper.put("  paragraphs: ", counts)


def _pictures(paper: _Paper, document: Document) -> None:
    pictures = document.pictures
    for picture in pictures[: paper.sight.limit]:
        at = f" at {picture.place}" if picture.place is not None else ""
        pixels = f", {picture.width}x{picture.height}" if picture.width else ""
        paper.put("  picture ", f"{picture.name}{at}: {picture.media_type}{pixels}, {_size(picture.size)}")
    paper.more(len(pictures) - paper.sight.limit)


def _region(paper: _Paper, region: Region) -> None:
    facts = [f"heading rows {ranges(region.heading_rows)}"] if region.heading_rows else []
    facts += [region.note] if region.note else []
    paper.put(f"  {region.kind} ", "; ".join([f"{region_place(region)}", *facts]))
    for column in region.columns:
        _column(paper, column, by_row=region.kind == "transposed")


def region_place(region: Region) -> str:
    """The extent of a region: Danh sách!A4:H12, or lines of running text."""
    if not region.container:
        lines = f"đoạn {region.top}"
        return lines if region.bottom == region.top else f"{lines}-{region.bottom}"
    first = f"{column_letters(region.left)}{region.top}"
    return f"{region.container}!{first}:{column_letters(region.right)}{region.bottom}"


def _column(paper: _Paper, column: ColumnMap, *, by_row: bool) -> None:
    where = str(column.column) if by_row else column_letters(column.column)
    heading = shortened(column.heading, 42)
    taken = f"{column.field:<22} {column.confidence:.2f}  {column.reason}" if column.field else column.reason
    paper.put(f"      {where:<4}{heading:<44}  {taken or '-'}")


def _shared(paper: _Paper, readings: Sequence[Reading]) -> None:
    for one in readings[: paper.sight.limit]:
        told = f"{one.place}  {one.confidence:.2f}  {one.reason}  "
        paper.put(f"  for all: {one.field}  ", told + one.text)
    paper.more(len(readings) - paper.sight.limit)


def _prose(paper: _Paper, prose: Sequence[tuple[Place, str]], word: str) -> None:
    for place, text in prose[: paper.sight.limit]:
        paper.put(f"  {word} {place}: ", text)
    paper.more(len(prose) - paper.sight.limit)


# --- records


def _records(paper: _Paper, seen: Seen) -> None:
    claims = {(spot_of(one.value.origin), one.kind, one.field): one for one in claims_of(seen)}
    shown = [
        (number, record)
        for number, record in enumerate(seen.state.records, start=1)
        if any(paper.sight.shows(value.origin.part) for value in record.values.values())
    ]
    paper.head(f"RECORDS {len(shown)}" if shown else "RECORDS none")
    files = {one.part for one in seen.documents}
    for number, record in shown[: paper.sight.limit]:
        _record(paper, number, record, with_file=len(files) > 1)
        home = _home(record)
        for key in (one.key for one in FIELDS[record.kind] if one.key in record.values):
            value = record.values[key]
            claim = claims[spot_of(value.origin), record.kind, key]
            _value(paper, claim, "?" if key in record.doubtful else " ", home)
        for conflict in record.conflicts:
            paper.put(f"      conflict {conflict.field}: ", " | ".join(one.text for one in conflict.values))
    paper.more(len(shown) - paper.sight.limit)


def _record(paper: _Paper, number: int, record: Record, *, with_file: bool) -> None:
    part, container = _home(record)
    file = part.rpartition("/")[2] or BODY
    name = f'"{record.name}"' if record.name else "(without a name)"
    told = filter(None, [name, file if with_file else "", container])
    paper.put(f"  {number}. {record.kind} ", ", ".join(told))
    if record.missing:
        paper.put("      missing: ", ", ".join(record.missing))
    if record.doubtful:
        paper.put("      doubtful: ", ", ".join(record.doubtful))


def _home(record: Record) -> tuple[str, str]:
    """The part and sheet that a record stands in, so that they need not be told with every value."""
    value = record.values.get(KEY_FIELD[record.kind]) or next(iter(record.values.values()), None)
    return ("", "") if value is None else (value.origin.part, value.origin.container)


def _value(paper: _Paper, claim: Claim, mark: str, home: tuple[str, str]) -> None:
    value = claim.value
    place = shortened(_place(value.origin, home), 40)
    rests = f"{value.confidence:.2f} {claim.reason or '-'}"
    paper.put(f"    {mark} {claim.field:<{_NAME}}{place:<{_PLACE}}{rests:<{_RESTS}} ", _told(value))
    if value.doubt:
        paper.put(f"{'':<{6 + _NAME}}doubt: ", value.doubt)


def _place(origin: Origin, home: tuple[str, str]) -> str:
    """A place as shortly as it can be told beside its record's."""
    if (origin.part, origin.container) == home:
        return origin.at.removeprefix(f"{origin.container}!") if origin.container else origin.at
    return (origin.at if origin.part == home[0] else f"{origin.part or BODY} {origin.at}").strip()


def _told(value: Value) -> str:
    if value.value is None:
        return f"({'none, and that is an answer' if value.answered else 'not valid'}) {value.text}"
    held = "; ".join(value.value) if isinstance(value.value, list) else str(value.value)
    written = shortened(value.text, 80)
    same = " ".join(held.split()) == " ".join(value.text.split())
    return held if same or not written else f"{held}  <- {written}"


def _changes(paper: _Paper, seen: Seen) -> None:
    """Entries that make no record of their own, and those that the fold could not place."""
    changing = [one for one in seen.reading.entries if one.partial or one.withdrawn or one.for_all]
    if changing:
        paper.head("CHANGES to records of other messages")
        _entries(paper, changing)
    if seen.state.unresolved:
        paper.head("NOT PLACED: for the officer's eyes")
        _entries(paper, seen.state.unresolved)


def _entries(paper: _Paper, entries: Sequence[Entry]) -> None:
    for one in entries[: paper.sight.limit]:
        flags = ("for all", one.for_all), ("withdrawn", one.withdrawn)
        told = [name for name, said in flags if said] or ["changed"]
        values = "; ".join(f"{key} = {_told(value)}" for key, value in one.values.items())
        doubt = f" (doubt: {one.doubt})" if one.doubt else ""
        paper.put(f"  {one.kind} {', '.join(told)}: ", f"{values}{doubt}")
    paper.more(len(entries) - paper.sight.limit)


def _unclaimed(paper: _Paper, seen: Seen) -> None:
    cells = [one for one in seen.reading.unclaimed if paper.sight.shows(one.origin.part)]
    if not cells:
        return
    paper.head(f"NOT CLAIMED by any field: {len(cells)}")
    for one in cells[: paper.sight.limit]:
        place = one.origin.at or one.origin.part or "body"
        heading = f"{shortened(one.heading, 40)}: " if one.heading else ""
        paper.put(f"  {shortened(place):<18} ", heading + one.text)
    paper.more(len(cells) - paper.sight.limit)


def _message_facts(paper: _Paper, seen: Seen) -> None:
    reading = seen.reading
    if seen.message is not None:
        for answer in reading.numbered[: paper.sight.limit]:
            paper.put(f"  answer {answer.number}: ", answer.text)
    lists = {"names of units": reading.names, "links": reading.links}
    facts = [(name, text) for name, texts in lists.items() for text in texts[: paper.sight.limit]]
    if reading.replaces_list:
        facts.append(("flag", "says that it replaces the list sent before"))
    if reading.no_courses:
        facts.append(("flag", "says that the unit has no courses"))
    if facts:
        paper.head("ALSO")
        for name, text in facts:
            paper.put(f"  {name}: ", text)
