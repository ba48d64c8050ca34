"""The archive of raw messages: bytes named by SHA-256, compressed, durable; it never looks inside one.

The one door of fsspec: any folder that it can open by URL may hold the archive.
"""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, Protocol

import fsspec
import zstandard

from intake.mailbox_values import RawMessage

LEVEL = 3
BODY = ".eml.zst"
ENVELOPE = ".json"
PROBE = "probe"


class ArchiveError(Exception):
    """The archive cannot keep or give back a message; the text says which and what to do."""


@dataclass(frozen=True, slots=True)
class Archived:
    """Bytes that are safe. ``new`` is False where the same bytes were there before."""

    sha256: str
    size: int
    new: bool


class Archive:
    """Messages by hash; what is put is durable when the call returns, and is never changed again.

    Beside each message lies where and when it came from, written before the message itself: a message
    that is there is complete.
    """

    def __init__(self, folder: Folder) -> None:
        self._folder = folder

    @classmethod
    def open(cls, url: str) -> Archive:
        """An archive by URL ("file:///var/lib/intake", "memory://a", any that fsspec knows) or by path."""
        with _told("open the archive"):
            if "://" in url and not url.startswith("file://"):
                return cls(RemoteFolder(url))
            return cls(LocalFolder(Path(url.removeprefix("file://")).expanduser()))

    def put(self, raw: bytes) -> Archived:
        """Keep the bytes of one message, of which nothing is known but the bytes."""
        return self._put([(raw, {})])[0]

    def put_many(self, messages: Sequence[RawMessage]) -> list[Archived]:
        """Keep many at once, which costs far less than one by one; one answer each, in order."""
        return self._put([(message.raw, _envelope(message)) for message in messages])

    def get(self, sha256_hex: str) -> bytes:
        """The exact bytes; ArchiveError where they are gone or damaged."""
        with _told(f"read message {sha256_hex[:10]}"):
            raw = self._read(sha256_hex)
        if raw is None:
            raise ArchiveError(
                f"message {sha256_hex[:10]} is damaged in the archive: restore it from a backup"
            )
        return raw

    def envelope(self, sha256_hex: str) -> dict[str, Any]:
        """Where and when the message came from: account, folder, uidvalidity, uid, internal_date, source."""
        with _told(f"read the envelope of message {sha256_hex[:10]}"):
            found: dict[str, Any] = json.loads(self._folder.read(_path(sha256_hex, ENVELOPE)))
        return found

    def exists(self, sha256_hex: str) -> bool:
        """Whether a message with this hash is there."""
        with _told("look into the archive"):
            return self._folder.exists(_path(sha256_hex, BODY))

    def __iter__(self) -> Iterator[str]:
        """The hashes of all messages, in no order."""
        with _told("list the archive"):
            for name in self._folder.names():
                if name.endswith(BODY):
                    yield name.removesuffix(BODY)

    def check(self) -> None:
        """Write, read and remove a probe; ArchiveError where that fails."""
        with _told("write to the archive"):
            self._folder.write({PROBE: b"probe"})
            self._folder.read(PROBE)
            self._folder.remove(PROBE)

    def _put(self, batch: Sequence[tuple[bytes, Mapping[str, Any]]]) -> list[Archived]:
        hashes = [sha256(raw).hexdigest() for raw, _ in batch]
        with _told("write to the archive"):
            new = {key for key in dict.fromkeys(hashes) if not self._holds(key)}
            self._folder.write(
                _files((key, *pair) for key, pair in zip(hashes, batch, strict=True) if key in new)
            )
        return [
            # Of equal messages in one batch only the first is new.
            Archived(key, len(raw), key in new and key not in hashes[:position])
            for position, (key, (raw, _)) in enumerate(zip(hashes, batch, strict=True))
        ]

    def _holds(self, sha256_hex: str) -> bool:
        # A copy that a crash of the machine or a full disk has damaged is written anew, not trusted.
        path = _path(sha256_hex, BODY)
        return self._folder.exists(path) and self._read(sha256_hex) is not None

    def _read(self, sha256_hex: str) -> bytes | None:
        packed = self._folder.read(_path(sha256_hex, BODY))
        try:
            raw = zstandard.ZstdDecompressor().decompress(packed)
        except zstandard.ZstdError:
            return None
        return raw if sha256(raw).hexdigest() == sha256_hex else None


