"""The archive of raw messages: bytes named by SHA-256, compressed, durable; it never looks inside one.

Any folder that fsspec opens by URL may hold the archive (archive_folder.py).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import zstandard

from intake.archive_folder import Folder, LocalFolder, RemoteFolder
from intake.mailbox_values import RawMessage

LEVEL = 3
BODY = ".eml.zst"
ENVELOPE = ".json"
ERASED = ".erased"
PROBE = "probe"


class ArchiveError(Exception):
    """The archive cannot keep or give back a message; the text says which and what to do."""


class ErasedError(ArchiveError):
    """The bytes of a message were erased for good; the text says which and when."""


@dataclass(frozen=True, slots=True)
class Archived:
    """Bytes that are safe. ``new`` is False where the same bytes were there before.

    ``erased`` is when they were erased: then nothing was kept.
    """

    sha256: str
    size: int
    new: bool
    erased: str = ""


class Archive:
    """Messages by hash; what is put is durable when the call returns, and is never changed again.

    Beside each message lies where and when it came from, written before the message itself: a message
    that is there is complete. What was erased leaves a mark: it is never given out, nor kept again.
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
        """The exact bytes; ArchiveError where they are lost or damaged, ErasedError where erased."""
        with _told(f"read message {sha256_hex[:10]}"):
            mark = self._mark(sha256_hex)
            raw = None if mark else self._read(sha256_hex)
        if mark:
            raise ErasedError(
                f"message {sha256_hex[:10]} was erased at {mark.get('at', '?')}: nothing is left"
            )
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
            return self._folder.exists(_path(sha256_hex, BODY)) and not self._mark(sha256_hex)

    def erase(self, sha256_hex: str, at: datetime, request: str) -> None:
        """Take a message away for good; a mark stays. It may be said twice, and of what is not there.

        The mark is durable before anything goes, so that whoever is cut short goes on where it stands.
        """
        with _told(f"erase message {sha256_hex[:10]}"):
            if not self._mark(sha256_hex):
                mark = {"at": at.isoformat(), "request": request}
                self._folder.write({_path(sha256_hex, ERASED): _json(mark)})
            for suffix in (BODY, ENVELOPE):
                if self._folder.exists(_path(sha256_hex, suffix)):
                    self._folder.remove(_path(sha256_hex, suffix))

    def erased(self) -> Iterator[str]:
        """The hashes of all messages that were ever erased, in no order."""
        with _told("list the archive"):
            for name in self._folder.names():
                if name.endswith(ERASED):
                    yield name.removesuffix(ERASED)

    def __iter__(self) -> Iterator[str]:
        """The hashes of all messages, in no order."""
        with _told("list the archive"):
            gone = set(self.erased())
            for name in self._folder.names():
                if name.endswith(BODY) and name.removesuffix(BODY) not in gone:
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
            gone = {key: mark.get("at", "?") for key in dict.fromkeys(hashes) if (mark := self._mark(key))}
            new = {key for key in dict.fromkeys(hashes) if key not in gone and not self._holds(key)}
            self._folder.write(
                _files((key, *pair) for key, pair in zip(hashes, batch, strict=True) if key in new)
            )
        return [
            # Of equal messages in one batch only the first is new.
            Archived(key, len(raw), key in new and key not in hashes[:position], gone.get(key, ""))
            for position, (key, (raw, _)) in enumerate(zip(hashes, batch, strict=True))
        ]

    def _holds(self, sha256_hex: str) -> bool:
        # A copy that a crash of the machine or a full disk has damaged is written anew, not trusted.
        path = _path(sha256_hex, BODY)
        return self._folder.exists(path) and self._read(sha256_hex) is not None

    def _mark(self, sha256_hex: str) -> dict[str, str]:
        path = _path(sha256_hex, ERASED)
        if not self._folder.exists(path):
            return {}
        found: dict[str, str] = json.loads(self._folder.read(path))
        return found

    def _read(self, sha256_hex: str) -> bytes | None:
        packed = self._folder.read(_path(sha256_hex, BODY))
        try:
            raw = zstandard.ZstdDecompressor().decompress(packed)
        except zstandard.ZstdError:
            return None
        return raw if sha256(raw).hexdigest() == sha256_hex else None


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
