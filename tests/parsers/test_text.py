"""What the text functions promise: one normal form, true letters whatever the code, Unicode never touched."""

from __future__ import annotations

import unicodedata

import pytest

from config.charsets import charsets
from parsers.legacy import restore
from parsers.text import clean, decode, fold, nfc, repair_mojibake, squeeze, valid_syllable_share

LETTER = (
    "Trường Cao đẳng Nghề Hòa Bình\n"
    "Khóa học: Kỹ thuật điện tử, học phí 2.500.000 đồng/khóa\n"
    "Người liên hệ: Đỗ Thị Lê, Phó Giám đốc, điện thoại 0366 000 111"
)


def typed_in(table: dict[str, str], text: str) -> str:
    """The text as a legacy keyboard wrote it, seen through Latin-1."""
    inverse = {letter: code for code, letter in table.items()}
    return "".join(inverse.get(letter, letter) for letter in text)


def in_windows_1258(text: str) -> bytes:
    written = b""
    for letter in nfc(text):
        parts = unicodedata.normalize("NFD", letter)
        tones = "".join(part for part in parts if part in "\u0300\u0301\u0303\u0309\u0323")
        base = nfc("".join(part for part in parts if part not in tones))
        written += base.encode("cp1258") + tones.encode("cp1258")
    return written


TCVN3 = typed_in(dict(charsets().tcvn3), LETTER)
VNI = typed_in(dict(charsets().vni), LETTER)


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("declared", ["", "iso-8859-1", "windows-1258", "no-such-charset"])
def test_unicode_bytes_are_read_whatever_is_declared(codec: str, declared: str) -> None:
    assert decode(LETTER.encode(codec), declared) == LETTER


@pytest.mark.parametrize("declared", ["", "iso-8859-1", "windows-1258", "utf-8"])
def test_windows_1258_becomes_composed_unicode(declared: str) -> None:
    assert decode(in_windows_1258(LETTER), declared) == LETTER


@pytest.mark.parametrize("typed", [TCVN3, VNI], ids=["TCVN3", "VNI"])
def test_legacy_fonts_are_read_by_their_syllables(typed: str) -> None:
    assert decode(typed.encode("latin-1"), "us-ascii") == LETTER
    assert restore(typed.split("\n")) == tuple(LETTER.split("\n"))


def test_western_text_stays_western() -> None:
    text = "Café Zürich, façade, naïve"
    assert decode(text.encode("cp1252")) == text


def test_a_few_broken_bytes_do_not_cost_the_rest() -> None:
    damaged = LETTER.encode()[:-1] + b"\xff"
    assert decode(damaged).startswith("Trường Cao đẳng Nghề Hòa Bình\n")


@pytest.mark.parametrize("data", [b"", b"\x00", b"\xff\xfe", b"\xfe", b"\x81\x8d\x8f", b"a\x00"])
def test_no_bytes_make_decoding_fail(data: bytes) -> None:
    assert isinstance(decode(data, "utf-7"), str)


@pytest.mark.parametrize(
    "texts",
    [
        ("Bùi Thái Hà", "cô giáo", "có", "Hòa"),
        ("· An toàn điện", "5 µm", "©", "® Sở", "10°C"),
        ("Đỗ Ý", "ò", "ñ"),
        ("Số 1½",),
        (LETTER,),
        ("café", "Müller"),
    ],
)
def test_correct_unicode_is_never_touched(texts: tuple[str, ...]) -> None:
    assert restore(texts) == texts


def test_unicode_lines_beside_legacy_lines_stay_as_they_are() -> None:
    assert restore(("Trường Cao đẳng", *TCVN3.split("\n"))) == ("Trường Cao đẳng", *LETTER.split("\n"))


def test_the_soft_hyphen_of_tcvn3_is_a_letter() -> None:
    assert restore(("Tr­êng", "gi¸o viªn"))[0] == "Trường"


def test_capitals_of_tcvn3_get_their_tones_back_and_names_keep_theirs() -> None:
    assert restore(("TR¦êNG CAO §¼NG NGHÒ", "Lª V¨n Tó", "Tªn nghÒ")) == (
        "TRƯỜNG CAO ĐẲNG NGHỀ",
        "Lê Văn Tú",
        "Tên nghề",
    )


def test_capitals_of_vni_are_read_in_both_shapes_of_the_mark() -> None:
    assert restore(("TRÖÔØNG CAO ÑAÚNG NGHEÀ", "Teân khoùa hoïc", "HOÏC PHí"))[:2] == (
        "TRƯỜNG CAO ĐẲNG NGHỀ",
        "Tên khóa học",
    )


@pytest.mark.parametrize("codec", ["latin-1", "iso8859-15"])
def test_utf8_that_was_read_as_western_is_repaired(codec: str) -> None:
    assert repair_mojibake(LETTER.encode().decode(codec)) == LETTER


def test_mojibake_whose_blank_was_tidied_is_repaired() -> None:
    damaged = "và đào tạo".encode().decode("latin-1").replace("\xa0", " ")
    assert repair_mojibake(damaged) == "và đào tạo"


def test_look_alikes_of_d_become_the_letter_only_in_vietnamese_words() -> None:
    assert repair_mojibake("Ðại học Ðà Nẵng, Guðmundur") == "Đại học Đà Nẵng, Guðmundur"


@pytest.mark.parametrize("word", ["trường", "quốc", "giếng", "nghiêng", "gì", "khuya", "ĐẶC", "hoc", "y"])
def test_vietnamese_syllables_are_possible(word: str) -> None:
    assert valid_syllable_share(word) == 1.0


@pytest.mark.parametrize("word", ["tröôøng", "häc", "ngiêng", "cê", "học̀", "hôc", "tặngg", "việtt"])
def test_other_letters_are_not(word: str) -> None:
    assert valid_syllable_share(word) == 0.0


def test_texts_compare_without_case_tones_and_signs() -> None:
    assert fold("  Địa chỉ: TRANG–web (*)\n") == "dia chi trang web"
    assert fold(unicodedata.normalize("NFD", "Đầu mối")) == fold("đầu mối")


def test_tidying_keeps_lines_and_tabs_and_drops_what_nobody_sees() -> None:
    assert clean(" Họ\u00a0 tên:\u200b A \t B\r\n  C \n") == "Họ tên: A\tB\nC"
    assert squeeze(" a\n\t b ") == "a b"


def test_long_unicode_text_costs_little() -> None:
    text = LETTER * 3000
    assert decode(text.encode()) == text
