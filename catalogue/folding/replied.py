"""All that a reply answers: by number, and in own words where no number tells; pure, writes no record."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from catalogue.fields import COURSE
from catalogue.folding.answers import Normalize, is_answer
from catalogue.folding.clauses import sentences_of, speaks_of_some
from catalogue.folding.freely import answers_freely
from catalogue.folding.speech import says_sent_before
from catalogue.records import AskedItem, Entry, MessageReading, NumberedAnswer, Origin, Value
from parsers.text import fold

SENT_BEFORE = "sent: the unit says that it sent this before"
_SHORTEST = 3


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
    text = "\n".join(_own_words(reading))

    def fits(item: AskedItem, words: str) -> bool:
        return is_answer(item, NumberedAnswer(number=item.number, text=words, origin=here), titles, normalize)

    free = answers_freely(text, waiting, titles, here, fits)
    known = _told_otherwise(reading)
    left = [] if reading.no_courses else [one for one in free.left_over if not _is_told(one, known)]
    return (*reading.numbered, *free.answers), [_left_over(one, asked, here) for one in left]


def is_told_of_some(entry: Entry) -> bool:
    """Whether an entry for all courses was read from words that except some: answers tell these apart."""
    return entry.for_all and any(speaks_of_some(one.text) for one in entry.values.values())


def asked_words(items: Sequence[AskedItem]) -> str:
    """What was asked, as a person reads it beside an answer."""
    return "; ".join(f"{one.number}. {one.title or one.kind}: {', '.join(one.fields)}" for one in items)


def _own_words(reading: MessageReading) -> Iterator[str]:
    """The sentences of a reply that belong to no numbered answer."""
    numbered = {fold(line) for answer in reading.numbered for line in answer.text.splitlines()} - {""}
    for line in reading.new_text.splitlines():
        if not fold(line).endswith(tuple(numbered)):
            yield from (one for one in sentences_of(line) if not fold(one).endswith(tuple(numbered)))


def _told_otherwise(reading: MessageReading) -> list[str]:
    """What entries were read from in the reply's own text."""
    values = (one for entry in reading.entries for one in entry.values.values())
    return [fold(one.text) for one in values if not one.origin.part and len(one.text) >= _SHORTEST]


def _is_told(sentence: str, known: Sequence[str]) -> bool:
    words = fold(sentence)
    return any(one in words or words in one for one in known)


def _left_over(sentence: str, asked: Sequence[AskedItem], here: Origin) -> Entry:
    doubt = f"answer: it is not told to which question; asked was {asked_words(asked)}"
    if says_sent_before(sentence):
        doubt = SENT_BEFORE
    value = Value(value=None, text=sentence, origin=here)
    return Entry(kind=COURSE, values={"answer": value}, partial=True, doubt=doubt)
