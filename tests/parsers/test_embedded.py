import io
import zipfile

import pytest

from parsers.embedded import PictureNotFoundError, find_picture
from parsers.mail import Message
from parsers.message import read_message
from tests.support.mails import file_part, simple
from tests.support.publications import jpeg, photograph, png


def zipped(**members: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as package:
        for name, data in members.items():
            package.writestr(name.replace("__", "/"), data)
    return written.getvalue()


def workbook(picture: bytes) -> bytes:
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    return zipped(
        **{"[Content_Types].xml": types, "xl__workbook.xml": b"<workbook/>", "xl__media__image1.png": picture}
    )


def message(**files: bytes) -> Message:
    return read_message(
        simple(files=[file_part(name.replace("_", "."), data) for name, data in files.items()])
    )


def test_a_picture_is_found_beside_the_text_and_in_an_archive() -> None:
    assert find_picture(message(han_jpg=jpeg()), "", "han.jpg") == jpeg()
    archive = zipped(**{"anh__han.jpg": jpeg()})
    assert find_picture(message(tep_zip=archive), "tep.zip/anh/han.jpg", "han.jpg") == jpeg()


def test_an_internal_name_means_the_picture_of_the_file_that_spoke_of_it() -> None:
    both = message(a_xlsx=workbook(png()), b_xlsx=workbook(png(photograph(400, 300))))
    assert find_picture(both, "b.xlsx", "image1.png") == png(photograph(400, 300))
    inside = message(tep_zip=zipped(**{"ds.xlsx": workbook(png())}))
    assert find_picture(inside, "tep.zip/ds.xlsx", "image1.png") == png()


@pytest.mark.parametrize("part", ["", "c.xlsx"])
def test_an_internal_name_without_its_file_finds_nothing(part: str) -> None:
    with pytest.raises(PictureNotFoundError, match="not found"):
        find_picture(message(a_xlsx=workbook(png())), part, "image1.png")


def test_two_different_pictures_of_one_name_are_not_guessed() -> None:
    twice = simple(files=[file_part("han.jpg", jpeg()), file_part("han.jpg", jpeg(photograph(500, 400)))])
    with pytest.raises(PictureNotFoundError, match="several"):
        find_picture(read_message(twice), "", "han.jpg")
