"""What the HTML reader promises: what a reader of the page sees, in order, at a cost that follows its length."""

# ruff: noqa: E501  (markup is clearest on one line)

from __future__ import annotations

import random
from html.parser import HTMLParser

import pytest

from parsers.document import Block, Document, Paragraph, Span, TextRole, UnreadableError
from parsers.formats.html import _Reader, _tamed, read_html, read_html_file
from tests.support.growth import assert_linear


def lines(document: Document) -> list[str]:
    return [paragraph.text for paragraph in document.paragraphs]


def rows(document: Document, number: int = 0) -> list[list[str]]:
    grid = document.grids[number]
    return [
        [
            grid.cells[(row, column)].text if (row, column) in grid.cells else ""
            for column in range(1, grid.n_columns + 1)
        ]
        for row in range(1, grid.n_rows + 1)
    ]


def test_paragraphs_headings_lists_and_breaks_come_in_order() -> None:
    document = read_html(
        "<html><head><title>không</title><style>p{}</style></head><body><h2>Thông tin</h2>"
        "<p>Kính gửi<br>Sở</p><ol start=2><li>Kế &#7871;<li>H&agrave;n</ol><ul><li>gạch</ul>cuối<br><br>hết"
    )
    assert [(p.marker, p.text, p.level) for p in document.paragraphs] == [
        ("", "Thông tin", 2),
        ("", "Kính gửi\nSở", 0),
        ("2.", "Kế ế", 0),
        ("3.", "Hàn", 0),
        ("•", "gạch", 0),
        ("", "cuối", 0),
        ("", "hết", 0),
    ]
    assert document.paragraphs[0].role is TextRole.HEADING


def test_tables_keep_their_spans_and_covered_places_are_skipped() -> None:
    document = read_html(
        "<table><tr><th rowspan=2>STT<th colspan=2>Học phí<tr><td>Có<td>Không<tr><td>1<td>x<td></table>"
    )
    assert rows(document) == [["STT", "Học phí", ""], ["", "Có", "Không"], ["1", "x", ""]]
    assert set(document.grids[0].spans) == {Span(1, 1, 2, 1), Span(1, 2, 1, 3)}


def test_senseless_spans_are_clamped_to_the_table() -> None:
    document = read_html("<table><tr><td colspan=1000000000 rowspan=99999>a<tr><td>b</table>")
    grid = document.grids[0]
    assert (grid.n_rows, grid.n_columns <= 300) == (2, True)


def test_tables_that_frame_a_page_dissolve_and_data_tables_stay() -> None:
    data = "<table><tr><td><table><tr><td>Tên</table></td><td>Phí</td><td>Hạn</td></tr><tr><td>A<td>B<td>C</table>"
    document = read_html(
        f"<table><tr><td><table><tr><td>Chào</td></tr><tr><td>{data}</td></tr></table></td></tr></table>"
    )
    assert lines(document) == ["Chào"]
    assert rows(document) == [["Tên", "Phí", "Hạn"], ["A", "B", "C"]]


def test_a_small_table_in_a_data_cell_is_a_grid_of_its_own() -> None:
    inner = "<table><tr><td>x<td>y</table>"
    body = "".join(f"<tr><td>{n}<td>Nghề {n}<td>{inner if n == 1 else 'z'}" for n in range(4))
    document = read_html(f"<table>{body}</table>")
    assert [(grid.title, str(grid.nested_in or "")) for grid in document.grids] == [
        ("Bảng 1", ""),
        ("Bảng 2", "Bảng 1!C2"),
    ]


def test_links_show_their_address_and_hidden_or_struck_text_does_not_count() -> None:
    document = read_html(
        '<p>Xem <a href="https://a.example/x">tại <b>đây</b></a></p><p style="display:none">ẩn</p><p><s>bỏ</s></p>'
        "<p>Phí <del>3</del> 2</p><table><tr><td><s>A</s><td>B<td><a href='mailto:a@b.example'>thư</a></table>"
    )
    assert lines(document) == ["Xem tại đây", "Phí 2"]
    assert document.paragraphs[0].hrefs == (("tại đây", "https://a.example/x"),)
    cells = document.grids[0].cells
    assert (cells[(1, 1)].struck, cells[(1, 2)].struck) == (True, False)
    assert cells[(1, 3)].href == "mailto:a@b.example"


@pytest.mark.parametrize(
    "quote",
    [
        '<div class="gmail_quote"><p>cũ</p></div>',
        '<blockquote type="cite"><p>cũ</p></blockquote>',
        '<div class="moz-cite-prefix">cũ</div>',
        '<div id="divRplyFwdMsg">Từ: A</div><p>cũ</p>',
        '<hr id="zwchr"><p>cũ</p>',
        '<div class="yahoo_quoted"><table><tr><td>cũ<td>cũ</table></div>',
    ],
)
def test_quoted_mail_is_left_out_on_request_only(quote: str) -> None:
    page = f"<p>mới</p>{quote}"
    assert read_html(page, quotes=False).blocks == read_html("<p>mới</p>").blocks
    assert len(read_html(page).blocks) > 1


