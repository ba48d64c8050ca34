"""Running text with tables in it, as readers of pages gather it, laid out into blocks; no meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from parsers.document import Block, Cell, Grid, Paragraph, Picture, Place, Span, TextRole
from parsers.text import clean, clean_all, restore

MAX_CELLS = 400_000
MAX_SPAN = 256
# How far a joined cell may reach beyond the last column that any cell starts in.
_REACH = 50
_LONG = 160
_REGULAR_WIDTH = 3


@dataclass(slots=True)
class Run:
    """Text with one look."""

    text: str
    struck: bool = False
    bold: bool = False
    href: str = ""


@dataclass(slots=True)
class Text:
    """One block of text; a ``marker`` is what its numbering shows before it."""

    runs: list[Run]
    marker: str = ""
    level: int = 0
    role: TextRole = TextRole.BODY


@dataclass(slots=True)
class Box:
    """A table cell: where it starts, what it covers, what stands in it."""

    row: int
    column: int
    height: int = 1
    width: int = 1
    content: list[Text | Table | Picture] = field(default_factory=list)
    names: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Table:
    """A table as its cells."""

    boxes: list[Box] = field(default_factory=list)
    role: TextRole = TextRole.BODY


Flow = list[Text | Table | Picture]


def words_of(flow: Flow) -> str:
    """All that a flow says, to tell whether another one says the same."""
    return "\n".join(
        "".join(run.text for run in item.runs) if isinstance(item, Text) else repr(item) for item in flow
    )


@dataclass(slots=True)
class _Look:
    """A text's kept characters and what its runs have in common."""

    text: str
    struck: bool
    bold: bool
    links: tuple[tuple[str, str], ...]


class Layout:
    """Numbers paragraphs and tables in document order and turns them into blocks.

    With ``frames`` tables that only arrange a page (as mail programs write them) dissolve into their content.
    """

    def __init__(self, flow: Flow, *, frames: bool = False) -> None:
        self._flow, self._frames = flow, frames
        self._paragraphs = self._tables = self._struck = 0
        self._blocks: list[Block] = []
        self._restored: Mapping[str, str] = {}

    def blocks(self) -> tuple[Block, ...]:
        """The blocks; texts in legacy codes are restored by the evidence of the whole document."""
        stored = list(dict.fromkeys(_raw_texts(self._flow)))
        self._restored = dict(zip(stored, clean_all(restore(stored)), strict=True))
        self._lay(self._flow)
        return tuple(self._blocks)

    @property
    def warnings(self) -> tuple[str, ...]:
        return (f"{self._struck} paragraphs are struck out and left out",) if self._struck else ()

    def _lay(self, flow: Iterable[Text | Table | Picture]) -> None:
        for item in flow:
            if isinstance(item, Text):
                self._paragraph(item)
            elif isinstance(item, Picture):
                self._blocks.append(item)
            elif self._frames and is_frame(item):
                for box in item.boxes:
                    self._lay(box.content)
            else:
                self._grid(item, None)

    def _paragraph(self, item: Text) -> None:
        look = self._look(item)
        if not look.text:
            return
        if look.struck:
            self._struck += 1
            return
        self._paragraphs += 1
        heading = item.level and item.role is TextRole.BODY
        self._blocks.append(
            Paragraph(
                text=look.text,
                place=Place(row=self._paragraphs),
                role=TextRole.HEADING if heading else item.role,
                marker=item.marker,
                level=item.level,
                bold=look.bold,
                hrefs=look.links,
            )
        )

    def _look(self, item: Text) -> _Look:
        raw, struck, bold = _kept(item.runs)
        links: dict[str, str] = {}
        for run in item.runs:
            if run.href and (struck or not run.struck):
                links[run.href] = links.get(run.href, "") + run.text
        shown = tuple((self._restored.get(text) or clean(text), address) for address, text in links.items())
        return _Look(self._restored[raw], struck, bold, shown)

    def _grid(self, table: Table, nested_in: Place | None) -> None:
        self._tables += 1
        title = f"Bảng {self._tables}"
        boxes = table.boxes
        cells = {(box.row, box.column): cell for box in boxes if (cell := self._cell(box))}
        n_rows = max((box.row for box in boxes), default=0)
        n_columns = max((box.column for box in boxes), default=0)
        reach = (min(box.column + box.width - 1, n_columns + _REACH) for box in boxes)
        n_columns = max(reach, default=0)
        spans = tuple(span for box in boxes if (span := _span(box, n_rows, n_columns)))
        self._blocks.append(
            Grid(
                title=title,
                cells=cells,
                spans=spans,
                n_rows=n_rows,
                n_columns=n_columns,
                nested_in=nested_in,
            )
        )
        for box in boxes:
            self._inside(box, Place(title, box.row, box.column))

    def _inside(self, box: Box, place: Place) -> None:
        for item in box.content:
            if isinstance(item, Table):
                self._grid(item, place)
            elif isinstance(item, Picture):
                self._blocks.append(replace(item, place=place))

    def _cell(self, box: Box) -> Cell | None:
        content = box.content
        if not content and not box.names:
            return None
        if len(content) == 1 and isinstance(content[0], Text) and not content[0].marker and not box.names:
            # Nearly every cell is one text and nothing else.
            look = self._look(content[0])
            href = look.links[0][1] if look.links else ""
            return Cell(look.text, href=href, bold=look.bold, struck=look.struck) if look.text else None
        return self._full_cell(box)

    def _full_cell(self, box: Box) -> Cell | None:
        texts = [item for item in box.content if isinstance(item, Text)]
        looks = [self._look(item) for item in texts]
        seen = [look for look in looks if look.text]
        struck = bool(seen) and all(look.struck for look in seen)
        lines = [
            _marked(item.marker, look.text)
            for item, look in zip(texts, looks, strict=True)
            if struck or not look.struck or not look.text
        ]
        text = "\n".join(filter(None, lines))
        pictures = [item.name for item in box.content if isinstance(item, Picture)]
        names = tuple(filter(None, [*box.names, *pictures]))
        if not text and not names:
            return None
        href = next((link[1] for look in seen for link in look.links), "")
        bold = bool(seen) and all(look.bold for look in seen)
        return Cell(text, href=href, bold=bold, struck=struck, pictures=names)


