"""What a unit is asked: every gap, doubt and unread file as one numbered list; no letter, no clock."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from catalogue.asking.places import place_words
from catalogue.folding.answers import ALL
from catalogue.folding.validate import required_fields, rules_of
from catalogue.folding.values import is_usable
from catalogue.records import (
    ASSURANCES,
    CONTACT,
    COURSE,
    FIELDS,
    KEY_FIELD,
    AskedItem,
    FieldType,
    Origin,
    Record,
    UnitState,
    UnitStatus,
    UnreadFile,
    Value,
    field_of,
)
from config.campaign import Campaign

MOST_ITEMS = 40
"""A letter with more items is not answered: they are then gathered by field."""
_ALIKE = 3
_NAMED = 8
_LONGEST = 80
_ASKED_LEVELS = frozenset("AB")
_CHECKED = frozenset({FieldType.PHONE, FieldType.EMAIL, FieldType.URL})
# Doubts of our own reading: the officer's to settle, not the school's.
_OURS = frozenset({"confidence", "ambiguous"})

# What a doubt asks for, where the field's usual question does not say it.
_QUESTIONS = {
    "area_code": "Số điện thoại chưa có mã vùng. Đề nghị ghi lại số điện thoại đầy đủ.",
    "kind": "Địa chỉ này là thư mục chia sẻ, không phải trang thông tin lớp học. Đề nghị ghi địa chỉ trang "
    'thông tin lớp học. Nếu chưa có, đề nghị ghi "Chưa có".',
    "unit": "Đề nghị ghi rõ số tiền bằng đồng và cách tính (ví dụ: 1.500.000 đồng/khóa).",
    "conditional": "Đề nghị ghi rõ đối tượng được miễn phí và mức học phí của các đối tượng khác.",
    "range": "Đề nghị xác nhận mức học phí (ví dụ: 1.500.000 đồng/khóa).",
    "open": "Đề nghị ghi mức học phí cụ thể (ví dụ: 1.500.000 đồng/khóa).",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gap:
    """One field of one record that is asked for."""

    record: Record
    key: str
    finding: str
    found: str = ""
    origin: Origin
    question: str = ""


def items_for(state: UnitState, campaign: Campaign) -> tuple[AskedItem, ...]:
    """All that a unit is asked for now, numbered: courses, what holds for all of them, contacts, files."""
    if state.status is UnitStatus.NOT_SUBMITTED:
        return ()
    files = {value.origin.part for record in state.records for value in record.values.values()}
    several = len(files - {""}) > 1
    contacts = [_item(gap, several=several) for record in state.contacts for gap in _gaps(record, campaign)]
    others = [*_no_contact(state, campaign), *contacts, *map(_unread, state.unread)]
    courses = _course_items(state, campaign, MOST_ITEMS - len(others), several=several)
    items = [*_no_course(state), *courses, *others]
    return tuple(replace(item, number=number) for number, item in enumerate(items, start=1))


# --- gaps of a record


def _gaps(record: Record, campaign: Campaign) -> Iterator[_Gap]:
    rules = rules_of(record.kind, campaign)
    origin = _origin(record)
    open_keys = {*record.missing, *record.doubtful}
    for key in (one.key for one in FIELDS[record.kind] if one.key in open_keys):
        if key not in rules or rules[key].level not in _ASKED_LEVELS:
            continue
        gap = _doubt(record, key)
        if gap is None and key in record.missing:
            gap = _Gap(record=record, key=key, finding="missing", origin=origin)
        if gap is not None:
            yield gap


def _doubt(record: Record, key: str) -> _Gap | None:
    """What stands there and is not good enough, quoted; None where nothing stands or only we doubt."""
    value = record.values.get(key)
    if value is None or value.answered or not value.text.strip():
        return None
    origin = value.origin
    conflict = next((one for one in record.conflicts if one.field == key), None)
    if conflict is not None:
        found = " và ".join(f'"{_short(one.text)}"' for one in conflict.values)
        return _Gap(record=record, key=key, finding="conflict", found=found, origin=origin)
    code = value.doubt.partition(":")[0]
    if code in _OURS and is_usable(value):
        return None
    question = _QUESTIONS.get(code, "")
    finding = _finding(record.kind, key, value)
    return _Gap(
        record=record, key=key, finding=finding, found=_short(value.text), origin=origin, question=question
    )


def _finding(kind: str, key: str, value: Value) -> str:
    if value.value is None and field_of(kind, key).type in _CHECKED:
        return "invalid"
    return "unclear"


def _origin(record: Record) -> Origin:
    """The place of a record: that of its name, else of whatever it has."""
    value = record.values.get(KEY_FIELD[record.kind])
    if value is None or value.origin.decision:
        value = next((one for one in record.values.values() if not one.origin.decision), value)
    return Origin() if value is None else value.origin


def _item(gap: _Gap, *, several: bool) -> AskedItem:
    return AskedItem(
        number=0,
        kind=gap.record.kind,
        record_id=gap.record.id,
        fields=(gap.key,),
        finding=gap.finding,
        title=gap.record.name,
        found=gap.found,
        place=place_words(gap.origin, with_file=several),
        question=gap.question,
    )


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1].rstrip()}…"


# --- courses


def _course_items(state: UnitState, campaign: Campaign, room: int, *, several: bool) -> list[AskedItem]:
    gaps = [gap for record in state.courses for gap in _gaps(record, campaign)]
    shared = _lacked_by_all(gaps, len(state.courses))
    own = [gap for gap in gaps if gap.finding != "missing" or gap.key not in shared]
    general = [_general(key) for key in shared] + _assurances(state, campaign)
    items = [_item(gap, several=several) for gap in own]
    if len(items) + len(general) > room:
        items = _gathered(own, several=several)[: max(room - len(general), 1)]
    return items + general


def _lacked_by_all(gaps: Sequence[_Gap], courses: int) -> tuple[str, ...]:
    """The fields that not one of several courses has."""
    if courses < _ALIKE:
        return ()
    missing = [gap.key for gap in gaps if gap.finding == "missing"]
    return tuple(key for key in dict.fromkeys(missing) if missing.count(key) == courses)


def _general(key: str, title: str = "") -> AskedItem:
    return AskedItem(number=0, kind=COURSE, record_id=ALL, fields=(key,), finding="missing", title=title)


def _assurances(state: UnitState, campaign: Campaign) -> list[AskedItem]:
    """The assurances that no course speaks of, once for all courses."""
    told = {key for record in state.courses for key in ASSURANCES if _tells(record, key)}
    fields = tuple(
        key
        for key in ASSURANCES
        if key not in told and key in campaign.course_fields and campaign.course_fields[key].level == "C"
    )
    if not fields or not state.courses:
        return []
    return [AskedItem(number=0, kind=COURSE, record_id=ALL, fields=fields, finding="missing")]


def _tells(record: Record, key: str) -> bool:
    return key in record.values and is_usable(record.values[key])


def _gathered(gaps: Sequence[_Gap], *, several: bool) -> list[AskedItem]:
    """The gaps by field, each naming its courses; what stands there unclear stays an item of its own."""
    by_field: dict[str, list[str]] = {}
    for gap in gaps:
        if gap.finding == "missing":
            by_field.setdefault(gap.key, []).append(gap.record.name)
    missing = [_general(key, _courses(names)) for key, names in by_field.items()]
    return missing + [_item(gap, several=several) for gap in gaps if gap.finding != "missing"]


def _courses(names: Sequence[str]) -> str:
    named = ", ".join(f'"{name}"' for name in names[:_NAMED])
    more = len(names) - _NAMED
    return f"Các khóa {named} và {more} khóa khác" if more > 0 else f"Các khóa {named}"


# --- the unit as a whole


def _no_course(state: UnitState) -> Iterable[AskedItem]:
    """A unit whose file could not be read is asked for the file, not for courses."""
    if state.lacks_course and not state.unread:
        yield AskedItem(number=0, kind=COURSE, record_id="", fields=("title",), finding="missing")


def _no_contact(state: UnitState, campaign: Campaign) -> Iterable[AskedItem]:
    if state.lacks_contact:
        fields = required_fields(CONTACT, campaign)
        yield AskedItem(number=0, kind=CONTACT, record_id="", fields=fields, finding="missing")


def _unread(file: UnreadFile) -> AskedItem:
    return AskedItem(
        number=0,
        kind=COURSE,
        record_id="",
        fields=(),
        finding="unreadable",
        title=file.filename,
        found=file.reason,
    )
