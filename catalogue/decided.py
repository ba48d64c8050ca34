"""Which decisions count, which were taken back, and which are overtaken; pure, nothing is looked up.

Decisions are only ever added. One of the kind ``UNDO`` takes another one back, an undo of an undo brings it
back in its old place, and whatever rests on decisions takes those that ``in_force`` gives.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from catalogue.records import Decision, DecisionKind

OFF = "off"
"""The value by which a decision that can be switched takes back an earlier one of its kind."""
_VALUES = (DecisionKind.SET_VALUE, DecisionKind.CONFIRM_VALUE)
_LAST_WORD_COUNTS = frozenset(
    {
        DecisionKind.ASSIGN_SENDER,
        DecisionKind.ASSIGN_MESSAGE,
        DecisionKind.SET_KIND,
        DecisionKind.STOP_ASKING,
        DecisionKind.COMPLETE_BY_HAND,
        DecisionKind.RELEASE,
        *_VALUES,
    }
)


def in_force(decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions that count, in the order made; the undos, which say nothing more, are left out."""
    undone = undone_by(decisions)
    return tuple(one for one in decisions if one.id not in undone and one.kind is not DecisionKind.UNDO)


def undone_by(decisions: Sequence[Decision]) -> Mapping[int, Decision]:
    """By the id of each decision that counts no more: the undo that took it back (an undo may be one too).

    A decision can only be taken back by a later one, so the last word is looked at first.
    """
    undone: dict[int, Decision] = {}
    for one in sorted(decisions, key=lambda made: made.id, reverse=True):
        if one.kind is DecisionKind.UNDO and one.id not in undone:
            of = undone_id(one)
            if of < one.id:
                undone[of] = one
    return undone


def undone_id(undo: Decision) -> int:
    """The id of the decision that an undo takes back; 0 where its subject is no id."""
    return int(undo.subject) if undo.subject.isascii() and undo.subject.isdigit() else 0


def root_of(decision: Decision, decisions: Iterable[Decision]) -> Decision | None:
    """What an undo, or an undo of an undo, is about in the end; the decision itself where it is no undo."""
    known = {one.id: one for one in decisions}
    found: Decision | None = decision
    while found is not None and found.kind is DecisionKind.UNDO:
        of = undone_id(found)
        found = known.get(of) if of < found.id else None
    return found


def step_of(decision: Decision, decisions: Sequence[Decision]) -> tuple[Decision, ...]:
    """The decisions of one step of a person: one value may set two fields (a fee and its figure).

    They were set at the same moment, by the same person, on the same record, one behind the other.
    """
    if decision.kind is not DecisionKind.SET_VALUE:
        return (decision,)
    mark = _mark(decision)
    group: list[Decision] = []
    for one in decisions:
        if one.kind is DecisionKind.SET_VALUE and _mark(one) == mark and one.subject not in _subjects(group):
            group.append(one)
        elif decision in group:
            break
        else:
            group = [one] if one == decision else []
    return tuple(group) or (decision,)


def overtaken_by(decision: Decision, counting: Iterable[Decision]) -> Decision | None:
    """A later decision in force on the same thing, where only the last word on it counts."""
    if decision.kind not in _LAST_WORD_COUNTS:
        return None
    kinds = _VALUES if decision.kind in _VALUES else (decision.kind,)
    later = [
        one
        for one in counting
        if one.id > decision.id and one.kind in kinds and one.subject == decision.subject
    ]
    return later[-1] if later else None


def switched_on(decisions: Iterable[Decision], kind: DecisionKind) -> frozenset[str]:
    """The subjects on which the last word of a kind that can be switched is not ``OFF``."""
    said = {one.subject: one.value for one in decisions if one.kind is kind}
    return frozenset(subject for subject, value in said.items() if value != OFF)


def kin_of(records: Collection[str], decisions: Iterable[Decision]) -> frozenset[str]:
    """These records with all that decisions, also those taken back, ever merged with one of them."""
    pairs = [(one.subject, one.value) for one in decisions if one.kind is DecisionKind.MERGE]
    kin, grown = set(records), True
    while grown:
        joined = {name for pair in pairs if kin.intersection(pair) for name in pair}
        grown = not joined <= kin
        kin |= joined
    return frozenset(kin)


def ids_named(decisions: Iterable[Decision]) -> set[str]:
    """What decisions may name: units, messages, records (also by one of their fields), whatever each is."""
    return {part for one in decisions for part in (one.subject, one.subject.rpartition(".")[0], one.value)}


def _mark(decision: Decision) -> tuple[object, ...]:
    record = decision.subject.rpartition(".")[0]
    return (record, decision.made_by, decision.made_at, decision.note)


def _subjects(group: Iterable[Decision]) -> set[str]:
    return {one.subject for one in group}
