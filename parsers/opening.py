"""One attachment in, everything that it holds out: the kind is found by content, refusals become outcomes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import replace

from parsers.archive import Budget, Member, read_members
from parsers.document import Document, OpenedPart, Reason, Unreadable, UnreadableError
from parsers.formats import FORMATS
from parsers.sniff import sniff

MAX_SIZE = 100 << 20
MAX_DEPTH = 2

# What a kind that has no reader is called in the detail.
_KINDS = {
    "7z": "a 7-Zip archive",
    "rar": "a RAR archive",
    "doc": "a Word 97-2003 document",
    "xls": "an Excel 97-2003 workbook",
    "xlsb": "a binary Excel workbook",
    "ppt": "a PowerPoint 97-2003 presentation",
    "pptx": "a PowerPoint presentation",
    "ods": "an OpenDocument spreadsheet",
    "odt": "an OpenDocument text",
    "pdf": "a PDF",
    "rtf": "a rich text file",
    "tnef": "an Outlook winmail.dat",
    "eml": "a mail message",
    "msg": "an Outlook message",
    "numbers": "an Apple iWork document",
    "xml": "an XML file",
    "unknown": "a file of an unknown kind",
}


def open_file(name: str | None, declared: str, data: bytes) -> tuple[OpenedPart, ...]:
    """The attachment, and after an archive its members; refusals and failures are outcomes, never raised."""
    return tuple(_opened(Member(name or "", data), "", declared, (Budget(), 0)))


def _opened(member: Member, path: str, declared: str, limits: tuple[Budget, int]) -> Iterator[OpenedPart]:
    if isinstance(member.content, Unreadable):
        yield OpenedPart(name=member.name, path=path, outcome=member.content)
        return
    media = "" if len(member.content) > MAX_SIZE else sniff(member.content, member.name, declared)
    if media == "zip":
        yield from _archive(member, path, limits)
    else:
        yield _part(member.name, path, member.content, _outcome(media, member.content))


def _part(name: str, path: str, data: bytes, outcome: Document | Unreadable) -> OpenedPart:
    digest = hashlib.sha256(data).hexdigest()
    return OpenedPart(name=name, path=path, outcome=_named(outcome, name), size=len(data), sha256=digest)


def _named(outcome: Document | Unreadable, name: str) -> Document | Unreadable:
    """A picture that is a file of its own bears the file's name."""
    if isinstance(outcome, Document) and outcome.media == "picture":
        return replace(outcome, blocks=tuple(replace(picture, name=name) for picture in outcome.pictures))
    return outcome


def _outcome(media: str, data: bytes) -> Document | Unreadable:
    if not data:
        return Unreadable(Reason.EMPTY, "no bytes")
    if not media:
        return Unreadable(Reason.TOO_LARGE, f"{len(data) >> 20} MB")
    if media == "program":
        return Unreadable(Reason.HOSTILE, "a program or script")
    if media == "ole-encrypted":
        return Unreadable(Reason.ENCRYPTED, "an office file with a password")
    reader = FORMATS.get(media.partition(":")[0])
    if reader is None:
        return Unreadable(Reason.UNSUPPORTED, f"{_KINDS.get(media, media)} ({media})")
    try:
        return reader(data)
    except UnreadableError as refusal:
        return Unreadable(refusal.reason, refusal.detail)
    except MemoryError:
        return Unreadable(Reason.TOO_LARGE, f"{media}: out of memory")
    # A foreign file may break a reader in any way: that must cost this file only, and it must be seen.
    except Exception as error:  # noqa: BLE001
        return Unreadable(Reason.CORRUPT, f"{media}: {type(error).__name__}: {error}"[:500])


def _archive(member: Member, path: str, limits: tuple[Budget, int]) -> Iterator[OpenedPart]:
    data = member.content
    assert isinstance(data, bytes)
    budget, depth = limits
    members: list[OpenedPart] = []
    outcome: Document | Unreadable = Document(media="zip", blocks=())
    if depth >= MAX_DEPTH:
        refused = Unreadable(Reason.HOSTILE, f"archives nested deeper than {MAX_DEPTH}")
        yield _part(member.name, path, data, refused)
        return
    try:
        for inner in read_members(data, budget):
            below = f"{path}/{inner.path}" if path else inner.path
            members.extend(_opened(inner, below, "", (budget, depth + 1)))
    except UnreadableError as refusal:
        outcome = Unreadable(refusal.reason, refusal.detail)
    yield _part(member.name, path, data, _shared_refusal(members) or outcome)
    yield from members


def _shared_refusal(members: list[OpenedPart]) -> Unreadable | None:
    """Where no member could be read, the archive was not read either, for their reason."""
    refusals = [member.outcome for member in members if isinstance(member.outcome, Unreadable)]
    return refusals[0] if refusals and len(refusals) == len(members) else None
