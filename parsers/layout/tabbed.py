"""Paragraphs that tabs part into columns, as the tables that a reader sees in them; judges no heading."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from parsers.document import Cell, Grid, Paragraph, Span

FEWEST_COLUMNS = 3
FEWEST_ROWS = 2

Run = Sequence[Paragraph]


def runs_of(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Run, Grid | None]]:
    """The paragraphs in order, in runs; with those that line up in columns comes their table."""
    begin = position = 0
    while position < len(paragraphs):
        run = _run_at(paragraphs, position)
        if len(run) < FEWEST_ROWS:
            position += 1
            continue
        if begin < position:
            yield paragraphs[begin:position], None
        yield run, _grid(run)
        begin = position = position + len(run)
    if begin < len(paragraphs):
        yield paragraphs[begin:], None


def _run_at(paragraphs: Sequence[Paragraph], start: int) -> Run:
    """The paragraphs from one on that have columns."""
    end = start
    while end < len(paragraphs) and len(_fields(paragraphs[end])) >= FEWEST_COLUMNS:
        end += 1
    return paragraphs[start:end]


def _fields(paragraph: Paragraph) -> list[str]:
    if "\t" not in paragraph.text or "\n" in paragraph.text:
        return []
    number = paragraph.marker.strip(" .)(")
    return [*([number] if number.isalnum() else []), *map(str.strip, paragraph.text.split("\t"))]


def _grid(run: Run) -> Grid:
    """A grid without a name, so that its places are those of the paragraphs, which are its rows.

    The first paragraph tells how many columns there are; one with fewer or more is one wide cell:
    which of its values is missing is not to be seen from tabs alone.
    """
    cells: dict[tuple[int, int], Cell] = {}
    spans = []
    width = len(_fields(run[0]))
    for paragraph in run:
        fields, row = _fields(paragraph), paragraph.place.row
        if len(fields) == width:
            cells.update(
                ((row, column), Cell(text, bold=paragraph.bold))
                for column, text in enumerate(fields, 1)
                if text
            )
        else:
            cells[row, 1] = Cell(" ".join(fields))
            spans.append(Span(row, 1, row, width))
    return Grid(title="", cells=cells, spans=tuple(spans), n_rows=run[-1].place.row, n_columns=width)
