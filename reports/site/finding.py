"""What the site's script searches, in pieces that are fetched when they are needed; values in, JSON text out.

A course is known by its position in the order of all courses. The table of contents names the pieces by
their contents, so that no browser lays pieces of two exports together:

* words by their first two letters: each with the positions of the courses whose name holds it,
* one letter a course for level, delivery, fee and work-study,
* the schools, and which course is whose,
* the courses themselves, a few at a time, as lists show them.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from catalogue.fields import DELIVERIES, FEES, LEVELS
from parsers.text import fold
from reports.site.cards import Card
from reports.site.places import HEAD, course_path, school_path, search_path

AT_ONCE = 128
"""Courses in one piece: a page of results needs one or two."""

_FIRST_SIGN = 48
_DIGITS = 90
_FIRST_DIGIT = 35
_KEY = 2


def search_files(cards: Sequence[Card]) -> Iterator[tuple[str, bytes]]:
    """The paths and contents of all pieces, the table of contents last. ``cards`` are in order."""
    words, blocks = {}, []
    for key, form in _word_pieces(cards):
        words[key], data = _named(form)
        yield search_path(words[key]), data
    for start in range(0, len(cards), AT_ONCE):
        name, data = _named([_entry(card) for card in cards[start : start + AT_ONCE]])
        blocks.append(name)
        yield search_path(name), data
    signs, sign_data = _named("".join(chr(_FIRST_SIGN + _code(card)) for card in cards))
    schools, school_data = _named(_schools(cards))
    yield search_path(signs), sign_data
    yield search_path(schools), school_data
    head = {"count": len(cards), "size": AT_ONCE, "words": words, "blocks": blocks, "signs": signs,
            "schools": schools}  # fmt: skip
    yield HEAD, _json(head)


def _word_pieces(cards: Sequence[Card]) -> Iterator[tuple[str, dict[str, list[int]]]]:
    """By the first two letters of words: the positions of each word's courses."""
    places: dict[str, list[int]] = defaultdict(list)
    for at, card in enumerate(cards):
        for word in dict.fromkeys(card.key.split()):
            places[word].append(at)
    pieces: dict[str, dict[str, list[int]]] = defaultdict(dict)
    for word in sorted(places):
        pieces[word[:_KEY]][word] = runs(places[word])
    yield from sorted(pieces.items())


def runs(positions: Iterable[int]) -> list[int]:
    """Rising positions as steps, and how many more follow one by one as a negative number.

    4, 5, 6, 9 is 4, -2, 3: courses of one name stand together, so most of a list is such runs.
    """
    steps: list[int] = []
    last = 0
    for position in positions:
        if steps and position == last + 1:
            if steps[-1] < 0:
                steps[-1] -= 1
            else:
                steps.append(-1)
        else:
            steps.append(position - last)
        last = position
    return steps


def _code(card: Card) -> int:
    """Level, delivery, fee and work-study as one number below 48."""
    of_level = [*LEVELS].index(card.level)
    of_delivery = [*DELIVERIES].index(card.delivery)
    of_fee = [*FEES].index(card.fee)
    return ((of_level * len(DELIVERIES) + of_delivery) * len(FEES) + of_fee) * 2 + card.work_study


def _schools(cards: Sequence[Card]) -> dict[str, object]:
    """The schools with their folded names and pages, and for each course the number of its school."""
    names = {card.unit_id: card.unit_name for card in cards}
    order = sorted(names, key=lambda one: (fold(names[one]), one))
    numbers = {unit_id: number for number, unit_id in enumerate(order)}
    width = 1
    while _DIGITS**width < len(order):
        width += 1
    return {
        "names": [[names[one], fold(names[one]), school_path(one)] for one in order],
        "width": width,
        "of": "".join(_digits(numbers[card.unit_id], width) for card in cards),
    }


def _digits(number: int, width: int) -> str:
    signs = []
    for _ in range(width):
        number, rest = divmod(number, _DIGITS)
        signs.append(chr(_FIRST_DIGIT + rest))
    return "".join(reversed(signs))


def _entry(card: Card) -> list[str | int]:
    facts = [card.title, course_path(card.id), card.unit_name, card.level, card.delivery, card.fee]
    return [*facts, card.fee_words, card.duration, int(card.work_study)]


def _named(form: object) -> tuple[str, bytes]:
    data = _json(form)
    return blake2b(data, digest_size=8).hexdigest(), data


def _json(form: object) -> bytes:
    return json.dumps(form, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
