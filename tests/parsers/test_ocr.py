"""Scans become documents: what the recogniser sees is laid out as a PDF's text is, and every loss is told."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pytest
from PIL import Image

from intake.reader_ocr import find_tesseract
from parsers.document import Document, Grid
from parsers.ocr import bitmap
from parsers.ocr.cuts import pieces_of
from parsers.ocr.scan import MOST_PAGES, RecognitionError, Scan, Task, read_scan
from parsers.ocr.words import words_of
from tests.support.pdfs import Paper
from tests.support.scans import COURSES, HEADS, as_jpeg, as_pdf, list_of_courses, photographed

TESSERACT = find_tesseract(60)
ANSWER = """
<span class='ocr_line' id='line_1_1' title="bbox 100 50 300 90; baseline 0.01 -6; x_size 40">
 <span class='ocrx_word' id='word_1_1' title='bbox 100 50 160 88; x_wconf 96'>H&amp;<strong>àn</strong></span>
 <span class='ocrx_word' id='word_1_2' title='bbox 170 50 300 90; x_wconf 41'>điÊ\u0323n</span>
 <span class='ocrx_word' id='word_1_3' title='bbox 170 50 300 90; x_wconf 41'> </span>
</span>
<span class='ocr_line' id='line_1_2' title="bbox 100 120 200 160; x_size 38.5">
 <span class='ocrx_word' id='word_1_4' title='bbox 100 120 200 160; x_wconf 0'>nước</span>
