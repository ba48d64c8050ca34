"""What stands outside tables, as lines in reading order: paragraphs and left-over cells; judges nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from parsers.document import Cell, CellValue, Paragraph, Place
from parsers.layout.headings import SURE, Lexicon, strip_marker
from parsers.layout.shapes import PHONE, is_number, suits
from parsers.layout.sheet import Sheet
from parsers.layout.ticked import ticked_row
from parsers.layout.twins import parted
from parsers.text import fold
from parsers.wanted import Shape

LONGEST_LABEL = 90
FEWEST_LABELS = 2
FEWEST_BARE = 3
FEWEST_NAMED = 3
LONGEST_SERIAL = 4
LONGEST_UNIT = 16
HALF = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line. ``label`` is set where a cell beside it says what it is; ``more`` goes on with the last one.

    ``gap`` says that something empty stands before it, ``aside`` that it stands beside labels in its row,
    ``beside`` that it stands right of a label's value or of the row's first text, ``leads`` that such
    texts stand right of it.
    """

    text: str
    place: Place
    label: str = ""
    more: bool = False
    aside: bool = False
    beside: bool = False
    leads: bool = False
    gap: bool = False
    marker: str = ""
    bold: bool = False
    level: int = 0
    href: str = ""
    value: CellValue = None
    number_format: str = ""


def lines_of_paragraphs(paragraphs: Iterable[Paragraph]) -> Iterator[Line]:
    """Each line of each paragraph; a gap where numbers of paragraphs were left out."""
    previous = 0
    for paragraph in paragraphs:
        gap = paragraph.place.row - previous > 1
        previous = paragraph.place.row
        for number, text in enumerate(one for one in paragraph.text.split("\n") if one.strip()):
            yield Line(
                text=text.strip(),
                place=paragraph.place,
                gap=gap and not number,
                marker="" if number else paragraph.marker,
                bold=paragraph.bold,
                level=paragraph.level,
                href=_href_in(text, paragraph),
            )


def _href_in(text: str, paragraph: Paragraph) -> str:
    """The first address behind words of a line; that of the paragraph where its words are not told apart."""
    own = next((href for shown, href in paragraph.hrefs if shown.strip() and shown.strip() in text), "")
    if own or "\n" in paragraph.text or not paragraph.hrefs:
        return own
    return paragraph.hrefs[0][1]


