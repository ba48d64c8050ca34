"""What a title, a section row or a sentence says of all that follows; matches words, judges no record."""

from __future__ import annotations

import re
from collections.abc import Iterable

from parsers.document import Place
from parsers.layout.headings import KNOWN, Lexicon, Match, strip_marker
from parsers.layout.phrasebook import Phrasebook, choices_of, phrases_of
from parsers.text import fold
from parsers.wanted import Reading, Shape, WantedField, WantedRecord

SHORTEST_WORD = 5
LONGEST_TITLE = 220
LONGEST_SECTION = 80
TITLE = 0.75
SENTENCE = 0.7

_NUMBER = re.compile(r"\d+")
_CLAUSES = re.compile(r"\s[-–—]\s|[;()\[\]]|,\s")
_BEFORE_FIGURE = re.compile(r"([^\d:]*):?\s*((?:\d.*)?)", re.DOTALL)
_DENIAL = re.compile(r"\b(?:khong|chua)(?: \w+){0,2} $")


def choices_said(text: str, lexicon: Lexicon, kind: str) -> list[tuple[WantedField, str]]:
    """The one choice of each closed vocabulary that a text names; none where it names several."""
    folded = _masked(f" {fold(text)} ", lexicon)
    said = []
    for one in lexicon.records[kind].fields:
        if one.choices and one.collected:
            codes = _codes(one, folded)
            code = one.unions.get(frozenset(codes), "") if len(codes) > 1 else "".join(codes)
            if code:
                said.append((one, code))
    return said


def names_several(text: str, one: WantedField) -> bool:
    """Whether a text names several choices of a closed vocabulary that do not mean one together."""
    codes = _codes(one, f" {fold(text)} ") if one.choices else set()
    return len(codes) > 1 and frozenset(codes) not in one.unions


def is_only_choice(text: str, lexicon: Lexicon) -> bool:
    """Whether a line says a choice and hardly more: "Trình độ sơ cấp", "II. Các lớp trực tuyến"."""
    folded = f" {fold(strip_marker(text))} " if len(text) <= LONGEST_SECTION else ""
    for record in lexicon.records.values() if folded else ():
        for one in record.fields:
            if one.choices and one.collected and len(_codes(one, folded)) == 1:
                bare = _without(folded, choices_of(one.choices))
                return len(_without(bare, phrases_of(one.headings), phrases_of(_names(record))).split()) <= 1
    return False


def is_group(text: str, lexicon: Lexicon) -> bool:
    """Whether a line parts a list by a choice, more of it in brackets: "I. Hệ sơ cấp (học 3 tháng)"."""
    return is_only_choice(text.partition("(")[0], lexicon)


def _names(record: WantedRecord) -> tuple[str, ...]:
    """What records of a kind are called: the headings of the field that names one."""
    return next(one.headings for one in record.fields if one.key == record.key)


def _without(folded: str, *books: Phrasebook) -> str:
    """A folded text without the phrases of these books, the longest first."""
    phrases = [phrase.text for book in books for phrase in book.among(folded)]
    for phrase in sorted(phrases, key=len, reverse=True):
        folded = folded.replace(f" {phrase} ", " ")
    return folded


def is_title(text: str, lexicon: Lexicon, kind: str) -> bool:
    """Whether a line names what a table or a document lists."""
    if len(text) > LONGEST_TITLE:
        return False
    return phrases_of(lexicon.records[kind].topics).stands_in(_NUMBER.sub("9", f" {fold(text)} "))


def is_general(text: str, lexicon: Lexicon) -> bool:
    """Whether a sentence speaks of every record."""
    return phrases_of(lexicon.wanted.universal).stands_in(_NUMBER.sub("9", f" {fold(text)} "))


def is_common(label: str, lexicon: Lexicon) -> bool:
    """Whether a label says that what stands behind it is one for all: "Trang thông tin chung"."""
    return is_general(label, lexicon) or fold(label).split()[-1:] == ["chung"]


def readings_said(text: str, place: Place, reason: str, lexicon: Lexicon, kind: str) -> list[Reading]:
    """The readings that hold for all records, from a title or a sentence."""
    confidence = TITLE if reason == "title" else SENTENCE
    return [
        Reading(field=key, text=text, place=place, confidence=confidence, reason=reason, choice=code)
        for key, code in _said(text, reason, lexicon, kind)
    ]


def readings_named(name: str, place: Place, lexicon: Lexicon, kind: str) -> list[Reading]:
    """The readings of a name that is nothing but a choice: a sheet called "Sơ cấp"."""
    folded = fold(name)
    return [
        Reading(field=one.key, text=name, place=place, confidence=TITLE, reason="sheet name", choice=code)
        for one in lexicon.records[kind].fields
        if one.collected
        for code, words in one.choices.items()
        if folded in words
    ]


def _said(text: str, reason: str, lexicon: Lexicon, kind: str) -> Iterable[tuple[str, str]]:
    for one, code in choices_said(text, lexicon, kind):
        yield one.key, code
    if reason == "title":
        return
    folded = fold(text)
    for one in lexicon.records[kind].fields:
        if one.shape is Shape.YES_NO and one.words:
            answer = _answer(one, folded)
            if answer:
                yield one.key, answer


def _answer(one: WantedField, folded: str) -> str:
    for word in one.words:
        at = f" {folded} ".find(f" {word} ")
        if at >= 0:
            return "no" if _DENIAL.search(f" {folded}"[: at + 1]) else "yes"
    return ""


def _masked(folded: str, lexicon: Lexicon) -> str:
    for mask in phrases_of(lexicon.wanted.masks).among(folded):
        folded = folded.replace(f" {mask.text} ", " # ")
    return folded


def _codes(one: WantedField, folded: str) -> set[str]:
    """Longest words first, each taken out, so that a word inside a longer one does not count."""
    words = [word for word in choices_of(one.choices).among(folded) if len(word.text) >= SHORTEST_WORD]
    codes = set()
    for word in sorted(words, key=lambda word: -len(word.text)):
        at = folded.find(f" {word.text} ")
        if at >= 0:
            if not _DENIAL.search(folded[: at + 1]):
                codes.add(word.code)
            folded = folded.replace(f" {word.text} ", " # ")
    return codes


def sums_said(text: str, lexicon: Lexicon, kind: str) -> Iterable[tuple[Match, str, str]]:
    """The sums of money in a short text, each with the known label that stands right before it."""
    for clause in _CLAUSES.split(text):
        parts = _BEFORE_FIGURE.fullmatch(strip_marker(clause))
        if parts is None or not parts[2]:
            continue
        for one in lexicon.quick(parts[1].strip())[:1]:
            if one.kind == kind and one.field.shape is Shape.MONEY and one.score >= KNOWN:
                yield one, parts[1].strip(), parts[2].strip()
