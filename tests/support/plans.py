"""Builders for what the store is given: messages, copies, records, plans and letters, all invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from catalogue.fields import COURSE, COURSE_FIELDS
from catalogue.outbox import Letter
from catalogue.plan import Headers, NewMessage, Plan, ServerCopy
from catalogue.records import (
    Entry,
    LetterKind,
    MessageKind,
    MessageReading,
    Origin,
    PartOutcome,
    PartStatus,
    Record,
    UnitState,
    UnitStatus,
    Value,
)

CAMPAIGN = "course-catalogue-2025"
NOW = datetime(2025, 5, 20, 1, 30, tzinfo=UTC)
ORIGIN = Origin(message="ab" * 32, message_id="<a@truong.example>", part="ds.xlsx", container="Danh sách",
                row=7, column=2, at="Danh sách!B7")  # fmt: skip


def later(**by: float) -> datetime:
    return NOW + timedelta(**by)


def digest(word: str) -> str:
    return sha256(word.encode()).hexdigest()


def new_message(word: str, **more: Any) -> NewMessage:
    facts: dict[str, Any] = {"size": 1000, "archived_at": NOW, "campaign": CAMPAIGN}
    return NewMessage(sha256=digest(word), **{**facts, **more})


def copy_of(word: str | None, uid: int, **more: Any) -> ServerCopy:
    facts: dict[str, Any] = {"account": "box", "folder": "INBOX", "uidvalidity": 7, "size": 1000}
    return ServerCopy(uid=uid, sha256=digest(word) if word else None, **{**facts, **more})


def value(text: str) -> Value:
    return Value(value=text, text=text, origin=ORIGIN)


def course(name: str, unit_id: str | None = "cd-ben-nghe", **more: Any) -> Record:
    facts: dict[str, Any] = {"kind": COURSE, "values": {"title": value(name)}, "missing": ("level", "url")}
    return Record(id=f"c-{digest(name)[:8]}", unit_id=unit_id, message_ids=(), **{**facts, **more})


def state(*records: Record, unit_id: str | None = "cd-ben-nghe", **more: Any) -> UnitState:
    facts: dict[str, Any] = {
        "status": UnitStatus.INCOMPLETE,
        "first_received_at": NOW,
        "last_received_at": NOW,
    }
    return UnitState(unit_id=unit_id, records=records, **{**facts, **more})


def part(number: str = "2", **more: Any) -> PartOutcome:
    facts: dict[str, Any] = {"filename": "ds.xlsx", "path": "", "media_type": "application/zip", "size": 9000,
                             "sha256": digest(number), "status": PartStatus.READ}  # fmt: skip
    return PartOutcome(number=number, **{**facts, **more})


def reading(*titles: str, **more: Any) -> MessageReading:
    entries = tuple(Entry(kind=COURSE, values={"title": value(title)}) for title in titles)
    return MessageReading(**{"reader": 1, "entries": entries, "parts": (part(),), **more})


def plan(word: str, **more: Any) -> Plan:
    facts: dict[str, Any] = {"campaign": CAMPAIGN, "kind": MessageKind.SUBMISSION, "unit_id": "cd-ben-nghe",
                             "reading": reading("Hàn"), "now": NOW}  # fmt: skip
    return Plan(sha256=digest(word), **{**facts, **more})


def headers(word: str, **more: Any) -> Headers:
    facts = {
        "message_id": f"<{word}@truong.example>",
        "sender": "vanthu@truong.example",
        "subject": "Báo cáo",
    }
    return Headers(**{**facts, **more})


def letter(window: str = "1", **more: Any) -> Letter:
    facts: dict[str, Any] = {
        "campaign": CAMPAIGN,
        "unit_id": "cd-ben-nghe",
        "kind": LetterKind.CLARIFICATION,
        "to": "vanthu@truong.example",
        "subject": "Đề nghị bổ sung",
        "text": "Kính gửi",
        "html": "<p>Kính gửi</p>",
        "created_at": NOW,
    }
    return Letter(window=window, **{**facts, **more})


def full_course(number: int, message: str, unit_id: str) -> Record:
    """A course with a value for every field, as a filled row of a workbook gives it."""
    values = {
        one.key: Value(value=f"{one.label} {number}", text=f"{one.label} {number}",
                       origin=replace(ORIGIN, message=message, row=number, column=column))
        for column, one in enumerate(COURSE_FIELDS, 1)
    }  # fmt: skip
    return Record(id=f"{message[:8]}-{number}", kind=COURSE, unit_id=unit_id, values=values, message_ids=())
