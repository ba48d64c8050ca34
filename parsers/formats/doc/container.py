"""The door of olefile: the streams of an old Word file and what its head says; no text."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import olefile

from parsers.document import Reason, UnreadableError
from parsers.formats.doc.fib import Fib, read_fib

_MAX_STREAM = 128 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """The three streams of a Word file, and the head that says what stands where in them."""

    fib: Fib
    word: bytes
    table: bytes
    data: bytes
    warnings: tuple[str, ...] = ()

    def part(self, name: str) -> bytes:
        """The bytes of one structure, as far as they are there."""
        offset, size = self.fib.places.get(name, (0, 0))
        return self.table[offset : offset + size]

    def after(self, name: str, size: int) -> bytes:
        """What follows a structure: the levels of lists stand outside of it."""
        offset, own = self.fib.places.get(name, (0, 0))
        return self.table[offset + own : offset + own + size] if own else b""


def open_source(data: bytes) -> Source:
    """The streams of a compound file that holds a Word document."""
    try:
        with olefile.OleFileIO(BytesIO(data)) as container:
            return _source(container)
    except UnreadableError:
        raise
    # A broken directory or chain of sectors shows itself in any way; whatever it is, there is no file then.
    except Exception as error:
        raise UnreadableError(Reason.CORRUPT, f"doc: {type(error).__name__}: {error}"[:300]) from error


def _source(container: olefile.OleFileIO) -> Source:
    word, cut = _stream(container, "WordDocument")
    if not word:
        raise UnreadableError(Reason.CORRUPT, "doc: no document stream")
    fib = read_fib(word)
    if fib.encrypted:
        raise UnreadableError(Reason.ENCRYPTED, "the document needs a password")
    table, table_cut = (word, False) if fib.old else _table(container, fib.table)
    if not table and not fib.old:
        raise UnreadableError(Reason.CORRUPT, f"doc: no stream {fib.table}")
    pictures, _ = _stream(container, "Data")
    warnings = ["the file is cut off or damaged; what is left was read"] if cut or table_cut else []
    if _has(container, "Macros") or _has(container, "_VBA_PROJECT_CUR"):
        warnings.append("holds macros, which were not run")
    return Source(fib, word, table, pictures, tuple(warnings))


def _table(container: olefile.OleFileIO, name: str) -> tuple[bytes, bool]:
    """The stream that the head names, or the other one where there is only that."""
    other = {"0Table": "1Table", "1Table": "0Table"}[name]
    return _stream(container, name if _has(container, name) else other)


def _has(container: olefile.OleFileIO, name: str) -> bool:
    return bool(container.exists(name))


def _stream(container: olefile.OleFileIO, name: str) -> tuple[bytes, bool]:
    """The bytes of a stream, as many as there are, and whether some are missing."""
    if not _has(container, name):
        return b"", False
    if container.get_size(name) > _MAX_STREAM:
        raise UnreadableError(Reason.TOO_LARGE, f"doc: the stream {name} is too large")
    with container.openstream(name) as stream:
        found: bytes = stream.read()
    return found, len(found) < container.get_size(name)
