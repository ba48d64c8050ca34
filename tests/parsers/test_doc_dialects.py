"""What the reader of old Word documents promises of dialects that no program at hand writes any more."""

from __future__ import annotations

import struct

import pytest

from parsers.document import Document, Grid, Reason, Span, TextRole, UnreadableError
from parsers.formats.doc.reader import read_doc
from tests.support.growth import assert_linear
from tests.support.oldword import (
    BOLD,
    BOLD_95,
    DELETED,
    DELETED_95,
    HIDDEN,
    HIDDEN_95,
    INSERTED,
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
)


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


def test_word_6_text_of_vietnamese_windows_is_windows_1258() -> None:
    # The bytes of that code page, as Windows-1252 shows them.
    stored = "Đào taòo công nhân".replace("Đ", "\xd0")
    assert texts(read(Par(stored), old=True)) == ["Đào tạo công nhân"]


def test_word_6_headings_are_told_by_their_style() -> None:
    heading = (
        struct.pack("<HHHH", 1, 0xFFF1, 2, 0) + b"\x09heading 1\0" + b"\0" + b"\2\0\1\0" + b"\2\0" + BOLD_95
    )
    normal = struct.pack("<HHHH", 0, 0xFFF1, 0, 0) + b"\x06Normal\0"
    sheet = struct.pack("<HHH", 4, 2, 8)
    sheet += b"".join(struct.pack("<H", len(style)) + style for style in (normal, heading))
    letter = Letter([Par("De muc", style=1), Par("thuong")], old=True, parts={1: sheet})
    assert [(p.level, p.bold) for p in read_doc(old_word(letter)).paragraphs] == [(1, True), (0, False)]


def test_documents_older_than_word_6_are_told_as_unsupported() -> None:
    whole = old_word(Letter([Par("x")])).replace(b"\xec\xa5\xc1\x00", b"\xdb\xa5\x2d\x00")
    assert refusal(whole) is Reason.UNSUPPORTED


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
