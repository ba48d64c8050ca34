"""Pages of properties (FKPs) of old Word files: what holds for which bytes of the text; no effect."""

from __future__ import annotations

from collections.abc import Callable

from parsers.formats.doc.binary import byte, longs, rows, short
from parsers.formats.doc.container import Source

_PAGE = 512
_PAGE_NUMBER = 0x3FFFFF
_FORM, _FORM_95 = 13, 7

Range = tuple[int, int, bytes]


def read_looks(source: Source) -> list[Range]:
    """The changes of the look of characters."""
    return _ranges(source, "looks", 1, _look)


def read_forms(source: Source) -> list[Range]:
    """The style and changes of the form of paragraphs."""
    return _ranges(source, "forms", _FORM_95 if source.fib.old else _FORM, _form)


def _ranges(source: Source, name: str, size: int, read: Callable[[bytes, int], bytes]) -> list[Range]:
    found: list[Range] = []
    # A page that is listed again says nothing new: what is read stays below the size of the file.
    for number in dict.fromkeys(_pages(source, name)):
        page = source.word[number * _PAGE : (number + 1) * _PAGE]
        count = byte(page, _PAGE - 1)
        places = longs(page, count + 1)
        first = 4 * (count + 1)
        for index in range(len(places) - 1):
            offset = 2 * byte(page, first + index * size)
            value = read(page, offset) if offset else b""
            if places[index] < places[index + 1]:
                found.append((places[index], places[index + 1], value))
    found.sort(key=lambda one: one[0])
    return found


def _pages(source: Source, name: str) -> list[int]:
    plc = source.part(name)
    size = 2 if source.fib.old else 4
    _, records = rows(plc, size)
    numbers = [int.from_bytes(record, "little") & _PAGE_NUMBER for record in records]
    first, count = source.fib.pages.get(name, (0, 0))
    if count > len(numbers):
        numbers = list(range(first, min(first + count, len(source.word) // _PAGE + 1)))
    return numbers


def _look(page: bytes, offset: int) -> bytes:
    return page[offset + 1 : offset + 1 + byte(page, offset)]


def _form(page: bytes, offset: int) -> bytes:
    size = byte(page, offset)
    if size:
        return page[offset + 1 : offset + 2 * size]
    return page[offset + 2 : offset + 2 + 2 * byte(page, offset + 1)]


def form_style(form: bytes) -> int:
    """The style's number that a paragraph's form begins with."""
    return short(form, 0)
