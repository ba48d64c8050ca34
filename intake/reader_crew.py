"""The workers at work: who has which message, who has died over it and what follows; knows no order.

A worker that dies takes nothing along: its message is read again by another, without the file at which it
died. Everything happens in ``advance``; there is no thread.
"""

from __future__ import annotations

import select
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalogue.jsonform import reading_from_json
from config.campaign import Campaign
from intake.log import short_id
from intake.reader import Order, Read, ReadingError, WorkersError
from intake.reader_limits import Limits
from intake.reader_process import WorkerProcess
from intake.reader_verdict import Cause, Death, Sentence, sentence, verdict
from intake.reader_wire import (
    Answer,
    Broke,
    Done,
    Job,
    LineError,
    OutOfMemory,
    Place,
    Ready,
    Turn,
    Unequipped,
    Unlimited,
)
from parsers.document import Unreadable

IN_HAND = 2
"""Jobs that a worker has at a time: the one it reads, and one so that it need not wait for the next."""

START_SECONDS = 60.0
NEVER = float("inf")


@dataclass(slots=True, eq=False)
class Task:
    """One message on its way through the workers, until it has an ``outcome``."""

    order: Order
    campaign: Campaign
    raw: bytes = b""
    refused: dict[Place, Unreadable] = field(default_factory=dict)
    deaths: int = 0
    given_up: bool = False
    outcome: Read | Exception | None = None

    def settle(self, outcome: Read | Exception) -> None:
        """Know the outcome; the bytes are not needed any more."""
        self.outcome = outcome
        self.raw = b""


@dataclass(slots=True, eq=False)
class _Hand:
    """A worker, and what is known of it. At its ``deadline`` it has said nothing for too long."""

    process: WorkerProcess
    deadline: float
    ready: bool = False
    tasks: deque[Task] = field(default_factory=deque)
    turn: Turn | None = None


