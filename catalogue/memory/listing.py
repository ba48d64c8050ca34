"""By which words and counts a record, a state, a message or a letter is listed; pure, no statement."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from catalogue.codes import code_of
from catalogue.fields import CONTACT, COURSE
from catalogue.outbox import Letter
from catalogue.plan import Headers
from catalogue.records import Record, Unit, UnitState
from parsers.text import fold as folded

# An index row of PostgreSQL holds some 2,700 bytes, and a folded letter may have three of them.
LONGEST_NAME = 200
LONGEST_SEARCH = 400
SHORT_ID = 10
SEARCHED = {COURSE: ("title",), CONTACT: ("full_name", "position", "email")}
"""The fields whose words a record is found by; telephones are found by their digits besides."""
_CODES = ("level", "delivery", "fee")
_COUNTRY = "84"


def search_of(texts: Iterable[str]) -> str:
    """The folded words of texts, each behind a blank; never empty, so "" was never filled."""
    return " " + " ".join(filter(None, map(folded, texts)))[:LONGEST_SEARCH]


def searched_words(words: str) -> tuple[str, ...]:
    """The words of a search as they stand in what ``search_of`` gives."""
    return tuple(dict.fromkeys(folded(words[:LONGEST_SEARCH]).split()))


def folded_name(name: str) -> str:
    """The form by which names are sorted and compared."""
    return folded(name)[:LONGEST_NAME]


def record_listing(record: Record) -> dict[str, Any]:
    """The columns of a record that lists ask for, but for its name."""
    return {
        "missing": len(record.missing),
        "doubtful": len(record.doubtful),
        "conflicts": len(record.conflicts),
        "search": search_of([record.id, *_texts(record), *_phones(record)]),
        **{key: code_of(record, key) if record.kind == COURSE else "" for key in _CODES},
    }


def state_listing(state: UnitState) -> dict[str, int]:
    """The counts of a state."""
    return {
        "courses": len(state.courses),
        "contacts": len(state.contacts),
        "missing": sum(len(record.missing) for record in state.records),
        "doubtful": sum(len(record.doubtful) for record in state.records),
        "conflicts": sum(len(record.conflicts) for record in state.records),
        "unread": len(state.unread),
        "unresolved": len(state.unresolved),
    }


def unit_search(unit: Unit, *, by_address: bool) -> str:
    """What a unit is found by: its id, names and domains, and its addresses where they may be known."""
    addresses = unit.emails if by_address else ()
    return search_of([unit.id, unit.name, *unit.aliases, *addresses, *unit.domains])


def message_search(sha256: str, headers: Headers | None) -> str:
    """What a message is found by: its subject, who sent it, its short id."""
    told = (headers.sender_name, headers.sender, headers.subject) if headers else ()
    return search_of([sha256[:SHORT_ID], *told])


def letter_search(letter: Letter) -> str:
    """What a letter is found by: its reference, its receiver, its subject."""
    return search_of([letter.ref, letter.to, letter.subject])


def _texts(record: Record) -> Iterable[str]:
    for key in SEARCHED[record.kind]:
        value = record.values.get(key)
        if value is not None and value.value is not None:
            yield str(value.value)


def _phones(record: Record) -> Iterable[str]:
    """The digits of a telephone as people type them, within the country and from abroad."""
    value = record.values.get("phone")
    digits = "".join(filter(str.isdigit, str(value.value or ""))) if value else ""
    if digits.startswith(_COUNTRY):
        yield "0" + digits.removeprefix(_COUNTRY)
    yield digits