def _marked(marker: str, text: str) -> str:
    """Text of a cell with its number or bullet; a number stands also before nothing (automatic STT)."""
    if not text:
        return marker if any(sign.isdigit() for sign in marker) else ""
    return f"{marker} {text}" if marker else text


def _kept(runs: list[Run]) -> tuple[str, bool, bool]:
    """The text without what is struck out, whether all of it is, and whether all of it is bold."""
    if len(runs) == 1:
        only = runs[0]
        told = bool(only.text.strip())
        return only.text if told or not only.struck else "", told and only.struck, told and only.bold
    seen = [run for run in runs if run.text.strip()]
    struck = bool(seen) and all(run.struck for run in seen)
    text = "".join(run.text for run in runs if struck or not run.struck)
    return text, struck, bool(seen) and all(run.bold for run in seen)


def _raw_texts(flow: Iterable[Text | Table | Picture]) -> Iterator[str]:
    pending = list(flow)
    while pending:
        item = pending.pop()
        if isinstance(item, Text):
            yield _kept(item.runs)[0]
        elif isinstance(item, Table):
            for box in item.boxes:
                pending.extend(box.content)


def _span(box: Box, n_rows: int, n_columns: int) -> Span | None:
    bottom, right = min(box.row + box.height - 1, n_rows), min(box.column + box.width - 1, n_columns)
    return Span(box.row, box.column, bottom, right) if (bottom, right) != (box.row, box.column) else None


def is_frame(table: Table) -> bool:
    """Whether a table only arranges a page: one cell, a column of long texts, or cells full of tables."""
    boxes = table.boxes
    holding = [box.row for box in boxes if any(isinstance(item, Table) for item in box.content)]
    if holding:
        filled = [box for box in boxes if box.content]
        return not _is_regular(table) or len(set(holding)) * 2 >= len({box.row for box in filled})
    if len({box.column for box in boxes}) == 1:
        return len(boxes) == 1 or any(_length(box) > _LONG for box in boxes)
    return False


def _length(box: Box) -> int:
    return sum(len(run.text) for item in box.content if isinstance(item, Text) for run in item.runs)


def _is_regular(table: Table) -> bool:
    """Whether most rows have the same number, three or more, of cells."""
    widths: dict[int, int] = {}
    for box in table.boxes:
        widths[box.row] = widths.get(box.row, 0) + 1
    usual = max(widths.values(), default=0)
    alike = sum(1 for width in widths.values() if width == usual)
    return usual >= _REGULAR_WIDTH and alike * 2 > len(widths)
