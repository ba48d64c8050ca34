"""What one step of a person made, and the error where it cannot be made; values only."""

from __future__ import annotations

from dataclasses import dataclass

from catalogue.records import Decision, Record
from intake.errors import UsageError


class DecisionError(UsageError):
    """What was decided names something that is not there; the message says what and how to find it."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """The decisions of one step of a person, as stored; ``messages`` is how many were routed anew."""

    decisions: tuple[Decision, ...]
    messages: int = 0

    @property
    def ids(self) -> tuple[int, ...]:
        """What ``undo`` takes to take the step back."""
        return tuple(one.id for one in self.decisions)


@dataclass(frozen=True, kw_only=True)
class RecordStep(Step):
    """A step about one record; ``record`` is how it stands now, without values where it is no more."""

    record: Record


@dataclass(frozen=True, kw_only=True)
class UndoStep(Step):
    """A step that took others back. ``overtaken`` had no effect any more: a later word on the same stands."""

    undone: tuple[Decision, ...]
    overtaken: tuple[Decision, ...] = ()
