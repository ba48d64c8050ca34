"""Marks in HTML where quotes and signatures begin and end, set before it is read; judges tags alone."""

from __future__ import annotations

import re

QUOTE_OPEN, QUOTE_CLOSE, SIGN_OPEN, SIGN_CLOSE = "\ue0f0", "\ue0f1", "\ue0f2", "\ue0f3"
MARKS = frozenset({QUOTE_OPEN, QUOTE_CLOSE, SIGN_OPEN, SIGN_CLOSE})

_TAG = re.compile(r"<(/?)(blockquote|table|div)\b([^>]*)>", re.IGNORECASE)
# In small letters; sought in the octets, which is cheap and knows no letter that only looks alike.
_WORTH_A_LOOK = (b"<blockquote", b"signature", b"divrplyfwdmsg", b"appendonsend")
# Gmail, Outlook on the web and on phones, Thunderbird, Apple Mail name their signature's element.
_SIGNATURE = re.compile(
    r"""(?:class|id)\s*=\s*["']?[^"'>]*(?:gmail_signature(?!_prefix)|moz-signature|ms-outlook-mobile-signature"""
    r"""|AppleMailSignature|\bSignature\b|x_Signature\b|zimbra-signature)""",
    re.IGNORECASE,
)
_ANY_MARK = re.compile(f"[{''.join(sorted(MARKS))}]")


def with_marks(html: str) -> str:
    """The HTML with a paragraph of one mark at each border of a quote or signature.

    Elements inside tables are left alone: a mark there would become part of a cell.
    """
    if any(mark in html for mark in MARKS):
        html = _ANY_MARK.sub("", html)
    octets = html.encode("utf-8", "surrogatepass").lower()
    if not any(word in octets for word in _WORTH_A_LOOK):
        return html
    pieces: list[str] = []
    borders = _Borders()
    end = 0
    for tag in _TAG.finditer(html):
        mark = borders.mark(closing=bool(tag[1]), name=tag[2].lower(), attributes=tag[3])
        before = tag.start() if tag[1] else tag.end()
        if mark:
            pieces += [html[end:before], f"<p>{mark}</p>"]
            end = before
    return "".join([*pieces, html[end:]])


class _Borders:
    """Follows open elements so that each quote and signature ends where its own element does."""

    def __init__(self) -> None:
        self._tables = 0
        self._open: dict[str, list[str]] = {"blockquote": [], "div": []}

    def mark(self, *, closing: bool, name: str, attributes: str) -> str:
        if name == "table":
            self._tables = max(0, self._tables + (-1 if closing else 1))
            return ""
        if attributes.endswith("/"):
            return ""
        if closing:
            return self._open[name].pop() if self._open[name] else ""
        opening, end = self._kind(name, attributes)
        self._open[name].append(end)
        return opening

    def _kind(self, name: str, attributes: str) -> tuple[str, str]:
        if self._tables:
            return "", ""
        if name == "blockquote":
            return QUOTE_OPEN, QUOTE_CLOSE
        return (SIGN_OPEN, SIGN_CLOSE) if _SIGNATURE.search(attributes) else ("", "")
