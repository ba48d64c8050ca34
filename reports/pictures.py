"""The one door of Pillow: somebody's picture in, clean small ones out; knows no course, opens no file.

What comes out holds pixels only: turned as the camera says, without its notes (EXIF, place, comments), in
two forms and a few widths. What asks for too much, or is broken, is refused with a reason.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from PIL import Image, ImageCms, ImageFile, ImageOps

FORM = "1"
"""Grows when the same picture gives other bytes, so that names tell contents."""

WIDTHS = (320, 640, 1200)
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "BMP", "TIFF")
MOST_BYTES = 25 << 20
MOST_PIXELS = 50_000_000
LEAST_SIDE = 120
"""What is smaller is a sign or a line, no picture of a course."""

MOST_STRETCHED = 6.0
_QUALITY = {"WEBP": 74, "JPEG": 76}


class PictureError(Exception):
    """A picture that is not shown; the message is a short English reason."""


@dataclass(frozen=True, slots=True)
class Rendition:
    """One width of a picture, in both forms."""

    width: int
    height: int
    webp: bytes
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class CleanPicture:
    """A picture ready to be shown, smallest width first; ``name`` is a hash of what came in."""

    name: str
    renditions: tuple[Rendition, ...]


def clean_picture(data: bytes) -> CleanPicture:
    """Decode, turn, strip and resize a picture. Raises PictureError."""
    if len(data) > MOST_BYTES:
        raise PictureError("too many bytes")
    image = _upright(data)
    name = sha256(FORM.encode() + data).hexdigest()[:20]
    return CleanPicture(name, tuple(_renditions(image)))


def _upright(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of odd notes in a file; its size is judged below
            with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
                _judge(opened)
                opened.draft("RGB", (WIDTHS[-1] * 2, WIDTHS[-1] * 2))
                opened.load()
                return _plain(ImageOps.exif_transpose(opened))
    # Pillow's decoders raise whatever they stumble over.
    except (OSError, ValueError, SyntaxError, EOFError, TypeError, KeyError, IndexError) as error:
        raise PictureError("broken") from error
    except (Image.DecompressionBombError, MemoryError, OverflowError) as error:
        raise PictureError("too many pixels") from error


def _judge(image: Image.Image) -> None:
    width, height = image.size
    if width * height > MOST_PIXELS:
        raise PictureError("too many pixels")
    if min(width, height) < LEAST_SIDE:
        raise PictureError("too small")
    if max(width, height) > MOST_STRETCHED * min(width, height):
        raise PictureError("too long for its width")


def _plain(image: Image.Image) -> Image.Image:
    """Red, green and blue on white, in the colours of the web, and nothing else."""
    image = _in_web_colours(image)
    if image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info:
        seen = image.convert("RGBA")
        ground = Image.new("RGBA", seen.size, "white")
        image = Image.alpha_composite(ground, seen)
    image = image.convert("RGB")
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    return bare


def _in_web_colours(image: Image.Image) -> Image.Image:
    profile = image.info.get("icc_profile")
    if not profile or image.mode not in ("RGB", "CMYK"):
        return image
    try:
        web = ImageCms.createProfile("sRGB")
        found = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        turned = ImageCms.profileToProfile(image, found, web, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # an odd profile: the colours may be a little off
    return image if turned is None else turned


def _renditions(image: Image.Image) -> Iterator[Rendition]:
    for width in [one for one in WIDTHS if one < image.width] or [image.width]:
        height = max(1, round(image.height * width / image.width))
        sized = image.resize((width, height), Image.Resampling.LANCZOS)
        yield Rendition(width, height, _encoded(sized, "WEBP"), _encoded(sized, "JPEG"))


def _encoded(image: Image.Image, form: str) -> bytes:
    written = io.BytesIO()
    more = {"method": 4} if form == "WEBP" else {"progressive": True, "optimize": True}
    image.save(written, form, quality=_QUALITY[form], **more)
    return written.getvalue()


ImageFile.LOAD_TRUNCATED_IMAGES = False
