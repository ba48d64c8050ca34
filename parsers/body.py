"""The body of a message divided: what its sender wrote, his signature, what he quotes or forwards; no I/O."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import unescape
from itertools import groupby, zip_longest
from typing import Protocol

from parsers.answered import repeats_question, table_answers, typed_answers
from parsers.answers import Answer, inline_answers, numbered_answers
from parsers.document import Block, Document, Grid, Paragraph, Place, UnreadableError
from parsers.formats.html import read_html
from parsers.formats.plain import read_text
from parsers.message import Address, Message
from parsers.quotemarks import (
    CUT,
    INK_CLOSE,
    INK_OPEN,
    MARKS,
    QUOTE_CLOSE,
    QUOTE_OPEN,
    SIGN_CLOSE,
    SIGN_OPEN,
    with_marks,
)
from parsers.quoting import Line, Zone, Zones, zones_of
from parsers.signing import signature_lines

_QUOTE_SIGNS = re.compile(r"^\s*((?:>[ \t]?)+)")
# Of a page that is too large: some hundred sheets of paper.
_MOST_WORDS = 400_000
_TAG = re.compile(r"<[^<>]*>")
_BODY = re.compile("<body", re.IGNORECASE)
_MOST_LINES = 200_000  # what is beyond is one line
_INKS = re.compile(f"[{INK_OPEN}{INK_CLOSE}]")
_PIECES = re.compile(f"[{INK_OPEN}{INK_CLOSE}]|[^{INK_OPEN}{INK_CLOSE}]+")
_WORD = re.compile(r"[^\W_]+")
_ENTITY = re.compile(r"&(?:#x?[0-9a-f]+|[a-z]+);", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body in its parts; places count the paragraphs (or lines) of the whole body.

    ``forwarded`` is what was passed on, without its header, None where nothing was; ``forwarded_from``
    is who wrote it. ``answers`` are numbered answers, also those between quoted questions: only a
    reader who knows that the message answers a letter may use them.
    """

    new: Document
    signature: Document
    quoted: Document
    forwarded: Document | None = None
    forwarded_from: Address | None = None
    answers: tuple[Answer, ...] = ()


class _Source(Protocol):
    """A body as lines, and a document of any choice of them."""

    lines: list[Line]
    places: list[Place]

    def part(self, chosen: Sequence[bool]) -> Document:
        """The chosen lines as a document; their places stay those of the whole body."""


def split_body(message: Message) -> Body:
    """Divide the body of a message; of plain text and HTML the richer one is read."""
    source = _source(message)
    divided = zones_of(source.lines, message.subject, is_reply=bool(message.in_reply_to))
    return _body(source, divided, message.sender)


def split_document(document: Document) -> Body:
    """Divide the text of a mail that lies in a file, as it was read; who sent it is not known."""
    source = _HtmlSource(document)
    return _body(source, zones_of(source.lines, "", is_reply=False), None)


def _body(source: _Source, divided: Zones, sender: Address | None) -> Body:
    zones = _with_signatures(source.lines, divided, sender)
    parts = {zone: source.part([one is zone for one in zones]) for zone in Zone}
    forwarded = parts[Zone.FORWARDED]
    return Body(
        new=parts[Zone.NEW],
        signature=parts[Zone.SIGNATURE],
        quoted=parts[Zone.QUOTED],
        forwarded=forwarded if forwarded.blocks else None,
        forwarded_from=divided.forwarded_from,
        answers=_answers(source, zones, parts[Zone.NEW]),
    )


def _source(message: Message) -> _Source:
    if not _prefers_html(message.text, message.html):
        return _TextSource(message.text)
    try:
        return _HtmlSource(read_html(with_marks(message.html, inks=bool(message.in_reply_to))))
    except UnreadableError:
        # No mail is unreadable for the size of its page, nor are its files: the words alone are read then.
        words = message.text if message.text.strip() else unescape(_TAG.sub("\n", message.html))
        return _TextSource(words.strip()[:_MOST_WORDS])