class Crew:
    """Some workers and the messages that wait for them. ``wanted`` is how many workers may be started."""

    def __init__(self, limits: Limits, log: Any, preload: Sequence[str], clock: Callable[[], float]) -> None:
        self.wanted = 1
        self.waiting: deque[Task] = deque()
        self._hands: list[_Hand] = []
        self._limits = limits
        self._log = log
        self._preload = preload
        self._clock = clock

    @property
    def pids(self) -> list[int]:
        """The processes that live."""
        return [hand.process.pid for hand in self._hands]

    @property
    def standing(self) -> int:
        """How many workers have started and stand within their limits."""
        return sum(hand.ready for hand in self._hands)

    def start(self) -> None:
        """Have as many workers as are wanted begin to start."""
        while len(self._hands) < self.wanted:
            process = WorkerProcess(self._limits, self._preload)
            self._hands.append(_Hand(process, self._clock() + START_SECONDS))

    def advance(self, seconds: float) -> None:
        """Give out what waits, wait at most so long for a word of a worker, hear all that was said.

        Raises WorkersError where a worker does not start.
        """
        self._give_out()
        for hand in self._with_news(seconds):
            self._hear(hand)
        now = self._clock()
        for hand in [one for one in self._hands if one.deadline < now]:
            self._mourn(hand, Cause.WALL)
        self._give_out()

    def end(self) -> None:
        """End all workers."""
        self.waiting.clear()
        while self._hands:
            self._bury(self._hands[-1])

    # --- giving out ---------------------------------------------------------------------------

    def _give_out(self) -> None:
        if self.waiting:
            self.start()
        for load in range(IN_HAND):
            for hand in self._hands:
                if self.waiting and hand.ready and len(hand.tasks) <= load:
                    self._give(hand, self.waiting.popleft())

    def _give(self, hand: _Hand, task: Task) -> None:
        hand.tasks.append(task)
        if len(hand.tasks) == 1:
            self._begin(hand)
        hand.process.give(Job(task.refused), task.raw, task.campaign)

    def _begin(self, hand: _Hand) -> None:
        hand.turn = None
        hand.deadline = self._clock() + self._limits.wall_seconds if hand.tasks else NEVER

    # --- hearing ------------------------------------------------------------------------------

    def _with_news(self, seconds: float) -> list[_Hand]:
        watcher = select.poll()
        owners: dict[int, _Hand] = {}
        for hand in self._hands:
            owners.update(dict.fromkeys(hand.process.watch(watcher), hand))
        now = self._clock()
        patience = min([seconds, *(max(0.0, hand.deadline - now) for hand in self._hands)])
        found = watcher.poll(patience * 1000)
        return list(dict.fromkeys(owners[number] for number, _ in found))

    def _hear(self, hand: _Hand) -> None:
        try:
            for answer in hand.process.hear():
                self._take(hand, answer)
                if hand not in self._hands:
                    return
        except EOFError:
            self._mourn(hand)
        except LineError as error:
            self._mourn(hand, Cause.CRASHED, str(error))

    def _take(self, hand: _Hand, answer: Answer) -> None:
        match answer:
            case Ready():
                hand.ready, hand.deadline = True, NEVER
            case Unlimited(why):
                self._bury(hand)
                raise WorkersError(f"workers cannot be limited on this machine: {why}")
            case Unequipped(why):
                self._bury(hand)
                raise WorkersError(f"workers cannot recognise scans: {why}")
            case Turn():
                hand.turn = answer if answer.place else None
                hand.deadline = self._clock() + self._limits.wall_seconds
            case OutOfMemory():
                self._mourn(hand, Cause.MEMORY)
            case Broke(trace):
                self._finish(hand, ReadingError(trace))
            case Done(message, reading, worn):
                read = reading_from_json(reading)
                sha256 = hand.tasks[0].order.sha256
                self._finish(hand, Read(sha256=sha256, message=message, reading=read))
                if worn:
                    self._replace(hand)

    def _finish(self, hand: _Hand, outcome: Read | Exception) -> None:
        hand.tasks.popleft().settle(outcome)
        self._begin(hand)

    def _replace(self, hand: _Hand) -> None:
        """End a worker that did nothing wrong; what it had in hand is given to others."""
        self._bury(hand)
        self._wait_again(hand.tasks)

    def _wait_again(self, tasks: Sequence[Task]) -> None:
        self.waiting.extendleft(task for task in reversed(tasks) if not task.given_up)

    # --- deaths -------------------------------------------------------------------------------

    def _bury(self, hand: _Hand, told: Cause | None = None) -> Death:
        self._hands.remove(hand)
        return hand.process.end(told)

    def _mourn(self, hand: _Hand, told: Cause | None = None, why: str = "") -> None:
        """A worker has died, or is killed now; one that was idle is not missed."""
        death = self._bury(hand, told)
        if not hand.ready:
            raise WorkersError(f"a worker process did not start ({death.ending}): {death.last_words or why}")
        if hand.tasks:
            task = hand.tasks.popleft()
            self._wait_again(hand.tasks)
            self._judge(task, hand.turn, death, why)

    def _judge(self, task: Task, turn: Turn | None, death: Death, why: str) -> None:
        """Have the message read again, perhaps without the file at which the worker died, or give it up."""
        task.deaths += 1
        cause = death.cause(self._limits)
        decided = sentence(task.deaths, cause, at_file=turn is not None)
        part = "/".join(filter(None, turn.place)) if turn and turn.place else "the mail itself"
        if decided is Sentence.WITHOUT and turn and turn.place:
            task.refused[turn.place] = verdict(death, turn.size, self._limits)
        if decided is Sentence.FAILED:
            told = f"worker number {task.deaths} died at {part}: {cause} ({death.ending})"
            task.settle(ReadingError("\n".join(filter(None, (told, why, death.last_words)))))
        else:
            self._wait_again([task])
        self._log.warning(
            "reader died",
            message=short_id(task.order.sha256),
            part=part,
            cause=cause.value,
            ending=death.ending,
            where=death.where or None,
            cpu_seconds=round(death.cpu_seconds, 1),
            memory_mb=death.memory_bytes >> 20 or None,
            next=decided.value,
        )
