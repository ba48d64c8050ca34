"""What stands around headings and says how values are meant: units, guides, captions; reads no record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from parsers.layout.headings import Lexicon, Match
from parsers.layout.headrows import numbers_columns
from parsers.layout.regions import Header
from parsers.layout.sheet import Sheet
from parsers.text import fold
from parsers.wanted import Shape

LONGEST_HINT = 80
UNIT_WITHIN = 3
GUIDE_ROWS = 2
CAPTION_WITHIN = 2

LONGEST_LEGEND = 300

_PIECES = re.compile(r"[.;]\s|[()\n]")
_LEGEND = re.compile(r"\W*(?:quy ước|ký hiệu|kí hiệu|viết tắt|chú giải|chú thích|ghi chú)\b", re.IGNORECASE)
_CODE = re.compile(r"(?<!\w)[^\W\d_]{1,4}\s*(?:[:=]|\s[-–])\s*[^\W\d]")

_MEASURED = frozenset({Shape.MONEY, Shape.DURATION})


def with_hints(
    headings: Mapping[int, str], chosen: Mapping[int, Match], sheet: Sheet, header: Header, lexicon: Lexicon
) -> dict[int, str]:
    """The headings with what the guide row below them and the unit above the table say of their values."""
    unit = _unit_above(sheet, header, lexicon)
    hinted = dict(headings)
    for column, guide in _guides(sheet, header):
        hinted[column] = f"{hinted.get(column, '')} {guide}".strip()
    legend = legend_above(sheet, header)
    for column in [one for one, match in chosen.items() if legend and match.field.choices]:
        hinted[column] = f"{hinted[column]} ({legend})"
    for column in [one for one, match in chosen.items() if match.field.shape is Shape.MONEY]:
        hinted[column] = f"{hinted[column]} ({unit})" if unit else hinted[column]
    return hinted


def unit_columns(
    headings: Mapping[int, str], chosen: Mapping[int, Match], lexicon: Lexicon
) -> dict[int, int]:
    """Columns of sums and spans with the column right of each that holds the unit of every row."""
    return {
        column: column + 1
        for column, match in chosen.items()
        if match.field.collected
        and match.field.shape in _MEASURED
        and not (column + 1 in chosen and chosen[column + 1].field.collected)
        and _names_unit(headings.get(column + 1, ""), lexicon)
    }


def is_legend(text: str) -> bool:
    """Whether a line explains the codes of a table: "Quy ước: TT: trực tiếp; TrT: trực tuyến"."""
    return len(text) <= LONGEST_LEGEND and bool(_LEGEND.match(text)) and len(_CODE.findall(text)) > 1


def caption_row(sheet: Sheet, headers: Sequence[Header]) -> int:
    """The row above tables side by side in which each has a line of its own; 0 where there is none."""
    top = min(header.top for header in headers)
    for row in range(top - 1, max(top - 1 - CAPTION_WITHIN, 0), -1):
        if row in sheet.rows:
            ours = [len(sheet.own(row, header.left, header.right)) for header in headers]
            return row if set(ours) == {1} and len(headers) > 1 else 0
    return 0


def _unit_above(sheet: Sheet, header: Header, lexicon: Lexicon) -> str:
    for row in range(header.top - 1, max(header.top - 1 - UNIT_WITHIN, 0), -1):
        for column in sheet.rows.get(row, ()):
            for text in _PIECES.split(sheet.cells[row, column].text[:LONGEST_LEGEND]):
                if len(text) <= LONGEST_HINT and _names_unit(text, lexicon):
                    return text.strip()
    return ""


def legend_above(sheet: Sheet, header: Header) -> str:
    """The line above a table that explains its codes, "" where there is none."""
    for row in range(header.top - 1, max(header.top - 1 - UNIT_WITHIN, 0), -1):
        for column in sheet.rows.get(row, ()):
            text = sheet.cells[row, column].text
            if is_legend(text):
                return text.strip().strip("()")
    return ""


def _names_unit(text: str, lexicon: Lexicon) -> bool:
    folded = f"{fold(text[:LONGEST_HINT])} "
    return any(folded.startswith(f"{word} ") for word in lexicon.wanted.units)


def _guides(sheet: Sheet, header: Header) -> Iterable[tuple[int, str]]:
    """The cells of a row below the headings that only says in brackets how to fill the columns."""
    for row in range(header.bottom + 1, header.bottom + 1 + GUIDE_ROWS):
        columns = sheet.own(row, header.left, header.right)
        if not numbers_columns(sheet, row, columns):
            return
        for column in columns:
            text = sheet.cells[row, column].text.strip()
            if any(map(str.isalpha, text)):
                yield column, text
