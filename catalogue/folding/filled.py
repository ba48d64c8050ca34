"""What a unit wrote into the open cells of our own workbook, each led to what was asked there; pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain

from catalogue.fields import KEY_FIELD
from catalogue.folding.answers import ALL, Answers, Normalize, resolve_answers
from catalogue.folding.validate import WHOLE
from catalogue.records import AskedItem, FilledCell, NumberedAnswer

_ONE = 1


def resolve_filled(cells: Sequence[FilledCell], asked: Sequence[AskedItem], normalize: Normalize) -> Answers:
    """The cells as answers, each to its own record and field; ``asked`` are the items of the letter.

    A cell that nothing asked for any more is taken for what it says.
    """
    found = [_resolved(cell, asked, normalize) for cell in cells]
    return Answers(
        fills=tuple(chain.from_iterable(one.fills for one in found)),
        verdicts=tuple(chain.from_iterable(one.verdicts for one in found)),
        unresolved=tuple(chain.from_iterable(one.unresolved for one in found)),
    )


def _resolved(cell: FilledCell, asked: Sequence[AskedItem], normalize: Normalize) -> Answers:
    item = next(_items(cell, asked), None) or AskedItem(
        number=_ONE, kind=cell.kind, record_id=cell.record_id, fields=(cell.field,), finding="missing"
    )
    answer = NumberedAnswer(number=_ONE, text=cell.text, origin=cell.origin)
    return resolve_answers([answer], [replace(item, number=_ONE)], {}, normalize)


def _items(cell: FilledCell, asked: Sequence[AskedItem]) -> Iterator[AskedItem]:
    """What was asked in a cell, narrowed to its record and field."""
    for item in asked:
        if item.kind != cell.kind or item.record_id not in (cell.record_id, ALL):
            continue
        if item.fields == (WHOLE,) and cell.field == KEY_FIELD[cell.kind]:
            yield item
        elif cell.field in item.fields:
            own = tuple(pair for pair in item.suggested if _is_of(pair[0], cell, item))
            yield replace(item, record_id=cell.record_id, fields=(cell.field,), suggested=own)


def _is_of(subject: str, cell: FilledCell, item: AskedItem) -> bool:
    """Whether a suggestion is of the cell's record; an item of one record keeps all of its own."""
    return item.record_id != ALL or subject.rpartition(".")[0] == cell.record_id