def with_bare_labels(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """Lines that are a label alone, each joined with the line below it that is its value.

    Only where this is how the text is written: a field's name standing alone may be a heading too.
    """
    bare = [_is_bare_label(line, lexicon) for line in lines]
    pairs = {
        number
        for number, (label, value) in enumerate(pairwise(bare))
        if label and not value and ":" not in lines[number + 1].text and not lines[number + 1].label
    }
    if len({lines[number].text for number in pairs}) < FEWEST_BARE:
        return list(lines)
    return [
        replace(line, label=lines[number - 1].text) if number - 1 in pairs else line
        for number, line in enumerate(lines)
        if number not in pairs
    ]


def _is_bare_label(line: Line, lexicon: Lexicon) -> bool:
    if line.label or line.more or line.aside or line.beside or line.leads or ":" in line.text:
        return False
    found = lexicon.quick(line.text) if len(line.text) <= LONGEST_LABEL else ()
    return bool(found) and found[0].score >= SURE and found[0].field.collected


def lines_of_rows(sheet: Sheet, rows: Sequence[int], lexicon: Lexicon) -> Iterator[Line]:
    """The cells that no table took, row by row: labels with their values, other cells alone."""
    for run, (left, right) in parted(sheet, rows):
        yield from _lines_within(sheet.within(run, left, right), run, lexicon)


def _lines_within(sheet: Sheet, rows: Sequence[int], lexicon: Lexicon) -> Iterator[Line]:
    labels = _label_columns(sheet, rows, lexicon)
    values = {column + sheet_gap for column, sheet_gap in labels.items()}
    # The first line of a grid never goes on with what stood before it.
    previous = -1
    for row in rows:
        columns = [column for column in sheet.free(row) if sheet.cells[row, column].text.strip()]
        if not columns:
            continue
        gap = row - previous > 1
        previous = row
        options = _options(sheet, row, columns, lexicon)
        if options is not None:
            yield replace(options, gap=gap)
            continue
        if _names_who_answers(sheet, row, columns, lexicon):
            text = " ".join(sheet.cells[row, column].text.strip() for column in columns)
            yield Line(text=text, place=sheet.place((row, columns[1])), gap=gap)
            continue
        pairs = _pairs(sheet, row, columns, labels, lexicon)
        paired = {column for pair in pairs for column in pair}
        for label, value in pairs:
            yield _pair(sheet, row, label, value, gap=gap)
            paired.update(range(label, value))
        rest = [column for column in columns if column not in paired]
        more = not pairs and len(rest) == 1 and rest[0] in values
        alone = [column for column in rest if len(columns) == 1 or not _is_serial(sheet.cells[row, column])]
        for column in alone:
            beside = column > max(paired) if pairs else column != alone[0]
            for line in _cell_lines(sheet, (row, column), gap=gap, more=more):
                yield replace(
                    line,
                    aside=bool(pairs) and not beside,
                    beside=beside,
                    leads=not pairs and not beside and len(alone) > 1,
                    gap=line.gap and not beside,
                )


def _options(sheet: Sheet, row: int, columns: Sequence[int], lexicon: Lexicon) -> Line | None:
    """A label and its options with a tick in a cell beside one of them."""
    if len(columns) <= FEWEST_LABELS or not _is_label(sheet.cells[row, columns[0]].text, lexicon):
        return None
    found = ticked_row(sheet, row, columns, lexicon.wanted)
    if found is None:
        return None
    label = strip_marker(sheet.cells[row, columns[0]].text)
    return Line(text=found[0], place=sheet.place(found[1]), label=label)


def _names_who_answers(sheet: Sheet, row: int, columns: Sequence[int], lexicon: Lexicon) -> bool:
    """Whether a row is the label of a phone, a number, and words in which somebody is to be asked for."""
    if len(columns) != FEWEST_NAMED:
        return False
    label, number, words = (sheet.cells[row, column].text for column in columns)
    found = lexicon.quick(strip_marker(label.strip().rstrip(":")))
    reached = (
        bool(found) and found[0].field.shape is Shape.PHONE and PHONE.fullmatch(number.strip()) is not None
    )
    captions = [one for record in lexicon.wanted.records for one in record.captions]
    return reached and any(f"{fold(words)} ".startswith(f"{one} ") for one in captions)


def _is_serial(cell: Cell) -> bool:
    return len(cell.text) <= LONGEST_SERIAL and is_number(cell.text)


def _pair(sheet: Sheet, row: int, label: int, value: int, *, gap: bool) -> Line:
    cell = sheet.cells[row, value]
    name = strip_marker(sheet.cells[row, label].text)
    units = [sheet.cells[row, one].text for one in sheet.own(row, label + 1, value - 1)]
    return Line(
        text=cell.text,
        place=sheet.place((row, value)),
        label=f"{name} ({units[0]})" if units else name,
        gap=gap,
        href=cell.href,
        value=cell.value,
        number_format=cell.number_format,
        bold=cell.bold,
    )


def _cell_lines(sheet: Sheet, at: tuple[int, int], *, gap: bool, more: bool) -> Iterator[Line]:
    cell: Cell = sheet.cells[at]
    for number, text in enumerate(one for one in cell.text.split("\n") if one.strip()):
        yield Line(
            text=text.strip(),
            place=sheet.place(at),
            gap=gap and not number,
            more=more,
            bold=cell.bold,
            href=cell.href,
        )


def _label_columns(sheet: Sheet, rows: Sequence[int], lexicon: Lexicon) -> dict[int, int]:
    """Columns that hold labels, with the distance to the column of their values."""
    found: dict[int, Counter[int]] = {}
    for row in rows:
        columns = sheet.free(row)
        for column, after in pairwise(columns):
            if _is_label(sheet.cells[row, column].text, lexicon):
                found.setdefault(column, Counter())[after - column] += 1
    return {
        column: distances.most_common(1)[0][0]
        for column, distances in found.items()
        if distances.total() >= FEWEST_LABELS
    }


def _pairs(
    sheet: Sheet, row: int, columns: Sequence[int], labels: dict[int, int], lexicon: Lexicon
) -> list[tuple[int, int]]:
    """Label and value columns of one row; in a column of labels an unknown one is a label too."""
    pairs = []
    position = 0
    while position + 1 < len(columns):
        column, after = columns[position], columns[position + 1]
        text = sheet.cells[row, column].text
        usual = column + labels.get(column, 0)
        if after < usual and usual in columns and len(sheet.cells[row, after].text) <= LONGEST_UNIT:
            # What stands between a label and the place of the values is the unit of this one.
            pairs.append((column, usual))
            position = columns.index(usual) + 1
            continue
        known = _is_label(text, lexicon) and _suits(text, sheet.cells[row, after], lexicon)
        listed = column in labels and after == column + labels[column] and len(text) <= LONGEST_LABEL
        if (known and not _is_label(sheet.cells[row, after].text, lexicon)) or listed:
            pairs.append((column, after))
            position += 2
        else:
            position += 1
    return pairs


def _suits(text: str, value: Cell, lexicon: Lexicon) -> bool:
    """Whether a label without a colon, of a field that nobody wants, at least looks like one of its value."""
    found = lexicon.quick(strip_marker(text.rstrip()))
    if text.rstrip().endswith(":") or not found or found[0].field.collected:
        return True
    return suits(found[0].field, value, lexicon.wanted) >= HALF


def _is_label(text: str, lexicon: Lexicon) -> bool:
    bare = strip_marker(text.rstrip())
    if len(bare) > LONGEST_LABEL or ":" in bare[:-1]:
        return False
    found = lexicon.quick(bare)
    return bool(found and found[0].score >= SURE) or bool(lexicon.caption(bare))
