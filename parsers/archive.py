"""The members of a zip archive, with names that people can read, within limits; writes nothing."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from parsers.document import Reason, Unreadable, UnreadableError
from parsers.formats.container import DAMAGE, MAX_SUM, refuse_bombs
from parsers.text import decode, nfc, repair_mojibake

MAX_MEMBERS = 1_000
_JUNK_NAMES = frozenset(("thumbs.db", ".ds_store", "desktop.ini", "ehthumbs.db", ".gitkeep"))
_JUNK_FOLDERS = frozenset(("__macosx", ".git", ".trashes", ".spotlight-v100"))
_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_UNICODE_PATH = 0x7075


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive: its path with "/" between names, and its bytes or why there are none."""

    path: str
    content: bytes | Unreadable

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]


@dataclass(slots=True)
class Budget:
    """What may still be unpacked of one attachment, archives inside archives included."""

    size: int = MAX_SUM
    members: int = MAX_MEMBERS


def read_members(data: bytes, budget: Budget) -> Iterator[Member]:
    """The files of an archive in their order, without the litter of operating systems."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except DAMAGE as error:
        raise UnreadableError(Reason.CORRUPT, f"zip: {error}") from error
    with archive:
        files = [entry for entry in archive.infolist() if not entry.is_dir()]
        refuse_bombs(files)
        for entry in files:
            path = _safe(_true_name(entry))
            if not _is_junk(path):
                yield Member(path, _content(archive, entry, budget))


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: Budget) -> bytes | Unreadable:
    budget.members -= 1
    if budget.members < 0:
        raise UnreadableError(Reason.TOO_LARGE, f"more than {MAX_MEMBERS} files in archives")
    if entry.flag_bits & _ENCRYPTED_FLAG:
        return Unreadable(Reason.ENCRYPTED, "the member needs a password")
    try:
        with archive.open(entry) as stream:
            content = stream.read(budget.size + 1)
    except DAMAGE as error:
        return Unreadable(Reason.CORRUPT, f"zip: {error}")
    budget.size -= len(content)
    if budget.size < 0:
        raise UnreadableError(Reason.TOO_LARGE, f"more than {MAX_SUM >> 20} MB in archives")
    return content


def _true_name(entry: zipfile.ZipInfo) -> str:
    """The name as its writer meant it: without the UTF-8 flag a zip says nothing of its code."""
    said = _unicode_path(entry.extra)
    if said:
        return nfc(said)
    if entry.flag_bits & _UTF8_FLAG or entry.orig_filename.isascii():
        return nfc(repair_mojibake(entry.filename))
    try:
        return decode(entry.orig_filename.encode("cp437"))
    except UnicodeEncodeError:
        return nfc(entry.filename)


def _unicode_path(extra: bytes) -> str:
    """The name in Info-ZIP's Unicode extra field, "" where there is none."""
    place = 0
    while place + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, place)
        if kind == _UNICODE_PATH:
            return extra[place + 9 : place + 4 + size].decode("utf-8", "replace")
        place += 4 + size
    return ""


def _safe(path: str) -> str:
    """The path without anything that climbs, starts at a root or cannot be shown."""
    shown = "".join(letter for letter in path.replace("\\", "/") if letter.isprintable())
    parts = [part.strip() for part in shown.split("/")]
    kept = [part for part in parts if part not in ("", ".", "..") and not part.endswith(":")]
    return "/".join(kept) or "file"


def _is_junk(path: str) -> bool:
    *folders, name = path.lower().split("/")
    return name in _JUNK_NAMES or name.startswith(("._", "~$")) or not _JUNK_FOLDERS.isdisjoint(folders)
