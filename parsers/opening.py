"""One attachment in, everything that it holds out: the kind is found by content, refusals become outcomes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from parsers.containers import CONTAINERS, ENCLOSING, MAILS
from parsers.containers.members import Budget, Member, Remark, Role
from parsers.document import Document, OpenedPart, Reason, Unreadable, UnreadableError
from parsers.formats import FORMATS
from parsers.kinds import KINDS, LOCKED, PROGRAMS
from parsers.layout.wide import too_wide
from parsers.sniff import sniff

MAX_SIZE = 100 << 20
# Where a reader holds its file many times over.
_MAX_SIZES = {"text": 32 << 20, "csv": 64 << 20, "html": 32 << 20, "xml": 64 << 20, "rtf": 64 << 20}
MAX_ARCHIVES = 3
"""An archive may hold an archive that holds one; so many levels are open at once, and so of mails."""

_LONGEST_DETAIL = 500
_REST = "các tệp bên trong"
_FIRST_BYTES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class _Way:
    """How one came to a file: the names below the attachment, what may still be unpacked, how deep it is."""

    path: str
    budget: Budget
    archives: int = 0
    mails: int = 0
    keep_scans: bool = False

    def into(self, media: str) -> _Way:
        """The way into a holder of this kind; UnreadableError where it leads too deep."""
        is_mail = media in MAILS
        below = replace(self, archives=self.archives + (not is_mail), mails=self.mails + is_mail)
        if max(below.archives, below.mails) > MAX_ARCHIVES:
            raise UnreadableError(Reason.HOSTILE, f"{media}: nested deeper than {MAX_ARCHIVES}")
        return below


def open_file(
    name: str | None, declared: str, data: bytes, *, keep_scans: bool = False
) -> tuple[OpenedPart, ...]:
    """The attachment, and after a holder its members; refusals and failures are outcomes, never raised.

    ``keep_scans``: pictures and scanned documents come with their bytes, for whoever can recognise them.
    """
    way = _Way(path="", budget=Budget(), keep_scans=keep_scans)
    return tuple(_opened(Member(name or "", data), declared, way))


def _opened(member: Member, declared: str, way: _Way) -> Iterator[OpenedPart]:
    data = member.content
    if isinstance(data, Unreadable):
        yield _part(member, way, b"", data)
        return
    media = member.media or ("" if len(data) > MAX_SIZE else sniff(data, member.name, declared))
    if media in CONTAINERS:
        yield from _held(member, media, data, way)
        return
    outcome = _outcome(media, data)
    members = _enclosed(member, media, data, way) if _may_enclose(media, outcome) else []
    if members and isinstance(outcome, Unreadable) and outcome.reason is Reason.EMPTY:
        outcome = Document(media=media, blocks=())  # a portfolio: its pages are a cover at most
    outcome = _shared_refusal(outcome, members) or outcome
    yield _with_scan(_part(member, way, data, outcome), media, data, way)
    if isinstance(outcome, Document) and outcome.scanned:
        yield _scanned_pages(outcome.scanned, media, data, way)
    yield from members


def _scanned_pages(pages: tuple[int, ...], media: str, data: bytes, way: _Way) -> OpenedPart:
    """The scanned pages of a document that was read otherwise, as a part of their own."""
    name = f"trang {_ranges(pages)}"
    return OpenedPart(
        name=name,
        path=f"{way.path}/{name}" if way.path else name,
        outcome=Unreadable(Reason.SCANNED, "scanned pages of a document with text"),
        size=len(data),
        scan=data if way.keep_scans else b"",
        media=media,
        pages=pages,
    )


def _ranges(pages: tuple[int, ...]) -> str:
    """Rising numbers with their runs drawn together: "2-4, 7"."""
    runs: list[list[int]] = []
    for page in pages:
        if runs and runs[-1][-1] == page - 1:
            runs[-1][1:] = [page]
        else:
            runs.append([page])
    return ", ".join("-".join(map(str, run)) for run in runs)


def _may_enclose(media: str, outcome: Document | Unreadable) -> bool:
    """Whether files may be taken out of a document: not where it is a danger itself, or cannot be opened."""
    return media in ENCLOSING and (
        isinstance(outcome, Document) or outcome.reason in (Reason.SCANNED, Reason.EMPTY)
    )


def _enclosed(holder: Member, media: str, data: bytes, way: _Way) -> list[OpenedPart]:
    """The files inside a document; where they are too many or too large, one outcome tells of the rest."""
    members: list[OpenedPart] = []
    outcome = _guarded(media, lambda: _taken_apart(holder, media, data, way, members))
    if isinstance(outcome, Unreadable):
        members.extend(_inside(Member(_REST, outcome), holder, way, {}))
    return members


def _held(holder: Member, media: str, data: bytes, way: _Way) -> Iterator[OpenedPart]:
    """The holder with what it shows itself, and after it its members."""
    members: list[OpenedPart] = []
    outcome = _guarded(media, lambda: _taken_apart(holder, media, data, way, members))
    yield _part(holder, way, data, _shared_refusal(outcome, members) or outcome)
    yield from members


def _taken_apart(holder: Member, media: str, data: bytes, way: _Way, members: list[OpenedPart]) -> Document:
    itself, remarks = Document(media=media, blocks=()), []
    taken: dict[str, int] = {}
    reader = CONTAINERS.get(media) or ENCLOSING[media]
    for found in reader(data, way.budget):
        if isinstance(found, Remark):
            remarks.append(found.text)
        elif found.role is Role.WHOLE:
            itself = replace(_read(found.media, found.content), media=media)
        else:
            members.extend(_inside(found, holder, way.into(media), taken))
    return replace(itself, warnings=(*itself.warnings, *remarks))


def _inside(found: Member, holder: Member, below: _Way, taken: dict[str, int]) -> Iterator[OpenedPart]:
    """A member opened, under a path of its own."""
    member = replace(found, path=untaken(found.path or stem_of(holder.name), taken))
    path = f"{below.path}/{member.path}" if below.path else member.path
    return _opened(member, "", replace(below, path=path))


def stem_of(name: str) -> str:
    """What a packed file without a name of its own is called: the holder's name without its last ending."""
    return name.rpartition(".")[0] or name or "file"


