"""Corrections and withdrawals told in a sentence or a table; documents in, partial entries out, no I/O."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from catalogue.evidence import Source, value_of
from catalogue.lines import bare
from catalogue.normalize import clean_title, normalize_reading
from catalogue.people import read_name
from catalogue.records import CONTACT, COURSE, KEY_FIELD, Entry, Value
from parsers.document import Block, Document, Grid, Paragraph, Place
from parsers.wanted import Reading

CONFIDENCE = 0.9

_COURSE_FIELDS = {
    "fee": r"(?:muc )?hoc phi|muc thu|kinh phi|chi phi",
    "duration": r"thoi (?:gian|luong)(?: dao tao| hoc| khoa hoc)?|so (?:tiet|gio|buoi)",
    "level": r"trinh do(?: dao tao)?|cap do",
    "delivery": r"hinh thuc(?: dao tao| hoc| to chuc)?",
    "curriculum": r"chuong trinh(?: dao tao)?",
    "content": r"noi dung(?: dao tao| khoa hoc)?",
    "url": r"(?:dia chi )?(?:trang (?:thong tin|web)(?: lop hoc)?|website|duong (?:dan|link)|link)",
}
_CONTACT_FIELDS = {
    "phone": r"so (?:dien thoai|dt|di dong|lien he)|sdt|dien thoai|dt",
    "position": r"chuc (?:vu|danh)",
    "email": r"e-?mail|thu dien tu|dia chi mail",
}
_FIELD = re.compile(
    r"\b(?:"
    + "|".join(f"(?P<{key}>{words})" for key, words in (_COURSE_FIELDS | _CONTACT_FIELDS).items())
    + r")\b"
)
_TRIGGER = re.compile(
    r"\bdinh chinh\b|\b(?:sua|doi|dieu chinh|cap nhat|chinh sua|thay doi)\b|\b(?:ghi|go|danh|nhap) nham\b"
    r"|\bnham lan\b|\bsai sot\b|\bdung la\b|\bkhong phai\b|\bchinh xac la\b"
)
_COURSE = r"(?:khoa(?: hoc| dao tao)?|lop(?: hoc)?|nghe|nganh|mon)"
_VERB = (
    r"(?:(?:xin |duoc |can |nay |thi |se |phai )*(?:dung |chinh xac |chinh )?(?:phai )?"
    r"(?:la|thanh|sua (?:lai )?(?:thanh|la)|doi (?:lai )?thanh|dieu chinh (?:lai )?(?:thanh|la|con|len)|con"
    r"|tang len|giam con)\b|:|=|->|→)"
)
_FROM = r"tu\s+(?P<old>.+?)\s+(?:sua |doi |tang |giam )?(?:thanh|xuong|len|sang|con|la)\s+"
_STATEMENT = re.compile(
    rf"^\s*(?:cua\s+|cho\s+|doi voi\s+)?"
    rf"(?:{_COURSE}\s+(?P<title>.+?)|(?P<person>(?:ong|ba|anh|chi|co|thay)\s+.+?)"
    rf"|(?P<self>lien he|lien lac|dau moi)?)\s*[,\-–]?\s*(?:{_FROM}|{_VERB}\s*)(?P<new>.+)$"
)
_END = re.compile(
    r"\s*\(?\s*(?:chu )?khong phai\b|\s*,?\s*thay (?:vi|cho)\b|\s*\((?:truoc|da ghi|cu\b|ban cu|ghi nham)"
    r"|[;\n]|\.\s+(?=[A-ZĐÁÀẢÃẠÂĂÊÔƠƯ])|\.\s*$"
)
_BEFORE = re.compile(
    rf"\b{_COURSE}\s+(?P<title>[^:,;]+?)\s*(?:[:,\-–]|\bco\b|\bthi\b|\bxin\b|\bsua\b)\s*(?:sua |doi )?$"
)
_SENTENCE = re.compile(r"(?<=[^\d\s])[.;]\s+(?=[^\W\d_])|\n+|(?<=\d)\.\s+(?=[A-ZĐ])")
_WITHDRAWN = re.compile(
    rf"\b(?:rut(?: lai)?|huy(?: bo)?|bo|loai(?: bo)?|xoa|ngung|dung"
    rf"|khong (?:con )?(?:to chuc|mo|dao tao|day)(?: nua)?)\s+(?:ten |to chuc |mo )?{_COURSE}"
    rf"\s+(?P<title>[^.;:(\n]+?)"
    rf"\s*(?:\(|[.;\n]|$|\bvi\b|\bdo\b|\bra khoi\b|\btrong nam\b|\bkhoi danh\b|\bnua\b|,)"
)
_NO_LONGER = re.compile(
    rf"\b{_COURSE}\s+(?P<title>[^.;:(\n,]+?)\s+(?:nay\s+)?(?:tam\s+)?"
    rf"(?:khong (?:con )?(?:to chuc|mo|day|dao tao|tuyen sinh)|ngung|da huy|xin rut|duoc rut)\b"
)
_NOT_A_TITLE = re.compile(
    r"^(?:nay|trong |vao |cho |tai |tren|sau|nao|moi|khac|o |theo|truoc|hoc$|da |duoc |cu$)"
)
_OLD_HEAD = re.compile(r"\b(?:da ghi|da gui|ghi la|cu|sai|truoc|ban dau|dang ghi|ghi nham)\b")
_NEW_HEAD = re.compile(r"\b(?:sua|dung|moi|dinh chinh|thay|dieu chinh)\b")
_INDEX_HEAD = re.compile(r"^(?:stt|tt|so tt|so thu tu|no)\W*$")
_LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Corrected:
    """The partial and withdrawn entries of a document, and the rest of it, which is read as usual."""

    entries: tuple[Entry, ...]
    rest: Document


def take_corrections(document: Document, source: Source) -> Corrected:
    """Take what a document corrects or withdraws out of it."""
    entries: list[Entry] = []
    kept: list[Block] = []
    for block in document.blocks:
        found = list(_of_block(block, source))
        entries.extend(found)
        if not found:
            kept.append(block)
    return Corrected(tuple(entries), replace(document, blocks=tuple(kept)) if entries else document)


def _of_block(block: Block, source: Source) -> Iterator[Entry]:
    if isinstance(block, Paragraph):
        yield from _of_text(block.text, block.place, source)
    elif isinstance(block, Grid):
        yield from _of_grid(block, source)


def _of_text(text: str, place: Place, source: Source) -> Iterator[Entry]:
    for sentence in _sentences(text):
        low = bare(sentence)
        yield from _withdrawals(sentence, low, place, source)
        if _TRIGGER.search(low) or _TRIGGER.search(bare(text)):
            yield from _statements(sentence, low, place, source)


def _sentences(text: str) -> list[str]:
    return [part for part in _SENTENCE.split(text) if part and part.strip()]


# --- sentences


def _statements(sentence: str, low: str, place: Place, source: Source) -> Iterator[Entry]:
    """Each field that a sentence names, with the record it names and the new value."""
    fields = [match for match in _FIELD.finditer(low) if _states(low, match)]
    for index, match in enumerate(fields):
        end = fields[index + 1].start() if index + 1 < len(fields) else len(sentence)
        stated = _STATEMENT.match(low[match.end() : end])
        if stated is None:
            continue
        offset = match.end()
        new = _cut(sentence[offset + stated.start("new") : offset + stated.end("new")])
        key = str(match.lastgroup)
        subject = _subject(sentence, low, match, stated)
        entry = _entry(key, subject, _Told(new, place, source))
        if entry is not None:
            yield entry


def _states(low: str, match: re.Match[str]) -> bool:
    return _STATEMENT.match(low[match.end() :]) is not None


def _subject(sentence: str, low: str, field: re.Match[str], stated: re.Match[str]) -> str:
    """The course or person that a statement is about: behind the field, else before it, else none."""
    for group in ("title", "person"):
        if stated[group]:
            return sentence[field.end() + stated.start(group) : field.end() + stated.end(group)]
    before = _BEFORE.search(low[: field.start()])
    return sentence[before.start("title") : before.end("title")] if before else ""


def _cut(text: str) -> str:
    """A new value without what follows it ("(không phải ...)", the next sentence)."""
    end = _END.search(bare(text))
    value = text[: end.start()] if end else text
    return value.strip(" \t,.;:\"“”'")


def _withdrawals(sentence: str, low: str, place: Place, source: Source) -> Iterator[Entry]:
    for pattern in (_WITHDRAWN, _NO_LONGER):
        for match in pattern.finditer(low):
            title = sentence[match.start("title") : match.end("title")]
            if _is_title(title):
                values = {"title": _key_value(COURSE, title, _Told(title, place, source))}
                yield Entry(kind=COURSE, values=values, withdrawn=True)


# --- tables


def _of_grid(grid: Grid, source: Source) -> Iterator[Entry]:
    """The rows of a table "Nội dung | Đã ghi | Sửa lại thành"."""
    found = next(
        (_columns(grid, row) for row in range(1, min(grid.n_rows, 5) + 1) if _columns(grid, row)), None
    )
    if found is None:
        return
    head, old, new = found
    for row in range(head + 1, grid.n_rows + 1):
        cell = grid.cells.get((row, new))
        if cell is None or cell.struck:
            continue
        told = _Told(cell.text, grid.place(row, new), source)
        entry = _of_row(_about(grid, row, head, (old, new)), told)
        if entry is not None:
            yield entry


def _columns(grid: Grid, row: int) -> tuple[int, int, int] | None:
    """The row itself and its columns of old and new values, None where it heads none."""
    cells = ((column, grid.cells.get((row, column))) for column in range(1, min(grid.n_columns, 12) + 1))
    heads = {column: bare(cell.text) for column, cell in cells if cell is not None}
    old = [column for column, text in heads.items() if _OLD_HEAD.search(text) and not _NEW_HEAD.search(text)]
    new = [column for column, text in heads.items() if _NEW_HEAD.search(text) and column not in old]
    return (row, old[0], new[-1]) if old and new else None


def _about(grid: Grid, row: int, head: int, values: tuple[int, int]) -> str:
    parts = []
    for (at, column), cell in sorted(grid.cells.items()):
        heading = grid.cells.get((head, column))
        if at == row and column not in values and not (heading and _INDEX_HEAD.match(bare(heading.text))):
            parts.append(cell.text)
    return " - ".join(parts)


def _of_row(about: str, told: _Told) -> Entry | None:
    fields = list(_FIELD.finditer(bare(about)))
    if not fields:
        return None
    field = fields[-1]
    subject = about[: field.start()].strip(" -–:,\n") or about[field.end() :].strip(" -–:,\n")
    without = re.sub(rf"^(?:cua |cho )?{_COURSE}\s+", "", bare(subject))
    return _entry(str(field.lastgroup), subject[len(subject) - len(without) :], told)


# --- entries


@dataclass(frozen=True, slots=True)
class _Told:
    """A new value where it stands."""

    text: str
    place: Place
    source: Source


def _entry(key: str, subject: str, told: _Told) -> Entry | None:
    kind = CONTACT if key in _CONTACT_FIELDS else COURSE
    if kind == COURSE and not _is_title(subject):
        return None
    reading = Reading(field=key, text=told.text, place=told.place, confidence=CONFIDENCE, reason="correction")
    values = dict(normalize_reading(kind, reading, told.source))
    if not values:
        return None
    if subject:
        values = {KEY_FIELD[kind]: _key_value(kind, subject, told), **values}
    return Entry(kind=kind, values=values, partial=True)


def _key_value(kind: str, subject: str, told: _Told) -> Value:
    name = clean_title(subject) if kind == COURSE else read_name(subject) or subject
    reading = Reading(
        field=KEY_FIELD[kind], text=subject, place=told.place, confidence=CONFIDENCE, reason="correction"
    )
    return value_of(reading, told.source, name)


def _is_title(text: str) -> bool:
    low = bare(text).strip()
    return 1 < len(low) <= _LONGEST_TITLE and not _NOT_A_TITLE.match(low)
