"""Files made to harm, read as the program reads mail: each costs itself at most, and nothing is fetched."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime

import openpyxl
import pytest

from bench.hostile import CAMPAIGN, GOOD, became
from catalogue.folding.fold import FoldMessage, fold
from catalogue.records import MessageKind, UnitState
from intake.reader import Order, Read
from intake.reader_limits import Limits
from intake.reader_pool import ReaderPool
from reports.export import catalogue_csv
from reports.sheets import FORMULA_STARTS, Sheet, SheetCell
from reports.xlsx import write_workbook
from tests.intake.test_reader_pool import Journal
from tests.reports import samples
from tests.support import hostile_archives
from tests.support.hostile import harmful
from tests.support.hostile_files import SAMPLES
from tests.support.hostile_guard import CAUGHT
from tests.support.hostile_sample import Sample
from tests.support.mails import file_part, simple

LIMITS = Limits(memory_bytes=1024 << 20, cpu_seconds=6, wall_seconds=60)
NEXT = simple("Trường gửi danh sách.", files=[GOOD])


@pytest.fixture(scope="module")
def shared() -> Iterator[tuple[ReaderPool, Journal]]:
    """One worker under guard for all samples; another stands up where one costs it its life."""
    journal = Journal()
    pool = ReaderPool(LIMITS, 1, journal, preload=["tests.support.hostile", "tests.support.hostile_guard"])
    yield pool, journal
    pool.close()


@pytest.fixture
def journal(shared: tuple[ReaderPool, Journal]) -> Journal:
    shared[1].told.clear()
    return shared[1]


def mail_with(filename: str, data: bytes) -> bytes:
    return simple("Trường gửi danh sách.", files=[file_part(filename, data), GOOD])


def order(number: int, raw: bytes) -> Order:
    return Order(sha256=f"{number:064}", size=len(raw), raw=lambda: raw)


def read_both(pool: ReaderPool, raw: bytes) -> tuple[Read, Read]:
    """The mail and the one that follows it."""
    orders = [order(number, one) for number, one in enumerate((raw, NEXT))]
    first, second = [promise() for promise in pool.read_many(orders, CAMPAIGN)]
    return first, second


def titles(read: Read) -> list[str]:
    return [str(entry.values["title"].value) for entry in read.reading.entries if "title" in entry.values]


@pytest.mark.parametrize(
    "one",
    [pytest.param(one, id=one.name, marks=[pytest.mark.slow] if one.costly else []) for one in SAMPLES],
)
def test_a_hostile_file_costs_itself_at_most(
    shared: tuple[ReaderPool, Journal], journal: Journal, one: Sample
) -> None:
    bad, good = read_both(shared[0], mail_with(one.filename, one.make()))
    outcome, note = became(bad, one.filename)
    assert outcome in one.outcomes, note
    assert one.says in note
    assert one.costly or not journal.told
    assert "Hàn điện" in titles(bad)
    assert titles(good) == ["Hàn điện"]


@pytest.mark.parametrize("deed", ["fetch", "look", "run"])
def test_the_guard_over_the_samples_would_see_what_reaches_out(
    shared: tuple[ReaderPool, Journal], journal: Journal, deed: str
) -> None:
    bad, _ = read_both(shared[0], mail_with("a.txt", harmful(deed)))
    assert became(bad, "a.txt")[0] == "corrupt"
    assert [one["ending"] for one in journal.told] == [f"exit {CAUGHT}"]


def test_no_name_in_an_archive_leads_out_of_it(shared: tuple[ReaderPool, Journal]) -> None:
    climbing = [one for one in hostile_archives.SAMPLES if "climb" in one.name]
    for one in climbing:
        read, _ = read_both(shared[0], mail_with(one.filename, one.make()))
        paths = [part.path for part in read.reading.parts if part.path]
        assert len(paths) > 1
        assert all(path.isprintable() and len(path) < 400 for path in paths)
        assert not [path for path in paths if path.startswith(("/", "~/..")) or ".." in path.split("/")]


# ---------------------------------------------------------------- on the way out

FORMULAS = (
    "=cmd|'/c calc'!A1",
    "+1+cmd",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    '=HYPERLINK("http://x.example")',
)


def state_of(rows: str) -> UnitState:
    """What a school's list comes to."""
    pool = ReaderPool(LIMITS, 1, Journal())
    try:
        raw = simple("Gửi danh sách.", files=[file_part("ds.csv", rows.encode(), "text/csv")])
        reading = pool.read("0" * 64, raw, CAMPAIGN).reading
    finally:
        pool.close()
    message = FoldMessage(sha256="0" * 64, message_id="<1@x.example>", kind=MessageKind.SUBMISSION,
                          received_at=datetime(2025, 5, 12, tzinfo=UTC), reading=reading)  # fmt: skip
    return fold("cd-ben", [message], [], CAMPAIGN)


def test_formulas_in_a_list_come_out_as_texts() -> None:
    lines = [
        f'{number};"{one.replace(chr(34), chr(34) * 2)}";Sơ cấp' for number, one in enumerate(FORMULAS, 1)
    ]
    state = state_of("\r\n".join(["STT;Tên khóa học;Trình độ", *lines, "6;Hàn điện;Sơ cấp"]))
    held = {str(value.value or value.text) for record in state.courses for value in record.values.values()}
    assert {one for one in held if one.startswith(FORMULA_STARTS)}
    text = "".join(catalogue_csv((samples.unit(),), (state,))).removeprefix("\ufeff")
    cells = [cell for line in csv.reader(io.StringIO(text, newline="")) for cell in line]
    assert "Hàn điện" in cells
    assert not [cell for cell in cells if cell.startswith(FORMULA_STARTS)]


def test_formulas_in_a_workbook_are_texts_to_whoever_opens_it() -> None:
    sheet = Sheet(title="DS", columns=(("Tên", 20),), rows=[[SheetCell(one, note=one)] for one in FORMULAS])
    written = write_workbook([sheet], "DS", datetime(2025, 5, 12, tzinfo=UTC))
    cells = [row[0] for row in openpyxl.load_workbook(io.BytesIO(written))["DS"].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == list(FORMULAS)
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells)
