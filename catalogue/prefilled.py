"""The marks by which our own prefilled workbook is known again when it comes back; names only, no format.

One row of a sheet is one record, its id in the hidden first column. A hidden sheet tells the letter that the
workbook went out with, which columns are which fields, and of each cell what stood in it and whether an
answer was asked in it.
"""

from __future__ import annotations

from dataclasses import dataclass

MARK = "intake-prefilled/1"
"""What stands in the first cell of the hidden sheet."""
HIDDEN_SHEET = "_intake"
ID_HEADING = "Mã"
"""The heading of the hidden first column of each sheet of records."""
NEW = "+"
"""The id of the row for a record that lacks altogether, such as the contact that nobody named yet."""
LETTER, COLUMN, CELL = "letter", "column", "cell"
"""The kinds of rows of the hidden sheet, told in its first column."""
OPEN = "open"
YES = "Đúng"


@dataclass(frozen=True, slots=True)
class CellMark:
    """One cell as it went out: of which record and field, its text, and whether an answer was asked in it."""

    record_id: str
    field: str
    text: str
    is_open: bool

    def row(self) -> tuple[str, ...]:
        """The cell as a row of the hidden sheet."""
        return (CELL, self.record_id, self.field, self.text, OPEN if self.is_open else "")
