"""What lies on a page of a PDF: pieces of text, lines, areas, pictures; knows no library and no meaning."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Rect:
    """An area of a page, in points; ``top`` is the smaller number, since y grows downward."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def area(self) -> float:
        return max(self.width, 0.0) * max(self.height, 0.0)

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies inside."""
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(slots=True)
class Piece:
    """Letters without white space between them, on one baseline, with one look.

    ``space`` says that the file has a blank after them, ``apart`` that the next letters stand clearly apart.
    ``turned`` is 0 for upright text, 1 for text that runs upward, 3 for text that runs downward.
    ``unsure`` says that other letters lie over these, ``garbled`` that some of them have no code.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False
    struck: bool = False
    href: str = ""
    space: bool = False
    apart: bool = False
    turned: int = 0
    unsure: bool = False
    garbled: bool = False

    @property
    def center(self) -> float:
        return (self.left + self.right) / 2

    @property
    def middle(self) -> float:
        """Half the height of small letters above the baseline."""
        return self.base - 0.3 * self.size


@dataclass(slots=True)
class Rule:
    """A ruling line: ``at`` is its y (its x where it is vertical), ``start`` and ``end`` its extent."""

    at: float
    start: float
    end: float


@dataclass(slots=True)
class Fill:
    """A filled area and how light it is (0 black, 1 white)."""

    rect: Rect
    light: float


@dataclass(slots=True)
class Image:
    """A picture drawn on a page; of its bytes only how many there are and their kind."""

    rect: Rect
    width: int
    height: int
    kind: str
    size: int
    sha256: str = ""


@dataclass(slots=True)
class Ink:
    """All that a page shows. ``hidden`` counts the letters that nobody sees, ``odd`` those without a code."""

    number: int
    width: float
    height: float
    pieces: list[Piece] = field(default_factory=list)
    rows: list[Rule] = field(default_factory=list)
    columns: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    hidden: int = 0
    odd: int = 0
    shown: int = 0
    slanted: int = 0
    drawn: int = 0
    cover: float = 0.0
