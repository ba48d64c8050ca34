"""What the reader of old Word documents promises of tables, boxes, lists and pictures as Word wrote them."""

from __future__ import annotations

import struct

import pytest

from parsers.document import Document, Grid, Span, TextRole
from parsers.formats.doc.reader import read_doc
from tests.support.growth import assert_linear
from tests.support.oldword import (
    DELETED,
    HIDDEN,
    IN_TABLE,
    ROW_END,
    SPECIAL,
    Letter,
    Par,
    Stretch,
    old_word,
    row,
    shaped,
)

THREE = (0, 2000, 4000, 6000)
DOWN_FIRST, DOWN = 0x60, 0x20


def read(*body: Par) -> Document:
    return read_doc(old_word(Letter(body)))


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def shown(grid: Grid) -> dict[tuple[int, int], str]:
    return {place: cell.text for place, cell in grid.cells.items()}


# --- tables


@pytest.mark.parametrize(("first", "goes_on"), [(1, 2), (2, 1), (3, 1)])
def test_cells_merged_across_are_one_in_both_spellings(first: int, goes_on: int) -> None:
    flags = (first, goes_on, 0)
    document = read(*row("gộp", "", "c", edges=THREE, flags=flags), *row("1", "2", "3", edges=THREE))
    (grid,) = document.grids
    assert grid.spans == (Span(1, 1, 1, 2),)
    assert shown(grid) == {(1, 1): "gộp", (1, 3): "c", (2, 1): "1", (2, 2): "2", (2, 3): "3"}


def test_cells_merged_down_are_one_and_a_new_merge_begins_anew() -> None:
    edges = (0, 2000, 4000)
    body = [
        *row("A", "1", edges=edges, flags=(DOWN_FIRST, 0)),
        *row("", "2", edges=edges, flags=(DOWN, 0)),
        *row("B", "3", edges=edges, flags=(DOWN_FIRST, 0)),
        *row("", "4", edges=edges, flags=(DOWN, 0)),
    ]
    (grid,) = read(*body).grids
    assert grid.spans == (Span(1, 1, 2, 1), Span(3, 1, 4, 1))


def test_merges_told_after_the_shape_count_too() -> None:
    across, down = b"\x24\x56\x00\x02", b"\x2b\xd6\x02\x02"
    ends = [across + down + b"\x03", down + b"\x01"]
    body = []
    for texts_of_row, changes in zip((("gộp", "", "A"), ("1", "2", "")), ends, strict=True):
        end = Par("", "\x07", IN_TABLE + ROW_END + shaped(THREE, (0, 0, 0)) + changes)
        body += [*row(*texts_of_row)[:-1], end]
    (grid,) = read(*body).grids
    assert set(grid.spans) == {Span(1, 1, 1, 2), Span(1, 3, 2, 3)}


def test_edges_drawn_nearly_alike_are_one_column_and_wider_cells_span() -> None:
    body = [
        *row("a", "b", "c", edges=(-108, 1990, 4030, 6000)),
        *row("d", "e", "f", edges=(0, 2000, 4000, 6010)),
        *row("rộng", "g", edges=(-100, 4010, 6000)),
    ]
    (grid,) = read(*body).grids
    assert grid.n_columns == 3
    assert grid.spans == (Span(3, 1, 3, 2),)
    assert shown(grid)[3, 3] == "g"


def test_rows_whose_edges_were_dragged_keep_their_columns() -> None:
    body = [
        *row("STT", "Tên", "Phí", edges=(0, 1100, 4900, 6000)),
        *row("1", "May", "900", edges=THREE),
        *row("2", "Hàn", "800", edges=THREE),
        *row("lệch", "x", "y", edges=(2000, 4000, 6000, 8000)),
    ]
    (grid,) = read(*body).grids
    assert grid.spans == ()
    assert [shown(grid).get((number, 3)) for number in (1, 2, 3, 4)] == ["Phí", "900", "800", "x"]


def test_rows_without_a_shape_are_counted_by_their_cells() -> None:
    (grid,) = read(*row("a", "b"), *row("c", "d", "e")).grids
    assert shown(grid) == {(1, 1): "a", (1, 2): "b", (2, 1): "c", (2, 2): "d", (2, 3): "e"}


