"""What a PDF would inflate to, measured before the library allocates it; nothing inflated is kept."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from itertools import islice

from parsers.document import Reason, UnreadableError
from parsers.formats.pdf.forms import refuse_endless_forms

MOST_INFLATED = 256 << 20
MOST_CONTENT = 48 << 20
MOST_OPERATORS = 400_000
_HEAD = 600
_STREAM = re.compile(rb"stream\r?\n")
_STEP = 1 << 20
_MOST_STREAMS = 50_000
_MOST_STEPS = 16
_FILTERS = re.compile(rb"/(?:FlateDecode|Fl)\b")
# An operator takes so many bytes at least: what is smaller than the most of them needs no counting.
_FEWEST_BYTES = 2
_STATES = (b"q", b"BT", b"Tj", b"TJ", b"Do")


def refuse_bombs(data: bytes) -> None:
    """Refuses a document whose streams grow without measure when inflated, or its forms when shown."""
    total = 0
    for number, (head, begin) in enumerate(_streams(data)):
        if number > _MOST_STREAMS:
            raise UnreadableError(Reason.TOO_LARGE, f"over {_MOST_STREAMS} streams")
        total += _inflated(data, head, begin)
        if total > MOST_INFLATED:
            raise UnreadableError(Reason.HOSTILE, f"streams of more than {MOST_INFLATED >> 20} MB")
    refuse_endless_forms(data)


def mentions(data: bytes, name: bytes) -> bool:
    """Whether a name stands in a document's objects, those that are packed together included."""
    if name in data:
        return True
    return any(
        name in part
        for head, begin in _streams(data)
        if b"/ObjStm" in head
        for part in islice(_steps(zlib.decompressobj(), data, begin), _MOST_STEPS)
    )


def _streams(data: bytes) -> Iterator[tuple[bytes, int]]:
    """The dictionary before every deflated stream that is no picture, and where the stream begins."""
    for found in _STREAM.finditer(data):
        begin = max(found.start() - _HEAD, 0)
        head = data[begin : found.start()]
        head = head[head.rfind(b" obj") + 1 :]
        if _FILTERS.search(head) and b"/Image" not in head:
            yield head, found.end()


def _inflated(data: bytes, head: bytes, begin: int) -> int:
    """How many bytes a stream has when inflated as often as it says; broken ones count as far as they go."""
    twice = len(_FILTERS.findall(head)) > 1
    outer, inner = zlib.decompressobj(), zlib.decompressobj()
    size, operators, uncounted = 0, 0, []
    for step in _steps(outer, data, begin):
        for part in _steps(inner, step, 0) if twice else (step,):
            size += len(part)
            uncounted.append(part)
            if size > _FEWEST_BYTES * MOST_OPERATORS:
                operators += sum(map(_operators, uncounted))
                uncounted.clear()
            if size > (MOST_CONTENT if twice else MOST_INFLATED) or operators > MOST_OPERATORS:
                raise UnreadableError(
                    Reason.HOSTILE, f"a stream of more than {size} bytes, {operators} operators"
                )
    return size


def _operators(part: bytes) -> int:
    return sum(part.count(state + blank) for state in _STATES for blank in (b"\n", b" ", b"\r"))


def _steps(inflater: zlib._Decompress, data: bytes, begin: int) -> Iterator[bytes]:
    rest = memoryview(data)[begin : begin + _STEP]
    place = begin
    try:
        while rest and not inflater.eof:
            out = inflater.decompress(bytes(rest), _STEP)
            if out:
                yield out
            taken = len(rest) - len(inflater.unconsumed_tail)
            place += taken
            if not taken and not out:
                return
            rest = memoryview(data)[place : place + _STEP]
    except zlib.error:
        return
