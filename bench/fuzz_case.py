"""One case of the fuzz: its number says which file is broken how, and what is done with it."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from bench.fuzz_formats import CHANGES
from bench.fuzz_mutate import blindly, spliced
from bench.fuzz_seeds import Seeds
from catalogue.jsonform import reading_to_json
from catalogue.reading.content import read_content
from catalogue.records import PartStatus
from config.campaign import Campaign
from parsers import opening
from parsers.document import Document, Unreadable, UnreadableError
from parsers.message import read_message
from tests.support.mails import file_part, simple

SPLICED, KNOWING = 0.06, 0.6
OFTEN = {
    **dict.fromkeys(("xlsx", "docx", "pdf"), 4),
    **dict.fromkeys(("xls", "doc", "rtf", "ods", "odt", "html", "eml"), 2),
}
MAILS = ("eml", "mht")


@dataclass(frozen=True)
class Outcome:
    """``ending`` is "read", a reason, "unforeseen" or "escaped"; ``trace`` where an exception was not foreseen."""

    kind: str
    ending: str
    milliseconds: float
    trace: str = ""


def broken(seeds: Seeds, seed: int, number: int, only: tuple[str, ...] = ()) -> tuple[str, bytes]:
    """The kind and the bytes of a case; ``only`` some kinds where that is wished."""
    random = Random(f"{seed}:{number}")
    kinds = only or tuple(kind for kind in seeds for _ in range(OFTEN.get(kind, 1)))
    kind = kinds[number % len(kinds)]
    data = random.choice(seeds[kind])
    way = random.random()
    if way < SPLICED:
        return kind, spliced(data, random.choice(seeds[kind]), random)
    if way < SPLICED + KNOWING and kind in CHANGES:
        try:
            return kind, CHANGES[kind](data, random)
        except (ValueError, IndexError, OSError, EOFError):  # a sample that the change does not understand
            return kind, blindly(data, random)
    return kind, blindly(data, random)


class Watch:
    """Remembers what opening.py turns into a refusal though nobody foresaw it."""

    def __init__(self) -> None:
        self.seen: list[str] = []
        self._plain = opening._guarded  # noqa: SLF001
        opening._guarded = self._watched  # noqa: SLF001

    def _watched(self, media: str, reading: Callable[[], Document]) -> Document | Unreadable:
        return self._plain(media, lambda: self._noting(reading))

    def _noting(self, reading: Callable[[], Document]) -> Document:
        try:
            return reading()
        except (UnreadableError, MemoryError, RecursionError):
            raise
        except BaseException:
            self.seen.append(traceback.format_exc())
            raise


def tried(kind: str, data: bytes, campaign: Campaign, watch: Watch) -> Outcome:
    """Read a message that brings the file, as a worker does."""
    watch.seen.clear()
    began = time.process_time()
    try:
        raw = data if kind in MAILS else simple(files=[file_part(f"danh-sach.{kind}", data)])
        reading = read_content(read_message(raw), campaign)
        reading_to_json(reading)
        refused = [part.reason for part in reading.parts if part.status is PartStatus.UNREADABLE]
        ending = refused[0] if refused else "read"
        trace = watch.seen[0] if watch.seen else ""
        ending = "unforeseen" if trace else ending
    except BaseException:  # noqa: BLE001 - whatever escapes is what is looked for
        ending, trace = "escaped", traceback.format_exc()
    return Outcome(kind, ending, 1000 * (time.process_time() - began), trace)
