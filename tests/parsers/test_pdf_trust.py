"""PDF files that cannot be trusted or read are refused for the right reason, whatever they try."""

from __future__ import annotations

import zlib

import pytest
from reportlab.lib import pdfencrypt
from reportlab.pdfbase import pdfmetrics

from parsers.document import Reason, UnreadableError
from parsers.formats.pdf.reader import MOST_PAGES, read_pdf
from tests.support.pdfs import HEIGHT, WIDTH, Paper

LETTER = [f"Dòng thứ {number} của công văn về các khóa học đang được tổ chức" for number in range(6)]


def refusal(data: bytes) -> UnreadableError:
    with pytest.raises(UnreadableError) as caught:
        read_pdf(data)
    return caught.value


def scan(paper: Paper) -> Paper:
    return paper.picture(0, 0, WIDTH, HEIGHT, (40, 56))


def test_pages_that_are_pictures_are_scans() -> None:
    assert refusal(scan(Paper()).data()).reason is Reason.SCANNED


def test_a_photo_alone_on_its_page_is_a_scan_and_a_small_sign_is_none() -> None:
    assert refusal(Paper().picture(20, 40, WIDTH - 40, HEIGHT / 3, (56, 40)).data()).reason is Reason.SCANNED
    assert refusal(Paper().picture(20, 40, WIDTH / 6, HEIGHT / 8, (40, 40)).data()).reason is Reason.EMPTY


def test_a_hidden_layer_of_letters_does_not_make_a_scan_text() -> None:
    paper = scan(Paper())
    paper.canvas.setFont("DejaVuSans", 10)
    hidden = paper.canvas.beginText(60, 700)
    hidden.setTextRenderMode(3)
    for line in LETTER:
        hidden.textLine(line)
    paper.canvas.drawText(hidden)
    caught = refusal(paper.data())
    assert caught.reason is Reason.SCANNED
    assert "text layer of unknown quality" in caught.detail


def test_letters_buried_under_a_picture_of_the_page_do_not_count() -> None:
    assert refusal(scan(Paper().lines(60, 100, LETTER)).data()).reason is Reason.SCANNED


def test_a_letter_with_a_scanned_annex_is_read_and_the_page_named() -> None:
    document = read_pdf(scan(Paper().lines(60, 100, LETTER).page()).data())
    assert document.paragraphs
    assert "scanned pages are not read: 2" in document.warnings


def test_a_letter_under_many_scanned_pages_is_a_scan() -> None:
    paper = Paper().lines(60, 100, LETTER).page()
    for _ in range(3):
        scan(paper).page()
    assert refusal(paper.data()).reason is Reason.SCANNED


def test_blank_pages_are_empty() -> None:
    assert refusal(Paper().page().data()).reason is Reason.EMPTY


def test_a_password_to_open_is_told_and_one_against_changes_is_no_hindrance() -> None:
    locked = pdfencrypt.StandardEncryption("mo", ownerPassword="chu", canPrint=0)
    assert refusal(Paper(encrypt=locked).lines(60, 100, LETTER).data()).reason is Reason.ENCRYPTED
    owned = pdfencrypt.StandardEncryption("", ownerPassword="chu", canPrint=0, canModify=0)
    assert read_pdf(Paper(encrypt=owned).lines(60, 100, LETTER).data()).paragraphs


def test_a_file_without_its_table_of_objects_is_repaired() -> None:
    data = Paper().lines(60, 100, LETTER).data()
    assert read_pdf(data[: data.rindex(b"xref\n")]).paragraphs


@pytest.mark.parametrize("data", [b"%PDF-1.7\n", b"%PDF-1.4\n%%EOF", b"%PDF-" + bytes(range(256)) * 20])
def test_what_only_begins_like_a_pdf_is_corrupt(data: bytes) -> None:
    assert refusal(data).reason is Reason.CORRUPT


def test_more_pages_than_anybody_sends_are_too_large() -> None:
    paper = Paper()
    for _ in range(MOST_PAGES + 1):
        paper.page()
    assert refusal(paper.data()).reason is Reason.TOO_LARGE