def _prefers_html(text: str, html: str) -> bool:
    """Whether the HTML holds a table, or the plain text has fewer words or lost its diacritics."""
    if not html.strip():
        return False
    if "<table" in html or "<TABLE" in html:
        return True
    start = _BODY.search(html)
    shown = _TAG.sub(" ", html[start.start() :] if start else html)
    shown = _ENTITY.sub("x", shown.replace("&nbsp;", " ").replace("&amp;", " "))
    words = len(_WORD.findall(text))
    if words <= len(_WORD.findall(shown)):
        return True
    return words == 0 or (text.isascii() and not html.isascii())


def _with_signatures(lines: Sequence[Line], divided: Zones, sender: Address | None) -> list[Zone]:
    """The zones with each run's signature marked: a sender's own, and the one of what he forwards."""
    signers = {Zone.NEW: sender, Zone.FORWARDED: divided.forwarded_from}
    zones: list[Zone] = []
    for zone, group in groupby(divided.zones):
        run = lines[len(zones) : len(zones) + len(list(group))]
        flags = signature_lines(run, signers[zone]) if zone in signers else [False] * len(run)
        zones += [Zone.SIGNATURE if flag else zone for flag in flags]
    return zones


def _answers(source: _Source, zones: Sequence[Zone], new: Document) -> tuple[Answer, ...]:
    """What a number itself says goes before what only stands under a quoted question."""
    lines = list(zip(source.lines, source.places, zones, strict=True))
    spoken = [(line.text.replace("\n", " ", 1), place, zone is Zone.QUOTED)
              for line, place, zone in lines
              if zone is Zone.QUOTED or (zone is Zone.NEW and not line.is_table)]  # fmt: skip
    # A line that is marked may be the second half of a question; other lines are whole.
    whole = [(line, place) for line, place, zone in lines
             if zone in (Zone.QUOTED, Zone.NEW) and not line.marked]  # fmt: skip
    told: dict[int, list[Answer]] = {}
    for kind in (
        numbered_answers((text, place) for text, place, quoted in spoken if not quoted),
        [one for grid in new.grids for one in table_answers(grid)],
        inline_answers(spoken),
        typed_answers(whole),
    ):
        known = frozenset(told)
        for answer in kind:
            if answer[0] not in known and not repeats_question(answer[1]):
                told.setdefault(answer[0], []).append(answer)
    return tuple(answer for answers in told.values() for answer in answers)


class _TextSource:
    """Plain text: the lines that are not chosen are blank in a part, so that line numbers stay."""

    def __init__(self, text: str) -> None:
        rows = text.split("\n", _MOST_LINES)
        self.lines = [_line(row) for row in rows]
        self.places = [Place(row=number) for number in range(1, len(rows) + 1)]

    def part(self, chosen: Sequence[bool]) -> Document:
        if not any(chosen):
            return Document(media="text", blocks=())
        rows = (line.text if is_chosen else "" for line, is_chosen in zip(self.lines, chosen, strict=True))
        return read_text("\n".join(rows))


