"""What a file that holds others gives: its members, within one budget, under names that climb nowhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from parsers.document import Reason, Unreadable, UnreadableError
from parsers.formats.container import MAX_SUM
from parsers.text import nfc

MAX_MEMBERS = 1_000
# Whole archives of pictures or text pack well; nothing honest packs a thousand to one.
_MAX_RATIO = 1_000
_RATIO_COUNTS_FROM = 8 << 20
_LONGEST_NAME = 240
_JUNK_NAMES = frozenset(("thumbs.db", ".ds_store", "desktop.ini", "ehthumbs.db", ".gitkeep"))
_JUNK_FOLDERS = frozenset(("__macosx", ".git", ".trashes", ".spotlight-v100"))


class Role(StrEnum):
    """What a member is to the file that holds it."""

    FILE = "file"
    BODY = "body"
    """The text of a mail."""
    INLINE = "inline"
    """A picture that a mail's text shows."""
    WHOLE = "whole"
    """What the holding file itself shows when it is opened: a page saved with its pictures."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside another: its path with "/" between names, and its bytes or why there are none.

    ``media`` is its kind where its holder knows it, "" where its content is to tell; a path of "" means
    that the holder kept no name.
    """

    path: str
    content: bytes | Unreadable
    media: str = ""
    role: Role = Role.FILE

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class Remark:
    """An oddity that did not stop the reading, in English, for the operator."""

    text: str


@dataclass(slots=True)
class Budget:
    """What may still be unpacked of one attachment, holders inside holders included."""

    size: int = MAX_SUM
    members: int = MAX_MEMBERS

    def count(self) -> None:
        """One more member; UnreadableError where there were too many."""
        self.members -= 1
        if self.members < 0:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {MAX_MEMBERS} files inside")

    def take(self, size: int) -> None:
        """So many more bytes; UnreadableError where there were too many."""
        self.size -= size
        if self.size < 0:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {MAX_SUM >> 20} MB inside")


Reader = Callable[[bytes, Budget], Iterator[Member | Remark]]


def refuse_ratio(unpacked: int, packed: int) -> None:
    """Refuse what swells beyond anything that people send."""
    if unpacked > _RATIO_COUNTS_FROM and unpacked > packed * _MAX_RATIO:
        raise UnreadableError(Reason.HOSTILE, f"unpacks {unpacked // max(packed, 1)} to 1")


def safe_path(path: str) -> str:
    """The path without anything that climbs, starts at a root or cannot be shown."""
    shown = "".join(letter for letter in nfc(path).replace("\\", "/") if letter.isprintable())
    parts = [part.strip() for part in shown.split("/")]
    kept = [part for part in parts if part not in ("", ".", "..") and not part.endswith(":")]
    return "/".join(part[-_LONGEST_NAME:] for part in kept) or "file"


def safe_name(name: str) -> str:
    """A file's name without folders or signs that part them."""
    return safe_path(name.replace("/", "-").replace("\\", "-"))


def is_junk(path: str) -> bool:
    """Whether a path is the litter of an operating system or an office program."""
    *folders, name = path.lower().split("/")
    return name in _JUNK_NAMES or name.startswith(("._", "~$")) or not _JUNK_FOLDERS.isdisjoint(folders)
