"""What was just decided, by the ids in an address, for the top of the page that comes after; only looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from catalogue.decided import ids_named, root_of, undone_id
from catalogue.records import Decision, DecisionKind
from intake.app import App
from reports.desk.decision_words import Names, decision_words

UNDO = "/quyet-dinh/hoan-tac"
LONGEST_ID = 18
_NOTHING: Names = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was decided, in words, and the ids by which it is taken back."""

    words: str
    ids: str


def said_of(app: App, done: str, known: Names = _NOTHING) -> Said | None:
    """What the decisions of an address did; None where it names none.

    ``known`` are names that the store does not know (any more), by id.
    """
    ids = {int(one) for one in done.split(",") if one.isascii() and one.isdigit() and len(one) <= LONGEST_ID}
    made = app.store.all_decisions(app.campaign.id) if ids else []
    found = [one for one in made if one.id in ids]
    if not found:
        return None
    told = [root_of(one, made) or one for one in found]
    names = {**known, **app.store.names(app.campaign.id, ids_named(told))}
    verbs = [_verb(one, made) for one in found]
    said = (f"{verb}: {decision_words(root, names)}" for verb, root in zip(verbs, told, strict=True))
    words = "; ".join(dict.fromkeys(said))
    return Said(words=words, ids=",".join(str(one.id) for one in found))


def _verb(decision: Decision, made: Sequence[Decision]) -> str:
    """Whether it decides something, takes that back, or takes the taking back back."""
    known = {one.id: one for one in made}
    depth, found = 0, decision
    while found.kind is DecisionKind.UNDO and undone_id(found) in known:
        depth, found = depth + 1, known[undone_id(found)]
    return "Đã ghi quyết định" if not depth else "Đã hoàn tác" if depth % 2 else "Đã ghi lại"
