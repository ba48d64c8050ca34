"""What the reader of rich text promises of letters, paragraphs, fields and broken files, in many dialects."""

# ruff: noqa: E501, ISC004  (rich text is clearest on one line)

from __future__ import annotations

import hashlib
import unicodedata

import pytest
from striprtf.striprtf import rtf_to_text

from parsers.document import Document, Paragraph, Reason, TextRole, UnreadableError
from parsers.formats.rtf.reader import read_rtf
from parsers.opening import open_file
from tests.support.growth import assert_linear

FONTS = (
    r"{\fonttbl{\f0\froman\fcharset0\fprq2{\*\panose 02020603050405020304}Times New Roman;}"
    r"{\f1\fnil\fcharset2 Wingdings;}{\f2\fcharset163 Arial (Vietnamese);}{\f3\fnil\fcharset0 .VnTime;}"
    r"{\f4\fnil\fcharset0 VNI-Times;}{\f5\fmodern\fcharset128 MS Mincho{\*\falt ?l?r};}{\f6\fcharset2 Symbol;}"
    r"{\f7\fcharset204 Arial Cyr;}}"
)
PNG = bytes.fromhex("89504e470d0a1a0a0000000d4948445200000014000000080802000000")


def rtf(body: str, head: str = FONTS, opening: str = r"\rtf1\ansi\ansicpg1252\deff0") -> bytes:
    return f"{{{opening}{head}\n{body}}}".encode("latin-1")


def read(body: str, **parts: str) -> Document:
    return read_rtf(rtf(body, **parts))


def words_by_another_reader(data: bytes) -> list[str]:
    text: str = rtf_to_text(data.decode("latin-1"))  # type: ignore[no-untyped-call]
    return text.split()


def texts(document: Document, role: TextRole = TextRole.BODY) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs if paragraph.role is role]


def only(body: str, **parts: str) -> Paragraph:
    (paragraph,) = read(body, **parts).paragraphs
    return paragraph


# --- letters


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"H\u7885\'3fc ph\u237\'ed", "Học phí"),
        (r"{\uc0 H\u7885 c ph\u237 }{\uc2 \u7885\'3f\'3fc}", "Học phíọc"),
        (r"\u-3928?x", "☐x"),
        (r"\u-10179\'3f\u-8704?", "😀"),
        (r"\uc0 \u55357\uc1 \u56832\'3f", "😀"),
        (r"\u128512?", "😀"),
        (r"\u-10179? lẻ".replace("ẻ", r"\u7867?"), "\ufffd lẻ"),
        (r"a\~b\_c\-d\emdash e\bullet f\lquote g\rquote\ldblquote h\rdblquote", "a b-cd—e•f‘g’“h”"),
        (r"\{a\}\\b\:", "{a}\\b"),
        (r"m\'f4n \'93to\'e1n\'94", "môn “toán”"),
        ("cắt\n dòng\r\nở đâu\n cũng được", "cắt dòngở đâu cũng được"),
    ],
)
def test_letters_come_as_they_are_shown(body: str, text: str) -> None:
    plain = "".join(letter if ord(letter) < 256 else f"\\u{ord(letter)}?" for letter in body)
    assert texts(read(plain + r"\par")) == [text]


