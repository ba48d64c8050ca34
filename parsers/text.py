"""Text as bytes and letters: normal forms, folding, codes and their repair; no meaning, no I/O."""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

from config.charsets import charsets
from parsers.legacy import Code, beyond_ascii, evidence, read_as, restore
from parsers.syllables import is_syllable, valid_syllable_share

__all__ = [
    "bare",
    "clean",
    "clean_all",
    "decode",
    "fold",
    "has_halves",
    "nfc",
    "repair_mojibake",
    "restore",
    "squeeze",
    "valid_syllable_share",
    "with_halves_joined",
]

_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
# What makes texts worth tidying; most need none of it.
_ODD = re.compile(
    "[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\t\r\x0b\x0c\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]"
)
_PAIRS = ("  ", " \n", "\n ", "\n\n")
_BLANKS = re.compile("[^\\S\\n\\t]+")
_TABS = re.compile(" ?\\t[\\t ]*")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The form in which headings, names and words are compared.

    Lower case, without diacritics, đ as d, every run of other signs than letters and digits one space.
    """
    decomposed = unicodedata.normalize("NFD", text.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    bare = bare.replace("đ", "d")
    return " ".join("".join(letter if letter.isalnum() else " " for letter in bare).split())


def bare(text: str) -> str:
    """Small letters without accents, each at its own position, so that a match tells where it stands."""
    return "".join(map(_bare_letter, nfc(text)))


@lru_cache(maxsize=4096)
def _bare_letter(letter: str) -> str:
    low = letter.lower()
    base = unicodedata.normalize("NFD", low)[0]
    return "d" if base == "đ" else base


def nfc(text: str) -> str:
    """The composed normal form; the same object where it is composed already."""
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def has_halves(text: str) -> bool:
    """Whether it holds halves of letters beyond the first plane, which are no text to anybody else."""
    return _SURROGATE.search(text) is not None


def with_halves_joined(text: str) -> str:
    """Halves of letters beyond the first plane joined; a half without its other one is U+FFFD."""
    return (
        text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if has_halves(text) else text
    )


def squeeze(text: str) -> str:
    """NFC, white space of every kind folded to single spaces, none at the ends."""
    return " ".join(nfc(text).split())


def clean(text: str) -> str:
    """NFC without invisible signs; blanks folded in every line, tabs and line breaks kept.

    Only for text that is Unicode already: the soft hyphen is a letter in TCVN3.
    """
    ends = text[:1] + text[-1:]
    if not (ends.strip() != ends or _ODD.search(text) or any(pair in text for pair in _PAIRS)):
        return nfc(text)
    bare = _INVISIBLE.sub("", nfc(text)).replace("\r\n", "\n").replace("\r", "\n")
    folded = _TABS.sub("\t", _BLANKS.sub(" ", bare))
    return "\n".join(line.strip() for line in folded.split("\n")).strip("\n")


def clean_all(texts: Sequence[str]) -> list[str]:
    """``clean`` of every text; where none of them needs it, one look at all of them tells."""
    joined = "\n".join(("", *texts, ""))
    tidy = not any(pair in joined for pair in _PAIRS) and not _ODD.search(joined)
    if tidy and unicodedata.is_normalized("NFC", joined):
        return list(texts)
    return [clean(text) for text in texts]


# --- bytes to text

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 4096
# Codes in which any bytes can be read: their label proves nothing.
_SINGLE_BYTE = re.compile(
    r"^(utf|us-?ascii|ascii|iso-?8859|latin|windows-?12|cp12|cp8|unknown|8bit|x-)", re.IGNORECASE
)
_SEVEN_BIT = re.compile(r"^(utf-?7|iso-?2022)", re.IGNORECASE)
_BROKEN_SHARE = 0.1


def decode(data: bytes, declared: str = "") -> str:
    """The text of the bytes, NFC; the declared charset is only a hint, the letters decide.

    Order of trust: byte order mark, UTF-16 by its zero bytes, UTF-8 if it fits, then whichever of the
    legacy codes gives the most possible Vietnamese syllables. Never raises.
    """
    text = nfc(_decoded(data, declared))
    mended = repair_mojibake(text)
    return text if mended is text else nfc(mended)


def _decoded(data: bytes, declared: str) -> str:
    if not data:
        return ""
    for mark, charset in _BOMS:
        if data.startswith(mark):
            return data[len(mark) :].decode(charset, "replace")
    wide = _utf16_without_mark(data)
    if wide:
        return data.decode(wide, "replace")
    if _SEVEN_BIT.match(declared) and data.isascii():
        return _tried(data, declared) or data.decode("ascii")
    return _utf8(data) or _single_byte(data, declared)


def _utf16_without_mark(data: bytes) -> str:
    """Zero bytes at every other place betray UTF-16: no text in another code has any."""
    sample = data[:_SAMPLE]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    if len(sample) < len("a\0") or max(even, odd) * 5 < len(sample) // 2:
        return ""
    if min(even, odd) * 10 > max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _utf8(data: bytes) -> str:
    """UTF-8, also with a few broken places (a cut, a stray byte); "" if it is something else."""
    try:
        return _legacy_in_unicode(data.decode("utf-8"))
    except UnicodeDecodeError:
        text = data.decode("utf-8", "replace")
    wide = sum(1 for letter in text if letter > "\x7f" and letter != "\ufffd")
    return text if text.count("\ufffd") <= wide * _BROKEN_SHARE else ""


def _legacy_in_unicode(text: str) -> str:
    return text if text.isascii() else "\n".join(restore(text.split("\n")))


def _single_byte(data: bytes, declared: str) -> str:
    western = _western(data)
    candidates = [nfc(data.decode("cp1258", "replace")), western]
    if declared and not _SINGLE_BYTE.match(declared):
        candidates.insert(0, _tried(data, declared))
    candidates += [read_as(western, code) for code in (Code.TCVN3, Code.VNI)]
    return max(filter(None, candidates), key=_score)


def _score(text: str) -> int:
    valid, total = evidence(text)
    return 2 * valid - total - 2 * text.count("\ufffd")


def _western(data: bytes) -> str:
    """Windows-1252, its five holes as in Latin-1."""
    try:
        return data.decode("cp1252")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def _tried(data: bytes, charset: str) -> str:
    try:
        return data.decode(charset)
    except (LookupError, ValueError):
        return ""


# --- UTF-8 that was read as something else

# The first byte of a two- or three-byte letter as Latin-1 shows it, and what may follow it.
_FOLLOWING = "\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122"
_MOJIBAKE = re.compile(f"[\u00c3-\u00c6\u00e1\u00e2][{_FOLLOWING} ]")
_ANY_FOLLOWING = re.compile(f"[{_FOLLOWING}]")
_BEFORE_BLANK = re.compile(b"\xc3[\x83-\x86\xa1\xa2] ")  # a leading letter and a blank, as UTF-8
_HOMOGLYPH = re.compile("[ÐðƉɖ]")
_WORD = re.compile(r"[^\W\d_]+")


def repair_mojibake(text: str) -> str:
    """Text whose UTF-8 was read as Windows-1252, ISO-8859-15 or Latin-1, as it was meant.

    Line by line the reading with the most possible syllables, the given one where none is better. Look-alikes
    of Đ become Đ where the word is Vietnamese then.
    """
    if text.isascii():
        return text
    letters = beyond_ascii(text)
    if _may_be_mojibake(text, letters) and _MOJIBAKE.search(text):
        text = "\n".join(map(_repaired_line, text.split("\n")))
        letters = beyond_ascii(text)
    return _WORD.sub(_true_letters, text) if _HOMOGLYPH.search(letters) else text


def _may_be_mojibake(text: str, letters: str) -> bool:
    """The cheap look, by the letters beyond ASCII, that spares nearly every text the search."""
    if _ANY_FOLLOWING.search(letters):
        return True
    return bool(_BEFORE_BLANK.search(text.encode("utf-8", "surrogatepass")))


def _repaired_line(line: str) -> str:
    if not _MOJIBAKE.search(line):
        return line
    readings = [line, *filter(None, map(_reread, _bytes_of(line)))]
    return max(readings, key=_score)


def _bytes_of(line: str) -> list[bytes | None]:
    # A non-breaking space is the second byte of à; tools that tidy blanks make it a plain one.
    mended = line.replace("Ã ", "Ã\u00a0")
    return [_as_cp1252(mended), _encoded(mended, "iso8859-15"), _encoded(mended, "latin-1")]


def _as_cp1252(text: str) -> bytes | None:
    """Windows-1252 whose five holes pass through, as browsers and mail programs read it."""
    try:
        return b"".join(
            letter.encode("latin-1") if "\x80" <= letter <= "\x9f" else letter.encode("cp1252")
            for letter in text
        )
    except UnicodeEncodeError:
        return None


def _encoded(text: str, charset: str) -> bytes | None:
    try:
        return text.encode(charset)
    except UnicodeEncodeError:
        return None


def _reread(data: bytes | None) -> str:
    if data is None:
        return ""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _true_letters(match: re.Match[str]) -> str:
    word = match.group()
    if not _HOMOGLYPH.search(word):
        return word
    meant = "".join(charsets().homoglyphs.get(letter, letter) for letter in word)
    return meant if is_syllable(meant) else word
