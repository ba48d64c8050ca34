"""Whether the letters of a PDF can be trusted to be its text; scans and fonts without Unicode are refused."""

from __future__ import annotations

import re
from collections.abc import Sequence

from parsers.document import Reason, UnreadableError
from parsers.formats.pdf.values import Ink
from parsers.syllables import valid_syllable_share
from parsers.text import restore

_FEW_LETTERS = 30
_COVERED = 0.45
# Alone on its page a smaller picture is a photo of a list; a logo is smaller still.
_ALONE = 0.15
_MANY_PATHS = 150
_ODD_SHARE = 0.25
_ENOUGH_WORDS = 25
_HARDLY = 0.22
_LATIN = re.compile("[A-Za-zÀ-ɏḀ-ỿ\u0300-\u036f]")
_LETTER = re.compile(r"[^\W\d_]")
_SAMPLE = 40_000


def refuse_pictures(inks: Sequence[Ink]) -> tuple[str, ...]:
    """Refuses a document that is pictures of pages; a warning names the pages where only some are."""
    pictured = [ink for ink in inks if is_pictured(ink)]
    written = [ink for ink in inks if ink.shown >= _FEW_LETTERS]
    if not any(ink.shown or ink.hidden or ink.images or ink.drawn for ink in inks):
        raise UnreadableError(Reason.EMPTY, f"{len(inks)} blank pages")
    if not pictured and not any(ink.shown for ink in inks):
        if any(ink.cover >= _ALONE for ink in inks):
            raise UnreadableError(Reason.SCANNED, "pictures on pages without text")
        raise UnreadableError(Reason.EMPTY, "no text and no picture of a page")
    if pictured and len(pictured) > len(written):
        layer = any(ink.hidden >= _FEW_LETTERS for ink in pictured)
        kind = "scanned pages with a text layer of unknown quality" if layer else "scanned pages"
        raise UnreadableError(Reason.SCANNED, f"{kind}: {len(pictured)} of {len(inks)}")
    if not pictured:
        return ()
    numbers = ", ".join(str(ink.number) for ink in pictured)
    return (f"scanned pages are not read: {numbers}",)


def is_pictured(ink: Ink) -> bool:
    """Whether a page shows a picture of text, or text drawn as outlines, and next to no letters."""
    if ink.shown >= _FEW_LETTERS:
        return False
    return ink.cover >= _COVERED or (ink.drawn >= _MANY_PATHS and not ink.columns)


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
