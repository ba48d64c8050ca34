"""What a person types as the value of a field, read as a school's own answer would be; stores nothing."""

from __future__ import annotations

from collections.abc import Mapping

from catalogue.fields import KEY_FIELD, FieldType, field_of
from catalogue.normalizing.answer_values import normalize_field
from catalogue.normalizing.choices import says_none
from catalogue.records import Origin, Value
from intake.decision_steps import DecisionError
from parsers.text import fold

# Written under the question itself, where nothing else can be meant.
_YES_NO = {"co": True, "khong": False}


def read_value(kind: str, field: str, text: str) -> Mapping[str, Value]:
    """What a text says of a field, by field; "chưa có" says that there is none.

    Raises DecisionError where it says nothing of the field; the name of a record is never none.
    """
    if not text.strip():
        raise DecisionError(f'nothing is written for {kind}.{field}; "chưa có" says that there is none')
    if field == KEY_FIELD[kind] and says_none(text):
        raise DecisionError(f"a {kind} cannot be without {field}; `intake decide drop` takes it out")
    plain = _YES_NO.get(fold(text)) if field_of(kind, field).type is FieldType.YES_NO else None
    if plain is not None:
        return {field: Value(value=plain, text=text, origin=Origin())}
    read = normalize_field(kind, field, text, Origin())
    if field in read and (read[field].value is not None or read[field].answered):
        return read
    if not says_none(text):
        raise DecisionError(f"{text!r} is no value of {kind}.{field}; {_wanted(kind, field)}")
    none = Value(value=None, text=text, origin=Origin(), answered=True)
    return dict.fromkeys(("fee", "fee_vnd") if field == "fee" else (field,), none)


def _wanted(kind: str, key: str) -> str:
    field = field_of(kind, key)
    words = "; ".join(field.options.values())
    return f"it is one of: {words}" if words else f"such as: {field.example}"
