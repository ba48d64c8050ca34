"""Which column holds which field: all evidence in one score, and the best assignment as a whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from parsers.document import Cell
from parsers.layout.headings import SURE, Lexicon, Match
from parsers.layout.rivals import best_of
from parsers.layout.shapes import (
    EMAIL,
    LONGEST_JUDGED,
    PHONE,
    SPAN,
    URL,
    choice_in,
    fit,
    is_money,
    is_number,
)
from parsers.layout.tickcolumns import PARENT, ticked_as
from parsers.layout.vague import settle, told_under
from parsers.text import fold
from parsers.wanted import Shape, WantedField

WEAK = 0.5
BY_VALUES = 0.55
# A page of its own for each row, under no heading that may say something else.
LINKED = 0.7
FEWEST_TOLD = 2

_FIT_WEIGHT = {
    Shape.URL: 0.35,
    Shape.EMAIL: 0.35,
    Shape.PHONE: 0.3,
    Shape.CHOICE: 0.3,
    Shape.MONEY: 0.25,
    Shape.DURATION: 0.45,
    Shape.PERSON: 0.25,
    Shape.TEXT: 0.2,
    Shape.LONG_TEXT: 0.1,
}
_USUAL_WEIGHT = 0.15

# How much less a second column may be the name of the record than the first that is called so.
BEHIND = 0.03


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table: its headings from the top down and a sample of its cells."""

    number: int
    levels: tuple[str, ...]
    cells: Sequence[Cell]

    @property
    def heading(self) -> str:
        return " / ".join(" ".join(level.split()) for level in self.levels)


def assign(columns: Sequence[Column], lexicon: Lexicon) -> dict[int, Match]:
    """The field of each column that has one, so that the sum of the evidence is greatest."""
    accented = any(not level.isascii() for column in columns for level in column.levels)
    options = {
        column.number: [
            one for one in options_of(column, lexicon) if not (accented and _needs_accent(one, column))
        ]
        for column in columns
    }
    _let_first_lead(options, lexicon)
    chosen = best_of(options)
    _fill_by_values(columns, chosen, lexicon)
    return chosen


def _let_first_lead(options: dict[int, list[Match]], lexicon: Lexicon) -> None:
    """Of columns whose headings all name the record the left one does: the others say more of it."""
    first = lexicon.wanted.records[0]
    target = (first.kind, first.key, 0)
    named = [number for number, found in sorted(options.items()) if found and found[0].target == target]
    for number in named[1:]:
        weaker = [
            replace(one, score=one.score - BEHIND) if one.target == target else one for one in options[number]
        ]
        options[number] = sorted(weaker, key=lambda one: -one.score)


def options_of(column: Column, lexicon: Lexicon) -> list[Match]:
    """What a column may be, each with its evidence: heading, its parent's, and the look of the values."""
    flags = ticked_as(column.levels, column.cells, lexicon)
    if flags:
        return flags
    judged = [
        Match(one.kind, one.field, _weighed(one, column, lexicon), one.reason, one.flag, one.part)
        for one in _by_heading(column, lexicon)
    ]
    told = told_under(column.levels[-1], column.cells, lexicon) if column.levels else ()
    judged = settle(judged, told, column.cells, lexicon)
    return sorted((one for one in judged if one.score >= WEAK), key=lambda one: -one.score)


def _needs_accent(one: Match, column: Column) -> bool:
    """Whether a heading without accents, beside others with them, is another word: "Khoa", not "Khóa"."""
    heading = column.levels[-1] if column.levels else ""
    return heading.isascii() and fold(heading) in one.field.marked


def _by_heading(column: Column, lexicon: Lexicon) -> Sequence[Match]:
    if not column.levels or lexicon.is_index(column.levels[-1]):
        return ()
    found: Sequence[Match] = lexicon.match(column.levels[-1])
    if len(column.levels) == 1:
        return found
    other = _of_others(column, lexicon)
    if other:
        return other
    whole = lexicon.quick(" ".join(column.levels))
    if whole and (not found or whole[0].score > found[0].score + 0.05):
        return whole
    return _favoured(found, column, lexicon) if found else _inherited(column, lexicon)


def _of_others(column: Column, lexicon: Lexicon) -> Sequence[Match]:
    """Whatever stands under a heading of persons that nobody wants is theirs: a teacher's name and phone."""
    for level in column.levels[:-1]:
        for best in lexicon.quick(level)[:1]:
            if not best.field.collected and best.field.shape is Shape.PERSON and best.score >= SURE:
                return (
                    replace(best, score=best.score * PARENT, reason="parent heading", part=column.number),
                )
    return ()


