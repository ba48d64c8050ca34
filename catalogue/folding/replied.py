"""All that a reply answers: by number, and in own words where no number tells; pure, writes no record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from catalogue.fields import COURSE
from catalogue.folding.answers import Normalize, is_answer, left_over
from catalogue.folding.clauses import sentences_of, speaks_of_some
from catalogue.folding.freely import answers_freely
from catalogue.folding.speech import says_sent_before
from catalogue.folding.stated import stated_answers
from catalogue.records import AskedItem, Entry, MessageReading, NumberedAnswer, Origin
from parsers.text import fold

SENT_BEFORE = "sent: the unit says that it sent this before"
_SHORTEST = 3
# What parts an answer from its number may stand before it: "riêng câu 1", "Câu 2 và câu 3:".
_OF_NUMBER = frozenset(
    ("cau", "muc", "c", "q", "rieng", "tra", "loi", "tl", "dap", "stt", "so", "answer", "no", "va", "den")
)
_LONGEST_NUMBER = 3


def heard(
    reading: MessageReading,
    asked: Sequence[AskedItem],
    titles: Mapping[str, str],
    normalize: Normalize,
    here: Origin,
) -> tuple[Sequence[NumberedAnswer], Sequence[Entry]]:
    """The answers of a reply, and what of its words nobody understood, for a person.

    ``titles`` are the names of the unit's courses with their record ids.
    """
    told = {answer.number for answer in reading.numbered}
    waiting = [item for item in asked if item.number not in told]

    def fits(item: AskedItem, words: str) -> bool:
        return is_answer(item, NumberedAnswer(number=item.number, text=words, origin=here), titles, normalize)

    stated, unstated = stated_answers(reading.new_text, waiting, titles, here, fits)
    told |= {answer.number for answer in stated}
    waiting = [item for item in waiting if item.number not in told]
    text = "\n".join(_own_words(replace(reading, new_text=unstated)))
    free = answers_freely(text, waiting, titles, here, fits)
    known = _told_otherwise(reading)
    left = [] if reading.no_courses else [one for one in free.left_over if not _is_told(one, known)]
    return (*reading.numbered, *stated, *free.answers), [_left_over(one, waiting, here) for one in left]


def sent_before(reading: MessageReading, here: Origin) -> Sequence[Entry]:
    """The statement of a reply that all was sent before, for a person to look after."""
    said = (one for one in sentences_of(reading.new_text) if says_sent_before(one))
    return [_left_over(one, (), here) for one in said]


def is_told_of_some(entry: Entry) -> bool:
    """Whether an entry for all courses was read from words that except some: answers tell these apart."""
    return entry.for_all and any(speaks_of_some(one.text) for one in entry.values.values())


def is_only_answers(entry: Entry, reading: MessageReading, asked: Sequence[AskedItem]) -> bool:
    """Whether an entry was read from nothing but lines that answer by number what was asked.

    "1) trực tuyến, 2) Không" looks like a list of courses; it is one only where courses were asked for.
    """
    if any(item.kind == COURSE and not item.record_id and item.fields for item in asked):
        return False
    numbers = {item.number for item in asked}
    rows = {answer.origin.row for answer in reading.numbered if answer.number in numbers}
    places = [value.origin for value in entry.values.values()]
    return bool(rows) and all(not one.part and not one.container and one.row in rows for one in places)


def _own_words(reading: MessageReading) -> Iterator[str]:
    """The sentences of a reply that belong to no numbered answer."""
    numbered = [line for answer in reading.numbered for line in answer.text.splitlines() if line.strip()]
    for line in reading.new_text.splitlines():
        parts = [line]
        for text in sorted(numbered, key=len, reverse=True):
            parts = [piece for part in parts for piece in part.split(text, 1)]
        # What stood before an answer ends with its number.
        kept = [*map(_without_number, parts[:-1]), parts[-1]]
        yield from (one for part in kept for one in sentences_of(part) if fold(one))


def _without_number(text: str) -> str:
    """A text without the number that stands at its end."""
    words = text.split()
    while words and (not (word := fold(words[-1])) or set(word.split()) <= _OF_NUMBER or _is_number(word)):
        words.pop()
        if fold(" ".join(words[-2:])) == "noi dung":
            del words[-2:]
    return " ".join(words)


def _is_number(word: str) -> bool:
    letters = word.replace(" ", "").removeprefix("c")
    return letters.isdigit() and len(letters) <= _LONGEST_NUMBER


def _told_otherwise(reading: MessageReading) -> list[str]:
    """What entries were read from in the reply's own text."""
    values = (one for entry in reading.entries for one in entry.values.values())
    return [fold(one.text) for one in values if not one.origin.part and len(one.text) >= _SHORTEST]


def _is_told(sentence: str, known: Sequence[str]) -> bool:
    words = fold(sentence)
    return any(one in words or words in one for one in known)


def _left_over(sentence: str, asked: Sequence[AskedItem], here: Origin) -> Entry:
    if says_sent_before(sentence):
        return left_over(sentence, SENT_BEFORE, (), here)
    return left_over(sentence, "answer: its words do not tell to which question", asked, here)
