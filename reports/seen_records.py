"""The records and other findings beside the drawn document, in Vietnamese; values in, values out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from catalogue.fields import FIELDS, field_of
from catalogue.folding.validate import WHOLE
from catalogue.records import Entry, Origin, PartOutcome, PartStatus, Record, Spot, Value
from reports.display import doubt_words, origin_words, shown_value
from reports.seen import Claim, Seen, part_name, reasons_of
from reports.seen_colours import KINDS, classes, look_of
from reports.seen_grid import clipped
from reports.seen_words import confidence_words, reason_in_words
from reports.wording import reason_words

MOST_RECORDS = 200
MOST_UNCLAIMED = 100

Anchor = Callable[[Origin], str]
"""The anchor of a place in the page, "" where the place is not drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnValue:
    """One line of a record. ``written`` is the text of the file where it differs."""

    name: str
    css: str
    text: str
    written: str
    place: str
    anchor: str
    sure: str
    reason: str
    doubt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRecord:
    """One record; ``missing`` and ``conflicts`` in words."""

    number: int
    kind: str
    name: str
    values_told: tuple[DrawnValue, ...]
    missing: tuple[str, ...]
    conflicts: tuple[str, ...]
    doubtful: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnPart:
    """What became of a file that was not simply read."""

    name: str
    words: str
    detail: str
    bad: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnRest:
    """A text that no field claimed."""

    heading: str
    text: str
    place: str
    anchor: str


def draw_records(seen: Seen, claims: Sequence[Claim], anchor: Anchor) -> tuple[DrawnRecord, ...]:
    """The first records with the place of each value."""
    reasons = reasons_of(claims)
    numbered = enumerate(seen.state.records[:MOST_RECORDS], start=1)
    return tuple(_record(number, record, reasons, anchor) for number, record in numbered)


def draw_parts(seen: Seen) -> tuple[DrawnPart, ...]:
    """The files that could not be read, or were set aside, or were odd."""
    return tuple(
        _part(seen, part) for part in seen.reading.parts if part.is_file and (part.reason or part.note)
    )


def draw_rest(seen: Seen, anchor: Anchor) -> tuple[DrawnRest, ...]:
    """The first texts that no field claimed."""
    return tuple(
        DrawnRest(
            heading=clipped(one.heading, 80),
            text=clipped(one.text, 160),
            place=origin_words(one.origin),
            anchor=anchor(one.origin),
        )
        for one in seen.reading.unclaimed[:MOST_UNCLAIMED]
    )


def draw_changes(seen: Seen) -> tuple[DrawnRest, ...]:
    """What the message changes, withdraws or answers of records that other messages told of."""
    changing = [one for one in seen.reading.entries if one.partial or one.withdrawn]
    answers = [
        DrawnRest(heading=f"Trả lời mục {one.number}", text=clipped(one.text, 160),
                  place=origin_words(one.origin), anchor="")
        for one in seen.reading.numbered[:MOST_UNCLAIMED]
    ]  # fmt: skip
    return (*map(_change, changing[:MOST_UNCLAIMED]), *answers)


def _change(entry: Entry) -> DrawnRest:
    kind = KINDS.get(entry.kind, entry.kind).lower()
    verb = "Rút" if entry.withdrawn else "Áp dụng cho mọi" if entry.for_all else "Sửa"
    told = (
        f"{look_of(entry.kind, key).name}: {clipped(shown_value(field_of(entry.kind, key), value), 80)}"
        for key, value in entry.values.items()
        if not _is_no_sum(key, value)
    )
    first = next(iter(entry.values.values()), None)
    place = origin_words(first.origin) if first is not None else ""
    return DrawnRest(heading=f"{verb} {kind}", text="; ".join(told), place=place, anchor="")


def _record(
    number: int, record: Record, reasons: Mapping[tuple[Spot, str, str], str], anchor: Anchor
) -> DrawnRecord:
    values = tuple(
        _value(record, key, reasons.get((record.values[key].origin.spot, record.kind, key), ""), anchor)
        for key in (one.key for one in FIELDS[record.kind])
        if key in record.values and not _is_no_sum(key, record.values[key])
    )
    return DrawnRecord(
        number=number,
        kind=KINDS.get(record.kind, record.kind),
        name=record.name or "(chưa có tên)",
        values_told=values,
        missing=tuple(look_of(record.kind, key).name for key in record.missing),
        conflicts=tuple(
            f"{look_of(record.kind, one.field).name}: "
            + " / ".join(clipped(value.text, 80) for value in one.values)
            for one in record.conflicts
        ),
        doubtful=WHOLE in record.doubtful,
    )


def _is_no_sum(key: str, value: Value) -> bool:
    """Whether it only says that the fee beside it is no one sum."""
    return key == "fee_vnd" and value.value is None and value.answered


def _value(record: Record, key: str, reason: str, anchor: Anchor) -> DrawnValue:
    value, look = record.values[key], look_of(record.kind, key)
    shown = shown_value(field_of(record.kind, key), value) or "(để trống)"
    doubtful = key in record.doubtful
    return DrawnValue(
        name=look.name,
        css=classes(look),
        text=clipped(shown),
        written=_written(value, shown),
        place=_place(value.origin),
        anchor=anchor(value.origin),
        sure=confidence_words(value.confidence),
        reason=reason_in_words(reason),
        doubt=doubt_words(value.doubt or "conflict") if doubtful else "",
    )


def _written(value: Value, shown: str) -> str:
    written = " ".join(value.text.split())
    return clipped(written, 120) if written and written != " ".join(shown.split()) else ""


def _place(origin: Origin) -> str:
    return origin.at or origin.part or "nội dung thư"


def _part(seen: Seen, part: PartOutcome) -> DrawnPart:
    unread = part.status is PartStatus.UNREADABLE
    ignored = "không xem xét" if part.status is PartStatus.IGNORED else "đã đọc, có điểm cần lưu ý"
    words = reason_words(seen.campaign, part.reason) if unread else ignored
    return DrawnPart(name=part_name(part), words=words, detail=part.note, bad=unread)