class _HtmlSource:
    """HTML: the lines of paragraphs, and each table as one line; marks are taken out again."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._blocks: list[Block] = []
        self._block_of: list[int] = []
        self.lines: list[Line] = []
        self.places: list[Place] = []
        self._read()

    def part(self, chosen: Sequence[bool]) -> Document:
        kept: list[Block] = []
        for index, group in groupby(range(len(self.lines)), key=self._block_of.__getitem__):
            of_block = list(group)
            wanted = [at for at in of_block if chosen[at]]
            if len(wanted) == len(of_block):
                kept.append(self._blocks[index])
            elif wanted:
                kept.append(_cut(self._blocks[index], [self.lines[at].text for at in wanted]))
        return replace(self._document, blocks=tuple(kept))

    def _read(self) -> None:
        quotes = signatures = marks = 0
        cuts = inked = False
        for block in self._document.blocks:
            mark = block.text if isinstance(block, Paragraph) and block.text in MARKS else ""
            marks += bool(mark)
            cuts = cuts or mark == CUT
            quotes = max(0, quotes + (mark == QUOTE_OPEN) - (mark == QUOTE_CLOSE))
            signatures = max(0, signatures + (mark == SIGN_OPEN) - (mark == SIGN_CLOSE))
            if not mark:
                clean, inks, inked = _without_inks(_moved(block, marks), inked=inked)
                self._add(clean, Line("", quotes, signed=signatures > 0, cuts=cuts), inks)
                cuts = False

    def _add(self, block: Block, like: Line, inks: Sequence[int]) -> None:
        lines = [
            replace(line, depth=line.depth + like.depth, signed=like.signed, cuts=like.cuts, ink=ink)
            for line, ink in zip_longest(_lines_of(block), inks, fillvalue=-1)
            if isinstance(line, Line)
        ]
        place = block.place if isinstance(block, Paragraph) else Place(_title(block))
        self.lines += lines
        self.places += [place] * len(lines)
        self._block_of += [len(self._blocks)] * len(lines)
        self._blocks.append(block)


def _title(block: Block) -> str:
    return block.title if isinstance(block, Grid) else ""


def _moved(block: Block, marks: int) -> Block:
    """A paragraph with the number it has without the marks before it."""
    if not marks or not isinstance(block, Paragraph):
        return block
    return replace(block, place=replace(block.place, row=block.place.row - marks))


def _without_inks(block: Block, *, inked: bool) -> tuple[Block, list[int], bool]:
    """A paragraph without the marks of colours; where in each line one begins; whether it goes on."""
    if isinstance(block, Grid):
        return _grid_without_inks(block), [], False
    if not isinstance(block, Paragraph) or not (inked or _INKS.search(block.text)):
        return block, [], inked
    inks: list[int] = []
    for line in block.text.split("\n"):
        inks.append(_ink_of(line, inked=inked))
        inked = line.rfind(INK_OPEN) > line.rfind(INK_CLOSE) if _INKS.search(line) else inked
    hrefs = tuple((_INKS.sub("", shown), address) for shown, address in block.hrefs)
    return replace(block, text=_INKS.sub("", block.text), hrefs=hrefs), inks, inked


def _grid_without_inks(grid: Grid) -> Grid:
    marked = {at: cell for at, cell in grid.cells.items() if _INKS.search(cell.text)}
    if not marked:
        return grid
    clean = {at: replace(cell, text=_INKS.sub("", cell.text)) for at, cell in marked.items()}
    return replace(grid, cells={**grid.cells, **clean})


def _ink_of(line: str, *, inked: bool) -> int:
    """Where the last colour of a line begins that lasts to its end; 0 where all of it is inked."""
    plain: list[str] = []
    last = -1 if not inked else 0
    for piece in _PIECES.findall(line):
        if piece in {INK_OPEN, INK_CLOSE}:
            inked = piece == INK_OPEN
            continue
        if not inked and piece.strip():
            last = -1
        elif inked and last < 0 and piece.strip():
            last = sum(map(len, plain))
        plain.append(piece)
    return 0 if last > 0 and not "".join(plain)[:last].strip() else last


def _lines_of(block: Block) -> Iterator[Line]:
    if isinstance(block, Paragraph):
        marker = f"{block.marker} " if block.marker else ""
        yield from map(_line, f"{marker}{block.text}".split("\n"))
    else:
        cells = block.cells.values() if isinstance(block, Grid) else ()
        yield Line("\n".join(cell.text for cell in cells), is_table=True)


def _line(text: str) -> Line:
    quoted = _QUOTE_SIGNS.match(text)
    return Line(text[quoted.end() :], quoted[1].count(">"), marked=True) if quoted else Line(text)


def _cut(block: Block, lines: Iterable[str]) -> Block:
    if not isinstance(block, Paragraph):
        return block
    text = "\n".join(lines).strip().removeprefix(block.marker).strip()
    return replace(block, text=text, hrefs=tuple(pair for pair in block.hrefs if pair[0] in text))
