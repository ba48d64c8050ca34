"""Tables of single pages joined: side by side, below each other, a row cut by a page; judges no text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from parsers.formats.pdf.lattice import Frame, Slot
from parsers.formats.pdf.lines import Line, lines_of
from parsers.formats.pdf.values import Rect

_SAME = 3.0
_LOOSE = 12.0
_SAME_ROW = 1.5
_FEWEST_ROWS = 3
_HEADING_WITHIN = 3
_MATCHED = 0.4


@dataclass(slots=True)
class Part:
    """A cell of a joined table. ``chunks`` are its lines on each page with the cell's area there.

    ``torn`` says that nobody knows whether a word of it goes on in the next line.
    """

    top: int
    left: int
    bottom: int
    right: int
    slots: list[Slot]
    chunks: list[tuple[list[Line], Rect]] = field(default_factory=list)
    torn: bool = False

    @property
    def text(self) -> str:
        return " ".join(line.text for lines, _ in self.chunks for line in lines)


@dataclass(slots=True)
class Joined:
    """A table over one page or several."""

    xs: list[float]
    ys: list[float]
    parts: list[Part]
    n_rows: int
    closed_top: bool
    closed_bottom: bool
    ruled: bool
    # The columns of every page that was put beside the first one, as they stood there.
    beside: list[list[float]] = field(default_factory=list)

    def rows(self) -> dict[int, list[Part]]:
        """The cells by the row that they begin in."""
        rows: dict[int, list[Part]] = {}
        for part in self.parts:
            rows.setdefault(part.top, []).append(part)
        return rows


def joined_of(frame: Frame) -> Joined:
    """A page's table as it stands."""
    parts = [
        Part(
            slot.top,
            slot.left,
            slot.bottom,
            slot.right,
            [slot],
            [(lines_of(slot.pieces), slot.rect)] if slot.pieces else [],
        )
        for slot in frame.slots
    ]
    return Joined(
        list(frame.xs),
        list(frame.ys),
        parts,
        len(frame.ys) - 1,
        frame.closed_top,
        frame.closed_bottom,
        frame.ruled,
    )


def is_beside(first: Joined, second: Joined, *, known: bool) -> bool:
    """Whether the second table, on another page, has the rows of the first and other columns.

    ``known`` says that such columns stood beside others before: then few rows are enough.
    """
    if not (first.ruled and second.ruled) or len(first.ys) != len(second.ys):
        return False
    if len(first.ys) <= _FEWEST_ROWS and not known:
        return False
    if any(abs(one - other) > _SAME_ROW for one, other in zip(first.ys, second.ys, strict=True)):
        return False
    if any(same_columns(columns, second.xs) for columns in first.beside):
        return False
    return not same_columns(first.xs, second.xs) and _signature(first, 0) != _signature(second, 0)


def same_columns(one: Sequence[float], other: Sequence[float]) -> bool:
    """Whether two tables have their columns at the same places."""
    return len(one) == len(other) and all(abs(x - y) <= _SAME for x, y in zip(one, other, strict=True))


def put_beside(first: Joined, second: Joined) -> None:
    """The second table's columns right of the first one's."""
    if not first.beside:
        first.beside.append(list(first.xs))
    first.beside.append(list(second.xs))
    shift = first.xs[-1] - second.xs[0]
    offset = len(first.xs) - 1
    first.xs.extend(x + shift for x in second.xs[1:])
    for part in second.parts:
        part.left += offset
        part.right += offset
    first.parts.extend(second.parts)


def continues(first: Joined, second: Joined) -> bool:
    """Whether the second table, at the top of the next page, has the columns of the first."""
    ends = abs(first.xs[0] - second.xs[0]) <= _SAME and abs(first.xs[-1] - second.xs[-1]) <= _SAME
    if first.ruled != second.ruled or (first.ruled and not ends):
        return False
    fewer, more = sorted((first.xs[1:-1], second.xs[1:-1]), key=len)
    leeway = _SAME if first.ruled else _LOOSE
    matched = sum(1 for x in fewer if any(abs(x - other) <= leeway for other in more))
    if not more:
        return True
    if first.ruled:
        return bool(fewer) and matched >= len(fewer) and len(fewer) >= _MATCHED * len(more)
    return len(fewer) == len(more) and matched == len(fewer)


