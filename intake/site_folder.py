"""A folder of published files: each is replaced whole or left alone, and what is gone is taken away.

It knows paths and bytes only. A reader of the folder sees of every file either the old or the new one.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from intake.errors import UsageError

_HALF = ".tmp"


class SiteFolderError(UsageError):
    """The folder is not one that the site may be written to; the message says why and what to do."""


class SiteFolder:
    """The site's folder. ``own`` are the folders in it that hold nothing but files of the site."""

    def __init__(self, root: Path, own: Sequence[str], *, known: bool) -> None:
        """Open the folder; ``known`` says that an export wrote it before. Raises SiteFolderError."""
        if root.exists() and not root.is_dir():
            raise SiteFolderError(f"{root} is no folder")
        if not known and root.is_dir() and any(root.iterdir()):
            raise SiteFolderError(
                f"{root} holds files, and no list of an earlier export lies beside it: name an empty folder"
            )
        root.mkdir(parents=True, exist_ok=True)
        self._root = root
        self._own = own
        self._folders: set[str] = set()
        self.there = frozenset(self._paths())
        self.written = self.removed = 0

    def put_top(self, path: str, data: bytes) -> None:
        """As ``put``, for a file of the folder itself, where others may lie too."""
        target = self._root / path
        if not target.is_file() or target.read_bytes() != data:
            self._write(path, data)

    def put(self, path: str, data: bytes) -> None:
        """Let a file have these bytes; one that has them keeps its time too."""
        if path not in self.there or (self._root / path).read_bytes() != data:
            self._write(path, data)

    def _write(self, path: str, data: bytes) -> None:
        target = self._root / path
        folder = path.rpartition("/")[0]
        if folder not in self._folders:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(folder)
        half = target.with_name(f".{target.name}{_HALF}")
        half.write_bytes(data)
        half.replace(target)
        self.written += 1

    def sweep(self, keep: Collection[str]) -> None:
        """Take away whatever lies in the site's own folders and is not to be kept, empty folders too."""
        for path in self._paths():
            if path not in keep:
                (self._root / path).unlink()
                self.removed += 1
        for name in self._own:
            for folder, _folders, _files in os.walk(self._root / name, topdown=False):
                if not os.listdir(folder):  # noqa: PTH208 - a hundred thousand Path objects less
                    Path(folder).rmdir()

    def _paths(self) -> Iterator[str]:
        """The files of the site's own folders, halves of a broken export among them."""
        start = len(str(self._root)) + 1
        for name in self._own:
            for folder, _folders, files in os.walk(self._root / name):
                prefix = folder[start:].replace(os.sep, "/")
                yield from (f"{prefix}/{file}" for file in files)
