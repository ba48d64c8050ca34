"""The pictures inside rich text: kind, size and digest; their data are never held as a whole."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from parsers.document import Picture
from parsers.formats import picture
from parsers.formats.rtf.tokens import group_end

_PART = re.compile(
    rb"\\bin(?P<bin>\d{1,10}) ?|\\(?P<word>[a-zA-Z]+)(?P<number>-?\d{1,10})? ?|(?P<open>\{)|(?P<close>\})"
    rb"|(?P<hex>[0-9a-fA-F][0-9a-fA-F\s]*+)|\\.|[^{}\\]",
    re.DOTALL,
)
_KINDS = {
    "pngblip": ("png", "image/png"),
    "jpegblip": ("jpeg", "image/jpeg"),
    "emfblip": ("emf", "image/x-emf"),
    "wmetafile": ("wmf", "image/x-wmf"),
    "macpict": ("pict", "image/x-pict"),
    "dibitmap": ("bmp", "image/bmp"),
    "wbitmap": ("bmp", "image/bmp"),
}
_SLICE = 1 << 16
_TWIPS_IN_PIXEL = 15


@dataclass(slots=True)
class _Digest:
    size: int = 0
    sha256: str = ""
    head: bytes = b""


def read_pict(data: bytes, start: int, number: int) -> tuple[Picture | None, int]:
    """The picture of the group that ``start`` lies in, None without data; and where the group ends."""
    said: dict[str, int] = {}
    digest = _Digest()
    place = start
    while match := _PART.match(data, place):
        place = match.end()
        if match["close"]:
            place = match.start()
            break
        if match["open"]:
            place = min(group_end(data, place) + 1, len(data))
        elif match["bin"]:
            digest = _digested(iter([data[place : place + int(match["bin"])]]))
            place = min(place + int(match["bin"]), len(data))
        elif match["word"]:
            said[match["word"].decode("ascii")] = int(match["number"] or 0)
        elif match["hex"] and not digest.size:
            digest = _digested(_octets(data, *match.span()))
    return _picture(said, digest, number), place


def _octets(data: bytes, start: int, end: int) -> Iterator[bytes]:
    left = b""
    for place in range(start, end, _SLICE):
        digits = left + b"".join(data[place : min(place + _SLICE, end)].split())
        whole = len(digits) & ~1
        left = digits[whole:]
        yield bytes.fromhex(digits[:whole].decode("ascii"))


def _digested(octets: Iterator[bytes]) -> _Digest:
    sha, made = hashlib.sha256(), _Digest()
    for piece in octets:
        made.head = made.head or piece
        made.size += len(piece)
        sha.update(piece)
    made.sha256 = sha.hexdigest()
    return made


def _picture(said: dict[str, int], digest: _Digest, number: int) -> Picture | None:
    if not digest.size:
        return None
    ending, media_type = next((kind for word, kind in _KINDS.items() if word in said), ("bin", ""))
    seen = picture.describe("", digest.size, digest.sha256, digest.head)
    ending = seen.media_type.removeprefix("image/") or ending
    shown = replace(seen, name=f"image{number}.{ending}", media_type=seen.media_type or media_type)
    if shown.width and shown.height:
        return shown
    width, height = (said.get(f"pic{side}goal", 0) // _TWIPS_IN_PIXEL for side in "wh")
    return replace(
        shown, width=max(width or said.get("picw", 0), 0), height=max(height or said.get("pich", 0), 0)
    )
