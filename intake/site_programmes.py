"""A course's programme as a file for the public: found in the mail, freed of everything but its pages.

It is looked through first: one that names a person whom nobody released, or that nobody can read, is none.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

from catalogue.publishing import names_to_hide, without_persons
from parsers.document import Document, UnreadableError
from parsers.embedded import PictureNotFoundError, find_named_pdf
from parsers.formats.pdf.bare import bare_pdf
from parsers.message import read_message
from parsers.opening import open_file

FORM = "1"
MOST_BYTES = 12 << 20


class WantedProgramme(NamedTuple):
    """A programme by the words that name its file, and the persons whom it must not name."""

    words: str
    unnamed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CleanProgramme:
    """A PDF ready to be shown; ``name`` is a hash of what came in."""

    name: str
    data: bytes


def clean_programme_of(raw: bytes, wanted: WantedProgramme) -> CleanProgramme | str:
    """The programme of one message, or the reason why there is none."""
    try:
        given = find_named_pdf(read_message(raw), wanted.words)
        data = bare_pdf(given)
    except (PictureNotFoundError, UnreadableError) as error:
        return str(error)
    if len(data) > MOST_BYTES:
        return "too many bytes"
    told = _told(data)
    if not told:
        return "cannot be looked through"
    if without_persons(told, names_to_hide(wanted.unnamed)) != told:
        return "names a person"
    return CleanProgramme(sha256(FORM.encode() + given).hexdigest()[:20], data)


def _told(data: bytes) -> str:
    """All text of a PDF; "" where a part of it cannot be read."""
    opened = open_file("", "application/pdf", data)
    outcome = opened[0].outcome
    if len(opened) > 1 or not isinstance(outcome, Document) or outcome.scanned:
        return ""
    return "\n".join(_texts(outcome))


def _texts(document: Document) -> Iterator[str]:
    yield from (paragraph.text for paragraph in document.paragraphs)
    for grid in document.grids:
        yield from (cell.text for cell in grid.cells.values())
