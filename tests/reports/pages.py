"""What a reader sees of a page: its text without tags, styles and title."""

from html.parser import HTMLParser

_INLINE = {"strong", "span"}
_UNSEEN = {"style", "title"}


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

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN
        if tag not in _INLINE:
            self.seen.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.seen.append(data.replace("\xa0", " "))
