"""Reads messages in worker processes, ahead of whoever asks and each file within limits; knows no store."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Sequence
from functools import partial
from typing import Any

from config.campaign import Campaign
from intake.reader import Order, Promise, Read, WorkersError
from intake.reader_crew import Crew, Task
from intake.reader_limits import Limits

AHEAD_BYTES = 32 << 20
"""Bytes of messages that are held for the workers at a time; a larger message is held alone."""

AHEAD_EACH = 6
"""Messages that are read ahead for each worker."""

MESSAGES_FOR_ONE = 8
"""So many messages are read sooner by one worker than by two, of which the second is to be started."""

LONGEST_WAIT = 1.0


class ReaderPool:
    """A Reader (intake/reader.py) of limited worker processes, which start with the first message.

    Threads may share it, though one that waits may keep another waiting for a moment.
    """

    def __init__(
        self,
        limits: Limits,
        workers: int,
        log: Any,
        *,
        preload: Sequence[str] = (),
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Bound each of so many ``workers``; ``preload`` names modules that they import first."""
        self._crew = Crew(limits, log, preload, clock)
        self._most = workers
        self._lock = threading.RLock()
        self._closed = False

    def read(self, sha256: str, raw: bytes, campaign: Campaign) -> Read:
        order = Order(sha256=sha256, size=len(raw), raw=lambda: raw)
        [done] = [promise() for promise in self.read_many([order], campaign)]
        return done

    def read_many(self, orders: Sequence[Order], campaign: Campaign) -> Generator[Promise, None, None]:
        waiting = deque(Task(order, campaign) for order in orders)
        ahead: deque[Task] = deque()
        try:
            while waiting or ahead:
                self._send_ahead(waiting, ahead)
                yield partial(self._wait, ahead[0])
                self._give_up(ahead.popleft())
        finally:
            for task in ahead:
                self._give_up(task)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            self._crew.end()

    def start(self) -> int:
        """Have all workers stand within their limits; how many. Raises WorkersError."""
        with self._lock:
            self._crew.wanted = self._most
            self._crew.start()
            while self._crew.standing < self._most:
                self._advance(LONGEST_WAIT)
            return self._crew.standing

    @property
    def pids(self) -> list[int]:
        """The worker processes that live now."""
        with self._lock:
            return self._crew.pids

    def _send_ahead(self, waiting: deque[Task], ahead: deque[Task]) -> None:
        """Let the workers have what they may have by now; at least one of them stands then."""
        with self._lock:
            enough = -(-len(waiting) // MESSAGES_FOR_ONE)
            self._crew.wanted = max(1, min(self._most, enough), len(self._crew.pids))
            while waiting and self._has_room(waiting[0], ahead):
                ahead.append(waiting.popleft())
                self._fetch(ahead[-1])
            self._advance(0)
            while self._crew.waiting and not self._crew.standing:
                self._advance(LONGEST_WAIT)

    def _advance(self, seconds: float) -> None:
        if self._closed:
            raise WorkersError("the reader is closed")
        self._crew.advance(seconds)

    def _has_room(self, task: Task, ahead: Sequence[Task]) -> bool:
        held = sum(one.order.size for one in ahead)
        few = len(ahead) < AHEAD_EACH * self._most
        return not ahead or (few and held + task.order.size <= AHEAD_BYTES)

    def _fetch(self, task: Task) -> None:
        try:
            task.raw = task.order.raw()
        except Exception as error:  # noqa: BLE001 - raised again where this message has its wall
            task.settle(error)
        else:
            self._crew.waiting.append(task)

    def _wait(self, task: Task) -> Read:
        while task.outcome is None:
            with self._lock:
                self._advance(0 if task.outcome else LONGEST_WAIT)
        if isinstance(task.outcome, Exception):
            raise task.outcome
        return task.outcome

    def _give_up(self, task: Task) -> None:
        """Nobody asks any more: what is not begun is never begun, what is begun is not heard."""
        with self._lock:
            task.given_up = True
            if task in self._crew.waiting:
                self._crew.waiting.remove(task)
