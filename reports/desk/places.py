"""The addresses of the desk's pages, safe for any id, and the pages of a list; looks nothing up."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from catalogue.fields import CONTACT
from catalogue.lists import Page, Span
from catalogue.records import Record
from catalogue.views import SHORT_ID

UNITS, COURSES, CONTACTS, MESSAGES, LETTERS = "/don-vi", "/khoa-hoc", "/dau-moi", "/thu-den", "/thu-di"
PAGE = "trang"
"""The word of an address that says which page of a list is meant; the first one where it lacks."""
DONE = "done"
"""The word of an address that names the decisions just made."""
_FURTHEST = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Pages:
    """Where a page stands in its list: its first and last line, and the addresses before and after it."""

    first: int
    last: int
    total: int
    before: str = ""
    after: str = ""


def below(path: str, name: str) -> str:
    """The address of one thing below a list, whatever its id is made of."""
    return f"{path}/{quote(name, safe='')}"


def unit_path(unit_id: str) -> str:
    """Where a unit is shown."""
    return below(UNITS, unit_id)


def record_path(record: Record) -> str:
    """Where a course or a contact is shown."""
    return below(CONTACTS if record.kind == CONTACT else COURSES, record.id)


def message_path(sha256: str) -> str:
    """Where a message is shown."""
    return below(MESSAGES, sha256[:SHORT_ID])


def letter_path(letter_id: int) -> str:
    """Where a letter is shown."""
    return below(LETTERS, str(letter_id))


def with_words(path: str, words: Mapping[str, str]) -> str:
    """An address with what is asked; what is empty is left out."""
    query = urlencode({name: value for name, value in words.items() if value})
    return f"{path}?{query}" if query else path


def own_path(wanted: str, otherwise: str) -> str:
    """An address of ours to go back to, never another host's; else the other one."""
    is_own = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if is_own else otherwise


def after_deed(back: str, decisions: Collection[int], anchor: str = "") -> str:
    """The address to go back to after decisions, which then says what was decided."""
    path, _mark, query = back.partition("#")[0].partition("?")
    words = {name: value for name, value in parse_qsl(query) if name != DONE}
    address = with_words(path, {**words, DONE: ",".join(map(str, decisions))})
    return f"{address}#{quote(anchor, safe='')}" if anchor else address


def span_of(page: str, lines: int) -> Span:
    """The lines of the page that an address names; the first page for what is no number."""
    number = int(page) if page.isascii() and page.isdigit() and len(page) <= len(str(_FURTHEST)) else 1
    return Span(max(number - 1, 0) * lines, lines)


def pages_of(page: Page[Any], path: str, asked: Mapping[str, str]) -> Pages:
    """The pages around one; their addresses ask the same (``asked``)."""
    span = page.span
    number = span.offset // span.limit + 1
    before = with_words(path, {**asked, PAGE: str(number - 1) if number > 2 else ""})  # noqa: PLR2004 page 2
    return Pages(
        first=span.offset + 1 if page.lines else 0,
        last=span.offset + len(page.lines),
        total=page.total,
        before=before if number > 1 else "",
        after=with_words(path, {**asked, PAGE: str(number + 1)}) if page.has_more else "",
    )
