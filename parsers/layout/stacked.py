"""Tables pasted as plain text, each cell on a line of its own: headings, then rows; judges no record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers.document import Cell, Grid, Paragraph
from parsers.layout.headings import SURE, Lexicon, Match
from parsers.layout.shapes import LONGEST_JUDGED, URL, choice_in, is_money, is_placeholder
from parsers.wanted import Shape

FEWEST_HEADINGS = 4
FEWEST_TELLING = 2
FEWEST_ROWS_UNCOUNTED = 2
LONGEST_HEADING = 60

Run = Sequence[Paragraph]
_TELLING = frozenset({Shape.CHOICE, Shape.MONEY, Shape.URL})


def stacked_runs(paragraphs: Run, lexicon: Lexicon) -> Iterator[tuple[Run, Grid | None]]:
    """The paragraphs in order, in runs; with those that are such a table comes its grid."""
    begin = position = 0
    while position < len(paragraphs):
        found = _table_at(paragraphs, position, lexicon)
        if found is None:
            position += 1
            continue
        if begin < position:
            yield paragraphs[begin:position], None
        end, grid = found
        yield paragraphs[position:end], grid
        begin = position = end
    if begin < len(paragraphs):
        yield paragraphs[begin:], None


def _table_at(paragraphs: Run, start: int, lexicon: Lexicon) -> tuple[int, Grid] | None:
    """Where the table that begins at a paragraph ends, and its grid; None where none begins there."""
    heads = _headings(paragraphs, start, lexicon)
    keys = [position for position, one in enumerate(heads) if _names_record(one, lexicon)]
    if len(heads) < FEWEST_HEADINGS or not keys:
        return None
    width, rows = len(heads), 0
    first = start + width
    while _is_row(paragraphs, first + rows * width, heads, rows + 1, lexicon):
        rows += 1
    end = first + rows * width
    counted = None in heads
    lost = counted and end < len(paragraphs) and _count(paragraphs[end].text) == rows + 1
    if lost or rows < (1 if counted else FEWEST_ROWS_UNCOUNTED):
        return None
    return end, _grid(paragraphs[start:end], width, keys[0])


def _headings(paragraphs: Run, start: int, lexicon: Lexicon) -> list[Match | None]:
    """What the lines from one on head, None for the serial number; as long as each heads something."""
    heads: list[Match | None] = []
    for position in range(start, len(paragraphs)):
        text = paragraphs[position].text.strip()
        if len(text) > LONGEST_HEADING or ":" in text or not _goes_on(paragraphs, start, position):
            break
        if lexicon.is_index(text):
            found: Sequence[Match | None] = (None,)
        else:
            found = [one for one in lexicon.quick(text)[:1] if one.score >= SURE]
        if not found or found[0] in heads:
            break
        heads.append(found[0])
    return heads


def _names_record(one: Match | None, lexicon: Lexicon) -> bool:
    return one is not None and one.field.key == lexicon.records[one.kind].key


def _goes_on(paragraphs: Run, start: int, position: int) -> bool:
    """Whether a line is as far from the one above it as the first two are from each other."""
    if "\n" in paragraphs[position].text or "\t" in paragraphs[position].text:
        return False
    if position - start < 2:  # noqa: PLR2004 - the first two tell the distance
        return True
    step = paragraphs[start + 1].place.row - paragraphs[start].place.row
    return paragraphs[position].place.row - paragraphs[position - 1].place.row == step


def _is_row(
    paragraphs: Run, begin: int, heads: Sequence[Match | None], number: int, lexicon: Lexicon
) -> bool:
    """Whether as many lines as there are headings hold the next number and values that suit."""
    width = len(heads)
    if begin + width > len(paragraphs):
        return False
    start = begin - number * width
    if not all(_goes_on(paragraphs, start, one) for one in range(begin, begin + width)):
        return False
    told = judged = 0
    for one, paragraph in zip(heads, paragraphs[begin : begin + width], strict=True):
        if one is None:
            if _count(paragraph.text) != number:
                return False
        elif one.field.shape in _TELLING and not is_placeholder(paragraph.text, lexicon.wanted):
            judged += 1
            told += _shows(one, paragraph.text)
    return told == judged if None not in heads else 2 * told >= judged >= min(judged, FEWEST_TELLING)


def _shows(one: Match, text: str) -> bool:
    if one.field.shape is Shape.URL:
        return URL.search(text[:LONGEST_JUDGED]) is not None
    return bool(choice_in(one.field, text)) or (one.field.shape is Shape.MONEY and is_money(Cell(text)))


def _count(text: str) -> int:
    digits = text.strip(" .)(")
    return int(digits) if digits.isdecimal() and len(digits) < 4 else 0  # noqa: PLR2004 - a serial number


def _grid(run: Run, width: int, key: int) -> Grid:
    """A grid without a name: its rows are numbered as the paragraphs that hold the records' names."""
    cells: dict[tuple[int, int], Cell] = {}
    for begin in range(0, len(run), width):
        row = run[begin + (key if begin else 0)].place.row
        for column, paragraph in enumerate(run[begin : begin + width], 1):
            href = paragraph.hrefs[0][1] if paragraph.hrefs else ""
            cells[row, column] = Cell(paragraph.text.strip(), bold=paragraph.bold, href=href)
    return Grid(title="", cells=cells, n_rows=run[-1].place.row, n_columns=width)
