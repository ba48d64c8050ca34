"""Cells of a table that say more of a person than the name, taken apart; knows no row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from parsers.layout.headings import Lexicon
from parsers.layout.people import Roles, people_in
from parsers.layout.shapes import EMAIL, LONGEST_JUDGED, PHONE
from parsers.wanted import Candidate, Reading

PARTED = 0.8


def persons_in(candidate: Candidate, roles: Roles | None, lexicon: Lexicon) -> Iterable[Candidate]:
    """A name's cell that says more than a name, or names several persons, taken apart."""
    if roles is None:
        yield candidate
        return
    named = next(one for one in candidate.readings if one.field == lexicon.records[candidate.kind].key)
    if not _says_more(named.text):
        yield candidate
        return
    people = people_in(named.text, roles, lexicon)
    if not people:
        yield candidate
        return
    for person in people:
        yield replace(candidate, readings=tuple(_person_readings(person.texts, named, candidate, roles)))


def _person_readings(
    texts: Mapping[str, str], named: Reading, candidate: Candidate, roles: Roles
) -> Iterable[Reading]:
    for key, text in texts.items():
        yield replace(named, field=key, text=text, confidence=PARTED, reason="parted cell", value=None)
    for one in candidate.readings:
        if one.field not in texts and one.field != roles.name.key:
            yield one


def _says_more(text: str) -> bool:
    text = text[:LONGEST_JUDGED].strip()
    return bool("\n" in text or PHONE.search(text) or EMAIL.search(text))
