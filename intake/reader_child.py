"""A worker process: reads one message after the other within its limits; `python -m intake.reader_child`.

It knows parsers, catalogue.reading and config: no store, no mailbox, no settings, no secrets. Before it
turns to a file it says so, since it may die there.
"""

from __future__ import annotations

import faulthandler
import gc
import hashlib
import pickle
import signal
import socket
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from importlib import import_module
from typing import BinaryIO

from catalogue.jsonform import reading_to_json
from catalogue.reading.parts import Opener, Recogniser
from catalogue.records import PartOutcome
from config.campaign import Campaign
from intake.reader_limits import COLLECT_AFTER, LimitsRefusedError, allow_cpu, confine, die_with, peak_memory
from intake.reader_ocr import OcrMissingError, find_recogniser
from intake.reader_wire import (
    Answer,
    Broke,
    Done,
    Job,
    OutOfMemory,
    Place,
    Ready,
    Turn,
    Unequipped,
    Unlimited,
    packed,
    read_frame,
)
from intake.reader_work import read_one
from parsers.document import Document, OpenedPart, Reason, Unreadable
from parsers.mail import Part

WORN_BY_MESSAGES = 2000
WORN_BY_MEMORY = 0.25
"""The share of its memory that a worker may have held at its peak and still go on."""

LONGEST_TRACE = 20_000


class _CarefulOpener(Opener):
    """Opens all files but those that are refused, and tells each turn before it is taken."""

    def __init__(
        self,
        refused: Mapping[Place, Unreadable],
        tell: Callable[[Turn], None],
        recogniser: Recogniser | None,
    ) -> None:
        super().__init__(recogniser)
        self._refused = refused
        self._tell = tell
        self.starved = False
        """Whether some file asked for more memory than there is."""

    def open(self, part: Part) -> Sequence[OpenedPart]:
        refusal = self._refused.get((part.number, ""))
        if refusal is not None:
            digest = hashlib.sha256(part.data).hexdigest()
            size = len(part.data)
            return (OpenedPart(name=part.filename or "", path="", outcome=refusal, size=size, sha256=digest),)
        self._tell(Turn((part.number, ""), len(part.data)))
        return [self._judged(part.number, one) for one in super().open(part)]

    def _judged(self, number: str, opened: OpenedPart) -> OpenedPart:
        outcome = opened.outcome
        if isinstance(outcome, Unreadable):
            self.starved |= outcome.reason is Reason.TOO_LARGE and outcome.detail.endswith("out of memory")
        refusal = self._refused.get((number, opened.path))
        if refusal is None or not isinstance(outcome, Document):
            return opened
        return replace(opened, outcome=refusal)

    def may_recognise(self, outcome: PartOutcome) -> bool:
        return (outcome.number, outcome.path) not in self._refused

    def turn_to(self, outcome: PartOutcome | None) -> None:
        self._tell(Turn((outcome.number, outcome.path), outcome.size) if outcome else Turn(None))


class Worker:
    """Answers jobs that come over a line."""

    def __init__(
        self, line: socket.socket, memory_bytes: int, cpu_seconds: int, recogniser: Recogniser | None
    ) -> None:
        self._line = line
        self._recogniser = recogniser
        self._worn_at = int(memory_bytes * WORN_BY_MEMORY)
        self._cpu_seconds = cpu_seconds
        self._campaign: Campaign | None = None
        self._read = 0

    def serve(self, incoming: BinaryIO) -> None:
        """Answer until the other side is gone."""
        while (frame := read_frame(incoming)) is not None:
            value = pickle.loads(frame)  # noqa: S301 - the parent's own words
            if isinstance(value, Campaign):
                self._campaign = value
                continue
            raw = read_frame(incoming)
            if raw is None:
                return
            self._line.sendall(self._answer(value, raw))

    def _answer(self, job: Job, raw: bytes) -> bytes:
        assert self._campaign is not None
        opener = _CarefulOpener(job.refused, self._tell, self._recogniser)
        try:
            allow_cpu(self._cpu_seconds)
            message, reading = read_one(raw, self._campaign, opener)
            self._read += 1
            return packed(Done(message, reading_to_json(reading), opener.starved or self._is_worn()))
        except MemoryError:
            return packed(OutOfMemory())
        # Whatever a reader throws, its message has a wall in the parent.
        except BaseException as error:  # noqa: BLE001
            return packed(Broke("".join(traceback.format_exception(error))[-LONGEST_TRACE:]))

    def _tell(self, turn: Turn) -> None:
        allow_cpu(self._cpu_seconds)
        self._line.sendall(packed(turn))

    def _is_worn(self) -> bool:
        return self._read >= WORN_BY_MESSAGES or peak_memory() > self._worn_at


def main(words: Sequence[str]) -> None:
    """Serve on the file descriptors and within the limits that the parent names."""
    line_number, lifeline, memory_bytes, cpu_seconds = map(int, words[:4])
    scan_seconds = float(words[4])
    die_with(lifeline)
    _say_where_it_dies()
    for module in words[5:]:
        import_module(module)
    with socket.socket(fileno=line_number) as line, line.makefile("rb") as incoming:
        confined = _confined(memory_bytes)
        try:
            recogniser = find_recogniser(scan_seconds) if scan_seconds else None
        except OcrMissingError as error:
            line.sendall(packed(Unequipped(str(error))))
            return
        line.sendall(packed(confined))
        # A message is some thousand values without rings (intake/jobs_work.py says more).
        gc.collect()
        gc.freeze()
        gc.set_threshold(COLLECT_AFTER)
        Worker(line, memory_bytes, cpu_seconds, recogniser).serve(incoming)


def _confined(memory_bytes: int) -> Answer:
    try:
        confine(memory_bytes)
    except LimitsRefusedError as refusal:
        return Unlimited(str(refusal))
    return Ready()


def _say_where_it_dies() -> None:
    faulthandler.enable(all_threads=False)
    faulthandler.register(signal.SIGXCPU, all_threads=False, chain=True)


if __name__ == "__main__":
    main(sys.argv[1:])
