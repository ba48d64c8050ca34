"""What the reader of old Word documents promises, on files that LibreOffice wrote."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest

from parsers.document import Document, Grid, Place, Reason, Span, TextRole, UnreadableError
from parsers.formats.doc.reader import read_doc
from parsers.opening import open_file

SAMPLES = Path(__file__).parent / "samples" / "doc"


def sample(name: str) -> Document:
    return read_doc((SAMPLES / name).read_bytes())


def grid_with(document: Document, text: str) -> Grid:
    return next(grid for grid in document.grids if any(text in cell.text for cell in grid.cells.values()))


def rows(grid: Grid) -> list[list[str]]:
    return [
        [
            cell.text if (cell := grid.cells.get((row, column))) else ""
            for column in range(1, grid.n_columns + 1)
        ]
        for row in range(1, grid.n_rows + 1)
    ]


def test_headings_merged_over_two_rows_are_spans_by_the_edges_of_their_cells() -> None:
    grid = grid_with(sample("letter.doc"), "Tin học cơ bản")
    assert set(grid.spans) == {
        Span(1, 1, 2, 1), Span(1, 2, 2, 2), Span(1, 3, 1, 4), Span(1, 5, 2, 5), Span(5, 1, 5, 4),
    }  # fmt: skip
    assert rows(grid) == [
        ["STT", "Tên khóa", "Thời gian", "", "Học phí"],
        ["", "", "Từ", "Đến", ""],
        ["1", "Tin học cơ bản", "01/03/2026", "30/05/2026", "1.500.000"],
        ["2", "Kế toán", "01/04/2026", "15/06/2026", "2.000.000"],
        ["Tổng cộng", "", "", "", "3.500.000"],
    ]
    assert grid.cells[4, 4].href == "https://sen.example/ke-toan"


def test_a_table_in_a_cell_is_told_with_the_cell_it_stands_in() -> None:
    document = sample("letter.doc")
    outer, inner = grid_with(document, "ngoài"), grid_with(document, "trong 11")
    assert inner.nested_in == Place(outer.title, 2, 2)
    assert rows(inner) == [["trong 11", "trong 12"], ["trong 21", "trong 22"]]
    assert (outer.n_rows, outer.n_columns) == (2, 2)


def test_pictures_are_told_with_the_cell_they_stand_in() -> None:
    document = sample("letter.doc")
    outer = grid_with(document, "ngoài")
    anchored, free = document.pictures
    assert (anchored.media_type, anchored.width, anchored.height) == ("image/png", 30, 20)
    assert anchored.place == Place(outer.title, 2, 1)
    assert outer.cells[2, 1].pictures == (anchored.name,) == ("picture1.png",)
    assert free.place is None


def test_struck_hidden_and_deleted_text_is_left_out_and_inserted_text_stays() -> None:
    document = sample("letter.doc")
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert "Kính gửi: Sở Giáo dục và các phòng." in lines
    assert "Đã sửa: mới" in lines
    assert "holds tracked deletions, which were left out" in document.warnings


def test_numbering_and_bullets_are_shown_and_headings_have_their_level() -> None:
    told = [(p.marker, p.level, p.text) for p in sample("letter.doc").paragraphs if p.marker or p.level]
    assert told == [
        ("", 1, "Công văn mẫu"),
        ("1.", 0, "Khóa thứ nhất"),
        ("2.", 0, "Khóa thứ hai"),
        ("•", 0, "Gạch đầu dòng"),
        ("", 2, "Danh sách khóa học"),
    ]


def test_links_have_their_address_and_headers_and_footers_their_role() -> None:
    document = sample("letter.doc")
    linked = next(paragraph for paragraph in document.paragraphs if paragraph.hrefs)
    assert linked.text == "Trang: cổng thông tin xem thêm."
    assert linked.hrefs == (("cổng thông tin", "https://sen.example/khoa-hoc"),)
    assert document.paragraphs[0].role is TextRole.HEADER
    assert document.paragraphs[-1].role is TextRole.FOOTER


def test_ticks_of_forms_and_symbol_fonts_are_signs() -> None:
    lines = [paragraph.text for paragraph in sample("letter.doc").paragraphs]
    assert "Trực tuyến ☒" in lines
    assert "Dấu: ☒ có ☐ không ☒ xong" in lines


def test_notes_and_boxes_have_their_roles_and_comments_are_no_text() -> None:
    told = [(paragraph.role, paragraph.text) for paragraph in sample("notes.doc").paragraphs]
    assert told == [
        (TextRole.BODY, "Có chú thích ở đây."),
        (TextRole.BODY, "Có chú cuối"),
        (TextRole.BODY, "Nhận xét bên lề"),
        (TextRole.BOX, "Hotline 0909 000 111"),
        (TextRole.BODY, "Khung: trước khung"),
        (TextRole.BODY, "Cuối"),
        (TextRole.NOTE, "Học phí chưa gồm giáo trình"),
        (TextRole.NOTE, "Ghi chú cuối"),
    ]


def test_floating_pictures_and_frames_stand_where_they_hang() -> None:
    document = sample("float.doc")
    (picture,) = document.pictures
    assert (picture.name, picture.place, picture.width) == ("picture1.png", None, 30)
    assert [(p.role, p.text) for p in document.paragraphs] == [
        (TextRole.BODY, "Nổi: sau"), (TextRole.BOX, "Hộp trong ô"), (TextRole.BODY, "Cuối"),
    ]  # fmt: skip
    assert rows(document.grids[0]) == [["ô", "b"]]


def test_headers_of_all_sections_are_told_the_first_page_first() -> None:
    headers = [p.text for p in sample("form.doc").paragraphs if p.role is TextRole.HEADER]
    assert headers == ["Đầu trang một", "Đầu trang sau", "Đầu phần hai"]


def test_breaks_hyphens_tabs_and_form_elements_are_as_a_person_sees_them() -> None:
    lines = [paragraph.text for paragraph in sample("form.doc").paragraphs]
    assert "Tab\tgiữa, gạch-nối mềmđây\ndòng hai" in lines
    assert lines[lines.index("Trước ngắt") + 1] == "sau ngắt"
    assert "Chọn: Trung cấp" in lines
    assert "Nhập: đã nhập" in lines
    assert "Emoji 🎓 và ký hiệu Ω" in lines


def test_rows_deleted_by_their_writer_are_no_rows_and_automatic_numbers_stand_in_empty_cells() -> None:
    document = sample("form.doc")
    merged, numbered = grid_with(document, "23"), grid_with(document, "STT")
    assert rows(merged)[3] == ["30\n31", "", "32", "33"]
    assert merged.n_rows == 4
    assert merged.cells[3, 4].struck
    assert rows(numbered) == [["STT", "Tên"], ["3.", "Khóa 1"], ["4.", "Khóa 2"]]


def test_a_row_that_begins_further_right_keeps_its_columns() -> None:
    assert rows(grid_with(sample("form.doc"), "g00")) == [["g00", "g01", "g02"], ["", "g11", "g12"]]


def test_a_table_that_was_a_web_page_keeps_its_spans() -> None:
    (grid,) = sample("html-table.doc").grids
    assert set(grid.spans) == {Span(1, 1, 2, 1), Span(1, 2, 1, 3), Span(3, 1, 3, 3)}


@pytest.mark.parametrize("name", ["tcvn3.doc", "vni.doc"])
def test_text_in_legacy_fonts_is_unicode(name: str) -> None:
    document = sample(name)
    lines = [paragraph.text for paragraph in document.paragraphs]
    assert "Người liên hệ: Nguyễn Văn Được, điện thoại 0912345678" in lines
    assert rows(document.grids[0])[2] == ["2", "Hướng dẫn du lịch", "900.000 đồng"]


def test_fonts_of_capitals_show_capitals() -> None:
    assert sample("tcvn3.doc").paragraphs[0].text == "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"


def test_an_attached_document_is_opened_by_its_content() -> None:
    (part,) = open_file("danh sách.bin", "", (SAMPLES / "letter.doc").read_bytes())
    assert isinstance(part.outcome, Document)
    assert part.outcome.media == "doc"


@pytest.mark.parametrize("share", [0.01, 0.3, 0.6, 0.9, 0.99])
def test_a_file_without_its_directory_is_refused_as_broken(share: float) -> None:
    whole = (SAMPLES / "letter.doc").read_bytes()
    with pytest.raises(UnreadableError) as refusal:
        read_doc(whole[: int(len(whole) * share)])
    assert refusal.value.reason is Reason.CORRUPT


def test_a_changed_byte_never_breaks_the_reader() -> None:
    whole = (SAMPLES / "letter.doc").read_bytes()
    for at in range(0, len(whole), 97):
        with suppress(UnreadableError):
            read_doc(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