def go_on(first: Joined, second: Joined) -> None:
    """The second table's rows below the first one's: repeated headings left out, a cut row made whole."""
    if first.ruled:
        _align(first, second)
    skipped = _repeated(first, second)
    parts = [part for part in second.parts if part.top >= skipped]
    cut = _cut_row(first, second, skipped)
    if cut:
        mended = _mend(first, [part for part in parts if part.top == skipped])
        parts = [part for part in parts if part.bottom > skipped and id(part) not in mended]
        skipped += 1
    elif first.n_rows:
        parts = _grown(first, parts, skipped)
    shift = first.n_rows - skipped
    for part in parts:
        part.top = max(part.top, skipped) + shift
        part.bottom += shift
    first.parts.extend(parts)
    first.n_rows += second.n_rows - skipped
    first.closed_bottom = second.closed_bottom


def _align(first: Joined, second: Joined) -> None:
    """Both tables on the same columns."""
    places = sorted(first.xs + [x for x in second.xs if all(abs(x - one) > _SAME for one in first.xs)])
    for table in (first, second):
        index = [min(range(len(places)), key=lambda at: abs(places[at] - x)) for x in table.xs]
        for part in table.parts:
            part.left, part.right = index[part.left], index[part.right + 1] - 1
    first.xs = list(places)
    second.xs = list(places)


Signature = tuple[tuple[int, int, int, str], ...]


def _signature(table: Joined, row: int) -> Signature:
    parts = [part for part in table.parts if part.top == row]
    parts.sort(key=lambda part: part.left)
    return tuple((part.left, part.right, part.bottom - part.top, part.text) for part in parts)


def _repeated(first: Joined, second: Joined) -> int:
    """How many rows at the second table's top say again what stands at the first one's."""
    head = _signature(second, 0)
    if sum(1 for *_, text in head if text) < 2:  # noqa: PLR2004  (one text alone proves nothing)
        return 0
    for begin in range(min(_HEADING_WITHIN, first.n_rows)):
        if _signature(first, begin) != head:
            continue
        same = 1
        while (
            same < second.n_rows
            and _signature(second, same) == _signature(first, begin + same)
            and same < _HEADING_WITHIN
        ):
            same += 1
        return same
    return 0


def _cut_row(first: Joined, second: Joined, skipped: int) -> bool:
    """Whether the second table's first row is the rest of the first one's last row."""
    last = [part for part in first.parts if part.bottom == first.n_rows - 1]
    head = [part for part in second.parts if part.top == skipped]
    if not any(part.text for part in head) or not any(part.text for part in last):
        return False
    begin = next((part for part in head if part.left == 0), None)
    above = next((part for part in last if part.left == 0), None)
    if above is None or (begin is None and first.ruled):
        return False
    if {part.left for part in head} - {part.left for part in last}:
        return False
    is_open = not first.closed_bottom and (skipped > 0 or not second.closed_top)
    if begin is not None and begin.text:
        return is_open and not (begin.text.strip(".").isdigit() or above.text.strip(".").isdigit())
    if above.top < above.bottom and sum(1 for part in head if part.text) * 2 > len(head):
        return False
    return bool(above.text) and all(above.text or not part.text for part in head)


def _mend(first: Joined, rest: Sequence[Part]) -> set[int]:
    """Adds the rest of a cut row to the row's cells, which reach as far down; the parts that it used up."""
    mended: set[int] = set()
    last = {part.left: part for part in first.parts if part.bottom == first.n_rows - 1}
    for part in rest:
        cell = last.get(part.left)
        if cell is not None:
            cell.chunks.extend(part.chunks)
            cell.slots.extend(part.slots)
            cell.bottom += part.bottom - part.top
            mended.add(id(part))
    return mended


def _grown(first: Joined, parts: list[Part], skipped: int) -> list[Part]:
    """Merged cells that go on over the page grow; the empty cells that they grow over are gone."""
    last = {(part.left, part.right): part for part in first.parts if part.bottom == first.n_rows - 1}
    kept = []
    for part in parts:
        above = last.get((part.left, part.right)) if part.top == skipped and not part.chunks else None
        if above is not None and (above.top < above.bottom or (part.top < part.bottom and above.chunks)):
            above.bottom += part.bottom - part.top + 1
        else:
            kept.append(part)
    return kept
