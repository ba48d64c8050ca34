"""Headings of many meanings ("Loại", "Địa chỉ", "Tên"): what their values and neighbours make of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from parsers.document import Cell
from parsers.layout.headings import Lexicon, Match, forms
from parsers.layout.shapes import (
    EMAIL,
    LONGEST_JUDGED,
    PHONE,
    PHRASE,
    SPAN,
    URL,
    choice_in,
    is_money,
    is_placeholder,
    suits,
)
from parsers.wanted import Shape, WantedField

TOLD = 0.7
# A suggestion only: a long text may be about anything.
GUESSED = 0.55
NAMED = 0.65
HALF = 0.5
FEWEST_BESIDE = 2
LONGEST_NAME = 80


def told_under(heading: str, cells: Sequence[Cell], lexicon: Lexicon) -> list[Match]:
    """The fields that a vague heading may stand for and that all values below it are values of."""
    options = [one for form in forms(heading) for one in lexicon.vague.get(form, ())]
    judged = [cell for cell in cells if not is_placeholder(cell.text, lexicon.wanted)] if options else []
    if not judged:
        return []
    return [
        Match(kind, one, GUESSED if one.shape is Shape.LONG_TEXT else TOLD, "values under a vague heading")
        for kind, one in options
        if all(_shows(one, cell) for cell in judged)
    ]


def settle(
    found: Sequence[Match], told: Sequence[Match], cells: Sequence[Cell], lexicon: Lexicon
) -> list[Match]:
    """What a column may be once its values have spoken: headings that do not suit them count no more."""
    if not told:
        return list(found)
    kept = [one for one in found if one.field.collected and _fits(one.field, cells, lexicon)]
    known = {one.target for one in kept}
    return kept + [one for one in told if one.target not in known]


def name_column(
    columns: Mapping[int, tuple[str, Sequence[Cell]]], chosen: Mapping[int, Match], lexicon: Lexicon
) -> int:
    """The column of short, different texts under a vague heading beside enough fields of the first record.

    Columns are given with their heading and cells; 0 where none may hold the names.
    """
    first = lexicon.wanted.records[0]
    wanted = Counter((one.kind, one.field.key) for one in chosen.values() if one.field.collected)
    for number, (heading, cells) in columns.items():
        own = chosen.get(number)
        held = Counter([(own.kind, own.field.key)] if own is not None and own.field.collected else [])
        beside = {target for target in wanted if wanted[target] > held[target]}
        if (
            len(beside) < FEWEST_BESIDE
            or (first.kind, first.key) in beside
            or any(kind != first.kind for kind, _ in beside)
        ):
            continue
        named = any(one.key == first.key for form in forms(heading) for _, one in lexicon.vague.get(form, ()))
        if named and _are_names(cells, first.fields, lexicon):
            return number
    return 0


def _fits(one: WantedField, cells: Sequence[Cell], lexicon: Lexicon) -> bool:
    judged = [
        suits(one, cell, lexicon.wanted) for cell in cells if not is_placeholder(cell.text, lexicon.wanted)
    ]
    return not judged or sum(judged) >= HALF * len(judged)


def _are_names(cells: Sequence[Cell], fields: Sequence[WantedField], lexicon: Lexicon) -> bool:
    texts = [cell.text for cell in cells if not is_placeholder(cell.text, lexicon.wanted)]
    if not texts or len(set(texts)) < len(texts):
        return False
    if all(any(choice_in(one, text) for one in fields if one.choices) for text in texts):
        return False
    return all(_is_name(text) for text in texts)


def _is_name(text: str) -> bool:
    plain = len(text) <= LONGEST_NAME and not any(sign in text for sign in "\n;:@")
    return plain and text[:1].isalpha() and not URL.search(text)


def _shows(one: WantedField, cell: Cell) -> bool:
    """Whether a value can be nothing but one of this field's."""
    text = cell.text[:LONGEST_JUDGED].strip()
    if one.shape is Shape.URL:
        return URL.match(text) is not None or cell.href.startswith("http")
    if one.shape is Shape.EMAIL:
        return EMAIL.search(text) is not None
    if one.shape is Shape.PHONE:
        return PHONE.fullmatch(text) is not None and text[0] in "0+("
    if one.shape is Shape.LONG_TEXT:
        return len(text) > PHRASE or ";" in text or "\n" in text
    if one.shape is Shape.DURATION:
        return SPAN.match(text) is not None
    if one.shape is Shape.MONEY:
        return bool(choice_in(one, text)) or is_money(cell)
    return one.shape is Shape.CHOICE and bool(choice_in(one, text))
