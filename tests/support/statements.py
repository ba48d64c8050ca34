"""Builders of what messages say: values, entries, readings and messages of a unit, all invented."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import TypeVar

from catalogue.fields import CONTACT, COURSE
from catalogue.folding.fold import FoldMessage, fold
from catalogue.records import (
    AskedItem,
    Decision,
    DecisionKind,
    Entry,
    JsonValue,
    MessageKind,
    MessageReading,
    NumberedAnswer,
    Origin,
    PartOutcome,
    PartStatus,
    Record,
    UnitState,
    Value,
)
from config.campaign import load_campaign

One = TypeVar("One")

CAMPAIGN = load_campaign("course-catalogue-2025")
UNIT = "cd-cau-vong"
START = datetime(2025, 5, 12, 2, 0, tzinfo=UTC)

FULL_COURSE: dict[str, JsonValue] = {
    "level": "elementary",
    "delivery": "online",
    "fee": "paid",
    "fee_vnd": 1_500_000,
    "content": "Bố cục, màu sắc, xử lý ảnh",
    "curriculum": "Mô đun 1: Bố cục; Mô đun 2: Xử lý ảnh",
    "url": "https://cauvong.example/khoa-hoc",
}


def value(stands: JsonValue, *, part: str = "ds.xlsx", row: int = 2, **more: object) -> Value:
    text = more.pop("text", "" if stands is None else str(stands))
    origin = Origin(part=part, container="Sơ cấp" if part else "", row=row, column=2, at=f"Sơ cấp!B{row}")
    return Value(value=stands, text=str(text), origin=origin, **more)  # type: ignore[arg-type]


def entry(kind: str, values: dict[str, JsonValue | Value], **place: object) -> Entry:
    flags = {key: place.pop(key) for key in ("partial", "withdrawn", "doubt") if key in place}
    made = {key: v if isinstance(v, Value) else value(v, **place) for key, v in values.items()}  # type: ignore[arg-type]
    return Entry(kind=kind, values=made, **flags)  # type: ignore[arg-type]


def course(title: str | None, /, **values: object) -> Entry:
    """A course of "ds.xlsx"; ``part``, ``row``, ``partial``, ``withdrawn``, ``doubt`` are no fields."""
    return _made(COURSE, "title", title, values)


def full_course(title: str, /, **values: object) -> Entry:
    return course(title, **{**FULL_COURSE, **values})


def contact(name: str | None, /, **values: object) -> Entry:
    return _made(CONTACT, "full_name", name, values)


def _made(kind: str, key: str, name: str | None, values: dict[str, object]) -> Entry:
    named = {} if name is None else {key: name}
    outer = {one: values.pop(one) for one in _PLACES if one in values}
    return entry(kind, {**named, **values}, **outer)  # type: ignore[dict-item]


_PLACES = ("part", "row", "partial", "withdrawn", "doubt")


def message(day: float, *entries: Entry, name: str = "", **more: object) -> FoldMessage:
    """A message received so many days after START; ``more`` is of the reading, or ``kind`` and ``asked``."""
    digest = sha256(f"{day} {name}".encode()).hexdigest()
    kind = more.pop("kind", MessageKind.SUBMISSION)
    asked = more.pop("asked", ())
    message_id = f"<{day}{name}@cauvong.example>"
    return FoldMessage(
        sha256=digest,
        message_id=message_id,
        received_at=START + timedelta(days=day),
        kind=kind,  # type: ignore[arg-type]
        asked=asked,  # type: ignore[arg-type]
        reading=MessageReading(
            reader=1,
            entries=tuple(_sealed(one, digest, message_id) for one in entries),
            **more,  # type: ignore[arg-type]
        ),
    )


def _sealed(one: Entry, digest: str, message_id: str) -> Entry:
    values = {
        key: replace(value, origin=replace(value.origin, message=digest, message_id=message_id))
        for key, value in one.values.items()
    }
    return replace(one, values=values)


def answers(*texts: tuple[int, str]) -> tuple[NumberedAnswer, ...]:
    return tuple(
        NumberedAnswer(number=number, text=text, origin=Origin(row=row, at=f"đoạn {row}"))
        for row, (number, text) in enumerate(texts, start=1)
    )


def item(number: int, record_id: str, *fields: str, kind: str = COURSE) -> AskedItem:
    return AskedItem(number=number, kind=kind, record_id=record_id, fields=fields, finding="missing")


def file(name: str, *, content: str = "", reason: str = "", media_type: str = "application/x") -> PartOutcome:
    return PartOutcome(
        number="2",
        filename=name,
        path="",
        media_type=media_type,
        size=10,
        sha256=sha256((content or name).encode()).hexdigest(),
        status=PartStatus.UNREADABLE if reason else PartStatus.READ,
        reason=reason,
    )


def decision(kind: DecisionKind, subject: str, stands: str = "", *, day: float | None = None) -> Decision:
    made_at = None if day is None else START + timedelta(days=day)
    return Decision(kind=kind, subject=subject, value=stands, id=7, made_at=made_at)


def folded(*messages: FoldMessage, decisions: Sequence[Decision] = (), unit: str | None = UNIT) -> UnitState:
    return fold(unit, messages, decisions, CAMPAIGN)


def only(several: Sequence[One]) -> One:
    (one,) = several
    return one


def facts(record: Record) -> dict[str, JsonValue]:
    return {key: value.value for key, value in record.values.items()}
