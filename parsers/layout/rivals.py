"""Columns that compete for fields: the choice whose evidence is greatest as a whole; knows no heading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from parsers.layout.headings import Match

SEARCHED_WHOLLY = 7
EQUAL = 1e-9

Target = tuple[str, str, int]


def best_of(options: Mapping[int, Sequence[Match]]) -> dict[int, Match]:
    """One option of each column that wins any; what only one column may claim goes to one."""
    chosen: dict[int, Match] = {}
    for group in _groups(options):
        chosen.update(_best(group, options))
    return chosen


@dataclass(slots=True)
class _Rivals:
    """Columns that compete, what for, and the number of the last that joined them."""

    columns: list[int] = field(default_factory=list)
    targets: set[Target] = field(default_factory=set)
    last: int = 0


def _groups(options: Mapping[int, Sequence[Match]]) -> list[list[int]]:
    """Columns that compete for a field, directly or through others: one group each, the last joined last."""
    everyone: list[_Rivals] = []
    held: dict[Target, _Rivals] = {}
    for number, (column, matches) in enumerate(options.items()):
        wanted = {one.target for one in matches if not one.flag}
        touching = {id(one): one for target in wanted if (one := held.get(target))}
        rivals, *others = sorted(touching.values(), key=lambda one: one.last) or [_Rivals()]
        for other in others:
            held.update(dict.fromkeys(other.targets, rivals))
            rivals.targets |= other.targets
            rivals.columns.extend(other.columns)
            other.columns.clear()
        if not rivals.columns:
            everyone.append(rivals)
        held.update(dict.fromkeys(wanted, rivals))
        rivals.targets |= wanted
        rivals.columns.append(column)
        rivals.last = number
    return [one.columns for one in sorted(everyone, key=lambda one: one.last) if one.columns]


def _best(group: Sequence[int], options: Mapping[int, Sequence[Match]]) -> dict[int, Match]:
    if len(group) > SEARCHED_WHOLLY:
        return _greedy(group, options)
    return _search(list(group), options, frozenset())[1]


def _search(
    group: list[int], options: Mapping[int, Sequence[Match]], taken: frozenset[Target]
) -> tuple[float, dict[int, Match]]:
    if not group:
        return 0.0, {}
    column, rest = group[0], group[1:]
    best = _search(rest, options, taken)
    for one in options[column]:
        if one.target in taken and not one.flag:
            continue
        total, chosen = _search(rest, options, taken if one.flag else taken | {one.target})
        # Among equals the leftmost column wins, and the first of its options.
        ahead = one.score + total - best[0]
        if ahead > EQUAL or (column not in best[1] and ahead > -EQUAL):
            best = (one.score + total, {column: one, **chosen})
    return best


def _greedy(group: Sequence[int], options: Mapping[int, Sequence[Match]]) -> dict[int, Match]:
    ranked = sorted(((one.score, -column, one) for column in group for one in options[column]), key=_rank)
    chosen: dict[int, Match] = {}
    taken: set[Target] = set()
    for _, minus_column, one in ranked:
        if -minus_column not in chosen and (one.flag or one.target not in taken):
            chosen[-minus_column] = one
            taken.add(one.target)
    return chosen


def _rank(item: tuple[float, int, Match]) -> tuple[float, int]:
    return (-item[0], -item[1])
