"""Marks in HTML where quotes, signatures and colours begin and end, set before it is read; judges tags."""

from __future__ import annotations

import re

QUOTE_OPEN, QUOTE_CLOSE, SIGN_OPEN, SIGN_CLOSE, CUT = "\ue0f0", "\ue0f1", "\ue0f2", "\ue0f3", "\ue0f4"
MARKS = frozenset({QUOTE_OPEN, QUOTE_CLOSE, SIGN_OPEN, SIGN_CLOSE, CUT})
INK_OPEN, INK_CLOSE = "\ue0f5", "\ue0f6"

_TAG = re.compile(r"<(/?)(blockquote|table|div|span|font|a|h[1-6])\b([^>]*)>", re.IGNORECASE)
# In small letters; sought in the octets, which is cheap and knows no letter that only looks alike.
_WORTH_A_LOOK = (b"<blockquote", b"signature", b"divrplyfwdmsg", b"appendonsend")
_COLOURED = (b"color:", b"color=", b"color :")
# Gmail, Outlook on the web and on phones, Thunderbird, Apple Mail name their signature's element.
_SIGNATURE = re.compile(
    r"""(?:class|id)\s*=\s*["']?[^"'>]*(?:gmail_signature(?!_prefix)|moz-signature|ms-outlook-mobile-signature"""
    r"""|AppleMailSignature|\bSignature\b|x_Signature\b|zimbra-signature)""",
    re.IGNORECASE,
)
# Outlook on the web and on phones holds the header of what it quotes in this one.
_CUT = re.compile(r"""id\s*=\s*["']?(?:x_)*divRplyFwdMsg""", re.IGNORECASE)
_COLOUR = re.compile(
    r"""(?:(?<![-\w])color\s*:\s*|^\s*color\s*=\s*["']?|\scolor\s*=\s*["']?)([#\w(), ]{3,24})""",
    re.IGNORECASE,
)
_HEX = re.compile(r"#([0-9a-f]{6}|[0-9a-f]{3})\b", re.IGNORECASE)
_RGB = re.compile(r"rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})", re.IGNORECASE)
_NAMED = frozenset(
    ("red", "blue", "green", "purple", "magenta", "fuchsia", "orange", "teal", "navy", "maroon", "crimson",
     "darkred", "darkblue", "darkgreen", "brown", "orangered", "royalblue", "mediumblue")
)  # fmt: skip
_STRONG = 80
_ANY_MARK = re.compile(f"[{''.join(sorted(MARKS))}{INK_OPEN}{INK_CLOSE}]")


def with_marks(html: str, *, inks: bool = False) -> str:
    """The HTML with a paragraph of one mark at each border of a quote or signature.

    With ``inks``, words in a strong colour stand between two further marks, which are letters of the text.
    Quotes and signatures inside tables are left alone: a mark there would become part of a cell.
    """
    if any(mark in html for mark in (*MARKS, INK_OPEN, INK_CLOSE)):
        html = _ANY_MARK.sub("", html)
    html = _without_comments(html)
    octets = html.encode("utf-8", "surrogatepass").lower()
    if not any(word in octets for word in (*_WORTH_A_LOOK, *(_COLOURED if inks else ()))):
        return html
    pieces: list[str] = []
    borders = _Borders(inks=inks)
    end = 0
    for tag in _TAG.finditer(html):
        mark = borders.mark(closing=bool(tag[1]), name=tag[2].lower(), attributes=tag[3])
        before = tag.start() if tag[1] else tag.end()
        if mark:
            pieces += [html[end:before], f"<p>{mark}</p>" if mark in MARKS else mark]
            end = before
    return "".join([*pieces, html[end:]])


def _without_comments(html: str) -> str:
    """The page without what no program shows: Outlook's own tables stand in comments."""
    pieces, place = [], 0
    while (start := html.find("<!--", place)) >= 0:
        pieces.append(html[place:start])
        end = html.find("-->", start + 2)
        place = end + len("-->") if end >= 0 else len(html)
    return "".join([*pieces, html[place:]])


class _Borders:
    """Follows open elements so that each quote, signature and colour ends where its own element does."""

    def __init__(self, *, inks: bool) -> None:
        self._inks = inks
        self._inked = False
        self._tables = 0
        self._plain = 0
        self._open: dict[str, list[str]] = {name: [] for name in ("blockquote", "div", "span", "font")}

    def mark(self, *, closing: bool, name: str, attributes: str) -> str:
        if name == "table":
            self._tables = max(0, self._tables + (-1 if closing else 1))
            return ""
        if attributes.endswith("/"):
            return ""
        if name not in self._open:
            # The colour of a heading or a link is no writer's choice.
            self._plain = max(0, self._plain + (-1 if closing else 1))
            return ""
        if closing:
            end = self._open[name].pop() if self._open[name] else ""
            self._inked = self._inked and end != INK_CLOSE
            return end
        opening, end = self._kind(name, attributes)
        self._inked = self._inked or opening == INK_OPEN
        self._open[name].append(end)
        return opening

    def _kind(self, name: str, attributes: str) -> tuple[str, str]:
        if name in {"span", "font"}:
            seen = self._inks and not self._inked and not self._plain
            return (INK_OPEN, INK_CLOSE) if seen and _is_inked(attributes) else ("", "")
        if self._tables:
            return "", ""
        if name == "blockquote":
            return QUOTE_OPEN, QUOTE_CLOSE
        if _CUT.search(attributes):
            return CUT, ""
        return (SIGN_OPEN, SIGN_CLOSE) if _SIGNATURE.search(attributes) else ("", "")


def _is_inked(attributes: str) -> bool:
    """Whether an element's own colour is strong: neither black nor grey, as letters are written in."""
    found = _COLOUR.search(attributes)
    if found is None:
        return False
    colour = found[1].strip().lower()
    if colour.split()[0] in _NAMED:
        return True
    parts = _rgb(colour)
    return len(parts) == len("rgb") and max(parts) - min(parts) >= _STRONG


def _rgb(colour: str) -> tuple[int, ...]:
    if hexed := _HEX.match(colour):
        digits = hexed[1] if len(hexed[1]) > len("rgb") else "".join(one * 2 for one in hexed[1])
        return tuple(bytes.fromhex(digits))
    told = _RGB.match(colour)
    return tuple(map(int, told.groups())) if told else ()
