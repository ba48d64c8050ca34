"""What a reader sees of a mail: the words of a page without tags, the words of a text without its marks."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_INLINE = frozenset({"strong", "span", "em", "b", "i", "a"})
_UNSEEN = frozenset({"style", "title", "script"})
_MARKS = re.compile(r"^(?:- |> |-{8}$)", re.MULTILINE)


def words_of_page(html: str) -> str:
    """The words of an HTML part, parted by single blanks; dashes that only mark a list are none."""
    return " ".join(seen_words(html).replace("– ", " ").split())


def words_of_text(text: str) -> str:
    """The words of a text part; marks of lists and quotes at the beginning of lines are none."""
    return " ".join(_MARKS.sub("", text).split())


def seen_words(html: str) -> str:
    """The text of a page; a block ends a line, inline marks leave no trace."""
    page = _Page()
    page.feed(html)
    return "".join(page.seen)


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        self._unseen += tag in _UNSEEN
        if tag not in _INLINE:
            self.seen.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN
        if tag not in _INLINE:
            self.seen.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.seen.append(data.replace("\xa0", " "))
