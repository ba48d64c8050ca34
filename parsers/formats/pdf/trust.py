"""Whether the letters of a PDF can be trusted to be its text; scans and fonts without Unicode are refused."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from parsers.document import Grid, Reason, UnreadableError
from parsers.formats.pdf.values import Ink
from parsers.syllables import valid_syllable_share
from parsers.text import restore

_FEW_LETTERS = 30
_COVERED = 0.45
# A page's number, a running title or the name of a scanner's program upon the picture of a whole page.
_SOME_LETTERS = 120
_WHOLE = 0.8
_FEWEST_ROWS = _FEWEST_COLUMNS = 3
# Alone on its page a smaller picture is a photo of a list; a logo is smaller still.
_ALONE = 0.15
_MANY_PATHS = 150
_ODD_SHARE = 0.25
_ENOUGH_WORDS = 25
_HARDLY = 0.22
_LATIN = re.compile("[A-Za-zÀ-ɏḀ-ỿ\u0300-\u036f]")
_LETTER = re.compile(r"[^\W\d_]")
_SAMPLE = 40_000


def scanned_pages(inks: Sequence[Ink]) -> tuple[int, ...]:
    """The numbers of the pages that are pictures of text; refuses a document where all are, or nothing is."""
    pages = _scanned(inks)
    if not any(ink.shown or ink.hidden or ink.images or ink.drawn for ink in inks):
        raise UnreadableError(Reason.EMPTY, f"{len(inks)} blank pages")
    if not pages and not any(ink.shown for ink in inks):
        if any(ink.cover >= _ALONE for ink in inks):
            raise UnreadableError(Reason.SCANNED, "pictures on pages without text")
        raise UnreadableError(Reason.EMPTY, "no text and no picture of a page")
    if pages and not _written(inks, pages):
        raise _scan(inks, pages)
    return pages


def refuse_covering_letter(inks: Sequence[Ink], pages: tuple[int, ...], grids: Sequence[Grid]) -> None:
    """Refuses a document of which most ``pages`` are scanned, unless the others hold a table."""
    tables = [grid for grid in grids if grid.n_rows >= _FEWEST_ROWS and grid.n_columns >= _FEWEST_COLUMNS]
    if len(pages) > _written(inks, pages) and not tables:
        raise _scan(inks, pages)


def _scan(inks: Sequence[Ink], pages: tuple[int, ...]) -> UnreadableError:
    layer = any(ink.hidden >= _FEW_LETTERS for ink in inks if ink.number in pages)
    kind = "scanned pages with a text layer of unknown quality" if layer else "scanned pages"
    return UnreadableError(Reason.SCANNED, f"{kind}: {len(pages)} of {len(inks)}")


def _written(inks: Sequence[Ink], pages: tuple[int, ...]) -> int:
    return sum(1 for ink in inks if ink.shown >= _FEW_LETTERS and ink.number not in pages)


def _scanned(inks: Sequence[Ink]) -> tuple[int, ...]:
    shown = Counter(image.sha256 for ink in inks for image in ink.images)
    return tuple(ink.number for ink in inks if is_pictured(ink) or _is_labelled(ink, shown))


def is_pictured(ink: Ink) -> bool:
    """Whether a page shows a picture of text, or text drawn as outlines, and next to no letters."""
    if ink.shown >= _FEW_LETTERS:
        return False
    return ink.cover >= _COVERED or (ink.drawn >= _MANY_PATHS and not ink.columns)


def _is_labelled(ink: Ink, shown: Mapping[str, int]) -> bool:
    """Whether a page is one picture with a few words upon it; a picture of several pages is their paper."""
    if ink.cover < _WHOLE or ink.shown >= _SOME_LETTERS:
        return False
    return all(not image.sha256 or shown[image.sha256] == 1 for image in ink.images)


def refuse_garbage(inks: Sequence[Ink]) -> None:
    """Refuses a document whose fonts do not tell which letters they show."""
    shown = sum(ink.shown for ink in inks)
    odd = sum(ink.odd for ink in inks)
    if shown and odd > _ODD_SHARE * shown:
        raise UnreadableError(Reason.SCANNED, "text without Unicode")
    words = list(_words(inks))
    if len(words) < _ENOUGH_WORDS:
        return
    text = " ".join(restore(words))[:_SAMPLE]
    letters = len(_LETTER.findall(text))
    foreign = letters - len(_LATIN.findall(text))
    if foreign > _ODD_SHARE * letters and valid_syllable_share(text) < _HARDLY:
        raise UnreadableError(Reason.SCANNED, "text without Unicode")


def _words(inks: Sequence[Ink]) -> list[str]:
    words: list[str] = []
    for ink in inks:
        words.extend(piece.text for piece in ink.pieces if len(piece.text) > 1)
        if len(words) * 4 > _SAMPLE:
            break
    return words
