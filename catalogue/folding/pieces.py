"""Which part of an answer is for which of the fields that were asked under one number; text work only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from catalogue.fields import ASSURANCES, CONTACT
from catalogue.records import AskedItem
from parsers.text import fold


def pieces_of(item: AskedItem, text: str) -> Iterable[tuple[str, str]]:
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


_MIXED = re.compile(
    r"\b(?:co|dung)\b.*\b(?:khong|chua)\b|\b(?:khong|chua)\b.*\b(?:co|dung)\b(?<!khong co)(?<!chua co)"
)


def _assurance_pieces(fields: Sequence[str], text: str) -> list[tuple[str, str]]:
    clauses = [clause.strip() for clause in re.split(r"[,;.\n]", text) if clause.strip()]
    pieces = [
        (key, clause)
        for clause in clauses
        for key in fields
        if any(word in fold(clause) for word in _ASSURANCE_WORDS[key])
    ]
    if not pieces and _MIXED.search(fold(text)):
        # Which yes and which no is whose, a list without names does not tell.
        return []
    if pieces or not _REACHES.search(text):
        return pieces or [(key, text) for key in fields]
    # Whoever writes a number or an address here meant another question.
    return []


_REACHES = re.compile(r"\d[\d\s.()-]{6,}\d|@|://|\bwww\.", re.IGNORECASE)
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