def test_a_row_whose_end_is_deleted_is_no_row() -> None:
    body = [*row("a", "b"), *row([Stretch("x", DELETED)], "", mark_look=DELETED), *row("c", "d")]
    (grid,) = read(*body).grids
    assert shown(grid) == {(1, 1): "a", (1, 2): "b", (2, 1): "c", (2, 2): "d"}


def test_a_row_cut_off_before_its_end_is_kept() -> None:
    (grid,) = read(*row("a", "b"), Par("c", "\x07", IN_TABLE)).grids
    assert shown(grid)[2, 1] == "c"


def test_cells_whose_table_is_lost_are_lines_and_that_is_said() -> None:
    document = read(Par("STT", "\x07"), Par("Tên", "\x07"), Par("", "\x07"))
    assert texts(document) == ["STT", "Tên"]
    assert document.warnings == ("the rows of a table are lost; its cells are told as lines",)


def test_forms_too_long_for_their_page_are_found_in_the_data_stream() -> None:
    shape = IN_TABLE + ROW_END + shaped((0, 3000, 6000), (1, 2))
    end = Par("", "\x07", b"\x46\x66" + struct.pack("<I", 6))
    data = b"\xff" * 6 + struct.pack("<H", len(shape)) + shape
    body = [*row("gộp", "")[:-1], end, *row("a", "b", edges=(0, 3000, 6000))]
    (grid,) = read_doc(old_word(Letter(body, data=data))).grids
    assert grid.spans == (Span(1, 1, 1, 2),)


def test_tables_that_touch_are_told_apart_where_lines_and_edges_change() -> None:
    lines = b"\x05\xd6\x18" + b"\x04\x01\x00\x00" * 6
    ruled = IN_TABLE + ROW_END + lines + shaped(THREE, (0, 0, 0))
    body = [
        *row("STT", "Tên", "Học phí")[:-1], Par("", "\x07", ruled),
        *row("Nơi nhận", "HIỆU TRƯỞNG", edges=(0, 3000, 6000)),
    ]  # fmt: skip
    first, second = read(*body).grids
    assert (first.n_columns, second.n_columns) == (3, 2)


def test_a_depth_that_nobody_nests_opens_no_tables() -> None:
    deep = b"\x49\x66" + struct.pack("<I", 2_000_000)
    document = read(Par("x", "\x07", IN_TABLE + deep))
    assert texts(document) == ["x"]
    assert not document.grids
    assert document.warnings


def test_tables_nest_thirty_deep() -> None:
    def form(depth: int) -> bytes:
        return IN_TABLE + b"\x49\x66" + struct.pack("<I", depth)

    inner = b"\x4b\x24\x01"
    inner_row = b"\x4c\x24\x01"
    body = [
        par
        for depth in range(30, 1, -1)
        for par in (Par(f"{depth}", "\r", form(depth) + inner), Par("", "\r", form(depth) + inner_row))
    ]
    document = read(*body, *row("ngoài"))
    assert len(document.grids) == 30


# --- boxes, lists, pictures


def boxed(look: bytes = b"") -> Document:
    anchor = struct.pack("<IIi", 0, 5, 77).ljust(8 + 26, b"\0")
    box = struct.pack("<II14xI", 0, 5, 77).ljust(8 + 22, b"\0")
    body = [Par([Stretch("\x08", SPECIAL + look), Stretch("hộp:")]), Par("khung")]
    letter = Letter(body, lengths=[6, 0, 0, 0, 0, 0, 6], parts={40: anchor, 56: box})
    return read_doc(old_word(letter))


def test_text_boxes_stand_where_they_hang_and_are_gone_with_deleted_anchors() -> None:
    assert [(p.role, p.text) for p in boxed().paragraphs] == [
        (TextRole.BOX, "khung"), (TextRole.BODY, "hộp:"),
    ]  # fmt: skip
    assert texts(boxed(DELETED)) == ["hộp:"]


def numbered(*body: Par, uses: bytes = b"") -> Document:
    """A document with one list of one level, "Bài 1.", which starts at 3."""
    shown = "Bài \0."
    level = struct.pack("<iBB", 3, 0, 0).ljust(28, b"\0") + struct.pack("<H", len(shown))
    heads = struct.pack("<HI", 1, 9).ljust(2 + 26, b"\0") + b"\1\0"
    uses = uses or struct.pack("<II", 1, 9).ljust(20, b"\0") + b"\xff" * 4
    # The levels follow right behind the heads, outside of them.
    parts = {73: heads, 0: level + shown.encode("utf-16-le"), 74: uses}
    return read_doc(old_word(Letter(body, parts=parts)))


