"""What taking HTML out of rich text promises: the page as the mail program had it, nothing that it added."""

# ruff: noqa: E501  (rich text is clearest on one line)

from __future__ import annotations

import struct

from parsers.formats.rtf.compressed import decompress_rtf
from parsers.formats.rtf.reader import html_in_rtf, read_rtf

HEAD = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \fbidi \deff0{\fonttbl" b"\r\n"
    rb"{\f0\fswiss\fcharset0 Arial;}{\f1\fmodern Courier New;}{\f2\fnil\fcharset2 Symbol;}{\f3\fcharset163 Times;}}" b"\r\n"
    rb"{\colortbl\red0\green0\blue0;}{\*\generator Microsoft Exchange Server;}" b"\r\n"
    rb"{\*\formatConverter converted from html;}" b"\r\n" rb"\uc1\pard\plain\deftab360 \f0\fs24" b"\r\n"
)  # fmt: skip
OUTLOOK = (
    HEAD + rb"{\*\htmltag18 <html>}{\*\htmltag241 <style>}{\*\htmltag241 \{mso-style: 'x'\}\par}{\*\htmltag249 </style>}"
    rb"{\*\htmltag2 \par }{\*\htmltag50 <body lang=VI>}{\*\htmltag64 <p class=\'22Mso\'22>}\htmlrtf {\htmlrtf0 "
    rb"K\'ednh g\u7917?i {\*\htmltag84 <b>}\htmlrtf {\b \htmlrtf0 S\u7903\'3f{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0 "
    rb"{\*\htmltag84 &nbsp;}\htmlrtf \'a0\htmlrtf0 {\*\htmltag84 &lt;}\htmlrtf <\htmlrtf0 10\~tr"
    rb"{\*\mhtmltag84 <a href=x>}{\*\htmltag84 <a href=\'22https://a.example/?a=1&amp;b=2\'22>}\htmlrtf {\field{\*\fldinst{HYPERLINK "
    rb'"https://a.example/"}}{\fldrslt\cf1\ul \htmlrtf0 web\htmlrtf }\htmlrtf0 \htmlrtf }\htmlrtf0 {\*\htmltag92 </a>}'
    rb"\htmlrtf\par}\htmlrtf0" b"\r\n" rb"{\*\htmltag72 </p>}{\*\htmltag4 \par }"
    rb"{\*\htmltag64 <table>}{\*\htmltag148 <tr>}{\*\htmltag148 <td>}\htmlrtf \trowd\cellx1 {\htmlrtf0 \f3 M\'f4n\htmlrtf\cell}\htmlrtf0 {\*\htmltag156 </td>}"
    rb"{\*\htmltag156 </tr>}{\*\htmltag72 </table>}{\*\htmltag58 </body>}{\*\htmltag27 </html>}}"
)  # fmt: skip
PAGE = (
    "<html><style>{mso-style: 'x'}\r\n</style>\r\n<body lang=VI><p class=\"Mso\">Kính gửi <b>Sở</b>&nbsp;&lt;10\u00a0tr"
    '<a href="https://a.example/?a=1&amp;b=2">web</a></p>\r\n<table><tr><td>Môn</td></tr></table></body></html>'
)


def test_the_page_comes_out_as_it_went_in() -> None:
    assert html_in_rtf(OUTLOOK) == PAGE


def test_a_document_of_wrapped_html_is_read_as_html() -> None:
    document = read_rtf(OUTLOOK)
    assert document.media == "rtf"
    assert [paragraph.text for paragraph in document.paragraphs] == ["Kính gửi Sở <10 trweb", "Môn"]
    assert document.paragraphs[0].hrefs == (("web", "https://a.example/?a=1&b=2"),)


def test_text_and_ordinary_documents_hold_no_html() -> None:
    text = OUTLOOK.replace(rb"\fromhtml1 ", rb"\fromtext ")
    plain = rb"{\rtf1\ansi\ansicpg1252\fromtext \deff0{\fonttbl{\f0\fswiss Arial;}}\pard\plain d\'f2ng 1\par\par d\'f2ng 2\par}"
    assert html_in_rtf(text) is None
    assert html_in_rtf(plain) is None
    assert html_in_rtf(rb"{\rtf1 \\fromhtml1 b}") is None
    assert [(paragraph.text, paragraph.place.row) for paragraph in read_rtf(plain).paragraphs] == [
        ("dòng 1", 1),
        ("dòng 2", 3),
    ]


def test_lines_of_tabs_in_wrapped_text_are_a_table_as_in_any_text() -> None:
    rows = rb"a\tab b\tab c\par " * 3
    document = read_rtf(rb"{\rtf1\ansi\fromtext{\fonttbl{\f0 A;}}\pard\plain " + rows + rb"h\'ba\par}")
    assert (document.media, document.grids[0].n_rows, document.grids[0].n_columns) == ("rtf", 3, 3)


def test_what_winmail_packs_is_read_to_the_end() -> None:
    packed = b"".join(b"\0" + OUTLOOK[at : at + 8] for at in range(0, len(OUTLOOK), 8))
    data = struct.pack("<II4sI", len(packed) + 12, len(OUTLOOK), b"LZFu", 0) + packed
    assert html_in_rtf(decompress_rtf(data, 1 << 20)) == PAGE


def test_a_cut_page_gives_what_there_is() -> None:
    assert html_in_rtf(OUTLOOK[: OUTLOOK.index(rb"{\*\htmltag64 <table>")]) == PAGE[: PAGE.index("<table>")]
    for cut in range(len(HEAD), len(OUTLOOK), 7):
        assert PAGE.startswith((html_in_rtf(OUTLOOK[:cut]) or "")[:-2])
