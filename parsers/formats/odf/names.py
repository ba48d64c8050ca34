"""Names of OpenDocument as expat gives them: "namespace local"; data only, reads nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
_DRAFT = "urn:org:documentfoundation:names:experimental:"
_SPACES = {
    "office": f"{_OASIS}office:1.0",
    "style": f"{_OASIS}style:1.0",
    "text": f"{_OASIS}text:1.0",
    "table": f"{_OASIS}table:1.0",
    "draw": f"{_OASIS}drawing:1.0",
    "number": f"{_OASIS}datastyle:1.0",
    "fo": f"{_OASIS}xsl-fo-compatible:1.0",
    "svg": f"{_OASIS}svg-compatible:1.0",
    "form": f"{_OASIS}form:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
    "xml": "http://www.w3.org/XML/1998/namespace",
    "calcext": f"{_DRAFT}calc:xmlns:calcext:1.0",
    "loext": f"{_DRAFT}office:xmlns:loext:1.0",
    "field": "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0",
}

_Handler = TypeVar("_Handler")


def full(name: str) -> str:
    """A name as it is written in the specification ("text:p") as expat gives it."""
    prefix, _, local = name.partition(":")
    return f"{_SPACES[prefix]} {local}"


COLUMNS_REPEATED, ROWS_REPEATED = full("table:number-columns-repeated"), full("table:number-rows-repeated")
COLUMNS_SPANNED, ROWS_SPANNED = full("table:number-columns-spanned"), full("table:number-rows-spanned")


def by_full_name(handlers: Mapping[str, _Handler]) -> dict[str, _Handler]:
    """Handlers under the names that expat gives."""
    return {full(name): handler for name, handler in handlers.items()}


def count(said: str | None, most: int, least: int = 1) -> int:
    """A count of rows, columns or levels, held between two bounds; the least where it is none."""
    if not said or not said.isdecimal():
        return least
    # A number of many digits is not even converted.
    return most if len(said) > len(str(most)) else max(least, min(int(said), most))