def test_a_use_of_a_list_may_start_and_look_anew() -> None:
    other = "\0)"
    level = struct.pack("<iBB", 1, 4, 0).ljust(28, b"\0") + struct.pack("<H", len(other))
    override = struct.pack("<iI", 5, 0x30) + level + other.encode("utf-16-le")
    plain = struct.pack("<iI", 7, 0x10)
    uses = struct.pack("<I", 3) + b"".join(
        struct.pack("<I8xB3x", 9, count) for count in (0, 1, 1)
    ) + b"\xff" * 4 + b"\xff" * 4 + override + b"\xff" * 4 + plain  # fmt: skip
    body = [Par(f"mục {use}", form=b"\x0b\x46" + struct.pack("<H", use)) for use in (1, 2, 3, 4)]
    told = [paragraph.marker for paragraph in numbered(*body, uses=uses).paragraphs]
    assert told == ["Bài 3.", "a)", "Bài 7.", ""]


def test_numbers_of_lists_count_on_and_a_page_in_the_middle_of_one_costs_none() -> None:
    in_list = b"\x0b\x46\x01\x00"
    body = [Par("một", form=in_list), Par("hai\x0ctiếp", form=in_list), Par("xen"), Par("ba", form=in_list)]
    told = [(paragraph.marker, paragraph.text) for paragraph in numbered(*body).paragraphs]
    assert told == [("Bài 3.", "một"), ("Bài 4.", "hai"), ("", "tiếp"), ("", "xen"), ("Bài 5.", "ba")]


PNG = b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 30, 20) + b"\x08\x02\0\0\0"


def art(kind: int, content: bytes, *, version: int = 0, instance: int = 0) -> bytes:
    """A record of a drawing."""
    return struct.pack("<HHI", version | instance << 4, kind, len(content)) + content


def inline_picture(path: str, digests: int) -> bytes:
    """A picture that stands in the text, as the data stream holds it."""
    name = f"{path}\0".encode("utf-16-le")
    options = art(0xF00B, struct.pack("<HI", 0xC105, len(name)) + name, version=3, instance=1)
    blip = art(0xF01E, b"\0" * 16 * digests + b"\xff" + PNG, instance=0x6E0 + digests - 1)
    drawing = art(0xF004, options, version=15) + art(0xF007, b"\0" * 36 + blip, version=2, instance=6)
    return struct.pack("<IHH", 68 + len(drawing), 68, 0x64).ljust(68, b"\0") + drawing


@pytest.mark.parametrize(
    ("path", "name"), [("C:\\Anh\\lop may.png", "lop may.png"), ("Hình 3", "picture1.png")]
)
@pytest.mark.parametrize("digests", [1, 2])
def test_pictures_have_the_name_of_their_file_where_it_is_told(path: str, name: str, digests: int) -> None:
    shown = Stretch("\x01", SPECIAL + b"\x03\x6a" + struct.pack("<I", 10))
    letter = Letter([Par([Stretch("ảnh "), shown])], data=b"\0" * 10 + inline_picture(path, digests))
    (picture,) = read_doc(old_word(letter)).pictures
    assert (picture.name, picture.size, picture.width, picture.height) == (name, len(PNG), 30, 20)


def test_pictures_in_text_that_was_deleted_or_hidden_are_left_out() -> None:
    for look in (DELETED, HIDDEN):
        shown = Stretch("\x01", SPECIAL + look + b"\x03\x6a" + struct.pack("<I", 0))
        letter = Letter([Par([Stretch("ảnh "), shown])], data=inline_picture("x.png", 1))
        assert not read_doc(old_word(letter)).pictures


# --- cost


def test_the_cost_of_a_table_grows_with_its_rows() -> None:
    def work(size: int) -> None:
        read_doc(files[size])

    size = 150
    rows = [cell for _ in range(4 * size) for cell in row("1", "Tin học cơ bản", "900.000", edges=THREE)]
    files = {count: old_word(Letter(rows[: 4 * count])) for count in (size, 4 * size)}
    assert_linear(work, size)
