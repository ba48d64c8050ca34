"""A zip container of XML parts, opened with limits on everything that a file may claim; no meaning."""

from __future__ import annotations

import hashlib
import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from xml.parsers.expat import ExpatError, XMLParserType

from parsers.document import Reason, UnreadableError
from parsers.formats import xmlstream

MAX_PARTS = 5_000
MAX_PART = 128 << 20
MAX_SUM = 256 << 20
MAX_RATIO = 200
_RATIO_COUNTS_FROM = 1 << 20
_CHUNK = 1 << 16

Prune = Callable[[bytes], bytes]
# What reading a member of a damaged or odd zip may raise.
DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another, or to an outside address."""

    kind: str
    target: str
    external: bool


class Container:
    """An opened package; every byte that it gives is counted against the limits."""

    def __init__(self, data: bytes) -> None:
        if not data:
            raise UnreadableError(Reason.EMPTY, "no bytes")
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except DAMAGE as error:
            raise UnreadableError(Reason.CORRUPT, f"zip: {error}") from error
        entries = self._zip.infolist()
        refuse_bombs(entries)
        self._entries = {entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in entries}
        self._budget = MAX_SUM
        self.damaged: list[str] = []

    def __contains__(self, part: str) -> bool:
        return part.lower() in self._entries

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._entries)

    def size(self, part: str) -> int:
        return self._entries[part.lower()].file_size

    def read(self, part: str) -> bytes:
        """The whole part; UnreadableError where it is missing or broken."""
        return b"".join(self.chunks(part))

    def chunks(self, part: str) -> Iterator[bytes]:
        """The part in pieces, inflated no further than it is read."""
        entry = self._entries.get(part.lower())
        if entry is None:
            raise UnreadableError(Reason.CORRUPT, f"part {part} is missing")
        if entry.flag_bits & 1:
            raise UnreadableError(Reason.ENCRYPTED, f"part {part} is encrypted")
        try:
            with self._zip.open(entry) as stream:
                while chunk := stream.read(_CHUNK):
                    self._count(len(chunk))
                    yield chunk
        except DAMAGE as error:
            raise UnreadableError(Reason.CORRUPT, f"part {part}: {error}") from error

    def _count(self, size: int) -> None:
        self._budget -= size
        if self._budget < 0:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {MAX_SUM >> 20} MB unpacked")

    def parse(
        self, part: str, parser: XMLParserType, *, beside: bool = False, prune: Prune | None = None
    ) -> None:
        """Feed a part to a parser made by ``xmlstream.parser``, without what ``prune`` takes out of it.

        A broken part ``beside`` the content (looks, remarks, drawings) is noted in ``damaged`` and given up.
        """
        try:
            feed(self.chunks(part) if prune is None else [prune(self.read(part))], part, parser)
        except UnreadableError as refusal:
            if not beside or refusal.reason is not Reason.CORRUPT:
                raise
            self.damaged.append(part)

    def relationships(self, part: str, *, beside: bool = False) -> Mapping[str, Relationship]:
        """The relationships of a part by id ("" is the package); targets as full part names."""
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        found: dict[str, Relationship] = {}
        if rels not in self:
            return found

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag.endswith(" Relationship"):
                found[attributes.get("Id", "")] = _relationship(folder, attributes)

        self.parse(rels, xmlstream.parser(start), beside=beside)
        return found

    def related(self, part: str, kind: str) -> str:
        """The target of the first relationship of a kind ("officeDocument", "styles"), "" where none."""
        relations = self.relationships(part).values()
        return next((relation.target for relation in relations if relation.kind == kind), "")

    def digest(self, part: str) -> tuple[int, str, bytes]:
        """Size, SHA-256 and the first bytes of a part (a picture), without keeping it."""
        size, head, digest = 0, b"", hashlib.sha256()
        for chunk in self.chunks(part):
            head = head or chunk
            size += len(chunk)
            digest.update(chunk)
        return size, digest.hexdigest(), head


def feed(chunks: Iterable[bytes], part: str, parser: XMLParserType) -> None:
    """Feed the pieces of a part to a parser; UnreadableError where they are no XML."""
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)  # noqa: FBT003  (expat's own signature)
        parser.Parse(b"", True)  # noqa: FBT003
    except ExpatError as error:
        raise UnreadableError(Reason.CORRUPT, f"part {part}: {error}") from error
    except (LookupError, ValueError) as error:
        listener = error.__traceback__ is not None and error.__traceback__.tb_next is not None
        if listener and not isinstance(error, UnicodeError):
            raise  # an error of whoever listens to the parser
        raise UnreadableError(Reason.CORRUPT, f"part {part}: its declared encoding: {error}"[:200]) from error


def _relationship(folder: str, attributes: Mapping[str, str]) -> Relationship:
    target = attributes.get("Target", "")
    external = attributes.get("TargetMode") == "External"
    if not external:
        joined = target if target.startswith("/") else posixpath.join("/", folder, target)
        target = posixpath.normpath(joined).lstrip("/")
    return Relationship(attributes.get("Type", "").rpartition("/")[2], target, external)


def refuse_bombs(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse a directory that declares too many, too large or too well packed members."""
    if len(entries) > MAX_PARTS:
        raise UnreadableError(Reason.TOO_LARGE, f"{len(entries)} parts")
    for entry in entries:
        packed = max(entry.compress_size, 1)
        if entry.file_size > _RATIO_COUNTS_FROM and entry.file_size / packed > MAX_RATIO:
            raise UnreadableError(
                Reason.HOSTILE, f"{entry.filename} unpacks {entry.file_size // packed} to 1"
            )
        if entry.file_size > MAX_PART:
            raise UnreadableError(Reason.TOO_LARGE, f"{entry.filename}: {entry.file_size >> 20} MB")
    if sum(entry.file_size for entry in entries) > MAX_SUM:
        raise UnreadableError(Reason.TOO_LARGE, f"more than {MAX_SUM >> 20} MB unpacked")
