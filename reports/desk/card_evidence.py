"""The evidence of each sort of thing that waits: values in, exhibits out; draws and looks up nothing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from catalogue.fields import field_of
from catalogue.folding.validate import WHOLE
from catalogue.lists import UnitHead
from catalogue.offers import Act, Verb
from catalogue.records import MessageReading, Record, UnitStatus, Value
from catalogue.snapshot import Need, gaps, mark_of
from reports.desk.card_facts import CardFacts
from reports.desk.case_words import LETTER_STATES, LETTERS, at_words
from reports.desk.evidence import Exhibit, Quote, quote_around, sheet_around, tables_of, whole_text
from reports.desk.origins import origin_view
from reports.desk.places import below, letter_path, message_path
from reports.digest_lists import gap_label, waiting_label
from reports.display import doubt_words, record_doubt_words, shown_value
from reports.seen_grid import clipped
from reports.wording import one_line, reason_words

MOST_EXHIBITS = 6
MOST_GAPS = 12
MOST_LETTERS = 6
MOST_UNITS = 40


def exhibits_of(facts: CardFacts) -> tuple[Exhibit, ...]:
    """What a person must see to decide about a line."""
    return tuple(_EVIDENCE[facts.line.kind](facts))[:MOST_EXHIBITS]


# --- values of records


def _conflict(facts: CardFacts) -> Iterator[Exhibit]:
    record = facts.record
    if record is None:
        yield from _unplaced(facts)
        return
    for number, act in enumerate(facts.line.acts, start=1):
        if act.verb is Verb.TAKE:
            yield from _side(facts, record, act, str(number))


def _side(facts: CardFacts, record: Record, act: Act, key: str) -> Iterator[Exhibit]:
    """One of the values that disagree, where it stands."""
    field = act.subject.rpartition(".")[2]
    held = [record.values[field]] if field in record.values else []
    held += [value for one in record.conflicts if one.field == field for value in one.values]
    value = next((one for one in held if json.dumps(one.value, ensure_ascii=False) == act.value), None)
    if value is not None:
        shown = shown_value(field_of(record.kind, field), value)
        yield replace(_exhibit(facts, [value], narrow=True), heading=one_line(shown), key=key)


def _doubt(facts: CardFacts) -> Iterator[Exhibit]:
    record = facts.record
    if record is None:
        return
    keys = [act.subject.rpartition(".")[2] for act in facts.line.acts]
    notes = {id(value): note for value, note in _doubted(record, keys)}
    values = [value for value, _ in _doubted(record, keys)]
    for those in tables_of(values):
        told = tuple(dict.fromkeys(notes[id(one)] for one in those))
        yield replace(_exhibit(facts, those), notes=told)


def _doubted(record: Record, keys: Sequence[str]) -> Iterator[tuple[Value, str]]:
    """The values that wait for a yes, each with what is doubted; of a whole record all that it holds."""
    for key in keys:
        if key == WHOLE:
            why = record_doubt_words(record.doubt)
            words = f"{waiting_label(record.kind, key)}{f': {why}' if why else ''}"
            yield from ((value, words) for value in record.values.values())
        elif key in record.values:
            value = record.values[key]
            shown = one_line(shown_value(field_of(record.kind, key), value))
            written = f', tệp ghi "{one_line(value.text)}"' if one_line(value.text) != shown else ""
            label = waiting_label(record.kind, key)
            yield value, f'{label}: đọc là "{shown}"{written}; {doubt_words(value.doubt)}'


def _unplaced(facts: CardFacts) -> Iterator[Exhibit]:
    """A statement that found no record."""
    entries = facts.state.unresolved if facts.state else ()
    for entry in entries:
        if mark_of(entry) == facts.line.message:
            for those in tables_of(entry.values.values()):
                yield _exhibit(facts, those)


def _exhibit(facts: CardFacts, values: Sequence[Value], *, narrow: bool = False) -> Exhibit:
    """The place of some values of one table or text."""
    first = values[0]
    view = origin_view(first, facts.sources)
    reading = facts.readings.get(first.origin.message)
    sheet = sheet_around(reading, values, narrow=narrow) if reading is not None else None
    quote = None if sheet is not None or first.origin.decision else _words_of(reading, first)
    told = "; ".join(filter(None, (view.who, view.at)))
    return Exhibit(place=view.place, told=told, path=view.path, sheet=sheet, quote=quote)


def _words_of(reading: MessageReading | None, value: Value) -> Quote | None:
    if not value.text.strip():
        return None
    text = reading.new_text if reading is not None and not value.origin.part else ""
    return quote_around(text, value.text)


# --- messages and files


def _letter_text(facts: CardFacts) -> Iterator[Exhibit]:
    if facts.message is None:
        return
    text = facts.reading.new_text if facts.reading else ""
    yield Exhibit(
        heading="Nội dung thư",
        path=message_path(facts.message.sha256),
        notes=_brought(facts.reading),
        quote=whole_text(text) if text.strip() else Quote(after="(thư không có lời)"),
    )


def _brought(reading: MessageReading | None) -> tuple[str, ...]:
    """What a message brings: its files, what was read of them."""
    if reading is None:
        return ()
    files = [clipped(part.filename or "(không tên)", 80) for part in reading.parts
             if part.is_file and not part.path]  # fmt: skip
    courses = sum(one.kind == "course" and not one.partial for one in reading.entries)
    told = (
        f"Tệp đính kèm: {'; '.join(files)}" if files else "Không có tệp đính kèm",
        f"Đọc được {courses} khóa học" if courses else "",
    )
    return tuple(filter(None, told))


def _file(facts: CardFacts) -> Iterator[Exhibit]:
    if facts.message is None:
        return
    parts = facts.reading.parts if facts.reading else ()
    for part in parts:
        if facts.line.what in (part.filename, part.path, f"{part.filename}/{part.path}"):
            words = reason_words(facts.sources.campaign, part.reason) if part.reason else ""
            size = f"{max(1, round(part.size / 1024))} KB"
            path = below(f"{message_path(facts.message.sha256)}/tep", part.number) if not part.path else ""
            name = clipped(facts.line.what, 120)
            yield Exhibit(
                heading=f"Tệp {name}", path=path, link="Tải tệp", notes=tuple(filter(None, (words, size)))
            )
    yield from _letter_text(facts)


def _failed_message(facts: CardFacts) -> Iterator[Exhibit]:
    message = facts.message
    if message is not None:
        lines = [line for line in message.error.strip().splitlines() if line.strip()]
        notes = (f"đã thử {message.attempts} lần" if message.attempts else "",)
        quote = Quote(after=clipped(lines[-1], 400)) if lines else None
        yield Exhibit(
            heading="Lỗi khi xử lý",
            path=message_path(message.sha256),
            notes=tuple(filter(None, notes)),
            quote=quote,
        )


def _outgoing(facts: CardFacts) -> Iterator[Exhibit]:
    letter = facts.letter
    if letter is not None:
        notes = (f"Loại thư: {LETTERS.get(letter.kind, letter.kind.value)}", f"Gửi tới: {letter.to}")
        yield Exhibit(
            heading="Nội dung thư đi",
            path=letter_path(letter.id),
            link="Xem đúng như thư gửi đi",
            notes=notes,
            quote=whole_text(letter.text),
        )


# --- units


def _case(facts: CardFacts) -> Iterator[Exhibit]:
    """What a unit still owes, and what was sent to it."""
    lacking = gaps(facts.state) if facts.state else ()
    told = [f"{gap_label(gap)}{f' ({gap.record.name})' if gap.record and gap.record.name else ''}"
            for gap in lacking[:MOST_GAPS]]  # fmt: skip
    if len(lacking) > MOST_GAPS:
        told.append(f"… và {len(lacking) - MOST_GAPS} nội dung khác")
    if told:
        yield Exhibit(heading=f"Còn thiếu {len(lacking)} nội dung", notes=tuple(told))
    campaign = facts.sources.campaign
    sent = [
        f"{LETTERS.get(one.kind, one.kind.value)}, {LETTER_STATES[one.state].words}, "
        f"{at_words(campaign, one.at)}, tới {one.to}"
        for one in facts.history[-MOST_LETTERS:]
    ]
    if sent:
        yield Exhibit(heading="Thư gần đây tới đơn vị", notes=tuple(sent))


def _addresses(facts: CardFacts) -> Iterator[Exhibit]:
    if facts.head is not None:
        known = facts.head.unit.emails
        notes = tuple(known) or ("Danh sách đơn vị chưa có địa chỉ nào",)
        yield Exhibit(heading="Địa chỉ trong danh sách đơn vị", notes=notes)
    yield from _case(facts)


def _question(facts: CardFacts) -> Iterator[Exhibit]:
    yield from _letter_text(facts)
    yield from _case(facts)


def _overdue(facts: CardFacts) -> Iterator[Exhibit]:
    """The units that the letters would go to, those that sent nothing first."""
    ordered = sorted(facts.open_cases, key=lambda head: head.status is not UnitStatus.NOT_SUBMITTED)
    told = [f"{one_line(head.unit.name)}: {_lacking(head)}" for head in ordered[:MOST_UNITS]]
    if len(ordered) > MOST_UNITS:
        told.append(f"… và {len(ordered) - MOST_UNITS} đơn vị khác")
    yield Exhibit(heading="Các đơn vị trong danh sách", notes=tuple(told))


def _lacking(head: UnitHead) -> str:
    if head.status is UnitStatus.NOT_SUBMITTED:
        return "chưa gửi"
    return f"còn thiếu {head.missing} nội dung" if head.missing else "cần bổ sung hoặc xác nhận"


_EVIDENCE: Mapping[Need, Callable[[CardFacts], Iterator[Exhibit]]] = {
    Need.UNKNOWN_SENDER: _letter_text,
    Need.UNREADABLE: _file,
    Need.CONFLICT: _conflict,
    Need.ASKED_OUT: _case,
    Need.DOUBT: _doubt,
    Need.QUESTION: _question,
    Need.NO_ADDRESS: _addresses,
    Need.FULL_MAILBOX: _addresses,
    Need.AWAY: _addresses,
    Need.BOUNCE: _letter_text,
    Need.QUARANTINED: _failed_message,
    Need.HELD_LETTER: _outgoing,
    Need.FAILED_LETTER: _outgoing,
    Need.OVERDUE: _overdue,
}