class Folder(Protocol):
    """Where files lie, by relative path. What was given to ``write`` is durable once it returns."""

    def write(self, files: Mapping[str, bytes]) -> None: ...

    def read(self, path: str) -> bytes: ...

    def exists(self, path: str) -> bool: ...

    def remove(self, path: str) -> None: ...

    def names(self) -> Iterable[str]: ...


class LocalFolder:
    """A folder of this machine: temporary file, fsync, rename, fsync of the folders, each folder once."""

    _numbers = itertools.count()

    def __init__(self, root: Path) -> None:
        self._root = root

    def write(self, files: Mapping[str, bytes]) -> None:
        finals = [self._root / path for path in files]
        temporaries = [self._temporary(final) for final in finals]
        touched = {folder for final in finals for folder in _made(final.parent)}
        try:
            for temporary, data in zip(temporaries, files.values(), strict=True):
                temporary.write_bytes(data)
            for temporary, final in zip(temporaries, finals, strict=True):
                _fsync(temporary)
                temporary.rename(final)
        finally:
            # A full disk must not stay full of halves.
            for temporary in temporaries:
                temporary.unlink(missing_ok=True)
        for folder in touched:
            _fsync(folder)

    def read(self, path: str) -> bytes:
        return (self._root / path).read_bytes()

    def exists(self, path: str) -> bool:
        return (self._root / path).exists()

    def remove(self, path: str) -> None:
        (self._root / path).unlink()

    def names(self) -> Iterable[str]:
        return (found.name for found in self._root.glob("??/*"))

    def _temporary(self, final: Path) -> Path:
        return final.with_name(f".{final.name}.{os.getpid()}.{next(self._numbers)}.tmp")


class RemoteFolder:
    """A folder behind fsspec; the far side makes a finished upload durable."""

    def __init__(self, url: str) -> None:
        self._files, self._root = fsspec.core.url_to_fs(url)

    def write(self, files: Mapping[str, bytes]) -> None:
        for path, data in files.items():
            full = self._full(path)
            self._files.makedirs(full.rpartition("/")[0], exist_ok=True)
            self._files.pipe_file(full, data)

    def read(self, path: str) -> bytes:
        found: bytes = self._files.cat_file(self._full(path))
        return found

    def exists(self, path: str) -> bool:
        return bool(self._files.exists(self._full(path)))

    def remove(self, path: str) -> None:
        self._files.rm_file(self._full(path))

    def names(self) -> Iterable[str]:
        if not self._files.exists(self._root):
            return []
        return (str(path).rpartition("/")[2] for path in self._files.find(self._root))

    def _full(self, path: str) -> str:
        return f"{self._root.rstrip('/')}/{path}"


def _made(folder: Path) -> list[Path]:
    """Make a folder; it and every parent that got a new entry by that, which want an fsync."""
    missing = []
    while not folder.exists():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        # Letters of people lie in it: nobody else on the machine reads them.
        one.mkdir(mode=0o700, exist_ok=True)
    return [*missing, folder]


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _path(sha256_hex: str, suffix: str) -> str:
    # One level: each folder more is one more that is made and made durable for most messages.
    return f"{sha256_hex[:2]}/{sha256_hex}{suffix}"


def _files(messages: Iterable[tuple[str, bytes, Mapping[str, Any]]]) -> dict[str, bytes]:
    # The envelope comes first, so that a message which is there is complete.
    files: dict[str, bytes] = {}
    for key, raw, envelope in messages:
        files[_path(key, ENVELOPE)] = _json(envelope)
        files[_path(key, BODY)] = zstandard.compress(raw, LEVEL)
    return files


def _envelope(message: RawMessage) -> dict[str, Any]:
    at = message.internal_date
    return {
        "account": message.account,
        "folder": message.folder,
        "uidvalidity": message.uidvalidity,
        "uid": message.uid,
        "internal_date": None if at is None else at.isoformat(),
        "source": message.source,
    }


def _json(envelope: Mapping[str, Any]) -> bytes:
    # ASCII: the name of a file on disk may hold bytes that are no UTF-8.
    return json.dumps(envelope, indent=1).encode()


@contextmanager
def _told(deed: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError, ImportError) as error:
        raise ArchiveError(f"cannot {deed}: {error}") from error
