"""Answers in own words, without numbers: led to the items that they can only mean; text work, lays nothing.

What fits no item surely is left over, for a person.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from catalogue.fields import CONTACT, COURSE, FieldType, field_of
from catalogue.folding.clauses import (
    ALL,
    REST,
    THE_OTHERS,
    Clause,
    clauses_of,
    denies_all,
    is_excepting,
    named_in,
    sentences_of,
)
from catalogue.folding.confirming import read_word, wholly_says
from catalogue.folding.speech import (
    has_phone,
    hedges,
    is_idle,
    names_another,
    promises,
    said_of_others,
    says_yes_or_no,
    speaks_of,
    unaddressed,
    value_text,
)
from catalogue.folding.validate import WHOLE
from catalogue.records import AskedItem, NumberedAnswer, Origin

Fits = Callable[[AskedItem, str], bool]
"""Whether a text is a usable answer to an item."""

_SHAPELESS = frozenset((FieldType.TEXT, FieldType.LONG_TEXT, FieldType.PICTURES))
_FOUND = frozenset((FieldType.URL, FieldType.EMAIL, FieldType.PHONE))
_YES = re.compile(r"(?:dung|chinh xac|ok|nhu vay|het|ca)\b")
_SEVERAL = 2
_LONGEST = 1_000


@dataclass(slots=True, kw_only=True)
class Freely:
    """What own words answer, and the sentences that nothing was made of."""

    answers: list[NumberedAnswer] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)


def answers_freely(
    text: str, asked: Sequence[AskedItem], titles: Mapping[str, str], origin: Origin, fits: Fits
) -> Freely:
    """Lead the sentences of a reply to the items that have no numbered answer.

    ``asked`` are the open items, ``titles`` the names of the unit's courses with their record ids.
    """
    sentences = sentences_of(text)
    said = [one for one in sentences if len(one) <= _LONGEST and not is_idle(one)]
    reader = _Reader(asked=asked, titles=named_in(text, titles), origin=origin, fits=fits)
    if len(asked) == 1 and asked[0].confirms and wholly_says(text):
        (word,) = (one for one in sentences if wholly_says(one))
        return Freely(answers=[NumberedAnswer(number=asked[0].number, text=word, origin=origin)])
    reader.found.left_over += [one for one in sentences if len(one) > _LONGEST]
    listed = reader.in_order(said) or reader.alone(said)
    if listed:
        made = [NumberedAnswer(number=item.number, text=one, origin=origin) for item, one in listed]
        return Freely(answers=made)
    for one in said:
        reader.read(one)
    reader.read_others()
    return reader.found


@dataclass(slots=True, kw_only=True)
class _Reader:
    """Reads sentence by sentence; one that contradicts itself or excepts something is for a person."""

    asked: Sequence[AskedItem]
    titles: Mapping[str, str]
    origin: Origin
    fits: Fits
    found: Freely = field(default_factory=Freely)
    _others: str = ""

    # --- without a word of what it is about

    def in_order(self, said: Sequence[str]) -> list[tuple[AskedItem, str]]:
        """As many lines as items, each of the shape of the item at its place: nothing else can be meant."""
        asked = list(self.asked)
        if len(said) != len(asked):
            # Who is named last, with his number, may be read as the one who signs.
            asked = [item for item in asked if item.kind != CONTACT or item.record_id]
        if len(said) != len(asked) or len(asked) < _SEVERAL:
            return []
        pairs = list(zip(asked, said, strict=True))
        return pairs if all(self._is_bare(item, one) for item, one in pairs) else []

    def alone(self, said: Sequence[str]) -> list[tuple[AskedItem, str]]:
        """The one sentence of a reply to a letter of one question."""
        if len(self.asked) != 1 or len(said) != 1:
            return []
        item, spoken = self.asked[0], self._keys(said[0])
        # A number or an address is found wherever it stands; words are taken as they are.
        worded = bool(spoken) and field_of(item.kind, spoken[0]).type not in _FOUND
        bare = value_text(said[0], spoken[0]) if worded else unaddressed(said[0])
        if item.confirms and not read_word(bare).rest:
            # An "ok" may only mean that the letter arrived.
            return []
        if _is_of_another(item, said[0]):
            return []
        fits = bare and _has_shape(item) and not hedges(bare) and self.fits(item, bare)
        return [(item, bare)] if fits else []

    def _is_bare(self, item: AskedItem, text: str) -> bool:
        """Whether a text is an answer to this item that names neither a course nor another field."""
        if any(clause.about for clause in clauses_of(text, self.titles)) or not _has_shape(item):
            return False
        types = {field_of(item.kind, key).type for key in item.fields if key != WHOLE}
        if (FieldType.YES_NO in types and not says_yes_or_no(text)) or (
            FieldType.PERSON in types and not has_phone(text)
        ):
            return False
        spoken = self._keys(text)
        return self.fits(item, text) and (not spoken or any(_asks_for(item, key) for key in spoken))

    # --- what a sentence says that it is about

    def read(self, sentence: str) -> None:
        if said_of_others(sentence):
            self._others = sentence
            return
        open_ended = is_excepting(sentence) or denies_all(sentence) or hedges(sentence)
        answers = [] if open_ended else self._of_sentence(sentence)
        if answers:
            self.found.answers += answers
        elif sentence != self._others:
            self.found.left_over.append(sentence)

    def read_others(self) -> None:
        """What was said of the items that were not named: a yes to whatever waits for one."""
        if not self._others:
            return
        told = {answer.number for answer in self.found.answers}
        rest = [item for item in self.asked if item.number not in told and item.confirms]
        if rest and _YES.match(said_of_others(self._others)):
            made = (NumberedAnswer(number=one.number, text="Đúng", origin=self.origin) for one in rest)
            self.found.answers += made
        else:
            self.found.left_over.append(self._others)

    def _of_sentence(self, sentence: str) -> list[NumberedAnswer]:
        answers: list[NumberedAnswer] = []
        key, failed = "", False
        named: set[str] = set()
        for clause in clauses_of(sentence, self.titles):
            if promises(clause.text):
                continue
            if said_of_others(clause.text):
                self._others = clause.text
                continue
            spoken = self._keys(clause.text)
            key = next(iter(spoken), key)
            made = list(self._of_clause(clause, key, named))
            named |= {clause.about} - {"", ALL, REST}
            answers += made
            failed = failed or (not made and bool(spoken))
        answers = _joined(answers)
        if _contradict(answers):
            return []
        if failed and answers:
            self.found.left_over.append(sentence)
        return answers

    def _keys(self, text: str) -> list[str]:
        """The fields that a text speaks of and that were asked for, the most telling first."""
        asked = dict.fromkeys(
            "fee" if key == "fee_vnd" else key for item in self.asked for key in item.fields
        )
        return sorted((key for key in asked if speaks_of(text, key)), key=lambda one: one == "phone")

    def _of_clause(self, clause: Clause, key: str, named: set[str]) -> Iterator[NumberedAnswer]:
        chosen = self._meant(clause.about, key, named)
        if not key and len(chosen) != 1:
            return
        text = value_text(clause.text, key)
        for item in chosen:
            # Any words are prose: what names no field is none's.
            known = bool(key) or _has_shape(item)
            if known and self.fits(item, text) and not _is_of_another(item, clause.text):
                said = self._said(item, clause, text)
                yield NumberedAnswer(number=item.number, text=said, origin=self.origin)

    def _meant(self, about: str, key: str, named: set[str]) -> list[AskedItem]:
        """The items that a clause about these courses and this field can only mean."""
        items = [item for item in self.asked if not key or _asks_for(item, key)]
        if about in {ALL, REST}:
            return [item for item in items if key and item.kind == COURSE and item.record_id not in named]
        if about:
            return [item for item in items if item.record_id in ({about, ALL} if key else {about})]
        return items if key and len(items) == 1 else []

    def _said(self, item: AskedItem, clause: Clause, text: str) -> str:
        """An answer to an item for all courses names those that the clause is about."""
        if item.record_id != ALL or clause.about in {"", ALL}:
            return text
        if clause.about == REST:
            return f"{THE_OTHERS}: {text}"
        return "\n".join(f"{name}: {text}" for name, one in self.titles.items() if one == clause.about)


def _has_shape(item: AskedItem) -> bool:
    """Whether an answer tells by its shape that it is one; any words may be a name or a content."""
    types = {field_of(item.kind, key).type for key in item.fields if key != WHOLE}
    return bool(types) and not types & _SHAPELESS and types != {FieldType.PERSON}


def _is_of_another(item: AskedItem, text: str) -> bool:
    """Whether a text gives the number of a person who is not the one asked about."""
    return item.kind == CONTACT and bool(item.title) and names_another(text, item.title)


def _asks_for(item: AskedItem, key: str) -> bool:
    return key in item.fields or (key == "fee" and "fee_vnd" in item.fields)


def _joined(answers: Sequence[NumberedAnswer]) -> list[NumberedAnswer]:
    """What one sentence says of several courses under one number is one answer."""
    joined: dict[int, NumberedAnswer] = {}
    rest: list[NumberedAnswer] = []
    for one in answers:
        known = joined.get(one.number)
        if known is None:
            joined[one.number] = one
        elif ": " in known.text and one.text.partition(": ")[0] not in _names(known.text):
            joined[one.number] = replace(known, text=f"{known.text}\n{one.text}")
        else:
            rest.append(one)
    return [*joined.values(), *rest]


def _names(text: str) -> set[str]:
    return {line.partition(": ")[0] for line in text.split("\n")}


def _contradict(answers: Sequence[NumberedAnswer]) -> bool:
    """Whether one item got two answers in one breath."""
    said = {(one.number, one.text) for one in answers}
    return len(said) > len({number for number, _text in said})
