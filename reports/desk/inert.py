"""Somebody else's mail as a page that does nothing: only known elements and looks of its HTML are left.

The page is fetched from nowhere, leads nowhere and asks nothing; it is made for a sandboxed frame, but does
not rely on one. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape
from html.parser import HTMLParser
from urllib.parse import unquote

LONGEST = 2_000_000
DEEPEST = 120
MOST_CELLS = 100


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_KEPT = _words(
    "a abbr address b blockquote br caption center cite code col colgroup dd del div dl dt em figcaption "
    "figure font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub "
    "sup table tbody td tfoot th thead tr u ul wbr"
)
_DROPPED = _words(
    "applet audio base canvas embed frame frameset iframe link math meta noembed noframes object param "
    "plaintext script select style svg template textarea title video xmp"
)
"""Elements that go with all that is in them; of whatever else is unknown the content stays."""
_VOID = _words("base br col embed frame hr img link meta param wbr")
_LOOKS = _words(
    "background-color border border-bottom border-collapse border-color border-left border-right "
    "border-style border-top border-width color font-family font-size font-style font-weight line-height "
    "list-style-type margin margin-bottom margin-left margin-right margin-top padding padding-bottom "
    "padding-left padding-right padding-top text-align text-decoration text-indent vertical-align "
    "white-space width"
)
_PLAIN_LOOK = re.compile(r"""[\w\s#%.,'"+-]{1,200}|rgba?\([\d\s.,%]{1,60}\)""")
_NUMBER = re.compile(r"\d{1,3}\Z")
_CID = re.compile(r"\s*cid:\s*(.+?)\s*\Z", re.IGNORECASE | re.DOTALL)
_NOT_SHOWN = "[hình không hiển thị]"
_STYLE = (
    "body{font:15px/1.5 system-ui,'Segoe UI',Roboto,'Noto Sans','DejaVu Sans',sans-serif;margin:12px;"
    "overflow-wrap:break-word;background:#fff;color:#18212c}"
    "pre.mail{font:inherit;white-space:pre-wrap;margin:0}"
    "table{border-collapse:collapse;max-width:100%}td,th{vertical-align:top}"
    "img{max-width:100%;height:auto}.link{text-decoration:underline;color:#0b5cad}.gone{color:#526072}"
)
_DARK = (
    "@media (prefers-color-scheme:dark){body{background:#1a212a;color:#e7ebf0}:root{color-scheme:dark}"
    ".gone{color:#a9b4c1}}"
)


def html_page(html: str, pictures: Mapping[str, str]) -> str:
    """A mail's HTML as an inert page; ``pictures`` are data addresses by Content-ID, others are left out."""
    drawn = _Inert(pictures)
    drawn.feed(html[:LONGEST])
    drawn.close()
    return _page(drawn.text(), _STYLE)


def text_page(text: str) -> str:
    """A mail's plain text as an inert page."""
    return _page(f'<pre class="mail">{escape(text[:LONGEST])}</pre>', _STYLE + _DARK)


def _page(body: str, style: str) -> str:
    return (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Nội dung thư</title><style>{style}</style></head><body>{body}</body></html>"
    )


class _Inert(HTMLParser):
    """Writes down again what may stay: its own tags with its own attributes, all text escaped."""

    def __init__(self, pictures: Mapping[str, str]) -> None:
        super().__init__(convert_charrefs=True)
        self._pictures = pictures
        self._out: list[str] = []
        self._open: list[str] = []
        self._dropping: list[str] = []

    def text(self) -> str:
        """What was written, every element closed."""
        return "".join([*self._out, *(f"</{tag}>" for tag in reversed(self._open))])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _DROPPED or self._dropping:
            if tag not in _VOID and (tag in _DROPPED or tag == self._dropping[-1]):
                self._dropping.append(tag)
            return
        if tag == "img":
            self._out.append(self._picture(dict(attrs)))
        elif tag in _KEPT and len(self._open) < DEEPEST:
            self._out.append(_start(tag, dict(attrs)))
            if tag not in _VOID:
                self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._dropping:
            if tag in self._dropping:
                while self._dropping.pop() != tag:
                    pass
            return
        if tag in self._open:
            while self._open:
                closed = self._open.pop()
                self._out.append(f"</{closed}>")
                if closed == tag:
                    break

    def handle_data(self, data: str) -> None:
        if not self._dropping:
            self._out.append(escape(data))

    def _picture(self, attributes: Mapping[str, str | None]) -> str:
        found = _CID.match(attributes.get("src") or "")
        address = self._pictures.get(unquote(found[1])) if found else None
        told = (attributes.get("alt") or "").strip()
        if address is None:
            return f'<span class="gone">{escape(told) or _NOT_SHOWN}</span>'
        return f'<img src="{escape(address)}" alt="{escape(told)}">'


def _start(tag: str, attributes: Mapping[str, str | None]) -> str:
    kept = "".join(
        f' {name}="{number}"'
        for name in ("colspan", "rowspan")
        if _NUMBER.match(number := attributes.get(name) or "") and int(number) <= MOST_CELLS
    )
    looks = _looks(attributes.get("style") or "")
    if tag == "a":
        # It leads nowhere; where it would have led is told to whoever points at it.
        told = escape((attributes.get("href") or "")[:300])
        return f'<a class="link" title="{told}">'
    return f'<{tag}{kept} style="{escape(looks)}">' if looks else f"<{tag}{kept}>"


def _looks(style: str) -> str:
    """The declarations of a style that only change how its own element looks."""
    kept = []
    for declaration in style[:4000].split(";"):
        name, _colon, value = (one.strip() for one in declaration.partition(":"))
        if name.lower() in _LOOKS and _PLAIN_LOOK.fullmatch(value):
            kept.append(f"{name.lower()}:{value}")
    return ";".join(kept)