def untaken(path: str, taken: dict[str, int]) -> str:
    """The path, with a number where a member before it has the same: every origin names one file."""
    number = taken[path] = taken.get(path, 0) + 1
    if number == 1:
        return path
    folder, slash, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    if not stem:
        return f"{path} ({number})"
    return f"{folder}{slash}{stem} ({number}){dot}{ending}"


def _shared_refusal(outcome: Document | Unreadable, members: list[OpenedPart]) -> Unreadable | None:
    """Where no member could be read, the holder was not read either, for their reason."""
    refusals = [member.outcome for member in members if isinstance(member.outcome, Unreadable)]
    if isinstance(outcome, Unreadable) or outcome.blocks or len(refusals) < len(members):
        return None
    return refusals[0] if refusals else None


def _part(member: Member, way: _Way, data: bytes, outcome: Document | Unreadable) -> OpenedPart:
    if isinstance(outcome, Document) and outcome.media == "picture":
        # A picture that is a file of its own bears the file's name.
        outcome = replace(
            outcome, blocks=tuple(replace(picture, name=member.name) for picture in outcome.pictures)
        )
    return OpenedPart(
        name=member.name,
        path=way.path,
        outcome=outcome,
        size=len(data),
        sha256="" if isinstance(member.content, Unreadable) else hashlib.sha256(data).hexdigest(),
        is_body=member.role is Role.BODY,
        is_inline=member.role is Role.INLINE,
    )


def _with_scan(part: OpenedPart, media: str, data: bytes, way: _Way) -> OpenedPart:
    """The part with its bytes where it is a picture of text, or may be, and somebody wants to look."""
    outcome = part.outcome
    scanned = isinstance(outcome, Unreadable) and outcome.reason is Reason.SCANNED and media == "pdf"
    kind = media.partition(":")[0]
    if not way.keep_scans or not (scanned or kind == "picture"):
        return part
    return replace(part, scan=data, media=kind)


def _outcome(media: str, data: bytes) -> Document | Unreadable:
    if not data:
        return Unreadable(Reason.EMPTY, "no bytes")
    if len(data) > _MAX_SIZES.get(media, MAX_SIZE):
        return Unreadable(Reason.TOO_LARGE, f"{len(data) >> 20} MB")
    if media in PROGRAMS:
        return Unreadable(Reason.HOSTILE, PROGRAMS[media])
    if media in LOCKED:
        return Unreadable(Reason.ENCRYPTED, LOCKED[media])
    return _guarded(media, lambda: _read(media, data))


def _read(media: str, data: bytes | Unreadable) -> Document:
    assert isinstance(data, bytes)
    reader = FORMATS.get(media.partition(":")[0])
    if reader is None:
        first = f", begins {data[:_FIRST_BYTES].hex(' ')}" if media == "unknown" else ""
        raise UnreadableError(Reason.UNSUPPORTED, f"{KINDS.get(media, media)} ({media}{first})")
    document = reader(data)
    return replace(document, warnings=(*document.warnings, *too_wide(document)))


def _guarded(media: str, reading: Callable[[], Document]) -> Document | Unreadable:
    """The one place where a file may fail in any way: that costs this file only, and it is seen."""
    try:
        return reading()
    except UnreadableError as refusal:
        return Unreadable(refusal.reason, refusal.detail)
    except MemoryError:
        return Unreadable(Reason.TOO_LARGE, f"{media}: out of memory")
    except RecursionError:
        return Unreadable(Reason.HOSTILE, f"{media}: nested without end")
    except BaseException as error:  # a panic in a Rust library is no Exception
        kind = type(error).__name__
        if not isinstance(error, Exception) and kind != "PanicException":
            raise
        return Unreadable(Reason.CORRUPT, f"{media}: {kind}: {error}"[:_LONGEST_DETAIL])
