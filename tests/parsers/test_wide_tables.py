"""Tables wider than any list: what stands beyond the bound is kept, told, and costs what its length costs."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import cycle, islice

import pytest

from catalogue.reading.content import read_content
from catalogue.records import MessageReading
from config.campaign import load_campaign
from parsers.layout.headings import Match
from parsers.layout.rivals import best_of
from parsers.layout.wide import WIDEST
from parsers.message import read_message
from parsers.wanted import Shape, WantedField
from tests.support.growth import assert_linear
from tests.support.mails import file_part, simple

CAMPAIGN = load_campaign("course-catalogue-2025")
HEADINGS = ("STT", "Tên khóa học", "Trình độ", "Thời gian", "Học phí")
VALUES = ("1", "Hàn điện", "Sơ cấp", "3 tháng", "2.500.000")
CHOICES = ("Sơ cấp", "Trung cấp")

Rows = Sequence[Sequence[str]]


def page(rows: Rows) -> bytes:
    body = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    return f'<!DOCTYPE html><meta charset="utf-8"><table>{body}</table>'.encode()


def listed(rows: Rows) -> bytes:
    return "\n".join(";".join(row) for row in rows).encode()


def reading_of(filename: str, data: bytes) -> MessageReading:
    return read_content(read_message(simple(files=[file_part(filename, data)])), CAMPAIGN)


def over(texts: Sequence[str], width: int) -> list[str]:
    return list(islice(cycle(texts), width))


WIDE = {
    "lists side by side": lambda width: [over(HEADINGS, width), over(VALUES, width)],
    "a list with unknown columns": lambda width: [
        [*HEADINGS, *(f"Cột {number}" for number in range(width))],
        [*VALUES, *(f"a {number}" for number in range(width))],
    ],
    "a tick column after the other": lambda width: [
        ["STT", "Tên khóa học", *over(CHOICES, width)],
        ["1", "Hàn điện", *over("x", width)],
        ["2", "Tiện", *over("x", width)],
    ],
    "rows of numbers": lambda width: [[str(number) for number in range(width)]] * 3,
    "labels beside their values": lambda width: [over(HEADINGS[1:3] + VALUES[1:3], width)] * 3,
}


@pytest.mark.parametrize("kind", WIDE)
def test_a_table_costs_what_its_columns_cost_however_many_they_are(kind: str) -> None:
    assert_linear(lambda width: reading_of("ds.html", page(WIDE[kind](width))), WIDEST)


@pytest.mark.parametrize(("filename", "write"), [("ds.html", page), ("ds.csv", listed)])
def test_what_stands_beyond_the_bound_is_nobodys_and_told(filename: str, write: object) -> None:
    assert callable(write)
    fees = over(HEADINGS[-1:], WIDEST), over(VALUES[-1:], WIDEST)
    rows = [[*HEADINGS, *fees[0], "Địa điểm"], [*VALUES, *fees[1], "Cơ sở 2"]]
    reading = reading_of(filename, write(rows))
    (entry,) = reading.entries
    assert entry.values["fee_vnd"].value == 2_500_000
    assert "columns beyond the first 1,000" in next(part.note for part in reading.parts if part.filename)
    assert any(one.text.endswith("Cơ sở 2") for one in reading.unclaimed)


def test_a_table_as_wide_as_the_bound_is_looked_at_whole() -> None:
    rows = [[*over("x", WIDEST - len(HEADINGS)), *HEADINGS], [*over("y", WIDEST - len(HEADINGS)), *VALUES]]
    reading = reading_of("ds.html", page(rows))
    assert not any(part.note for part in reading.parts if part.filename)
    assert not any("Học phí" in one.text for one in reading.unclaimed)


def test_empty_columns_count_for_nothing() -> None:
    rows = [[*over(("",), 3 * WIDEST), *HEADINGS], [*over(("",), 3 * WIDEST), *VALUES]]
    assert [entry.values["title"].value for entry in reading_of("ds.csv", listed(rows)).entries] == [
        "Hàn điện"
    ]


def test_fields_that_no_workbook_has_room_for_are_told_of() -> None:
    reading = reading_of("ds.csv", listed([over("x", 16_387)]))
    assert "3 fields beyond column 16384 are left out" in next(
        part.note for part in reading.parts if part.filename
    )


@pytest.mark.parametrize("rivals", [1, 1_000_000])
def test_columns_that_compete_cost_what_their_number_costs(rivals: int) -> None:
    one = WantedField(key="fee", shape=Shape.TEXT, headings=())

    def choose(columns: int) -> None:
        best_of({column: [Match("course", one, 1.0, "", part=column % rivals)] for column in range(columns)})

    assert_linear(choose, 2_000)


def test_columns_that_compete_through_a_third_are_judged_together() -> None:
    one = WantedField(key="fee", shape=Shape.TEXT, headings=())
    first, second, third = (
        Match("course", one, score, "", part=part) for part, score in enumerate((0.9, 0.9, 0.5))
    )
    chosen = best_of({1: [first], 2: [second], 3: [first, third], 4: [second, first]})
    assert chosen == {1: first, 2: second, 3: third}
