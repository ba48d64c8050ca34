"""Suggestions of scans among a unit's records: they add, never change, and give way to what was read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rapidfuzz import fuzz

from catalogue.fields import CONTACT, COURSE
from catalogue.folding.book import Book, lay_group
from catalogue.folding.drafts import Draft, Source, label_of, name_of, relaid
from catalogue.folding.merge import Group, grouped_contacts, grouped_courses, level_of
from catalogue.folding.same_person import People
from catalogue.records import Entry
from catalogue.suggested import is_doubt, settled

_ALIKE = 80.0
"""A name is misread in more letters than it is misspelt in."""


def place_suggestions(book: Book, source: Source, entries: Sequence[Entry]) -> None:
    """Records for what a scan seems to state and nothing known states; what is known stays as it is."""
    courses, people = book.courses, _people(book.contacts)
    for group in grouped_courses(one for one in entries if one.kind == COURSE):
        if group.name and not any(_is_alike(draft, group) for draft in courses):
            _open(book, source, group)
    for group in grouped_contacts(one for one in entries if one.kind == CONTACT):
        if people.find(group.values) is None:
            _open(book, source, group)


def recognise_names(book: Book, entries: Iterable[Entry]) -> None:
    """Let suggested courses be found under the names that a readable list has for them."""
    suggested = [draft for draft in book.courses if has_suggestions(draft)]
    if not suggested:
        return
    names = {name for entry in entries if entry.kind == COURSE and (name := name_of(COURSE, entry.values))}
    for draft in suggested:
        known = name_of(COURSE, draft.values)
        if known and known not in names:
            close = [name for name in names if fuzz.ratio(name, known) >= _ALIKE]
            draft.names.update(close if len(close) == 1 else ())


def give_way(book: Book, kind: str, named: Iterable[Draft]) -> None:
    """Take the suggestions of a kind away, now that a readable file states such records.

    A record that the file ``named`` keeps its id and what people said of it; one that it did not name
    goes, unless somebody confirmed or decided something of it.
    """
    kept = {id(draft) for draft in named}
    for draft in [one for one in book.drafts if one.kind == kind and has_suggestions(one)]:
        others = [one for one in draft.statements if not is_doubt(one.doubt)]
        if id(draft) in kept and any(not one.partial for one in others):
            book.replace(draft, relaid(draft, others))
        elif id(draft) not in kept and is_doubt(draft.doubt) and not draft.ids & book.decided:
            book.drop([draft])


def settle_suggestions(book: Book) -> None:
    """What a scan said of a record that a person confirmed as a whole is sure."""
    for draft in book.drafts:
        if has_suggestions(draft) and not draft.doubt:
            draft.values = {key: settled(value) for key, value in draft.values.items()}


def has_suggestions(draft: Draft) -> bool:
    """Whether a scan said something of a record."""
    return any(is_doubt(one.doubt) for one in draft.statements)


def _open(book: Book, source: Source, group: Group) -> None:
    lay_group(book.open(source, group, unique=bool(label_of(group.kind, group.values))), source, group)


def _is_alike(draft: Draft, group: Group) -> bool:
    levels = {level_of(draft.values), group.level} - {""}
    if len(levels) > 1 and group.name in draft.names:
        return False
    return any(fuzz.ratio(name, group.name) >= _ALIKE for name in draft.names if name)


def _people(contacts: Iterable[Draft]) -> People[Draft]:
    people: People[Draft] = People()
    for draft in contacts:
        people.add(draft, draft.values)
    return people
