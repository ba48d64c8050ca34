"""The members of a zip archive, with names that people can read, within limits; writes nothing."""

from __future__ import annotations

import lzma
import struct
import zipfile
from collections.abc import Iterator
from io import BytesIO
from itertools import pairwise

from parsers.containers.library import unpack_zip_member
from parsers.containers.members import Budget, Member, Remark, is_junk, safe_path
from parsers.containers.zip_directory import LOCAL_HEADER, is_crowded, with_directory
from parsers.document import Reason, Unreadable, UnreadableError
from parsers.formats.container import DAMAGE, MAX_PARTS, refuse_bombs
from parsers.text import decode, nfc, repair_mojibake

_UTF8_FLAG, _ENCRYPTED_FLAG = 0x800, 0x1
_UNICODE_PATH = 0x7075
# What the standard library unpacks; the rest is for the system's library.
_METHODS = frozenset((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA))


def read_zip(data: bytes, budget: Budget) -> Iterator[Member | Remark]:
    """The files of an archive in their order, without the litter of operating systems."""
    if is_crowded(data):
        raise UnreadableError(Reason.TOO_LARGE, f"zip: more than {MAX_PARTS} members")
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except DAMAGE as error:
        data = with_directory(data, str(error))
        archive = zipfile.ZipFile(BytesIO(data))
        yield Remark("the zip's directory was broken: members found by their own headers")
    with archive:
        files = [entry for entry in archive.infolist() if not entry.filename.endswith("/")]
        refuse_bombs(files)
        _refuse_overlaps(files)
        for entry in files:
            path = safe_path(_true_name(entry))
            if not is_junk(path):
                yield Member(path, _content(archive, entry, data, budget))


def _refuse_overlaps(files: list[zipfile.ZipInfo]) -> None:
    """Refuse members that share their bytes: a small file so becomes any number of large ones."""
    places = sorted((entry.header_offset, entry.compress_size) for entry in files)
    if any(
        start + LOCAL_HEADER.size + size > following for (start, size), (following, _) in pairwise(places)
    ):
        raise UnreadableError(Reason.HOSTILE, "zip: members that overlap")


def _content(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, data: bytes, budget: Budget
) -> bytes | Unreadable:
    budget.count()
    if entry.flag_bits & _ENCRYPTED_FLAG:
        return Unreadable(Reason.ENCRYPTED, "the member needs a password")
    try:
        if entry.compress_type not in _METHODS:
            content = unpack_zip_member(_alone(entry, data), budget.size)
        else:
            with archive.open(entry) as stream:
                # No further than the directory says: the rest of a bomb is never unpacked.
                content = stream.read(min(entry.file_size, budget.size) + 1)
    except UnreadableError as refusal:
        return Unreadable(refusal.reason, f"zip method {entry.compress_type}: {refusal.detail}")
    except (*DAMAGE, lzma.LZMAError, struct.error) as error:
        return Unreadable(Reason.CORRUPT, f"zip: {error}")
    budget.take(len(content))
    return content


def _alone(entry: zipfile.ZipInfo, data: bytes) -> bytes:
    """The member as an archive of its own, under a plain name."""
    fields = LOCAL_HEADER.unpack_from(data, entry.header_offset)
    start = entry.header_offset + LOCAL_HEADER.size + fields[-2] + fields[-1]
    head = LOCAL_HEADER.pack(
        b"PK\x03\x04", 63, entry.flag_bits & 6, entry.compress_type, 0, 0x21,
        entry.CRC, entry.compress_size, entry.file_size, 1, 0,
    )  # fmt: skip
    return head + b"m" + data[start : start + entry.compress_size]


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
