"""What a message answers and what a reply says in its own words, laid on the records of its unit; no I/O."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from catalogue.fields import COURSE, KEY_FIELD
from catalogue.folding.answers import ALL, Answers, Fill, Normalize, resolve_answers
from catalogue.folding.book import Book
from catalogue.folding.drafts import Draft, Source, Statement, lay, name_of
from catalogue.folding.listed import place_new
from catalogue.folding.meant import meant
from catalogue.folding.replied import heard, sent_before
from catalogue.folding.settling import judge
from catalogue.folding.values import agree, has_usable, is_blank
from catalogue.records import AskedItem, Entry, MessageReading, NumberedAnswer, Origin, Value

NOT_ASKED = "unasked: a reply that says more than was asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A message as its unit's records are told of it. ``reply``: it answers what was ``asked``."""

    source: Source
    reading: MessageReading
    reply: bool = False
    asked: tuple[AskedItem, ...] = ()


def place_answers(book: Book, told: Told, normalize: Normalize) -> None:
    """Lay what a message answers, by number or in own words; what nobody understands stays for a person."""
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
    take(book, told.source, resolve_answers(numbered, told.asked, titles, normalize))


def place_spoken(book: Book, told: Told, entry: Entry) -> None:
    """What a reply says in its own words: what was asked is taken, the rest is for the officer."""
    if any(item.kind == entry.kind and not item.record_id and item.fields for item in told.asked):
        place_new(book, told.source, entry)
        return
    found = meant(book, entry)
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


def take(book: Book, source: Source, answers: Answers) -> None:
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
        place_new(book, source, Entry(kind=fill.kind, values=fill.values))
        return
    if fill.record_id == ALL:
        lay_on_all(book, source, fill.values)
        return
    found = book.find(fill.record_id)
    if found is None:
        entry = Entry(kind=fill.kind, values=fill.values, partial=True, doubt="unknown: the record is gone")
        book.unresolved.append(entry)
    else:
        lay(found, Statement(source=source, values=fill.values, partial=True, asked=True))


def lay_on_all(book: Book, source: Source, values: Mapping[str, Value]) -> None:
    """What holds for every course fills those that lack it; what one course says of itself stands."""
    for draft in book.courses:
        lacking = {key: one for key, one in values.items() if _lacks(draft, key)}
        if lacking:
            lay(draft, Statement(source=source, values=lacking, partial=True))


def _lacks(draft: Draft, key: str) -> bool:
    return not has_usable(draft.values, key)


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
