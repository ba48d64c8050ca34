"""Persons named where a yes or no is asked ("Tư vấn: cô A, 0909 ..."): contacts, no answer; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from parsers.layout.headings import Lexicon
from parsers.layout.people import Roles, people_in, roles_of
from parsers.layout.shapes import PHONE
from parsers.text import fold
from parsers.wanted import Candidate, Reading, Shape

PERSON = 0.85
# A longer label asks for whoever does it ("Nhân sự tư vấn"), so that a name answers it.
LONGEST_LABEL = 2


def with_persons(candidates: Iterable[Candidate], lexicon: Lexicon) -> Iterator[Candidate]:
    """The candidates; persons whom one can call are candidates of their own, not answers to yes or no."""
    first = lexicon.wanted.records[0]
    asked = {one.key for one in first.fields if one.shape is Shape.YES_NO}
    every = [roles for one in lexicon.wanted.records if (roles := roles_of(one)) is not None]
    for candidate in candidates:
        told = [one for one in candidate.readings if candidate.kind == first.kind and one.field in asked]
        named = [(one, found) for one in told for roles in every if (found := _person(one, roles, lexicon))]
        if named:
            answers = {id(one) for one, _ in named}
            kept = tuple(one for one in candidate.readings if id(one) not in answers)
            yield replace(candidate, readings=kept)
            yield from (found for _, found in named)
        else:
            yield candidate


def _person(reading: Reading, roles: Roles, lexicon: Lexicon) -> Candidate | None:
    """The one person that a text names and gives a phone of, under a label that only says what about."""
    label = fold(reading.heading.partition("(")[0]).split()
    if not 0 < len(label) <= LONGEST_LABEL or not PHONE.search(reading.text) or roles.phone is None:
        return None
    people = people_in(reading.text, roles, lexicon)
    if len(people) != 1 or not {roles.name.key, roles.phone.key} <= people[0].texts.keys():
        return None
    return Candidate(
        kind=roles.record.kind,
        readings=tuple(
            replace(reading, field=key, text=text, value=None, confidence=PERSON, reason="contact line")
            for key, text in people[0].texts.items()
        ),
        region=str(reading.place),
    )