def raw_pdf(content: bytes, filters: bytes = b"/FlateDecode") -> bytes:
    """A page with the content stream as it is given."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(content), filters, content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body = b"".join(b"%d 0 obj\n%s\nendobj\n" % item for item in enumerate(objects, 1))
    return b"%PDF-1.4\n" + body + b"trailer<</Root 1 0 R>>\n%%EOF"


@pytest.mark.parametrize(
    ("content", "filters"),
    [
        (zlib.compress(zlib.compress(b" " * (80 << 20))), b"/FlateDecode/FlateDecode"),
        (zlib.compress(b"q\n" * 3_000_000), b"/FlateDecode"),
        (zlib.compress(b"(a) Tj\n" * 1_000_000), b"/FlateDecode"),
        (zlib.compress(b"(a)Tj " * 1_000_000), b"/FlateDecode"),
    ],
    ids=["inflates twice", "saves its state without end", "a million texts", "a million texts in a row"],
)
def test_bombs_are_refused_before_they_are_opened(content: bytes, filters: bytes) -> None:
    assert refusal(raw_pdf(content, filters)).reason is Reason.HOSTILE


def test_letters_without_unicode_are_no_text() -> None:
    words = " ".join(["7UѭӡQJ", "ĈҥL", "KӑF", "&{QJ", "QJKӋ", "ҦQJ"] * 8)
    paper = Paper()
    for row in range(6):
        paper.text(40, 100 + 20 * row, words[row * 7 :][:90])
    caught = refusal(paper.data())
    assert (caught.reason, caught.detail) == (Reason.SCANNED, "text without Unicode")


def test_a_page_may_point_at_itself() -> None:
    data = raw_pdf(zlib.compress(b"BT /F 12 Tf 60 700 Td (Khoa hoc ke toan doanh nghiep nam 2025) Tj ET"))
    looped = data.replace(b"/Kids[3 0 R]/Count 1", b"/Kids[3 0 R 2 0 R]/Count 2")
    assert read_pdf(looped).paragraphs[0].text == "Khoa hoc ke toan doanh nghiep nam 2025"


def test_rows_printed_over_each_other_are_unsure_and_the_page_is_named() -> None:
    rows = [["STT", "Nội dung"], ["1", "Rang xay và pha máy"], ["2", "Vệ sinh quầy"], ["3", "Bán hàng"]]
    paper = Paper().table([60, 100, 300], 100, rows)
    assert not read_pdf(paper.data()).grids[0].unsure
    paper = Paper().table([60, 100, 300], 100, rows).text(104, 149, "đánh sữa tạo hình")
    document = read_pdf(paper.data())
    assert document.grids[0].unsure == {(2, 2), (3, 2)}
    assert "lines printed over each other on pages: 1" in document.warnings


@pytest.mark.parametrize(("last", "unsure"), [("Ngắn", {(2, 2), (3, 2)}), ("Ngắn ", set())])
def test_cells_that_end_with_a_wrapped_line_are_cut_where_whole_texts_end_otherwise(
    last: str, unsure: set[tuple[int, int]]
) -> None:
    rows = [
        ["STT", "Nội dung"],
        ["1", "Rang xay, pha máy, đánh sữa, tạo "],
        ["2", "Vệ sinh quầy, máy pha và dụng "],
    ]
    paper = Paper().table([60, 100, 300], 100, [*rows, ["3", last]])
    assert read_pdf(paper.data()).grids[0].unsure == unsure


def test_answers_written_over_dotted_lines_stay_sure() -> None:
    paper = Paper().table([60, 100, 300], 100, [["1", "Họ tên: " + "." * 40], ["2", "Chức vụ"]])
    grid = read_pdf(paper.text(150, 112, "Lê Thị Bình").data()).grids[0]
    assert not grid.unsure


@pytest.mark.parametrize(
    ("rest", "unsure"),
    [("so, rang xay", set()), ("li, rang xay", {(1, 2)}), ("chọn hạt", set()), ("sos", {(1, 2)})],
)
def test_a_foreign_word_that_fills_its_line_is_unsure_where_the_next_may_be_its_end(
    rest: str, unsure: set[tuple[int, int]]
) -> None:
    xs = [60.0, 90.0, 90.0 + 9 + pdfmetrics.stringWidth("espres", "DejaVuSans", 10)]
    paper = Paper().table(xs, 100, [["1", "espres\n" + rest.replace(" ", "\n")], ["2", "Pha"]], height=60)
    assert read_pdf(paper.data()).grids[0].unsure == unsure


def test_narrow_cells_that_show_only_their_first_line_are_unsure_however_short_it_is() -> None:
    rows = [["STT", "Tên", "Thời hạn"], ["1", "Lập ", "6 "], ["2", "Sửa ", "3 năm"], ["3", "Hàn", "2 "]]
    paper = Paper().table([60, 100, 150, 190], 100, rows)
    assert read_pdf(paper.data()).grids[0].unsure >= {(2, 2), (2, 3), (3, 2), (4, 3)}
    wide = Paper().table([60, 100, 260, 410], 100, rows)
    assert not read_pdf(wide.data()).grids[0].unsure


def test_letters_without_a_code_make_their_cell_unsure() -> None:
    paper = Paper().table([60, 100, 300], 100, [["1", "Hàn điện"], ["2", "T\ue123n học"], ["3", "•"]])
    assert read_pdf(paper.data()).grids[0].unsure == {(2, 2)}
