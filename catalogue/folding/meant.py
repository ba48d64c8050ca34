"""Which records a statement speaks of, by the name that it bears; lays nothing, no I/O."""

from __future__ import annotations

from catalogue.fields import CONTACT, COURSE, KEY_FIELD
from catalogue.folding.book import Book
from catalogue.folding.drafts import Draft, name_of
from catalogue.folding.merge import find_courses, level_of
from catalogue.folding.same_person import named_alike
from catalogue.records import Entry
from parsers.text import fold


def meant(book: Book, entry: Entry) -> list[Draft]:
    """The records that a correction may mean."""
    if entry.record_id:
        known = book.find(entry.record_id)
        return [] if known is None else [known]
    drafts = book.courses if entry.kind == COURSE else book.contacts
    name = fold(entry.renames) or name_of(entry.kind, entry.values)
    if not name:
        return drafts
    if entry.kind == COURSE:
        return _of_level(find_courses(name, drafts), level_of(entry.values))
    text = str(entry.values[KEY_FIELD[CONTACT]].value)
    found = named_alike(text, [(name_of(CONTACT, draft.values), draft) for draft in drafts])
    if not found and len(drafts) == 1 and not drafts[0].values.keys() & {KEY_FIELD[CONTACT]}:
        return drafts
    return found


def _of_level(drafts: list[Draft], level: str) -> list[Draft]:
    fitting = [draft for draft in drafts if level and level_of(draft.values) == level]
    return fitting if len(fitting) == 1 else drafts
