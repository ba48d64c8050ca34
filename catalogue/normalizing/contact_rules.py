"""The rules for a contact's name, post, phone and address, which one cell may hold together; no I/O."""

from __future__ import annotations

import re

from catalogue.normalizing.addresses import read_address
from catalogue.normalizing.evidence import Found, Source, value_of
from catalogue.normalizing.family_names import lacks_family_name
from catalogue.normalizing.people import (
    LACKS_FAMILY_NAME,
    doubt_of_name,
    is_post,
    is_unit,
    read_email,
    read_name,
    read_person,
    read_position,
    strip_titles,
    unshout,
)
from catalogue.normalizing.phones import read_phone
from catalogue.records import Value
from parsers.text import squeeze
from parsers.wanted import Reading


def name_values(reading: Reading, source: Source) -> Found:
    """The name, and whatever else of the person its cell carries."""
    name = read_name(reading.text)
    if name is not None:
        yield reading.field, value_of(reading, source, name, doubt_of_name(reading.text))
        return
    person = read_person(reading.text)
    if person.name:
        doubt = LACKS_FAMILY_NAME if lacks_family_name(person.name) else ""
        yield reading.field, value_of(reading, source, person.name, doubt)
    elif is_post(reading.text) or is_unit(reading.text):
        post = re.split(r"\s*[,;:\n]|\s[-–]\s|\d", squeeze(reading.text), maxsplit=1)[0]
        yield reading.field, value_of(reading, source, None, "invalid: a post, not a person")
        yield "position", value_of(reading, source, person.position or post)
    else:
        yield reading.field, _short_name(reading, source)
    if person.position:
        yield "position", value_of(reading, source, person.position)
    if person.phones:
        yield "phone", value_of(reading, source, person.phones[0].e164, person.phones[0].doubt)
    if person.email:
        yield "email", value_of(reading, source, person.email)


def _short_name(reading: Reading, source: Source) -> Value:
    bare = strip_titles(reading.text)
    if bare.isalpha():
        return value_of(reading, source, unshout(bare), "short: one syllable only")
    return value_of(reading, source, None, "invalid: no personal name")


def position_values(reading: Reading, source: Source) -> Found:
    """The post as written; a phone or address beside it goes where it belongs."""
    if not any(map(str.isdigit, reading.text)) and "@" not in reading.text:
        position = read_position(reading.text)
    else:
        person = read_person(reading.text)
        position = person.position or read_position(reading.text)
        if person.phones:
            position = person.position or None
            yield "phone", value_of(reading, source, person.phones[0].e164, person.phones[0].doubt)
        if person.email:
            yield "email", value_of(reading, source, person.email)
    if position:
        yield reading.field, value_of(reading, source, position)


def phone_values(reading: Reading, source: Source) -> Found:
    """The first valid number, and a mail address in the same cell."""
    phone = read_phone(reading.text, reading.value)
    if phone.e164 is not None or phone.doubt:
        yield reading.field, value_of(reading, source, phone.e164, phone.doubt)
    email = read_email(reading.text)
    if email:
        yield "email", value_of(reading, source, email)


def email_values(reading: Reading, source: Source) -> Found:
    """The mail address, also where it lies behind the shown words."""
    address = read_address(reading.text) or read_address(reading.href)
    if address:
        yield reading.field, value_of(reading, source, address.email, address.doubt)
    elif "@" in reading.text:
        yield reading.field, value_of(reading, source, None, "invalid: no mail address")


def complete_contact(values: dict[str, Value]) -> None:
    """A post in the name's column is the position where no other is given."""
    name, position = values.get("full_name"), values.get("position")
    if name is None and position is not None and isinstance(position.value, str):
        found = read_name(position.value) if not is_post(position.value) else None
        if found:
            values["full_name"] = values.pop("position")
