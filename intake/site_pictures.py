"""Pictures and programmes of courses out of archived mail, in a limited process; knows no page.

A picture is somebody else's program for its decoder: whoever finds and decodes it may take a bounded amount
of memory and time, writes no file, and dies alone.
"""

from __future__ import annotations

import multiprocessing
import os
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import NamedTuple, Self

from intake.reader_limits import Limits, allow_cpu, confine
from intake.site_programmes import CleanProgramme, WantedProgramme, clean_programme_of
from parsers.embedded import PictureNotFoundError, find_picture
from parsers.message import read_message
from reports.pictures import CleanPicture, PictureError, clean_picture

TOO_DEAR = "too much time or memory"


class WantedPicture(NamedTuple):
    """A picture by the file that spoke of it and its bare name."""

    part: str
    name: str


Wanted = WantedPicture | WantedProgramme
Outcome = CleanPicture | CleanProgramme | str
"""What was wanted, or the reason why there is none."""


@dataclass(slots=True)
class PictureWorker:
    """One process that cleans pictures, begun when it is needed and begun again where it died."""

    limits: Limits
    _process: SpawnProcess | None = None
    _line: Connection | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def ask(self, raw: bytes, wanted: Wanted) -> Outcome:
        """A picture or programme of one message; one that costs its process its life is none."""
        line = self._begun()
        try:
            line.send((raw, wanted))
            if line.poll(self.limits.wall_seconds):
                answer: Outcome = line.recv()
                return answer
        except (EOFError, OSError):
            pass  # it died: of its limits, or of a decoder
        self._end()
        return TOO_DEAR

    def _begun(self) -> Connection:
        if self._line is None:
            context = multiprocessing.get_context("spawn")
            self._line, theirs = context.Pipe()
            self._process = context.Process(target=_work, args=(theirs, self.limits), daemon=True)
            self._process.start()
            theirs.close()
        return self._line

    def _end(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
        self._line = self._process = None


def _work(line: Connection, limits: Limits) -> None:
    """The process: one picture after the other, until the line is closed."""
    os.environ.clear()  # nothing of the settings' secrets is near whatever is decoded
    confine(limits.memory_bytes)
    while True:
        try:
            raw, wanted = line.recv()
        except (EOFError, OSError):
            return
        allow_cpu(limits.cpu_seconds)
        line.send(_cleaned(raw, wanted))


def _cleaned(raw: bytes, wanted: Wanted) -> Outcome:
    """One thing out of one message, found and cleaned."""
    try:
        if isinstance(wanted, WantedProgramme):
            return clean_programme_of(raw, wanted)
        return clean_picture(find_picture(read_message(raw), wanted.part, wanted.name))
    except (PictureNotFoundError, PictureError) as error:
        return str(error)
    except MemoryError:
        return TOO_DEAR
