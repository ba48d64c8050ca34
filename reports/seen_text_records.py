"""Records, changes and what nobody claimed, as lines for a terminal; values in, text out."""

from __future__ import annotations

from collections.abc import Sequence

from catalogue.fields import FIELDS, KEY_FIELD
from catalogue.records import Entry, Origin, Record, Value
from reports.seen import BODY, Seen, claims_of, reasons_of
from reports.seen_paper import Paper, shortened

_NAME = 16
_PLACE = 9
_RESTS = 14


def put_records(paper: Paper, seen: Seen) -> None:
    """The records with every value, its place, and what is missing or doubtful."""
    reasons = reasons_of(claims_of(seen))
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
            rests = f"{value.confidence:.2f} {reasons[value.origin.spot, record.kind, key] or '-'}"
            place = shortened(_place(value.origin, home), 40)
            mark = "?" if key in record.doubtful else " "
            _value(paper, value, f"    {mark} {key:<{_NAME}}{place:<{_PLACE}}{rests:<{_RESTS}} ")
        for conflict in record.conflicts:
            paper.put(f"      conflict {conflict.field}: ", " | ".join(one.text for one in conflict.values))
    paper.more(len(shown) - paper.sight.limit)


def _record(paper: Paper, number: int, record: Record, *, with_file: bool) -> None:
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


def _value(paper: Paper, value: Value, head: str) -> None:
    paper.put(head, _told(value))
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


def put_changes(paper: Paper, seen: Seen) -> None:
    """Entries that make no record of their own, and those that the fold could not place."""
    changing = [one for one in seen.reading.entries if one.partial or one.withdrawn or one.for_all]
    if changing:
        paper.head("CHANGES to records of other messages")
        _entries(paper, changing)
    if seen.state.unresolved:
        paper.head("NOT PLACED: for the officer's eyes")
        _entries(paper, seen.state.unresolved)


def _entries(paper: Paper, entries: Sequence[Entry]) -> None:
    for one in entries[: paper.sight.limit]:
        flags = ("for all", one.for_all), ("withdrawn", one.withdrawn)
        told = [name for name, said in flags if said] or ["changed"]
        values = "; ".join(f"{key} = {_told(value)}" for key, value in one.values.items())
        doubt = f" (doubt: {one.doubt})" if one.doubt else ""
        paper.put(f"  {one.kind} {', '.join(told)}: ", f"{values}{doubt}")
    paper.more(len(entries) - paper.sight.limit)


def put_unclaimed(paper: Paper, seen: Seen) -> None:
    """The texts that no field took."""
    cells = [one for one in seen.reading.unclaimed if paper.sight.shows(one.origin.part)]
    if not cells:
        return
    paper.head(f"NOT CLAIMED by any field: {len(cells)}")
    for one in cells[: paper.sight.limit]:
        place = one.origin.at or one.origin.part or "body"
        heading = f"{shortened(one.heading, 40)}: " if one.heading else ""
        paper.put(f"  {shortened(place):<18} ", heading + one.text)
    paper.more(len(cells) - paper.sight.limit)
