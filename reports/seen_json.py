"""What was seen as one JSON-able value for machines: everything, nothing shortened; values in, values out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from catalogue.records import Entry, Origin, PartOutcome, Record, Spot, Value
from parsers.document import Grid, Picture
from parsers.wanted import Candidate, Reading, Region
from reports.seen import Seen, SeenDocument, claims_of, part_name, reasons_of
from reports.seen_paper import Sight
from reports.seen_text import region_place
from reports.wording import reason_words

_Reasons = Mapping[tuple[Spot, str, str], str]


def seen_facts(seen: Seen, sight: Sight) -> dict[str, Any]:
    """All that was seen; ``sight`` says of which parts."""
    reasons = reasons_of(claims_of(seen))
    reading = seen.reading
    return {
        "file": seen.name,
        "size": seen.size,
        "message": _message(seen),
        "parts": [_part(seen, one) for one in reading.parts if sight.shows(part_name(one))],
        "documents": [_document(one) for one in seen.documents if sight.shows(one.part)],
        "records": [
            _record(number, record, reasons)
            for number, record in enumerate(seen.state.records, start=1)
            if any(sight.shows(value.origin.part) for value in record.values.values())
        ],
        "changes": [_entry(one) for one in reading.entries if one.partial or one.withdrawn or one.for_all],
        "not_placed": [_entry(one) for one in seen.state.unresolved],
        "unclaimed": [
            {"text": one.text, "heading": one.heading, **_place(one.origin)}
            for one in reading.unclaimed
            if sight.shows(one.origin.part)
        ],
        "answers": [
            {"number": one.number, "text": one.text, **_place(one.origin)} for one in reading.numbered
        ],
        "unit_names": list(reading.names),
        "links": list(reading.links),
        "replaces_list": reading.replaces_list,
        "no_courses": reading.no_courses,
    }


def _message(seen: Seen) -> dict[str, Any] | None:
    message = seen.message
    if message is None:
        return None
    return {
        "message_id": message.message_id,
        "from": message.sender.address if message.sender else None,
        "subject": message.subject,
        "date": message.date,
        "taken_for": seen.kind,
        "why": seen.why,
        "defects": list(message.defects),
    }


def _part(seen: Seen, part: PartOutcome) -> dict[str, Any]:
    words = reason_words(seen.campaign, part.reason) if part.reason else ""
    return {
        "part": part_name(part) if part.is_file else "",
        "number": part.number,
        "file": part.is_file,
        "status": part.status.value,
        "reason": part.reason or None,
        "the_school_reads": words or None,
        "note": part.note,
        "declared": part.media_type,
        "size": part.size,
        "sha256": part.sha256,
    }


def _document(one: SeenDocument) -> dict[str, Any]:
    document, extraction = one.document, one.extraction
    return {
        "part": one.part,
        "role": one.role.value,
        "kind": document.media,
        "warnings": list(document.warnings),
        "tables": [_grid(grid) for grid in document.grids],
        "paragraphs": len(document.paragraphs),
        "pictures": [_picture(picture) for picture in document.pictures],
        "regions": [_region(region) for region in extraction.regions],
        "candidates": [_candidate(candidate) for candidate in extraction.candidates],
        "for_all": [_reading(reading) for reading in extraction.shared],
        "prose": [{"at": str(place), "text": text} for place, text in extraction.prose],
    }


def _grid(grid: Grid) -> dict[str, Any]:
    return {
        "title": grid.title,
        "sheet": grid.is_sheet,
        "rows": grid.n_rows,
        "columns": grid.n_columns,
        "cells": len(grid.cells),
        "merged": len(grid.spans),
        "hidden": grid.hidden,
        "hidden_rows": sorted(grid.hidden_rows),
        "hidden_columns": sorted(grid.hidden_columns),
        "inside": str(grid.nested_in) if grid.nested_in is not None else None,
    }


def _picture(picture: Picture) -> dict[str, Any]:
    return {
        "name": picture.name,
        "media_type": picture.media_type,
        "size": picture.size,
        "width": picture.width,
        "height": picture.height,
        "at": str(picture.place) if picture.place is not None else None,
    }


def _region(region: Region) -> dict[str, Any]:
    return {
        "kind": region.kind,
        "at": region_place(region),
        "heading_rows": list(region.heading_rows),
        "note": region.note,
        "columns": [
            {
                "column": one.column,
                "heading": one.heading,
                "field": one.field or None,
                "confidence": one.confidence,
                "reason": one.reason,
            }
            for one in region.columns
        ],
    }


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "kind": candidate.kind,
        "region": candidate.region,
        "doubt": candidate.doubt,
        "readings": [_reading(one) for one in candidate.readings],
    }


def _reading(one: Reading) -> dict[str, Any]:
    return {
        "field": one.field,
        "text": one.text,
        "at": str(one.place),
        "confidence": one.confidence,
        "reason": one.reason,
        "heading": one.heading,
        "choice": one.choice,
        "href": one.href,
    }


def _record(number: int, record: Record, reasons: _Reasons) -> dict[str, Any]:
    values = {}
    for key, value in record.values.items():
        reason = reasons[value.origin.spot, record.kind, key]
        values[key] = {**_value(value), "reason": reason}
    return {
        "number": number,
        "kind": record.kind,
        "values": values,
        "missing": list(record.missing),
        "doubtful": list(record.doubtful),
        "conflicts": {one.field: [_value(value) for value in one.values] for one in record.conflicts},
    }


def _value(value: Value) -> dict[str, Any]:
    return {
        "value": value.value,
        "text": value.text,
        "confidence": value.confidence,
        "doubt": value.doubt,
        "answered": value.answered,
        **_place(value.origin),
    }


def _entry(entry: Entry) -> dict[str, Any]:
    return {
        "kind": entry.kind,
        "withdrawn": entry.withdrawn,
        "for_all": entry.for_all,
        "doubt": entry.doubt,
        "values": {key: _value(value) for key, value in entry.values.items()},
    }


def _place(origin: Origin) -> dict[str, Any]:
    return {"part": origin.part, "at": origin.at}
