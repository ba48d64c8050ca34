"""HTML as paragraphs and tables in one pass; hidden parts are passed over, nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from html.parser import HTMLParser

from parsers.document import Block, Document, Reason, UnreadableError
from parsers.formats.flow import MAX_CELLS, MAX_SPAN, Box, Flow, Layout, Run, Table, Text
from parsers.text import decode

_MAX_DEPTH = 400
_MAX_TABLE_DEPTH = 30
_MAX_LENGTH = 8 << 20
_SILENT = frozenset(
    ("head", "style", "script", "title", "template", "noscript", "object", "svg", "select", "textarea")
)
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt",
     "fieldset", "figure", "footer", "form", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section",
     "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", *_HEADINGS)
)  # fmt: skip
_STRUCK = frozenset(("s", "del", "strike"))
_BOLD = frozenset(("b", "strong", "th", *_HEADINGS))
# Elements that change what is inside them by their name alone.
_TELLING = frozenset((*_SILENT, *_STRUCK, *_BOLD, "a", "blockquote"))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_STRUCK_STYLE = re.compile(r"text-decoration[^;]*:[^;]*line-through", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_QUOTE_CLASS = re.compile(
    r"gmail_quote|gmail_extra|moz-cite-prefix|moz-forward-container|yahoo_quoted|zmail_extra"
    r"|OutlookMessageHeader|protonmail_quote",
    re.IGNORECASE,
)
_QUOTE_IDS = re.compile(
    r"divRplyFwdMsg|yahoo_quoted|appendonsend|mail-editor-reference|OLK_SRC_BODY", re.IGNORECASE
)
# After these the rest of the message is quoted, however its elements close.
_QUOTE_FROM_HERE = re.compile(r"divRplyFwdMsg|appendonsend|OutlookMessageHeader|zwchr", re.IGNORECASE)
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?([\w.:-]{1,40})""", re.IGNORECASE)
_HEAD = 4096
_BULLET = "•"
_SPACE = re.compile(r"[ \t\r\n\f]+")


def read_html_file(data: bytes) -> Document:
    """A page saved as a file, also one that a web program calls a workbook."""
    if not data:
        raise UnreadableError(Reason.EMPTY, "no bytes")
    said = _CHARSET.search(data[:_HEAD])
    return read_html(decode(data, said[1].decode("ascii") if said else ""))


def read_html(text: str, *, quotes: bool = True) -> Document:
    """The paragraphs and tables of a page or mail body; with ``quotes`` False without the quoted message."""
    if len(text) > _MAX_LENGTH:
        raise UnreadableError(Reason.TOO_LARGE, f"{len(text)} characters of HTML")
    reader = _Reader(quotes=quotes)
    reader.feed(_tamed(text))
    reader.close()
    return Document(media="html", blocks=reader.finish())


def _tamed(text: str) -> str:
    """The page without comments and unended tags, whose ends the parser would seek over and over."""
    pieces, place = [], 0
    while (start := text.find("<!--", place)) >= 0:
        pieces.append(text[place:start])
        end = text.find("-->", start + 2)
        # A comment that never ends swallows the rest, as it does in a browser.
        place = end + len("-->") if end >= 0 else len(text)
    pieces.append(text[place:])
    page = "".join(pieces)
    last = page.rfind(">") + 1
    return page[:last] + page[last:].replace("<", "&lt;")


@dataclass(slots=True)
class _Element:
    """An open element, and what it changes for those inside it."""

    tag: str
    hidden: bool = False
    struck: bool = False
    bold: bool = False
    href: str = ""
    quoted: bool = False


@dataclass(slots=True)
class _OpenTable:
    """A table being read; ``covered`` tells how far down each column is taken from above."""

    boxes: list[Box] = field(default_factory=list)
    covered: dict[int, int] = field(default_factory=dict)
    row: int = 0
    column: int = 0
    box: Box | None = None


@dataclass(slots=True)
class _List:
    ordered: bool
    count: int = 0
    style: str = ""


# A start tag that says all that it says in quotes or plain words, and does not end itself.
_USUAL_TAG = re.compile(
    r"""<[A-Za-z][A-Za-z0-9:]*+(?:[ \r\n\t]++[A-Za-z][A-Za-z0-9:_-]*+"""
    r"""(?:=(?:"[^"<>]*+"|'[^'<>]*+'|[A-Za-z0-9%#.:_-]++))?+)*+[ \r\n\t]*+>"""
)
_USUAL_END = re.compile(r"</([A-Za-z][A-Za-z0-9:]*)>")
_LONGEST_KEPT = 400


class _Opening(HTMLParser):
    """The name and the attributes of one start tag."""

    opened: tuple[str, list[tuple[str, str | None]]] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.opened = (tag, attrs)


@lru_cache(maxsize=2048)
def _opened(source: str) -> tuple[str, list[tuple[str, str | None]]] | None:
    """What a start tag opens, None for one after which no tags count."""
    parser = _Opening()
    parser.feed(source)
    return parser.opened if parser.cdata_elem is None else None