def as_windows_1258(text: str) -> str:
    """Letters as Windows-1258 has them: the base letter, then its tone."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    told = []
    for letter in text:
        parts = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
        tone = "".join(part for part in parts if part in tones)
        told += [f"\\'{byte:02x}" for byte in (base + tone).encode("cp1258")]
    return "".join(told)


def test_vietnamese_bytes_and_their_tones_are_composed() -> None:
    text = "Tên khóa học, trình độ, giảng viên Đặng Mỹ Ưng, ĐIỆN TỬ"
    escaped = as_windows_1258(text)
    assert texts(read(rf"\f2 {escaped}\par")) == [text]
    assert texts(read(rf"{escaped}\par", head="", opening=r"\rtf1\ansi\ansicpg1258")) == [text]


def test_a_careless_western_font_on_a_vietnamese_machine_is_judged_by_its_letters() -> None:
    opening = r"\rtf1\ansi\ansicpg1258\deff0"
    assert texts(read(r"Ngh\'ea\'cc nghi\'ea\'f2p\par", opening=opening)) == ["Nghề nghiệp"]
    assert texts(read(r"t\'ecnh, ph\'f2ng, m\'e3\par", opening=opening)) == ["tình, phòng, mã"]


def test_letters_of_two_bytes_and_of_other_scripts() -> None:
    assert texts(read(r"\f5\'93\'fa\'96\'7b\'83A\par\f7 \'cf\'f0\'e8\par")) == ["日本ア", "При"]


def test_old_fonts_of_tcvn3_and_vni_become_unicode() -> None:
    tcvn3 = r"\f3 Tr\'ad\-\'eang \'ae\'b9o t\'b9o ngh\'d2 K\'fc thu\'cbt c\'abng ngh\'d6\par"
    assert texts(read(tcvn3.replace(r"\-", ""))) == ["Trường đạo tạo nghề Kỹ thuật công nghệ"]
    hyphen = tcvn3.replace(r"\'ad\-", r"\-")
    assert texts(read(hyphen)) == ["Trường đạo tạo nghề Kỹ thuật công nghệ"]
    symbolic = r"{\fonttbl{\f3\fcharset2 .VnTime;}}"
    private = "".join(
        f"\\u{0xF000 + ord(letter) - 65536}?" for letter in "Tr\xad\xeang kü thuËt".replace(" ", "\xa0")
    )
    assert texts(read(rf"\f3 {private}\par", head=symbolic)) == ["Trường kỹ thuật"]
    vni = r"\f4 Tr\'f6\'f4\'f8ng Trung ca\'e1p ngh\'e0 \'f1a\'f8o ta\'efo\par"
    assert "Trung cấp" in texts(read(vni))[0]


def test_signs_of_symbol_fonts_are_ticks() -> None:
    body = r"{\f1 \'fe} c\'f3 {\f1\'a8} kh\'f4ng {\f1\u61692\'fc}\u61608?{\f6\'b7}\par"
    assert texts(read(body)) == ["☒ có ☐ không ✓☐•"]


def test_the_same_words_told_twice_count_once() -> None:
    body = r"\upr{H?c\par ngh?}{\*\ud{H\u7885?c ngh\u7873?}}\par"
    assert texts(read(body)) == ["Học nghề"]


def test_utf8_written_raw_is_read() -> None:
    data = "{\\rtf1\\ansi\\deff0 Học phí \\b miễn phí\\par}".encode()
    assert texts(read_rtf(data)) == ["Học phí miễn phí"]


# --- looks


def test_hidden_deleted_and_struck_text_is_no_text() -> None:
    document = read(
        r"a{\v \'e1n}{\deleted xo\'e1}{\strike g\'b9ch}{\striked1 h\'e2i}{\revised th\'eam} b\par"
    )
    assert texts(document) == ["athêm b"]
    assert any("deletions" in warning for warning in document.warnings)
    assert read(r"\strike g\'b9ch\par").warnings == ("1 paragraphs are struck out and left out",)


def test_plain_and_the_end_of_a_group_end_a_look() -> None:
    assert [bool(p.bold) for p in read(r"\b a\par\b0 b\par{\b c\par}d\par\b\plain e\par").paragraphs] == [
        True, False, True, False, False,
    ]  # fmt: skip
    assert texts(read(r"\v x\plain y\v1 z\v0 w\par")) == ["yw"]


def test_headings_have_the_level_of_their_style_or_outline() -> None:
    styles = (
        r"{\stylesheet{\ql Normal;}{\s1\sbasedon0\b heading 1;}{\s2\sbasedon1 Con;}{\s3\outlinelevel2 Ti\'eau;}"
        r"{\*\cs10 \additive heading 5;}{\s4 Title;}{\s5\sbasedon6 x;}{\s6\sbasedon5 y;}}"
    )
    body = r"\s1 a\par\pard\s2 b\par\pard\s3 c\par\pard\s4 d\par\pard\s5 e\par\pard\outlinelevel1 f\par\pard g\par"
    document = read(body, head=FONTS + styles)
    assert [paragraph.level for paragraph in document.paragraphs] == [1, 1, 3, 1, 0, 2, 0]
    assert document.paragraphs[0].role is TextRole.HEADING


@pytest.mark.parametrize(
    ("body", "marker"),
    [
        (r"{\listtext\pard\plain\f0 a)\tab}\ls1\ilvl0 Tin\par", "a)"),
        (r"{\pntext\f6\'B7\tab}{\*\pn\pnlvlblt\pnf6{\pntxtb\'B7}}Tin\par", "•"),
        (r"{\*\pntext\pard 12.\tab}{\*\pn {\pntxta .}}Tin\par", "12."),
        (r"{\listtext	\uc0\u8226 	}Tin\par", "•"),
        (r"{\listtext\pard\plain  \u61623\'3f\tab}Tin\par", "•"),
    ],
)
def test_what_numbering_shows_is_the_marker(body: str, marker: str) -> None:
    paragraph = only(body)
    assert (paragraph.marker, paragraph.text) == (marker, "Tin")


# --- fields


@pytest.mark.parametrize(
    "field",
    [
        r'{\field{\*\fldinst HYPERLINK "https://truong.example/dk"}{\fldrslt \cf2\ul web}}',
        r'{\field\fldedit{\*\fldinst {\rtlch\fcs1 \af0  HYPERLINK "https://truong.example/dk" }'
        r"{\rtlch {\*\datafield 00d0c9ea79f9}}}{\fldrslt {\cs15\ul\cf2 w}{eb}}}\sectd ",
        r"{\field{\*\fldinst{HYPERLINK https://truong.example/dk }}{\fldrslt{web\ul0\cf0}}}",
    ],
)
def test_links_keep_their_address_behind_the_text(field: str) -> None:
    paragraph = only(rf"\u272?\u259?ng k\'fd: {field} sau\par")
    assert paragraph.hrefs == (("web", "https://truong.example/dk"),)
    assert paragraph.text.endswith(": web sau")


def test_a_link_inside_the_document_leads_nowhere() -> None:
    assert only(r'{\field{\*\fldinst HYPERLINK \\l "muc1"}{\fldrslt xem}}\par').hrefs == ()
    marked = only(r'{\field{\*\fldinst HYPERLINK "http://a.example/" \\l "b"}{\fldrslt xem}}\par')
    assert marked.hrefs == (("xem", "http://a.example/#b"),)


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (r"{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres25\ffhps20\ffdefres1}}}{\fldrslt }", "☒"),
        (
            r"{\*\fldinst FORMCHECKBOX {\*\formfield{\fftype1\ffres0\ffdefres1{\*\ffname Check1}}}}{\fldrslt}",
            "☐",
        ),
        (r'{\*\fldinst SYMBOL 254 \\f "Wingdings" \\s 12}{\fldrslt\f1\fs24}', "☒"),
        (
            r"{\*\fldinst FORMDROPDOWN {\*\formfield{\fftype2\ffres0{\*\ffl S\u417? c\u7845?p}{\*\ffl Trung}}}}{\fldrslt}",
            "Sơ cấp",
        ),
        (r"{\*\fldinst PAGE}{\fldrslt 7}", "7"),
        (r"{\*\fldinst FORMTEXT {\*\formfield{\fftype0{\*\ffdeftext x}}}}{\fldrslt An}", "An"),
    ],
)
def test_a_field_is_what_it_shows(field: str, text: str) -> None:
    assert texts(read(rf"ch: {{\field{field}}}\par")) == [f"ch: {text}"]


# --- parts of the page


def test_headers_notes_and_boxes_have_their_role_and_passed_over_groups_none() -> None:
    document = read(
        r"{\info{\title Giấu}}{\*\generator Msftedit}{\header \pard Tr\'ean\par}{\headerf \pard Tr\'ean\par}"
        r"{\footer \pard D\'baoi {\field{\*\fldinst PAGE}{\fldrslt 1}}\par}"
        r"Th\'e2n{\super\chftn{\footnote\pard\plain {\super\chftn} Ghi ch\'fa}}"
        r"{\*\annotation l\u7901?i b\'e0n}{\*\bkmkstart a}{\*\bkmkend a}{\xe{ch\u7881? m\u7909?c}}"
        r"{\shp{\*\shpinst\shpleft0{\sp{\sn fillColor}{\sv 123}}{\shptxt\pard H\u7897?p\par}}"
        r"{\shprslt{\*\do\dptxbx{\dptxbxtext\pard H\u7897?p\par}}}}\par".replace("Giấu", "Giau")
    )
    assert {role: texts(document, role) for role in TextRole if texts(document, role)} == {
        TextRole.HEADER: ["Trên"],
        TextRole.BOX: ["Hộp"],
        TextRole.BODY: ["Thân"],
        TextRole.NOTE: ["Ghi chú"],
        TextRole.FOOTER: ["Dºoi 1"],
    }


def test_a_picture_is_told_once_with_its_kind_and_size() -> None:
    pict = rf"{{\pict{{\*\picprop{{\sp{{\sn a}}{{\sv }}}}}}\picw20\pich8\picwgoal300\pichgoal120\pngblip {PNG.hex()}}}"
    document = read(rf"{{\*\shppict{pict}}}{{\nonshppict{{\pict\wmetafile8 0102}}}}sau\par")
    (picture,) = document.pictures
    assert (picture.name, picture.media_type, picture.width, picture.height) == (
        "image1.png",
        "image/png",
        20,
        8,
    )
    assert (picture.size, picture.sha256) == (len(PNG), hashlib.sha256(PNG).hexdigest())
    assert texts(document) == ["sau"]


def test_binary_data_is_neither_text_nor_groups() -> None:
    body = b"{\\rtf1 a{\\pict\\pngblip\\bin5 }}}\0{}b{\\*\\objdata\\bin3 }}}}c\\bin2 }{d\\par}"
    document = read_rtf(body)
    assert texts(document) == ["abcd"]
    assert document.pictures[0].size == 5


def test_a_floating_picture_is_a_picture_and_its_shape_no_text() -> None:
    shape = rf"{{\shp{{\*\shpinst\shpleft1{{\sp{{\sn pib}}{{\sv {{\pict\pngblip {PNG.hex()}}}}}}}{{\sp{{\sn a}}{{\sv 1}}}}}}"
    document = read(shape + r"{\shprslt{\pict\wmetafile8 01}}}a\par")
    assert ([one.media_type for one in document.pictures], texts(document)) == (["image/png"], ["a"])


def test_an_object_shows_its_result() -> None:
    body = r"{\object\objemb{\*\objclass Excel.Sheet.8}{\*\objdata 0105}{\result {\pict\wmetafile8 01}K\'fd\par}}"
    document = read(body)
    assert (texts(document), len(document.pictures)) == (["Ký"], 1)


# --- dialects whole


def test_textedit_ends_lines_with_a_backslash() -> None:
    data = (
        b"{\\rtf1\\ansi\\ansicpg1252\\cocoartf2761\n\\cocoatextscaling0\\cocoaplatform0"
        b"{\\fonttbl\\f0\\fswiss\\fcharset0 Helvetica;\\f1\\fswiss\\fcharset0 Helvetica-Bold;}\n"
        b"{\\colortbl;\\red255\\green255\\blue255;}\n{\\*\\expandedcolortbl;;}\n"
        b"\\pard\\tx566\\pardirnatural\\partightenfactor0\n\n\\f0\\fs24 \\cf0 T\\'ean kh\\'f3a h\\uc0\\u7885 c\\\n"
        b"\\f1\\b H\\u7885 c ph\\'ed\n\\f0\\b0 : 500.000\\\n}"
    )
    document = read_rtf(data)
    assert texts(document) == ["Tên khóa học", "Học phí: 500.000"]


def test_wordpad_and_word_6_are_read() -> None:
    wordpad = (
        rb"{\rtf1\ansi\ansicpg1258\deff0\nouicompat\deflang1066{\fonttbl{\f0\fnil\fcharset0 Calibri;}"
        rb"{\f1\fnil\fcharset163 Calibri;}}{\*\generator Riched20 10.0.19041}\viewkind4\uc1 "
        rb"\pard\sa200\sl276\slmult1\f0\fs22\lang1066 T\f1\'eam h\u7885?c\f0\par" + b"\r\n}\r\n\0"
    )
    assert texts(read_rtf(wordpad)) == ["Têm học"]
    word6 = (
        rb"{\rtf1\ansi \deff4\deflang1033{\fonttbl{\f4\froman Times New Roman;}{\f9\fswiss VNI-Times;}}"
        rb"{\stylesheet{\fs20\lang1033 \snext0 Normal;}}\pard\plain \fs20\lang1033 Plain\page sau\par }"
    )
    assert texts(read_rtf(word6)) == ["Plain", "sau"]


def test_a_file_that_textedit_names_is_no_text() -> None:
    data = b"{\\rtf1\\ansi\\cocoartf2639 a{{\\NeXTGraphic anh.png \\width20 \\height10\n}\xac}b}"
    assert texts(read_rtf(data)) == ["ab"]


# --- what is broken or hostile


@pytest.mark.parametrize("data", [b"{\\rtf", b"{\\rtf1}", rtf(""), rtf(r"\pard\par\par")])
def test_an_empty_document_is_read(data: bytes) -> None:
    assert read_rtf(data).blocks == ()


def test_no_bytes_and_no_rich_text_are_refused() -> None:
    for data, reason in ((b"", Reason.EMPTY), (b"hello", Reason.CORRUPT)):
        with pytest.raises(UnreadableError) as refusal:
            read_rtf(data)
        assert refusal.value.reason is reason


def test_a_cut_file_gives_what_there_is_and_says_so() -> None:
    document = read_rtf(rtf(r"Mot\par Hai {\b ba")[:-1])
    assert texts(document) == ["Mot", "Hai ba"]
    assert document.warnings == ("ends before its groups do; what there is was read",)


def test_every_cut_of_a_file_is_read() -> None:
    whole = rtf(
        r'\trowd\cellx1\cellx2{\field{\*\fldinst HYPERLINK "x"}{\fldrslt y\cell}}\u7885\'3f{\pict\bin4 abcd}\row'
    )
    for cut in range(6, len(whole)):
        read_rtf(whole[:cut])


def test_what_stands_after_the_end_is_told() -> None:
    document = read_rtf(rtf("a") + b"{\\rtf1 b}")
    assert (texts(document), document.warnings) == (["a"], ("holds more after its end, which was left out",))
    assert not read_rtf(rtf("a") + b"\r\n\0\0").warnings


def test_the_groups_of_a_hostile_file_cost_in_line_with_their_number() -> None:
    assert_linear(lambda size: read_rtf(b"{\\rtf1" + b"{" * size + b"a" + b"}" * size + b"}"), 8_000)
    assert_linear(lambda size: read_rtf(b"{\\rtf1" + b"{\\*\\x" * size), 8_000)
    assert_linear(lambda size: read_rtf(b"{\\rtf1 " + rb"\u7885\'3f\'93\{" * size + b"}"), 4_000)
    assert_linear(lambda size: read_rtf(b"{\\rtf1 " + b"\\par\\pard x" * size + b"}"), 4_000)


def test_groups_too_deep_to_be_kept_are_left_out_and_told() -> None:
    document = read_rtf(b"{\\rtf1 a\\par" + b"{" * 150_000 + b"b" + b"}" * 150_000 + b"c\\par}")
    assert texts(document) == ["a", "c"]
    assert document.warnings == ("holds groups nested too deep, which were left out",)


def test_a_file_is_opened_by_its_content_and_its_words_are_those_of_another_reader() -> None:
    body = r"M\'f4n h\u7885\'3fc\par {\b Ng\u432\'3f\u7901\'3fi d\u7841\'3fy}\tab x\par"
    (part,) = open_file("danh-sach.doc", "application/msword", rtf(body))
    assert isinstance(part.outcome, Document)
    assert part.outcome.media == "rtf"
    assert " ".join(texts(part.outcome)).split() == words_by_another_reader(rtf(body))
