"""One message's statements laid on its unit's records: lists, corrections, answers, withdrawals; no I/O."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from catalogue.fields import CONTACT, COURSE
from catalogue.folding.answering import Told as Told
from catalogue.folding.answering import lay_on_all, place_answers, place_spoken, take
from catalogue.folding.answers import Normalize
from catalogue.folding.book import Book
from catalogue.folding.drafts import Draft, Source, Statement, lay, name_of
from catalogue.folding.filled import resolve_filled
from catalogue.folding.listed import AMBIGUOUS, place_contacts, place_courses, recognise
from catalogue.folding.meant import meant
from catalogue.folding.merge import part_of
from catalogue.folding.replied import is_only_answers, is_told_of_some
from catalogue.folding.scans import give_way, place_suggestions, recognise_names
from catalogue.folding.unread import label_of as part_label
from catalogue.folding.values import is_blank
from catalogue.records import Entry, MessageReading, PartStatus

UNTRUSTED = "untrusted: the sender of this withdrawal is not verified"


@dataclass(slots=True, kw_only=True)
class _Sorted:
    """A message's entries by what they may do. ``again`` lie in files that came before, byte by byte."""

    full: list[Entry] = field(default_factory=list)
    again: list[Entry] = field(default_factory=list)
    spoken: list[Entry] = field(default_factory=list)
    partial: list[Entry] = field(default_factory=list)
    withdrawn: list[Entry] = field(default_factory=list)


def place(book: Book, told: Told, normalize: Normalize) -> None:
    """Lay one message on the records of its unit."""
    entries = _sorted(book, told)
    source = told.source
    recognise_names(book, entries.full)
    named = place_courses(book, source, [one for one in entries.full if one.kind == COURSE])
    persons = place_contacts(book, source, [one for one in entries.full if one.kind == CONTACT])
    named += recognise(book, source, entries.again)
    for entry in entries.spoken:
        place_spoken(book, told, entry)
    for entry in entries.partial:
        named += _place_partial(book, source, entry)
    place_answers(book, told, normalize)
    take(book, source, resolve_filled(told.reading.filled, told.asked, normalize))
    for entry in entries.withdrawn:
        _withdraw(book, source, entry)
    listed = any(one.kind == COURSE for one in (*entries.full, *entries.again))
    if source.trusted and told.reading.replaces_list and listed:
        # Only a list that was read can replace another: an unreadable one must not empty the catalogue.
        kept = {id(draft) for draft in named}
        book.drop([draft for draft in book.courses if id(draft) not in kept])
    for kind, placed in ((COURSE, named), (CONTACT, persons)):
        if any(one.kind == kind for one in entries.full):
            give_way(book, kind, placed)
    place_suggestions(book, source, told.reading.suggested)
    book.seen_files |= _files(told.reading).keys()


def _sorted(book: Book, told: Told) -> _Sorted:
    known = {label for sha, label in _files(told.reading).items() if sha in book.seen_files}
    entries = _Sorted()
    for entry in told.reading.entries:
        part = part_of(entry.values).part
        if all(is_blank(value) for value in entry.values.values()):
            continue
        if entry.withdrawn:
            entries.withdrawn.append(entry)
        elif told.asked and _is_answer(entry, told):
            continue
        elif entry.partial:
            entries.partial.append(entry)
        elif part in known:
            entries.again.append(entry)
        elif told.reply and not part:
            entries.spoken.append(entry)
        else:
            entries.full.append(entry)
    return entries


def _is_answer(entry: Entry, told: Told) -> bool:
    """Whether an entry was read from words that answer a question: they are led to their field."""
    return (told.reply and is_told_of_some(entry)) or is_only_answers(entry, told.reading, told.asked)


def _files(reading: MessageReading) -> dict[str, str]:
    """The files that were read, by hash, with the name that origins give them."""
    return {
        part.sha256: part_label(part)
        for part in reading.parts
        if part.is_file and part.sha256 and part.status is PartStatus.READ
    }


# --- corrections


def _place_partial(book: Book, source: Source, entry: Entry) -> list[Draft]:
    if entry.for_all:
        lay_on_all(book, source, entry.values)
        return []
    found = meant(book, entry)
    if len(found) != 1:
        doubt = AMBIGUOUS if found else "unknown: no record bears this name"
        book.unresolved.append(replace(entry, doubt=entry.doubt or doubt))
        return []
    named = bool(entry.renames or entry.record_id)
    lay(found[0], Statement(source=source, values=entry.values, partial=True, asked=named, doubt=entry.doubt))
    return found


def _withdraw(book: Book, source: Source, entry: Entry) -> None:
    found = meant(book, entry)
    name = name_of(entry.kind, entry.values)
    if len(found) == 1 and name and not source.trusted:
        book.unresolved.append(replace(entry, doubt=UNTRUSTED))
    elif len(found) == 1 and name:
        book.drop(found)
    elif not any(draft.kind == entry.kind and name in draft.names for draft in book.gone):
        doubt = AMBIGUOUS if found else "unknown: no record bears this name"
        book.unresolved.append(replace(entry, doubt=entry.doubt or doubt))
