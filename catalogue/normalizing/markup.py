"""Texts that a web site's export left in the markup of a page; text in, words out, no I/O."""

from __future__ import annotations

import html
import re

_LINE_ENDS = re.compile(r"<(?:/(?:p|div|li|ul|ol|h[1-6]|tr)|br\s*/?)>", re.IGNORECASE)
_TAG = re.compile(
    r"</?(?:p|div|ul|ol|li|br|span|strong|em|b|i|u|a|h[1-6]|table|tbody|tr|td|font)(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"&(?:amp|nbsp|quot|lt|gt|#\d{2,5});")


def without_markup(text: str) -> str:
    """A text without tags, one line for each block; as it is where it has none."""
    if "<" in text and _TAG.search(text):
        text = _TAG.sub("", _LINE_ENDS.sub("\n", text))
    elif "&" not in text or not _ENTITY.search(text):
        return text
    return html.unescape(text).replace("\xa0", " ").strip()
