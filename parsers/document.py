"""The one shape that every attachment is read into; it holds what stood where and judges nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from functools import lru_cache

from parsers.values import named_value, value

CellValue = float | bool | date | datetime | time | None


@lru_cache(maxsize=1024)
def column_letters(column: int) -> str:
    """The sheet name of a 1-based column: 1 is A, 27 is AA."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@value
class Place:
    """Where a value stands inside one part.

    ``container`` is the sheet's or table's title, empty for running text. ``row`` and ``column`` count
    from 1 as a person sees them (hidden rows included); 0 means that there is none. For running text
    ``row`` is the number of the paragraph or line.
    """

    container: str = ""
    row: int = 0
    column: int = 0

    def __str__(self) -> str:
        if self.container and self.row and self.column:
            return f"{self.container}!{column_letters(self.column)}{self.row}"
        if self.container:
            return f"{self.container}!{self.row}" if self.row else self.container
        return f"đoạn {self.row}" if self.row else ""


class CellKind(StrEnum):
    """What a cell holds, as its file says."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"


@value
class Cell:
    """One cell that is not empty; its place is its key in ``Grid.cells``.

    ``text`` is what a person sees: NFC, line breaks as ``\\n``, numbers by their number format.
    ``value`` is the typed value behind it where the file has one (numbers as float).
    ``struck`` marks text that the writer crossed out wholly: kept, shown, never a value.
    """

    text: str
    kind: CellKind = CellKind.TEXT
    value: CellValue = None
    number_format: str = ""
    href: str = ""
    comment: str = ""
    bold: bool = False
    struck: bool = False
    pictures: tuple[str, ...] = ()


@value
class Span:
    """A merged range, both ends included, 1-based. Its value stands in the top left cell only."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A sheet or a table: sparse cells by (row, column), both 1-based.

    ``title`` names it in every place: the sheet's name, or "Bảng 1", "Bảng 2" in document order.
    ``nested_in`` is the place of the outer cell where the table stands inside another one.
    ``unsure`` are cells that nobody can read surely: printed over each other, cut off, torn in a word.
    """

    title: str
    cells: Mapping[tuple[int, int], Cell]
    spans: tuple[Span, ...] = ()
    n_rows: int = 0
    n_columns: int = 0
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    unsure: frozenset[tuple[int, int]] = frozenset()
    is_sheet: bool = False
    nested_in: Place | None = None

    def place(self, row: int, column: int) -> Place:
        """The place of a cell of this grid."""
        return Place(self.title, row, column)


class TextRole(StrEnum):
    """Which part of a page a paragraph belongs to."""

    BODY = "body"
    HEADING = "heading"
    HEADER = "header"
    FOOTER = "footer"
    NOTE = "note"
    BOX = "box"


@named_value
class Paragraph:
    """A run of text between two breaks. ``place`` is its number in the document.

    ``marker`` is what numbering or a bullet shows before the text ("1.", "a)", "-"), "" for none.
    ``level`` is the heading's outline level (1 highest), 0 for plain text.
    ``hrefs`` are pairs of shown text and address behind it.
    """

    text: str
    place: Place
    role: TextRole = TextRole.BODY
    marker: str = ""
    level: int = 0
    bold: bool = False
    hrefs: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture inside a document or beside it. ``name`` is its file name or internal name (image1.png).

    ``place`` is the cell it is anchored to, None where it floats. Sizes: bytes and pixels, 0 unknown.
    """

    name: str
    media_type: str = ""
    size: int = 0
    width: int = 0
    height: int = 0
    sha256: str = ""
    place: Place | None = None


Block = Grid | Paragraph | Picture


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """All that a reader saw in one part, in document order.

    ``media`` is the kind found by content ("xlsx", "docx", "csv", "html", "text", "picture", ...).
    ``warnings`` are oddities that did not stop the reading, in English, for the operator.
    ``scanned`` are the numbers of its pages that are pictures of text: nothing of them is in the blocks.
    """

    media: str
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()
    scanned: tuple[int, ...] = ()

    @property
    def grids(self) -> tuple[Grid, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Grid))

    @property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Paragraph))

    @property
    def pictures(self) -> tuple[Picture, ...]:
        return tuple(block for block in self.blocks if isinstance(block, Picture))


class Reason(StrEnum):
    """Why a part could not be read; each has its own plain words in the letter to the school."""

    ENCRYPTED = "encrypted"
    CORRUPT = "corrupt"
    UNSUPPORTED = "unsupported"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    SCANNED = "scanned"
    HOSTILE = "hostile"


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The outcome of a part that no reader could read. ``detail`` is English, for the operator."""

    reason: Reason
    detail: str = ""


class UnreadableError(Exception):
    """A reader's refusal of one part: caught in parsers/opening.py, of a mail's page in parsers/body.py."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPart:
    """One file after opening: an attachment, or a member of an archive (``path`` then tells the way).

    ``path`` joins the member names below the attachment with "/", empty for the attachment itself.
    ``outcome`` of an archive or mail that opened is a Document without blocks; its members follow it.
    ``is_body`` marks the text of a mail that lies in a file, ``is_inline`` a picture that such a text shows.
    ``scan`` are the bytes of a picture or a scanned document where they were asked for, ``media`` its kind.
    ``pages``: the part is nothing but these pages of the file above it, which are scanned.
    """

    name: str
    path: str
    outcome: Document | Unreadable
    size: int = 0
    sha256: str = ""
    warnings: tuple[str, ...] = field(default=())
    is_body: bool = False
    is_inline: bool = False
    scan: bytes = b""
    media: str = ""
    pages: tuple[int, ...] = ()
