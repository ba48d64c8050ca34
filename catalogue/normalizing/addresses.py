"""Mail addresses as offices write them, blanks and "(at)" repaired; text in, text out, no I/O."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from parsers.layout.shapes import EMAIL

_AT = re.compile(r"\s*[(\[{<]\s*(?:at|a|@|a còng)\s*[)\]}>]\s*|\s+a còng\s+", re.IGNORECASE)
_DOT = re.compile(r"\s*[(\[{]\s*(?:dot|chấm|\.)\s*[)\]}]\s*", re.IGNORECASE)
_BLANKS = re.compile(r"(?<=[\w.\-])[ \t]+@[ \t]*(?=\w)|(?<=[\w.\-])@[ \t]+(?=[a-z\d])")
_BLANK_BEFORE_DOT = re.compile(r"(@[\w\-]+)[ \t]+(?=\.[\w\-])")
_BLANK_BEHIND_DOT = re.compile(r"(@[\w\-]+\.)[ \t]+(?=[a-z])")
_COMMA = re.compile(r"(@[\w\-]+(?:\.[\w\-]+)*),(?=(?:[a-z]{2,3}|example)(?:\W|$))", re.IGNORECASE)
_PARTED = re.compile(r"(?P<word>[a-z\d._\-]+)\s+[\w.+\-]+@[\w.\-]+", re.IGNORECASE | re.ASCII)
_LABELS = frozenset(("email", "e-mail", "mail", "gmail", "thu", "hoac", "va", "dc", "or", "and", "em", "lh"))


@dataclass(frozen=True, slots=True)
class Address:
    """A mail address in small letters; ``doubt`` as in Value."""

    email: str
    doubt: str = ""


def read_address(text: str) -> Address | None:
    """The first mail address of a text; None where there is none."""
    plain = _repaired(text) if _is_odd(text) else text
    mended = _COMMA.sub(r"\1.", plain)
    found = EMAIL.search(mended)
    if found is None:
        return None
    email = found.group().strip(".").lower()
    if email not in plain.lower():
        return Address(email, "corrected: a comma read as a dot")
    return Address(email, _doubt_of(plain))


def _is_odd(text: str) -> bool:
    return "＠" in text or _AT.search(text) is not None or ("@" in text and len(text.split()) > 1)


def _repaired(text: str) -> str:
    plain = _DOT.sub(".", _AT.sub("@", unicodedata.normalize("NFKC", text)))
    plain = _BLANK_BEFORE_DOT.sub(r"\1", _BLANKS.sub("@", plain))
    return _BLANK_BEHIND_DOT.sub(r"\1", plain)


def _doubt_of(text: str) -> str:
    """A word and an address and nothing else: the word may be the address's beginning."""
    parted = _PARTED.fullmatch(text.strip())
    if parted is None or parted["word"].lower() in _LABELS:
        return ""
    return "unclear: a blank within the address"
