"""Corrections and withdrawals told in a sentence or a table; documents in, partial entries out, no I/O."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from catalogue.fields import CONTACT, COURSE, KEY_FIELD
from catalogue.normalizing.evidence import Source, value_of
from catalogue.normalizing.normalize import normalize_reading
from catalogue.normalizing.people import read_name
from catalogue.normalizing.titles import clean_title
from catalogue.reading.lines import bare
from catalogue.reading.renamed import renamed_in
from catalogue.reading.spoken import CONTACT_FIELDS
from catalogue.reading.takenback import replaced_person, sentences, withdrawn_in
from catalogue.reading.told import Told, announces, changes, told_in
from catalogue.records import Entry, Value
from parsers.document import Block, Document, Grid, Paragraph, Place
from parsers.wanted import Reading

CONFIDENCE = 0.9

_OLD_HEAD = re.compile(r"\b(?:da ghi|da gui|ghi la|cu|sai|truoc|ban dau|dang ghi|ghi nham)\b")
# "Nội dung" without accents holds "đúng": the plain word counts only where it is accented or stands alone.
_NEW_HEAD = re.compile(r"\b(?:sửa|đúng|mới|thay|đính chính|điều chỉnh)\b")
_NEW_HEAD_BARE = re.compile(r"\b(?:sua (?:lai|thanh|doi)|moi|dinh chinh|dieu chinh)\b|^dung$")
_INDEX_HEAD = re.compile(r"^(?:stt|tt|so tt|so thu tu|no)\W*$")


@dataclass(frozen=True, slots=True)
class Corrected:
    """The partial and withdrawn entries of a document, and the rest of it, which is read as usual."""

    entries: tuple[Entry, ...]
    rest: Document


def take_corrections(document: Document, source: Source) -> Corrected:
    """Take what a document corrects or withdraws out of it."""
    entries: list[Entry] = []
    kept: list[Block] = []
    announced = False
    for block in document.blocks:
        announced = announced or (isinstance(block, Paragraph) and announces(block.text))
        if isinstance(block, Paragraph):
            found, rest = _of_paragraph(block, source, announced=announced)
            kept.extend(rest)
        else:
            found = list(_of_grid(block, source)) if isinstance(block, Grid) else []
            kept.extend([] if found else [block])
        entries.extend(found)
    return Corrected(tuple(entries), replace(document, blocks=tuple(kept)) if entries else document)


def _of_paragraph(block: Paragraph, source: Source, *, announced: bool) -> tuple[list[Entry], list[Block]]:
    """What the sentences of a paragraph correct, and the paragraph of those that correct nothing."""
    entries: list[Entry] = []
    rest: list[str] = []
    for sentence in sentences(block.text):
        spot = _Spot(block.place, source)
        replaced = replaced_person(sentence)
        if replaced is not None:
            name, without = replaced
            entries.append(_replaced(name, spot))
            rest.extend([without] if without else [])
            continue
        found = list(_of_sentence(sentence, spot, announced=announced))
        entries.extend(found)
        # What a sentence corrects goes on in the next: "Xin bổ sung học phí ... Link lớp ...: ...".
        announced = announced or any(entry.kind == COURSE and not entry.withdrawn for entry in found)
        rest.extend([] if found else [sentence])
    if not entries:
        return [], [block]
    return entries, [replace(block, text="\n".join(rest))] if rest else []


def _replaced(name: str, spot: _Spot) -> Entry:
    """A contact whose place another one takes."""
    return Entry(kind=CONTACT, values={KEY_FIELD[CONTACT]: _key_value(CONTACT, name, spot)}, withdrawn=True)


def _of_sentence(sentence: str, spot: _Spot, *, announced: bool) -> Iterator[Entry]:
    """A sentence withdraws by its own words, and corrects where it or one before says so."""
    for title in withdrawn_in(sentence):
        yield Entry(kind=COURSE, values={"title": _key_value(COURSE, title, spot)}, withdrawn=True)
    renamed = renamed_in(sentence)
    if renamed is not None:
        old, new = renamed
        named = {"title": _key_value(COURSE, new, spot)}
        yield Entry(kind=COURSE, values=named, partial=True, renames=clean_title(old) or old)
        return
    says_so = changes(sentence)
    for told in told_in(sentence) if says_so or announced else ():
        entry = _entry(told, spot) if says_so or told.subject else None
        if entry is not None:
            yield entry


# --- tables


def _of_grid(grid: Grid, source: Source) -> Iterator[Entry]:
    """The rows of a table "Nội dung | Đã ghi | Sửa lại thành"."""
    found = next(filter(None, (_columns(grid, row) for row in range(1, min(grid.n_rows, 5) + 1))), None)
    if found is None:
        return
    head, old, new = found
    for row in range(head + 1, grid.n_rows + 1):
        cell = grid.cells.get((row, new))
        told = (
            None if cell is None or cell.struck else _of_row(_about(grid, row, head, (old, new)), cell.text)
        )
        entry = _entry(told, _Spot(grid.place(row, new), source)) if told else None
        if entry is not None:
            yield entry


def _columns(grid: Grid, row: int) -> tuple[int, int, int] | None:
    """The row itself and its columns of old and new values, None where it heads none."""
    cells = ((column, grid.cells.get((row, column))) for column in range(1, min(grid.n_columns, 12) + 1))
    heads = {column: cell.text.lower().strip() for column, cell in cells if cell is not None}
    new = [column for column, text in heads.items() if _is_new(text)]
    others = heads.items() if new else ()
    old = [column for column, text in others if column not in new and _OLD_HEAD.search(bare(text))]
    return (row, old[0], new[-1]) if old and new else None


def _is_new(heading: str) -> bool:
    return (_NEW_HEAD_BARE if heading.isascii() else _NEW_HEAD).search(heading) is not None


def _about(grid: Grid, row: int, head: int, values: tuple[int, int]) -> str:
    parts = []
    for (at, column), cell in sorted(grid.cells.items()):
        heading = grid.cells.get((head, column))
        if at == row and column not in values and not (heading and _INDEX_HEAD.match(bare(heading.text))):
            parts.append(cell.text)
    return " - ".join(parts)


def _of_row(about: str, new: str) -> Told | None:
    """What a row is about ("Khóa Cắt tóc - thời gian") with its new value."""
    named = list(told_in(f"{about}: {new}")) or list(told_in(f"{about.replace(' - ', ' ')}: {new}"))
    if not named:
        return None
    return Told(named[-1].key, named[-1].subject or about.partition(" - ")[0], new)


# --- entries


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where something was told."""

    place: Place
    source: Source


def _entry(told: Told, spot: _Spot) -> Entry | None:
    """A partial entry; None where a course is not named or the new words are no value of the field."""
    kind = CONTACT if told.key in CONTACT_FIELDS else COURSE
    if kind == COURSE and not told.subject:
        return None
    reading = _reading(told.key, told.text, spot)
    values = dict(normalize_reading(kind, reading, spot.source))
    stated = values.get(told.key)
    if stated is None or stated.value is None or (told.key == "duration" and not re.search(r"\d", told.text)):
        return None
    if told.subject:
        values = {KEY_FIELD[kind]: _key_value(kind, told.subject, spot), **values}
    return Entry(kind=kind, values=values, partial=True)


def _key_value(kind: str, subject: str, spot: _Spot) -> Value:
    name = clean_title(subject) if kind == COURSE else read_name(subject) or subject
    return value_of(_reading(KEY_FIELD[kind], subject, spot), spot.source, name)


def _reading(key: str, text: str, spot: _Spot) -> Reading:
    return Reading(field=key, text=text, place=spot.place, confidence=CONFIDENCE, reason="correction")
