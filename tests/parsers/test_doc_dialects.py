"""What the reader of old Word documents promises of dialects that no program at hand writes any more."""

from __future__ import annotations

import struct

import pytest

from parsers.document import Document, Grid, Reason, Span, TextRole, UnreadableError
from parsers.formats.doc import read_doc
from tests.support.growth import assert_linear
from tests.support.oldword import (
    BOLD,
    BOLD_95,
    DELETED,
    DELETED_95,
    HIDDEN,
    HIDDEN_95,
    IN_TABLE,
    INSERTED,
    ROW_END,
    SPECIAL,
    STRUCK,
    STRUCK_95,
    TEXT_AT,
    Letter,
    Par,
    Stretch,
    old_word,
    pieced,
    row,
    shaped,
)

THREE = (0, 2000, 4000, 6000)
DOWN_FIRST, DOWN = 0x60, 0x20


def read(*body: Par, old: bool = False, narrow: bool = False) -> Document:
    return read_doc(old_word(Letter(body, old=old, narrow=narrow)))


def texts(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def shown(grid: Grid) -> dict[tuple[int, int], str]:
    return {place: cell.text for place, cell in grid.cells.items()}


def refusal(data: bytes) -> Reason:
    with pytest.raises(UnreadableError) as caught:
        read_doc(data)
    return caught.value.reason


# --- text


def test_text_of_one_byte_a_letter_is_windows_1252() -> None:
    assert texts(read(Par("Café – “Sen” €"), narrow=True)) == ["Café – “Sen” €"]


def test_pieces_are_read_in_their_order_and_not_in_that_of_the_file() -> None:
    pieces = pieced([(0, 4, TEXT_AT + 2 * 4), (4, 8, TEXT_AT)])
    stored = [Par("mot\r"[:3]), Par("hai")]
    assert texts(read_doc(old_word(Letter(stored, pieces=pieces)))) == ["hai", "mot"]


def test_what_a_piece_changes_holds_for_its_text() -> None:
    by_code = pieced([(0, 4, TEXT_AT)], prm=0x55 << 1 | 1 << 8)
    by_list = pieced([(0, 4, TEXT_AT)], changes=BOLD, prm=1)
    for pieces in (by_code, by_list):
        (paragraph,) = read_doc(old_word(Letter([Par("sen")], pieces=pieces))).paragraphs
        assert paragraph.bold


def test_looks_decide_what_is_shown() -> None:
    parts = [
        Stretch("giữ "), Stretch("ẩn ", HIDDEN), Stretch("gạch ", STRUCK), Stretch("xóa ", DELETED),
        Stretch("thêm", INSERTED + BOLD),
    ]  # fmt: skip
    document = read(Par(parts), Par([Stretch("đậm", BOLD)]))
    assert texts(document) == ["giữ thêm", "đậm"]
    assert [paragraph.bold for paragraph in document.paragraphs] == [False, True]
    assert document.warnings == ("holds tracked deletions, which were left out",)


def test_special_letters_are_what_a_person_sees() -> None:
    assert texts(read(Par("nối\x1eliền mềm\x1fmại\x0bdòng\x02 hai\x05"), Par("trang một\x0ctrang hai"))) == [
        "nối-liền mềmmại\ndòng hai", "trang một", "trang hai",
    ]  # fmt: skip


def test_signs_of_symbol_fonts_are_ticks() -> None:
    ticked = Stretch("(", SPECIAL + b"\x09\x6a" + struct.pack("<HH", 0, 0xF0FE))
    fonts = struct.pack("<HH", 1, 0) + _font("Wingdings")
    letter = Letter([Par([ticked, Stretch(" trực tuyến")])], parts={15: fonts})
    assert texts(read_doc(old_word(letter))) == ["☒ trực tuyến"]


def test_a_mark_of_vni_stays_with_its_letter_where_looks_part_them() -> None:
    fonts = struct.pack("<HH", 1, 0) + _font("VNI-Times")
    vni = b"\x4f\x4a\x00\x00\x51\x4a\x00\x00"
    parts = [
        Stretch("Khoa", vni + BOLD),
        Stretch("ù hoï", vni),
        Stretch("c nghe", vni + BOLD),
        Stretch("à", vni),
    ]
    letter = Letter([Par(parts), Par([Stretch("CN Tin hoïc", vni)])], parts={15: fonts})
    assert texts(read_doc(old_word(letter))) == ["Khoá học nghề", "CN Tin học"]


def _font(name: str) -> bytes:
    body = b"\0" * 39 + name.encode("utf-16-le") + b"\0\0"
    return bytes([len(body)]) + body


def test_fields_show_their_result_and_lead_to_their_address() -> None:
    (paragraph,) = read(Par('xem \x13 HYPERLINK "https://sen.example/" \x14tại đây\x15 nhé')).paragraphs
    assert paragraph.text == "xem tại đây nhé"
    assert paragraph.hrefs == (("tại đây", "https://sen.example/"),)


def test_a_field_that_never_ends_hides_nothing() -> None:
    assert texts(read(Par("trước \x13 PAGE sau"), Par("còn"))) == ["trước PAGE sau", "còn"]


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


def numbered(*body: Par) -> Document:
    """A document with one list of one level, "Bài 1.", which starts at 3."""
    shown = "Bài \0."
    level = struct.pack("<iBB", 3, 0, 0).ljust(28, b"\0") + struct.pack("<H", len(shown))
    heads = struct.pack("<HI", 1, 9).ljust(2 + 26, b"\0") + b"\1\0"
    uses = struct.pack("<II", 1, 9).ljust(20, b"\0") + b"\xff" * 4
    # The levels follow right behind the heads, outside of them.
    parts = {73: heads, 0: level + shown.encode("utf-16-le"), 74: uses}
    return read_doc(old_word(Letter(body, parts=parts)))


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


# --- stories


def test_stories_behind_the_text_have_their_roles_and_comments_and_macros_are_left_out() -> None:
    stories = ["thân", "chú thích", "", "lệnh", "lời bình", "chú cuối", "khung"]
    body = [Par(story) for story in stories if story]
    lengths = [len(story) + 1 if story else 0 for story in stories]
    document = read_doc(
        old_word(Letter(body, lengths=lengths, parts={56: struct.pack("<II", 0, 6) + b"\0" * 22}))
    )
    assert [(paragraph.role, paragraph.text) for paragraph in document.paragraphs] == [
        (TextRole.BODY, "thân"),
        (TextRole.BOX, "khung"),
        (TextRole.NOTE, "chú thích"),
        (TextRole.NOTE, "chú cuối"),
    ]


# --- older dialects, and files that are none


def test_word_6_documents_are_read_with_their_looks_and_tables() -> None:
    parts = [
        Stretch("giu "), Stretch("an ", HIDDEN_95), Stretch("gach ", STRUCK_95), Stretch("xoa ", DELETED_95),
    ]  # fmt: skip
    body = [
        Par([*parts, Stretch("dam", BOLD_95)]),
        *row("STT", "Tên", edges=(0, 2000, 6000), old=True),
        *row("gop", "", edges=(0, 2000, 6000), flags=(1, 2), old=True),
    ]
    document = read(*body, old=True)
    assert texts(document) == ["giu dam"]
    (grid,) = document.grids
    assert shown(grid) == {(1, 1): "STT", (1, 2): "Tên", (2, 1): "gop"}
    assert grid.spans == (Span(2, 1, 2, 2),)


def test_word_6_text_in_tcvn3_is_restored() -> None:
    document = read(Par("Tr­êng Cao ®¼ng nghÒ"), Par("Häc phÝ kho¸ häc"), old=True)
    assert texts(document) == ["Trường Cao đẳng nghề", "Học phí khoá học"]


def test_word_6_documents_saved_in_pieces_are_read_in_their_order() -> None:
    pieces = pieced([(0, 4, TEXT_AT + 4), (4, 8, TEXT_AT)])
    letter = Letter([Par("mot"), Par("hai")], old=True, flags=0x0004, pieces=pieces)
    assert texts(read_doc(old_word(letter))) == ["hai", "mot"]


def test_a_document_with_a_password_is_told_so() -> None:
    assert refusal(old_word(Letter([Par("x")], flags=0x0100))) is Reason.ENCRYPTED


def test_a_broken_directory_or_head_is_told_as_corrupt() -> None:
    whole = old_word(Letter([Par("x")]))
    assert refusal(whole[:600]) is Reason.CORRUPT
    assert refusal(whole.replace(b"\xec\xa5\xc1\x00", b"\x00\x00\xc1\x00")) is Reason.CORRUPT


def test_macros_are_reported_and_not_run() -> None:
    letter = Letter([Par("x")], storages={"Macros": {"VBA": b"Sub AutoOpen()"}})
    assert read_doc(old_word(letter)).warnings == ("holds macros, which were not run",)


def test_text_that_is_missing_from_the_file_is_reported() -> None:
    pieces = pieced([(0, 4, TEXT_AT), (4, 900_000, TEXT_AT + 8)])
    document = read_doc(old_word(Letter([Par("sen")], pieces=pieces)))
    assert texts(document)[0] == "sen"
    assert "a part of the text is missing from the file" in document.warnings


def test_declared_lengths_cost_nothing() -> None:
    pieces = pieced([(0, 0x7FFFFFFF, TEXT_AT)])
    assert refusal(old_word(Letter([Par("sen")], pieces=pieces))) is Reason.TOO_LARGE


def test_the_cost_of_a_table_grows_with_its_rows() -> None:
    def work(size: int) -> None:
        read_doc(files[size])

    size = 150
    rows = [cell for _ in range(4 * size) for cell in row("1", "Tin học cơ bản", "900.000", edges=THREE)]
    files = {count: old_word(Letter(rows[: 4 * count])) for count in (size, 4 * size)}
    assert_linear(work, size)


def test_the_cost_of_nested_fields_grows_with_their_number() -> None:
    def work(size: int) -> None:
        read_doc(files[size])

    size = 4000
    files = {
        count: old_word(Letter([Par("\x13 A \x14" * count + "sen" + "\x15" * count)]))
        for count in (size, 4 * size)
    }
    assert_linear(work, size)
    assert texts(read_doc(files[size])) == ["sen"]


def test_headers_that_repeat_each_other_are_read_once() -> None:
    text = "đầu trang " * 2000
    places = struct.pack("<I", 0) * 7 + struct.pack("<II", 0, len(text)) * 5000
    letter = Letter([Par("thân"), Par(text[:-1])], lengths=[5, 0, len(text)], parts={11: places})
    assert [p.role for p in read_doc(old_word(letter)).paragraphs] == [TextRole.HEADER, TextRole.BODY]


def test_the_cost_of_a_paragraph_of_many_looks_grows_with_their_number() -> None:
    def work(size: int) -> None:
        read_doc(files[size])

    size = 4000
    looks = [Stretch("ab", BOLD), Stretch("cd", BOLD + INSERTED)]
    files = {count: old_word(Letter([Par(looks * (count // 2))])) for count in (size, 4 * size)}
    assert_linear(work, size)
