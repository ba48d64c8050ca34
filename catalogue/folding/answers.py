"""Numbered answers of a reply, each to the fields that its number asked for; pure, writes no record."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from catalogue.folding.values import is_usable
from catalogue.records import (
    ASSURANCES,
    CONTACT,
    COURSE,
    AskedItem,
    Entry,
    NumberedAnswer,
    Origin,
    Value,
)
from parsers.text import fold

Normalize = Callable[[str, str, str, Origin], Mapping[str, Value]]
"""As catalogue.normalizing.answer_values.normalize_field: kind, key, text, origin -> values by field."""

ALL = "*"
"""The record id of an item that asks for every course that lacks the fields."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """What an answer says of a record: ``ALL`` courses that lack it, one by its id, or "" a new one."""

    kind: str
    record_id: str
    values: Mapping[str, Value]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """The answers by record, in their order, and those that answer nothing that was asked."""

    fills: tuple[Fill, ...] = ()
    unresolved: tuple[Entry, ...] = ()


def resolve_answers(
    numbered: Sequence[NumberedAnswer],
    asked: Sequence[AskedItem],
    titles: Mapping[str, str],
    normalize: Normalize,
) -> Answers:
    """Lead every numbered answer to what was asked under its number.

    ``titles`` are the folded titles of the unit's courses, each with its record id: an answer for all
    courses may name them one by one.
    """
    items = {item.number: item for item in asked}
    fills: list[Fill] = []
    unresolved: list[Entry] = []
    for answer in numbered:
        item = items.get(answer.number)
        found = list(_fills(item, answer, titles, normalize)) if item is not None else []
        fills += found
        if not found and answer.text.strip():
            unresolved.append(_left_over(item, answer))
    return Answers(fills=tuple(fills), unresolved=tuple(unresolved))


def _left_over(item: AskedItem | None, answer: NumberedAnswer) -> Entry:
    value = Value(value=None, text=answer.text, origin=answer.origin)
    doubt = f"answer: nothing was asked under number {answer.number}"
    if item is not None:
        doubt = f"answer: number {answer.number} is not understood"
    return Entry(kind=item.kind if item else COURSE, values={"answer": value}, partial=True, doubt=doubt)


def _fills(
    item: AskedItem, answer: NumberedAnswer, titles: Mapping[str, str], normalize: Normalize
) -> Iterator[Fill]:
    if not item.fields:
        return
    if item.record_id == ALL:
        named = list(_by_course(answer.text, titles))
        if named:
            for record_id, text in named:
                values = _values(item, text, answer.origin, normalize)
                yield Fill(kind=item.kind, record_id=record_id, values=values)
            return
    values = _values(item, answer.text, answer.origin, normalize)
    if values:
        yield Fill(kind=item.kind, record_id=item.record_id, values=values)


def _by_course(text: str, titles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Record ids and texts of "Kế toán: trực tuyến; May: trực tiếp"; nothing unless all are known."""
    pairs = [clause.partition(":") for clause in re.split(r"[;\n]", text) if clause.strip()]
    known = [(titles.get(fold(_bare_title(title))), rest.strip()) for title, _colon, rest in pairs]
    if all(record_id and rest for record_id, rest in known):
        yield from ((record_id or "", rest) for record_id, rest in known)


def _bare_title(text: str) -> str:
    return re.sub(r"^\W*(?:khóa|khoá|lớp|nghề)?(?:\s+học)?\s*[\"“]?", "", text.strip(), flags=re.IGNORECASE)


def _values(item: AskedItem, text: str, origin: Origin, normalize: Normalize) -> dict[str, Value]:
    values: dict[str, Value] = {}
    for key, piece in _pieces(item, text):
        for name, value in _normalized(item.kind, key, piece, origin, normalize).items():
            values.setdefault(name, value)
    return values


def _normalized(kind: str, key: str, text: str, origin: Origin, normalize: Normalize) -> Mapping[str, Value]:
    found = dict(normalize(kind, key, text, origin))
    value = found.get(key) or Value(value=None, text=text, origin=origin)
    if not is_usable(value):
        # To a question "chưa có" is an answer; anything else that is no value waits for a person.
        none = fold(text) in _NONE
        value = replace(value, answered=none, doubt="" if none else value.doubt or "unclear: an answer")
    found[key] = value
    return found


_NONE = frozenset(("chua co", "khong co", "khong", "chua", "chua co trang", "khong ap dung", "none"))


def _pieces(item: AskedItem, text: str) -> Iterable[tuple[str, str]]:
    """Which part of an answer is for which field."""
    if len(item.fields) == 1:
        return [(item.fields[0], text)]
    if item.kind == CONTACT:
        return _contact_pieces(item.fields, text)
    if set(item.fields) <= set(ASSURANCES):
        return _assurance_pieces(item.fields, text)
    return [(key, text) for key in item.fields]


_ASSURANCE_WORDS = {
    "learner_account": ("tai khoan",),
    "assessment": ("kiem tra", "danh gia"),
    "certificate": ("chung nhan", "chung chi"),
    "advising": ("tu van", "ho tro"),
}


def _assurance_pieces(fields: Sequence[str], text: str) -> list[tuple[str, str]]:
    clauses = [clause.strip() for clause in re.split(r"[,;.\n]", text) if clause.strip()]
    pieces = [
        (key, clause)
        for clause in clauses
        for key in fields
        if any(word in fold(clause) for word in _ASSURANCE_WORDS[key])
    ]
    return pieces or [(key, text) for key in fields]


_CONTACT_LABELS = (
    ("full_name", re.compile(r"^(?:họ\s+và\s+tên|họ\s+tên|tên)\s*:?\s*", re.IGNORECASE)),
    ("position", re.compile(r"^chức\s+(?:vụ|danh)\s*:?\s*", re.IGNORECASE)),
    ("phone", re.compile(r"^(?:số\s+)?(?:điện\s+thoại|đt|sđt|di\s+động)\s*[:.]?\s*", re.IGNORECASE)),
    ("email", re.compile(r"^(?:e-?mail|thư\s+điện\s+tử)\s*:?\s*", re.IGNORECASE)),
)
_PHONE_DIGITS = 8


def _contact_pieces(fields: Sequence[str], text: str) -> list[tuple[str, str]]:
    """What "Nguyễn Văn An, Phó Trưởng phòng, 0909 123 456" says by field, with labels or without."""
    open_fields = [key for key in ("full_name", "position") if key in fields]
    pieces: list[tuple[str, str]] = []
    for clause in re.split(r"[,;\n]|\s[-–]\s", text):
        key, bare = _labelled(clause.strip())
        if not bare:
            continue
        if not key:
            key = _shape(bare) or (open_fields[0] if open_fields else "")
        if key in open_fields:
            open_fields.remove(key)
        if key:
            pieces.append((key, bare))
    return pieces


def _labelled(clause: str) -> tuple[str, str]:
    for key, label in _CONTACT_LABELS:
        match = label.match(clause)
        if match and match.end():
            return key, clause[match.end() :]
    return "", clause


def _shape(text: str) -> str:
    if "@" in text:
        return "email"
    return "phone" if sum(map(str.isdigit, text)) >= _PHONE_DIGITS else ""