@lru_cache
def _in_any_case(pattern: str, word: str) -> re.Pattern[str]:
    """A pattern in which a word may be written in any case, sought faster than without regard to case."""
    return re.compile(pattern.replace(word, "".join(f"[{letter}{letter.upper()}]" for letter in word)))


class _Reader(HTMLParser):
    """Keeps what is open in flat lists, so that hostile nesting costs no more than its length."""

    def __init__(self, *, quotes: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._quotes = quotes
        self._quoted_rest = False
        self._open: list[_Element] = [_Element("")]
        self._tables: list[_OpenTable] = []
        self._lists: list[_List] = []
        self._content: Flow = []
        self._runs: list[Run] = []
        self._marker = ""
        self._level = 0
        self._cells = 0
        self._depth = 0

    # --- the parser's own steps, each shorter where the page is as most pages are

    def updatepos(self, i: int, j: int) -> int:
        """Nobody asks on which line a tag stands."""
        del i
        return j

    def set_cdata_mode(self, elem: str, **options: bool) -> None:
        """Styles are the longest part of many a mail, and only their end is sought."""
        super().set_cdata_mode(elem, **options)
        self.interesting = _in_any_case(self.interesting.pattern, elem)

    def parse_starttag(self, i: int) -> int:
        """A page says the same few tags over and over: each is taken apart once."""
        found = _USUAL_TAG.match(self.rawdata, i)
        opened = _opened(found[0]) if found and found.end() - i < _LONGEST_KEPT else None
        if found is None or opened is None:
            return super().parse_starttag(i)
        tag, attributes = opened
        self.handle_starttag(tag, attributes)
        return found.end()

    def parse_endtag(self, i: int) -> int:
        """An end tag without blanks or anything odd."""
        found = _USUAL_END.match(self.rawdata, i) if self.cdata_elem is None else None
        if found is None:
            return super().parse_endtag(i)
        self.handle_endtag(found[1].lower())
        return found.end()

    # --- the parser's events

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {key: value or "" for key, value in attrs}
        if not self._quotes and _quotes_from_here(tag, attributes):
            self._quoted_rest = True
        if tag in _BLOCKS:
            self._break()
        if tag == "br":
            self._line()
        elif tag == "img":
            self._image(attributes)
        elif tag == "input":
            self._tick(attributes)
        if tag not in _VOID:
            self._enter(tag, attributes)
            self._structure(tag, attributes)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID and tag.startswith(("o:", "v:", "w:")):
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._break()
        if tag in ("td", "th") and self._in_kept_table:
            self._tables[-1].box = None
        elif tag == "table" and self._tables:
            self._close_table()
        elif tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        self._leave(tag)

    def handle_data(self, data: str) -> None:
        element = self._open[-1]
        if not (element.hidden or element.quoted or self._quoted_rest):
            self._say(_SPACE.sub(" ", data) if element.tag != "pre" else data)

    def parse_marked_section(self, i: int, report: int = 1) -> int:
        """Office's conditions (<![if …]>) and every other marked section: passed over, never an error."""
        del report
        end = self.rawdata.find(">", i)
        return end + 1 if end >= 0 else -1

    # --- elements

    def _enter(self, tag: str, attributes: Mapping[str, str]) -> None:
        if len(self._open) >= _MAX_DEPTH:
            return
        above = self._open[-1]
        if not attributes and tag not in _TELLING:
            self._open.append(_Element(tag, above.hidden, above.struck, above.bold, above.href, above.quoted))
            return
        style = attributes.get("style", "")
        hides, strikes, bolds = _look_of(style) if len(style) < _LONGEST_KEPT else _read_look(style)
        self._open.append(
            _Element(
                tag,
                hidden=above.hidden or tag in _SILENT or "hidden" in attributes or hides,
                struck=above.struck or tag in _STRUCK or strikes,
                bold=above.bold or tag in _BOLD or bolds,
                href=_address(attributes) if tag == "a" else above.href,
                quoted=above.quoted or (not self._quotes and _is_quote(tag, attributes)),
            )
        )

    def _leave(self, tag: str) -> None:
        for place in range(len(self._open) - 1, 0, -1):
            if self._open[place].tag == tag:
                del self._open[place:]
                return
            # A stray end tag never closes the table that it stands in.
            if self._open[place].tag in ("td", "th", "table") and tag not in (
                "tr",
                "table",
                "tbody",
                "thead",
                "tfoot",
            ):
                return

    def _structure(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag == "table":
            self._open_table()
        elif tag == "tr" and self._in_kept_table:
            self._open_row()
        elif tag in ("td", "th") and self._in_kept_table:
            self._open_box(attributes)
        elif tag in ("ol", "ul"):
            start = attributes.get("start", "")
            count = int(start) - 1 if start.isdecimal() and len(start) < len("10000") else 0
            self._lists.append(_List(tag == "ol", count, attributes.get("type", "")))
        elif tag == "li":
            self._marker = self._next_marker()
        elif tag in _HEADINGS:
            self._level = _HEADINGS[tag]

    def _next_marker(self) -> str:
        if not self._lists or not self._lists[-1].ordered:
            return _BULLET
        current = self._lists[-1]
        current.count += 1
        if current.style == "a" and current.count <= 26:  # noqa: PLR2004  (letters of the alphabet)
            return f"{chr(96 + current.count)}."
        return f"{current.count}."

    # --- tables

    @property
    def _in_kept_table(self) -> bool:
        return 0 < self._depth <= _MAX_TABLE_DEPTH

    def _open_table(self) -> None:
        self._depth += 1
        # What lies deeper flows into the innermost cell that is kept.
        if self._depth <= _MAX_TABLE_DEPTH:
            self._tables.append(_OpenTable())

    def _close_table(self) -> None:
        self._depth -= 1
        if self._depth >= _MAX_TABLE_DEPTH:
            return
        table = self._tables.pop()
        if not table.boxes or self._open[-1].quoted or self._quoted_rest:
            return
        if len(table.boxes) == 1:
            # A table of a single cell only frames: what it holds belongs to whatever holds it.
            self._target().extend(table.boxes[0].content)
        else:
            self._target().append(Table(table.boxes))

    def _open_row(self) -> None:
        table = self._tables[-1]
        table.row += 1
        table.column = 0
        table.box = None

    def _open_box(self, attributes: Mapping[str, str]) -> None:
        table = self._tables[-1]
        table.row = table.row or 1
        table.column += 1
        while table.covered.get(table.column, 0) >= table.row:
            table.column += 1
        height, width = _span(attributes.get("rowspan", "")), _span(attributes.get("colspan", ""))
        box = Box(table.row, table.column, height, width)
        if height > 1:
            self._cells += width
            table.covered.update((table.column + step, table.row + height - 1) for step in range(width))
        table.column += width - 1
        self._cells += 1
        if self._cells > MAX_CELLS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {MAX_CELLS} cells")
        if not self._open[-1].hidden:
            table.boxes.append(box)
        table.box = box

    def _target(self) -> Flow:
        for table in reversed(self._tables):
            if table.box is not None:
                return table.box.content
        return self._content

    # --- text

    def _say(self, text: str) -> None:
        element = self._open[-1]
        if element.hidden or element.quoted or self._quoted_rest or not text:
            return
        if text == " " and not self._runs:
            return
        self._runs.append(Run(text, element.struck, element.bold, element.href))

    def _line(self) -> None:
        """A line break; an empty line ends the paragraph."""
        if self._runs and self._runs[-1].text.endswith("\n"):
            self._break()
        else:
            self._say("\n")

    def _image(self, attributes: Mapping[str, str]) -> None:
        source = attributes.get("src", "")
        address = source if source.startswith(("http://", "https://")) else ""
        for table in reversed(self._tables):
            if table.box is not None and source:
                name = address or source.removeprefix("cid:").partition("@")[0].rpartition("/")[2]
                table.box.names.append(name if not source.startswith("data:") else "")
                return

    def _tick(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("type", "").lower() in ("checkbox", "radio"):
            self._say("☒ " if "checked" in attributes else "☐ ")

    def _break(self) -> None:
        if self._runs:
            text = "".join(run.text for run in self._runs)
            if text.strip():
                self._target().append(Text(self._runs, self._marker, self._level))
                self._marker = ""
            self._runs = []
        self._level = 0

    def finish(self) -> tuple[Block, ...]:
        self._break()
        self._depth = len(self._tables)
        while self._tables:
            self._close_table()
        return Layout(self._content, frames=True).blocks()


def _read_look(style: str) -> tuple[bool, bool, bool]:
    """Whether a style hides, strikes out, or makes bold."""
    return (
        bool(_HIDDEN_STYLE.search(style)),
        bool(_STRUCK_STYLE.search(style)),
        bool(_BOLD_STYLE.search(style)),
    )


_look_of = lru_cache(maxsize=2048)(_read_look)


def _address(attributes: Mapping[str, str]) -> str:
    address = attributes.get("href", "").strip()
    return "" if address.startswith(("#", "javascript:")) else address


def _span(text: str) -> int:
    return max(1, min(int(text), MAX_SPAN)) if text.isdecimal() and len(text) < len("1000000000000") else 1


def _is_quote(tag: str, attributes: Mapping[str, str]) -> bool:
    if tag == "blockquote":
        return True
    return bool(
        _QUOTE_CLASS.search(attributes.get("class", "")) or _QUOTE_IDS.search(attributes.get("id", ""))
    )


def _quotes_from_here(tag: str, attributes: Mapping[str, str]) -> bool:
    marks = f"{attributes.get('id', '')} {attributes.get('class', '')} {attributes.get('name', '')}"
    del tag
    return bool(_QUOTE_FROM_HERE.search(marks))
