"""Somebody else's HTML comes to a page that neither acts nor asks for anything, and still can be read."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from reports.desk.inert import html_page, text_page

HOSTILE = (
    "<script>alert(1)</script>",
    "<scr<script>ipt>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<img src="https://theo-doi.example/a.gif">',
    '<a href="javascript:alert(1)" onclick="alert(1)">bấm vào đây</a>',
    '<meta http-equiv="refresh" content="0;url=https://xa.example">',
    '<form action="https://xa.example"><input name="x"><button formaction="javascript:x">gửi</button></form>',
    '<div style="background:url(https://xa.example/a.png)">nền</div>',
    '<div style="background-color:red;background-image:\\75rl(//xa.example)">nền</div>',
    "<style>@import 'https://xa.example/a.css'; body{background:url(//xa.example)}</style>",
    '<svg onload="alert(1)"><script>alert(1)</script><a xlink:href="javascript:alert(1)">x</a></svg>',
    '<math><mi xlink:href="javascript:alert(1)">x</mi></math>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<object data="https://xa.example/a.swf"></object><embed src="https://xa.example">',
    '<base href="https://xa.example/"><link rel="stylesheet" href="https://xa.example/a.css">',
    '<table background="https://xa.example/a.png"><td background="javascript:x">ô</td></table>',
    '<p style="width:expression(alert(1))">x</p><p style="position:fixed;top:0">che</p>',
    '<img src="data:image/svg+xml,<svg onload=alert(1)>">',
    "<!--[if IE]><script>alert(1)</script><![endif]--><![CDATA[<script>alert(1)</script>]]>",
    "<title></title><textarea></textarea><img src=x onerror=alert(1)>",
    "</body></html><script>alert(1)</script>",
    '"><script>alert(1)</script><plaintext><b>',
)
SAFE_NAMES = {"class", "style", "title", "colspan", "rowspan", "src", "alt"}


class Elements(HTMLParser):
    """All tags and attributes of a page's body."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.said = ""
        self.feed(page.partition("<body>")[2])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.said += data


@pytest.mark.parametrize("html", HOSTILE)
def test_nothing_that_acts_or_asks_is_left(html: str) -> None:
    found = Elements(html_page(f"<p>trước</p>{html}<p>sau", {}))
    assert set(found.tags) <= {"p", "a", "b", "div", "span", "table", "td"}
    assert {name for name, _ in found.attributes} <= SAFE_NAMES
    styles = " ".join(value for name, value in found.attributes if name == "style")
    assert not re.search(r"url|expression|position|\\|//", styles)
    assert "trước" in found.said


def test_what_is_only_look_stays() -> None:
    html = '<table><tr><td colspan="2" style="color:#c00; Font-Weight:bold">Hàn <b>điện</b></td></tr></table>'
    page = html_page(html, {})
    assert '<td colspan="2" style="color:#c00;font-weight:bold">Hàn <b>điện</b></td>' in page


def test_a_link_tells_where_it_would_have_led_and_leads_nowhere() -> None:
    page = html_page('<a href="https://hoc.example/?a=1&b=&quot;2">Đăng ký</a>', {})
    assert "href=" not in page
    assert 'title="https://hoc.example/?a=1&amp;b=&quot;2">Đăng ký</a>' in page


def test_a_picture_of_the_mail_itself_is_shown_and_any_other_is_only_named() -> None:
    html = '<img src="CID:logo@a.example" alt="Dấu của trường"><img src="cid:khac"><img src="http://x.example/a">'
    page = html_page(html, {"logo@a.example": "data:image/png;base64,AAAA"})
    assert page.count("<img") == 1
    assert '<img src="data:image/png;base64,AAAA" alt="Dấu của trường">' in page
    assert page.count("hình không hiển thị") == 2


def test_what_is_never_closed_or_nested_without_end_still_ends() -> None:
    page = html_page("<div>" * 5000 + "đáy" + "<b><i>chéo</b></i>", {})
    assert page.count("<div>") == page.count("</div>") <= 120
    assert "đáy" in page
    assert "sau" in html_page("<html><head><title>x</title><body>sau", {})
    assert page.endswith("</body></html>")


def test_a_text_stays_a_text() -> None:
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text_page("<script>alert(1)</script>")
