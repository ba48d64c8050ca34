"""What was just decided, by the ids in an address, for the top of the page that comes after; only looks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from catalogue.decided import root_of
from catalogue.records import Decision, DecisionKind
from intake.app import App
from reports.desk.decision_words import decision_words

UNDO = "/quyet-dinh/hoan-tac"


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was decided, in words, and the ids by which it is taken back."""

    words: str
    ids: str


def said_of(app: App, done: str) -> Said | None:
    """What the decisions of an address did; None where it names none."""
    ids = {int(one) for one in done.split(",") if one.isascii() and one.isdigit()} if done else set()
    made = app.store.all_decisions(app.campaign.id) if ids else []
    found = [one for one in made if one.id in ids]
    if not found:
        return None
    told = [root_of(one, made) or one for one in found]
    names = app.store.names(app.campaign.id, {part for one in told for part in _parts(one)})
    words = "; ".join(dict.fromkeys(_words(one, root, names) for one, root in zip(found, told, strict=True)))
    return Said(words=words, ids=",".join(str(one.id) for one in found))


def _words(decision: Decision, root: Decision, names: dict[str, str]) -> str:
    what = "Đã hoàn tác" if decision.kind is DecisionKind.UNDO else "Đã ghi quyết định"
    return f"{what}: {decision_words(root, names)}"


def _parts(decision: Decision) -> Iterator[str]:
    yield from (decision.subject, decision.subject.rpartition(".")[0], decision.value)
