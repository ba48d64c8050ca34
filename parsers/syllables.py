"""Which letters can be a Vietnamese syllable, the evidence that tells text codes apart; no I/O."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_TONES = {"\u0300": "huyen", "\u0301": "sac", "\u0303": "nga", "\u0309": "hoi", "\u0323": "nang"}
STOPS = ("c", "ch", "p", "t")
_STOP_TONES = ("sac", "nang")
_FRONT_VOWELS = tuple("eêiy")

# fmt: off
_ONSETS = (
    "ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr",
    "b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x",
)
_RHYMES = frozenset(
    (
        "a", "ac", "ach", "ai", "am", "an", "ang", "anh", "ao", "ap", "at", "au", "ay",
        "ăc", "ăm", "ăn", "ăng", "ăp", "ăt",
        "âc", "âm", "ân", "âng", "âp", "ât", "âu", "ây",
        "e", "ec", "em", "en", "eng", "eo", "ep", "et",
        "ê", "êch", "êm", "ên", "êng", "ênh", "êp", "êt", "êu",
        "i", "ia", "ich", "iêc", "iêm", "iên", "iêng", "iêp", "iêt", "iêu",
        "im", "in", "inh", "ip", "it", "iu",
        "o", "oa", "oac", "oach", "oai", "oam", "oan", "oang", "oanh", "oao", "oap", "oat", "oay",
        "oăc", "oăm", "oăn", "oăng", "oăt",
        "oc", "oe", "oen", "oeo", "oet", "oi", "om", "on", "ong", "ooc", "oong", "op", "ot",
        "ô", "ôc", "ôi", "ôm", "ôn", "ông", "ôp", "ôt",
        "ơ", "ơi", "ơm", "ơn", "ơp", "ơt",
        "u", "ua", "uân", "uâng", "uât", "uây", "uc", "uê", "uêch", "uên", "uênh", "ui", "um", "un", "ung",
        "uơ", "up", "ut", "uy", "uya", "uych", "uyên", "uyêt", "uynh", "uyp", "uyt", "uyu",
        "uôc", "uôi", "uôm", "uôn", "uông", "uôt",
        "ư", "ưa", "ưc", "ưi", "ưm", "ưn", "ưng", "ươc", "ươi", "ươm", "ươn", "ương", "ươp", "ươt", "ươu",
        "ưt", "ưu",
        "y", "yêm", "yên", "yêng", "yêt", "yêu", "ych", "ynh", "yt",
    )
)
# fmt: on


def _bare(text: str) -> str:
    letters = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in letters if not unicodedata.combining(letter)).replace("đ", "d")


_BARE_RHYMES = frozenset(_bare(rhyme) for rhyme in _RHYMES)
_BARE_ONSETS = tuple(dict.fromkeys(_bare(onset) for onset in _ONSETS))

_WORD = re.compile("(?:[^\\W\\d_]|[\u0300-\u036f])+")


@lru_cache(maxsize=32768)
def is_syllable(token: str) -> bool:
    """Whether the letters are one possible syllable: onset, rhyme, at most one tone; stops only sắc or nặng.

    A token typed without any diacritic counts when it would be possible with some.
    """
    lowered = token.lower()
    if lowered.isascii():
        return _splits(lowered, _BARE_ONSETS, _BARE_RHYMES)
    plain, tones = _without_tones(lowered)
    if len(tones) > 1 or not _splits(plain, _ONSETS, _RHYMES):
        return False
    return not plain.endswith(STOPS) or (len(tones) == 1 and tones[0] in _STOP_TONES)


def _without_tones(token: str) -> tuple[str, list[str]]:
    decomposed = unicodedata.normalize("NFD", token)
    tones = [_TONES[letter] for letter in decomposed if letter in _TONES]
    rest = "".join(letter for letter in decomposed if letter not in _TONES)
    return unicodedata.normalize("NFC", rest), tones


def _splits(letters: str, onsets: tuple[str, ...], rhymes: frozenset[str]) -> bool:
    if letters in rhymes:
        return True
    return any(
        letters.startswith(onset) and letters[len(onset) :] in rhymes and _spelt(onset, letters[len(onset)])
        for onset in onsets
    )


def _spelt(onset: str, first: str) -> bool:
    """Front vowels take k, gh, ngh; the others c, g, ng ("gì" is the one exception)."""
    front = first in _FRONT_VOWELS
    if onset in ("k", "gh", "ngh"):
        return front
    if onset in ("c", "ng"):
        return not front
    return onset != "g" or first == "i" or not front


def valid_syllable_share(text: str) -> float:
    """The share of words that are possible Vietnamese syllables; 1.0 where there are no words."""
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    return sum(map(is_syllable, words)) / len(words) if words else 1.0
