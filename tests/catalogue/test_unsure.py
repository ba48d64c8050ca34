"""What a file calls unsure is never entered without the officer."""

from __future__ import annotations

from catalogue.fields import COURSE
from catalogue.reading.unsure import doubt_unsure
from catalogue.records import Entry, Origin, Value
from parsers.document import Document, Grid


def value(text: str, column: int, row: int = 2) -> Value:
    return Value(
        value=text, text=text, origin=Origin(part="a.pdf", container="Bảng 1", row=row, column=column)
    )


def document(*unsure: tuple[int, int]) -> Document:
    return Document(media="pdf", blocks=(Grid(title="Bảng 1", cells={}, unsure=frozenset(unsure)),))


def test_values_of_unsure_cells_are_doubted_and_the_record_where_its_name_is() -> None:
    first = Entry(kind=COURSE, values={"title": value("Pha chế", 2), "content": value("Rang lai xay", 3)})
    second = Entry(kind=COURSE, values={"title": value("caoHàn", 2, row=3)})
    told = doubt_unsure((first, second), {"a.pdf": document((2, 3), (3, 2))})
    assert [{key for key, one in entry.values.items() if one.doubt} for entry in told] == [
        {"content"},
        {"title"},
    ]
    assert [bool(entry.doubt) for entry in told] == [False, True]


def test_the_same_cell_of_another_file_stays_sure() -> None:
    entry = Entry(kind=COURSE, values={"title": value("Pha chế", 2)})
    assert doubt_unsure((entry,), {"b.pdf": document((2, 2))}) == (entry,)