</span>
"""


def read(media: str, data: bytes) -> Scan:
    return read_scan(media, data, TESSERACT.recognise, lambda: None)


def document(scan: Scan) -> Document:
    assert scan.document is not None, scan.remarks
    return scan.document


def rows_of(grid: Grid) -> list[list[str]]:
    return [
        [grid.cells[row, column].text if (row, column) in grid.cells else "" for column in range(1, 7)]
        for row in range(1, grid.n_rows + 1)
    ]


def share(found: Iterable[list[str]], wanted: Iterable[list[str]]) -> float:
    pairs = [pair for one, other in zip(found, wanted, strict=True) for pair in zip(one, other, strict=True)]
    return sum(one == other for one, other in pairs) / len(pairs)


def test_words_stand_on_their_line_and_know_how_sure_they_are() -> None:
    first, second, third = words_of(ANSWER)
    assert [word.text for word in (first, second, third)] == ["H&àn", "đi\u1ec7n", "nước"]
    assert [word.sure for word in (first, second, third)] == [96, 41, 0]
    assert [word.last for word in (first, second, third)] == [False, True, True]
    assert (first.left, first.right, first.size) == (100, 160, 40)
    assert first.base == pytest.approx(90 - 6 + 0.01 * 30)
    assert third.base == 160


def test_a_scanned_table_is_read_cell_by_cell_with_what_stands_around_it() -> None:
    scan = as_pdf(photographed(list_of_courses().data(), noise=10))
    found = document(read("pdf", scan))
    (grid,) = found.grids
    assert share(rows_of(grid), [HEADS, *COURSES]) == 1.0
    told = [paragraph.text for paragraph in found.paragraphs]
    assert told[0] == "TRƯỜNG TRUNG CẤP NGHỀ HOA SEN"
    assert "0909 123 456" in told[-1]


@pytest.mark.parametrize("slant", [-1.7, 0.8])
def test_a_slanting_page_is_straightened(slant: float) -> None:
    scan = as_pdf(photographed(list_of_courses().data(), slant=slant, noise=10))
    (grid,) = document(read("pdf", scan)).grids
    assert share(rows_of(grid), [HEADS, *COURSES]) >= 0.9


@pytest.mark.parametrize("degrees", [90, 180])
def test_a_page_that_lies_on_its_side_or_head_is_turned(degrees: int) -> None:
    (page,) = photographed(list_of_courses().data())
    (grid,) = document(read("picture", as_jpeg(page.rotate(degrees, expand=True)))).grids
    assert share(rows_of(grid), [HEADS, *COURSES]) >= 0.9


def test_columns_without_lines_are_columns_still() -> None:
    paper = Paper((842, 595))
    for number, row in enumerate([HEADS, *COURSES]):
        for x, text in zip([30, 60, 250, 380, 500, 590], row, strict=True):
            paper.text(x, 100 + 26 * number, text)
    (grid,) = document(read("picture", as_jpeg(photographed(paper.page().data())[0]))).grids
    assert share(rows_of(grid), [HEADS, *COURSES]) >= 0.9


def test_addresses_bear_no_vietnamese_letters() -> None:
    addresses = [
        f"https://truongnghe.example/khoa-hoc/ngon-ngu-nghe-{name}" for name in ("han", "tien", "may")
    ]
    paper = list_of_courses()
    for number, address in enumerate(addresses):
        paper.text(40, 80 + 20 * number, f"Trang thông tin khóa học {number + 1}: {address}")
    found = document(read("picture", as_jpeg(photographed(paper.page().data(), noise=10)[1])))
    told = " ".join(paragraph.text for paragraph in found.paragraphs)
    assert [address for address in addresses if address not in told] == []


def test_a_picture_of_something_else_is_not_even_asked_about() -> None:
    scan = read_scan("picture", as_jpeg(Image.effect_noise((600, 500), 80)), _silent, lambda: None)
    assert scan.document is None
    assert any("something else than text" in remark for remark in scan.remarks)


def test_a_few_words_are_no_document() -> None:
    (page,) = photographed(Paper((400, 300)).text(40, 90, "Lớp cắm hoa", size=24).page().data())
    scan = read("picture", as_jpeg(page))
    assert scan.document is None
    assert "no text recognised" in scan.remarks


def _silent(_picture: bytes, task: Task) -> str:
    raise AssertionError(task)


def test_the_same_scan_is_read_the_same() -> None:
    scan = as_pdf(photographed(list_of_courses().data(), slant=0.4, noise=10))
    assert read("pdf", scan) == read("pdf", scan)


def test_pages_beyond_the_most_are_not_looked_at_and_told() -> None:
    asked: list[Task] = []

    def silent(_picture: bytes, task: Task) -> str:
        asked.append(task)
        return ""

    paper = Paper((120, 80))
    for _ in range(MOST_PAGES + 2):
        paper.text(40, 50, "Hàn").page()
    scan = read_scan("pdf", paper.data(), silent, lambda: None)
    assert asked.count(Task.LINES) == MOST_PAGES
    assert f"only {MOST_PAGES} pages are recognised" in scan.remarks


def test_a_page_that_is_not_recognised_costs_that_page_only() -> None:
    pages = photographed(list_of_courses().page().data())
    answers = iter([RecognitionError("no answer within 3 s"), None])

    def once(picture: bytes, task: Task) -> str:
        error = next(answers, None)
        if error:
            raise error
        return TESSERACT.recognise(picture, task)

    scan = read_scan("pdf", as_pdf([pages[0], pages[0]]), once, lambda: None)
    assert scan.remarks == ("page 1 is not recognised: no answer within 3 s",)
    assert len(document(scan).grids) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff\xe0 broken",
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        as_jpeg(Image.new("L", (900, 900)))[:400],
    ],
)
def test_a_broken_picture_is_told_and_never_raises(data: bytes) -> None:
    scan = read_scan("picture", data, lambda _picture, _task: "", lambda: None)
    assert scan.document is None
    assert scan.remarks


def test_a_picture_of_too_many_dots_is_not_unpacked() -> None:
    buffer = io.BytesIO()
    Image.new("1", (9000, 9000)).save(buffer, "PNG")
    scan = read_scan("picture", buffer.getvalue(), lambda _picture, _task: "", lambda: None)
    assert any("9000 x 9000 dots" in remark for remark in scan.remarks)


def test_lines_are_found_thin_and_slightly_broken_and_letters_are_none() -> None:
    paper = Paper().lattice([100, 200, 300], [100, 130, 160]).text(110, 120, "IIIIIIIIIIII HHHHHH", bold=True)
    (page,) = photographed(paper.page().data(), dots=bitmap.DPI)
    rows, columns = bitmap.rules_of(page)
    assert {round(rule.at / 10) * 10 for rule in rows} == {100, 130, 160}
    assert {round(rule.at / 10) * 10 for rule in columns} == {100, 200, 300}


def test_a_page_is_cut_into_columns_before_lines() -> None:
    paper = Paper().lines(60, 100, ["Một hai ba", "Bốn năm sáu"]).lines(300, 100, ["Bảy tám", "Mười một"])
    (page,) = photographed(paper.text(60, 200, "Cuối trang").page().data(), dots=bitmap.DPI)
    pieces = pieces_of(page)
    assert all(one.right < 300 or one.left > 290 for one in pieces)
    assert {one.left > 290 for one in pieces if one.top < 150} == {True, False}
    assert pieces[-1].top > 180
