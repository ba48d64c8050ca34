"""PDF with text, as pdfium shows it: running text and tables; pictures of text are not read."""

from __future__ import annotations

import re

from parsers.document import Document, Reason, UnreadableError
from parsers.formats.flow import Layout
from parsers.formats.pdf.furniture import furniture_of
from parsers.formats.pdf.guard import refuse_bombs
from parsers.formats.pdf.ink import ink_of
from parsers.formats.pdf.lattice import frames_of
from parsers.formats.pdf.library import Pdf, open_pdf
from parsers.formats.pdf.overprint import unsure_cells, with_unsure
from parsers.formats.pdf.page import page_of
from parsers.formats.pdf.story import Story
from parsers.formats.pdf.trust import refuse_covering_letter, refuse_garbage, scanned_pages
from parsers.formats.pdf.values import Ink
from parsers.legacy import Code, judge
from parsers.syllables import is_syllable
from parsers.text import restore

MOST_PAGES = 200
MOST_LETTERS = 1_500_000
# Vietnamese in Unicode always has letters beyond these, in the codes of before never.
_FIRST_OF_VIETNAMESE = "\u0102"
_HORN = "\u00ad"
_LETTERS = re.compile(r"[^\W\d_]+")


def read_pdf(data: bytes) -> Document:
    """The document in a PDF."""
    refuse_bombs(data)
    with open_pdf(data) as pdf:
        if not len(pdf):
            raise UnreadableError(Reason.CORRUPT, "pdf: no pages")
        inks, warnings = _inks(pdf)
    scanned = scanned_pages(inks)
    refuse_garbage(inks)
    _restore(inks)
    lattices = [frames_of(ink.rows, ink.columns) for ink in inks]
    furniture = furniture_of(inks, lattices)
    pages = [page_of(ink, lattice, furniture.pieces) for ink, lattice in zip(inks, lattices, strict=True)]
    story = Story(pages, furniture)
    layout = Layout(story.flow())
    blocks = with_unsure(layout.blocks(), unsure_cells(story.tables))
    warnings += _scanned(scanned) + _hidden(inks) + _unsure(inks) + layout.warnings
    document = Document(media="pdf", blocks=blocks, warnings=warnings, scanned=scanned)
    refuse_covering_letter(inks, scanned, document.grids)
    return document


def _inks(pdf: Pdf) -> tuple[list[Ink], tuple[str, ...]]:
    """What every page shows; pages that cannot be loaded are named."""
    if len(pdf) > MOST_PAGES:
        raise UnreadableError(Reason.TOO_LARGE, f"{len(pdf)} pages")
    inks: list[Ink] = []
    fonts: dict[int, tuple[str, bool]] = {}
    broken: list[str] = []
    letters = 0
    for number in range(len(pdf)):
        with pdf.page(number) as page:
            if page is None:
                broken.append(str(number + 1))
                continue
            ink = ink_of(page, number + 1, fonts)
        inks.append(ink)
        letters += ink.shown + ink.hidden
        if letters > MOST_LETTERS:
            raise UnreadableError(Reason.TOO_LARGE, f"over {MOST_LETTERS} letters")
    if not inks:
        raise UnreadableError(Reason.CORRUPT, "pdf: no page can be loaded")
    return inks, (f"pages that cannot be loaded: {', '.join(broken)}",) if broken else ()


def _restore(inks: list[Ink]) -> None:
    """Words in codes of before Unicode become what they show, so that wrapped lines are joined by them."""
    pieces = [piece for ink in inks for piece in ink.pieces]
    letters = "".join(piece.text for piece in pieces)
    if letters.isascii() or max(letters) >= _FIRST_OF_VIETNAMESE:
        return
    texts = [piece.text for piece in pieces]
    horned = [text.replace("-", _HORN) for text in texts]
    if horned == texts or judge(horned) is not Code.TCVN3:
        told = restore(texts)
    else:
        told = tuple(map(_with_horn, restore(texts), restore(horned)))
    for piece, text in zip(pieces, told, strict=True):
        piece.text = text


def _with_horn(plain: str, horned: str) -> str:
    """The reading with ư for a hyphen where that gives words: fonts of Windows name its code a hyphen."""
    words = _LETTERS.findall(horned) if _LETTERS.search(plain) else [""]
    return horned if all(map(is_syllable, words)) else plain


def _scanned(pages: tuple[int, ...]) -> tuple[str, ...]:
    return (f"scanned pages are not read: {', '.join(map(str, pages))}",) if pages else ()


def _hidden(inks: list[Ink]) -> tuple[str, ...]:
    hidden, slanted = sum(ink.hidden for ink in inks), sum(ink.slanted for ink in inks)
    told = []
    if hidden:
        told.append(f"{hidden} letters that nobody sees are left out")
    if slanted:
        told.append(f"{slanted} letters of slanted text (stamps, watermarks) are left out")
    return tuple(told)


def _unsure(inks: list[Ink]) -> tuple[str, ...]:
    numbers = [str(ink.number) for ink in inks if any(piece.unsure for piece in ink.pieces)]
    return (f"lines printed over each other on pages: {', '.join(numbers)}",) if numbers else ()
