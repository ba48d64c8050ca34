"""What a person may do about each thing that waits, beyond what mail offers, and who may; pure, does nothing.

A thing that waits and an act are named by marks: a form that bears a mark orders only what is offered now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from hashlib import sha256

from catalogue.accounts import Right
from catalogue.offers import Act, Verb
from catalogue.snapshot import Need, NeedLine

_MARK = 12
_BY_LETTER = frozenset({Need.HELD_LETTER, Need.FAILED_LETTER})


class Deed(StrEnum):
    """What may be done besides the acts of a line.

    ``ASSIGN``      the sender is of the unit that the person names
    ``ASSIGN_ONE``  this message alone is
    ``CONFIRM_ALL`` everything that waits for a yes in a record is right
    ``SET``         another value for a field of the record
    ``DROP``        the record leaves the catalogue
    ``MERGE``       another record of the unit is the same one
    ``ANSWER``      the question is answered by a letter with the person's words
    ``ASK_AGAIN``   the unit is asked once more
    ``STOP``        the unit gets no more letters
    ``COMPLETE``    the unit's case is closed as it stands
    ``CANCEL``      a letter is not sent
    ``SEEN``        a person has taken note; it waits no more
    """

    ASSIGN = "assign"
    ASSIGN_ONE = "assign_one"
    CONFIRM_ALL = "confirm_all"
    SET = "set"
    DROP = "drop"
    MERGE = "merge"
    ANSWER = "answer"
    ASK_AGAIN = "ask_again"
    STOP = "stop"
    COMPLETE = "complete"
    CANCEL = "cancel"
    SEEN = "seen"


_ALONE = frozenset({Verb.ANSWERED, Verb.SEEN, Verb.APPROVE, Deed.ANSWER, Deed.SEEN, Deed.CANCEL})
_OF_UNIT = (Deed.ASK_AGAIN, Deed.STOP, Deed.COMPLETE)
_OF_RECORD = (Deed.SET, Deed.MERGE, Deed.DROP)
_BESIDES: Mapping[Need, tuple[Deed, ...]] = {
    Need.UNREADABLE: (Deed.SEEN, Deed.ASK_AGAIN, Deed.COMPLETE),
    Need.CONFLICT: _OF_RECORD,
    Need.ASKED_OUT: (Deed.COMPLETE,),
    Need.DOUBT: (Deed.CONFIRM_ALL, *_OF_RECORD),
    Need.QUESTION: (Deed.ANSWER, Deed.ASSIGN),
    Need.NO_ADDRESS: (Deed.SEEN, Deed.STOP, Deed.COMPLETE),
    Need.FULL_MAILBOX: (Deed.SEEN,),
    Need.AWAY: (Deed.SEEN,),
    Need.BOUNCE: (Deed.SEEN,),
    Need.HELD_LETTER: (Deed.CANCEL,),
    Need.FAILED_LETTER: (Deed.CANCEL,),
}


def need_mark(line: NeedLine) -> str:
    """The mark of something that waits, the same as long as it is the same thing."""
    about = line.what
    if line.kind in _BY_LETTER:
        about = ",".join(act.subject for act in line.acts)
    elif line.kind is Need.OVERDUE:
        about = ""
    elif not line.acts:
        about = f"{line.what}\0{line.detail}"  # news of the same kind waits anew
    return _mark(line.kind, line.unit_id or "", line.message, about)


def act_mark(act: Act) -> str:
    """The mark of an act: what it does to what, and to which value."""
    return _mark(act.verb, act.subject, act.value)


def deeds_besides(line: NeedLine) -> tuple[Deed, ...]:
    """What may be done besides the acts of a line."""
    found = _BESIDES.get(line.kind, ())
    if line.kind is Need.CONFLICT and not _is_of_record(line):
        return ()
    if line.kind is Need.UNKNOWN_SENDER:
        return _whose(line)
    if line.kind is Need.QUESTION:
        return (Deed.ANSWER,) if line.unit_id else (Deed.ASSIGN,)
    if line.kind is Need.DOUBT and len(line.acts) < 2:  # noqa: PLR2004 one has its own button
        return tuple(one for one in found if one is not Deed.CONFIRM_ALL)
    return found if line.unit_id else tuple(one for one in found if one not in _OF_UNIT)


def rights_to(line: NeedLine, what: Deed | Verb) -> frozenset[Right]:
    """The rights of which one is enough."""
    if what in (Verb.APPROVE, Deed.CANCEL):
        return frozenset({Right.SEND})
    if line.kind is Need.QUARANTINED:
        return frozenset({Right.DECIDE, Right.OPERATE})
    return frozenset({Right.DECIDE})


def settles_alone(what: Deed | Verb) -> bool:
    """Whether a deed takes its line off the list and touches no other."""
    return what in _ALONE


def without_seen(lines: Iterable[NeedLine], seen: frozenset[str]) -> list[NeedLine]:
    """The lines of which nobody has taken note yet; ``seen`` are the marks."""
    return [line for line in lines if need_mark(line) not in seen]


def record_of(line: NeedLine) -> str:
    """The id of the record that a line is about, "" for none."""
    return line.message if line.kind is Need.DOUBT or _is_of_record(line) else ""


def _whose(line: NeedLine) -> tuple[Deed, ...]:
    """Nobody's word makes a unit of who only claims to be the officer: that line offers no assignment."""
    if any(act.verb is Verb.ASSIGN for act in line.acts):
        return (Deed.ASSIGN, Deed.ASSIGN_ONE)
    return () if line.sender else (Deed.ASSIGN_ONE,)


def _is_of_record(line: NeedLine) -> bool:
    # A statement that found no record is offered to be taken note of, and nothing else.
    return line.kind is Need.CONFLICT and all(act.verb is Verb.TAKE for act in line.acts)


def _mark(*facts: str) -> str:
    return sha256("\0".join(facts).encode()).hexdigest()[:_MARK]
