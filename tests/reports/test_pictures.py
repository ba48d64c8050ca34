import io
import zlib

import pytest
from PIL import Image

from reports.pictures import PictureError, clean_picture
from tests.support.publications import jpeg, photograph, png, turned_jpeg


def opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def test_a_picture_comes_out_upright_small_and_without_its_notes() -> None:
    made = clean_picture(turned_jpeg())
    assert [(one.width, one.height) for one in made.renditions] == [(320, 512)]
    for data, form in ((made.renditions[0].webp, "WEBP"), (made.renditions[0].jpeg, "JPEG")):
        shown = opened(data)
        assert (shown.format, shown.size) == (form, (320, 512))
        assert not dict(shown.getexif())
        assert {"exif", "icc_profile", "comment", "xmp"}.isdisjoint(shown.info)
        assert b"Secret" not in data
        # What was the left edge of the pixels, sky above field, is the top of the picture now.
        assert shown.getpixel((310, 250))[2] > 150 > shown.getpixel((10, 250))[2]  # type: ignore[index]


def test_no_picture_is_made_larger_and_a_large_one_gets_several_widths() -> None:
    assert [one.width for one in clean_picture(jpeg(photograph(2000, 1500))).renditions] == [320, 640, 1200]
    assert [one.width for one in clean_picture(jpeg(photograph(200, 150))).renditions] == [200]


def test_the_same_picture_has_the_same_name_and_bytes_and_another_one_another() -> None:
    one, again, other = clean_picture(png()), clean_picture(png()), clean_picture(jpeg())
    assert one == again
    assert one.name != other.name


def test_what_is_transparent_stands_on_white() -> None:
    clear = Image.new("RGBA", (300, 200), (0, 0, 0, 0))
    [only] = clean_picture(png(clear)).renditions
    assert opened(only.jpeg).getpixel((5, 5)) == (255, 255, 255)


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is that large, with next to no pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)

    head = width.to_bytes(4) + height.to_bytes(4) + bytes([8, 2, 0, 0, 0])
    pixels = zlib.compress(bytes(100_000))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "broken"),
        (b"GIF89a", "broken"),
        (jpeg()[:2000], "broken"),
        (bomb(60_000, 60_000), "too many pixels"),
        (bomb(9_000, 9_000), "too many pixels"),
        (jpeg(photograph(100, 90)), "too small"),
        (jpeg(photograph(2000, 130)), "too long for its width"),
        (b"%PDF-1.7", "broken"),
    ],
)
def test_what_is_broken_or_asks_for_too_much_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(PictureError, match=reason):
        clean_picture(data)
