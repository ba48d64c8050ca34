"""What the reader of rich text promises of whole files of a foreign program, up to the records in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from striprtf.striprtf import rtf_to_text

from catalogue.wanted import wanted_for
from config.campaign import load_campaign
from parsers.document import Document, Grid, Place, Span, TextRole
from parsers.extract import extract
from parsers.formats.rtf.reader import read_rtf
from parsers.legacy import restore

SAMPLES = Path(__file__).parent / "samples" / "rtf"


def sample(name: str) -> Document:
    return read_rtf((SAMPLES / name).read_bytes())


def lines(grid: Grid) -> list[list[str]]:
    rows, columns = range(1, grid.n_rows + 1), range(1, grid.n_columns + 1)
    return [[grid.cells[row, at].text if (row, at) in grid.cells else "" for at in columns] for row in rows]


def test_a_table_with_all_that_a_table_may_have() -> None:
    document = sample("libreoffice-bang.rtf")
    outer, inner = document.grids
    assert lines(outer) == [
        ["Stt", "Nghề đào tạo", "Học phí", "", "Đăng ký", "Cấp chứng chỉ"],
        ["", "", "Ban ngày", "Buổi tối", "", ""],
        ["1", "Hàn điện", "2.000.000", "2.400.000", "Tại đây", "☒ Có"],
        ["2", "Hàn hơi", "1.800.000", "", "", "☐ Có"],
    ]
    whole_heads = [Span(1, column, 2, column) for column in (1, 2, 5, 6)]
    assert set(outer.spans) == {*whole_heads, Span(1, 3, 1, 4), Span(4, 3, 4, 4)}
    assert outer.cells[3, 5].href == "https://benluc.example/dk?lop=1&ca=2"
    assert (lines(inner), inner.nested_in) == ([["Ca", "Giờ"], ["Tối", "18:00"]], Place("Bảng 1", 4, 5))


def test_the_text_around_it_with_its_roles_and_marks() -> None:
    document = sample("libreoffice-bang.rtf")
    assert [(paragraph.role, paragraph.marker, paragraph.text) for paragraph in document.paragraphs] == [
        (TextRole.HEADER, "", "TRƯỜNG TRUNG CẤP BẾN LỨC"),
        (TextRole.HEADING, "", "Danh mục khóa học"),
        (TextRole.BODY, "", "Kính gửi: Sở Giáo dục và Đào tạo"),
        (TextRole.BODY, "1.", "Lớp ban ngày"),
        (TextRole.BODY, "2.", "Lớp buổi tối"),
        (TextRole.BODY, "•", "Khai giảng hàng tháng"),
        (TextRole.BODY, "", "Liên hệ 😀: ông Lê Văn Bảy"),
        (TextRole.FOOTER, "", "Người lập: Trần Thị Hạnh"),
    ]
    (picture,) = document.pictures
    assert (picture.name, picture.width, picture.height, picture.place) == (
        "image1.png",
        24,
        12,
        Place("Bảng 1", 3, 2),
    )
    assert document.warnings == ("holds tracked deletions, which were left out",)


def test_text_of_an_old_font_is_unicode_also_where_its_letters_are_soft_hyphens() -> None:
    document = sample("libreoffice-vntime.rtf")
    assert document.paragraphs[0].text == "Trường Trung cấp nghề Bến Lức"
    assert lines(document.grids[0])[1:] == [
        ["1", "Sửa chữa máy may công nghiệp", "Sơ cấp", "Trực tiếp", "2.500.000 đồng", "3 tháng"],
        ["2", "Trồng hoa lan", "Dưới 3 tháng", "Trực tuyến", "Miễn phí", "45 tiết"],
    ]


def test_the_records_of_a_file_are_found() -> None:
    found = extract(sample("libreoffice-vntime.rtf"), wanted_for(load_campaign("course-catalogue-2025")))
    titles = [
        reading.text for one in found.candidates for reading in one.readings if reading.field == "title"
    ]
    assert titles == ["Sửa chữa máy may công nghiệp", "Trồng hoa lan"]
    assert any(one.kind == "contact" for one in found.candidates)


@pytest.mark.parametrize("name", ["libreoffice-bang.rtf", "libreoffice-vntime.rtf"])
def test_no_word_that_another_reader_sees_is_lost(name: str) -> None:
    data = (SAMPLES / name).read_bytes()
    other: str = rtf_to_text(data.decode("latin-1"), errors="replace")  # type: ignore[no-untyped-call]
    document = sample(name)
    told = " ".join(
        [f"{paragraph.marker} {paragraph.text}" for paragraph in document.paragraphs]
        + [cell.text for grid in document.grids for cell in grid.cells.values()]
    )
    # The other reader knows nothing of struck, hidden and deleted text.
    hidden = {"(bỏ", "đoạn", "này)", "ẩn", "Bảybà", "Nguyễn", "Thị", "Cũ"}
    words = set(" ".join(restore(other.replace("|", " ").split("\n"))).split())
    missing = {word for word in words - set(told.split()) - hidden if word.isascii() or len(word) > 1}
    assert {word for word in missing if word.isalpha()} == set()
