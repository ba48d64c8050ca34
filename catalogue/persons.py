"""What belongs to one person: by which words he is known, which statements are his, a text without him.

A name alone is nobody's: it counts within the units that the person belongs to. A telephone or address that
others share is theirs too, and is none of his traits.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from catalogue.fields import CONTACT
from catalogue.folding.same_person import may_be_one
from catalogue.records import Entry, JsonValue, MessageReading, Origin, Record, UnclaimedCell, Value, text_of
from parsers.text import bare, fold, nfc

GONE = "…"
"""What stands where something of a person was erased; forms take it for an empty place."""
_BETWEEN = r"[\s.,\-_\u00a0]*"
_COUNTRY = "+84"
_LEAST_SYLLABLES = 2
_NO_DIGITS = re.compile(r"[^0-9]+")


@dataclass(frozen=True, kw_only=True)
class Person:
    """Who is meant: names as written, telephones in E.164, addresses in lower case; all his alone.

    ``records`` are the ids of his contact records, ``owners`` (see catalogue.plan) whose folds hold them.
    """

    names: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    records: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()

    @cached_property
    def folded_names(self) -> frozenset[str]:
        return frozenset(filter(None, map(fold, self.names)))

    @cached_property
    def at_home(self) -> Traits:
        """What means him: his names, telephones and addresses."""
        names = {name for name in self.names if len(fold(name).split()) >= _LEAST_SYLLABLES}
        return Traits.of(names=names, phones=self.phones, emails=self.emails)

    @cached_property
    def named(self) -> Traits:
        """His names alone, for what another person states of himself."""
        names = {name for name in self.names if len(fold(name).split()) >= _LEAST_SYLLABLES}
        return Traits.of(names=names)

    @cached_property
    def abroad(self) -> Person:
        """The same without what means him only among his own: names, and the ids of his records."""
        return replace(self, names=frozenset(), records=frozenset())

    def near(self, owner: str) -> Person:
        """The person as he is known in what one owner says; the officer ("") hears of all."""
        return self if owner in self.owners or not owner else self.abroad

    def within(self, owner: str) -> Traits:
        """What means him in what one owner said or was told."""
        return self.near(owner).at_home

    def may_stand_in(self, owner: str, text: str) -> bool:
        """Whether what is kept of a message of an owner is worth a closer look; never wrongly False."""
        if owner in self.owners:
            return True
        low = text.lower()
        return any(email in low for email in self.emails) or _has_number(text, self.phones)

    def is_his(self, entry: Entry | Record) -> bool:
        """Whether a statement of a contact, or a record, is about him."""
        if entry.kind != CONTACT:
            return False
        if (entry.id if isinstance(entry, Record) else entry.record_id) in self.records:
            return True
        name = text_of(entry.values, "full_name")
        if name and self.folded_names:
            return any(may_be_one(fold(name), own) for own in self.folded_names)
        phone, email = text_of(entry.values, "phone"), text_of(entry.values, "email").lower()
        return phone in self.phones or email in self.emails


@dataclass(frozen=True)
class Traits:
    """Words that mean somebody, in any spelling: with or without diacritics, however a number is parted."""

    pattern: re.Pattern[str] | None = field(default=None)

    @classmethod
    def of(
        cls, *, names: Iterable[str] = (), phones: Iterable[str] = (), emails: Iterable[str] = ()
    ) -> Traits:
        """The traits of these names, E.164 numbers and addresses; without any of them nothing is found."""
        shapes = sorted({*_name_shapes(names), *map(_phone_shape, phones), *map(_email_shape, emails)})
        return cls(re.compile("|".join(filter(None, shapes)))) if shapes else cls()

    def in_text(self, text: str) -> bool:
        """Whether a text speaks of him."""
        return self.pattern is not None and self.pattern.search(bare(text)) is not None

    def erased(self, text: str) -> str:
        """The text with ``GONE`` in every such place."""
        if self.pattern is None or not text:
            return text
        whole, rest, kept = nfc(text), 0, ""
        found = list(self.pattern.finditer(bare(text)))
        for match in found:
            kept += whole[rest : match.start()] + GONE
            rest = match.end()
        return kept + whole[rest:] if found else text


def texts_of(reading: MessageReading) -> Iterator[str]:
    """Every text that is kept of a message."""
    for entry in (*reading.entries, *reading.suggested):
        yield from (text for value in entry.values.values() for text in _texts(value))
        yield entry.renames
    yield from (one.text for one in reading.numbered)
    yield from (one.text for one in reading.filled)
    yield from (one.text for one in reading.unclaimed)
    yield from (text for part in reading.parts for text in (part.filename or "", part.path, part.note))
    yield from (*reading.names, *reading.links, reading.new_text)


def reading_without(reading: MessageReading, person: Person, answers: Collection[int] = ()) -> MessageReading:
    """A reading that tells nothing of a person any more; what it tells of courses and of others stays.

    ``answers`` are the numbers of the questions that were about him: their answers go.
    """
    traits = person.at_home
    return replace(
        reading,
        entries=tuple(_entries(reading.entries, person, traits)),
        suggested=tuple(_entries(reading.suggested, person, traits)),
        numbered=tuple(
            replace(one, text=traits.erased(one.text), origin=_origin(one.origin, traits))
            for one in reading.numbered
            if one.number not in answers
        ),
        filled=tuple(
            replace(one, text=traits.erased(one.text), origin=_origin(one.origin, traits))
            for one in reading.filled
            if one.record_id not in person.records
        ),
        unclaimed=tuple(_unclaimed(one, traits) for one in reading.unclaimed),
        parts=tuple(
            replace(
                part,
                filename=None if part.filename is None else traits.erased(part.filename),
                path=traits.erased(part.path),
                note=traits.erased(part.note),
            )
            for part in reading.parts
        ),
        names=tuple(map(traits.erased, reading.names)),
        links=tuple(map(traits.erased, reading.links)),
        new_text=traits.erased(reading.new_text),
    )


def reading_without_people(reading: MessageReading) -> MessageReading:
    """A reading that only tells of courses any more: where it is not known who was erased."""
    return replace(
        reading,
        entries=tuple(one for one in reading.entries if one.kind != CONTACT),
        suggested=tuple(one for one in reading.suggested if one.kind != CONTACT),
        numbered=(),
        filled=tuple(one for one in reading.filled if one.kind != CONTACT),
        unclaimed=(),
        new_text="",
    )


def _entries(entries: Iterable[Entry], person: Person, traits: Traits) -> Iterator[Entry]:
    for entry in entries:
        if person.is_his(entry):
            continue
        # What another person states as his own number is his own.
        mine = person.named if entry.kind == CONTACT else traits
        values = {key: _value(value, mine) for key, value in entry.values.items()}
        yield replace(entry, values=values, renames=mine.erased(entry.renames))


def _value(value: Value, traits: Traits) -> Value:
    return replace(
        value,
        value=_json(value.value, traits),
        text=traits.erased(value.text),
        origin=_origin(value.origin, traits),
    )


def _json(value: JsonValue, traits: Traits) -> JsonValue:
    if isinstance(value, str):
        return traits.erased(value)
    return [traits.erased(one) for one in value] if isinstance(value, list) else value


def _origin(origin: Origin, traits: Traits) -> Origin:
    if not any(map(traits.in_text, (origin.part, origin.container, origin.at))):
        return origin
    return replace(
        origin,
        part=traits.erased(origin.part),
        container=traits.erased(origin.container),
        at=traits.erased(origin.at),
    )


def _unclaimed(cell: UnclaimedCell, traits: Traits) -> UnclaimedCell:
    return replace(
        cell,
        text=traits.erased(cell.text),
        heading=traits.erased(cell.heading),
        origin=_origin(cell.origin, traits),
    )


def _texts(value: Value) -> Iterator[str]:
    yield value.text
    for one in value.value if isinstance(value.value, list) else (value.value,):
        if isinstance(one, str):
            yield one
    yield from (value.origin.part, value.origin.container)


def _has_number(text: str, phones: Collection[str]) -> bool:
    digits = _NO_DIGITS.sub("", text) if phones else ""
    return any(phone.removeprefix(_COUNTRY).removeprefix("+") in digits for phone in phones)


def _name_shapes(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        syllables = fold(name).split()
        if syllables:
            yield rf"(?<!\w){(_BETWEEN[:-1] + '+').join(map(re.escape, syllables))}(?!\w)"


def _phone_shape(e164: str) -> str:
    national = e164.removeprefix(_COUNTRY)
    digits = [digit for digit in national if digit.isdigit()]
    apart = r"[\s.\-()/\u00a0]*"
    before = rf"(?:\(?\+?84\)?{apart}(?:\(0\))?|0)?" if national != e164 else r"\+?"
    return rf"(?<!\d){before}{apart}{apart.join(digits)}(?!\d)" if digits else ""


def _email_shape(email: str) -> str:
    return rf"(?<![\w.+\-]){re.escape(bare(email))}(?![\w\-])" if email else ""
