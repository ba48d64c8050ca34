"""Columns of ticks: which choice or answer the ticks below some headings stand for; reads no row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from parsers.document import Cell
from parsers.layout.headings import Lexicon, Match
from parsers.layout.shapes import PHRASE, choice_in, is_money, is_placeholder, is_tick
from parsers.text import fold
from parsers.wanted import Shape, WantedField

PARENT = 0.95
CHOICES_OF_TWO = 2
PRICED = "sum under a choice"


def ticked_as(levels: Sequence[str], cells: Sequence[Cell], lexicon: Lexicon) -> list[Match]:
    """A tick column: its heading is a choice, and its parent's field or its ticks say so."""
    if not levels:
        return []
    answers = _answers(levels, cells, lexicon)
    if answers:
        return answers
    found = lexicon.flag(levels[-1]) or _short_choices(levels, cells, lexicon)
    if not found:
        return []
    parents = {one.field.key for level in levels[:-1] for one in lexicon.match(level)}
    ticks = any(is_tick(cell.text, lexicon.wanted) for cell in cells)
    ticks = ticks and all(len(cell.text) <= PHRASE for cell in cells)
    under = [one for one in found if one.field.key in parents]
    if under:
        return under[:1]
    if not ticks and _are_sums(found[0], cells, lexicon):
        return [replace(found[0], score=found[0].score * PARENT, reason=PRICED)]
    return [found[0]] if ticks else []


def fee_field(kind: str, lexicon: Lexicon) -> WantedField | None:
    """The field that says what a record of this kind costs."""
    fields = lexicon.records[kind].fields
    return next((one for one in fields if one.collected and one.shape is Shape.MONEY and one.choices), None)


def _are_sums(found: Match, cells: Sequence[Cell], lexicon: Lexicon) -> bool:
    """Whether a column under a choice holds what each record costs where that is chosen."""
    fee = fee_field(found.kind, lexicon) if found.field.shape is Shape.CHOICE else None
    told = [cell for cell in cells if not is_placeholder(cell.text, lexicon.wanted)]
    return fee is not None and bool(told) and all(is_money(one) or choice_in(fee, one.text) for one in told)


def _answers(levels: Sequence[str], cells: Sequence[Cell], lexicon: Lexicon) -> list[Match]:
    """A column of ticks for yes or one for no, below the heading of what is answered so."""
    yes = _answer_of(levels[-1], lexicon)
    if yes is None or len(levels) == 1 or not all(_is_sign(cell, lexicon) for cell in cells):
        return []
    for one in lexicon.match(levels[-2])[:1]:
        flag = _code_of(one.field, levels[-2], yes=yes)
        if flag and one.field.collected:
            return [replace(one, score=one.score * PARENT, reason="tick column", flag=flag)]
    return []


def _answer_of(heading: str, lexicon: Lexicon) -> bool | None:
    sign = fold(heading) or heading.strip().casefold()
    return True if sign in lexicon.wanted.yes else (False if sign in lexicon.wanted.no else None)


def _is_sign(cell: Cell, lexicon: Lexicon) -> bool:
    return len(cell.text) <= PHRASE and _answer_of(cell.text, lexicon) is not None


def _code_of(one: WantedField, heading: str, *, yes: bool) -> str:
    """What such a tick says: of two choices the one that the heading tells, or the other."""
    if one.shape is Shape.YES_NO:
        return "yes" if yes else "no"
    told = choice_in(one, heading) if len(one.choices) == CHOICES_OF_TWO else ""
    others = [code for code in one.choices if code != told]
    return told if yes or not told else others[0]


def _short_choices(levels: Sequence[str], cells: Sequence[Cell], lexicon: Lexicon) -> Sequence[Match]:
    """A choice in short ("SC", "TC"): it heads a tick column only below its own field's heading."""
    if not cells or not all(is_tick(cell.text, lexicon.wanted) for cell in cells):
        return ()
    form = fold(levels[-1])
    for level in levels[:-1]:
        for one in lexicon.match(level)[:1]:
            code = next((code for code, words in one.field.choices.items() if form in words), "")
            if code:
                return (replace(one, score=one.score * PARENT, reason="tick column", flag=code),)
    return ()
