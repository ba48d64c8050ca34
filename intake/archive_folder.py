"""Where the archive's files lie: a folder of this machine, or any that fsspec opens; knows no message.

The one door of fsspec. What is written is durable when the call returns.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Protocol

import fsspec


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
