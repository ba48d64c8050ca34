"""A paragraph with the parts of it that fields took; values in, coloured pieces out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parsers.document import Paragraph
from reports.seen import Claim
from reports.seen_colours import classes
from reports.seen_grid import LINKS, Chip, chip, clipped, looks_of
from reports.seen_words import TEXT_ROLES, claim_words

LONGEST = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Some text of a paragraph; ``css`` "" where nobody took it."""

    text: str
    css: str = ""
    title: str = ""
    chips: tuple[Chip, ...] = ()
    records: tuple[int, ...] = ()
    doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnParagraph:
    """A paragraph ready to be drawn. ``hrefs`` are the addresses behind its words."""

    number: int
    marker: str
    role: str
    level: int
    anchor: str
    css: str
    pieces: tuple[Piece, ...]
    hrefs: tuple[str, ...] = ()


def draw_paragraph(paragraph: Paragraph, claims: Sequence[Claim], anchor: str, css: str) -> DrawnParagraph:
    """The paragraph with what was taken of it; ``css`` says more of the whole."""
    text = clipped(paragraph.text, LONGEST)
    return DrawnParagraph(
        number=paragraph.place.row,
        marker=paragraph.marker,
        role=TEXT_ROLES.get(paragraph.role, ""),
        level=paragraph.level,
        anchor=anchor if claims or css else "",
        css=css,
        pieces=tuple(_pieces(text, claims)),
        hrefs=tuple(clipped(href) for shown, href in paragraph.hrefs if href.strip() and href != shown),
    )


def _pieces(text: str, claims: Sequence[Claim]) -> Iterator[Piece]:
    at = 0
    for start, end, taken in _stretches(text, claims):
        if start > at:
            yield Piece(text=text[at:start])
        yield _taken(text[start:end], taken)
        at = end
    if at < len(text):
        yield Piece(text=text[at:])


def _stretches(text: str, claims: Sequence[Claim]) -> list[tuple[int, int, list[Claim]]]:
    """Where the claims stand, none over another; what cannot be found in the text took all of it."""
    by_words: dict[str, list[Claim]] = {}
    for claim in claims:
        words = claim.value.text.strip()
        by_words.setdefault(words if words in text else text, []).append(claim)
    stretches: list[tuple[int, int, list[Claim]]] = []
    for words, taken in sorted(by_words.items(), key=lambda one: len(one[0])):
        start = text.find(words)
        end = start + len(words)
        over = next((one for one in stretches if one[0] < end and start < one[1]), None)
        if over is not None and over[1] - over[0] < len(text):
            over[2].extend(taken)
        elif words:
            stretches.append((start, end, list(taken)))
    return sorted(stretches, key=lambda one: one[0])


def _taken(text: str, claims: Sequence[Claim]) -> Piece:
    looks = looks_of(claims)
    doubtful = any(claim.value.doubt for claim in claims)
    numbers = dict.fromkeys(number for claim in claims for number in claim.records)
    return Piece(
        text=text,
        css=f"took {classes(looks[0])}{' doubt' if doubtful else ''}",
        title="; ".join(map(claim_words, claims)),
        chips=tuple(map(chip, looks)),
        records=tuple(numbers)[:LINKS],
        doubtful=doubtful,
    )
