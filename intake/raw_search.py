"""Whether the bytes of a mail or a file speak of somebody: headers, bodies, texts, packed sheets.

What a person erased may stand in what no reading kept: a quoted letter, a signature, a second sheet.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from catalogue.persons import Traits
from parsers.message import read_message
from parsers.text import decode

_TAG = re.compile(r"<[^>]{0,2000}>")
_TEXTS = ("text/", "message/", "application/json", "application/xml", "application/csv")
_MOST_BYTES = 4 * 1024 * 1024
_MOST_MEMBERS = 500


def mail_speaks_of(raw: bytes, traits: Traits) -> bool:
    """Whether a mail speaks of somebody, in its headers, its bodies or the files that can be looked into."""
    message = read_message(raw)
    told = [value for _name, value in message.headers]
    if any(map(traits.in_text, (*told, message.text, _TAG.sub(" ", message.html)))):
        return True
    return any(
        traits.in_text(part.filename or "") or file_speaks_of(part.data, part.media_type, traits)
        for part in message.parts
    )


def file_speaks_of(data: bytes, media_type: str, traits: Traits) -> bool:
    """Whether a file speaks of somebody: text, or a package of texts such as xlsx, docx, odt."""
    if data[:4] == b"PK\x03\x04":
        return any(map(traits.in_text, _packed(data)))
    if media_type.startswith(_TEXTS):
        return traits.in_text(_TAG.sub(" ", decode(data[:_MOST_BYTES])))
    return False


def _packed(data: bytes) -> Iterator[str]:
    """The texts of a package's members, each as far as it is bounded."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            for member in package.infolist()[:_MOST_MEMBERS]:
                yield member.filename
                if member.filename.endswith((".xml", ".csv", ".txt", ".json", ".html")):
                    with package.open(member) as file:
                        yield _TAG.sub("", decode(file.read(_MOST_BYTES)))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError):
        # What cannot be unpacked could not be read either.
        return
