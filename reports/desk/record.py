"""One course or contact as the desk shows it: every value with its origin, flags and history; pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.fields import CONTACT, COURSE, FIELDS, Field, FieldType, field_of
from catalogue.folding.validate import rules_of
from catalogue.records import Record, Value
from catalogue.views import StoredMessage
from config.campaign import Campaign
from parsers.text import fold
from reports.desk.case_words import Badge, at_words, trouble_badges
from reports.desk.decision_words import field_words, shortened
from reports.desk.origins import OriginView, Sources, origin_view
from reports.desk.places import message_path, record_path
from reports.display import WHOLE, doubt_words, record_doubt_words, shown, shown_value

NAMELESS = "(chưa có tên)"
YES_NO = ("Có", "Không")
_AGAINST_DECISION = "Thư sau của đơn vị ghi khác giá trị chuyên viên đã xác định; đề nghị chọn giá trị đúng."
_DISPUTED = "Các thư, tệp của đơn vị ghi khác nhau; đề nghị chọn giá trị đúng."
_GIST = {CONTACT: ("position", "phone", "email"), COURSE: ("level", "delivery", "fee", "fee_vnd")}


@dataclass(frozen=True, slots=True, kw_only=True)
class PastView:
    """A value that stands no more, or that disagrees; ``form`` is its JSON, by which it may be chosen."""

    shown: str
    origin: OriginView
    form: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Something that a record may be merged with, or a message that it may be parted from."""

    id: str
    words: str
    detail: str
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What a person wrote that could not be taken: it stands in its field again, with the reason."""

    field: str
    text: str
    fault: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldView:
    """One field. ``text`` is in its input, ``seen`` the JSON of what stands, ``options`` all words.

    ``written`` is the text as the school wrote it where it reads otherwise; ``reasons`` tell of flags.
    """

    key: str
    label: str
    shown: str
    text: str
    badges: tuple[Badge, ...] = ()
    reasons: tuple[str, ...] = ()
    origin: OriginView | None = None
    link: str = ""
    written: str = ""
    history: tuple[PastView, ...] = ()
    choices: tuple[PastView, ...] = ()
    options: tuple[str, ...] = ()
    is_long: bool = False
    example: str = ""
    seen: str = "null"
    can_confirm: bool = False
    is_wanted: bool = True
    fault: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """One course or contact. ``doubt`` says why it waits as a whole, "" where it does not."""

    id: str
    name: str
    kind: str
    path: str
    badges: tuple[Badge, ...]
    gist: tuple[str, ...]
    fields: tuple[FieldView, ...]
    doubt: str = ""
    is_contact: bool = False
    fault: str = ""
    is_open: bool = False
    aliases: tuple[str, ...] = ()


def record_view(record: Record, sources: Sources, typed: Typed | None = None) -> RecordView:
    """A record with all its fields, those that the campaign asks for first in the catalogue's order."""
    rules = rules_of(record.kind, sources.campaign)
    keys = [one for one in FIELDS[record.kind] if one.key in rules or one.key in record.values]
    return RecordView(
        id=record.id,
        name=record.name or NAMELESS,
        kind=record.kind,
        path=record_path(record),
        badges=trouble_badges(record),
        gist=tuple(_gist(record)),
        fields=tuple(_field(record, one, sources, typed) for one in keys),
        doubt=_whole_doubt(record),
        is_contact=record.kind == CONTACT,
        fault=typed.fault if typed is not None and typed.field == WHOLE else "",
        is_open=typed is not None,
        aliases=record.aliases,
    )


def other_view(record: Record) -> Choice:
    """A record to merge with."""
    name = record.name or NAMELESS
    return Choice(id=record.id, words=name, detail="; ".join(_gist(record)), path=record_path(record))


def teller_view(message: StoredMessage, campaign: Campaign) -> Choice:
    """A message that told of a record."""
    words = shortened(message.subject) or "(không có tiêu đề)"
    at = at_words(campaign, message.received_at)
    detail = f"{message.sender_name or message.sender}; {at}"
    return Choice(id=message.sha256, words=words, detail=detail, path=message_path(message.sha256))


def form_of(value: Value | None) -> str:
    """A value as a form carries it, to tell whether it still stands."""
    return json.dumps(None if value is None else value.value, ensure_ascii=False)