def _favoured(found: Sequence[Match], column: Column, lexicon: Lexicon) -> Sequence[Match]:
    """A parent heading that opens a block of one kind speaks for that kind."""
    kinds = {lexicon.caption(level) for level in column.levels[:-1]} - {""}
    kept = [one for one in found if one.kind in kinds]
    return kept or found


def _inherited(column: Column, lexicon: Lexicon) -> Sequence[Match]:
    """Where only the parent is known the column is at best its first field."""
    for level in reversed(column.levels[:-1]):
        found = lexicon.match(level)
        if found and not lexicon.caption(level):
            best = found[0]
            return (Match(best.kind, best.field, best.score * PARENT, "parent heading"),)
    return ()


def _weighed(one: Match, column: Column, lexicon: Lexicon) -> float:
    weight = _FIT_WEIGHT.get(one.field.shape, _USUAL_WEIGHT)
    return one.score * (1 - weight + weight * fit(one.field, column.cells, lexicon.wanted))


def _fill_by_values(columns: Sequence[Column], chosen: dict[int, Match], lexicon: Lexicon) -> None:
    """Columns without a known heading whose values can be only one thing."""
    kinds = {one.kind for one in chosen.values()}
    taken = {one.target for one in chosen.values()}
    for column in columns:
        if column.number in chosen or not column.cells or lexicon.quick(column.heading):
            continue
        for match in _by_values(column, lexicon):
            if match.kind in kinds and match.target in taken:
                _give_way(match, column, chosen, lexicon)
                taken = {one.target for one in chosen.values()}
            if match.kind in kinds and match.target not in taken:
                chosen[column.number] = match
                taken.add(match.target)
                break


def _give_way(match: Match, column: Column, chosen: dict[int, Match], lexicon: Lexicon) -> None:
    """A column of sums leaves the field that only says free or paid to one that says nothing else."""
    if match.field.shape is not Shape.MONEY or not match.field.choices:
        return
    if not all(choice_in(match.field, cell.text) for cell in column.cells):
        return
    sums = next(
        (one for one in lexicon.records[match.kind].fields if one.shape is Shape.MONEY and not one.choices),
        None,
    )
    for number, one in chosen.items():
        if one.target == match.target and not one.flag and sums is not None and sums.collected:
            if all(held.field.key != sums.key for held in chosen.values()):
                chosen[number] = replace(one, field=sums)
            return


def _by_values(column: Column, lexicon: Lexicon) -> list[Match]:
    shape = _look_of(column.cells)
    score = LINKED if shape is Shape.URL and _leads_apart(column) else BY_VALUES
    return [
        Match(record.kind, one, score, "values")
        for record in lexicon.wanted.records
        for one in record.fields
        if one.collected and (one.shape is shape if shape else _is_told(one, column.cells))
    ]


def _leads_apart(column: Column) -> bool:
    """Whether a column without any heading leads to another page in each row."""
    pages = {cell.href or cell.text for cell in column.cells}
    return not column.heading.strip() and len(pages) == len(column.cells) >= FEWEST_TOLD


def _is_told(one: WantedField, cells: Sequence[Cell]) -> bool:
    """Whether all values are of a closed vocabulary, or sums of money or spans of time in so many words."""
    if len(cells) < FEWEST_TOLD:
        return False
    if one.shape is Shape.DURATION:
        return all(SPAN.match(cell.text) for cell in cells)
    if not one.choices:
        return False
    return all(choice_in(one, cell.text) or (one.shape is Shape.MONEY and is_money(cell)) for cell in cells)


def _look_of(cells: Sequence[Cell]) -> Shape | None:
    texts = [cell.text[:LONGEST_JUDGED] for cell in cells]
    if all(EMAIL.search(text) for text in texts):
        return Shape.EMAIL
    if all(URL.match(text) or cell.href.startswith("http") for text, cell in zip(texts, cells, strict=True)):
        return Shape.URL
    if all(PHONE.fullmatch(text.strip()) and text.strip()[0] in "0+(" for text in texts):
        return Shape.PHONE
    return None


def lone_text_column(columns: Sequence[Column], chosen: Mapping[int, Match]) -> int:
    """The one column of short texts that nothing claims, 0 where there is none or are several."""
    texts = [
        column.number
        for column in columns
        if column.number not in chosen
        and column.cells
        and not any(is_number(cell.text) for cell in column.cells)
    ]
    return texts[0] if len(texts) == 1 else 0
