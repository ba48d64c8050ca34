"""One message's statements laid on its unit's records: lists, corrections, answers, withdrawals; no I/O."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from catalogue.fields import CONTACT, COURSE, KEY_FIELD
from catalogue.folding.answers import ALL, Answers, Fill, Normalize, resolve_answers
from catalogue.folding.book import Book, lay_group
from catalogue.folding.drafts import Draft, Source, Statement, lay, name_of
from catalogue.folding.filled import resolve_filled
from catalogue.folding.merge import (
    find_courses,
    grouped_contacts,
    grouped_courses,
    level_of,
    matched_courses,
    part_of,
)
from catalogue.folding.replied import heard, is_told_of_some, sent_before
from catalogue.folding.same_person import People, named_alike
from catalogue.folding.scans import give_way, place_suggestions, recognise_names
from catalogue.folding.settling import judge
from catalogue.folding.unread import label_of as part_label
from catalogue.folding.values import agree, has_usable, is_blank
from catalogue.records import (
    AskedItem,
    Entry,
    MessageReading,
    NumberedAnswer,
    Origin,
    PartStatus,
    Value,
)
from parsers.text import fold

AMBIGUOUS = "ambiguous: several records bear this name"
UNTRUSTED = "untrusted: the sender of this withdrawal is not verified"
NOT_ASKED = "unasked: a reply that says more than was asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A message as its unit's records are told of it. ``reply``: it answers what was ``asked``."""

    source: Source
    reading: MessageReading
    reply: bool = False
    asked: tuple[AskedItem, ...] = ()


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
    named = _place_courses(book, source, [one for one in entries.full if one.kind == COURSE])
    persons = _place_contacts(book, source, [one for one in entries.full if one.kind == CONTACT])
    named += _recognise(book, source, entries.again)
    for entry in entries.spoken:
        _place_spoken(book, told, entry)
    for entry in entries.partial:
        named += _place_partial(book, source, entry)
    _place_answers(book, told, normalize)
    _take(book, source, resolve_filled(told.reading.filled, told.asked, normalize))
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
        elif told.reply and told.asked and is_told_of_some(entry):
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


def _files(reading: MessageReading) -> dict[str, str]:
    """The files that were read, by hash, with the name that origins give them."""
    return {
        part.sha256: part_label(part)
        for part in reading.parts
        if part.is_file and part.sha256 and part.status is PartStatus.READ
    }


# --- lists


def _place_courses(book: Book, source: Source, entries: Sequence[Entry]) -> list[Draft]:
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


def _open_to(book: Book, source: Source) -> list[Draft]:
    """The courses that a message may speak of: not those that the officer parted it from."""
    parted = book.parted.get(source.sha256)
    if not parted:
        return book.courses
    return [draft for draft in book.courses if not parted & draft.ids]


def _place_contacts(book: Book, source: Source, entries: Sequence[Entry]) -> list[Draft]:
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


def _recognise(book: Book, source: Source, entries: Iterable[Entry]) -> list[Draft]:
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


# --- corrections


def _place_partial(book: Book, source: Source, entry: Entry) -> list[Draft]:
    if entry.for_all:
        _lay_on_all(book, source, entry.values)
        return []
    found = _meant(book, entry)
    if len(found) != 1:
        doubt = AMBIGUOUS if found else "unknown: no record bears this name"
        book.unresolved.append(replace(entry, doubt=entry.doubt or doubt))
        return []
    named = bool(entry.renames or entry.record_id)
    lay(found[0], Statement(source=source, values=entry.values, partial=True, asked=named, doubt=entry.doubt))
    return found


def _meant(book: Book, entry: Entry) -> list[Draft]:
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


def _withdraw(book: Book, source: Source, entry: Entry) -> None:
    found = _meant(book, entry)
    name = name_of(entry.kind, entry.values)
    if len(found) == 1 and name and not source.trusted:
        book.unresolved.append(replace(entry, doubt=UNTRUSTED))
    elif len(found) == 1 and name:
        book.drop(found)
    elif not any(draft.kind == entry.kind and name in draft.names for draft in book.gone):
        doubt = AMBIGUOUS if found else "unknown: no record bears this name"
        book.unresolved.append(replace(entry, doubt=entry.doubt or doubt))


# --- replies


