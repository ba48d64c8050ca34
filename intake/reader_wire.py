"""What a worker process and its parent say to each other, and how it goes over the line; no processes."""

from __future__ import annotations

import io
import pickle
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from parsers.document import Unreadable
from parsers.mail import Message

_HEAD = struct.Struct("!Q")
MOST_ANSWER = 256 << 20

# An answer is built from these only, so that bytes which a broken worker sends do nothing in the parent.
_ROOMS = frozenset({"parsers.mail", __name__})
_OTHERS = frozenset({("datetime", "datetime"), ("datetime", "timedelta"), ("datetime", "timezone")})

Place = tuple[str, str]
"""A file of a message: its MIME section number, and the way inside an archive ("" for the file itself)."""


class LineError(Exception):
    """What came over the line is no answer."""


@dataclass(frozen=True, slots=True)
class Job:
    """One message, whose bytes follow as the next frame; the files that it is to be read without."""

    refused: Mapping[Place, Unreadable] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ready:
    """The worker stands within its limits."""


@dataclass(frozen=True, slots=True)
class Unlimited:
    """The machine refused the limits, and the worker reads nothing."""

    why: str


@dataclass(frozen=True, slots=True)
class Unequipped:
    """The worker lacks a program that it was told to use, and reads nothing."""

    why: str


@dataclass(frozen=True, slots=True)
class Turn:
    """The file that is opened or looked through from now on; None: the mail itself."""

    place: Place | None
    size: int = 0


@dataclass(frozen=True, slots=True)
class Done:
    """The message is read. ``worn`` asks for a fresh worker in place of this one.

    The reading travels as the text in which it is stored (catalogue/jsonform.py): a quarter of what its
    pickle costs, and nothing but texts and numbers can be in it.
    """

    message: Message
    reading: str
    worn: bool


@dataclass(frozen=True, slots=True)
class Broke:
    """The reader raised something; its traceback."""

    trace: str


@dataclass(frozen=True, slots=True)
class OutOfMemory:
    """There was no memory left for what the last turn told."""


Answer = Ready | Unlimited | Unequipped | Turn | Done | Broke | OutOfMemory


def packed(value: object) -> bytes:
    """A value as a frame."""
    data = pickle.dumps(value, protocol=5)
    return _HEAD.pack(len(data)) + data


def head_of(raw: bytes) -> bytes:
    """What goes before bytes that are sent as they are."""
    return _HEAD.pack(len(raw))


def read_frame(line: BinaryIO) -> bytes | None:
    """The next frame, waited for; None where the other side is gone."""
    head = line.read(_HEAD.size)
    if len(head) < _HEAD.size:
        return None
    size = _HEAD.unpack(head)[0]
    data = line.read(size)
    return data if len(data) == size else None


class Answers:
    """Puts the answers of one worker together from whatever pieces arrive."""

    def __init__(self) -> None:
        self._held = bytearray()

    def feed(self, piece: bytes) -> Iterator[Answer]:
        """The answers that are whole by now. Raises LineError where they are none."""
        self._held += piece
        while len(self._held) >= _HEAD.size:
            size = _HEAD.unpack_from(self._held)[0]
            if size > MOST_ANSWER:
                raise LineError(f"an answer of {size >> 20} MB")
            end = _HEAD.size + size
            if len(self._held) < end:
                return
            data = bytes(self._held[_HEAD.size : end])
            del self._held[:end]
            yield _answer(data)


def _answer(data: bytes) -> Answer:
    try:
        value = _Careful(io.BytesIO(data)).load()
    # Broken pickles raise whatever they like.
    except Exception as error:
        raise LineError(f"no answer: {type(error).__name__}: {error}") from error
    if not isinstance(value, Answer):
        raise LineError(f"no answer but {type(value).__name__}")
    return value


class _Careful(pickle.Unpickler):
    def find_class(self, module_name: str, global_name: str, /) -> Any:
        ours = module_name in _ROOMS and "." not in global_name
        if not ours and (module_name, global_name) not in _OTHERS:
            raise pickle.UnpicklingError(f"{module_name}.{global_name} is no part of an answer")
        found = super().find_class(module_name, global_name)
        if not isinstance(found, type):
            raise pickle.UnpicklingError(f"{module_name}.{global_name} is no class")
        return found
