"""Whole records that a message lists, laid on those of its unit that they are; no I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from catalogue.fields import CONTACT, COURSE
from catalogue.folding.book import Book, lay_group
from catalogue.folding.drafts import Draft, Source, Statement, lay
from catalogue.folding.merge import grouped_contacts, grouped_courses, matched_courses
from catalogue.folding.same_person import People
from catalogue.records import Entry

AMBIGUOUS = "ambiguous: several records bear this name"


def place_courses(book: Book, source: Source, entries: Sequence[Entry]) -> list[Draft]:
    """The records of the courses that a message lists, known ones or new."""
    groups = grouped_courses(entries)
    matched = matched_courses(groups, _open_to(book, source)) if book.drafts else {}
    alike = Counter((group.name, group.level) for group in groups)
    placed = []
    for group in groups:
        unique = alike[group.name, group.level] == 1
        draft = matched.get(group)
        if draft is None:
            draft = book.open(source, group, unique=unique)
        elif unique:
            book.bind(draft, source, group)
        lay_group(draft, source, group, AMBIGUOUS if group in matched and matched[group] is None else "")
        placed.append(draft)
    return placed


def place_contacts(book: Book, source: Source, entries: Sequence[Entry]) -> list[Draft]:
    """The records of the persons that a message names, known ones or new."""
    if not entries:
        return []
    placed = []
    people: People[Draft] = People()
    parted = book.parted.get(source.sha256, frozenset())
    for draft in book.contacts:
        if not parted & draft.ids:
            people.add(draft, draft.values)
    for group in grouped_contacts(entries):
        known = people.find(group.values)
        draft = known or book.open(source, group, unique=True)
        if known is not None:
            book.bind(known, source, group)
        lay_group(draft, source, group)
        people.add(draft, draft.values)
        placed.append(draft)
    return placed


def recognise(book: Book, source: Source, entries: Iterable[Entry]) -> list[Draft]:
    """A file that came before changes nothing; its records only remember that it came again."""
    courses = [entry for entry in entries if entry.kind == COURSE]
    matched = matched_courses(grouped_courses(courses), book.courses) if courses else {}
    drafts = [draft for draft in matched.values() if draft is not None]
    people: People[Draft] = People()
    for contact in book.contacts:
        people.add(contact, contact.values)
    persons = [people.find(entry.values) for entry in entries if entry.kind == CONTACT]
    for draft in (*drafts, *(person for person in persons if person is not None)):
        lay(draft, Statement(source=source, values={}, partial=True))
    return drafts


def place_new(book: Book, source: Source, entry: Entry) -> None:
    """Lay one record that may be new."""
    if entry.kind == CONTACT:
        place_contacts(book, source, [entry])
    else:
        place_courses(book, source, [entry])


def _open_to(book: Book, source: Source) -> list[Draft]:
    """The courses that a message may speak of: not those that the officer parted it from."""
    parted = book.parted.get(source.sha256)
    if not parted:
        return book.courses
    return [draft for draft in book.courses if not parted & draft.ids]