def _place_answers(book: Book, told: Told, normalize: Normalize) -> None:
    here = Origin(message=told.source.sha256, message_id=told.source.message_id)
    if not told.asked:
        book.unresolved += sent_before(told.reading, here) if told.reply else ()
        return
    titles = {
        str(draft.values["title"].value): draft.id for draft in book.courses if name_of(COURSE, draft.values)
    }
    numbered: Sequence[NumberedAnswer] = told.reading.numbered
    if told.reply:
        numbered, left_over = heard(told.reading, told.asked, titles, normalize, here)
        book.unresolved += left_over
    _take(book, told.source, resolve_answers(numbered, told.asked, titles, normalize))


def _take(book: Book, source: Source, answers: Answers) -> None:
    """Lay answers on the records they were led to; what is none is for the officer."""
    book.unresolved += answers.unresolved
    for verdict in answers.verdicts:
        judge(book, source, verdict)
    for fill in _joined(answers.fills):
        _fill(book, source, fill)


def _joined(fills: Iterable[Fill]) -> list[Fill]:
    """Answers that make a new record are one record's, however many numbers they stand under."""
    joined: dict[str, Fill] = {}
    rest = []
    for fill in fills:
        if fill.record_id:
            rest.append(fill)
        elif fill.kind in joined:
            joined[fill.kind] = replace(fill, values={**joined[fill.kind].values, **fill.values})
        else:
            joined[fill.kind] = fill
    return [*joined.values(), *rest]


def _fill(book: Book, source: Source, fill: Fill) -> None:
    if not fill.record_id:
        _place_new(book, source, Entry(kind=fill.kind, values=fill.values))
        return
    if fill.record_id == ALL:
        _lay_on_all(book, source, fill.values)
        return
    found = book.find(fill.record_id)
    if found is None:
        entry = Entry(kind=fill.kind, values=fill.values, partial=True, doubt="unknown: the record is gone")
        book.unresolved.append(entry)
    else:
        lay(found, Statement(source=source, values=fill.values, partial=True, asked=True))


def _lay_on_all(book: Book, source: Source, values: Mapping[str, Value]) -> None:
    """What holds for every course fills those that lack it; what one course says of itself stands."""
    for draft in book.courses:
        lacking = {key: one for key, one in values.items() if _lacks(draft, key)}
        if lacking:
            lay(draft, Statement(source=source, values=lacking, partial=True))


def _place_new(book: Book, source: Source, entry: Entry) -> None:
    if entry.kind == CONTACT:
        _place_contacts(book, source, [entry])
    else:
        _place_courses(book, source, [entry])


def _lacks(draft: Draft, key: str) -> bool:
    return not has_usable(draft.values, key)


def _place_spoken(book: Book, told: Told, entry: Entry) -> None:
    """What a reply says in its own words: what was asked is taken, the rest is for the officer."""
    if any(item.kind == entry.kind and not item.record_id and item.fields for item in told.asked):
        _place_new(book, told.source, entry)
        return
    found = _meant(book, entry)
    if len(found) != 1:
        book.unresolved.append(replace(entry, partial=True, doubt=NOT_ASKED))
        return
    draft = found[0]
    asked = _asked_of(draft, told.asked)
    taken = {key: value for key, value in entry.values.items() if key in asked}
    if taken:
        lay(draft, Statement(source=told.source, values=taken, partial=True, asked=True, doubt=entry.doubt))
    rest = _news(draft, entry.values, asked)
    if rest:
        book.unresolved.append(replace(entry, values=rest, partial=True, doubt=NOT_ASKED))


def _asked_of(draft: Draft, asked: Iterable[AskedItem]) -> set[str]:
    ids = draft.ids | ({ALL} if draft.kind == COURSE else set())
    fields = {key for item in asked if item.record_id in ids for key in item.fields}
    return fields | {"fee", "fee_vnd"} if fields & {"fee", "fee_vnd"} else fields


def _news(draft: Draft, values: Mapping[str, Value], asked: Collection[str]) -> dict[str, Value]:
    """What was not asked and is not known; with the name, so that the officer sees whose it is."""
    key = KEY_FIELD[draft.kind]
    news = {
        name: value
        for name, value in values.items()
        if name not in asked and name != key and not is_blank(value)
        if name not in draft.values or not agree(name, draft.values[name], value)
    }
    return {**{name: value for name, value in values.items() if name == key}, **news} if news else {}