def _gist(record: Record) -> Iterator[str]:
    """What tells records of one unit apart, in a few words."""
    for key in _GIST[record.kind]:
        value, text = record.values.get(key), shown(record, key)
        if text and value is not None and value.value is not None:
            yield _shown(field_of(record.kind, key), value)


def _whole_doubt(record: Record) -> str:
    if WHOLE not in record.doubtful:
        return ""
    return record_doubt_words(record.doubt) or "chưa chắc chắn"


def _field(record: Record, one: Field, sources: Sources, typed: Typed | None) -> FieldView:
    value = record.values.get(one.key)
    mine = typed if typed is not None and typed.field == one.key else None
    choices = tuple(_choices(record, one, sources))
    flagged = tuple(_flags(record, one, value, disputed=bool(choices)))
    told = _shown(one, value) if value is not None else ""
    rule = rules_of(record.kind, sources.campaign).get(one.key)
    return FieldView(
        key=one.key,
        label=_capital(field_words(one.key)),
        shown=told,
        text=mine.text if mine else told,
        badges=tuple(badge for badge, _ in flagged),
        reasons=tuple(reason for _, reason in flagged if reason),
        origin=origin_view(value, sources) if value is not None else None,
        link=_link(one, value),
        written=_written(value, told),
        history=tuple(_past(one, past, sources) for past in reversed(record.history.get(one.key, ()))),
        choices=choices,
        options=_options(one),
        is_long=one.type is FieldType.LONG_TEXT,
        example=one.example,
        seen=form_of(value),
        can_confirm=one.key in record.doubtful and value is not None and value.value is not None,
        is_wanted=rule is not None and rule.required,
        fault=mine.fault if mine else "",
        note=mine.note if mine else "",
    )


def _flags(record: Record, one: Field, value: Value | None, *, disputed: bool) -> Iterator[tuple[Badge, str]]:
    """The flags of a field, each with its reason in words."""
    decided = value is not None and bool(value.origin.decision)
    if disputed:
        yield Badge("bad", "không thống nhất"), _AGAINST_DECISION if decided else _DISPUTED
    if one.key in record.missing:
        yield Badge("warn", "thiếu"), _missing_words(value)
    if one.key in record.doubtful and not disputed:
        yield Badge("warn", "cần xác nhận"), _sentence(doubt_words(value.doubt if value else ""))
    if decided:
        yield Badge("plain", "chuyên viên ghi"), ""


def _missing_words(value: Value | None) -> str:
    if value is None or not value.text.strip():
        return "Đơn vị chưa ghi nội dung này."
    return "Nội dung đơn vị ghi chưa đúng dạng, chưa dùng được."


def _choices(record: Record, one: Field, sources: Sources) -> Iterator[PastView]:
    """The values that disagree, the one that stands first, each once."""
    standing = record.values.get(one.key)
    told: dict[str, Value] = {}
    for conflict in record.conflicts:
        if conflict.field == one.key:
            for value in (*([standing] if standing else []), *conflict.values):
                told.setdefault(form_of(value), value)
    yield from (_past(one, value, sources) for value in told.values() if value.value is not None)


def _past(one: Field, value: Value, sources: Sources) -> PastView:
    return PastView(shown=_shown(one, value), origin=origin_view(value, sources), form=form_of(value))


def _shown(one: Field, value: Value) -> str:
    """A value as the page tells it: as everywhere, and a sum with what it is counted in."""
    told = shown_value(one, value)
    is_sum = one.type is FieldType.MONEY and isinstance(value.value, int)
    return f"{told} đồng" if is_sum else told


def _link(one: Field, value: Value | None) -> str:
    """The address of a page that a value names, to be looked at; "" for whatever else would be opened."""
    held = value.value if value is not None and one.type is FieldType.URL else ""
    return held if isinstance(held, str) and held.startswith(("https://", "http://")) else ""


def _written(value: Value | None, told: str) -> str:
    """What the school wrote, where it reads otherwise."""
    text = value.text.strip() if value is not None and not value.origin.decision else ""
    return text if fold(text) != fold(told) else ""


def _options(one: Field) -> tuple[str, ...]:
    if one.type is FieldType.YES_NO:
        return YES_NO
    return tuple(one.options.values()) if one.type in (FieldType.LEVEL, FieldType.DELIVERY) else ()


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _sentence(text: str) -> str:
    return f"{_capital(text)}." if text else ""
