"""Which field a label in running text stands for, and what its text gives; opens and fills no record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from parsers.document import Cell
from parsers.layout.drafts import Drafts
from parsers.layout.headings import ABBREVIATION, Match, spelt_out
from parsers.layout.labels import Labelled
from parsers.layout.lines import Line
from parsers.layout.people import details_in, others_behind, people_in
from parsers.layout.shapes import PHONE, suits
from parsers.layout.told import told_in
from parsers.layout.vague import HALF, TOLD, told_under
from parsers.text import fold

# How much the open block, a field already filled and the value's look weigh beside a label's words.
CONTEXT, FILLED, NEW_NAME, LOOK = 0.05, 0.3, 0.02, 0.15


def chosen_field(drafts: Drafts, labelled: Labelled, line: Line) -> Match | None:
    """The best field for a label by its words, the open record and the value's look."""
    whole = [one for one in meant_by(labelled) if not one.part]
    cell = Cell(labelled.text, href=line.href)
    best = max(whole, key=lambda one: _weight(drafts, one, cell, len(whole)), default=None)
    if best is not None and best.field.collected and suits(best.field, cell, drafts.lexicon.wanted) >= HALF:
        return best
    for form in spelt_out(fold(labelled.label), drafts.lexicon.wanted.expansions):
        for one in drafts.lexicon.exact.get(form, ()):
            if one.field.choices and suits(one.field, cell, drafts.lexicon.wanted) >= HALF:
                return replace(one, score=ABBREVIATION)
    told = told_under(labelled.label, [cell], drafts.lexicon)
    return next((one for one in told if one.score >= TOLD), best)


def names_person(drafts: Drafts, one: Match, text: str) -> bool:
    """Whether a label is the name's, or a phone's whose text names the person before the number."""
    roles = drafts.roles.get(one.kind)
    if roles is None or one.field.key == roles.name.key:
        return roles is not None
    number = PHONE.search(text) if one.field == roles.phone else None
    if number is None or not text[: number.start()].strip():
        return False
    return any(roles.name.key in person.texts for person in people_in(text, roles, drafts.lexicon)[:1])


def values_of_label(drafts: Drafts, one: Match, text: str) -> Mapping[str, str]:
    """What the text of a label gives, by field: a name or a number may bring values of its own."""
    roles = drafts.roles.get(one.kind)
    if roles is not None and one.field in (roles.phone, roles.email):
        return details_in(text, one.field, roles)
    if (
        one.kind == drafts.lexicon.wanted.records[0].kind
        and one.field.key == drafts.lexicon.wanted.records[0].key
    ):
        told = told_in(text, drafts.lexicon, listed=True)
        if told is not None:
            return {one.field.key: told.name, **told.values}
    return {one.field.key: text}


def parted_persons(drafts: Drafts, one: Match, text: str) -> tuple[str, list[str]]:
    """A phone or mail, and the further persons that the same line goes on to name."""
    roles = drafts.roles.get(one.kind)
    if roles is None or one.field not in (roles.phone, roles.email):
        return text, []
    return others_behind(text, roles, drafts.lexicon)


def meant_by(labelled: Labelled) -> list[Match]:
    """What a label may stand for by its accents: "Khoa" may be of a field that "Khóa" is no word of."""
    if labelled.label.isascii():
        return list(labelled.matches)
    folded = fold(labelled.label)
    return [one for one in labelled.matches if folded not in one.field.unmarked]


def _weight(drafts: Drafts, one: Match, cell: Cell, rivals: int) -> float:
    draft = drafts.get(one.kind)
    score = one.score + (CONTEXT if one.kind == drafts.context else 0.0)
    if rivals > 1 and draft is not None and draft.has(one.field.key):
        score -= FILLED
    if rivals > 1 and draft is None and one.field.key == drafts.lexicon.records[one.kind].key:
        score -= NEW_NAME
    look = suits(one.field, cell, drafts.lexicon.wanted) if cell.text else 1.0
    return score * (1 - LOOK + LOOK * look)
