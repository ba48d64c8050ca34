"""One hostile file as a value: what it is called, how it is made, what may become of it."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

READ = "read"


@dataclass(frozen=True)
class Sample:
    """``outcomes`` are "read" and reasons, whichever of them is right; ``says`` stands in the note then.

    ``costly`` is what no reader refuses by itself: it may cost a worker its life.
    """

    name: str
    filename: str
    make: Callable[[], bytes]
    outcomes: tuple[str, ...]
    says: str = ""
    costly: bool = False


def sample(
    filename: str,
    name: str,
    make: Callable[[], bytes],
    *outcomes: str,
    says: str = "",
    costly: bool = False,
) -> Sample:
    """A sample by the kind of its file and what it does."""
    return Sample(f"{filename.rpartition('.')[2]}: {name}", filename, make, outcomes, says, costly)


def zipped(members: Mapping[str, str | bytes], level: int = 1) -> bytes:
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return target.getvalue()


def deflated(pieces: Iterable[tuple[bytes, int]]) -> bytes:
    """Pieces, each so many times, as raw deflate: no more work than one time each."""
    out = []
    for piece, times in pieces:
        packer = zlib.compressobj(9, zlib.DEFLATED, -15)
        out.append((packer.compress(piece) + packer.flush(zlib.Z_FULL_FLUSH)) * times)
    return b"".join(out) + zlib.compressobj(9, zlib.DEFLATED, -15).flush()
