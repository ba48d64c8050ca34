"""What one message told, as the desk shows it: values with place and doubt, answers, the rest; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.fields import FIELDS, Field
from catalogue.records import Entry, FilledCell, MessageReading, Origin, Value
from reports.desk.decision_words import field_words
from reports.desk.origins import place_words
from reports.display import doubt_words, record_doubt_words, shown_value
from reports.seen_words import confidence_words, reason_in_words
from reports.wording import one_line

MOST_REST = 100
_LONGEST = 400
_KINDS = {"course": "Khóa học", "contact": "Đầu mối liên hệ"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadValue:
    """One value that was read: what it was taken for, what is written there, the place, how sure and why."""

    label: str
    shown: str
    written: str
    place: str
    sure: str
    reason: str
    doubt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """What one message tells of one record. ``act`` says what it does where it makes none of its own."""

    kind: str
    name: str
    values_read: tuple[ReadValue, ...]
    act: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestView:
    """A text that is no record: an answer by number, a filled cell, or what no field took."""

    heading: str
    text: str
    place: str


def entry_view(entry: Entry) -> EntryView:
    """One entry with its fields in the catalogue's order."""
    key = FIELDS[entry.kind][0].key
    named = entry.values.get(key)
    fields = [one for one in FIELDS[entry.kind] if one.key in entry.values]
    return EntryView(
        kind=_KINDS[entry.kind],
        name=_short(str(named.value or named.text)) if named else entry.renames,
        values_read=tuple(_value(one, entry.values[one.key]) for one in fields),
        act=_act(entry),
        doubt=record_doubt_words(entry.doubt) or doubt_words(entry.doubt) if entry.doubt else "",
    )


def _act(entry: Entry) -> str:
    if entry.withdrawn:
        return "rút lại"
    if entry.for_all:
        return "áp dụng cho mọi mục cùng loại"
    return "sửa, bổ sung nội dung đã gửi" if entry.partial else ""


def _value(one: Field, value: Value) -> ReadValue:
    shown, written = shown_value(one, value), one_line(value.text)
    return ReadValue(
        label=field_words(one.key),
        shown=_short(shown),
        written=_short(written) if written != one_line(shown) else "",
        place=_place(value.origin),
        sure=confidence_words(value.confidence),
        reason=reason_in_words(value.reason) if value.reason else "",
        doubt=doubt_words(value.doubt) if value.doubt else "",
    )


def _place(origin: Origin) -> str:
    return place_words(origin, named=True)


def answers_read(reading: MessageReading) -> Iterator[RestView]:
    """What answers our questions: by number in the text, or in the cells of our own workbook."""
    for one in reading.numbered[:MOST_REST]:
        yield RestView(heading=f"Mục {one.number}", text=_short(one.text), place=_place(one.origin))
    for cell in reading.filled[:MOST_REST]:
        yield RestView(heading=_filled_heading(cell), text=_short(cell.text), place=_place(cell.origin))


def _filled_heading(cell: FilledCell) -> str:
    return f"{_KINDS[cell.kind]}, {field_words(cell.field)}"


def unclaimed_read(reading: MessageReading) -> Iterator[RestView]:
    """What no field took, with the heading that it stood under."""
    for one in reading.unclaimed[:MOST_REST]:
        yield RestView(heading=_short(one.heading), text=_short(one.text), place=_place(one.origin))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}…"
