"""What was seen as lines for a terminal, in English, each at most as wide as asked; values in, text out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from catalogue.records import PartOutcome, PartStatus
from parsers.document import Document, Grid, Place, column_letters
from parsers.wanted import ColumnMap, Reading, Region
from reports.seen import Role, Seen, SeenDocument, part_name
from reports.seen_paper import Paper, Sight, shortened
from reports.seen_text_records import put_changes, put_records, put_unclaimed
from reports.wording import reason_words

_PICTURE = "picture"
_ROLES = {
    Role.TEXT: "the mail's own text",
    Role.FORWARDED: "passed on",
    Role.SIGNATURE: "signature",
    Role.QUOTED: "quoted",
}


def seen_lines(seen: Seen, sight: Sight) -> list[str]:
    """All that was seen, for a person at a terminal."""
    paper = Paper(sight)
    _top(paper, seen)
    _parts(paper, seen)
    for document in seen.documents:
        if sight.shows(document.part):
            _document(paper, document)
    put_records(paper, seen)
    put_changes(paper, seen)
    put_unclaimed(paper, seen)
    if not sight.parts:
        _message_facts(paper, seen)
    return paper.lines


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


def _top(paper: Paper, seen: Seen) -> None:
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


def _parts(paper: Paper, seen: Seen) -> None:
    parts = [part for part in seen.reading.parts if paper.sight.shows(part_name(part))]
    if seen.message is None and len(parts) == 1 and parts[0].status is PartStatus.READ and not parts[0].note:
        return
    paper.head("PARTS")
    media = {one.part: one.document.media for one in seen.documents}
    for part in parts[: paper.sight.limit]:
        _part(paper, seen, part, media.get(part_name(part), part.media_type))
    paper.more(len(parts) - paper.sight.limit)


def _part(paper: Paper, seen: Seen, part: PartOutcome, media: str) -> None:
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


def _document(paper: Paper, one: SeenDocument) -> None:
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


def _grid(paper: Paper, grid: Grid) -> None:
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


def _paragraphs(paper: Paper, document: Document) -> None:
    roles = sorted(paragraph.role.value for paragraph in document.paragraphs)
    if roles:
        counts = ", ".join(f"{len(list(group))} {role}" for role, group in groupby(roles))
        paper.put("  paragraphs: ", counts)


def _pictures(paper: Paper, document: Document) -> None:
    pictures = document.pictures
    for picture in pictures[: paper.sight.limit]:
        at = f" at {picture.place}" if picture.place is not None else ""
        pixels = f", {picture.width}x{picture.height}" if picture.width else ""
        paper.put("  picture ", f"{picture.name}{at}: {picture.media_type}{pixels}, {_size(picture.size)}")
    paper.more(len(pictures) - paper.sight.limit)


def _region(paper: Paper, region: Region) -> None:
    facts = [f"heading rows {ranges(region.heading_rows)}"] if region.heading_rows else []
    facts += [region.note] if region.note else []
    paper.put(f"  {region.kind} ", "; ".join([f"{region_place(region)}", *facts]))
    for column in region.columns[: paper.sight.limit]:
        _column(paper, column, by_row=region.kind == "transposed")
    paper.more(len(region.columns) - paper.sight.limit, "      ")


def region_place(region: Region) -> str:
    """The extent of a region: Danh sách!A4:H12, or lines of running text."""
    if not region.container:
        lines = f"đoạn {region.top}"
        return lines if region.bottom == region.top else f"{lines}-{region.bottom}"
    first = f"{column_letters(region.left)}{region.top}"
    return f"{region.container}!{first}:{column_letters(region.right)}{region.bottom}"


def _column(paper: Paper, column: ColumnMap, *, by_row: bool) -> None:
    where = str(column.column) if by_row else column_letters(column.column)
    heading = shortened(column.heading, 42)
    taken = f"{column.field:<22} {column.confidence:.2f}  {column.reason}" if column.field else column.reason
    paper.put(f"      {where:<4}{heading:<44}  {taken or '-'}")


def _shared(paper: Paper, readings: Sequence[Reading]) -> None:
    for one in readings[: paper.sight.limit]:
        told = f"{one.place}  {one.confidence:.2f}  {one.reason}  "
        paper.put(f"  for all: {one.field}  ", told + one.text)
    paper.more(len(readings) - paper.sight.limit)


def _prose(paper: Paper, prose: Sequence[tuple[Place, str]], word: str) -> None:
    for place, text in prose[: paper.sight.limit]:
        paper.put(f"  {word} {place}: ", text)
    paper.more(len(prose) - paper.sight.limit)


def _message_facts(paper: Paper, seen: Seen) -> None:
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
