"""Text typed in TCVN3 or VNI (fonts .VnTime, VNI-Times) back to Unicode; never touches Unicode text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from enum import StrEnum
from functools import cache

from config.charsets import charsets
from parsers.syllables import is_syllable

# Letters that only Unicode has: a text with one of them is Unicode already. ơ and ư, đ and ă, the tone block,
# combining marks, and everything of other scripts that a Latin-1 view cannot hold.
_SURELY_UNICODE = re.compile(
    "[\u0102\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0\u01a1\u01af\u01b0\u0300-\u0323\u1ea0-\u1ef9]"
)
_HIGH = re.compile("[\u00a1-\u00ff]")
# A word as its writer meant it: Latin-1 signs such as ¸ or the soft hyphen may be letters.
_TOKEN = re.compile("[A-Za-z\u00a1-\u00ff\u0100-\u01b0\u0300-\u0323\u1ea0-\u1ef9]+")
# Signs that both codes use all the time and Unicode Vietnamese hardly ever: without one no text is in doubt.
_SUSPECT = re.compile(
    "[\u00a1-\u00bf\u00c4-\u00c7\u00cb\u00ce-\u00d1\u00d6-\u00d8\u00db\u00dc\u00de\u00df"
    "\u00e4-\u00e7\u00eb\u00ee-\u00f1\u00f6-\u00f8\u00fb\u00fc\u00fe\u00ff]"
)
_ASCII = bytes(range(128))
_ENOUGH = 2
_CLEARLY = 0.8
_HARDLY = 0.6


class Code(StrEnum):
    """How a text was typed."""

    UNICODE = "unicode"
    TCVN3 = "tcvn3"
    VNI = "vni"


def restore(texts: Sequence[str]) -> tuple[str, ...]:
    """The texts of one column or document in Unicode, decided on all of them together.

    Texts that hold letters of Unicode alone come back untouched, and so do all where the evidence is even.
    """
    if not _SUSPECT.search(beyond_ascii("\n".join(texts))):
        return tuple(texts)
    open_to_doubt = [text for text in texts if _HIGH.search(text) and not _SURELY_UNICODE.search(text)]
    if not open_to_doubt:
        return tuple(texts)
    code = judge(open_to_doubt)
    if code is Code.UNICODE:
        return tuple(texts)
    mixed = any(_SURELY_UNICODE.search(text) for text in texts)
    return tuple(_restored(text, code, careful=mixed) for text in texts)


def beyond_ascii(text: str) -> str:
    """The letters of a text beyond ASCII in their order: they are few, and a search among them is cheap."""
    octets = text.encode("utf-8", "surrogatepass")
    return octets.translate(None, _ASCII).decode("utf-8", "surrogatepass")


def judge(texts: Iterable[str]) -> Code:
    """The code under which most of the accented words are possible syllables; Unicode where it is even."""
    joined = "\n".join(texts)
    own_valid, own_all = evidence(joined)
    if own_all == 0 or own_valid / own_all >= _CLEARLY:
        return Code.UNICODE
    best = max(_READINGS, key=lambda code: margin(_READINGS[code](joined)))
    valid, total = evidence(_READINGS[best](joined))
    clear = total and valid / total >= _CLEARLY and own_valid / own_all < _HARDLY
    return best if clear and valid >= _ENOUGH and valid > own_valid else Code.UNICODE


def read_as(text: str, code: Code) -> str:
    """The text as typed in the given code."""
    return text if code is Code.UNICODE else _READINGS[code](text)


def evidence(text: str) -> tuple[int, int]:
    """How many different accented words are possible syllables, and how many there are."""
    tokens = {token for token in _TOKEN.findall(text) if not token.isascii() and _has_letters(token)}
    return sum(map(is_syllable, tokens)), len(tokens)


def margin(text: str) -> int:
    """How many more of a text's accented words are possible syllables than are not."""
    valid, total = evidence(text)
    return 2 * valid - total


def _has_letters(token: str) -> bool:
    # A lone sign ("·", "©", "§") is no word in any code.
    return len(token) > 1


def _restored(text: str, code: Code, *, careful: bool) -> str:
    if not _HIGH.search(text) or _SURELY_UNICODE.search(text):
        return text
    candidate = _READINGS[code](text)
    if careful and margin(candidate) <= margin(text):
        return text
    return candidate


def _from_tcvn3(text: str) -> str:
    lines = text.split("\n")
    return "\n".join(_capitalised(line, line.translate(_tcvn3_table())) for line in lines)


@cache
def _tcvn3_table() -> dict[int, str]:
    return str.maketrans(dict(charsets().tcvn3))


def _capitalised(source: str, mapped: str) -> str:
    """Capitals with tones do not exist in TCVN3 (a capital font shows them): words of capitals get theirs."""
    shouted = _shouted(source)

    def fix(match: re.Match[str]) -> str:
        word = match.group()
        plain = [letter for letter in word if letter.isascii()]
        capital = all(letter.isupper() for letter in plain)
        return word.upper() if capital and (shouted or len(plain) > 1) else word

    return _TOKEN.sub(fix, mapped)


def _shouted(line: str) -> bool:
    """Whether the words of several plain letters are capitals throughout; tells "Lª" from "L£"."""
    words = [re.sub("[^A-Za-z]", "", token) for token in _TOKEN.findall(line)]
    telling = [word for word in words if len(word) > 1]
    return bool(telling) and all(word.isupper() for word in telling)


def _from_vni(text: str) -> str:
    table = _vni_table()
    return _vni_pattern().sub(lambda match: table[match.group()], text)


@cache
def _vni_table() -> dict[str, str]:
    table = dict(charsets().vni)
    for key, letter in charsets().vni.items():
        if len(key) == len("aù"):
            # The mark's case follows the keyboard, the letter's case the writer.
            table.setdefault(key[0] + key[1].upper(), letter)
            table.setdefault(key[0] + key[1].lower(), letter)
    return table


@cache
def _vni_pattern() -> re.Pattern[str]:
    keys = sorted(_vni_table(), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, keys)))


_READINGS: dict[Code, Callable[[str], str]] = {Code.TCVN3: _from_tcvn3, Code.VNI: _from_vni}
