"""The bodies of one message as text and as HTML, whole and with honest letters; cuts nothing, no I/O."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from parsers.mime import Leaf
from parsers.text import decode

_META = re.compile(rb"""<meta[^>]+charset=["']?([\w\-]+)""", re.IGNORECASE)
_HEAD = 4096


def joined_bodies(leaves: Sequence[Leaf]) -> tuple[str, str]:
    """Text and HTML of body leaves in their order.

    Where some pieces are text only (iPhone: text between attachments), the HTML has them too, so that
    the HTML is whole wherever there is any.
    """
    texts = [_plain(leaf) for leaf in leaves if leaf.media_type != "text/html"]
    if len(texts) == len(leaves):
        return "\n".join(texts), ""
    pages = [page for leaf in leaves if (page := _page(leaf))]
    return "\n".join(texts), "\n".join(pages)


def _page(leaf: Leaf) -> str:
    if leaf.media_type == "text/html":
        return _markup(leaf)
    text = _plain(leaf)
    alone = leaf.siblings != "multipart/alternative" and bool(text.strip())
    return f"<pre>{html.escape(text)}</pre>" if alone else ""


def _markup(leaf: Leaf) -> str:
    """Where the part declares no charset, its own meta element is the claim; the bytes decide anyway."""
    declared = leaf.charset
    if not declared:
        match = _META.search(leaf.data[:_HEAD])
        declared = match[1].decode("ascii") if match else ""
    return _letters(leaf.data, declared).replace("\r\n", "\n")


def _letters(data: bytes, declared: str) -> str:
    return decode(data, declared).replace("\x00", "") if data else ""


def _plain(leaf: Leaf) -> str:
    text = _letters(leaf.data, leaf.charset)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _unflowed(text, delete=leaf.deletes_space) if leaf.is_flowed else text


def _unflowed(text: str, *, delete: bool) -> str:
    """Lines that a mail program broke softly are one line again (RFC 3676); quotes and "-- " stay."""
    lines: list[str] = []
    joins = False
    for raw in text.split("\n"):
        line = raw.removeprefix(" ")
        fixed = line.startswith(">") or line == "-- "
        if joins and not fixed:
            lines[-1] = (lines[-1][:-1] if delete else lines[-1]) + line
        else:
            lines.append(line)
        joins = line.endswith(" ") and not fixed
    return "\n".join(lines)
