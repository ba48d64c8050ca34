"""What a PDF holds besides its text: files inside it and scanned pages, each told as a part of its own."""

from __future__ import annotations

import io
import zlib

import pytest
from openpyxl import Workbook

from parsers.containers.members import Budget
from parsers.containers.pdf import read_attached
from parsers.document import Document, OpenedPart, Reason, Unreadable, UnreadableError
from parsers.formats.pdf.guard import mentions
from parsers.opening import MAX_ARCHIVES, open_file
from tests.support.holders import zipped
from tests.support.pdfs import HEIGHT, WIDTH, Paper
from tests.support.portfolios import enclosing, pinned

LETTER = [f"Dòng thứ {number} của công văn về các khóa học đang được tổ chức" for number in range(6)]
ROWS = [["STT", "Tên khóa học", "Học phí"], ["1", "Kế toán", "100"], ["2", "May", "200"], ["3", "Hàn", "300"]]


def workbook() -> bytes:
    made = Workbook()
    made.active["A1"] = "Tên khóa học"
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def letter() -> bytes:
    return Paper().lines(60, 100, LETTER).data()


def scan(paper: Paper, pixels: tuple[int, int] = (40, 56)) -> Paper:
    return paper.picture(0, 0, WIDTH, HEIGHT, pixels)


def opened(data: bytes) -> dict[str, OpenedPart]:
    return {part.path: part for part in open_file("cv.pdf", "application/pdf", data)}


def reasons(data: bytes) -> dict[str, Reason | None]:
    return {
        path: part.outcome.reason if isinstance(part.outcome, Unreadable) else None
        for path, part in opened(data).items()
    }


def test_files_inside_a_letter_are_read_beside_it() -> None:
    parts = opened(enclosing(letter(), {"danh sách.xlsx": workbook(), "logo.dat": b"\x00\x01\x02"}))
    assert list(parts) == ["", "danh sách.xlsx", "logo.dat"]
    inner = parts["danh sách.xlsx"].outcome
    assert isinstance(inner, Document)
    assert inner.grids[0].cells[1, 1].text == "Tên khóa học"
    assert isinstance(parts["logo.dat"].outcome, Unreadable)
    whole = parts[""].outcome
    assert isinstance(whole, Document)
    assert whole.paragraphs


def test_a_file_pinned_to_a_page_is_found_and_told_once() -> None:
    data = pinned(letter(), "ds.csv", "STT,Tên\n1,Hàn\n".encode())
    assert list(opened(data)) == ["", "ds.csv"]
    assert list(opened(enclosing(data, {"ds.csv": "STT,Tên\n1,Hàn\n".encode()}))) == ["", "ds.csv"]


def test_the_mark_of_a_pinned_file_is_seen_among_packed_objects() -> None:
    objects = zlib.compress(b"7 0 <</Type/Annot/Subtype/FileAttachment/FS 8 0 R>>")
    data = b"6 0 obj\n<</Type/ObjStm/N 1/First 4/Filter/FlateDecode>>stream\n%b\nendstream" % objects
    assert mentions(data, b"FileAttachment")
    assert not mentions(data.replace(b"/ObjStm", b"/XObject"), b"FileAttachment")


def test_files_behind_blank_or_scanned_pages_are_read() -> None:
    files = {"ds.csv": b"a,b\n1,2\n"}
    assert reasons(enclosing(Paper().page().data(), files)) == {"": None, "ds.csv": None}
    assert reasons(enclosing(scan(Paper()).data(), files)) == {"": Reason.SCANNED, "ds.csv": None}


def test_a_portfolio_of_nothing_readable_is_not_read() -> None:
    files = {"ds.bin": b"\x00\x01\x02"}
    assert reasons(enclosing(Paper().page().data(), files))[""] is Reason.UNSUPPORTED


def test_names_inside_climb_nowhere_and_stay_apart() -> None:
    data = zipped({"x/a.pdf": enclosing(letter(), {"../../etc/ds.csv": b"a,b\n", "etc/ds.csv": b"c,d\n"})})
    assert list(opened(data)) == ["", "x/a.pdf", "x/a.pdf/etc/ds.csv", "x/a.pdf/etc/ds (2).csv"]


def test_documents_in_documents_end_somewhere_and_their_pages_are_read() -> None:
    data = letter()
    for _ in range(MAX_ARCHIVES + 1):
        data = enclosing(letter(), {"a.pdf": data})
    found = reasons(data)
    assert list(found.values()) == [None] * (MAX_ARCHIVES + 1) + [Reason.HOSTILE]


def test_too_many_files_inside_cost_not_the_pages() -> None:
    found = reasons(enclosing(letter(), {f"{number}.csv": b"a,%d" % number for number in range(201)}))
    assert found.pop("") is None
    assert list(found.values()) == [None] * 200 + [Reason.TOO_LARGE]


def test_files_inside_share_what_may_be_unpacked_of_an_attachment() -> None:
    data = enclosing(letter(), {"a.csv": b"1,2\n" * 10, "b.csv": b"3,4\n" * 10})
    with pytest.raises(UnreadableError, match="too_large"):
        list(read_attached(data, Budget(size=60)))
    assert len(list(read_attached(data, Budget(size=80)))) == 2


def test_scanned_pages_of_a_text_are_a_part_of_their_own_with_their_numbers() -> None:
    paper = Paper().lines(60, 100, LETTER).page()
    scan(scan(paper).page(), (41, 56)).page().lines(60, 100, LETTER).page()
    scan(paper, (42, 56)).page().lines(60, 100, LETTER)
    parts = opened(paper.data())
    assert list(parts) == ["", "trang 2-3, 5"]
    pages = parts["trang 2-3, 5"]
    assert isinstance(pages.outcome, Unreadable)
    assert (pages.outcome.reason, pages.pages) == (Reason.SCANNED, (2, 3, 5))
    assert isinstance(parts[""].outcome, Document)
    assert len(parts[""].outcome.paragraphs) >= 2


def test_a_table_above_more_scanned_pages_is_read() -> None:
    paper = Paper().table([60, 100, 300, 400], 100, ROWS).page()
    scan(scan(paper).page(), (41, 56))
    assert reasons(paper.data()) == {"": None, "trang 2-3": Reason.SCANNED}


def test_a_few_words_upon_a_scan_make_it_no_text_and_paper_with_a_picture_stays_text() -> None:
    paper = Paper().lines(60, 100, LETTER).page()
    labelled = scan(paper).text(60, 830, "Trang 2 - Quét bằng chương trình máy quét văn bản")
    assert reasons(labelled.data()) == {"": None, "trang 2": Reason.SCANNED}
    paper = scan(Paper()).lines(60, 100, LETTER).page()
    scan(paper).text(60, 100, "Kính đề nghị quý cơ quan xem xét, tổng hợp./.")
    assert reasons(paper.data()) == {"": None}


def test_the_bytes_of_a_scanned_page_come_where_they_are_asked_for() -> None:
    data = scan(Paper().lines(60, 100, LETTER).page()).data()
    parts = open_file("cv.pdf", "", data, keep_scans=True)
    assert [(part.scan == data, part.media) for part in parts] == [(False, ""), (True, "pdf")]