def test_what_follows_a_closed_quotation_is_the_writers_own() -> None:
    document = read_html('<p>a</p><div class="gmail_quote">cũ</div><p>b</p>', quotes=False)
    assert lines(document) == ["a", "b"]


@pytest.mark.parametrize("declared", ["", '<meta charset="iso-8859-1">'])
def test_pages_are_decoded_by_their_letters_not_their_label(declared: str) -> None:
    assert lines(read_html_file(f"<html>{declared}<p>Trường Trung cấp</p>".encode())) == ["Trường Trung cấp"]


@pytest.mark.parametrize(
    ("opens", "closes"), [("<div>", ""), ("<b>", "</i>"), ("<p>", ""), ("<li>", ""), ("", "</table>")]
)
def test_hostile_nesting_costs_no_more_than_its_length(opens: str, closes: str) -> None:
    assert_linear(lambda size: read_html(opens * size + closes * size + "chữ"), 12_000)


def test_text_in_endlessly_nested_tables_is_kept() -> None:
    document = read_html("<table><tr><td>" * 1000 + "chữ" + "</table>" * 1000 + "sau")
    assert lines(document) == ["chữ", "sau"]


@pytest.mark.parametrize("tail", ["", ">", "-->"])
@pytest.mark.parametrize(
    "piece", ["<a ", "<!--", "<x/", "<p style='", "<![CDATA[", "<![x", "</", "&#", "<td rowspan=9 "]
)
def test_tags_that_never_end_cost_no_more_than_their_length(piece: str, tail: str) -> None:
    assert_linear(lambda size: read_html("<p>x" + piece * size + tail), 8_000)


def test_comments_and_conditions_of_office_are_passed_over() -> None:
    page = (
        "<p>a<!-- <p>b --><![if !supportLists]>c<![endif]><!--[if mso]><p>d</p><![endif]--></p><![odd[x]]>e"
    )
    assert lines(read_html(page)) == ["ac", "e"]


def test_a_page_beyond_all_measure_is_refused() -> None:
    with pytest.raises(UnreadableError):
        read_html("x" * 9_000_000)


@pytest.mark.parametrize(
    "page", ["", "<", "<table", "<td>a</td>", "<tr>", "</p>", "<!--", "<a href>", "a & b &#xffffffff;"]
)
def test_broken_pages_are_read_as_far_as_they_go(page: str) -> None:
    assert all(isinstance(block, Paragraph) for block in read_html(page).blocks)


PAGE = (
    "<html><head><style type='text/css'>p.Mso{margin:0} /* <p>kein Absatz</p> */</style><script>if (a<b) '</p>'</script></head>"
    '<body lang=VI><p class=MsoNormal><span style="font-size:13.0pt">Kính&nbsp;gửi <b>Sở</b> &amp; phòng<o:p></o:p></span></p>'
    "<TABLE border=1><tr><th>TT</th><th colspan=2>Tên</th></tr><tr><td>1</td><td><a href='https://lop.example/?a=1&b=2'>Nghề</a></td>"
    '<td style="display:none">ẩn</td></tr></TABLE><br/><input type="checkbox" checked> Có<ul><li>một<li>hai</ul>'
    "<!-- Bình luận --><s>bỏ</s><pre>  hai  chữ\n</pre></body></html>"
)


class LongWay(_Reader):
    """The reader without its short ways: every tag goes through the standard library's own steps."""

    updatepos = HTMLParser.updatepos
    parse_starttag = HTMLParser.parse_starttag
    parse_endtag = HTMLParser.parse_endtag

    def set_cdata_mode(self, elem: str, **options: bool) -> None:
        HTMLParser.set_cdata_mode(self, elem, **options)


def read_the_long_way(text: str) -> tuple[Block, ...]:
    reader = LongWay(quotes=True)
    reader.feed(_tamed(text))
    reader.close()
    return reader.finish()


def test_the_short_ways_through_a_page_end_where_the_long_way_ends() -> None:
    """A thousand pages, each with some signs lost, doubled or changed."""
    assert read_html(PAGE).blocks == read_the_long_way(PAGE)
    dice = random.Random(5)
    for _ in range(1000):
        hurt = PAGE
        for _ in range(dice.randrange(1, 4)):
            place = dice.randrange(len(hurt))
            put = dice.choice(
                ("", hurt[place : place + 9], dice.choice("<>/\"'=& \n-!x"), "<p ", "</", "<style>", "</td >")
            )
            hurt = hurt[:place] + put + hurt[place + dice.randrange(4) :]
        assert read_html(hurt).blocks == read_the_long_way(hurt), hurt
