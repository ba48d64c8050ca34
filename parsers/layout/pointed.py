"""Persons of a table, some of whom a cell says to be meant ("Đầu mối liên hệ"); reads no value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.layout.headings import Lexicon
from parsers.layout.regions import Header
from parsers.layout.sheet import Sheet
from parsers.wanted import Candidate

# A longer list of persons is no list of roles.
MOST_PERSONS = 30


def pointed_out(
    candidates: Sequence[Candidate], sheet: Sheet, header: Header, lexicon: Lexicon
) -> list[Candidate]:
    """Persons beside whom a cell does not say what a cell says beside others ("Đầu mối liên hệ") are weak."""
    persons = [one for one in candidates if lexicon.records[one.kind].captions]
    if not persons:
        return list(candidates)
    meant = {
        row
        for row in sheet.rows_from(header.bottom + 1, header.bottom + 1 + MOST_PERSONS)
        for column in sheet.own(row, header.left, header.right)
        if lexicon.caption(sheet.cells[row, column].text)
    }
    pointed = [one for one in persons if _rows(one) & meant] if meant else []
    if not pointed:
        return list(candidates)
    kinds = {one.kind for one in pointed}
    return [one if one.kind not in kinds or _rows(one) & meant else _weak(one) for one in candidates]


def _weak(candidate: Candidate) -> Candidate:
    """A person as good as one who only signs: the caller asks whether someone else is named."""
    readings = tuple(replace(one, reason=f"signature, {one.reason}") for one in candidate.readings)
    return replace(candidate, readings=readings, doubt="signature")


def _rows(candidate: Candidate) -> set[int]:
    return {one.place.row for one in candidate.readings}
