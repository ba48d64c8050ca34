"""HTML as paragraphs and tables in one pass; hidden parts, styles and scripts are passed over, nothing is fetched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser

from parsers.document import (
    Block,
    Cell,
    Document,
    Grid,
    Paragraph,
    Place,
    Reason,
    Span,
    TextRole,
    UnreadableError,
)
from parsers.text import clean, decode, restore

_MAX_DEPTH = 400
_MAX_TABLE_DEPTH = 30
_MAX_CELLS = 400_000
_MAX_SPAN = 1000
_SILENT = frozenset(
    ("head", "style", "script", "title", "template", "noscript", "object", "svg", "select", "textarea")
)
_VOID = frozenset(
    ("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "body", "center", "dd", "div", "dl", "dt", "fieldset", "figure",
     "footer", "form", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td",
     "tfoot", "th", "thead", "tr", "ul", "caption", *_HEADINGS)
)  # fmt: skip
_STRUCK = frozenset(("s", "del", "strike"))
_BOLD = frozenset(("b", "strong", "th", *_HEADINGS))
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.IGNORECASE)
_STRUCK_STYLE = re.compile(r"text-decoration[^;]*:[^;]*line-through", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_QUOTE_CLASS = re.compile(
    r"gmail_quote|gmail_extra|moz-cite-prefix|moz-forward-container|yahoo_quoted|zmail_extra|OutlookMessageHeader|protonmail_quote",
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
    reader = _Reader(quotes=quotes)
    reader.feed(text)
    reader.close()
    return Document(media="html", blocks=reader.finish())


@dataclass(slots=True)
class _Run:
    """Text with one look."""

    text: str
    struck: bool
    bold: bool
    href: str


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
class _Text:
    """A finished block of text."""

    runs: list[_Run]
    marker: str = ""
    level: int = 0


@dataclass(slots=True)
class _Box:
    """A table cell: the texts and tables that stand in it."""

    row: int
    column: int
    height: int
    width: int
    content: list[_Text | _Table] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    """An open or finished table; ``covered`` tells how far down each column is taken from above."""

    boxes: list[_Box] = field(default_factory=list)
    covered: dict[int, int] = field(default_factory=dict)
    row: int = 0
    column: int = 0
    box: _Box | None = None


@dataclass(slots=True)
class _List:
    ordered: bool
    count: int = 0
    style: str = ""


class _Reader(HTMLParser):
    """Keeps what is open in flat lists, so that hostile nesting costs no more than its length."""

    def __init__(self, *, quotes: bool) -> None:
        super().__init__(convert_charrefs=True)
        self._quotes = quotes
        self._quoted_rest = False
        self._open: list[_Element] = [_Element("")]
        self._tables: list[_Table] = []
        self._lists: list[_List] = []
        self._content: list[_Text | _Table] = []
        self._runs: list[_Run] = []
        self._marker = ""
        self._level = 0
        self._cells = 0

    # --- the parser's events

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {key: value or "" for key, value in attrs}
        if not self._quotes and _quotes_from_here(tag, attributes):
            self._quoted_rest = True
        if tag in _BLOCKS:
            self._break()
        if tag == "br":
            self._say("\n")
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
        if tag in ("td", "th") and self._tables:
            self._tables[-1].box = None
        elif tag == "table" and self._tables:
            self._close_table()
        elif tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        self._leave(tag)

    def handle_data(self, data: str) -> None:
        self._say(_SPACE.sub(" ", data) if self._open[-1].tag != "pre" else data)

    # --- elements

    def _enter(self, tag: str, attributes: Mapping[str, str]) -> None:
        if len(self._open) >= _MAX_DEPTH:
            return
        above = self._open[-1]
        style = attributes.get("style", "")
        self._open.append(
            _Element(
                tag,
                hidden=above.hidden
                or tag in _SILENT
                or "hidden" in attributes
                or bool(_HIDDEN_STYLE.search(style)),
                struck=above.struck or tag in _STRUCK or bool(_STRUCK_STYLE.search(style)),
                bold=above.bold or tag in _BOLD or bool(_BOLD_STYLE.search(style)),
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
        elif tag == "tr" and self._tables:
            self._open_row()
        elif tag in ("td", "th") and self._tables:
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

    def _open_table(self) -> None:
        if len(self._tables) < _MAX_TABLE_DEPTH:
            self._tables.append(_Table())
        else:
            raise UnreadableError(Reason.HOSTILE, f"tables nested deeper than {_MAX_TABLE_DEPTH}")

    def _close_table(self) -> None:
        table = self._tables.pop()
        if table.boxes and not self._open[-1].quoted and not self._quoted_rest:
            self._target().append(table)

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
        box = _Box(table.row, table.column, height, width)
        if height > 1:
            table.covered.update((table.column + step, table.row + height - 1) for step in range(width))
        table.column += width - 1
        self._cells += 1
        if self._cells > _MAX_CELLS:
            raise UnreadableError(Reason.TOO_LARGE, f"more than {_MAX_CELLS} cells")
        if not self._open[-1].hidden:
            table.boxes.append(box)
        table.box = box

    def _target(self) -> list[_Text | _Table]:
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
        self._runs.append(_Run(text, element.struck, element.bold, element.href))

    def _image(self, attributes: Mapping[str, str]) -> None:
        source = attributes.get("src", "")
        address = source if source.startswith(("http://", "https://")) else ""
        for table in reversed(self._tables):
            if table.box is not None and source:
                name = address or source.removeprefix("cid:").partition("@")[0].rpartition("/")[2]
                table.box.pictures.append(name if not source.startswith("data:") else "")
                return

    def _tick(self, attributes: Mapping[str, str]) -> None:
        if attributes.get("type", "").lower() in ("checkbox", "radio"):
            self._say("☒ " if "checked" in attributes else "☐ ")

    def _break(self) -> None:
        if self._runs:
            text = "".join(run.text for run in self._runs)
            if text.strip():
                self._target().append(_Text(self._runs, self._marker, self._level))
                self._marker = ""
            self._runs = []
        self._level = 0

    def finish(self) -> tuple[Block, ...]:
        self._break()
        while self._tables:
            self._close_table()
        return _Layout(self._content).blocks()


def _address(attributes: Mapping[str, str]) -> str:
    address = attributes.get("href", "").strip()
    return "" if address.startswith(("#", "javascript:")) else address


def _span(text: str) -> int:
    return max(1, min(int(text), _MAX_SPAN)) if text.isdecimal() and len(text) < len("1000000000000") else 1


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


class _Layout:
    """Turns what was read into blocks: numbers paragraphs and tables, tells layout from data."""

    def __init__(self, content: list[_Text | _Table]) -> None:
        self._content = content
        self._paragraphs = self._tables = 0
        self._blocks: list[Block] = []
        self._restored: dict[str, str] = {}

    def blocks(self) -> tuple[Block, ...]:
        stored = list(dict.fromkeys(run.text for run in _all_runs(self._content)))
        self._restored = dict(zip(stored, restore(stored), strict=True))
        self._place(self._content)
        return tuple(self._blocks)

    def _place(self, content: Iterable[_Text | _Table]) -> None:
        for item in content:
            if isinstance(item, _Text):
                self._paragraph(item)
            elif _is_layout(item):
                for box in item.boxes:
                    self._place(box.content)
            else:
                self._grid(item, None)

    def _paragraph(self, item: _Text) -> None:
        text, struck, bold = self._look(item.runs)
        if not text or struck:
            return
        self._paragraphs += 1
        role = TextRole.HEADING if item.level else TextRole.BODY
        self._blocks.append(
            Paragraph(
                text=text,
                place=Place(row=self._paragraphs),
                role=role,
                marker=item.marker,
                level=item.level,
                bold=bold,
                hrefs=self._links(item.runs),
            )
        )

    def _look(self, runs: list[_Run]) -> tuple[str, bool, bool]:
        """The text without what is struck, whether all of it is struck, and whether all of it is bold."""
        seen = [run for run in runs if run.text.strip()]
        struck = bool(seen) and all(run.struck for run in seen)
        kept = runs if struck else [run for run in runs if not run.struck]
        text = clean("".join(self._restored[run.text] for run in kept))
        return text, struck, bool(seen) and all(run.bold for run in seen)

    def _links(self, runs: list[_Run]) -> tuple[tuple[str, str], ...]:
        links: dict[str, str] = {}
        for run in runs:
            if run.href and not run.struck:
                links[run.href] = links.get(run.href, "") + self._restored[run.text]
        return tuple((clean(text), address) for address, text in links.items())

    def _grid(self, table: _Table, nested_in: Place | None) -> None:
        self._tables += 1
        title = f"Bảng {self._tables}"
        cells = {(box.row, box.column): cell for box in table.boxes if (cell := self._cell(box))}
        n_rows = max((box.row for box in table.boxes), default=0)
        n_columns = max((box.column for box in table.boxes), default=0)
        n_columns = max(
            [
                n_columns,
                *(min(box.column + box.width - 1, n_columns + _MAX_SPAN // 20) for box in table.boxes),
            ]
        )
        spans = tuple(span for box in table.boxes if (span := _box_span(box, n_rows, n_columns)))
        self._blocks.append(
            Grid(
                title=title, cells=cells, spans=spans, n_rows=n_rows, n_columns=n_columns, nested_in=nested_in
            )
        )
        for box in table.boxes:
            for item in box.content:
                if isinstance(item, _Table):
                    self._grid(item, Place(title, box.row, box.column))

    def _cell(self, box: _Box) -> Cell | None:
        texts = [item for item in box.content if isinstance(item, _Text)]
        looks = [self._look(item.runs) for item in texts]
        struck = bool(looks) and all(look[1] for look in looks)
        lines = [
            f"{item.marker} {text}" if item.marker else text
            for item, (text, crossed, _) in zip(texts, looks, strict=True)
            if struck or not crossed
        ]
        text = "\n".join(filter(None, lines))
        pictures = tuple(filter(None, box.pictures))
        if not text and not pictures:
            return None
        links = [link for item in texts for link in self._links(item.runs)]
        href = links[0][1] if links else ""
        bold = bool(looks) and all(look[2] for look in looks)
        return Cell(text, href=href, bold=bold, struck=struck, pictures=pictures)


def _box_span(box: _Box, n_rows: int, n_columns: int) -> Span | None:
    bottom, right = min(box.row + box.height - 1, n_rows), min(box.column + box.width - 1, n_columns)
    return Span(box.row, box.column, bottom, right) if (bottom, right) != (box.row, box.column) else None


def _is_layout(table: _Table) -> bool:
    """A table that frames a page: a single cell, one column of texts, or cells that hold tables."""
    holding = [box for box in table.boxes if any(isinstance(item, _Table) for item in box.content)]
    if holding:
        beside = [box for box in table.boxes if box not in holding and box.content]
        rows = {box.row for box in holding}
        # A data table may hold a small table in a few of its cells; a frame holds them in most of its rows.
        return not _is_regular(table) or len(rows) * 2 >= max(box.row for box in table.boxes) or not beside
    return len({box.column for box in table.boxes}) == 1 and len(table.boxes) == 1


def _is_regular(table: _Table) -> bool:
    """Whether most rows have the same number, three or more, of cells."""
    widths: dict[int, int] = {}
    for box in table.boxes:
        widths[box.row] = widths.get(box.row, 0) + 1
    usual = max(widths.values(), default=0)
    return usual >= 3 and sum(1 for width in widths.values() if width == usual) * 2 > len(widths)  # noqa: PLR2004


def _all_runs(content: Iterable[_Text | _Table]) -> Iterable[_Run]:
    for item in content:
        if isinstance(item, _Text):
            yield from item.runs
        else:
            for box in item.boxes:
                yield from _all_runs(box.content)
