"""What of one record lacks or waits for a yes, and why: what stands there, and where; numbers nothing."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from catalogue.asking.places import place_words
from catalogue.fields import FIELDS, KEY_FIELD, FieldType, field_of
from catalogue.folding.validate import WHOLE, awaited_fields, rules_of
from catalogue.folding.values import is_denied
from catalogue.records import Conflict, JsonValue, Origin, Record, Value
from config.campaign import Campaign

_LONGEST = 80
_ASKED_LEVELS = frozenset("AB")
_CHECKED = frozenset({FieldType.PHONE, FieldType.EMAIL, FieldType.URL})
_RIVALS = re.compile(r"conflict: (?P<place>.*?) says (?P<quote>['\"])(?P<text>.*)(?P=quote)", re.DOTALL)

# What a doubt asks for, where the usual question does not say it.
_QUESTIONS = {
    "area_code": "Số điện thoại chưa có mã vùng. Đề nghị ghi lại số điện thoại đầy đủ.",
    "kind": "Địa chỉ này là thư mục chia sẻ, không phải trang thông tin lớp học. Đề nghị ghi địa chỉ trang "
    'thông tin lớp học. Nếu chưa có, đề nghị ghi "Chưa có".',
    "unit": "Đề nghị ghi rõ số tiền bằng đồng và cách tính (ví dụ: 1.500.000 đồng/khóa).",
    "conditional": "Đề nghị ghi rõ đối tượng được miễn phí và mức học phí của các đối tượng khác.",
    "range": "Đề nghị xác nhận mức học phí (ví dụ: 1.500.000 đồng/khóa).",
    "open": "Đề nghị ghi mức học phí cụ thể (ví dụ: 1.500.000 đồng/khóa).",
}
# The same where something is known that a yes settles.
_CONFIRMATIONS = {
    "kind": 'Đề nghị trả lời "Đúng" nếu đây là địa chỉ để đăng, hoặc ghi địa chỉ trang thông tin lớp học; '
    'nếu chưa có, đề nghị ghi "Chưa có".',
    "conditional": 'Đề nghị trả lời "Đúng" hoặc ghi rõ đối tượng được miễn phí và mức học phí của các đối '
    "tượng khác.",
    "open": "Đề nghị ghi mức học phí cụ thể (ví dụ: 1.500.000 đồng/khóa); nếu chưa có mức cụ thể, đề nghị "
    'trả lời "Đúng".',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """One field of one record that is asked for, or with the key ``WHOLE`` the record itself."""

    record: Record
    key: str
    finding: str
    found: str = ""
    origin: Origin
    question: str = ""
    suggested: tuple[tuple[str, JsonValue], ...] = ()
    doubt: str = ""


def gaps_of(record: Record, campaign: Campaign) -> Iterator[Gap]:
    """What lacks and what waits for a yes, in catalogue order; a doubt about the record itself first."""
    rules = rules_of(record.kind, campaign)
    awaited = awaited_fields(record, campaign)
    if WHOLE in awaited:
        yield _whole(record)
    for key in (one.key for one in FIELDS[record.kind]):
        if key in record.missing and rules[key].level in _ASKED_LEVELS:
            yield _unclear(record, key) or Gap(
                record=record, key=key, finding="missing", origin=_origin(record)
            )
        elif key in awaited and not (key == "fee_vnd" and _is_open(record, "fee", awaited)):
            yield from _waiting(record, key)


def _is_open(record: Record, key: str, awaited: Collection[str]) -> bool:
    return key in record.missing or key in awaited


def _whole(record: Record) -> Gap:
    subject = (f"{record.id}.{WHOLE}", None)
    return Gap(
        record=record,
        key=WHOLE,
        finding="confirm",
        origin=_origin(record),
        suggested=(subject,),
        doubt=record.doubt,
    )


def _unclear(record: Record, key: str) -> Gap | None:
    """What stands there and is no value, quoted; None where nothing stands."""
    value = record.values.get(key)
    if value is None or value.answered or not value.text.strip():
        return None
    question = _QUESTIONS.get(_code(value), "")
    finding = _finding(record.kind, key, value)
    return Gap(
        record=record, key=key, finding=finding, found=_short(value.text), origin=value.origin,
        question=question, doubt=value.doubt,
    )  # fmt: skip


def _waiting(record: Record, key: str) -> Iterator[Gap]:
    """A value that stands there and is not sure; what an officer decided, the school is not asked for."""
    keys = (key, "fee_vnd") if key == "fee" else (key,)
    conflict = next((one for one in record.conflicts if one.field in keys), None)
    value = record.values[key]
    if conflict is not None:
        if not conflict.values[0].origin.decision:
            yield _disputed(record, key, conflict)
    elif is_denied(value):
        yield replace(_asked_again(record, key), doubt=value.doubt)
    elif rival := _RIVALS.fullmatch(value.doubt):
        found = f'"{_short(value.text)}" và "{_short(rival["text"])}"'
        yield replace(_confirmed(record, keys), finding="conflict", found=found, suggested=())
    else:
        yield _confirmed(record, keys)


def _disputed(record: Record, key: str, conflict: Conflict) -> Gap:
    """Two values of two places: both are offered, with the place of each that is not the item's own."""
    first = conflict.values[0].origin
    found = " và ".join(_told(one, first) for one in conflict.values)
    subject = f"{record.id}.{conflict.field}"
    return Gap(
        record=record,
        key=key,
        finding="conflict",
        found=found,
        origin=first,
        suggested=tuple((subject, one.value) for one in conflict.values),
    )


def _told(value: Value, first: Origin) -> str:
    place = place_words(value.origin, with_file=value.origin.part != first.part)
    quoted = f'"{_short(value.text)}"'
    return f"{quoted} ({place})" if place and place != place_words(first) else quoted


def _asked_again(record: Record, key: str) -> Gap:
    """The school said that a value is not right: what is right lacks."""
    value = record.values[key]
    return Gap(record=record, key=key, finding="invalid", found=_short(value.text), origin=value.origin)


def _confirmed(record: Record, keys: Sequence[str]) -> Gap:
    value = record.values[keys[0]]
    told = ((key, record.values[key].value) for key in keys if key in record.values)
    return Gap(
        record=record,
        key=keys[0],
        finding="confirm",
        found=_short(value.text),
        origin=value.origin,
        question=_CONFIRMATIONS.get(_code(value), ""),
        suggested=tuple((f"{record.id}.{key}", stands) for key, stands in told),
        doubt=value.doubt,
    )


def _code(value: Value) -> str:
    return value.doubt.partition(":")[0]


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


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[: _LONGEST - 1].rstrip()}…"
