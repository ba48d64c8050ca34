"""What the readers of plain and delimited text promise, and what pictures tell of themselves."""

from __future__ import annotations

import struct

import pytest

from parsers.document import Grid, Paragraph, Reason, UnreadableError
from parsers.formats.delimited import find_delimiter, read_csv
from parsers.formats.picture import pixels, read_picture
from parsers.formats.plain import read_text


def test_every_line_is_a_paragraph_with_its_number_and_marker() -> None:
    document = read_text(
        "Kính gửi Sở,\n\n1. Điện dân dụng\na) Sơ cấp\n- Học phí: 2 triệu\n• Hàn\n-5 độ\n2.500.000 đ\n"
    )
    assert [(p.place.row, p.marker, p.text) for p in document.paragraphs] == [
        (1, "", "Kính gửi Sở,"),
        (3, "1.", "Điện dân dụng"),
        (4, "a)", "Sơ cấp"),
        (5, "-", "Học phí: 2 triệu"),
        (6, "•", "Hàn"),
        (7, "", "-5 độ"),
        (8, "", "2.500.000 đ"),
    ]


@pytest.mark.parametrize(
    "lines", ["STT\tTên\tPhí\n1\tHàn\t2", "| STT | Tên | Phí |\n|---|---|---|\n| 1 | Hàn | 2 |"]
)
def test_lines_that_line_up_are_a_table(lines: str) -> None:
    document = read_text(f"Bảng:\n{lines}\nHết")
    grid = document.grids[0]
    assert {key: cell.text for key, cell in grid.cells.items()} == {
        (1, 1): "STT",
        (1, 2): "Tên",
        (1, 3): "Phí",
        (2, 1): "1",
        (2, 2): "Hàn",
        (2, 3): "2",
    }
    assert [p.text for p in document.paragraphs] == ["Bảng:", "Hết"]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-8"])
def test_delimited_text_is_read_with_its_quotes_and_lines(sign: str, codec: str) -> None:
    rows = [
        ["STT", "Tên khóa học", "Nội dung"],
        ["1", "Hàn", f'"dòng 1{sign}\ndòng ""2"""'],
        ["2", "Điện, nước", "x"],
    ]
    text = "\r\n".join(
        sign.join(f'"{f}"' if sign in f and not f.startswith('"') else f for f in row) for row in rows
    )
    grid = read_csv(text.encode(codec)).grids[0]
    assert (grid.title, grid.n_rows, grid.n_columns) == ("Bảng 1", 3, 3)
    assert grid.cells[(2, 3)].text == f'dòng 1{"" if sign == chr(9) else sign}\ndòng "2"'
    assert grid.cells[(3, 2)].text == "Điện, nước"


def test_decimal_commas_and_preambles_do_not_mislead_the_delimiter() -> None:
    text = "TRƯỜNG TRUNG CẤP A, QUẬN 1\n\nSTT;Tên;Phí\n1;Hàn;2,5\n2;Điện, nước;3,5\n3;Tin;1,0\n"
    assert find_delimiter(text) == ";"
    grid = read_csv(text.encode()).grids[0]
    assert grid.cells[(4, 3)].text == "2,5"


def test_a_hint_of_excel_is_an_instruction() -> None:
    assert read_csv(b"sep=;\na;b,c\n1;2,0\n").grids[0].cells[(1, 2)].text == "b,c"


def test_an_endless_field_is_refused() -> None:
    with pytest.raises(UnreadableError) as caught:
        read_csv(b'a,b\n"' + b"x" * 400_000)
    assert caught.value.reason is Reason.CORRUPT


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 640, 480), (640, 480)),
        (b"GIF89a" + struct.pack("<HH", 20, 10), (20, 10)),
        (b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08" + struct.pack(">HH", 48, 64) + b"\0" * 9, (64, 48)),
        (b"BM" + b"\0" * 16 + struct.pack("<ii", 7, -5), (7, 5)),
        (b"\x89PNG\r\n\x1a\n", (0, 0)),
        (b"\xff\xd8\xff", (0, 0)),
    ],
)
def test_pictures_tell_their_size_by_their_first_bytes(head: bytes, size: tuple[int, int]) -> None:
    assert pixels(head) == size
    assert read_picture(head).pictures[0].size == len(head)


def test_columns_lined_up_by_blanks_are_a_table_with_its_gaps() -> None:
    text = (
        "TT   Tên lớp          Thời gian   Học phí\n"
        "------------------------------------------\n"
        "1    May áo dài       3 tháng     4.000.000\n"
        "2    Sửa quần áo                  Miễn phí\n"
        "------------------------------------------\n"
        "Liên hệ:   bà Lan     0909 111 222\n"
    )
    table, *rest = read_text(text).blocks
    assert isinstance(table, Grid)
    assert table.cells[2, 3].text == "3 tháng"
    assert (3, 3) not in table.cells
    assert table.cells[3, 4].text == "Miễn phí"
    assert [one.text for one in rest if isinstance(one, Paragraph)][-1] == "Liên hệ: bà Lan 0909 111 222"
