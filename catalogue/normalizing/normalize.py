"""From readings to typed values with origins: one rule a field type; judges text, never reads a file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from catalogue.fields import ASSURANCES, CONTACT, FIELDS, FieldType
from catalogue.normalizing.choices import (
    Choice,
    is_blank,
    read_delivery,
    read_level,
    read_work_study,
    read_yes_no,
    says_none,
    ticked,
)
from catalogue.normalizing.contact_rules import (
    complete_contact,
    email_values,
    name_values,
    phone_values,
    position_values,
)
from catalogue.normalizing.durations import read_duration
from catalogue.normalizing.evidence import Found, Source, value_of
from catalogue.normalizing.legends import spelt_by_legend
from catalogue.normalizing.links import read_pictures, read_url
from catalogue.normalizing.markup import without_markup
from catalogue.normalizing.money import FREE, Fee, read_fee
from catalogue.normalizing.titles import parted_title
from catalogue.records import Entry, Value
from parsers.text import fold
from parsers.wanted import Candidate, Reading

# A heading over a column of a form, and no text about a course.
_ORDINAL = re.compile(
    r"(?:khóa|khoá|lớp|nghề|ngành)(?:\s+(?:học|đào tạo))?\s+(?:số\s+)?\d{1,2}", re.IGNORECASE
)
_WORK_STUDY_HEADING = re.compile(r"vua (?:hoc vua lam|lam vua hoc)|\bv[hl]v[hl]\b")
# What a record says once: another answer beside it is no addition, as a second telephone is.
_SAID_ONCE = frozenset(("level", "delivery", "work_study", "fee", "fee_vnd", *ASSURANCES))
_QUOTED = 60
_LONGEST_TICK = 3
_LONG = frozenset(("content", "curriculum"))
_BOTH_WAYS = {"online", "in_person"}
_DENIED = re.compile(
    r"\b(?:khong|chua) (?:duoc |co |phai )?(?:cap|to chuc|bo tri|thu|kiem tra|tu van|ho tro|co)\b"
)


def normalize_candidate(candidate: Candidate, source: Source) -> Entry:
    """One record of typed values; what stands for nothing is left out, what is unclear keeps its text."""
    rules = _RULES_OF[candidate.kind]
    values: dict[str, Value] = {}
    for reading in candidate.readings:
        rule = rules.get(reading.field)
        if rule is None or (_says_nothing(reading) and (rule is not _yes_no or not _is_sign(reading.text))):
            continue
        for key, value in rule(reading, source):
            held = values.get(key)
            values[key] = value if held is None else better(key, held, value)
    if candidate.kind == CONTACT:
        complete_contact(values)
    _doubt_fee_of_two_sums(values)
    return Entry(kind=candidate.kind, values=values, doubt=candidate.doubt)


def _says_nothing(reading: Reading) -> bool:
    return is_blank(reading.text) and not (reading.choice or reading.href or says_none(reading.text))


def _is_sign(text: str) -> bool:
    """Whether a text without a letter or figure is a tick, or a cross, for yes or no."""
    return read_yes_no(text).value is not None


def normalize_reading(kind: str, reading: Reading, source: Source) -> Mapping[str, Value]:
    """The values that one reading gives, by field (a fee gives its figure too)."""
    return normalize_candidate(Candidate(kind=kind, readings=(reading,), region=""), source).values


def _title(reading: Reading, source: Source) -> Found:
    title, doubt = parted_title(without_markup(reading.text))
    if title and not title.isdigit():
        yield reading.field, value_of(reading, source, title, doubt)


def _long_text(reading: Reading, source: Source) -> Found:
    lines = [" ".join(line.split()) for line in without_markup(reading.text).splitlines()]
    text = "\n".join([line for line in lines if line])
    if not says_none(text) and not _ORDINAL.fullmatch(text):
        yield reading.field, value_of(reading, source, text)


def _level(reading: Reading, source: Source) -> Found:
    yield from _choice(reading, source, read_level)


def _delivery(reading: Reading, source: Source) -> Found:
    found = list(_choice(reading, source, read_delivery))
    beside = list(_work_study_beside(reading, source))
    yield from beside
    if found and not (beside and found[0][1].value is None):
        yield from found


def _choice(reading: Reading, source: Source, read: Callable[[str], Choice]) -> Found:
    if reading.choice:
        if read_yes_no(reading.text).value is not False:
            yield reading.field, value_of(reading, source, reading.choice)
        return
    said = ticked(reading.text)
    if not said:
        return
    choice = read(spelt_by_legend(said, reading.heading))
    doubt = choice.doubt or ("" if choice.code else "unclear: none of the known words")
    yield reading.field, value_of(reading, source, choice.code, doubt)


def _work_study_beside(reading: Reading, source: Source) -> Found:
    said = read_work_study(reading.text).value
    if said is not None:
        yield "work_study", value_of(reading, source, said)


def _yes_no(reading: Reading, source: Source) -> Found:
    if reading.field == "work_study":
        yield from _work_study(reading, source)
        return
    if reading.choice in {"yes", "no"}:
        yield reading.field, value_of(reading, source, value=reading.choice == "yes")
        return
    said = read_yes_no(reading.text)
    if reading.reason == "prose" and _DENIED.search(fold(reading.text)):
        yield reading.field, value_of(reading, source, value=False)
    elif said.value is not None or said.doubt:
        yield reading.field, value_of(reading, source, said.value, said.doubt)


def _work_study(reading: Reading, source: Source) -> Found:
    said = read_work_study(reading.text)
    if said.value is None and (_WORK_STUDY_HEADING.search(fold(reading.heading)) or reading.choice):
        said = read_yes_no(reading.text)
    if said.value is not None:
        yield "work_study", value_of(reading, source, said.value)
    delivery = read_delivery(reading.text)
    if delivery.code is not None:
        yield "delivery", value_of(reading, source, delivery.code, delivery.doubt)


def _fee(reading: Reading, source: Source) -> Found:
    said = ticked(reading.text)
    fee = read_fee(said, reading.value, reading.heading) if said else Fee(None)
    if fee.kind is None and (spelt := spelt_by_legend(said, reading.heading)) != said:
        fee = read_fee(spelt, None, reading.heading)
    if reading.choice:
        if read_yes_no(reading.text).value is False and fee.vnd is None:
            return
        fee = fee if fee.vnd is not None and not fee.doubt else Fee(reading.choice)
    if fee.kind is None and not fee.doubt:
        return
    yield "fee", value_of(reading, source, fee.kind, fee.doubt)
    if fee.vnd is not None or fee.kind == FREE or (fee.kind and any(map(str.isdigit, said))):
        yield "fee_vnd", _figure(reading, source, fee)


def _figure(reading: Reading, source: Source, fee: Fee) -> Value:
    if fee.vnd is not None:
        return value_of(reading, source, fee.vnd, fee.doubt)
    # No one figure is an answer too: it takes the place of a figure that an earlier message gave.
    return replace(value_of(reading, source, None), answered=True)


def _duration(reading: Reading, source: Source) -> Found:
    duration = read_duration(reading.text, reading.value, reading.heading)
    if duration.text is not None:
        yield reading.field, value_of(reading, source, duration.text, duration.doubt)


def _url(reading: Reading, source: Source) -> Found:
    link = read_url(reading.text, reading.href)
    if link.answered:
        yield reading.field, replace(value_of(reading, source, None), answered=True)
    elif link.url is not None or link.doubt:
        yield reading.field, value_of(reading, source, link.url, link.doubt)


def _pictures(reading: Reading, source: Source) -> Found:
    names = read_pictures(reading.text, reading.href)
    if names:
        yield reading.field, value_of(reading, source, list(names))


def better(key: str, held: Value, other: Value) -> Value:
    """Which of two values of one record stands; if they say different things it waits for confirmation."""
    if key == "images" and isinstance(held.value, list) and isinstance(other.value, list):
        joined = list(dict.fromkeys([*held.value, *other.value]))
        return replace(held, value=joined)
    if key in _LONG and isinstance(held.value, str) and isinstance(other.value, str):
        return held if other.value in held.value else replace(held, value=f"{held.value}\n{other.value}")
    if held.value is None:
        return other if other.value is not None or key == "fee_vnd" else held
    if other.value is None or other.value == held.value:
        return held
    if key == "delivery" and _are_both_ticked(held, other):
        return replace(held, value="blended", doubt=f"several: {other.origin.at} is ticked too")
    kept, lost = (other, held) if _gives_way(key, held, other) else (held, other)
    if key not in _SAID_ONCE or kept.doubt:
        return kept
    return replace(kept, doubt=f"conflict: {lost.origin.at} says {lost.text[:_QUOTED]!r}")


def _are_both_ticked(held: Value, other: Value) -> bool:
    """Whether two tick columns say that one learns in both ways."""
    ticks = max(len(held.text), len(other.text)) <= _LONGEST_TICK
    return ticks and {held.value, other.value} == _BOTH_WAYS


def _gives_way(key: str, held: Value, other: Value) -> bool:
    """Whether the first of two values is the one that counts less."""
    surer = key in _SAID_ONCE and bool(held.doubt) and not other.doubt
    return surer or (key == "fee" and _is_free_beside(held, other))


def _doubt_fee_of_two_sums(values: dict[str, Value]) -> None:
    """Two sums leave the fee itself to be confirmed: that is the field that a school is asked for."""
    fee, total = values.get("fee"), values.get("fee_vnd")
    if fee is not None and total is not None and total.doubt.startswith("conflict") and not fee.doubt:
        values["fee"] = replace(fee, doubt=total.doubt)


def _is_free_beside(held: Value, other: Value) -> bool:
    """Whether the other of two fees has the figure: a fee in two columns is paid where one has."""
    return held.value == FREE and held.text != other.text and _is_figure(other)


def _is_figure(value: Value) -> bool:
    return sum(map(str.isdigit, value.text)) > 3  # noqa: PLR2004 - a fee has at least four digits


_RULES: Mapping[FieldType, Callable[[Reading, Source], Found]] = {
    FieldType.TEXT: _title,
    FieldType.LONG_TEXT: _long_text,
    FieldType.LEVEL: _level,
    FieldType.DELIVERY: _delivery,
    FieldType.YES_NO: _yes_no,
    FieldType.FEE: _fee,
    FieldType.MONEY: _fee,
    FieldType.DURATION: _duration,
    FieldType.URL: _url,
    FieldType.PICTURES: _pictures,
    FieldType.PERSON: name_values,
    FieldType.POSITION: position_values,
    FieldType.PHONE: phone_values,
    FieldType.EMAIL: email_values,
}
_RULES_OF: Mapping[str, Mapping[str, Callable[[Reading, Source], Found]]] = {
    kind: {field.key: _RULES[field.type] for field in fields} for kind, fields in FIELDS.items()
}
